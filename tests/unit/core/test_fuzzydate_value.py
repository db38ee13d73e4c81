"""Stated dates as values: what may be built, what they print and how they compare."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date

D = parse_fuzzy_date


def test_precision_none_goes_with_no_days_and_only_with_none() -> None:
    assert not FuzzyDate("TBC", None, None, Precision.NONE, DateStatus.TBC).is_dated
    with pytest.raises(ValueError, match="precision none"):
        FuzzyDate("", date(2020, 8, 1), None, Precision.NONE, DateStatus.STATED)
    with pytest.raises(ValueError, match="precision none"):
        FuzzyDate("", None, None, Precision.MONTH, DateStatus.STATED)


def test_either_end_may_be_open_but_not_reversed() -> None:
    day = date(2020, 8, 1)
    assert FuzzyDate("", day, None, Precision.RANGE, DateStatus.STATED).is_dated
    assert FuzzyDate("", None, day, Precision.RANGE, DateStatus.STATED).is_dated
    with pytest.raises(ValueError, match="before it starts"):
        FuzzyDate("", day, date(2020, 7, 31), Precision.RANGE, DateStatus.STATED)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="not a moment"):
        FuzzyDate("", datetime(2020, 8, 1, tzinfo=UTC), None, Precision.DAY, DateStatus.STATED)


def test_stored_strings_and_enums_make_equal_values() -> None:
    stored = FuzzyDate("TBC", None, None, "none", "tbc")  # type: ignore[arg-type]
    assert stored == D("TBC")


def test_the_deadline_is_the_latest_day() -> None:
    assert D("By April 2015").deadline == date(2015, 4, 30)
    assert D("TBC").deadline is None


@pytest.mark.parametrize(
    ("text", "on", "overdue"),
    [
        ("By April 2015", date(2015, 4, 30), False),
        ("By April 2015", date(2015, 5, 1), True),
        ("Autumn 2013", date(2013, 11, 30), False),
        ("Autumn 2013", date(2013, 12, 1), True),
        ("by 30 June 2013", date(2013, 7, 1), True),
        # Without a last day nothing is ever overdue: it is counted as undated instead.
        ("TBC", date(2099, 1, 1), False),
        ("On-going", date(2099, 1, 1), False),
        ("April 2013 onwards", date(2099, 1, 1), False),
    ],
)
def test_overdue_only_once_the_latest_day_has_passed(text: str, on: date, overdue: bool) -> None:
    assert D(text).is_overdue(on) is overdue
    assert D(text).is_overdue(on, done=True) is False


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("March 2020", "Aug 2020", True),
        ("Aug 2020", "March 2020", False),
        ("2013/14", "Autumn 2013", None),
        ("April 2013", "April 2013", None),
        ("31 March 2015", "1 April 2015", True),
        ("TBC", "1 April 2015", None),
        ("1 April 2015", "TBC", None),
        ("April 2013 onwards", "April 2015", None),
        ("before April 2013", "April 2015", True),
    ],
)
def test_order_is_known_only_where_the_two_do_not_touch(first: str, second: str, order: bool | None) -> None:
    assert D(first).precedes(D(second)) is order


def test_sorts_by_start_then_end_with_open_ends_last() -> None:
    texts = ["TBC", "2013/14", "April 2013 onwards", "April 2013", "before May 2013", "Autumn 2013"]
    assert [found.text for found in sorted(map(D, texts), key=lambda found: found.sort_key)] == [
        "April 2013",
        "2013/14",
        "April 2013 onwards",
        "Autumn 2013",
        "before May 2013",
        "TBC",
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Aug 2020", "August 2020"),
        ("20/21", "2020/21"),
        ("Q1 2019/20", "Q1 2019/20"),
        ("2019/20 academic year", "academic year 2019/20"),
        ("by 2023", "2023"),
        ("autumn 2013", "Autumn 2013"),
        ("Spring/Summer 2014", "Spring/summer 2014"),
        ("winter 2013/14", "Winter 2013"),
        ("1/8/2020", "1 August 2020"),
        ("April 2013 to March 2014", "April 2013 to March 2014"),
        ("15 May 2013 to 8 June 2013", "15 May 2013 to 8 June 2013"),
        ("April 2015 onwards", "1 April 2015 onwards"),
        ("before April 2015", "before 1 April 2015"),
        ("April 2015 (TBC)", "April 2015 (TBC)"),
        ("TBC", "TBC"),
        ("still awaited", "awaited"),
        ("On-going", "ongoing"),
        ("–", ""),
    ],
)
def test_prints_its_text_or_else_a_plain_form(text: str, printed: str) -> None:
    read = D(text)
    assert read.printed == text
    bare = FuzzyDate("", read.start, read.end, read.precision, read.status)
    assert bare.printed == printed
    again = D(printed)
    assert (again.start, again.end, again.status) == (read.start, read.end, read.status)


DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


@given(DAYS, DAYS, st.sampled_from([choice for choice in Precision if choice != Precision.NONE]))
def test_what_is_printed_reads_back_to_the_same_days(first: date, second: date, precision: Precision) -> None:
    start, end = min(first, second), max(first, second)
    for span in ((start, end), (start, start), (start, None), (None, end)):
        for status in (DateStatus.STATED, DateStatus.TBC, DateStatus.INFERRED, DateStatus.AWAITED):
            made = FuzzyDate("", *span, precision, status)
            read = D(made.printed)
            assert (read.start, read.end, read.status) == (made.start, made.end, status)


@given(DAYS, DAYS, DAYS, DAYS)
def test_order_is_never_claimed_both_ways(a: date, b: date, c: date, d: date) -> None:
    one = FuzzyDate("", min(a, b), max(a, b), Precision.RANGE, DateStatus.STATED)
    other = FuzzyDate("", min(c, d), max(c, d), Precision.RANGE, DateStatus.STATED)
    if one.precedes(other) is None:
        assert other.precedes(one) is None
    else:
        assert one.precedes(other) is not other.precedes(one)
