"""What the cells of a figure name: its KPI, its period, and the place, service or group that it is of.

Each answer is worked out once for each different text, so that a hundred thousand rows ask little.
"""

from datetime import date, datetime
from typing import Final, TypeVar

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, FuzzyDateError, Precision, parse_fuzzy_date
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.values import Unread, is_blank, read_day, read_text
from outcomes.intake.raws import Members, kpi_problem
from outcomes.models import KPI, BreakdownMember
from outcomes.rules_periods import PRECISIONS, bounds_containing, is_period, parse_period, period_containing
from programmes.models import Programme

Found = TypeVar("Found", KPI, FuzzyDate)
KPI_HEADING: Final = "KPI"
PERIOD: Final = ("Period", "Period from", "Period to")
MEMBER: Final = ("Broken down by", "Of")
BOTH_DAYS: Final = "Write the period in words, such as April 2013, or both its first and its last day."


class Measured:
    """The KPIs and members of one programme, and periods as its KPIs read them."""

    def __init__(self, programme: Programme) -> None:
        self.kpis = {kpi.pk: kpi for kpi in KPI.objects.filter(programme=programme).select_related("owner")}
        rows = BreakdownMember.objects.filter(breakdown__programme=programme).select_related("breakdown")
        self.members = Members(rows)
        self._by_reference = {kpi.reference.casefold(): kpi for kpi in self.kpis.values()}
        self._found: dict[str, KPI | Unread] = {}
        self._periods: dict[object, FuzzyDate | Unread] = {}
        self._of: dict[object, int | Unread | None] = {}

    def kpi(self, cell: Cell) -> KPI:
        """Raises Unread for a reference that is none of the programme's, with the nearest that is."""
        text = " ".join((read_text(cell) or "").split())
        if text not in self._found:
            known = self._by_reference.get(text.casefold())
            names = [kpi.reference for kpi in self.kpis.values()]
            self._found[text] = known or Unread(kpi_problem(text, names), heading=KPI_HEADING)
        return _or_raise(self._found[text])

    def period(self, frequency: str, words: Cell, first: Cell, last: Cell) -> FuzzyDate:
        """The period that its words, its days or both name, as a KPI of this frequency reads it; Unread for no one."""
        key = (frequency, type(words), words, type(first), first, type(last), last)
        if key not in self._periods:
            try:
                self._periods[key] = _period(frequency, words, first, last)
            except Unread as unread:
                self._periods[key] = unread
        return _or_raise(self._periods[key])

    def member(self, breakdown: Cell, of: Cell) -> int | None:
        """Whose figure it is; None for the whole. Raises Unread for a name that is none or several."""
        key = (type(breakdown), breakdown, type(of), of)
        if key not in self._of:
            try:
                self._of[key] = self._member(breakdown, of)
            except Unread as unread:
                self._of[key] = unread
        found = self._of[key]
        if isinstance(found, Unread):
            raise found
        return found

    def _member(self, breakdown: Cell, of: Cell) -> int | None:
        kind, name = read_text(breakdown) or "", read_text(of) or ""
        if kind and not name:
            raise Unread(
                f"Say of which {kind.lower()} this is, or empty both cells for the whole.", heading="Of"
            )
        found, problem = self.members.find(f"{kind}: {name}" if kind else name)
        if problem:
            raise Unread(problem, heading="Of")
        return found.pk if found else None


def _or_raise(found: Found | Unread) -> Found:
    if isinstance(found, Unread):
        raise found
    return found


# --- periods ----------------------------------------------------------------------------------------------------------


def _period(frequency: str, words: Cell, first: Cell, last: Cell) -> FuzzyDate:
    start, end = _day(first, PERIOD[1]), _day(last, PERIOD[2])
    text = _text(words)
    if start is not None and end is not None and end < start:
        raise Unread("The last day comes before the first: check both.", heading=PERIOD[2])
    if not text:
        return _by_days(frequency, start, end)
    try:
        read = parse_period(frequency, text)
    except FuzzyDateError as error:
        if start is None or end is None:
            raise Unread(str(error), heading=PERIOD[0]) from error
        return _with_days(text, start, end)
    if start in {None, read.start} and end in {None, read.end}:
        return read
    if start is not None and end is not None:
        return _with_days(text, start, end)
    raise _disagree(text, read, start, end)


def _text(words: Cell) -> str:
    """The words of a period; a day is what a spreadsheet makes of “Apr 2025”."""
    if isinstance(words, datetime):
        words = words.date()
    if isinstance(words, date):
        return words.isoformat()
    return " ".join((read_text(words) or "").split())


def _day(cell: Cell, heading: str) -> date | None:
    try:
        return None if is_blank(cell) else read_day(cell)
    except Unread as unread:
        raise unread.at(heading) from None


def _by_days(frequency: str, start: date | None, end: date | None) -> FuzzyDate:
    if start is None or end is None:
        raise Unread(BOTH_DAYS, heading=PERIOD[0])
    for each in (frequency, *PRECISIONS):
        if each in PRECISIONS and is_period(each, start, end):
            return period_containing(each, start)
    return FuzzyDate("", start, end, Precision.RANGE, DateStatus.STATED)


def _with_days(text: str, start: date, end: date) -> FuzzyDate:
    """Words that are no period of the KPI, such as a year's of a monthly one, beside the days that they mean."""
    try:
        read = parse_fuzzy_date(text)
    except FuzzyDateError:
        named = _by_days("", start, end)
        return FuzzyDate(text, start, end, named.precision, DateStatus.STATED)
    if (read.start, read.end) != (start, end):
        if bounds_containing("academic_year", start) == (start, end):
            return FuzzyDate(text, start, end, Precision.ACADEMIC_YEAR, DateStatus.STATED)
        raise _disagree(text, read, start, end)
    return read


def _disagree(text: str, read: FuzzyDate, start: date | None, end: date | None) -> Unread:
    said = " to ".join(_words(day) for day in (start, end) if day is not None)
    meant = " to ".join(_words(day) for day in (read.start, read.end) if day is not None)
    return Unread(
        f"“{text}” is {meant}, but the days beside it are {said}.",
        "Keep those that are right and empty the others.",
        (meant, said),
        heading=PERIOD[0],
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
