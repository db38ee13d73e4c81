"""Reading dates: exact days, months, financial years, and dates as loosely as papers print them.

Days come first, as in the United Kingdom. A year has four digits: two are refused with both readings.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.fuzzydate import (
    DateStatus,
    FuzzyDate,
    FuzzyDateError,
    NoYearError,
    Precision,
    parse_fuzzy_date,
)
from commissioning.core.periods import FinancialYear, Month, PeriodError

from .cells import Cell
from .date_text import LAST_YEAR as LAST_WRITTEN
from .date_text import other_spelling, readings_of, serial_day
from .number_text import whole
from .unread import Unread, ambiguous, day_words, either, offered, quoted, refuse_broken
from .words import Word, is_blank, refuse_look_alikes, refuse_word, tidy, word_of

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200  # of a day that a spreadsheet knows as one
BLANK: Final = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
LIKE_A_DAY: Final = "Write it like 1 April 2013, 01/04/2013 or 2013-04-01."
LIKE_A_MONTH: Final = "Write it like April 2013."
_LED: Final = re.compile(
    r"\D*?\b(?:by|before|after|from|since|until|till|to|on|about|around|circa|early|mid|late|end|start)\b"
)


def read_day(cell: Cell, *, goes: str = "") -> date | None:
    """One exact day, or None for a blank. `goes` says where a word such as TBC belongs."""
    when = _dated(cell, "exact days", "a day", goes)
    if not isinstance(when, FuzzyDate):
        return when
    day = when.start
    loose = when.precision != Precision.DAY or when.status != DateStatus.STATED or day is None
    if loose or when.recurrence or _LED.match(tidy(when.text).lower()):
        readings = [day_words(each) for each in dict.fromkeys((when.start, when.end)) if each is not None]
        raise Unread(
            f"{quoted(cell)} is not one exact day.",
            f"Write the day, such as {either(readings)}." if readings else LIKE_A_DAY,
            readings,
        )
    return day


def remark_on_day(cell: Cell) -> str:
    """What to tell of a date that month first is another: “01/02/2013” is read as 1 February 2013, day first."""
    text = tidy(cell) if isinstance(cell, str) else ""
    found = re.fullmatch(r"(\d\d?)([/.-])(\d\d?)\2\d{4}", text, re.ASCII)
    if not found or found[1].lstrip("0") == found[3].lstrip("0") or int(found[1]) > 12:
        return ""
    try:
        day = read_day(cell)
    except Unread:
        return ""
    return "" if day is None else f"{quoted(cell)} is read as {day_words(day)}, day first."


def read_month(cell: Cell, *, goes: str = "") -> date | None:
    """A month, as its first day; None for a blank. A day within a month is refused unless it is the first."""
    if isinstance(cell, str) and (iso := re.fullmatch(r"(\d{4})-(\d\d)", tidy(cell), re.ASCII)):
        cell = _month_words(int(iso[1]), int(iso[2])) or cell
    when = _dated(cell, "months", "a month", goes)
    if when is None:
        return None
    first, last = (when, when) if isinstance(when, date) else (when.start, when.end)
    if first is not None and last is not None:
        month = Month.containing(first)
        if first == month.start and last in (month.start, month.end):
            return first
        if Month.containing(last) == month:
            raise offered(f"{quoted(cell)} is a day within a month.", month.label)
    raise Unread(f"{quoted(cell)} is not one month.", LIKE_A_MONTH)


def read_financial_year(cell: Cell, *, goes: str = "") -> str | None:
    """A financial year as "2013/14"; None for a blank. One year alone, or two digits, are refused with readings."""
    refuse_broken(cell)
    if is_blank(cell):
        return None
    refuse_word(cell, "financial years", goes=goes)
    if isinstance(cell, date):
        year = FinancialYear.containing(date(cell.year, cell.month, cell.day))
        raise offered(f"{quoted(cell)} is a day, not a financial year.", year.label)
    text = tidy(str(cell))
    refuse_look_alikes(text)
    plain = re.sub(r"^(?:fy|financial year) ?|(?: financial year)$", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"(?:19|20)\d\d", plain):
        raise ambiguous(cell, _years_round(int(plain)))
    try:
        label = FinancialYear.parse(plain.translate(dict.fromkeys(map(ord, "‐‑–—"), "-"))).label
    except PeriodError:
        raise _no_financial_year(cell, plain) from None
    if not re.match(r"(?:19|20)\d\d\D", plain):
        raise offered(f"{quoted(cell)} has a year of two digits.", label)
    return label


def _no_financial_year(cell: Cell, plain: str) -> Unread:
    packed = re.fullmatch(r"((?:19|20)\d\d)(\d\d)", plain)
    if packed and (int(packed[1]) + 1) % 100 == int(packed[2]):
        return offered(f"{quoted(cell)} is not a financial year.", f"{packed[1]}/{packed[2]}")
    return Unread(f"{quoted(cell)} is not a financial year.", "Write it like 2013/14.")


def _years_round(year: int) -> tuple[str, str]:
    return FinancialYear(year - 1).label, FinancialYear(year).label


def read_when(cell: Cell, assume_year: int | None = None) -> FuzzyDate:
    """A date as stated, its words kept: a day, month, season, quarter, year, range, TBC, awaited, ongoing.

    A blank is a date not stated. Text that could be more than one date is refused with its readings.
    """
    refuse_broken(cell)
    if is_blank(cell):
        return BLANK
    year = whole(cell)
    if year is not None and FIRST_YEAR <= year <= LAST_WRITTEN:
        cell = str(year)
    if not isinstance(cell, str):
        day = _whole_day(cell, "a date")
        return FuzzyDate(day_words(day), day, day, Precision.DAY, DateStatus.STATED)
    if word_of(cell) in (Word.NOT_APPLICABLE, Word.NIL, Word.HELD_BACK):
        raise Unread(
            f"{quoted(cell)} is not something that a date can say.",
            "Write TBC, awaited, ongoing or not stated, and the rest into a note.",
            ("TBC", "awaited", "ongoing", "not stated"),
        )
    return _parsed(cell, assume_year)


def _dated(cell: Cell, many: str, one: str, goes: str) -> date | FuzzyDate | None:
    """A day for a cell that is one, the stated date for words, None for a blank."""
    refuse_broken(cell)
    if is_blank(cell):
        return None
    refuse_word(cell, many, goes=goes)
    like = LIKE_A_MONTH if one == "a month" else LIKE_A_DAY
    return _parsed(cell, None, like) if isinstance(cell, str) else _whole_day(cell, one)


def _whole_day(cell: Cell, one: str) -> date:
    """The day of a cell that is no text. Raises Unread for a moment within the day, and for numbers."""
    if isinstance(cell, datetime) and cell.time() == time(0):
        cell = cell.date()
    if isinstance(cell, datetime):
        raise offered(f"{quoted(cell)} has a time; this column takes {one} only.", day_words(cell))
    if isinstance(cell, date):
        if not FIRST_YEAR <= cell.year <= LAST_YEAR:
            raise Unread(f"{quoted(cell)} is out of range.", f"Years run from {FIRST_YEAR} to {LAST_YEAR}.")
        return cell
    serial = serial_day(cell)
    if serial is not None:
        raise offered(f"{quoted(cell)} is a number, not a date.", day_words(serial))
    raise Unread(f"{quoted(cell)} is not a date.", LIKE_A_DAY)


def _parsed(cell: str, assume_year: int | None, like: str = "") -> FuzzyDate:
    """`like` is the cure where only some dates will do; otherwise the parser's own."""
    refuse_look_alikes(cell)
    text = other_spelling(tidy(cell))
    if len(text) > TEXT_LENGTH:
        raise Unread(
            f"{quoted(cell)} is too long for a date.", "Give only the date here, and the rest in a note."
        )
    wrong, readings = readings_of(text)
    if readings:
        raise (
            ambiguous(cell, readings)
            if len(readings) > 1
            else offered(f"{quoted(cell)} {wrong}.", readings[0])
        )
    try:
        return parse_fuzzy_date(text, assume_year=assume_year)
    except NoYearError as error:
        raise Unread(f"{quoted(cell)} has no year.", error.cure) from error
    except FuzzyDateError as error:
        # The parser puts the whole text before its words; here it is cut to what a person can take in.
        wrong = error.message.removeprefix(f"“{text.strip()}” ")
        cure = like if like and "calendar." not in wrong else error.cure
        raise Unread(f"{quoted(cell)} {wrong}", cure) from error


def _month_words(year: int, month: int) -> str:
    return Month(year, month).label if 1 <= month <= 12 else ""
