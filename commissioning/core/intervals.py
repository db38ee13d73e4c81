"""Intervals of money, for comparing figures that are known only within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money import Money, Qualifier


@dataclass(frozen=True)
class Interval:
    """From `low` to `high` in pounds; None is no bound, and an open end does not itself belong."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def is_above(self, other: Interval) -> bool:
        """True when every amount here is above every amount in `other`."""
        if self.low is None or other.high is None:
            return False
        return self.low > other.high or (self.low == other.high and (self.low_open or other.high_open))

    def overlaps(self, other: Interval) -> bool:
        return not (self.is_above(other) or other.is_above(self))


NOTHING = Interval(Decimal(0), Decimal(0))


def stated_interval(stated: Iterable[Money]) -> Interval:
    """What known stated values can stand for together: component values add their bounds."""
    summed = NOTHING
    for value in stated:
        low, high = value.bounds()
        summed += Interval(low, high, value.qualifier == Qualifier.OVER, value.qualifier == Qualifier.UNDER)
    return summed


def lines_interval(lines: Iterable[Money], *, may_be_negative: bool = False) -> Interval:
    """What the known lines can come to; unknown lines are left out.

    A line is taken at its amount unless it says itself that it is approximate, over, under or a range. One
    that is "under" something is still worth at least nothing, unless lines may be negative.
    """
    summed = NOTHING
    for line in lines:
        if line.amount is not None:
            summed += _line_interval(line, line.amount, may_be_negative)
    return summed


def _line_interval(line: Money, amount: Decimal, may_be_negative: bool) -> Interval:
    if line.qualifier == Qualifier.UNDER:
        low = None if may_be_negative or amount <= 0 else Decimal(0)
        return Interval(low, amount, high_open=True)
    if line.qualifier in (Qualifier.APPROX, Qualifier.OVER, Qualifier.RANGE):
        low, high = line.bounds()
        return Interval(low, high, low_open=line.qualifier == Qualifier.OVER)
    return Interval(amount, amount)
