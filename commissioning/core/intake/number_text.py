"""One number in text as people and programs write it, and, where it is none, what it may have been meant for."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from .cells import Cell
from .unread import Unread, ambiguous, number_words, offered, quoted
from .words import refuse_look_alikes, tidy

LONGEST_NUMBER: Final = 60
_BODY: Final = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER: Final = re.compile(rf"(\()? ?([-−–+])? ?({_BODY}) ?([-−–])? ?(\))?", re.ASCII)
_SHORTENED: Final = re.compile(r"[-+]?\d+(?:\.\d+)?e[-+]?\d{1,2}", re.IGNORECASE | re.ASCII)
_NOT_FINITE: Final = re.compile(r"[-+]?(?:nan|inf|infinity|#num!|#div/0!)", re.IGNORECASE)
_POINTS_AND_COMMA: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_ONE_COMMA: Final = re.compile(r"-?\d+,\d+", re.ASCII)
_SCALED: Final = re.compile(
    r"[£]?(-?[\d,]*\.?\d+) ?(k|m|bn|thousand|million|billion)", re.IGNORECASE | re.ASCII
)
_SCALES: Final = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_HEDGED: Final = re.compile(
    r"(?:[<>≤≥~≈]|c\.|circa|about|around|over|under|up to|approx\S*).*\d.*|.*\d\+", re.IGNORECASE
)


def plain_number(text: str) -> Decimal | None:
    """The number that the whole text is, or None: 1,234.5, 1 234, (1,234), -5, 5-, +5, .5. One sign at most.

    The comma parts thousands and the point decimals, as in the United Kingdom; "1,2,34" and "1,23" are no numbers.
    """
    text = tidy(text)
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if found is None:
        return None
    opened, sign, body, after, closed = found.groups()
    if bool(opened) != bool(closed) or sum(map(bool, (opened, sign, after))) > 1:
        return None
    value = Decimal(body.replace(",", "").replace(" ", ""))
    negative = bool(opened or after or (sign and sign != "+"))
    return -value if negative and value else value


def refuse_number(cell: str, takes: str) -> Unread:
    """Why text that is no plain number is not taken for `takes` ("a whole number"), with its likely readings."""
    refuse_look_alikes(cell)
    text = tidy(cell)
    if len(text) <= LONGEST_NUMBER:
        for reason in _REASONS:
            refused = reason(cell, text, takes)
            if refused is not None:
                return refused
    return Unread(f"{quoted(cell)} is not {takes}.", "Write digits only, like 1234 or 1,234.")


def _not_finite(cell: Cell, text: str, takes: str) -> Unread | None:
    if not _NOT_FINITE.fullmatch(text):
        return None
    return Unread(f"{quoted(cell)} stands for no number.", f"Write {takes}, or leave the cell empty.")


def _shortened(cell: Cell, text: str, _takes: str) -> Unread | None:
    if not _SHORTENED.fullmatch(text):
        return None
    try:
        full = f"{Decimal(text.replace(' ', '')):,f}"
    except InvalidOperation:  # pragma: no cover - the pattern lets no such text through
        return None
    return offered(f"{quoted(cell)} is a number that was shortened, and may have lost digits.", full)


def _decimal_comma(cell: Cell, text: str, _takes: str) -> Unread | None:
    """Points for thousands, or a comma for the point: what it would be is offered, in our own spelling."""
    wrong = f"{quoted(cell)} does not part thousands with commas and decimals with a point."
    if _POINTS_AND_COMMA.fullmatch(text):
        return offered(wrong, grouped(Decimal(text.replace(".", "").replace(",", "."))))
    if _ONE_COMMA.fullmatch(text):
        decimal, whole = Decimal(text.replace(",", ".")), Decimal(text.replace(",", ""))
        return ambiguous(cell, (number_words(decimal), grouped(whole)))
    if re.fullmatch(r"-?[\d,]+(?:\.\d+)?", text, re.ASCII) and re.search(r"\d", text):
        return offered(
            f"{quoted(cell)} has commas where none part thousands.", grouped(Decimal(text.replace(",", "")))
        )
    return None


def _percent(cell: Cell, text: str, takes: str) -> Unread | None:
    value = plain_number(text.removesuffix("%")) if text.endswith("%") else None
    if value is None:
        return None
    readings = (number_words(value), number_words(value / 100))
    return Unread(
        f"{quoted(cell)} is a percentage; this column takes {takes}.",
        f"Write {readings[0]} or {readings[1]}.",
        readings,
    )


def _pounds(cell: Cell, text: str, takes: str) -> Unread | None:
    scaled = _SCALED.fullmatch(text)
    if scaled:
        number = plain_number(scaled[1])
        if number is None:
            return None
        full = number.scaleb(_SCALES[scaled[2].lower()])
        return offered(f"{quoted(cell)} is shortened; this column takes {takes}.", f"{full:,f}")
    value = plain_number(text.replace("£", "", 1)) if "£" in text else None
    return (
        None
        if value is None
        else offered(f"{quoted(cell)} is an amount; this column takes {takes}.", grouped(value))
    )


def _hedged(cell: Cell, text: str, takes: str) -> Unread | None:
    if not _HEDGED.fullmatch(text):
        return None
    return Unread(
        f"{quoted(cell)} says more than a number; this column takes {takes}.",
        "Put the number here, and words such as about, over or under into the qualifier's column.",
    )


def _letters(cell: Cell, text: str, _takes: str) -> Unread | None:
    """ "1O0" and "l5": letters typed for digits."""
    if not (re.search(r"\d", text) and re.fullmatch(r"[\dOoIl.,]+", text, re.ASCII)):
        return None
    plain = text.translate(str.maketrans("OoIl", "0011"))
    return None if plain == text else offered(f"{quoted(cell)} holds letters among its digits.", plain)


_REASONS: Final[tuple[Callable[[Cell, str, str], Unread | None], ...]] = (
    _not_finite,
    _shortened,
    _decimal_comma,
    _percent,
    _pounds,
    _hedged,
    _letters,
)


def grouped(value: Decimal) -> str:
    """With commas between thousands, as we write it."""
    whole, point, decimals = number_words(value).partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole not in ("-0", "-", "") else f"{whole}{point}{decimals}"


def significant(number: Decimal) -> Decimal:
    """A number out of a workbook as a spreadsheet shows it: to 15 digits, which is all that it holds for sure."""
    digits = number.as_tuple()
    if not number.is_finite() or len(digits.digits) <= 15:
        return number
    return round(number, 14 - number.adjusted())


def as_number(cell: Cell) -> Decimal:
    """A cell that is no text as a number; what cannot be one is not a number at all."""
    return Decimal(cell) if isinstance(cell, int | Decimal) else Decimal("NaN")


def whole(cell: Cell) -> int | None:
    """The whole number that a cell holds, or None: for text, yes or no, fractions and what is beyond counting."""
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return None
    number = Decimal(cell)
    if not number.is_finite() or number.adjusted() > LONGEST_NUMBER or number != int(number):
        return None
    return int(number)
