"""The period that a highlight report covers, and the one that it looks ahead to."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LONGEST_DAYS: Final = 366


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]

    @property
    def printed(self) -> str:
        """ "October 2026", "October to December 2026", "5 October 2026 to 1 November 2026"."""
        if not self.is_whole_months:
            return f"{_day(self.start)} to {_day(self.end)}"
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.end:%B %Y}"
        first = f"{self.start:%B}" if self.start.year == self.end.year else f"{self.start:%B %Y}"
        return f"{first} to {self.end:%B %Y}"

    @property
    def following(self) -> Period:
        """As many months again where the period is of whole months, else as many days again."""
        first = self.end + timedelta(days=1)
        if not self.is_whole_months:
            return Period(first, self.end + timedelta(days=self.days))
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        return Period(first, date(year, month + 1, monthrange(year, month + 1)[1]))

    def holds(self, day: date | None) -> bool:
        """Whether the day is known and in the period."""
        return day is not None and self.start <= day <= self.end


def month_before(on: date) -> Period:
    """The last whole month that had ended by the day."""
    last = on.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def period_problem(start: date | None, end: date | None, on: date) -> str:
    """Why no report can cover the period; "" where one can. The period may still be running, but must have begun."""
    if start is None or end is None:
        return ""
    if end < start:
        return f"The period ends on {_day(end)}, before it begins. Correct one of the two days."
    if start > on:
        return (
            f"The period begins on {_day(start)}, which is still to come. Enter {_day(on)} or an earlier day."
        )
    if (end - start).days + 1 > LONGEST_DAYS:
        return "A report covers a year at the longest. Shorten the period."
    return ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
