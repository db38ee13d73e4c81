"""Whether a stated figure follows from two others, as far as what is printed allows. No queries.

Every printed figure stands for an interval: half its last printed digit either side, since it may have been rounded
there. A figure recomputes where the interval of the arithmetic and that of the result have a point in common (a
product rule: a reader is told of a difference, and whether rounding can explain it).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

from commissioning.core.money import Money, Qualifier
from commissioning.core.money_format import step_of_last_digit

HUNDRED = Decimal(100)
PERCENT = "percent"


class Recomputed(TextChoices):
    YES = "yes", "Recomputes"
    WITHIN_ROUNDING = "within_rounding", "Differs, but within rounding"
    NO = "no", "Does not recompute within rounding"
    UNKNOWN = "unknown", "Cannot be recomputed"


@dataclass(frozen=True)
class Operand:
    """A figure as arithmetic reads it: its value, and the lowest and highest that its print can stand for.

    None is an open end. `step` is the worth of its last printed digit, 0 where it is printed in full.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal = Decimal(0)


@dataclass(frozen=True)
class Recomputation:
    """`computed` is the arithmetic on the printed values; `low` and `high` what their rounding allows."""

    verdict: Recomputed
    computed: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def of_money(money: Money) -> Operand:
    """An amount in pounds: "£166K" is 165,500 to 166,500, and £19.20 is £19.195 to £19.205."""
    if money.amount is None:
        return Operand(None, None, None)
    step = step_of_last_digit(money.printed, money.amount)
    if money.qualifier == Qualifier.OVER:
        return Operand(money.amount, money.amount, None, step)
    if money.qualifier == Qualifier.UNDER:
        return Operand(money.amount, None, money.amount, step)
    if money.upper is not None:
        return Operand(money.amount, money.amount, money.upper)
    # A figure printed to the pound is exact, as in every comparison of amounts; pence are the last digit of a rate.
    half = step / 2 if step != 1 else Decimal(0)
    return Operand(money.amount, money.amount - half, money.amount + half, step)


def of_number(value: Decimal | None, *, unit: str, qualifier: str, upper: Decimal | None = None) -> Operand:
    """A number: counts are exact, percentages and fractions are rounded at their last digit.

    An approximate one is rounded at its last digit that is not a nought: about 2,700,000 is 2.65m to 2.75m.
    """
    if value is None:
        return Operand(None, None, None)
    if upper is not None:
        return Operand(value, value, upper)
    if qualifier in {"over", "at_least"}:
        return Operand(value, value, None)
    exponent = _exponent(value)
    if qualifier in {"approx", "average", "nearly"}:
        around = _rounded(value, Decimal(10) ** exponent)
        return Operand(value, around.low, value, around.step) if qualifier == "nearly" else around
    is_rounded = unit == PERCENT or exponent < 0
    return _rounded(value, Decimal(10) ** min(exponent, 0)) if is_rounded else Operand(value, value, value)


def _exponent(value: Decimal) -> int:
    """The power of ten of the last digit that is not a nought."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _rounded(value: Decimal, step: Decimal) -> Operand:
    return Operand(value, value - step / 2, value + step / 2, step)


def recompute(kind: str, result: Operand, first: Operand, second: Operand) -> Recomputation:
    """Whether `result` follows from the two operands; unknown where one of the three has no value.

    Kinds are those of `DerivationKind`; a quotient by an interval that holds zero cannot be recomputed.
    """
    if result.value is None or first.value is None or second.value is None:
        return Recomputation(Recomputed.UNKNOWN)
    if kind == "quotient" and (second.low is None or second.high is None or second.low <= 0 <= second.high):
        return Recomputation(Recomputed.UNKNOWN)
    computed = _exactly(kind, first.value, second.value)
    low, high = _between(kind, first, second)
    if _in_print(computed, result.step) == result.value or (
        result.high not in {None, result.value} and _inside(computed, result)
    ):
        verdict = Recomputed.YES
    else:
        verdict = Recomputed.WITHIN_ROUNDING if _meet(low, high, result) else Recomputed.NO
    return Recomputation(verdict, computed, low, high)


def _exactly(kind: str, first: Decimal, second: Decimal) -> Decimal:
    if kind == "difference":
        return first - second
    if kind == "sum":
        return first + second
    if kind == "quotient":
        return first / second
    return first * second / HUNDRED


def _between(kind: str, first: Operand, second: Operand) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the arithmetic. Figures of a review are never negative, so products and quotients keep order."""
    if kind == "difference":
        return _apply(kind, first.low, second.high), _apply(kind, first.high, second.low)
    if kind == "quotient":
        return _apply(kind, first.low, second.high), _apply(kind, first.high, second.low)
    return _apply(kind, first.low, second.low), _apply(kind, first.high, second.high)


def _apply(kind: str, first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else _exactly(kind, first, second)


def _in_print(computed: Decimal, step: Decimal) -> Decimal:
    """The computed value rounded as the result is printed."""
    if not step:
        return computed
    return (computed / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def _inside(value: Decimal, stated: Operand) -> bool:
    return (stated.low is None or stated.low <= value) and (stated.high is None or value <= stated.high)


def _meet(low: Decimal | None, high: Decimal | None, stated: Operand) -> bool:
    starts_before = low is None or stated.high is None or low <= stated.high
    ends_after = high is None or stated.low is None or stated.low <= high
    return starts_before and ends_after
