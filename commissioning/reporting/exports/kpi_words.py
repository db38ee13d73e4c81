"""A figure of a KPI in words, with the parts that it comes from: “15% (15/100)”."""

from decimal import Decimal

from outcomes.models import KPI
from outcomes.printed import MINUS, number
from outcomes.selectors.series import SeriesValue, value_words


def figure_words(value: SeriesValue, kpi: KPI) -> str:
    """As pages print it, a percentage as “15%”, with its parts where it has any; in words why there is none."""
    return with_parts(value_words(value, kpi), value.numerator, value.denominator)


def with_parts(words: str, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """A value as a page prints it, with its parts beside it."""
    plain = words.replace(" %", "%")
    if numerator is None or denominator is None:
        return plain
    return f"{plain} ({_part(numerator)}/{_part(denominator)})"


def _part(count: Decimal) -> str:
    """With the decimals that it has and a plain minus, so that the parts can be typed in again."""
    decimals = max(-int(count.normalize().as_tuple().exponent), 0)
    return number(count, decimals).replace(MINUS, "-")
