"""Reading numbers: whole ones, ones with decimals, and percentages as fractions of one."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from .cells import Cell
from .number_text import as_number, grouped, plain_number, refuse_number, significant
from .unread import Unread, ambiguous, either, number_words, offered, quoted, refuse_broken, words_of
from .words import is_blank, refuse_look_alikes, refuse_word, tidy

LEAST: Final = -2_147_483_648
MOST: Final = 2_147_483_647
MOST_DIGITS: Final = 40
PERCENT_WORDS: Final = ("per cent", "percent", "pct", "%")


def read_integer(cell: Cell, *, least: int = LEAST, most: int = MOST, goes: str = "") -> int | None:
    """A whole number, or None for a blank. `goes` says where a word such as TBC belongs."""
    number = _number(cell, "whole numbers", "a whole number", goes)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise _not_whole(cell, number)
    if not least <= number <= most:
        raise Unread(
            f"{quoted(cell)} is out of range.", f"This column takes whole numbers from {least:,} to {most:,}."
        )
    return int(number)


def read_number(
    cell: Cell, *, digits: int = 18, places: int = 6, decimal_comma: bool = False, goes: str = ""
) -> Decimal | None:
    """A number with at most `digits` digits, `places` of them decimals; None for a blank.

    A point parts decimals, as in the United Kingdom. With `decimal_comma` the file comes from where a comma does, so
    that "1.234" and "1,234" are refused with both readings.
    """
    if decimal_comma and isinstance(cell, str):
        _refuse_either_way(cell)
    number = _number(cell, "numbers", "a number", goes)
    return None if number is None else fitting(cell, number, digits, places)


def read_percent(
    cell: Cell,
    formatted: bool = False,
    *,
    fractions: bool = False,
    places: int = 6,
    goes: str = "",
) -> Decimal | None:
    """A percentage as a fraction of one: "15%", or 0.15 where the cell is `formatted` as a percentage.

    A bare number is refused with both readings. Where the column holds `fractions`, as our own exports do, up to 1 is
    one. Nought is nought either way.
    """
    if isinstance(cell, str) and (stated := _stated_percent(cell)) is not None:
        return fitting(cell, stated / 100, 18, places)
    number = _number(cell, "percentages", "a percentage", goes, none="0%")
    if number is None:
        return None
    as_fraction = (formatted and not isinstance(cell, str)) or number == 0 or (fractions and abs(number) <= 1)
    if not as_fraction:
        raise ambiguous(cell, (f"{number_words(number)}%", f"{number_words(number * 100)}%"))
    return fitting(cell, number, 18, places)


def _stated_percent(cell: str) -> Decimal | None:
    refuse_look_alikes(cell)
    text = tidy(cell).lower()
    ending = next((word for word in PERCENT_WORDS if text.endswith(word)), None)
    inner = text[1:-1] if text.startswith("(") and text.endswith("%)") else None
    if inner is not None:
        value = plain_number(inner.removesuffix("%"))
        return None if value is None else -value
    return plain_number(text.removesuffix(ending)) if ending else None


def _number(cell: Cell, many: str, one: str, goes: str, none: str = "0") -> Decimal | None:
    """Any number that a cell holds for sure. Text is read as it stands, a workbook's number to 15 digits."""
    refuse_broken(cell)
    if is_blank(cell):
        return None
    refuse_word(cell, many, goes=goes, none=none)
    if isinstance(cell, bool):
        raise Unread(f"{quoted(cell)} is yes or no; this column takes {many} only.", "Write digits.")
    if isinstance(cell, date):
        raise Unread(
            f"The spreadsheet holds the date {words_of(cell)} where this column takes {many} only.",
            "Format the cell as a number, then type it again.",
        )
    if isinstance(cell, str):
        number = plain_number(cell)
        if number is None or not tidy(cell).isascii():
            refuse_look_alikes(cell)
        if number is None:
            raise refuse_number(cell, one)
        return number
    number = significant(as_number(cell))
    if not number.is_finite():
        raise Unread(f"{quoted(cell)} stands for no number.", f"Write {one}, or leave the cell empty.")
    if number and not -MOST_DIGITS < number.adjusted() < MOST_DIGITS:
        raise Unread(f"{quoted(cell)} has too many digits.", f"Write {one} with fewer.")
    return number


def fitting(cell: Cell, number: Decimal, digits: int, places: int) -> Decimal:
    """The number as the field holds it. Raises Unread where it has more digits than the field, rather than round it."""
    decimals = max(0, -int(number.normalize().as_tuple().exponent)) if number else 0
    if decimals > places:
        rounded = number_words(round(number, places))
        what = f"{decimals} decimals; this column takes {places or 'none'}"
        raise offered(f"{quoted(cell)} has {what}.", rounded)
    if number.adjusted() + 1 > digits - places:
        raise Unread(
            f"{quoted(cell)} has too many digits.",
            f"This column takes at most {digits - places} before the point.",
        )
    return number.normalize() if number != number.to_integral_value() else number.quantize(Decimal(1))


def _not_whole(cell: Cell, number: Decimal) -> Unread:
    text = tidy(cell) if isinstance(cell, str) else ""
    if len(text.partition(".")[2]) == 3 and text.replace(".", "").isdecimal():
        return offered(f"{quoted(cell)} is not a whole number.", grouped(Decimal(text.replace(".", ""))))
    below = int(number.to_integral_value(ROUND_FLOOR))
    readings = [f"{below:,}", f"{below + 1:,}"]
    return Unread(
        f"{quoted(cell)} is not a whole number.", f"Write one, such as {either(readings)}.", readings
    )


def _refuse_either_way(cell: str) -> None:
    """ "1.234" and "1,234", where the file itself may mean either by its points and commas."""
    text = tidy(cell)
    parts = text.replace(",", ".").lstrip("-").split(".")
    if len(parts) == 2 and len(parts[1]) == 3 and 1 <= len(parts[0]) <= 3 and "".join(parts).isdecimal():
        sign = "-" if text.startswith("-") else ""
        raise ambiguous(cell, (f"{sign}{parts[0]}.{parts[1]}", f"{sign}{grouped(Decimal(''.join(parts)))}"))
