"""What a file that people hand in holds, once it is read: cells with their types, where each stands, and what to tell.

Nothing here imports Django: the process that reads a file is started for it alone and has to be quick.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds no value though it is not empty: never to be taken for a blank.

    "error": an error such as #N/A. "formula": a formula that was never worked out. "bytes": letters that were lost or
    can be no text. `text` is what stands in the cell.
    """

    kind: Literal["error", "formula", "bytes"]
    text: str


# A number is an int where it is whole, otherwise the Decimal of its shortest spelling; a moment at midnight is a date.
Cell = str | int | Decimal | date | datetime | bool | Broken | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`number` is what the spreadsheet shows on its left; of a CSV, records are counted, the first is 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ReadSheet:
    """Every row that is not wholly blank, titles and headings included; all rows are equally wide, from column A.

    `rows` can be gone through any number of times; of a long file it keeps the rows packed and unpacks them on the way.
    `percent` has (row number, index of the column) of each cell that is shown as a percentage.
    `told` is what a person should know of how the sheet was read, as sentences.
    """

    name: str
    hidden: bool
    rows: Sequence[ReadRow]
    percent: Set[tuple[int, int]] = frozenset()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """`kind` is "xlsx" or "csv"; `encoding` and `separator` are words for people, empty for a workbook."""

    kind: str
    sheets: tuple[ReadSheet, ...]
    told: tuple[str, ...]
    sha256: str
    encoding: str = ""
    separator: str = ""


class FileRefused(Exception):  # noqa: N818 - the name says what happened to the file
    """A file that is not read: what is wrong with it, and what the person can do, both in plain words."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(f"{message} {cure}".strip())
        self.message = message
        self.cure = cure
