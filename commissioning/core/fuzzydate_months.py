"""Months between stated dates, counted between month starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate_kinds import Precision
from commissioning.core.fuzzydate_value import FuzzyDate
from commissioning.core.periods import Month, day_after


@dataclass(frozen=True)
class MonthSpan:
    """A number of months, between `low` and `high` where a date is fuzzy; None where a date needed is not
    known.
    """

    low: int | None
    high: int | None

    @property
    def is_known(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def printed(self) -> str:
        """ "4 months", "3 to 5 months", "at least 3 months", "not known"."""
        if self.low is None and self.high is None:
            return "not known"
        if self.low is None:
            return f"at most {_months(self.high)}"
        if self.high is None:
            return f"at least {_months(self.low)}"
        return _months(self.high) if self.low == self.high else f"{self.low} to {_months(self.high)}"


def months_between(a: FuzzyDate, b: FuzzyDate) -> MonthSpan:
    """Months from the start of the month `a` falls in to the start of the month `b` falls in; negative if b
    is first.

    February 2019 to August 2020 is 18 months. A date that may fall in several months gives a lowest and a
    highest.
    """
    return MonthSpan(low=_difference(a.end, b.start), high=_difference(a.start, b.end))


def months_uncovered(ends: FuzzyDate, starts: FuzzyDate) -> MonthSpan:
    """Months not covered when one thing ends and the next starts: March 2020 to August 2020 is 4 (April to
    July).

    Counted from the month in which the first day after `ends` falls; a month named as an end is covered to
    its last day.
    """
    first, last = ends.start, ends.end
    if first is not None and ends.precision != Precision.DAY:
        first = Month.containing(first).end
    return MonthSpan(low=_difference(_next(last), starts.start), high=_difference(_next(first), starts.end))


def months_covered(period: FuzzyDate) -> int | None:
    """Calendar months a period touches, both ends included: April 2013 to March 2016 is 36. None when an end
    is open.
    """
    inner = _difference(period.start, period.end)
    return None if inner is None else inner + 1


def _next(day: date | None) -> date | None:
    return None if day is None else day_after(day)


def _difference(earlier: date | None, later: date | None) -> int | None:
    if earlier is None or later is None:
        return None
    return Month.containing(later).index - Month.containing(earlier).index


def _months(count: int | None) -> str:
    return f"{count} month" if count in (1, -1) else f"{count} months"
