"""How amounts are printed, and how finely a printed figure was rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MILLION: Final = Decimal(1_000_000)
BILLION: Final = Decimal(1_000_000_000)
SMALLEST_IN_MILLIONS: Final = Decimal(100_000)
MINUS: Final = "\N{MINUS SIGN}"
UNIT_MULTIPLIERS: Final = {
    "k": Decimal(1000),
    "thousand": Decimal(1000),
    "m": MILLION,
    "mn": MILLION,
    "million": MILLION,
    "bn": BILLION,
    "billion": BILLION,
}
UNIT_PATTERN: Final = r"thousand|million|billion|mn|bn|k|m"
FIGURE: Final = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?:(?P<unit>{UNIT_PATTERN})\b)?",
    re.IGNORECASE,
)
POWERS_OF_TEN: Final = tuple(Decimal(10) ** power for power in range(-9, 10))


def format_pounds(amount: Decimal | None) -> str:
    """An amount for people: from £0.1m upwards in millions to two decimals, below that in pounds with
    thousands.

    £1bn and above is printed in billions, as "£4,500.00m" is easily misread. None prints "not known", never
    £0.
    """
    if amount is None:
        return "not known"
    sign = MINUS if amount < 0 else ""
    size = abs(amount)
    if size >= SMALLEST_IN_MILLIONS:
        millions = _two_decimals(size / MILLION)
        if millions < 1000:
            return f"{sign}£{millions}m"
        return f"{sign}£{_two_decimals(size / BILLION):,}bn"
    return _in_full(size, sign, "£")


def format_exactly(amount: Decimal, currency: str = "GBP") -> str:
    """An amount as `format_pounds` prints it where that loses nothing, else in full to the pound or penny."""
    sign = MINUS if amount < 0 else ""
    size = abs(amount)
    if currency != "GBP":
        return _in_full(size, sign, f"{currency} ")
    if SMALLEST_IN_MILLIONS <= size < BILLION and size % 10_000 == 0:
        return format_pounds(amount)
    return _in_full(size, sign, "£")


def format_in_full(amount: Decimal, currency: str = "GBP") -> str:
    """An amount to the pound or penny, whatever its size: £1,200,000."""
    symbol = "£" if currency == "GBP" else f"{currency} "
    return _in_full(abs(amount), MINUS if amount < 0 else "", symbol)


def _in_full(size: Decimal, sign: str, symbol: str) -> str:
    whole = size == size.to_integral_value()
    return f"{sign}{symbol}{size:,.0f}" if whole else f"{sign}{symbol}{_two_decimals(size):,}"


def _two_decimals(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def step_of_last_digit(text: str, amount: Decimal) -> Decimal:
    """The worth in pounds of the last digit printed for `amount` in `text`; 0 when the figure is not found
    there.

    "~£20.5m" → 100,000; "£685,000" → 1; "0.87" recorded as £870,000 → 10,000, as the missing unit is then
    known.
    """
    figures = list(_figures(text))
    for value, step in figures:
        if value == abs(amount):
            return step
    for value, step in figures:
        if value and abs(amount) / value in POWERS_OF_TEN:
            return step * abs(amount) / value
    return Decimal(0)


def _figures(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    for found in FIGURE.finditer(text):
        number = found["number"].replace(",", "")
        multiplier = UNIT_MULTIPLIERS[found["unit"].lower()] if found["unit"] else Decimal(1)
        decimals = len(number.partition(".")[2])
        yield Decimal(number) * multiplier, multiplier / 10**decimals
