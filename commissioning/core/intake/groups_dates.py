"""One stated date in its four columns: what a person meant by the cells that changed.

Words as printed go before the days beside them, and may not contradict them. Days without words are that exact period,
with words put together for them. A date that was emptied is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.fuzzydate import (
    DateStatus,
    FuzzyDate,
    FuzzyDateError,
    Precision,
    parse_fuzzy_date,
)
from commissioning.core.fuzzydate_kinds import print_date
from commissioning.core.periods import Month
from commissioning.core.spreadsheets import Value, date_columns

from .cells import Cell
from .groups_base import SAME, Row, Same
from .unread import Unread, words_of
from .values_dates import BLANK, read_day, read_when
from .values_text import read_choice
from .words import is_blank, tidy

WORDS, FROM, TO, STATUS = PARTS = ("words", "from", "to", "status")
YEAR_INFERRED: Final = "year_inferred"
UNDATED: Final = frozenset({DateStatus.TBC, DateStatus.AWAITED, DateStatus.ONGOING, DateStatus.BLANK})
WHY_NONE: Final = ("TBC", "awaited", "ongoing", "not stated")
STATUSES: Final = (*DateStatus.choices, (YEAR_INFERRED, "year inferred"))


class DateGroup:
    """The columns that `date_columns(heading, …)` makes."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.headings: tuple[str, ...] = tuple(column.heading for column in date_columns(heading, ""))
        self._parts = dict(zip(PARTS, self.headings, strict=True))

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        before: FuzzyDate | None = None,
        *,
        current: bool = True,
    ) -> FuzzyDate | Same:
        """The date that the cells given stand for, by heading; SAME where they say what it is now.

        `exported` is what the export has for the record now, None for a new row; `before` is the record's date, which
        is put together from `exported` where it is not given. Not `current`: the record may have changed since the file
        was taken, or nobody knows; then cells that contradict each other are refused, whichever of them is news.
        Raises Unread, with the heading of the cell to put right.
        """
        row = Row.of(self._parts, given, exported, current=current)
        if exported is None:
            return _settled(row, None)
        if not row.fresh:
            return SAME
        standing = before if before is not None else self.rebuilt(exported)
        found = _settled(row, standing)
        return SAME if found == standing else found

    def rebuilt(self, exported: Mapping[str, Value]) -> FuzzyDate:
        """The date as far as its columns hold it: without its note and its recurrence."""
        words, start, end, status = (exported.get(heading) for heading in self.headings)
        start, end = (day if isinstance(day, date) else None for day in (start, end))
        found = _status_of(status) or (DateStatus.STATED if start or end else DateStatus.BLANK)
        return FuzzyDate(
            words_of(words),
            start,
            end,
            precision_of(start, end),
            DateStatus.STATED if found == YEAR_INFERRED else DateStatus(found),
            year_inferred=found == YEAR_INFERRED,
        )


def precision_of(start: date | None, end: date | None) -> Precision:
    """The kind of period that two days are, where no words name it."""
    if start is None and end is None:
        return Precision.NONE
    if start is None or end is None:
        return Precision.RANGE
    if start == end:
        return Precision.DAY
    month = Month.containing(start)
    return Precision.MONTH if (start, end) == (month.start, month.end) else Precision.RANGE


def _settled(row: Row, before: FuzzyDate | None) -> FuzzyDate:
    status = _status_of(row.news(STATUS), row.headings[STATUS])
    if row.news(WORDS) is not None:
        return _of_words(row, status)
    standing = before if before is not None else BLANK
    if {FROM, TO} & row.fresh:
        return _of_days(row, standing, status, is_new=before is None)
    return _of_the_rest(row, standing, status)


# --- words ------------------------------------------------------------------------------------------------------


