"""Stated money as an OCDS Value, and values of others read back (OCDS 1.1.5, `Value`; UK extension, `amountGross`).

A Value has an amount and a currency. Ours may be approximate, open-ended, a range or unknown; an unknown amount is left
out and said in words: never "TBC" (invalid), never null (deletes on merging), and 0 only for a stated nil.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from commissioning.core.money import LARGEST_AMOUNT, Basis, Extension, Money, Qualifier, format_exactly
from procurement.ocds.schemas import codelists

PENNY: Final = Decimal("0.01")
# In whole pounds, to compare with floats, infinity and NaN included; a Decimal refuses that.
LARGEST: Final = int(LARGEST_AMOUNT)
# Tender, award and contract values cover the whole life, options included; these amounts do not, whatever their size.
NOT_WHOLE_LIFE: Final = frozenset(
    {
        Basis.PER_ANNUM,
        Basis.BUDGET_YEAR,
        Basis.PER_CHILD,
        Basis.PER_CHILD_PER_ANNUM,
        Basis.PER_CONTACT,
        Basis.PER_100_PATIENTS,
        Basis.PROJECTION,
    }
)
HOW_FIRM: Final = {Qualifier.APPROX: "approximate", Qualifier.OVER: "a minimum", Qualifier.UNDER: "a maximum"}


@dataclass(frozen=True)
class ValueOut:
    """A Value for OCDS (None: leave it out), the lower end of a range, and words for the description."""

    value: dict[str, Any] | None
    minimum: dict[str, Any] | None = None
    words: str = ""


def number_of(amount: Decimal) -> int | float:
    """An amount as a JSON number that says exactly the same. Raises ValueError where no such number exists."""
    if amount == amount.to_integral_value():
        return int(amount)
    number = float(amount)
    if Decimal(repr(number)) != amount:
        raise ValueError(f"{amount} cannot be written as a JSON number without changing it.")
    return number


def whole_life_value(net: Money | None, gross: Money | None = None) -> ValueOut:
    """The Value of a tender, award or contract: `net` without VAT becomes amount, `gross` with VAT amountGross.

    Yearly, per-head and projected money is left out and said in words, since the field stands for the whole life,
    options included. Approximate, over and under publish the number; a range gives `minimum` and the upper end.
    """
    amounts = [
        (name, money) for name, money in (("amount", net), ("amountGross", gross)) if money is not None
    ]
    words = [_words(money, name) for name, money in amounts]
    usable = [
        (name, money) for name, money in amounts if money.is_known and money.basis not in NOT_WHOLE_LIFE
    ]
    if len({money.currency for _, money in usable}) > 1:
        raise ValueError("The amounts with and without VAT are in different currencies.")
    return ValueOut(_value(usable, top=True), _minimum(usable), "; ".join(word for word in words if word))


def amount_of(money: Money | None) -> ValueOut:
    """The Value of one budget line, of any basis: its year belongs in the line's `period` (budgetBreakdown)."""
    if money is None:
        return ValueOut(None)
    known = [("amount", money)] if money.is_known else []
    return ValueOut(_value(known, top=True), words=_words(money, "amount", whole_life=False))


def budget_amount(lines: Sequence[Money]) -> ValueOut:
    """planning.budget.amount: the sum of the lines, only where every line is known and all are of one kind.

    Otherwise the field is left out and the words say why. Ranges count at their upper end, as their lines do.
    """
    if not lines:
        return ValueOut(None, words="no budget lines")
    unknown = sum(not line.is_known for line in lines)
    if unknown:
        return ValueOut(None, words=f"no total: {unknown} of {len(lines)} lines not known")
    kinds = {(line.basis, line.currency, line.year) for line in lines}
    if len(kinds) > 1:
        return ValueOut(None, words="no total: the lines cover different things or years")
    amount = sum((_top(line) for line in lines), Decimal(0))
    firm = all(line.qualifier in {Qualifier.EXACT, Qualifier.NIL} for line in lines)
    value = {"amount": number_of(amount), "currency": lines[0].currency}
    return ValueOut(value, words="" if firm else "total of lines that are not all exact")


def _value(amounts: list[tuple[str, Money]], *, top: bool) -> dict[str, Any] | None:
    if not amounts:
        return None
    value: dict[str, Any] = {name: number_of(_top(money) if top else _low(money)) for name, money in amounts}
    return {**value, "currency": amounts[0][1].currency}


def _minimum(amounts: list[tuple[str, Money]]) -> dict[str, Any] | None:
    ranges = [(name, money) for name, money in amounts if money.qualifier == Qualifier.RANGE]
    return _value(ranges, top=False)


def _low(money: Money) -> Decimal:
    return money.amount if money.amount is not None else Decimal(0)


def _top(money: Money) -> Decimal:
    return money.upper if money.upper is not None else _low(money)


def _words(money: Money, name: str, *, whole_life: bool = True) -> str:
    what = "Value with VAT" if name == "amountGross" else "Value"
    if not money.is_known:
        return f"{what} not known ({Qualifier(money.qualifier).label})"
    said: list[str] = []
    if whole_life and money.basis in NOT_WHOLE_LIFE:
        said.append(f"{Basis(money.basis).label}, not the whole-life value")
    elif money.qualifier in HOW_FIRM:
        said.append(HOW_FIRM[money.qualifier])
    elif money.qualifier == Qualifier.RANGE:
        said.append("a range")
    if whole_life and money.extension == Extension.BASE:
        said.append("base term only, options to extend not included")
    return f"{what} stated as “{money.printed}”: {', '.join(said)}" if said else ""


# --- values of others -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ValueRead:
    """A Value read from another's file: amounts in `currency`, None where not given; `words` say what was odd."""

    net: Decimal | None = None
    gross: Decimal | None = None
    currency: str = "GBP"
    words: str = ""

    def money(self) -> Money:
        """The amount without VAT as our money, over the whole life; with none given, "not stated"."""
        if self.net is None:
            return Money("", None, Qualifier.NOT_STATED, currency=self.currency, note=self.words)
        text = format_exactly(self.net, self.currency)
        basis = Basis.TOTAL_CONTRACT_VALUE
        return Money(text, self.net, Qualifier.EXACT, basis, currency=self.currency, note=self.words)


def read_value(raw: object) -> ValueRead:
    """Reads an OCDS Value that somebody else wrote; never raises.

    A zero is taken as unknown, because portals write 0 where a buyer gave no figure; the words say so. Fractions of a
    penny are rounded. An amount without a currency, or one that is no number, is unknown.
    """
    if not isinstance(raw, dict) or not raw:
        return ValueRead()
    currency = raw.get("currency")
    if not isinstance(currency, str) or currency not in codelists(())["currency.csv"]:
        return ValueRead(words="the amount has no currency that is known, so it was not taken")
    net, net_words = _read_amount(raw.get("amount"), "amount")
    gross, gross_words = _read_amount(raw.get("amountGross"), "amount with VAT")
    return ValueRead(net, gross, currency, "; ".join(words for words in (net_words, gross_words) if words))


def _read_amount(raw: object, name: str) -> tuple[Decimal | None, str]:
    if raw is None:
        return None, ""
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not -LARGEST <= raw <= LARGEST:
        return None, f"the {name} given is not an amount"
    amount = Decimal(str(raw))
    pence = amount.quantize(PENNY, rounding=ROUND_HALF_EVEN)
    if pence == 0:
        return None, f"the {name} given is 0, taken as not known"
    return pence, "" if pence == amount else f"the {name} given was rounded to the penny"
