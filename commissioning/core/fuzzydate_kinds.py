"""The kinds of stated date, and how a date without text of its own is printed."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from django.db.models import TextChoices

from commissioning.core.periods import AcademicYear, FinancialYear, Month, Quarter, day_after


class Precision(TextChoices):
    """What kind of period the printed text names."""

    DAY = "day", "day"
    MONTH = "month", "month"
    SEASON = "season", "season"
    QUARTER = "quarter", "quarter"
    FINANCIAL_YEAR = "financial_year", "financial year"
    ACADEMIC_YEAR = "academic_year", "academic year"
    CALENDAR_YEAR = "calendar_year", "calendar year"
    RANGE = "range", "range"
    NONE = "none", "no date"


class DateStatus(TextChoices):
    """Whether a date was stated, worked out, or is still to come."""

    STATED = "stated", "stated"
    INFERRED = "inferred", "inferred"
    TBC = "tbc", "TBC"
    AWAITED = "awaited", "awaited"
    ONGOING = "ongoing", "ongoing"
    BLANK = "blank", "not stated"


STATUS_WORDS: Final = {
    DateStatus.STATED: "",
    DateStatus.INFERRED: "inferred",
    DateStatus.TBC: "TBC",
    DateStatus.AWAITED: "awaited",
    DateStatus.ONGOING: "ongoing",
    DateStatus.BLANK: "",
}
# First month of each season; each has three (the papers name no days, so these bounds are a convention).
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def season_bounds(name: str, year: int) -> tuple[date, date]:
    """First and last day of a season; winter runs from December of `year` into the next."""
    first = Month(year, SEASONS[name])
    return first.start, first.plus(2).end


def print_date(start: date | None, end: date | None, precision: Precision, status: DateStatus) -> str:
    """The plain form of a date that has no text of its own; `parse_fuzzy_date` reads the same days back."""
    dated = _print_days(start, end, precision)
    word = STATUS_WORDS[status]
    return f"{dated} ({word})" if dated and word else dated or word


def _print_days(start: date | None, end: date | None, precision: Precision) -> str:
    if start is None or end is None:
        if start is not None:
            return f"{_day(start)} onwards"
        return f"before {_day(day_after(end))}" if end is not None else ""
    named = _period_name(start, end, precision)
    if named:
        return named
    if start == end:
        return _day(start)
    if precision == Precision.RANGE and (start, end) == (
        Month.containing(start).start,
        Month.containing(end).end,
    ):
        return f"{Month.containing(start).label} to {Month.containing(end).label}"
    return f"{_day(start)} to {_day(end)}"


def _period_name(start: date, end: date, precision: Precision) -> str:
    """The name of the period, where the days are exactly that period."""
    if precision == Precision.CALENDAR_YEAR:
        return str(start.year) if (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31)) else ""
    if precision == Precision.SEASON:
        return _season_name(start, end)
    period = _period(start, precision)
    return period.label if period and (period.start, period.end) == (start, end) else ""


def _period(start: date, precision: Precision) -> Month | FinancialYear | Quarter | AcademicYear | None:
    match precision:
        case Precision.MONTH:
            return Month.containing(start)
        case Precision.FINANCIAL_YEAR:
            return FinancialYear.containing(start)
        case Precision.QUARTER:
            return Quarter.containing(start)
        case Precision.ACADEMIC_YEAR:
            return AcademicYear(start.year)
        case _:
            return None


def _season_name(start: date, end: date) -> str:
    first = next((name for name, month in SEASONS.items() if month == start.month), None)
    if first is None:
        return ""
    for last in SEASONS:
        if season_bounds(first, start.year)[0] == start and season_bounds(last, start.year)[1] == end:
            return (
                f"{first.capitalize()} {start.year}"
                if first == last
                else f"{first}/{last} {start.year}".capitalize()
            )
    return ""


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
