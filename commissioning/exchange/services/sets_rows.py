"""Rows of a file as lines of the staging table, in one pass: every lookup is asked once for each different text.

A row that is not plainly one thing is staged as far as it can be told whose figure it is, and marked as not plain.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from decimal import Decimal
from typing import Any, Final

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.intake.cells import Cell, ReadRow
from commissioning.core.intake.values import Unread, is_blank, read_choice, read_text, read_yes_no
from commissioning.core.intake.values_dates import BLANK
from commissioning.exchange.registers.figure_columns import figure_text
from commissioning.exchange.registers.measured import KPI_HEADING, MEMBER, PERIOD, Measured
from commissioning.exchange.selectors.standing import as_key
from outcomes.models import KPI, Measurement
from outcomes.models.measurements import MeasureQualifier
from outcomes.rules_lines import Given
from outcomes.rules_plain import Glance
from outcomes.rules_returns import LONGEST_COMMENT, check_beside

AT_ONCE: Final = 2_000
NULL: Final = "\\N"
ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
LONGEST_SOURCE: Final = Measurement._meta.get_field("source").max_length or 0
LONGEST_TEXT: Final = Measurement._meta.get_field("text").max_length or 0
FIGURES: Final = ("Numerator", "Denominator", "Value", "Value marker")
LAST: Final = -1  # where every row is given one empty cell more: the place of columns that the file has not
Figure = tuple[str, str, str, str, bool]  # numerator, denominator, value, missing, whether it is plain


class Known:
    """A KPI with what is asked of it again and again: bounds, and the keys of its periods by how they are written."""

    __slots__ = ("glance", "kpi", "periods")

    def __init__(self, kpi: KPI, periods: dict[object, int]) -> None:
        self.kpi, self.periods, self.glance = kpi, periods, Glance(kpi)


class Stager:
    """One file's rows as text for COPY. `periods` are those that the rows name, in the order of their numbers."""

    def __init__(
        self, measured: Measured, places: Mapping[int, str], percent: Set[tuple[int, int]] = frozenset()
    ) -> None:
        self.measured, self.percent = measured, percent
        self.place = {heading: place for place, heading in places.items()}
        self.width = max(places, default=0) + 1
        self.periods: list[Any] = []
        self.kpi_ids: set[int] = set()
        self._by_cell: dict[object, Known | None] = {}
        self._by_kpi: dict[int, Known] = {}
        self._by_frequency: dict[str, dict[object, int]] = {}
        self._numbers: dict[object, int] = {}  # the number of each period, by what it says
        self._members: dict[object, str | None] = {}
        self._words = {heading: _word_reader(heading) for heading in WORDS if heading in self.place}

    def lines(self, rows: Iterable[ReadRow]) -> Iterator[str]:
        """The lines, many at a time."""
        batch: list[str] = []
        line = self.line
        for row in rows:
            batch.append(line(row))
            if len(batch) == AT_ONCE:
                yield "".join(batch)
                batch.clear()
        yield "".join(batch)

    def line(self, row: ReadRow) -> str:
        cells, place = row.cells, self.place
        if len(cells) <= self.width:
            cells = cells + (None,) * (self.width + 1 - len(cells))
        else:
            cells = (*cells[: self.width], None)
        number = row.number
        reference = cells[place.get("Reference", LAST)]
        key = "" if reference is None else "?" if type(reference) is not str else _escaped(as_key(reference))
        known = self._known(cells[place.get(KPI_HEADING, LAST)])
        if known is None:
            return f"{number}\t{key}{UNKNOWN}"
        period = self._period(known, cells)
        member = self._member(cells)
        if period is None or member is None or key == "?":
            return f"{number}\t{'' if key == '?' else key}{UNKNOWN}"
        over, under, value, missing, plain = self._figure(known, cells, number)
        words: list[str] = []
        for heading in WORDS:
            read = self._words.get(heading)
            word: str | None = NULL if read is None else read(cells[place[heading]])
            if word is None:
                plain, word = False, NULL
            words.append(word)
        flag = "t" if plain else "f"
        said = "\t".join(words)
        figure = f"{over}\t{under}\t{value}\t{missing}\t{flag}"
        return f"{number}\t{key}\t{known.kpi.pk}\t{member}\t{period}\t{figure}\t{said}\n"

    # --- whose figure it is -------------------------------------------------------------------------------------------

    def _known(self, cell: Cell) -> Known | None:
        if type(cell) is not str:
            return None
        if cell not in self._by_cell:
            try:
                kpi = self.measured.kpi(cell)
            except Unread:
                self._by_cell[cell] = None
            else:
                self.kpi_ids.add(kpi.pk)
                periods = self._by_frequency.setdefault(kpi.frequency, {})
                self._by_cell[cell] = self._by_kpi.setdefault(kpi.pk, Known(kpi, periods))
        return self._by_cell[cell]

    def _period(self, known: Known, cells: tuple[Cell, ...]) -> int | None:
        """The number of the row's period; None where its cells name none."""
        place = self.place
        key = (
            cells[place.get(PERIOD[0], LAST)],
            cells[place.get(PERIOD[1], LAST)],
            cells[place.get(PERIOD[2], LAST)],
        )
        found = known.periods.get(key)
        if found is None:
            if not all(type(cell) in DAYS_AND_WORDS for cell in key) or all(is_blank(cell) for cell in key):
                return None
            found = known.periods[key] = self._new_period(known.kpi.frequency, key)
        return found if found >= 0 else None

    def _new_period(self, frequency: str, key: tuple[Cell, Cell, Cell]) -> int:
        try:
            period = self.measured.period(frequency, *key)
        except Unread:
            return -1
        if len(period.text) > TEXT_LENGTH:
            return -1
        if period not in self._numbers:
            self._numbers[period] = len(self.periods)
            self.periods.append(period)
        return self._numbers[period]

    def _member(self, cells: tuple[Cell, ...]) -> str | None:
        """The key of the row's place, service or group, NULL for the whole; None where its cells name none."""
        key = (cells[self.place.get(MEMBER[0], LAST)], cells[self.place.get(MEMBER[1], LAST)])
        if key == (None, None):
            return NULL
        if key not in self._members:
            try:
                found = self.measured.member(*key)
                self._members[key] = NULL if found is None else str(found)
            except Unread:
                self._members[key] = None
        return self._members[key]

    # --- what it says -------------------------------------------------------------------------------------------------

    def _figure(self, known: Known, cells: tuple[Cell, ...], number: int) -> Figure:
        place = self.place
        if cells[place.get("Value marker", LAST)] is None and not self.percent:
            over = _number(cells[place.get("Numerator", LAST)])
            under = _number(cells[place.get("Denominator", LAST)])
            value = _number(cells[place.get("Value", LAST)])
            if over is None and under is None:
                if value is not None and value is not ODD and known.glance.value(value):
                    return NULL, NULL, f"{value:f}", "", True
            elif (
                over is not None
                and under is not None
                and ODD is not over
                and ODD is not under
                and ODD is not value
                and known.glance.parts(over, under, value)
            ):
                return f"{over:f}", f"{under:f}", NULL, "", True
        return self._by_rules(known, cells, number)

    def _by_rules(self, known: Known, cells: tuple[Cell, ...], number: int) -> Figure:
        try:
            texts = [
                figure_text(cells[at], formatted=(number, at) in self.percent) if at >= 0 else ""
                for at in (self.place.get(heading, LAST) for heading in FIGURES)
            ]
        except Unread:
            return NOTHING
        over, under, value, missing = texts
        given = Given(over, under, value, missing)
        line = None if given.is_blank else check_beside(known.kpi, BLANK, given).line
        if line is None:
            return NOTHING
        parts = _plain(line.numerator), _plain(line.denominator)
        return *parts, _plain(line.value), line.missing, True


