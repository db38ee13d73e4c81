"""Reports promised to a board: the periods in which one was due, and those without any (domain rule, check 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.periods import Month
from governance.models.actions import ReportingFrequency

MONTHS = {
    ReportingFrequency.MONTHLY: 1,
    ReportingFrequency.QUARTERLY: 3,
    ReportingFrequency.YEARLY: 12,
}
NOUNS = {1: "month", 3: "quarter", 12: "year"}
SAYS = {
    ReportingFrequency.MONTHLY: ("month",),
    ReportingFrequency.QUARTERLY: ("quarter",),
    ReportingFrequency.YEARLY: ("year", "annual"),
}


@dataclass(frozen=True)
class Missed:
    """How many promised periods of so many months have ended, and the first and last day of each without a report."""

    months: int
    periods: int
    missed: tuple[tuple[date, date], ...]

    @property
    def noun(self) -> str:
        return NOUNS[self.months]

    @property
    def runs(self) -> tuple[str, ...]:
        """The missed periods in words, neighbours together, such as “October 2013 to March 2014 (2 quarters)”."""
        joined: list[tuple[date, date, int]] = []
        for first, last in self.missed:
            if joined and Month.containing(joined[-1][1]).plus(1).start == first:
                joined[-1] = (joined[-1][0], last, joined[-1][2] + 1)
            else:
                joined.append((first, last, 1))
        return tuple(self._words(*each) for each in joined)

    def _words(self, first: date, last: date, count: int) -> str:
        start, end = Month.containing(first), Month.containing(last)
        if start == end:
            words = start.label
        elif start.year == end.year:
            words = f"{first:%B} to {end.label}"
        else:
            words = f"{start.label} to {end.label}"
        return f"{words} ({count} {self.noun}s)" if count > 1 else words


def missed_reports(agreed: FuzzyDate, promised: str, reports: Sequence[FuzzyDate], on: date) -> Missed | None:
    """The promised periods that ended before `on` with no report that may lie in them; None where none was promised.

    Periods run from the first day of the month agreed: quarterly reports agreed in April 2013 are due for April to
    June 2013 first. A report whose date is a range counts for every period that it may fall in, so that a doubt is
    never turned into a missed report.
    """
    months = MONTHS.get(ReportingFrequency(promised or ""))
    first = agreed.start or agreed.end
    if months is None or first is None:
        return None
    start, periods, missed = Month.containing(first), 0, []
    while (last := start.plus(months - 1).end) < on:
        periods += 1
        if not any(_may_fall(report, start.start, last) for report in reports):
            missed.append((start.start, last))
        start = start.plus(months)
    return Missed(months, periods, tuple(missed))


def _may_fall(report: FuzzyDate, first: date, last: date) -> bool:
    if not report.is_dated:
        return False
    return (report.start is None or report.start <= last) and (report.end is None or report.end >= first)


def weakening_hint(promised: str, answers: Sequence[str]) -> str:
    """A sentence where reports were promised so often and no answer repeats it: for a person to judge, no verdict."""
    words = SAYS.get(ReportingFrequency(promised or ""))
    if not words or not answers:
        return ""
    if any(word in answer.casefold() for answer in answers for word in words):
        return ""
    noun = NOUNS[MONTHS[ReportingFrequency(promised)]]
    return (
        f"Reports were promised every {noun}; no answer repeats that. Read it, and tick if it promises less."
    )
