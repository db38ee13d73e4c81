"""Properties of pages, over made-up tables: each row once, in order, in whatever order and however rows come and go."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.core.spreadsheets import Kind
from commissioning.exchange.api.paging import Order, page_of
from commissioning.exchange.api.questions import OrderBy, read_question
from commissioning.exchange.api.refusals import Refusal
from commissioning.exchange.registers.base import RegisterColumn

COLUMNS = tuple(
    RegisterColumn(name, name, name, kind, None)
    for name, kind in (
        ("reference", Kind.TEXT),
        ("words", Kind.TEXT),
        ("amount", Kind.POUNDS),
        ("day", Kind.DATE),
        ("flag", Kind.YES_NO),
        ("number", Kind.INTEGER),
    )
)
BY_NAME = {column.name: column for column in COLUMNS}
maybe = st.none
cells = st.tuples(
    maybe() | st.text(max_size=4) | st.sampled_from(["Phase 2", "phase 10", "Phase 1", "a" * 70, "a" * 80]),
    maybe() | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-99, max_value=99),
    maybe() | st.dates(date(2018, 1, 1), date(2018, 1, 9)),
    maybe() | st.booleans(),
    maybe() | st.integers(-3, 3),
)
keyed = st.lists(cells, max_size=25).map(
    lambda rows: [(f"R-{number}", *row) for number, row in enumerate(rows)]
)
unkeyed = st.lists(cells, max_size=25).map(lambda rows: [("same", *row) for row in rows])
orders = st.lists(
    st.tuples(st.sampled_from([c.name for c in COLUMNS]), st.booleans()),
    max_size=3,
    unique_by=lambda each: each[0],
).map(lambda each: [OrderBy(*one) for one in each])


def walk(rows, order, limit, direction="next", cursor="", change=lambda rows: rows):
    found = []
    while True:
        page = page_of(rows, order, limit=limit, cursor=cursor, question="q")
        assert len(page.rows) <= limit
        found = [*found, *page.rows] if direction == "next" else [*page.rows, *found]
        cursor = getattr(page, direction)
        if not cursor:
            return found, page
        rows = change(rows)


@given(rows=keyed | unkeyed, asked=orders, limit=st.integers(1, 7), has_key=st.booleans())
def test_every_walk_gives_each_row_once_in_the_one_order(rows, asked, limit, has_key):
    key = ["reference"] if has_key and len({row[0] for row in rows}) == len(rows) else []
    order = Order(COLUMNS, asked, key)
    whole = page_of(rows, order, limit=None, cursor="", question="q")
    assert sorted(map(str, whole.rows)) == sorted(map(str, rows))
    assert whole.count == len(rows)
    walked, last = walk(rows, order, limit)
    assert walked == list(whole.rows)
    assert page_of(list(reversed(rows)), order, limit=None, cursor="", question="q").rows == whole.rows
    if last.previous:
        back, _ = walk(rows, order, limit, "previous", last.previous)
        assert [*back, *last.rows] == walked


@given(rows=keyed, asked=orders, limit=st.integers(1, 5), gone=st.integers(0, 24), data=st.data())
def test_rows_that_come_and_go_repeat_and_hide_no_other(rows, asked, limit, gone, data):
    order = Order(COLUMNS, asked, ["reference"])
    fresh = [("R-99", *data.draw(cells)), ("A-0", *data.draw(cells))]
    taken = {f"R-{gone}"}

    def change(_):
        return [*fresh, *(row for row in rows if row[0] not in taken)]

    walked, _ = walk(rows, order, limit, change=change)
    seen = [row[0] for row in walked]
    assert len(set(seen)) == len(seen)
    assert {row[0] for row in rows} - taken <= set(seen)
    in_order = page_of(walked, order, limit=None, cursor="", question="q").rows
    assert list(in_order) == walked


@given(rows=keyed, name=st.sampled_from(["words", "amount", "day", "flag", "number"]), down=st.booleans())
def test_known_values_are_in_order_and_empty_cells_last(rows, name, down):
    place = [c.name for c in COLUMNS].index(name)
    order = Order(COLUMNS, [OrderBy(name, down)], ["reference"])
    values = [row[place] for row in page_of(rows, order, limit=None, cursor="", question="q").rows]
    known = [value for value in values if value is not None]
    assert values[len(known) :] == [None] * (len(values) - len(known))
    if name != "words":
        assert known == sorted(known, reverse=down)


def test_numbers_in_words_count_as_numbers():
    rows = [(f"R-{n}", f"Phase {n}", None, None, None, None) for n in (10, 2, 1)]
    order = Order(COLUMNS, [OrderBy("words")], ["reference"])
    assert [row[0] for row in page_of(rows, order, limit=None, cursor="", question="q").rows] == [
        "R-1",
        "R-2",
        "R-10",
    ]


def test_a_cursor_that_is_not_ours_is_refused():
    rows = [("R-1", "a", None, None, None, None), ("R-2", "b", None, None, None, None)]
    order = Order(COLUMNS, [], ["reference"])
    cursor = page_of(rows, order, limit=1, cursor="", question="q").next
    assert page_of(rows, order, limit=1, cursor=cursor, question="q").rows == rows[1:]
    for wrong, question in ((cursor[:-1], "q"), ("x" + cursor, "q"), (cursor, "other"), ("", "")):
        if wrong:
            with pytest.raises(Refusal):
                page_of(rows, order, limit=1, cursor=wrong, question=question)


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(["order", "limit", "fields", "search", "cursor", "as_at"])
        | st.text(max_size=8)
        | st.builds("{}__{}".format, st.sampled_from(list(BY_NAME)), st.text(max_size=6)),
        st.text(max_size=8) | st.sampled_from(["NaN", "1e9", "2018-01-01", "true", '"', '"a,b",c', "-"]),
        max_size=4,
    )
)
def test_whatever_is_asked_is_read_or_refused(asked):
    params = QueryDict(mutable=True)
    for name, value in asked.items():
        params[name] = value
    row = ("R-1", "a", Decimal(1), date(2018, 1, 1), True, 3)
    try:
        question = read_question(params, BY_NAME)
    except Refusal as refusal:
        refused = refusal
    else:
        refused = None
        assert all(
            each.fits(row[list(BY_NAME).index(each.name)]) in {True, False} for each in question.filters
        )
    assert refused is None or (refused.status == 400 and refused.errors)
