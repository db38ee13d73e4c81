"""Periods against the calendar: financial quarters, academic years, leap years, and what is due by when."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from outcomes.rules_periods import (
    due_on,
    is_period,
    next_period,
    parse_period,
    period_containing,
    periods_from,
)


@pytest.mark.parametrize(
    ("frequency", "day", "start", "end", "label"),
    [
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("month", date(2025, 2, 3), date(2025, 2, 1), date(2025, 2, 28), "February 2025"),
        ("quarter", date(2025, 4, 1), date(2025, 4, 1), date(2025, 6, 30), "Q1 2025/26"),
        ("quarter", date(2025, 3, 31), date(2025, 1, 1), date(2025, 3, 31), "Q4 2024/25"),
        ("quarter", date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31), "Q3 2025/26"),
        ("financial_year", date(2025, 3, 31), date(2024, 4, 1), date(2025, 3, 31), "2024/25"),
        ("financial_year", date(2025, 4, 1), date(2025, 4, 1), date(2026, 3, 31), "2025/26"),
        ("academic_year", date(2025, 8, 31), date(2024, 9, 1), date(2025, 8, 31), "academic year 2024/25"),
        ("academic_year", date(2025, 9, 1), date(2025, 9, 1), date(2026, 8, 31), "academic year 2025/26"),
        ("calendar_year", date(2025, 1, 1), date(2025, 1, 1), date(2025, 12, 31), "2025"),
    ],
)
def test_a_day_lies_in_one_period(frequency, day, start, end, label):
    period = period_containing(frequency, day)
    assert (period.start, period.end, period.printed) == (start, end, label)


@pytest.mark.parametrize(
    "frequency", ["month", "quarter", "financial_year", "academic_year", "calendar_year"]
)
def test_a_period_reads_back_from_its_own_label(frequency):
    period = period_containing(frequency, date(2024, 2, 29))
    assert parse_period(frequency, period.printed) == period
    assert parse_period(frequency, period.start.isoformat()) == period


def test_only_whole_periods_that_have_ended_are_listed():
    listed = periods_from("month", date(2025, 4, 1), date(2025, 7, 30))
    assert [period.printed for period in listed] == ["April 2025", "May 2025", "June 2025"]
    listed = periods_from("month", date(2025, 4, 1), date(2025, 7, 31))
    assert listed[-1].printed == "July 2025"


def test_quarters_of_two_financial_years_follow_one_another():
    listed = periods_from("quarter", date(2024, 10, 15), date(2025, 6, 30))
    assert [period.printed for period in listed] == ["Q3 2024/25", "Q4 2024/25", "Q1 2025/26"]


def test_before_the_first_period_ends_there_is_none():
    assert periods_from("academic_year", date(2025, 9, 1), date(2026, 8, 30)) == ()
    assert len(periods_from("academic_year", date(2025, 9, 1), date(2026, 8, 31))) == 1


def test_a_frequency_that_is_not_stated_has_no_periods():
    assert periods_from("not_stated", date(2025, 4, 1), date(2026, 4, 1)) == ()
    with pytest.raises(ValueError, match="no periods"):
        period_containing("not_stated", date(2025, 4, 1))


@pytest.mark.parametrize(
    ("frequency", "text", "label"),
    [
        ("month", "Apr 2025", "April 2025"),
        ("month", "04/2025", "April 2025"),
        ("month", "2025-04", "April 2025"),
        ("month", " april   2025 ", "April 2025"),
        ("month", "2025-04-30", "April 2025"),
        ("quarter", "Quarter 1 of 2025/26", "Q1 2025/26"),
        ("quarter", "April to June 2025", "Q1 2025/26"),
        ("financial_year", "2025-26", "2025/26"),
        ("academic_year", "2025/26", "academic year 2025/26"),
        ("academic_year", "academic year 2025/26", "academic year 2025/26"),
        ("academic_year", "September 2025 to August 2026", "academic year 2025/26"),
        ("calendar_year", "2025", "2025"),
        ("not_stated", "2017/18", "2017/18"),
    ],
)
def test_a_period_is_read_as_people_write_it(frequency, text, label):
    assert parse_period(frequency, text).printed == label


@pytest.mark.parametrize(
    ("frequency", "text", "cure"),
    [
        ("month", "2025/26", "like April 2025"),
        ("month", "April to May 2025", "like April 2025"),
        ("month", "2025-04-15", "like April 2025"),
        ("month", "2025-13", "like April 2025"),
        ("month", "", "like April 2025"),
        ("month", "TBC", "like April 2025"),
        ("month", "13", "like April 2025"),
        ("quarter", "Q1 2025", "like Q1 2025/26"),
        ("quarter", "Q5 2025/26", "like Q1 2025/26"),
        ("quarter", "May 2025", "like Q1 2025/26"),
        ("financial_year", "2025", "like 2025/26"),
        ("academic_year", "2025/27", "September to August"),
        ("calendar_year", "2025/26", "like 2025."),
        ("not_stated", "ongoing", "like April 2025"),
    ],
)
def test_what_is_no_period_of_the_frequency_is_refused_with_a_cure(frequency, text, cure):
    with pytest.raises(FuzzyDateError) as refused:
        parse_period(frequency, text)
    assert cure in refused.value.cure


def test_a_return_is_due_so_many_days_after_the_last_day():
    assert due_on(period_containing("month", date(2024, 2, 1)), 20) == date(2024, 3, 20)
    assert due_on(period_containing("month", date(2025, 2, 1)), 20) == date(2025, 3, 20)
    with pytest.raises(ValueError, match="no day"):
        due_on(parse_fuzzy_date("April 2025 onwards"), 20)


def test_the_period_after_a_leap_february_is_march():
    assert next_period("month", period_containing("month", date(2024, 2, 29))).start == date(2024, 3, 1)


def test_a_period_of_another_length_is_none_of_the_frequency():
    assert is_period("month", date(2025, 4, 1), date(2025, 4, 30))
    assert not is_period("month", date(2025, 4, 1), date(2025, 6, 30))
    assert not is_period("month", date(2025, 4, 1), None)
    assert is_period("not_stated", date(2025, 4, 1), date(2025, 6, 30))
