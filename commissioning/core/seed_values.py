"""Turning the money and date objects of the seed files into value objects, exactly as extracted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import Basis, Money, Qualifier

# The seed names the year inside the basis; here basis and year are two facts.
SEED_BASES: Final = {
    "budget_2020_21": (Basis.BUDGET_YEAR, "2020/21"),
    "five_year_projection": (Basis.PROJECTION, ""),
}


def money_from_seed(seed: Mapping[str, Any]) -> Money:
    """Money from a seed object with text, amount, qualifier and basis, and perhaps currency, upper, tbc and
    note.

    The extractor's amount stands, even where the text alone would be ambiguous ("0.87" recorded as £870,000).
    Raises ValueError when qualifier, amount and the TBC flag contradict one another, KeyError when one is
    missing.
    """
    qualifier = Qualifier(seed["qualifier"])
    if "tbc" in seed and seed["tbc"] != (qualifier == Qualifier.TBC):
        raise ValueError(f"Seed money {seed!r}: the TBC flag contradicts the qualifier.")
    basis, year = SEED_BASES.get(seed["basis"]) or (Basis(seed["basis"]), "")
    return Money(
        text=seed["text"] or "",
        amount=_decimal(seed["amount"]),
        upper=_decimal(seed.get("upper")),
        qualifier=qualifier,
        basis=basis,
        year=year,
        currency=seed.get("currency", "GBP"),
        note=seed.get("note") or "",
    )


def fuzzy_date_from_seed(seed: Mapping[str, Any] | None) -> FuzzyDate:
    """A stated date from a seed object with text, start, end, precision and status; None is a date not stated
    (blank).

    Raises ValueError when bounds and precision contradict each other, KeyError when one is missing.
    """
    if seed is None:
        return FuzzyDate(text="", start=None, end=None, precision=Precision.NONE, status=DateStatus.BLANK)
    return FuzzyDate(
        text=seed["text"] or "",
        start=_day(seed["start"]),
        end=_day(seed["end"]),
        precision=Precision(seed["precision"]),
        status=DateStatus(seed["status"]),
        year_inferred=bool(seed.get("year_inferred", False)),
        recurrence=seed.get("recurrence") or "",
        note=seed.get("note") or "",
    )


def _decimal(value: int | float | None) -> Decimal | None:
    # Through str, because 19.2 as a float is not nineteen pounds twenty.
    return None if value is None else Decimal(str(value))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