def _of_words(row: Row, status: str | None) -> FuzzyDate:
    start, end = _day(row, FROM), _day(row, TO)
    found = _stated(row, start, end, status)
    for part, said, day in ((FROM, found.start, start), (TO, found.end, end)):
        if day is not None and said != day:
            raise row.contradicts(part, found.printed, print_date(day, day, Precision.DAY, DateStatus.STATED))
        if WORDS in row.doubtful and said is not None and part in row.given and not row.stands(part):
            wrong = f"“{found.printed}” stands beside an empty “{row.headings[part]}”, and the record has changed."
            raise row.refuse(part, wrong, "Export the register anew, or write the day here.")
    return _as_said(row, found, status)


def _stated(row: Row, start: date | None, end: date | None, status: str | None) -> FuzzyDate:
    """What the words state. Where they have no year, or cannot be read alone, what stands beside them settles it.

    A year that was inferred is taken from the days; words that nobody could read have days that were inferred.
    """
    cell = row.news(WORDS)
    refused: Unread | None = None
    for year in (None, *(day.year for day in (start, end) if day is not None and status == YEAR_INFERRED)):
        try:
            found = read_when(cell, year)
        except Unread as unread:
            refused = refused or unread
            continue
        if year is None or (found.start, found.end) == (start, end):
            return found
    settled = _settled_by_the_rest(cell, start, end, status)
    if settled is None:
        raise (refused or Unread("", "")).at(row.headings[WORDS])
    return settled


def _settled_by_the_rest(
    cell: Cell, start: date | None, end: date | None, status: str | None
) -> FuzzyDate | None:
    text = tidy(words_of(cell))
    if len(text) > TEXT_LENGTH:
        return None
    if start is None and end is None:
        told = _undated(status)
        return None if told is None else FuzzyDate(text, None, None, Precision.NONE, told)
    known = {YEAR_INFERRED: DateStatus.STATED, str(DateStatus.INFERRED): DateStatus.INFERRED}
    kind = known.get(status or "")
    if kind is None or (start and end and start > end):
        return None
    return FuzzyDate(text, start, end, precision_of(start, end), kind, year_inferred=status == YEAR_INFERRED)


def _as_said(row: Row, found: FuzzyDate, status: str | None) -> FuzzyDate:
    """The words with the status beside them, which may say what they leave open and no more."""
    if status is None or status == found.status:
        return found
    if status == YEAR_INFERRED:
        if found.is_dated and found.status == DateStatus.STATED:
            return replace(found, year_inferred=True)
        raise row.contradicts(STATUS, found.printed, "year inferred")
    told = DateStatus(status)
    if STATUS in row.doubtful:
        raise row.contradicts(STATUS, found.printed, str(told.label))
    if found.is_dated and found.status == DateStatus.STATED and told != DateStatus.BLANK:
        return (
            _ongoing(found)
            if told == DateStatus.ONGOING and not row.stands(TO)
            else replace(found, status=told)
        )
    if not found.is_dated and found.status == DateStatus.BLANK and told in UNDATED:
        return replace(found, status=told)
    raise row.contradicts(STATUS, found.printed, str(told.label))


def _ongoing(found: FuzzyDate) -> FuzzyDate:
    """What goes on has no last day."""
    if found.start is None:
        return replace(found, status=DateStatus.ONGOING)
    return replace(found, end=None, precision=Precision.RANGE, status=DateStatus.ONGOING)


# --- days -------------------------------------------------------------------------------------------------------


def _of_days(row: Row, standing: FuzzyDate, status: str | None, *, is_new: bool) -> FuzzyDate:
    """Days and no words: that exact period, with the end that stands where only the other was changed."""
    start = _day(row, FROM) if FROM in row.fresh or is_new else standing.start
    end = _day(row, TO) if TO in row.fresh or is_new else standing.end
    if start is None and end is None:
        return _emptied(row, status)
    if start is not None and end is not None and start > end:
        first, last = (print_date(day, day, Precision.DAY, DateStatus.STATED) for day in (start, end))
        raise row.refuse(
            FROM, f"The first day {first} lies after the last, {last}.", "Put the earlier date first."
        )
    if status == DateStatus.BLANK:
        dated = print_date(start, end, precision_of(start, end), DateStatus.STATED)
        raise row.contradicts(STATUS, dated, "not stated")
    told = status or _carried(row, standing, end)
    kind = DateStatus.STATED if told == YEAR_INFERRED else DateStatus(told)
    return _made(start, end, kind, year_inferred=told == YEAR_INFERRED)


