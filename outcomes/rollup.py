"""Figures of several periods, places or groups as one: numerators summed over denominators summed. No queries.

A percentage of a year is never the mean of its months' percentages: a month with ten births would weigh as much as one
with a thousand. So both parts are summed and divided once, and a figure whose parts are not known cannot be rolled up.
What is unknown is counted and said, never taken for nought (domain rules).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from outcomes.printed import NOT_KNOWN, figure, number, periods

Number = int | Decimal


@dataclass(frozen=True)
class Ratio:
    """A figure by its parts. A plain count has no denominator and is its own numerator."""

    numerator: Number
    denominator: Number | None = None


@dataclass(frozen=True)
class WithoutParts:
    """A figure that is known as a percentage, rate or average only, as papers often print it."""

    value: Number


@dataclass(frozen=True)
class RolledUp:
    """Several figures as one.

    `known` figures are in the sums and `missing` ones are not known. `value` is the quotient times the factor, or the
    sum of counts; None where there is none, and then `reason` says why.
    """

    value: Fraction | None
    numerator: Number | None
    denominator: Number | None
    known: int
    missing: int
    reason: str = ""

    @property
    def asked(self) -> int:
        """How many figures the roll-up should have had."""
        return self.known + self.missing


def rolled_up(parts: Iterable[Ratio | WithoutParts | None], factor: int = 1) -> RolledUp:
    """The figure of all parts together; None is one that is not known.

    `factor` is what the quotient is multiplied by: 100 for a percentage, 1,000 for a rate per 1,000, 1 for an average.
    Counts, which have no denominator, are summed and the factor does not touch them. Known means known with its parts:
    one figure `WithoutParts` leaves the whole without a value. `ValueError` for counts among ratios.
    """
    given = tuple(parts)
    known = [part for part in given if isinstance(part, Ratio)]
    bare = sum(isinstance(part, WithoutParts) for part in given)
    missing = len(given) - len(known)
    if bare:
        return RolledUp(None, None, None, len(known), missing, _of_bare(bare, len(given)))
    if not known:
        return RolledUp(None, None, None, 0, missing, "none of them is known" if given else "there are none")
    numerator = sum((part.numerator for part in known), 0)
    denominators = [part.denominator for part in known if part.denominator is not None]
    if not denominators:
        return RolledUp(Fraction(numerator), numerator, None, len(known), missing)
    if len(denominators) < len(known):
        raise ValueError(
            "Counts and figures with a denominator cannot be summed: roll each kind up by itself."
        )
    denominator = sum(denominators, 0)
    if denominator == 0:
        return RolledUp(None, numerator, denominator, len(known), missing, "the denominators come to nought")
    value = Fraction(numerator) * factor / Fraction(denominator)
    return RolledUp(value, numerator, denominator, len(known), missing)


def _of_bare(bare: int, asked: int) -> str:
    subject = "the only figure is" if asked == 1 else f"{bare} of {asked} {'is' if bare == 1 else 'are'}"
    return f"{subject} known without numerator and denominator, and percentages are never averaged"


def printed_share(rolled: RolledUp, *, unit: str = "%", decimals: int = 1, frequency: str = "month") -> str:
    """A rolled-up figure with its parts and how much of the time it covers.

    “71.2 % (1,204/1,691), 7 of 12 months”; “1,204, all 12 months” for counts; “not known: none of them is known, 0 of
    12 months” where there is no value. `frequency` names what was rolled up, as in `printed.periods`.
    """
    text = (
        figure(rolled.value, unit, decimals) if rolled.value is not None else f"{NOT_KNOWN}: {rolled.reason}"
    )
    if rolled.value is not None and rolled.denominator is not None:
        text += f" ({number(rolled.numerator)}/{number(rolled.denominator)})"
    if not rolled.asked:
        return text
    if rolled.missing:
        return f"{text}, {rolled.known:,} of {periods(rolled.asked, frequency)}"
    whole = periods(rolled.asked, frequency)
    return f"{text}, {whole if rolled.asked == 1 else f'all {whole}'}"
