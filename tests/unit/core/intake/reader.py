"""A file as it was read, in the terms of the catalogue of awkward files."""

import re

from commissioning.core.intake.cells import Broken, Cell, ReadFile, ReadSheet

ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def index_of(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_at(file: ReadFile, address: str) -> object:
    """The value at "B2" of the first sheet or "Lists!B2" of another; a broken cell as (kind, text)."""
    name, _, place = address.rpartition("!")
    sheet = next(one for one in file.sheets if name in ("", one.name))
    match = ADDRESS.fullmatch(place)
    assert match
    row = next((one for one in sheet.rows if one.number == int(match[2])), None)
    index = index_of(match[1])
    cell: Cell = row.cells[index] if row and index < len(row.cells) else None
    return (cell.kind, cell.text) if isinstance(cell, Broken) else cell


def percent_of(sheet: ReadSheet) -> set[str]:
    return {f"{chr(65 + column)}{row}" for row, column in sheet.percent}
