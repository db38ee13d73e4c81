"""Ends of contracts, options, notice and cover gaps: the reference's examples, and both papers' gaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, parse_fuzzy_date
from procurement.rules_terms import (
    Bounds,
    Gap,
    Option,
    TermError,
    add_months,
    cover_gap,
    current_end,
    last_possible_end,
    next_option,
    notice_by,
    options_problem,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
UNKNOWN = parse_fuzzy_date("TBC")


def stated(text: str) -> FuzzyDate:
    return parse_fuzzy_date(text)


@pytest.mark.parametrize(
    ("end", "months", "new"),
    [
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 31), 36, date(2030, 3, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 3, 31), -6, date(2026, 9, 30)),
        (date(2027, 8, 14), 3, date(2027, 11, 14)),
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
    ],
)
def test_months_are_added_to_the_day_after_the_end(end: date, months: int, new: date) -> None:
    assert add_months(end, months) == new


@given(DAYS, st.integers(-240, 240))
def test_a_term_to_a_months_last_day_always_ends_on_a_months_last_day(day: date, months: int) -> None:
    end = day.replace(day=1) - timedelta(days=1)
    moved = add_months(end, months)
    assert (moved + timedelta(days=1)).day == 1
    assert (moved.year - end.year) * 12 + moved.month - end.month == months
    assert add_months(moved, -months) == end


@given(DAYS, st.integers(1, 240))
def test_more_months_never_end_sooner(day: date, months: int) -> None:
    assert add_months(day, months - 1) < add_months(day, months)
    assert add_months(day, months) <= add_months(day + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("text", "months", "printed", "precision"),
    [
        ("March 2027", 12, "March 2028 (inferred)", Precision.MONTH),
        ("31 March 2027", 12, "31 March 2028 (inferred)", Precision.DAY),
        ("2026/27", 24, "2028/29 (inferred)", Precision.FINANCIAL_YEAR),
        ("Spring 2027", 12, "Spring 2028 (inferred)", Precision.SEASON),
        ("March 2027", 1, "April 2027 (inferred)", Precision.MONTH),
        ("31 March 2027", 1, "30 April 2027 (inferred)", Precision.DAY),
        ("Spring 2027", 3, "Summer 2027 (inferred)", Precision.SEASON),
        ("Q1 2026/27", 3, "Q2 2026/27 (inferred)", Precision.QUARTER),
        ("Q1 2026/27", 1, "May 2026 to July 2026 (inferred)", Precision.RANGE),
        ("2026/27", 6, "October 2026 to September 2027 (inferred)", Precision.RANGE),
    ],
)
def test_a_stated_end_moves_at_both_ends(text: str, months: int, printed: str, precision: Precision) -> None:
    moved = add_months(stated(text), months)
    assert moved is not None
    assert moved.printed == printed
    assert moved.precision == precision
    assert moved.note == f"{months} month{'s' if months > 1 else ''} after {text}"


def test_the_stated_range_that_no_longer_fits_a_year_keeps_its_days() -> None:
    moved = add_months(stated("2026/27"), 6)
    assert moved is not None
    assert Bounds.of(moved) == Bounds(date(2026, 10, 1), date(2027, 9, 30))


def test_an_end_without_options_taken_stays_as_it_was_stated() -> None:
    end = stated("March 2027")
    assert current_end(end, [Option(1, 12)]) is end
    moved = add_months(stated("before April 2027"), 1)
    assert moved is not None
    assert Bounds.of(moved) == Bounds(None, date(2027, 4, 30))
    assert moved.note == "1 month after before April 2027"


def test_nothing_is_worked_out_from_an_unknown_end() -> None:
    assert add_months(UNKNOWN, 12) is None
    assert current_end(UNKNOWN, [Option(1, 12, state="taken")]) is None
    assert notice_by(UNKNOWN, 6) is None
    assert notice_by(None, 6) is None


SEVEN_PLUS_THREE = [Option(1, 36, 12)]


def test_seven_years_and_three_more() -> None:
    """ "7 + 3 years" from 1 April 2021: firm to 31 March 2028, at most to 31 March 2031."""
    firm = date(2028, 3, 31)
    assert current_end(firm, SEVEN_PLUS_THREE) == firm
    assert last_possible_end(firm, SEVEN_PLUS_THREE) == date(2031, 3, 31)
    taken = [Option(1, 36, 12, "taken")]
    assert current_end(firm, taken) == last_possible_end(firm, taken) == date(2031, 3, 31)
    lapsed = [Option(1, 36, 12, "lapsed")]
    assert current_end(firm, lapsed) == last_possible_end(firm, lapsed) == firm


def test_three_and_one_and_one_with_the_first_taken() -> None:
    options = [Option(1, 12, 6, "taken"), Option(2, 12, 6)]
    assert current_end(date(2027, 2, 28), options) == date(2028, 2, 29)
    assert last_possible_end(date(2027, 2, 28), options) == date(2029, 2, 28)
    assert next_option(options) == options[1]
    assert next_option(options[:1]) is None
    assert current_end(stated("March 2020"), options) == add_months(stated("March 2020"), 12)


def test_short_months_lose_no_days_when_several_options_are_taken() -> None:
    options = [Option(1, 1, state="taken"), Option(2, 1, state="taken")]
    assert current_end(date(2027, 1, 30), options) == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("end", "months", "by"),
    [
        (date(2027, 3, 31), 6, date(2026, 9, 30)),
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
    ],
)
def test_the_last_day_for_notice(end: date, months: int, by: date) -> None:
    assert notice_by(end, months) == by


def test_notice_on_a_stated_end_is_stated_as_widely_and_an_unknown_period_gives_none() -> None:
    by = notice_by(stated("March 2027"), 6)
    assert by is not None
    assert Bounds.of(by) == Bounds(date(2026, 9, 1), date(2026, 9, 30))
    assert by.note == "6 months before March 2027"
    assert notice_by(date(2027, 3, 31), None) is None


def test_the_shortest_option_and_no_notice_at_all_can_be() -> None:
    shortest = Option(1, 1, 0)
    assert last_possible_end(date(2027, 3, 31), [shortest]) == date(2027, 4, 30)
    assert Option(1, 1200).months == 1200


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Option(0, 12), "numbered from 1"),
        (lambda: Option(1, 0), "must extend by 1 to 1200 months"),
        (lambda: Option(1, 12, -1), "cannot be below 0 months"),
        (lambda: Option(1, 12, 6, "perhaps"), "Choose one of: live, taken, lapsed"),
        (lambda: notice_by(date(2027, 3, 31), -1), "cannot be below 0"),
        (lambda: add_months(date(2027, 3, 31), 1201), "Enter at most 1200"),
        (lambda: add_months(date(9999, 12, 31), 1), "is no date"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_the_cure(make, words: str) -> None:
    with pytest.raises(TermError) as refused:
        make()
    assert words in str(refused.value)


def test_options_together_are_checked() -> None:
    assert options_problem([Option(1, 12, state="lapsed"), Option(2, 12, state="taken"), Option(3, 12)]) == ""
    assert options_problem([Option(1, 12), Option(1, 6)]).startswith("Option 1 is there twice.")
    out_of_turn = options_problem([Option(1, 12), Option(2, 12, state="taken")])
    assert out_of_turn == (
        "Option 2 is taken while option 1 may still be. Record option 1 as taken or lapsed first."
    )


def test_derbys_gap_of_0_to_29_days_from_a_month_precise_date() -> None:
    """The contract ends "March 2015" (para 1.8); the new model is operational "By April 2015" (para 4.8)."""
    gap = cover_gap(stated("March 2015"), stated("By April 2015"))
    assert gap == Gap(0, 29, MonthSpan(0, 0), overlap=False)
    assert gap.printed == "gap of 0 to 29 days"
    assert not gap.is_seamless
    assert not gap.is_gap


@pytest.mark.parametrize(("go_live", "months"), [("August 2020", 4), ("April 2021", 12), ("April 2022", 24)])
def test_hampshires_gaps_when_the_march_2020_contracts_are_those_replaced(go_live: str, months: int) -> None:
    gap = cover_gap(stated("March 2020"), stated(go_live))
    assert gap.months == MonthSpan(months, months)
    assert gap.is_gap


@pytest.mark.parametrize(
    ("end", "go_live", "low", "high", "overlap", "printed"),
    [
        ("31 March 2027", "1 April 2027", 0, 0, False, "no gap"),
        ("31 March 2027", "2 April 2027", 1, 1, False, "gap of 1 day"),
        ("31 March 2027", "31 March 2027", -1, -1, True, "overlap of 1 day"),
        ("31 March 2027", "1 March 2027", -31, -31, True, "overlap of 31 days"),
        ("March 2027", "March 2027", -31, -1, True, "overlap of 1 to 31 days"),
        (
            "15 April 2027",
            "April 2027",
            -15,
            14,
            False,
            "from an overlap of 15 days to a gap of 14 days",
        ),
        # The last day of March, April or May, then 1 June to 31 August.
        ("Spring 2027", "Summer 2027", 0, 152, False, "gap of 0 to 152 days"),
        ("31 March 2027", "before April 2027", None, -1, True, "overlap of 1 day or more"),
        ("31 March 2027", "before 3 April 2027", None, 1, False, "gap of 1 day at most, or an overlap"),
        ("before April 2027", "1 April 2027", 0, None, False, "gap of 0 days or more"),
        ("before April 2027", "30 March 2027", -2, None, False, "overlap of 2 days at most, or a gap"),
        ("TBC", "April 2027", None, None, False, "not known"),
        ("March 2027", "TBC", None, None, False, "not known"),
    ],
)
def test_gaps_and_overlaps_in_days(
    end: str, go_live: str, low: int | None, high: int | None, overlap: bool, printed: str
) -> None:
    gap = cover_gap(stated(end), stated(go_live))
    assert (gap.days_low, gap.days_high, gap.overlap) == (low, high, overlap)
    assert gap.printed == printed
    assert gap.is_known == (low is not None and high is not None)
    assert (gap.months is not None) == gap.is_known


@pytest.mark.parametrize(
    ("start", "end", "low", "high"),
    [
        (date(2027, 3, 1), date(2027, 3, 31), date(2027, 3, 31), date(2027, 3, 31)),
        (date(2027, 3, 1), date(2027, 5, 31), date(2027, 3, 31), date(2027, 5, 31)),
        (date(2027, 3, 2), date(2027, 3, 5), date(2027, 3, 2), date(2027, 3, 5)),
        (date(2027, 3, 1), date(2027, 3, 5), date(2027, 3, 1), date(2027, 3, 5)),
        (date(2027, 3, 1), None, date(2027, 3, 1), None),
        (None, date(2027, 3, 31), None, date(2027, 3, 31)),
    ],
)
def test_only_an_end_that_names_months_is_covered_to_a_months_last_day(
    start: date | None, end: date | None, low: date | None, high: date | None
) -> None:
    days = FuzzyDate("", start, end, Precision.RANGE, DateStatus.STATED)
    assert Bounds.of_end(days) == Bounds(low, high)


def test_the_first_of_a_month_as_an_end_is_that_day() -> None:
    assert Bounds.of_end(stated("1 April 2027")) == Bounds(date(2027, 4, 1), date(2027, 4, 1))


def test_a_range_that_reaches_the_day_after_the_end_is_an_overlap_of_nought_or_more() -> None:
    days = FuzzyDate("", date(2027, 3, 2), date(2027, 4, 1), Precision.RANGE, DateStatus.STATED)
    assert cover_gap(date(2027, 3, 31), days).printed == "overlap of 0 to 30 days"


def test_plain_days_do_as_well_as_stated_ones() -> None:
    assert cover_gap(date(2027, 3, 31), date(2027, 4, 1)).is_seamless
    assert not cover_gap(date(2027, 3, 31), date(2027, 4, 1)).is_gap
    assert cover_gap(date(2027, 3, 31), date(2027, 4, 2)).is_gap
    assert cover_gap(None, date(2027, 4, 1)).printed == "not known"


@given(DAYS, DAYS)
def test_a_gap_in_days_is_the_days_that_neither_covers(end: date, go_live: date) -> None:
    gap = cover_gap(end, go_live)
    assert gap.days_low == gap.days_high
    assert end + timedelta(days=1 + (gap.days_low or 0)) == go_live
    assert gap.overlap == (go_live <= end)
