"""A table to take away, declared once: its columns with their meaning, and its rows as typed values.

`workbook.py` and `csv.py` write the same declaration, so that a column cannot mean one thing in one and another thing
in the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final, Protocol

Value = str | int | Decimal | date | bool | None
Row = Sequence[Value]


class Kind(StrEnum):
    """What a column holds. An empty cell is allowed in every one, and never means nought."""

    TEXT = "text"
    INTEGER = "whole number"
    NUMBER = "number"  # with as many decimals as it has, in the unit that stands beside it
    POUNDS = "pounds"
    PERCENT = "percentage"  # as a fraction: 0.3629 is 36.29 %
    DATE = "date"
    YES_NO = "yes or no"


_TYPES: Final[Mapping[Kind, type]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: Decimal,
    Kind.POUNDS: Decimal,
    Kind.PERCENT: Decimal,
    Kind.DATE: date,
    Kind.YES_NO: bool,
}


@dataclass(frozen=True)
class SheetColumn:
    """`heading` is plain and unique in its table; `meaning` goes into the data dictionary."""

    heading: str
    meaning: str
    kind: Kind = Kind.TEXT
    width: int = 0

    def accepts(self, value: Value) -> bool:
        """True for an empty cell or a value of exactly the column's type: no number as text, no moment as a day."""
        if value is None:
            return True
        if isinstance(value, bool):
            return self.kind == Kind.YES_NO
        return isinstance(value, _TYPES[self.kind]) and not isinstance(value, datetime)


class Rows(Sized, Iterable[Row], Protocol):
    """What a table's rows may be: walked as often as asked, each time the same, and counted."""


class Streamed:
    """Rows made anew on each walk and never held together: for tables too long for memory.

    Their types are looked at while they are written, not beforehand. `count` is asked once, if at all; it may leave out
    rows that only the walk comes by, so it tells how long a table is and nothing finer.
    """

    def __init__(self, make: Callable[[], Iterable[Row]], count: Callable[[], int]) -> None:
        self._make, self._count = make, count

    def __iter__(self) -> Iterator[Row]:
        return iter(self._make())

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return self._count()

    def each(self, change: Callable[[Row], Row]) -> "Streamed":
        """The same rows, each changed on its way."""
        return Streamed(lambda: map(change, self._make()), self._count)


@dataclass(frozen=True)
class SheetTable:
    """`name` is the file name of the CSV, `title` the name of the sheet, `about` says what one row is.

    Raises ValueError when two headings are the same or a row does not have one value for each column, TypeError
    when a value is not of its column's kind; of `Streamed` rows when they are written.
    """

    name: str
    title: str
    about: str
    columns: Sequence[SheetColumn]
    rows: Rows

    def __post_init__(self) -> None:
        headings = [column.heading.casefold() for column in self.columns]
        if len(set(headings)) != len(headings):
            raise ValueError(f"Table {self.name}: two columns have the same heading.")
        if not isinstance(self.rows, Streamed):
            self._check_all(self.rows)

    def _check_all(self, rows: Iterable[Row]) -> None:
        """Rows whose values are of the same types in the same places stand or fall together."""
        sound = set()
        for row in rows:
            types = tuple(map(type, row))
            if types not in sound:
                self.check(row)
                sound.add(types)

    def check(self, row: Row) -> None:
        """Raises as the table itself does."""
        if len(row) != len(self.columns):
            raise ValueError(
                f"Table {self.name}: every row needs {len(self.columns)} values, not {len(row)}."
            )
        for column, value in zip(self.columns, row, strict=True):
            if not column.accepts(value):
                raise TypeError(f"Table {self.name}, {column.heading}: {value!r} is not a {column.kind}.")
