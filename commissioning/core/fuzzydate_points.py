"""Reading one named period: a day, month, season, quarter or year. Ranges of them are read elsewhere."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from commissioning.core.fuzzydate_kinds import SEASONS, Precision, season_bounds
from commissioning.core.periods import AcademicYear, FinancialYear, Month, PeriodError, Quarter, full_year


class FuzzyDateError(ValueError):
    """Text that cannot be read as a date; `cure` says what to write instead."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(f"{message} {cure}")
        self.message = message
        self.cure = cure


class NoYearError(FuzzyDateError):
    """A day, month or season without a year, where none was given to assume."""


@dataclass(frozen=True)
class Span:
    """First and last day of what was read, and whether the year was supplied rather than printed."""

    start: date | None
    end: date | None
    precision: Precision
    year_inferred: bool = False


MONTHS: Final = {
    **{calendar.month_name[number].lower(): number for number in range(1, 13)},
    **{calendar.month_abbr[number].lower(): number for number in range(1, 13)},
    "sept": 9,
}
MONTH: Final = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
SEASON: Final = "(?P<season>" + "|".join(SEASONS) + ")"
YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
ISO_DAY: Final = re.compile(rf"{YEAR}-(?P<number>\d\d)-(?P<day>\d\d)")
NUMERIC_DAY: Final = re.compile(r"(?P<day>\d\d?)([/.-])(?P<number>\d\d?)\2(?P<year>(?:19|20)?\d\d)")
WORDED_DAY: Final = re.compile(rf"(?P<day>\d\d?) {MONTH}(?:,? {YEAR})?")
MONTH_FIRST_DAY: Final = re.compile(rf"{MONTH} (?P<day>\d\d?)(?:,? {YEAR})?")
# A month in one sentence and its day in the next, joined by whoever extracted the paper.
SPLIT_DAY: Final = re.compile(rf"{MONTH} {YEAR} ?\.\.\. ?(?P<day>\d\d?)")
WORDED_MONTH: Final = re.compile(rf"{MONTH}(?:,? {YEAR})?")
NUMERIC_MONTH: Final = re.compile(r"(?P<number>\d\d?)/(?P<year>(?:19|20)\d\d)")
NAMED_SEASON: Final = re.compile(rf"{SEASON}(?P<months> months)?(?: (?:of )?{YEAR}(?P<second>/\d\d)?)?")
QUARTER_LAST: Final = re.compile(r"(?P<years>\d\S*) q(?:uarter )?(?P<number>[1-4])")
ACADEMIC: Final = re.compile(r"academic year (?P<before>\d\S*)|(?P<after>\d\S*) academic year")
FINANCIAL: Final = re.compile(r"(?:(?:financial year|fy) ?)?(?P<years>\d\S*)(?: financial year)?")
CALENDAR: Final = re.compile(rf"(?:calendar year )?{YEAR}")


def read_point(text: str, assume_year: int | None) -> Span | None:
    """Read one period from tidied lower-case text, or None where it is not one.

    Raises FuzzyDateError for a day that is not in the calendar and NoYearError for a missing year; their
    messages are predicates, which `parse_fuzzy_date` puts after the text as printed.
    """
    for reader in _READERS:
        span = reader(text, assume_year)
        if span is not None:
            return span
    return None


def _day(text: str, assume_year: int | None) -> Span | None:
    for pattern in (ISO_DAY, NUMERIC_DAY, WORDED_DAY, MONTH_FIRST_DAY, SPLIT_DAY):
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            year, inferred = _year(parts["year"], text, assume_year)
            number = int(parts["number"]) if parts.get("number") else MONTHS[parts["month"]]
            day = _calendar_day(year, number, int(parts["day"]))
            return Span(day, day, Precision.DAY, inferred)
    return None


def _month(text: str, assume_year: int | None) -> Span | None:
    found = WORDED_MONTH.fullmatch(text) or NUMERIC_MONTH.fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    year, inferred = _year(parts["year"], text, assume_year)
    number = int(parts["number"]) if parts.get("number") else MONTHS[parts["month"]]
    first = _calendar_day(year, number, 1)
    return Span(first, Month.containing(first).end, Precision.MONTH, inferred)


def _season(text: str, assume_year: int | None) -> Span | None:
    found = NAMED_SEASON.fullmatch(text)
    if not found:
        return None
    if found["second"] and found["season"] != "winter":
        raise FuzzyDateError(
            "falls in one calendar year.", f"Write one year: {found['season']} {found['year']}."
        )
    year, inferred = _year(found["year"], text, assume_year)
    start, end = season_bounds(found["season"], year)
    # "The winter months" names months, not a season, and the papers' own extraction treats it as a range.
    return Span(start, end, Precision.RANGE if found["months"] else Precision.SEASON, inferred)


def _quarter(text: str, _: int | None) -> Span | None:
    last = QUARTER_LAST.fullmatch(text)
    if not last and not re.match(r"q(?:uarter)? ?\d", text):
        return None
    try:
        quarter = Quarter.parse(f"Q{last['number']} {last['years']}" if last else text)
    except PeriodError as error:
        raise FuzzyDateError(
            "does not say which quarter of which year.",
            "Write it with its financial year: Q1 2019/20.",
        ) from error
    return Span(quarter.start, quarter.end, Precision.QUARTER)


def _academic_year(text: str, _: int | None) -> Span | None:
    found = ACADEMIC.fullmatch(text)
    if not found:
        return None
    try:
        year = AcademicYear.parse(found["before"] or found["after"])
    except PeriodError as error:
        raise FuzzyDateError("is not an academic year.", "Write it like academic year 2019/20.") from error
    return Span(year.start, year.end, Precision.ACADEMIC_YEAR)


def _financial_year(text: str, _: int | None) -> Span | None:
    found = FINANCIAL.fullmatch(text)
    # Two full years with a dash may be a financial year, or both calendar years: left to the ambiguity check.
    if not found or re.fullmatch(r"\d{4}-\d{4}", found["years"]):
        return None
    try:
        year = FinancialYear.parse(found["years"])
    except PeriodError:
        return None
    return Span(year.start, year.end, Precision.FINANCIAL_YEAR)


def _calendar_year(text: str, _: int | None) -> Span | None:
    found = CALENDAR.fullmatch(text)
    if not found:
        return None
    year = int(found["year"])
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.CALENDAR_YEAR)


_READERS: Final[tuple[Callable[[str, int | None], Span | None], ...]] = (
    _day,
    _month,
    _season,
    _quarter,
    _academic_year,
    _financial_year,
    _calendar_year,
)


def _year(printed: str | None, text: str, assume_year: int | None) -> tuple[int, bool]:
    if printed:
        return full_year(printed), False
    if assume_year is None:
        raise NoYearError("has no year.", f"Add the year, like {text} 2015.")
    return assume_year, True


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise FuzzyDateError(
            "is not in the calendar.",
            "Check the day and the month; the day comes first, like 31/03/2015.",
        ) from error
