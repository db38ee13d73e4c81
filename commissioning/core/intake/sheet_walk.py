"""The same as `sheet_scan`, found by going through a sheet element by element: slower, and right for any layout."""

import re
from typing import Final

from .archive import damaged
from .cell_sets import Runs
from .cells import Broken
from .markup import Attributes, local, walk

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_YES: Final = {"1", "true"}
_NUMERIC: Final = {"", "n"}
MOST_TOLD: Final = 1_000
LAST_ROW: Final = 1_048_576  # of the format


class Walk:
    """Places are counted as the reader of values counts them: a row or cell that does not say where it stands
    follows the one before."""

    def __init__(self, percent: frozenset[int]) -> None:
        self._percent = percent
        self.broken: dict[tuple[int, int], Broken] = {}
        self.runs = Runs()
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[str] = []
        self.formulas = self.last = self.width = 0
        self._row = 0
        self._column = -1
        self._cell: Attributes = {}
        self._seen: set[str] = set()
        self._text: dict[str, list[str]] = {}
        self._in = ""

    def go(self, sheet: bytes) -> None:
        walk(sheet, self._start, self._end, self._gather)

    def _start(self, qualified: str, attributes: Attributes) -> None:
        name = local(qualified)
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"f", "v", "is"}:
            self._seen.add(name)
            self._in = name
            self.formulas += name == "f"
        elif name == "col" and attributes.get("hidden") in _YES:
            self._hide_columns(attributes)
        elif name == "mergeCell" and len(self.merged) < MOST_TOLD:
            self.merged.append(attributes.get("ref", ""))

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        if number and not (number.isascii() and number.isdigit() and len(number) < 9):
            raise damaged()
        self._row = int(number) if number else self._row + 1
        self._column = -1
        if not 0 < self._row <= LAST_ROW:
            raise damaged()
        if attributes.get("hidden") in _YES:
            self.hidden_rows.append(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell, self._seen, self._text = attributes, set(), {}
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference and int(reference[2]) == self._row:
            self._column = _index(reference[1].upper())
        elif "r" in attributes:
            raise damaged()
        else:
            self._column += 1

    def _hide_columns(self, attributes: Attributes) -> None:
        try:
            first, last = int(attributes.get("min", "")), int(attributes.get("max", ""))
        except ValueError:
            return
        self.hidden_columns += range(first - 1, min(last, first + MOST_TOLD))

    def _gather(self, text: str) -> None:
        if self._in in {"f", "v"}:
            self._text.setdefault(self._in, []).append(text)

    def _end(self, qualified: str) -> None:
        name = local(qualified)
        if name in {"f", "v", "is"}:
            self._in = ""
        elif name == "c" and self._seen:
            self._end_cell()

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        kind = self._cell.get("t", "")
        value = "".join(self._text.get("v", ())).strip()
        self.last, self.width = max(self.last, self._row), max(self.width, self._column + 1)
        if kind == "e" and value:
            self.broken[place] = Broken("error", value[:200])
        elif "f" in self._seen and not value and not (kind == "str" and "v" in self._seen):
            self.broken[place] = Broken("formula", f"={''.join(self._text.get('f', ()))}"[:200])
        elif kind in _NUMERIC and self._cell.get("s", "").isdigit() and int(self._cell["s"]) in self._percent:
            self.runs.add(*place)


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
