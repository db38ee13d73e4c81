"""How the words of a table lie in its columns: their size, where they may be divided, which rows may break."""

import re
from math import ceil
from typing import Any

from commissioning.core.charts.measure import Face, text_width
from commissioning.core.documents.parts import DataTable

MEASURE_MM = 174  # the width of the text on A4 with margins of 18 mm
POINTS = 72 / 25.4
MANY_COLUMNS = 7
USUAL, SMALL = (8.75, 5.0), (8.0, 3.5)  # letters and the space beside them, in points; small for many columns
LETTER = 0.5  # the width of an average letter, as a share of its size
WHOLE_ROW_LINES = 30  # a row of more lines may break between pages; a shorter one never does
WHOLE_TABLE_LINES = (
    20  # a table of no more lines stands on one page, lest a row be left alone under its heading
)
_PLACES_TO_BREAK = re.compile("[\\s/\u200b–—-]+")


def table_layout(table: DataTable, printed: dict[str, Any]) -> dict[str, Any]:
    """What the template needs beside the words: `printed` holds the table's JSON in letters that can be printed.

    A word is divided only in a cell that has a word wider than its column: a board reads names, not syllables.
    """
    letters, inset = SMALL if len(table.columns) >= MANY_COLUMNS else USUAL
    total = sum(column.width for column in table.columns)
    rooms = [MEASURE_MM * POINTS * column.width / total - 2 * inset for column in table.columns]
    plain, bold = Face(letters), Face(letters, bold=True)
    tall = [
        max(_lines(cell, room, letters) for cell, room in zip(row, rooms, strict=True))
        for row in printed["rows"]
    ]
    return {
        "letters": letters,
        "inset": inset,
        "columns": [
            {**column, "divide": _too_wide(column["label"], room, bold)}
            for column, room in zip(printed["columns"], rooms, strict=True)
        ],
        "rows": [
            [
                {**cell, "divide": _too_wide(f"{cell['text']} {cell['note']}", room, plain)}
                for cell, room in zip(row, rooms, strict=True)
            ]
            for row in printed["rows"]
        ],
        "breakable": [lines > WHOLE_ROW_LINES for lines in tall],
        "whole": sum(tall) <= WHOLE_TABLE_LINES,
    }


def _too_wide(text: str, room: float, face: Face) -> bool:
    return any(text_width(word, face) > room for word in _PLACES_TO_BREAK.split(text))


def _lines(cell: dict[str, str], room: float, letters: float) -> int:
    """About how many lines a cell takes."""
    per_line = max(1, room / (letters * LETTER))
    return sum(max(1, ceil(len(line) / per_line)) for line in f"{cell['text']}\n{cell['note']}".splitlines())
