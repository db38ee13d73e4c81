"""What an awkward file is: its bytes, what is awkward about it, and what has to come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Cells = Mapping[str, object]  # by address: "A1", or "Sheet!A1" on another sheet than the first


@dataclass(frozen=True)
class Refused:
    """The file is not read; the exact words."""

    message: str
    cure: str


@dataclass(frozen=True)
class Read:
    """The file is read: these cells hold exactly these values, and all that is told of it is here, in order.

    `rows` are the numbers of all rows of the first sheet, where that is the point.
    """

    cells: Cells
    told: tuple[str, ...] = ()
    sheet_told: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    percent: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class Awkward:
    """`level` "file": the reader alone decides. "row": it is read, and what a register makes of a row is the point:
    `verdict` says what, and `at` which cells ("" for the row as a whole)."""

    name: str
    filename: str
    about: str
    make: Callable[[], bytes]
    expect: Read | Refused
    level: Literal["file", "row"] = "file"
    verdict: Literal["", "refused", "accepted", "told", "unchanged"] = ""
    at: tuple[str, ...] = field(default=())

    @cached_property
    def content(self) -> bytes:
        """The same bytes each time."""
        return self.make()

    def __str__(self) -> str:
        return self.name
