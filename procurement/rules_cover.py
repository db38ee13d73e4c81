"""The days that neither of two contracts covers, or both do, as far as their dates are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, months_between
from commissioning.core.periods import Month, day_after


@dataclass(frozen=True)
class Bounds:
    """The earliest and the latest day something can be; None is not known."""

    low: date | None
    high: date | None

    @classmethod
    def of(cls, stated: date | FuzzyDate | None) -> Bounds:
        """Every day the date can mean: "March 2015" is 1 to 31 March 2015."""
        if stated is None:
            return cls(None, None)
        return cls(stated.start, stated.end) if isinstance(stated, FuzzyDate) else cls(stated, stated)

    @classmethod
    def of_end(cls, stated: date | FuzzyDate | None) -> Bounds:
        """The last days a contract can cover, where a month named as its end is covered to its last day.

        So "March 2015" is 31 March 2015, and "Spring 2015" the last day of March, April or May. Ends that name days
        (2 to 5 March) stay as they are.
        """
        found = cls.of(stated)
        if found.low is None or found.high is None or found.low.day != 1:
            return found
        month_end = Month.containing(found.low).end
        return found if found.high < month_end else cls(month_end, found.high)

    @property
    def is_known(self) -> bool:
        return self.low is not None and self.high is not None


@dataclass(frozen=True)
class Gap:
    """Days between the end of one contract and the go-live of the next that neither covers; below nought, an overlap.

    `days_low` and `days_high` are None where a date is not known; both nought when go-live is the day after the end.
    `months` are counted between month starts and None when the days are not known. `overlap` is true when the
    contracts overlap whatever the dates turn out to be.
    """

    days_low: int | None
    days_high: int | None
    months: MonthSpan | None
    overlap: bool

    @property
    def is_known(self) -> bool:
        return self.days_low is not None and self.days_high is not None

    @property
    def is_seamless(self) -> bool:
        """Surely neither a gap nor an overlap."""
        return self.days_low == 0 == self.days_high

    @property
    def is_gap(self) -> bool:
        """Surely a gap, of a day at the least."""
        return self.days_low is not None and self.days_low > 0

    @property
    def printed(self) -> str:
        """ "gap of 0 to 29 days", "overlap of 31 days", "from an overlap of 3 days to a gap of 5 days"."""
        low, high = self.days_low, self.days_high
        if low is None or high is None:
            return _open_words(low, high)
        if low == 0 == high:
            return "no gap"
        if low >= 0 or high <= 0:
            first, last = sorted((abs(low), abs(high)))
            span = _days(last) if first == last else f"{first} to {_days(last)}"
            return f"{'gap' if low >= 0 else 'overlap'} of {span}"
        return f"from an overlap of {_days(-low)} to a gap of {_days(high)}"


def cover_gap(end: FuzzyDate | date | None, go_live: FuzzyDate | date | None) -> Gap:
    """The days from the day after the end to go-live.

    An end named as a month is covered to that month's last day, as papers mean it; go-live may be any day of what is
    printed. So contracts that end in "March 2015" and a service running "By April 2015" leave 0 to 29 days: 31 March
    to 1 April, or to 30 April. Ends in March 2020 with go-live in August 2020, April 2021 and April 2022 leave 4, 12
    and 24 months.
    """
    ends, starts = Bounds.of_end(end), Bounds.of(go_live)
    low = _between(ends.high, starts.low)
    high = _between(ends.low, starts.high)
    months = None
    if ends.low and ends.high and starts.is_known:
        uncovered = _range(day_after(ends.low), day_after(ends.high))
        months = months_between(uncovered, _range(starts.low, starts.high))
    return Gap(low, high, months, overlap=high is not None and high < 0)


def _range(low: date | None, high: date | None) -> FuzzyDate:
    return FuzzyDate("", low, high, Precision.RANGE, DateStatus.INFERRED)


def _between(end: date | None, start: date | None) -> int | None:
    return None if end is None or start is None else (start - end).days - 1


def _open_words(low: int | None, high: int | None) -> str:
    """One side only is known: what holds on that side, and that the other is open."""
    if low is not None:
        return f"gap of {_days(low)} or more" if low >= 0 else f"overlap of {_days(-low)} at most, or a gap"
    if high is not None:
        return (
            f"overlap of {_days(-high)} or more"
            if high < 0
            else f"gap of {_days(high)} at most, or an overlap"
        )
    return "not known"


def _days(count: int) -> str:
    return counted(count, "day")


def counted(number: int, unit: str) -> str:
    """ "1 day", "2 days"."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
