"""Comparing what a paper states with the lines that should make it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import TextChoices

from commissioning.core.comparison_words import Working, reason_for
from commissioning.core.intervals import Interval, lines_interval, stated_interval
from commissioning.core.money import Money, MoneyTotal, Qualifier, total
from commissioning.core.money_total import basis_words, check_currency


class Verdict(TextChoices):
    """What comparing a stated value with its lines came to."""

    NOTHING_TO_COMPARE = "nothing_to_compare", "nothing to compare"
    RECONCILES = "reconciles", "reconciles"
    MET = "met", "met"
    DIFFERS = "differs", "differs"
    CANNOT_RECONCILE = "cannot_reconcile", "cannot reconcile"
    CANNOT_BE_JUDGED = "cannot_be_judged", "cannot be judged yet"


@dataclass(frozen=True)
class Comparison:
    """A verdict with its working, in pounds.

    `known` is the sum of the known lines, None when no line has an amount or when the known lines stand on several
    bases, which `bases` names ("budget for 2020/21"): they do not make one sum. `difference` is known minus
    stated; None where the stated value gives no figure to differ from (above "over", below "under") or
    nothing is known. `headroom` is the distance inside such a limit once it is met. `shortfall` is what
    unknown lines still have to make up: 0 where the known lines already come to the stated value.
    """

    verdict: Verdict
    stated_low: Decimal | None
    stated_high: Decimal | None
    known: Decimal | None
    difference: Decimal | None
    headroom: Decimal | None
    shortfall: Decimal | None
    unknown_count: int
    line_count: int
    across_bases: bool
    reason: str
    bases: tuple[str, ...] = ()

    @property
    def has_no_one_sum(self) -> bool:
        """The known lines themselves are on several bases or years, so nothing was added."""
        return len(self.bases) > 1

    @property
    def fits_so_far(self) -> bool:
        """Not to be judged yet, though the known lines already lie within what the stated value can stand for."""
        if self.verdict != Verdict.CANNOT_BE_JUDGED or self.known is None:
            return False
        return (
            self.stated_low is not None
            and self.stated_high is not None
            and self.stated_low <= self.known <= self.stated_high
        )


def compare(stated: Sequence[Money], lines: Sequence[Money], *, may_be_negative: bool = False) -> Comparison:
    """Compare a stated value (or the values of its components) with lines of the same coverage.

    K is the known sum, n the number of lines without an amount, lo to hi what the stated value can stand for
    (`Money.bounds`). The first case that fits (domain rule on stated values):

    1. stated value, or a component of it, unknown; no lines; or known lines that are not all of one basis and
       year, which make no sum: nothing to compare
    2. n > 0 and `may_be_negative`, or no line known at all: cannot be judged yet
    3. "over S" and K above S: met, whatever n
    4. n = 0: reconciles where K lies inside lo to hi, else differs
    5. n > 0 and K above hi: cannot reconcile, as an unknown line can only add
    6. otherwise: cannot be judged yet

    K is an interval where a line is approximate, over, under or a range: inside then means overlapping, above
    means wholly above. Raises MixedCurrenciesError when the amounts are not in one currency.
    """
    check_currency([money for money in (*stated, *lines) if money.is_known])
    bases = _bases_of(lines)
    summed = total(lines, combine=True)
    if len(bases) > 1:
        summed = replace(summed, known=None, upper=None)
    across = len(_bases_of((*stated, *lines))) > 1
    if not stated or not lines or len(bases) > 1 or not all(value.is_known for value in stated):
        unsummed = Working(stated, summed, across, bases=bases)
        reason = reason_for(Verdict.NOTHING_TO_COMPARE.value, unsummed)
        return _conclude(Verdict.NOTHING_TO_COMPARE, _bounds(stated), summed, reason, unsummed)
    interval = stated_interval(stated)
    known = lines_interval(lines, may_be_negative=may_be_negative)
    untold = summed.known is None or (may_be_negative and summed.unknown_count > 0)
    verdict = Verdict.CANNOT_BE_JUDGED if untold else _verdict(interval, known, summed.unknown_count)
    working = Working(
        stated,
        summed,
        across,
        low=interval.low,
        high=interval.high,
        difference=_difference(verdict, stated, interval, summed.known),
        headroom=_headroom(verdict, interval, summed.known),
        shortfall=None if may_be_negative else _shortfall(verdict, stated, interval, summed),
        may_be_negative=may_be_negative,
        bases=bases,
    )
    return _conclude(verdict, interval, summed, reason_for(verdict.value, working), working)


def _conclude(
    verdict: Verdict,
    interval: Interval,
    summed: MoneyTotal,
    reason: str,
    working: Working,
) -> Comparison:
    return Comparison(
        verdict=verdict,
        stated_low=interval.low,
        stated_high=interval.high,
        known=summed.known,
        difference=working.difference,
        headroom=working.headroom,
        shortfall=working.shortfall,
        unknown_count=summed.unknown_count,
        line_count=summed.line_count,
        across_bases=working.across_bases,
        reason=reason,
        bases=working.bases,
    )


def _verdict(stated: Interval, known: Interval, unknown_count: int) -> Verdict:
    if stated.high is None and known.is_above(Interval(None, stated.low)):
        return Verdict.MET
    if not unknown_count:
        return Verdict.RECONCILES if known.overlaps(stated) else Verdict.DIFFERS
    return Verdict.CANNOT_RECONCILE if known.is_above(stated) else Verdict.CANNOT_BE_JUDGED


def _difference(
    verdict: Verdict, stated: Sequence[Money], interval: Interval, known: Decimal | None
) -> Decimal | None:
    """Known minus stated; from the nearer end of a stated range, and 0 inside it."""
    if known is None or verdict == Verdict.MET:
        return None
    lowest, highest = _nominal(stated)
    if known > highest:
        return None if interval.high is None else known - highest
    if known < lowest:
        return None if interval.low is None else known - lowest
    return Decimal(0)


def _headroom(verdict: Verdict, interval: Interval, known: Decimal | None) -> Decimal | None:
    if known is None:
        return None
    if verdict == Verdict.MET and interval.low is not None:
        return known - interval.low
    if verdict == Verdict.RECONCILES and interval.low is None and interval.high is not None:
        return interval.high - known
    return None


def _shortfall(
    verdict: Verdict, stated: Sequence[Money], interval: Interval, summed: MoneyTotal
) -> Decimal | None:
    if verdict != Verdict.CANNOT_BE_JUDGED or interval.low is None:
        return None
    # With nothing known, the unknown lines have the whole stated value to make up.
    return max(Decimal(0), _nominal(stated)[0] - (summed.known or Decimal(0)))


def _nominal(stated: Sequence[Money]) -> tuple[Decimal, Decimal]:
    """The stated figures themselves, not their rounding bounds: two different sums only where one is a range."""
    lowest = sum((value.amount for value in stated if value.amount is not None), Decimal(0))
    widths = (
        value.upper - value.amount for value in stated if value.upper is not None and value.amount is not None
    )
    return lowest, lowest + sum(widths, Decimal(0))


def _bounds(stated: Sequence[Money]) -> Interval:
    """No bounds for a stated value of which any component is unknown."""
    if stated and all(value.is_known for value in stated):
        return stated_interval(stated)
    return Interval(None, None)


def _bases_of(moneys: Sequence[Money]) -> tuple[str, ...]:
    """The bases and years of the known amounts, in words and in order; nil has no say in them."""
    deciding = (money for money in moneys if money.is_known and money.qualifier != Qualifier.NIL)
    found = dict.fromkeys((money.basis, money.year) for money in deciding)
    return tuple(basis_words(basis, year) for basis, year in found)