# --- cells of words ---------------------------------------------------------------------------------------------------

Reader = Callable[[Cell], str | None]
WORDS: Final = ("Qualifier", "Provisional", "As printed", "Data source", "Comment", "Row check")
NOTHING: Final[Figure] = (NULL, NULL, NULL, "", False)
UNKNOWN: Final = "\t" + "\t".join((*(NULL,) * 6, "", "f", *(NULL,) * len(WORDS))) + "\n"
ODD: Final = Decimal("NaN")  # stands for a cell that is not plainly a number
DAYS_AND_WORDS: Final = frozenset({str, date, type(None), int})
SIMPLE: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")


def _plain(number: Decimal | None) -> str:
    return NULL if number is None else f"{number:f}"


def _number(cell: Cell) -> Decimal | None:
    """A number that a cell plainly is, None for an empty one, else ODD."""
    if cell is None:
        return None
    if type(cell) is Decimal:
        return cell if cell.is_finite() else ODD
    if type(cell) is int or (type(cell) is str and SIMPLE.fullmatch(cell)):
        return Decimal(cell)
    return ODD


def _word_reader(heading: str) -> Reader:
    """How the cells of a column become text for COPY; None where one is not plain."""
    if heading == "Qualifier":
        return _cached(lambda cell: read_choice(cell, MeasureQualifier.choices) or "")
    if heading == "Provisional":
        return _cached(lambda cell: "t" if read_yes_no(cell) else "f")
    if heading == "Row check":
        return _cached(lambda cell: as_key(cell), keep=False)
    longest = {"As printed": LONGEST_TEXT, "Data source": LONGEST_SOURCE, "Comment": LONGEST_COMMENT}[heading]
    return _cached(lambda cell: _text(cell, longest), keep=heading == "Data source")


def _text(cell: Cell, longest: int) -> str:
    text = read_text(cell) or ""
    if len(text) > longest or type(cell) not in {str, type(None)}:
        raise Unread("not plain")
    return text


def _cached(read: Callable[[Cell], str], *, keep: bool = True) -> Reader:
    known: dict[object, str | None] = {None: _escaped(read(None))}

    def reader(cell: Cell) -> str | None:
        key = cell if type(cell) is str else (type(cell), cell) if cell is not None else None
        if key in known:
            return known[key]
        try:
            found: str | None = _escaped(read(cell))
        except Unread:
            found = None
        if keep:
            known[key] = found
        return found

    return reader


def _escaped(text: str) -> str:
    return text.translate(ESCAPED) if any(mark in text for mark in "\\\t\n\r") else text


def period_lines(periods: Iterable[Any]) -> Iterator[str]:
    """The periods for COPY, numbered from 0."""
    for number, period in enumerate(periods):
        days = (NULL if day is None else day.isoformat() for day in (period.start, period.end))
        flag = "t" if period.year_inferred else "f"
        words = (period.text, period.precision, period.status, period.recurrence, period.note)
        text, precision, status, recurrence, note = (_escaped(str(getattr(w, "value", w))) for w in words)
        yield "\t".join((str(number), text, *days, precision, status, flag, recurrence, note)) + "\n"
