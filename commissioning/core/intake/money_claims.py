"""What each cell of an amount's columns claims by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.money import UNKNOWN_QUALIFIERS, Basis, Money, Qualifier, parse_money, readings

from .cells import Cell
from .groups_base import Row
from .number_text import plain_number
from .unread import Unread, ambiguous, number_words, quoted, words_of
from .values_dates import read_financial_year
from .values_money import FOREIGN, SMALLEST_BARE, offers, read_money
from .values_text import read_choice
from .words import is_blank, tidy

AMOUNT, WORDS, MARKER, UPPER, QUALIFIER, BASIS, YEAR = PARTS = (
    "amount",
    "words",
    "marker",
    "upper",
    "qualifier",
    "basis",
    "year",
)
# Amounts for one child or one contact are small; anything else below £1,000 may have been meant in millions.
SMALL: Final = frozenset(
    {Basis.PER_CHILD, Basis.PER_CHILD_PER_ANNUM, Basis.PER_CONTACT, Basis.PER_100_PATIENTS}
)


def is_number(cell: Cell) -> bool:
    """Whether a cell of the amount's column is a bare number: nothing in it says more than the number."""
    return (
        plain_number(cell) is not None
        if isinstance(cell, str)
        else cell is not None and not isinstance(cell, bool)
    )


def number_of(row: Row, part: str) -> Decimal | None:
    """The number newly in the amount's or the upper end's column, in pounds; None where it has none.

    A small bare number is refused with both readings, unless the amount is for one child or one contact, was as small
    before, or has words beside it that settle it.
    """
    cell = row.news(part)
    if cell is None:
        return None
    try:
        money = read_money(cell, pounds=True)
    except Unread as unread:
        raise unread.at(row.headings[part]) from None
    if money.amount is None or money.upper is not None:
        raise Unread(f"{quoted(cell)} is not one amount.", "Write a number here.", (), row.headings[part])
    return money.amount


def check_size(row: Row, number: Decimal, before: Money | None, basis: Basis) -> None:
    """Raises Unread for a small number with nothing beside it to say that it is in pounds."""
    amount_before = abs((before.amount if before is not None else None) or Decimal(0))
    small_before = 0 < amount_before < SMALLEST_BARE
    if not number or abs(number) >= SMALLEST_BARE or basis in SMALL or small_before:
        return
    cell = row.news(AMOUNT)
    raise ambiguous(cell, offers(tidy(cell) if isinstance(cell, str) else number_words(number))).at(
        row.headings[AMOUNT]
    )


def stated_by(
    row: Row, part: str, number: Decimal | None, upper: Decimal | None, firm: Qualifier | None
) -> Money:
    """What the words in a cell state. Words that cannot be read alone are settled by what stands beside them.

    That is the number, where it is one of the words' readings, or a marker that says why there is none.
    """
    cell = row.news(part)
    try:
        return read_money(cell)
    except Unread as unread:
        settled = _settled(tidy(words_of(cell)), number, upper, firm)
        if settled is None:
            raise unread.at(row.headings[part]) from None
        return settled


def _settled(
    text: str, number: Decimal | None, upper: Decimal | None, firm: Qualifier | None
) -> Money | None:
    if len(text) > TEXT_LENGTH or FOREIGN.search(text) or re.search(r"\b[A-Z]{3} ?\d", text):
        return None
    if number is None and upper is None:
        unread = Money(text, None, Qualifier.UNREADABLE)
        return replace(unread, qualifier=firm) if firm is not None and firm in UNKNOWN_QUALIFIERS else None
    chosen = next((each for each in readings(text) if each.amount == number), None)
    if chosen is not None and chosen.qualifier != Qualifier.UNREADABLE and upper is None:
        return chosen
    if number is not None and upper is None and not re.search(r"\d", text):
        found = parse_money(text)
        if found.qualifier == Qualifier.UNREADABLE and firm not in UNKNOWN_QUALIFIERS:
            return replace(
                found, amount=number, qualifier=Qualifier.EXACT, note="amount given beside the words"
            )
    return None


def firmness_of(cell: Cell, heading: str = "", *, unknown: bool = False) -> Qualifier | None:
    """A qualifier by its label, its code or as a marker ("[tbc]"); with `unknown`, only one that says why not."""
    if is_blank(cell):
        return None
    known = [each for each in Qualifier if each in UNKNOWN_QUALIFIERS or not unknown]
    try:
        code = read_choice(
            cell, [(each.value, f"[{each.label.lower()}]" if unknown else each.label) for each in known]
        )
    except Unread as unread:
        raise unread.at(heading) from None
    return None if code is None else Qualifier(code)


def basis_of(cell: Cell, heading: str = "") -> Basis:
    if is_blank(cell):
        return Basis.UNSTATED
    try:
        return Basis(read_choice(cell, Basis.choices) or Basis.UNSTATED)
    except Unread as unread:
        raise unread.at(heading) from None


def year_of(row: Row) -> str:
    try:
        return read_financial_year(row.news(YEAR)) or ""
    except Unread as unread:
        raise unread.at(row.headings[YEAR]) from None
