"""A date as a paper states it: an interval with inclusive ends, kept with its text as printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning.core.fuzzydate_kinds import DateStatus, Precision, print_date


@dataclass(frozen=True)
class FuzzyDate:
    """A stated date: `start` and `end` are the first and last day it can mean, either may be open (None).

    `precision` is none exactly when both are None. Raises ValueError when that is broken or the days are
    reversed.
    """

    text: str
    start: date | None
    end: date | None
    precision: Precision
    status: DateStatus
    year_inferred: bool = False
    recurrence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "precision", Precision(self.precision))
        object.__setattr__(self, "status", DateStatus(self.status))
        if any(isinstance(day, datetime) for day in (self.start, self.end)):
            raise TypeError("A stated date is a day, not a moment.")
        if (self.precision == Precision.NONE) != (self.start is None and self.end is None):
            raise ValueError("A date without days has precision none, and only such a date has it.")
        if self.start and self.end and self.start > self.end:
            raise ValueError("A stated date cannot end before it starts.")

    @property
    def is_dated(self) -> bool:
        """True when at least one end is known."""
        return self.precision != Precision.NONE

    @property
    def deadline(self) -> date | None:
        """The last day the text allows: "By April 2015" is 30 April 2015."""
        return self.end

    def is_overdue(self, on: date, done: bool = False) -> bool:
        """True only when the latest day it can mean is before `on` and it is not done; undated is never
        overdue.
        """
        return not done and self.end is not None and self.end < on

    def precedes(self, other: FuzzyDate) -> bool | None:
        """True when every day of this comes before every day of `other`, False when the order is the reverse.

        None when the order is unknown, because the two overlap or an end is open.
        """
        if self.end is not None and other.start is not None and self.end < other.start:
            return True
        if other.end is not None and self.start is not None and other.end < self.start:
            return False
        return None

    @property
    def sort_key(self) -> tuple[date, date]:
        """By start, then end; an open end sorts last."""
        return self.start or date.max, self.end or date.max

    @property
    def printed(self) -> str:
        """The text as printed; where there is none, a form `parse_fuzzy_date` reads back to the same days."""
        return self.text or print_date(self.start, self.end, self.precision, self.status)
