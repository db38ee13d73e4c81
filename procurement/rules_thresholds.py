"""Thresholds, by category, kind of authority and day; and whether a value as stated reaches one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from commissioning.core.money import Basis, Extension, Money, format_exactly

if TYPE_CHECKING:
    from procurement.rules_regime import RegimeTable

# The bases on which an amount can be the whole of what is bought.
WHOLE: Final = frozenset({Basis.TOTAL_CONTRACT_VALUE, Basis.ONE_OFF, Basis.PROJECTION, Basis.UNSTATED})


class ThresholdError(ValueError):
    """A row or a table of thresholds that contradicts itself; the message says which row to change."""


@dataclass(frozen=True)
class ThresholdRow:
    """An amount in pounds, VAT included, for a category and a kind of authority ("" is every kind).

    In force from `starts_on` up to but not including `ends_on`; None is open. Raises ThresholdError.
    """

    category: str
    authority: str
    amount: Decimal
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ThresholdError(f"The threshold for {self.category} must be above £0.")
        if self.starts_on and self.ends_on and self.starts_on >= self.ends_on:
            raise ThresholdError(f"The threshold for {self.category} ends before it starts.")

    def applies(self, category: str, authority: str, on: date) -> bool:
        return (
            self.category == category
            and self.authority in ("", authority)
            and (self.starts_on is None or self.starts_on <= on)
            and (self.ends_on is None or on < self.ends_on)
        )


def threshold_for(table: RegimeTable, category: str, authority: str, on: date) -> ThresholdRow | None:
    """The threshold in force on the day the procurement starts; None where the table has none, as before its first.

    A row for the kind of authority goes before one for every kind. Raises ThresholdError where two contradict each
    other.
    """
    found = [row for row in table.thresholds if row.applies(category, authority, on)]
    own = [row for row in found if row.authority] or found
    if len(own) > 1:
        raise ThresholdError(
            f"There are {len(own)} thresholds for {category} on {on:%d/%m/%Y}. End one of them before the other starts."
        )
    return own[0] if own else None


def is_above(money: Money, threshold: ThresholdRow | None) -> bool | None:
    """Whether the value, VAT and options included, is at or above the threshold.

    None when that cannot be told: the value or the threshold is not known, what is printed may stand for amounts on
    either side ("about", "over", a range, a rounded figure), the currency is another, or the amount is only a part (a
    year, a child, without extensions) and that part is not above by itself.
    """
    if threshold is None or not money.is_known or money.currency != "GBP":
        return None
    low, high = money.bounds()
    if low is not None and low >= threshold.amount:
        return True
    if high is not None and high < threshold.amount and _is_whole(money):
        return False
    return None


def above_words(money: Money, threshold: ThresholdRow | None) -> str:
    """The answer of `is_above` in a sentence, with what to enter where it cannot be told."""
    if threshold is None:
        return "No threshold is recorded for this category on that day."
    limit = f"the threshold of {format_exactly(threshold.amount, 'GBP')}"
    above = is_above(money, threshold)
    if above is None:
        return _unsure_words(money, threshold, limit)
    return f"{money.printed} is {'at or above' if above else 'below'} {limit}."


def _unsure_words(money: Money, threshold: ThresholdRow, limit: str) -> str:
    if not money.is_known:
        return f"The value is not known, so it cannot be held against {limit}. Enter an estimate."
    if money.currency != "GBP":
        return f"{money.printed} is not in pounds. Enter the value in pounds."
    high = money.bounds()[1]
    if high is not None and high < threshold.amount:
        return f"{money.printed} is only a part of the value. Enter the whole-life value, options included."
    return f"{money.printed} may be below or above {limit}. Enter the exact value."


def _is_whole(money: Money) -> bool:
    return money.basis in WHOLE and money.extension != Extension.BASE
