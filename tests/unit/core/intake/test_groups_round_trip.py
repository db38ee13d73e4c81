"""Any amount and any stated date: untouched, its columns change nothing; in a new row they are it, or refused."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date
from commissioning.core.intake.cells import Broken
from commissioning.core.intake.groups import SAME, DateGroup, MoneyGroup
from commissioning.core.intake.values import Unread
from commissioning.core.money import UNKNOWN_QUALIFIERS, Basis, Money, Qualifier, parse_money
from commissioning.core.seed_values import fuzzy_date_from_seed, money_from_seed
from commissioning.core.spreadsheets import (
    SheetTable,
    csv_bytes,
    date_columns,
    date_values,
    money_columns,
    money_values,
)

pytestmark = pytest.mark.intake

MONEY, DATE = MoneyGroup("Amount"), DateGroup("Due")
PENCE = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
YEARS = st.sampled_from(["", "2013/14", "2020/21"])
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "TBC", "0.87", "£10,657m", "see para 3", "~£13m", "nil", "–", "'=1", "£5m\r\nnet", "£5m\n"]
    ),
)


@st.composite
def moneys(draw: st.DrawFn) -> Money:
    """Amounts as the product makes them: read from words, put together without words, or with a reading chosen."""
    qualifier = draw(st.sampled_from(Qualifier))
    amount = None if qualifier in UNKNOWN_QUALIFIERS else draw(PENCE)
    if qualifier == Qualifier.NIL:
        amount = Decimal(0)
    upper = None
    if qualifier == Qualifier.RANGE and amount is not None:
        upper = amount + draw(st.decimals(min_value=0, max_value=10**9, places=2))
    made = Money("", amount, qualifier, draw(st.sampled_from(Basis)), draw(YEARS), upper)
    text = draw(st.one_of(st.just(""), st.just(made.printed), WORDS))
    return Money(text, amount, qualifier, made.basis, made.year, upper)


DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2090, 12, 31))
DATE_WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "TBC", "September", "Autumn 2013", "by April 2015", "1 Apr 13", "2010-11", "quarterly", "–"]
    ),
)


@st.composite
def dates(draw: st.DrawFn) -> FuzzyDate:
    first, second = sorted((draw(DAYS), draw(DAYS)))
    start, end = draw(
        st.sampled_from([(first, second), (first, first), (first, None), (None, second), (None, None)])
    )
    kinds = [kind for kind in Precision if kind != Precision.NONE]
    precision = Precision.NONE if start is None and end is None else draw(st.sampled_from(kinds))
    status = draw(st.sampled_from(DateStatus))
    made = FuzzyDate("", start, end, precision, status)
    text = draw(st.one_of(st.just(""), st.just(made.printed), DATE_WORDS))
    return FuzzyDate(text, start, end, precision, status, year_inferred=draw(st.booleans()))


def out_and_in(columns, values):
    """The cells as our CSV brings them back: all text, escaped, blank for nothing."""
    table = SheetTable("t", "T", "One row.", columns, [values])
    rows = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    return dict(zip(rows[0], rows[1], strict=True))


def money_cells(money):
    return dict(zip(MONEY.headings, money_values(money), strict=True))


def date_cells(when):
    return dict(zip(DATE.headings, date_values(when), strict=True))


def read_or_refusal(group, cells):
    try:
        return group.read(cells, None, None)
    except Unread as unread:
        return unread


def plain(text):
    return " ".join(text.split())


@given(moneys())
def test_an_untouched_amount_is_unchanged_in_both_formats(money):
    exported = money_cells(money)
    assert MONEY.read(exported, exported, money) is SAME
    assert MONEY.read(out_and_in(money_columns("Amount", ""), money_values(money)), exported, money) is SAME


@given(dates())
def test_an_untouched_date_is_unchanged_in_both_formats(when):
    exported = date_cells(when)
    assert DATE.read(exported, exported, when) is SAME
    assert DATE.read(out_and_in(date_columns("Due", ""), date_values(when)), exported, when) is SAME


@given(moneys())
@example(Money("0.87", Decimal(870_000), Qualifier.EXACT, Basis.BUDGET_YEAR, "2020/21"))
@example(Money("£13m", Decimal(13_000_000), Qualifier.APPROX))
@example(Money("EUR 5,000", Decimal(5_000), Qualifier.EXACT))
def test_an_amount_in_a_new_row_is_never_another_amount(money):
    cells = money_cells(money)
    for given_cells in (cells, out_and_in(money_columns("Amount", ""), money_values(money))):
        found = read_or_refusal(MONEY, given_cells)
        if isinstance(found, Unread):
            assert found.message
            assert found.heading in MONEY.headings
            continue
        assert isinstance(found, Money)
        assert (found.amount, found.upper) == (money.amount, money.upper)
        if plain(money.text) and parse_money(money.text).qualifier != Qualifier.UNREADABLE:
            assert plain(found.printed).lstrip("-−") in plain(money.printed)


@given(dates())
def test_a_date_in_a_new_row_is_never_another_date(when):
    cells = date_cells(when)
    for given_cells in (cells, out_and_in(date_columns("Due", ""), date_values(when))):
        found = read_or_refusal(DATE, given_cells)
        if isinstance(found, Unread):
            assert found.message
            assert found.heading in DATE.headings
            continue
        assert isinstance(found, FuzzyDate)
        for ours, theirs in ((found.start, when.start), (found.end, when.end)):
            assert theirs is None or ours == theirs


@pytest.mark.parametrize(
    "text",
    [
        "£19.5m",
        "~£13m",
        "over £45m p.a.",
        "£10m to £12m",
        "TBC",
        "nil",
        "19.5m (2020/21 budget)",
        "£28 per child",
    ],
)
def test_amounts_as_papers_print_them_come_back_whole(text):
    money = parse_money(text)
    assert MONEY.read(money_cells(money), None, None) == money


@pytest.mark.parametrize(
    "text",
    ["By April 2015", "Autumn 2013", "2013/14", "Q1 2013/14", "On-going", "TBC", "3 months from May 2013"],
)
def test_dates_as_papers_print_them_come_back_whole(text):
    when = parse_fuzzy_date(text)
    assert DATE.read(date_cells(when), None, None) == when


def test_a_year_that_was_inferred_comes_back_with_its_days():
    when = parse_fuzzy_date("September", assume_year=2018)
    assert DATE.read(date_cells(when), None, None) == when
    with pytest.raises(Unread, match="has no year"):
        DATE.read({"Due as printed": "September"}, None, None)


# --- the papers' own ------------------------------------------------------------------------------------------------

PAPERS = Path(__file__).parent.parent
PAPER_MONEY = json.loads((PAPERS / "paper_money.json").read_text())
PAPER_DATES = json.loads((PAPERS / "paper_dates.json").read_text())


@pytest.mark.parametrize("seed", PAPER_MONEY, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_every_amount_of_the_papers_comes_back_in_a_new_row(seed):
    money = money_from_seed(seed)
    found = MONEY.read(out_and_in(money_columns("Amount", ""), money_values(money)), None)
    assert isinstance(found, Money)
    for fact in ("text", "amount", "upper", "qualifier", "basis", "year"):
        assert getattr(found, fact) == getattr(money, fact), fact


@pytest.mark.parametrize("seed", PAPER_DATES, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_every_date_of_the_papers_comes_back_in_a_new_row_or_is_asked_about(seed):
    when = fuzzy_date_from_seed(seed)
    found = read_or_refusal(DATE, out_and_in(date_columns("Due", ""), date_values(when)))
    if isinstance(found, Unread):
        assert found.heading in DATE.headings
    else:
        assert (found.printed, found.start, found.end) == (when.printed, when.start, when.end)


# --- anything at all ----------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.text(alphabet="£0123456789.,kmbn-–/ TBCtilapr", max_size=15),
    st.sampled_from(
        [
            "[tbc]",
            "exact",
            "over",
            "range",
            "nil",
            "per annum",
            "2013/14",
            "April 2013",
            "ongoing",
            "inferred",
        ]
    ),
    st.builds(Broken, st.sampled_from(["error", "formula", "bytes"]), st.text(max_size=5)),
)


@given(moneys(), st.dictionaries(st.sampled_from(MONEY.headings), CELLS), st.booleans())
def test_any_cells_make_a_valid_amount_or_are_refused(money, cells, is_new):
    exported = None if is_new else money_cells(money)
    try:
        found = MONEY.read(cells, exported, None if is_new else money)
    except Unread as unread:
        heading, message = unread.heading, unread.message
    else:
        assert found is SAME or isinstance(found, Money)
        return
    assert heading in MONEY.headings
    assert message


@given(dates(), st.dictionaries(st.sampled_from(DATE.headings), CELLS), st.booleans())
def test_any_cells_make_a_valid_date_or_are_refused(when, cells, is_new):
    exported = None if is_new else date_cells(when)
    try:
        found = DATE.read(cells, exported, None if is_new else when)
    except Unread as unread:
        heading, message = unread.heading, unread.message
    else:
        assert found is SAME or isinstance(found, FuzzyDate)
        return
    assert heading in DATE.headings
    assert message


MONEY_EDITS = st.fixed_dictionaries(
    {},
    optional={
        MONEY.headings[0]: st.one_of(st.none(), st.integers(1000, 10**9), st.sampled_from(["TBC", "£5m"])),
        MONEY.headings[1]: st.sampled_from([None, "£5m", "over £5m", "TBC", "£1m to £2m", "£6m p.a."]),
        MONEY.headings[2]: st.sampled_from([None, "[tbc]", "[awaited]"]),
        MONEY.headings[3]: st.one_of(st.none(), st.integers(10**9, 10**10)),
        MONEY.headings[4]: st.sampled_from([None, "exact", "over", "range", "TBC"]),
        MONEY.headings[5]: st.sampled_from([None, "per annum", "one-off"]),
        MONEY.headings[6]: st.sampled_from([None, "2013/14"]),
    },
)
DATE_EDITS = st.fixed_dictionaries(
    {},
    optional={
        DATE.headings[0]: st.sampled_from(
            [None, "May 2015", "TBC", "2013/14", "April 2015 (TBC)", "ongoing"]
        ),
        DATE.headings[1]: st.one_of(st.none(), DAYS),
        DATE.headings[2]: st.one_of(st.none(), DAYS),
        DATE.headings[3]: st.sampled_from([None, "stated", "inferred", "[tbc]", "[ongoing]"]),
    },
)
PLAIN_MONEY = st.sampled_from(
    [
        parse_money(text)
        for text in ("£19.5m", "over £45m p.a.", "TBC", "£10m to £12m", "nil", "£5m", "£1,200,000")
    ]
)
PLAIN_DATES = st.sampled_from(
    [
        parse_fuzzy_date(text)
        for text in ("April 2015", "1 May 2015", "TBC", "2013/14", "April 2015, ongoing", "")
    ]
)


@given(PLAIN_MONEY, MONEY_EDITS)
def test_a_file_of_amounts_handed_in_twice_changes_nothing_the_second_time(money, edits):
    cells = {**money_cells(money), **edits}
    try:
        found = MONEY.read(cells, money_cells(money), money)
        if found is not SAME:
            again = MONEY.read(cells, money_cells(found), found, current=False)
            assert again is SAME or again.amount == found.amount
    except Unread as unread:
        refused = unread
    else:
        return
    assert refused.message


@given(PLAIN_DATES, DATE_EDITS)
def test_a_file_of_dates_handed_in_twice_changes_nothing_the_second_time(when, edits):
    cells = {**date_cells(when), **edits}
    try:
        found = DATE.read(cells, date_cells(when), when)
        if found is not SAME:
            again = DATE.read(cells, date_cells(found), found, current=False)
            assert again is SAME or (again.start, again.end) == (found.start, found.end)
    except Unread as unread:
        refused = unread
    else:
        return
    assert refused.message


def test_cells_that_disagree_are_refused_where_the_file_may_be_older_than_the_record():
    """The number was changed and handed in. The same file once more must not bring the old words back."""
    before, after = parse_money("£19.5m"), parse_money("£20,000,000")
    cells = {**money_cells(before), "Amount": 20_000_000}
    assert MONEY.read(cells, money_cells(before), before) == after
    with pytest.raises(Unread, match=r"“£19\.5m” and “£20,000,000” in “Amount” do not agree"):
        MONEY.read(cells, money_cells(after), after, current=False)
