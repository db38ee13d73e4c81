"""Figures that are right at a glance: a short way round the rules of `rules_returns` for most of a long file. Pure.

What `Glance` calls right, those rules call right too, and keep as it stands; a test holds it to that. It may leave any
figure to them.
"""

from decimal import Decimal
from typing import Final

from outcomes.models.kpis import KPI, MeasureKind
from outcomes.rules_returns import MOST, PARTS_DECIMALS, VALUE_DECIMALS

LONGEST: Final = 15  # digits, which is all that a spreadsheet holds of a number
UNITS: Final = tuple(Decimal(1).scaleb(-places) for places in range(VALUE_DECIMALS + 1))


class Glance:
    """One KPI's bounds as plain numbers."""

    def __init__(self, kpi: KPI) -> None:
        self.takes_parts = kpi.measure != MeasureKind.NUMBER
        self.below_nought = kpi.measure == MeasureKind.AVERAGE
        self.factor = kpi.factor
        self.low = max(kpi.floor, Decimal(1 - MOST)) if kpi.floor is not None else Decimal(1 - MOST)
        self.high = min(kpi.ceiling, Decimal(MOST - 1)) if kpi.ceiling is not None else Decimal(MOST - 1)

    def value(self, value: Decimal) -> bool:
        """Whether a value by itself is right."""
        return _decimals(value) <= VALUE_DECIMALS and self.low <= value <= self.high

    def parts(self, numerator: Decimal, denominator: Decimal, value: Decimal | None) -> bool:
        """Whether both parts are right, and a value beside them is plainly theirs."""
        if not self.takes_parts or denominator <= 0 or (numerator < 0 and not self.below_nought):
            return False
        if _decimals(numerator) > PARTS_DECIMALS or _decimals(denominator) > PARTS_DECIMALS:
            return False
        above = numerator * self.factor
        bounded = self.low * denominator <= above <= self.high * denominator
        return bounded and (value is None or self._agrees(value, above, denominator))

    @staticmethod
    def _agrees(value: Decimal, above: Decimal, denominator: Decimal) -> bool:
        """Nearer than half a unit of the value's last digit; at just half the rules decide."""
        places = _decimals(value)
        return places <= VALUE_DECIMALS and 2 * abs(value * denominator - above) < denominator * UNITS[places]


def _decimals(number: Decimal) -> int:
    """Digits after the point as written; above any limit for what is no plain number of fifteen digits."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent > 0 or len(digits) > LONGEST or not -MOST < number < MOST:
        return LONGEST
    return -exponent
