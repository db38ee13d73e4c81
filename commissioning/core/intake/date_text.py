"""Spellings of dates that spreadsheets and programs write, and what an ambiguous one may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from commissioning.core.fuzzydate_parse import TWO_FULL_YEARS
from commissioning.core.periods import CENTURY, Month, full_year, years_label

from .cells import Cell
from .number_text import whole
from .unread import day_words

EPOCH: Final = date(1899, 12, 30)  # of the serial numbers of days from March 1900 on
FIRST_YEAR: Final = 1900  # and the last that our parser of dates reads
LAST_YEAR: Final = 2099
LIKELY_SERIALS: Final = range(18_264, 73_051)  # 1950 to 2099
_MONTHS: Final = {name[:3].lower(): number for number in range(1, 13) for name in [Month(2000, number).label]}
_WORDED: Final = re.compile(r"(\d\d?)[- ]([a-z]{3,9})\.?[-, ] ?(\d{4}|\d\d)", re.IGNORECASE | re.ASCII)
_MONTH_DASHED: Final = re.compile(r"([a-z]{3,9})\.?[- ]'?(\d{4}|\d\d)", re.IGNORECASE | re.ASCII)
_MIDNIGHT: Final = re.compile(r"(.*\d{4}(?:-\d\d-\d\d)?)[T ]00:00(?::00(?:\.0+)?)?Z?", re.ASCII)
_TIMED: Final = re.compile(
    r"(.*\d{4}(?:-\d\d-\d\d)?)[T ](\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z| ?[ap]m)?", re.ASCII | re.IGNORECASE
)
_NUMERIC: Final = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)([/.])(\d\d?)\2(\d\d?)", re.ASCII)
_YEARS: Final = re.compile(
    r"(?:fy ?|financial year )?(\d\d)[/-](\d\d)(?: financial year)?", re.IGNORECASE | re.ASCII
)
_QUARTER: Final = re.compile(
    r"(q[1-4]|quarter [1-4]) ?(?:of )?(?:fy ?)?(\d\d)[/-](\d\d)", re.IGNORECASE | re.ASCII
)
_YEAR_OR_MONTH: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)", re.ASCII)


def other_spelling(text: str) -> str:
    """The text as our parser of dates spells it, where programs write "1-Apr-2013" or a moment at midnight."""
    text = midnight[1] if (midnight := _MIDNIGHT.fullmatch(text)) else text
    worded = _WORDED.fullmatch(text)
    if worded and worded[2][:3].lower() in _MONTHS and len(worded[3]) == 4:
        return f"{worded[1]} {worded[2]} {worded[3]}"
    dashed = _MONTH_DASHED.fullmatch(text)
    if dashed and dashed[1][:3].lower() in _MONTHS and len(dashed[2]) == 4:
        return f"{dashed[1]} {dashed[2]}"
    return text


def serial_day(cell: Cell) -> date | None:
    """The day that a number may have been before it lost its format: 41365 is 1 April 2013."""
    number = whole(cell)
    return None if number is None or number not in LIKELY_SERIALS else EPOCH + timedelta(days=number)


def readings_of(text: str) -> tuple[str, tuple[str, ...]]:
    """What is wrong with text that may stand for several dates, or for one that was not written; () for other text."""
    for look in _LOOKS:
        wrong, readings = look(text)
        if readings:
            return wrong, readings
    return "", ()


Looked = tuple[str, tuple[str, ...]]
NOTHING: Final[Looked] = ("", ())


def _timed(text: str) -> Looked:
    found = _TIMED.fullmatch(text)
    if not found:
        return NOTHING
    try:
        day = parse_fuzzy_date(found[1]).start
    except FuzzyDateError:
        return NOTHING
    return ("has a time; only the day is taken", (day_words(day),)) if day else NOTHING


def _serial(text: str) -> Looked:
    if not re.fullmatch(r"\d{5}(?:\.0+)?|\d{8}", text, re.ASCII):
        return NOTHING
    if len(text) == 8 and "." not in text:
        day = _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    else:
        day = serial_day(int(text.partition(".")[0]))
    return ("is a number, not a date", (day_words(day),)) if day else NOTHING


def _short_year(text: str) -> Looked:
    found, worded = _NUMERIC.fullmatch(text), _WORDED.fullmatch(text)
    if found and len(found[4]) == 2:
        day, month, digits = int(found[1]), int(found[3]), found[4]
    elif worded and len(worded[3]) == 2 and worded[2][:3].lower() in _MONTHS:
        day, month, digits = int(worded[1]), _MONTHS[worded[2][:3].lower()], worded[3]
    else:
        return _short_month(text)
    days = [_day(century + int(digits), month, day) for century in (CENTURY, CENTURY - 100)]
    return "has a year of two digits", tuple(day_words(each) for each in days if each)


def _short_month(text: str) -> Looked:
    found = _MONTH_DASHED.fullmatch(text)
    if not found or len(found[2]) == 4 or found[1][:3].lower() not in _MONTHS:
        return NOTHING
    # "Apr-13" is how spreadsheets show a month of 2013, and how others write a day of no year.
    month = Month(full_year(found[2]), _MONTHS[found[1][:3].lower()])
    return "has no year, or one of two digits", (month.label,)


def _month_first(text: str) -> Looked:
    found = _NUMERIC.fullmatch(text)
    if not found or int(found[3]) <= 12 or len(found[4]) == 2:
        return NOTHING
    day = _day(int(found[4]), int(found[1]), int(found[3]))
    return ("is not in the calendar, as the day comes first", (day_words(day),)) if day else NOTHING


def _year_first(text: str) -> Looked:
    found = _YEAR_FIRST.fullmatch(text)
    day = _day(int(found[1]), int(found[3]), int(found[4])) if found else None
    return ("is not how a date is written here", (day_words(day),)) if day else NOTHING


def _short_years(text: str) -> Looked:
    found, quarter = _YEARS.fullmatch(text), _QUARTER.fullmatch(text)
    first, second = (found or quarter or re.match(r"()()", "")).groups()[-2:]  # type: ignore[union-attr]
    if not first or (int(first) + 1) % 100 != int(second):
        return NOTHING
    label = years_label(full_year(first))
    return "has a year of two digits", (f"{quarter[1].upper()} {label}" if quarter else label,)


def _two_years(text: str) -> Looked:
    found = TWO_FULL_YEARS.fullmatch(text)
    if not found or int(found[1]) >= int(found[2]):
        return NOTHING
    first, last = found.groups()
    spans = (f"April {first} to March {last}", f"January {first} to December {last}")
    return "may mean financial or calendar years", spans


def _year_or_month(text: str) -> Looked:
    """ "2010-11" is a financial year and a month; "2013-04" is a month, which our parser does not spell so."""
    found = _YEAR_OR_MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return NOTHING
    year, month = int(found[1]), Month(int(found[1]), int(found[2])).label
    if (year + 1) % 100 == int(found[2]):
        return "may be a financial year or a month", (years_label(year), month)
    return "is not how a month is written here", (month,)


_LOOKS: Final[tuple[Callable[[str], Looked], ...]] = (
    _timed,
    _serial,
    _short_year,
    _month_first,
    _year_first,
    _short_years,
    _two_years,
    _year_or_month,
)


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
