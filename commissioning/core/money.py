"""Money: the one place other modules import money from."""

from commissioning.core.money_format import format_exactly, format_pounds
from commissioning.core.money_parse import parse_money, reading_labels, readings
from commissioning.core.money_total import (
    MixedBasesError,
    MixedCurrenciesError,
    MoneyTotal,
    total,
    totals_by_basis,
)
from commissioning.core.money_value import (
    LARGEST_AMOUNT,
    UNKNOWN_QUALIFIERS,
    Basis,
    Extension,
    Money,
    NetGross,
    Qualifier,
)

__all__ = [
    "LARGEST_AMOUNT",
    "UNKNOWN_QUALIFIERS",
    "Basis",
    "Extension",
    "MixedBasesError",
    "MixedCurrenciesError",
    "Money",
    "MoneyTotal",
    "NetGross",
    "Qualifier",
    "format_exactly",
    "format_pounds",
    "parse_money",
    "reading_labels",
    "readings",
    "total",
    "totals_by_basis",
]
