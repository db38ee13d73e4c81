"""Amounts in words: as printed, by basis, and never a nought for what nobody knows."""

from collections.abc import Sequence

from commissioning.core.money import Money
from procurement.selectors.lines import LineRow
from procurement.selectors.money import lines_by_basis


def amount_words(money: Money) -> str:
    """As printed; what is not known by the word for it."""
    return money.printed or str(money.qualifier.label)


def known_words(lines: Sequence[LineRow]) -> str:
    """What is known of the lines: "£20.95m", or each basis by itself, because they are not one figure."""
    groups = lines_by_basis(lines)
    if not groups:
        return "no lines"
    if len(groups) == 1:
        return groups[0].total.amount_printed
    return "; ".join(f"{group.label} {group.total.amount_printed}" for group in groups)