def _carried(row: Row, standing: FuzzyDate, end: date | None) -> str:
    """The status that stands in the row still holds for new days, where the old ones had it too."""
    if not row.stands(STATUS) or not standing.is_dated:
        return DateStatus.STATED
    if standing.status == DateStatus.BLANK or (standing.status == DateStatus.ONGOING and end is not None):
        return DateStatus.STATED
    return standing.status


def _emptied(row: Row, status: str | None) -> FuzzyDate:
    told = _undated(status)
    if told is not None:
        return _made(None, None, told)
    raise row.refuse(
        WORDS,
        "The date was emptied, which does not say why there is none.",
        "Write TBC, awaited, ongoing or not stated.",
        WHY_NONE,
    )


def _made(
    start: date | None, end: date | None, status: DateStatus, *, year_inferred: bool = False
) -> FuzzyDate:
    precision = precision_of(start, end)
    words = print_date(start, end, precision, status)
    return FuzzyDate(words, start, end, precision, status, year_inferred=year_inferred)


# --- the status alone, or words that were emptied -----------------------------------------------------------------


def _of_the_rest(row: Row, standing: FuzzyDate, status: str | None) -> FuzzyDate:
    if status is None:
        if row.emptied(STATUS):
            wrong = f"The status of “{standing.printed}” was emptied."
            raise row.refuse(STATUS, wrong, "Write stated, inferred, TBC, awaited or ongoing.")
        words = print_date(standing.start, standing.end, standing.precision, standing.status)
        return replace(standing, text=words) if row.emptied(WORDS) else standing
    if not standing.is_dated:
        told = _undated(status)
        if told is None:
            wrong = f"“{words_of(row.news(STATUS))}” needs a date."
            raise row.refuse(FROM, wrong, "Write the date as words or days.")
        found = replace(standing, status=told)
    elif status == DateStatus.BLANK:
        raise row.contradicts(STATUS, standing.printed, "not stated")
    else:
        kind = DateStatus.STATED if status == YEAR_INFERRED else DateStatus(status)
        found = replace(standing, status=kind, year_inferred=status == YEAR_INFERRED)
    return found if _still_says(found) and not row.emptied(WORDS) else _reworded(found)


def _still_says(found: FuzzyDate) -> bool:
    """Whether its words may stand beside the status that it now has."""
    try:
        said = parse_fuzzy_date(found.text)
    except FuzzyDateError:
        return found.is_dated
    return said.status in (DateStatus.STATED, found.status) and said.is_dated == found.is_dated


def _reworded(found: FuzzyDate) -> FuzzyDate:
    return replace(found, text=print_date(found.start, found.end, found.precision, found.status))


# --- cells --------------------------------------------------------------------------------------------------------


def _day(row: Row, part: str) -> date | None:
    try:
        return read_day(row.news(part), goes="into the status")
    except Unread as unread:
        raise unread.at(row.headings[part]) from None


def _undated(status: str | None) -> DateStatus | None:
    """The status, where it is one that needs no date."""
    return next((each for each in UNDATED if each == status), None)


def _status_of(cell: Cell, heading: str = "") -> str | None:
    """A status by its label, its code or as a marker ("[tbc]"); YEAR_INFERRED for “year inferred”; None for a blank."""
    if is_blank(cell):
        return None
    try:
        return read_choice(cell, STATUSES)
    except Unread as unread:
        raise unread.at(heading) from None
