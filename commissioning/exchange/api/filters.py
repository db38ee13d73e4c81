"""Filters of a table: one value against one column. They see the rows that the reader sees, and nothing behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from commissioning.core.spreadsheets import Kind, Value
from commissioning.exchange.registers.base import RegisterColumn

LONGEST_NUMBER: Final = 40
MOST_VALUES: Final = 200
ORDERED: Final = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.POUNDS, Kind.PERCENT, Kind.DATE})
YES: Final = frozenset({"true", "yes"})
NO: Final = frozenset({"false", "no"})


class UnreadFilter(ValueError):  # noqa: N818  # an answer, not a fault
    """The message says what was found and what is expected."""


@dataclass(frozen=True)
class Filter:
    """`fits` is asked about the value of the column called `name`."""

    name: str
    fits: Callable[[Value], bool]


def operators_of(kind: Kind) -> tuple[str, ...]:
    """What can stand behind a column's name, besides nothing, which asks for the very value."""
    if kind in ORDERED:
        return ("gt", "gte", "in", "isnull", "lt", "lte")
    return ("contains", "in", "isnull") if kind == Kind.TEXT else ("in", "isnull")


def read_filter(column: RegisterColumn, operator: str, values: Sequence[str]) -> Filter:
    """Raises UnreadFilter for a value that is not of the column's kind."""
    if operator == "isnull":
        empty = _yes_no(values[0])
        return Filter(column.name, lambda value: (value is None) is empty)
    if len(values) > MOST_VALUES:
        raise UnreadFilter(f"Give {MOST_VALUES} values at the most.")
    read = [_READERS[column.kind](value) for value in values]
    if operator == "in":
        wanted = frozenset(read)
        return Filter(column.name, lambda value: value is not None and _alike(value) in wanted)
    fits = _COMPARED[operator]
    return Filter(column.name, lambda value: value is not None and fits(_alike(value), read[0]))


def _alike(value: Value) -> Any:
    """Text is compared without regard to case."""
    return value.casefold() if isinstance(value, str) else value


_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "": lambda value, asked: bool(value == asked),
    "contains": lambda value, asked: asked in value,
    "gt": lambda value, asked: bool(value > asked),
    "gte": lambda value, asked: bool(value >= asked),
    "lt": lambda value, asked: bool(value < asked),
    "lte": lambda value, asked: bool(value <= asked),
}


def _text(given: str) -> str:
    if not given:
        raise UnreadFilter("Nothing is given: ask for empty cells with __isnull=true.")
    return given.casefold()


def _integer(given: str) -> int:
    number = _number(given)
    if number != number.to_integral_value():
        raise UnreadFilter(f"“{given}” is not a whole number.")
    return int(number)


def _number(given: str) -> Decimal:
    try:
        number = Decimal(given) if given.isascii() and len(given) <= LONGEST_NUMBER else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        raise UnreadFilter(f"“{given[:LONGEST_NUMBER]}” is not a number. Write it like 1250000 or 0.362.")
    return number


def _day(given: str) -> date:
    try:
        if len(given) == len("2018-12-13"):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise UnreadFilter(f"“{given[:LONGEST_NUMBER]}” is not a date. Write it like 2018-12-13.")


def _yes_no(given: str) -> bool:
    word = given.casefold()
    if word not in YES | NO:
        raise UnreadFilter(f"“{given[:LONGEST_NUMBER]}” is neither true nor false.")
    return word in YES


_READERS: Final[Mapping[Kind, Callable[[str], Any]]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.POUNDS: _number,
    Kind.PERCENT: _number,
    Kind.DATE: _day,
    Kind.YES_NO: _yes_no,
}
