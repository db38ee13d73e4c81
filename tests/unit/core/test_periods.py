"""Financial years, quarters, months and academic years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.periods import (
    AcademicYear,
    FinancialYear,
    Month,
    PeriodError,
    Quarter,
    add_months,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


def test_a_financial_year_runs_from_april_to_march() -> None:
    year = FinancialYear(2013)
    assert (year.label, year.start, year.end) == ("2013/14", date(2013, 4, 1), date(2014, 3, 31))
    assert year.plus(1) == FinancialYear(2014)
    assert [month.label for month in year.months][::11] == ["April 2013", "March 2014"]


@pytest.mark.parametrize("text", ["2013/14", "2013-14", "13/14", "2013/2014", " 2013/14 "])
def test_reads_a_financial_year(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2013)


def test_the_label_keeps_two_digits_at_the_turn_of_a_century() -> None:
    assert FinancialYear(1999).label == "1999/00"
    assert FinancialYear.parse("1999/00") == FinancialYear.parse("1999/2000") == FinancialYear(1999)


@pytest.mark.parametrize("text", ["2013", "2013/15", "1913/2014", "13/2014", "2013/2024", "next year", ""])
def test_refuses_what_is_not_one_financial_year(text: str) -> None:
    with pytest.raises(PeriodError):
        FinancialYear.parse(text)


def test_quarter_one_is_april_to_june() -> None:
    assert [(quarter.start, quarter.end) for quarter in FinancialYear(2019).quarters] == [
        (date(2019, 4, 1), date(2019, 6, 30)),
        (date(2019, 7, 1), date(2019, 9, 30)),
        (date(2019, 10, 1), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2020, 3, 31)),
    ]
    assert Quarter(FinancialYear(2019), 4).label == "Q4 2019/20"


def test_reads_a_quarter_with_its_financial_year_only() -> None:
    assert (
        Quarter.parse("Q1 2019/20")
        == Quarter.parse("quarter 1 of 2019/20")
        == Quarter(FinancialYear(2019), 1)
    )
    for text in ("Q1", "Q1 2019", "Q5 2019/20"):
        with pytest.raises(PeriodError):
            Quarter.parse(text)
    with pytest.raises(PeriodError, match="1 to 4"):
        Quarter(FinancialYear(2019), 5)


def test_an_academic_year_runs_from_september_to_august() -> None:
    year = AcademicYear.parse("2019/20")
    assert (year.label, year.start, year.end) == (
        "academic year 2019/20",
        date(2019, 9, 1),
        date(2020, 8, 31),
    )


def test_months() -> None:
    assert (Month(2020, 2).label, Month(2020, 2).end) == ("February 2020", date(2020, 2, 29))
    assert Month(2020, 12).plus(1) == Month(2021, 1)
    assert Month(2020, 1).plus(-1) == Month(2019, 12)
    with pytest.raises(PeriodError, match="1 to 12"):
        Month(2020, 13)


def test_adding_months_stays_in_the_month() -> None:
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2013, 5, 15), 3) == date(2013, 8, 15)


@given(DAYS)
def test_every_day_lies_in_exactly_the_periods_that_contain_it(day: date) -> None:
    for period in (FinancialYear.containing(day), Quarter.containing(day), Month.containing(day)):
        assert period.start <= day <= period.end
    year = FinancialYear.containing(day)
    assert Quarter.containing(day) in year.quarters
    assert Month.containing(day) in year.months
    assert FinancialYear.parse(year.label) == year
    assert Quarter.parse(Quarter.containing(day).label) == Quarter.containing(day)


@given(DAYS, st.integers(-600, 600))
def test_adding_and_taking_months_away_returns_to_the_month(day: date, months: int) -> None:
    month = Month.containing(day)
    assert month.plus(months).plus(-months) == month
    assert month.plus(months).index - month.index == months
