"""Reading an amount: the parser of papers, with what spreadsheets add (types, spaces, signs behind)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.money import LARGEST_AMOUNT, Money, Qualifier, parse_money, reading_labels, readings
from commissioning.core.money_format import format_in_full

from .cells import Cell
from .number_text import as_number, plain_number, refuse_number, significant
from .unread import Unread, ambiguous, offered, quoted, refuse_broken, words_of
from .words import Word, is_blank, refuse_look_alikes, tidy, word_of

BLANK: Final = Money("", None, Qualifier.BLANK)
UNKNOWNS: Final = ("TBC", "awaited", "not stated")
LIKE_MONEY: Final = "Write it like £1.2m, ~£13m, over £45m p.a., £10m to £12m or TBC."
SMALLEST_BARE: Final = 1000
FOREIGN: Final = re.compile(r"[€$¥]|\b(?:eur|usd|euros?|dollars?|chf|jpy)\b", re.IGNORECASE)
_SPACED: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))", re.ASCII)
_SIGN_BEHIND: Final = re.compile(r"([^-−–]*\d[\d,.]*(?: ?(?:k|m|bn))?) ?[-−–]", re.IGNORECASE)
_POINTS: Final = re.compile(r"(£? ?-?)(\d{1,3}(?:\.\d{3})+)(?:,(\d\d?))?", re.ASCII)


def read_money(cell: Cell, *, pounds: bool = False) -> Money:
    """An amount with its words. A blank is one that was left blank; it is never nought.

    `pounds`: the column's heading says that its bare numbers are pounds. Without it, "0.87" and 20 are refused with
    their readings, as the next column may be in millions.
    """
    refuse_broken(cell)
    if is_blank(cell):
        return BLANK
    if isinstance(cell, bool | date):
        raise Unread(f"{quoted(cell)} is not an amount.", LIKE_MONEY)
    if not isinstance(cell, str):
        return _of_number(cell, significant(as_number(cell)), pounds)
    refuse_look_alikes(cell)
    text = tidy(cell)
    if len(text) > TEXT_LENGTH:
        raise Unread(
            f"{quoted(cell)} is too long for an amount.", "Give only the amount here, and the rest in a note."
        )
    bare = plain_number(text) if pounds else None
    return _of_text(cell, text) if bare is None else _of_number(cell, bare, pounds)


def _of_number(cell: Cell, number: Decimal, pounds: bool) -> Money:
    if not number.is_finite() or abs(number) > LARGEST_AMOUNT:
        raise Unread(f"{quoted(cell)} has too many digits for an amount.", LIKE_MONEY)
    if number != round(number, 2):
        pence = format_in_full(round(number, 2))
        if abs(number) < SMALLEST_BARE and not pounds:
            raise ambiguous(cell, (pence, *offers(words_of(number))))
        raise offered(f"{quoted(cell)} is not a whole number of pence.", pence)
    if not pounds and number and abs(number) < SMALLEST_BARE:
        raise ambiguous(cell, offers(words_of(number)))
    return exactly(number)


def offers(text: str) -> tuple[str, ...]:
    """What unreadable text may stand for, each in words that are read once they are written."""
    found: dict[str, None] = {}
    for label, money in zip(reading_labels(text), readings(text), strict=True):
        if money.amount is not None:
            read = parse_money(label)
            found[label if read.amount == money.amount else format_in_full(money.amount)] = None
    return tuple(found)


def exactly(amount: Decimal) -> Money:
    """An amount of which only the number is known, with words in full: £1,200,000. Nought that was written is nil."""
    text = format_in_full(amount)
    if not amount:
        return Money(text, Decimal(0), Qualifier.NIL)
    return Money(text, amount, Qualifier.EXACT)


def _of_text(cell: str, text: str) -> Money:
    if FOREIGN.search(text):
        raise Unread(f"{quoted(cell)} is in another currency; amounts here are in pounds.", LIKE_MONEY)
    if word_of(text) in (Word.NOT_APPLICABLE, Word.HELD_BACK):
        raise Unread(
            f"{quoted(cell)} is not something that an amount can say.",
            "Write TBC, awaited or not stated, or nil where there is none, and the rest into a note.",
            (*UNKNOWNS, "nil"),
        )
    for spelling in dict.fromkeys((text, _respelt(text))):
        money = parse_money(spelling)
        if money.qualifier != Qualifier.UNREADABLE:
            return money
    raise _refused(cell, text)


def _respelt(text: str) -> str:
    """As our parser spells it: commas for spaces between thousands, the sign in front."""
    commas = _SPACED.sub(",", text)
    behind = _SIGN_BEHIND.fullmatch(commas)
    return f"-{behind[1].strip()}" if behind else commas


def _refused(cell: str, text: str) -> Unread:
    points = _POINTS.fullmatch(text)
    if points and (points[3] or points[2].count(".") > 1):
        decimals = f".{points[3]:0<2}" if points[3] else ""
        return offered(
            f"{quoted(cell)} does not part thousands with commas and decimals with a point.",
            f"£{int(points[2].replace('.', '')):,}{decimals}",
        )
    meant = offers(text)
    if points:
        meant = (f"£{int(points[2].replace('.', '')):,}", *meant)
    if meant:
        return ambiguous(cell, tuple(dict.fromkeys(meant)))
    refused = refuse_number(cell, "an amount")
    may_be = refused.readings and all(parse_money(reading).is_known for reading in refused.readings)
    return refused if may_be else Unread(f"{quoted(cell)} is not an amount.", LIKE_MONEY)
