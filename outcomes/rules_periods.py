"""The periods that KPIs are reported for: which there are, how they are written, and when a return is due. No queries.

Months, quarters of the financial year (Q1 is April to June), financial years (1 April to 31 March), academic years
(1 September to 31 August) and calendar years. A period is a stated date whose first and last day are the period's own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, FuzzyDateError, Precision, parse_fuzzy_date
from commissioning.core.periods import AcademicYear, FinancialYear, Month, PeriodError, Quarter
from outcomes.printed import academic_start, period_label

PRECISIONS: Final[Mapping[str, Precision]] = {
    "month": Precision.MONTH,
    "quarter": Precision.QUARTER,
    "financial_year": Precision.FINANCIAL_YEAR,
    "academic_year": Precision.ACADEMIC_YEAR,
    "calendar_year": Precision.CALENDAR_YEAR,
}
CURES: Final[Mapping[str, str]] = {
    "month": "Write the month like April 2025.",
    "quarter": "Write the quarter of the financial year like Q1 2025/26.",
    "financial_year": "Write the financial year like 2025/26.",
    "academic_year": "Write the academic year, which runs from September to August, like 2025/26.",
    "calendar_year": "Write the year like 2025.",
}
PER_FINANCIAL_YEAR: Final[Mapping[str, int]] = {"month": 12, "quarter": 4, "financial_year": 1}
FIRST_YEAR: Final = 1900  # before this a date is a slip of the keyboard


def has_periods(frequency: str) -> bool:
    """Whether the frequency names periods at all; “not stated” does not."""
    return frequency in PRECISIONS


def period_containing(frequency: str, day: date) -> FuzzyDate:
    """The period that a day falls into. Raises ValueError for a frequency without periods (“not stated”)."""
    start, end = bounds_containing(frequency, day)
    return FuzzyDate(
        text=period_label(start, frequency),
        start=start,
        end=end,
        precision=PRECISIONS[frequency],
        status=DateStatus.STATED,
    )


def bounds_containing(frequency: str, day: date) -> tuple[date, date]:
    """First and last day of the period that a day falls into. Raises ValueError as `period_containing` does."""
    if frequency == "calendar_year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    period: Month | Quarter | FinancialYear | AcademicYear
    if frequency == "month":
        period = Month.containing(day)
    elif frequency == "quarter":
        period = Quarter.containing(day)
    elif frequency == "financial_year":
        period = FinancialYear.containing(day)
    elif frequency == "academic_year":
        period = AcademicYear(academic_start(day))
    else:
        raise ValueError(f"The frequency “{frequency}” has no periods.")
    return period.start, period.end


def is_period(frequency: str, start: date | None, end: date | None) -> bool:
    """Whether two days are exactly a period of the frequency; without periods any two known days are."""
    if start is None or end is None:
        return False
    return not has_periods(frequency) or bounds_containing(frequency, start) == (start, end)


def periods_from(frequency: str, first_day: date, last_day: date) -> tuple[FuzzyDate, ...]:
    """Every whole period that starts with the one holding `first_day` and ends on or before `last_day`.

    None at all for a frequency without periods.
    """
    found: list[FuzzyDate] = []
    if not has_periods(frequency):
        return ()
    start, end = bounds_containing(frequency, first_day)
    while end <= last_day:
        found.append(period_containing(frequency, start))
        start, end = bounds_containing(frequency, end + timedelta(days=1))
    return tuple(found)


def next_period(frequency: str, period: FuzzyDate) -> FuzzyDate:
    """The period after this one. Raises ValueError for a frequency without periods and an undated period."""
    if period.end is None:
        raise ValueError("A period without a last day has none after it.")
    return period_containing(frequency, period.end + timedelta(days=1))


def due_on(period: FuzzyDate, return_days: int) -> date:
    """The last day on which a period's return is in time: so many days after the period's last day.

    Raises ValueError for a period without a last day.
    """
    if period.end is None:
        raise ValueError("A period without a last day has no day on which its return is due.")
    return period.end + timedelta(days=return_days)


def parse_period(frequency: str, text: str) -> FuzzyDate:
    """One period of the frequency, as people write it or as a spreadsheet keeps it (its first day).

    Without a stated frequency any date with a first and a last day will do. Raises FuzzyDateError, with a cure, for
    anything else: a year where a month is wanted, two periods at once, text that is no date.
    """
    plain = " ".join(text.split())
    if not plain:
        raise FuzzyDateError("The period is missing.", CURES.get(frequency, "Write it like April 2025."))
    if not has_periods(frequency):
        return _any_period(plain)
    start, end = _bounds(frequency, plain)
    if not is_period(frequency, start, end):
        raise FuzzyDateError(f"“{plain}” is not {_one(frequency)}.", CURES[frequency])
    if start.year < FIRST_YEAR:
        raise FuzzyDateError(f"“{plain}” is too long ago.", "Check the year.")
    return period_containing(frequency, start)


def _bounds(frequency: str, plain: str) -> tuple[date, date]:
    if frequency == "academic_year" and (year := _academic(plain)):
        return year
    if frequency == "month" and (month := _iso_month(plain)):
        return month
    try:
        read = parse_fuzzy_date(plain)
    except FuzzyDateError as error:
        raise FuzzyDateError(f"“{plain}” is not {_one(frequency)}.", CURES[frequency]) from error
    if read.start is None or read.end is None:
        raise FuzzyDateError(f"“{plain}” is not {_one(frequency)}.", CURES[frequency])
    if read.precision == Precision.DAY:
        whole = bounds_containing(frequency, read.start)
        if read.start in whole:
            return whole  # a spreadsheet keeps “Apr 2025” as its first day
    return read.start, read.end


def _any_period(plain: str) -> FuzzyDate:
    read = parse_fuzzy_date(plain)
    if read.start is None or read.end is None:
        raise FuzzyDateError(
            f"“{plain}” has no first and last day.", "Write it like April 2025, Q1 2025/26 or 2025/26."
        )
    return read


def _academic(plain: str) -> tuple[date, date] | None:
    """An academic year written as two years alone, which would otherwise be read as a financial year."""
    try:
        year = AcademicYear.parse(plain)
    except PeriodError:
        return None
    return year.start, year.end


def _iso_month(plain: str) -> tuple[date, date] | None:
    """ "2025-04", which would otherwise be two years that do not follow each other."""
    year, dash, month = plain.partition("-")
    if not (dash and len(year) == 4 and len(month) == 2 and f"{year}{month}".isdecimal()):
        return None
    if not (1 <= int(month) <= 12 and int(year) >= FIRST_YEAR):
        return None
    found = Month(int(year), int(month))
    return found.start, found.end


def _one(frequency: str) -> str:
    return {
        "month": "one month",
        "quarter": "one quarter",
        "financial_year": "one financial year",
        "academic_year": "one academic year",
        "calendar_year": "one calendar year",
    }[frequency]
