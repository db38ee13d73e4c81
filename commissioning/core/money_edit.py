"""An amount that a person edits: what the new words leave standing, and the words for a new number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commissioning.core.money_format import format_in_full
from commissioning.core.money_parse import parse_money
from commissioning.core.money_value import (
    PRINTED_PREFIX,
    PRINTED_SUFFIX,
    PRINTED_WORD,
    Basis,
    Money,
    NetGross,
    Qualifier,
)


def keep_unsaid(found: Money, before: Money) -> Money:
    """Keep what the text does not say and never said: the basis of a column, but not a "p.a." now deleted."""
    said, says = parse_money(before.text), parse_money(found.text)
    kept: dict[str, Any] = {"currency": before.currency, "recurrence": before.recurrence}
    kept["extension"] = before.extension
    for fact, unsaid in (("basis", Basis.UNSTATED), ("year", ""), ("net_gross", NetGross.UNSTATED)):
        stated_before = getattr(before, fact)
        if getattr(said, fact) == getattr(says, fact) == unsaid and stated_before != unsaid:
            kept[fact] = stated_before
    return replace(found, **kept)


def words_in_full(money: Money) -> str:
    """Words for an amount that has none of its own, to the pound or penny, as a figure in full is exact: £1,200,000."""
    if money.amount is None or money.qualifier == Qualifier.NIL:
        return PRINTED_WORD[money.qualifier]
    words = PRINTED_PREFIX.get(money.qualifier, "") + format_in_full(money.amount, money.currency)
    if money.upper is not None:
        words += " to " + format_in_full(money.upper, money.currency)
    return words + PRINTED_SUFFIX.get(money.basis, "")
