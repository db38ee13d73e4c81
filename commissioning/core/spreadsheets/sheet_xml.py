"""The part of an .xlsx that holds one table: written row by row as XML, for nothing else is as quick or as small.

A spreadsheet library makes an object of every cell. Here each column has a function that turns a value into the end of
its cell, and rows whose values are of the same types in the same places share one plan. Everything else of the file
(styles, cover, properties) is openpyxl's: see `workbook.py` and docs/decisions/0030.

Texts stand in the cells themselves, so that no list of them grows with the table, and never as formulas.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from .escape import LONGEST_CELL, is_formula_like, printable
from .looks import DATE_FORMAT, INTEGER_FORMAT, QUOTED, Looks, decimal_formats, is_whole
from .table import Kind, Row, SheetColumn, SheetTable, Value

HEADER_ROW: Final = 3
LAST_ROW: Final = 1_048_576  # of Excel's sheets
FIRST_EXCEL_DAY: Final = date(1900, 3, 1)  # before that Excel's calendar is a day out
EXCEL_DAY_NOUGHT: Final = date(1899, 12, 30)
NOTHING: Final = "Nothing is recorded here."
WIDTHS: Final = {
    Kind.TEXT: 22,
    Kind.INTEGER: 10,
    Kind.NUMBER: 14,
    Kind.POUNDS: 16,
    Kind.PERCENT: 12,
    Kind.DATE: 14,
    Kind.YES_NO: 10,
}
LONGEST_WIDTH: Final = 60
ROWS_AT_ONCE: Final = 500
MOST_REMEMBERED: Final = 4_096  # values of one column, and plans of one table: memory that does not grow
# What ends a text's quick way: the characters of XML, a blank at the end, and what looks like Excel's own escape.
_TAKES_CARE: Final = re.compile(r"[&<>]|_x[0-9A-Fa-f]{4}_| $")
_EXCELS_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Ending = Callable[[Any], str]
Plan = tuple[list[str], list[tuple[int, Ending]]]


class TooManyRowsError(ValueError):
    """More rows than a sheet can hold. Nobody would notice the missing ones, so no file is made."""

    def __init__(self, title: str) -> None:
        room = LAST_ROW - HEADER_ROW
        super().__init__(
            f"{title} has more than {room:,} rows, which no sheet can hold. Take the CSV instead."
        )


def write_sheet(part: BinaryIO, table: SheetTable, looks: Looks) -> int:
    """Write the whole part; gives the number of rows. Raises TooManyRowsError, and what `SheetTable` raises."""
    rows = iter(table.rows)
    first = list(islice(rows, 1))
    part.write(_opening(table, looks, is_empty=not first).encode())
    count = 0
    for written, lines in _lines(table, chain(first, rows), looks):
        part.write(lines.encode())
        count = written
    part.write(_closing(filter_range(table, count)).encode())
    return count


def filter_range(table: SheetTable, rows: int) -> str:
    """The cells from the headings to the last row, as a sheet names them."""
    return f"A{HEADER_ROW}:{get_column_letter(len(table.columns))}{HEADER_ROW + rows}"


# --- above and below the rows -------------------------------------------------------------------------------------


def _opening(table: SheetTable, looks: Looks, *, is_empty: bool) -> str:
    about = f"{NOTHING} {table.about}" if is_empty else table.about
    top = HEADER_ROW + 1
    headings = "".join(
        f'<c r="{get_column_letter(place)}{HEADER_ROW}{text_ending(column.heading, "heading", looks)}'
        for place, column in enumerate(table.columns, 1)
    )
    widths = "".join(
        f'<col width="{width_of(column)}" customWidth="1" min="{place}" max="{place}"/>'
        for place, column in enumerate(table.columns, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane xSplit="1" ySplit="{HEADER_ROW}" topLeftCell="B{top}" activePane="bottomRight" state="frozen"/>'
        f'<selection pane="bottomRight" activeCell="B{top}" sqref="B{top}"/>'
        '</sheetView></sheetViews><sheetFormatPr baseColWidth="8" defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>"
        f'<row r="1"><c r="A1{text_ending(table.title, "title", looks)}</row>'
        f'<row r="2"><c r="A2{text_ending(about, "note", looks)}</row>'
        f'<row r="{HEADER_ROW}">{headings}</row>'
    )


def _closing(filtered: str) -> str:
    return (
        f'</sheetData><autoFilter ref="{filtered}"/>'
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
        '<pageSetup orientation="landscape" paperSize="9" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;A – page &amp;P of &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    )


def width_of(column: SheetColumn) -> int:
    """The declared width, else the kind's; never so narrow that the longest word of the heading is broken."""
    longest_word = max((len(word) for word in column.heading.split()), default=0)
    return min(LONGEST_WIDTH, max(column.width or WIDTHS[column.kind], longest_word + 4))


# --- rows ---------------------------------------------------------------------------------------------------------


def _lines(table: SheetTable, rows: Iterable[Row], looks: Looks) -> Iterator[tuple[int, str]]:
    """Some hundred rows at a time, with how many there are up to the last of them."""
    endings = [ending_of(column, looks) for column in table.columns]
    plans: dict[tuple[type, ...], Plan] = {}
    numbered = enumerate(rows, HEADER_ROW + 1)
    number = HEADER_ROW
    while some := list(islice(numbered, ROWS_AT_ONCE)):
        lines = []
        for number, row in some:
            types = tuple(map(type, row))
            if types not in plans:
                table.check(row)
                if len(plans) >= MOST_REMEMBERED:
                    plans.clear()
                plans[types] = _plan(row, endings)
            lines.append(_line(number, row, plans[types]))
        if number > LAST_ROW:
            raise TooManyRowsError(table.title)
        yield number - HEADER_ROW, "".join(lines)


def _plan(row: Row, endings: list[Ending]) -> Plan:
    """What the cells of such a row start with, and for each that is not empty its place and the function that ends it.

    The starts lie in every third place of a list, with room for the row's number and the ends: one join makes the row.
    """
    filled = [place for place, value in enumerate(row) if value is not None]
    pieces = [""] * (3 * len(filled))
    pieces[0::3] = [f'<c r="{get_column_letter(place + 1)}' for place in filled]
    return pieces, [(place, endings[place]) for place in filled]


def _line(number: int, row: Row, plan: Plan) -> str:
    pieces, filled = plan
    numbered = str(number)
    pieces[1::3] = [numbered] * len(filled)
    pieces[2::3] = [ending(row[place]) for place, ending in filled]
    return f'<row r="{numbered}">{"".join(pieces)}</row>'


# --- cells --------------------------------------------------------------------------------------------------------


class _Remembered(dict[Any, str]):
    """Values that come again, as most do; the oldest are forgotten all together when there are too many."""

    def __init__(self, make: Ending) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        made = self[value] = self._make(value)
        return made


def ending_of(column: SheetColumn, looks: Looks) -> Ending:
    """A cell of the column from its row's number on: style, type and value."""
    if column.kind == Kind.DATE:
        return _Remembered(_dates(looks)).__getitem__
    if column.kind == Kind.INTEGER:
        style = looks.number(INTEGER_FORMAT)
        return lambda value: f'" s="{style}"><v>{value:d}</v></c>'
    if column.kind == Kind.YES_NO:
        yes, no = (text_ending(word, "text", looks) for word in ("yes", "no"))
        return lambda value: yes if value else no
    if column.kind == Kind.TEXT:
        return _Remembered(_texts(looks)).__getitem__
    return _decimals(column, looks)


def _decimals(column: SheetColumn, looks: Looks) -> Ending:
    whole, broken = (looks.number(name) for name in decimal_formats(column.kind))

    def ending(value: Decimal) -> str:
        written = str(value)
        if not written[-1].isdigit():
            raise ValueError(f"{column.heading}: {written} is no number that a cell can hold.")
        return f'" s="{whole if is_whole(written) else broken}"><v>{written}</v></c>'

    return ending


def _dates(looks: Looks) -> Ending:
    style = looks.number(DATE_FORMAT)

    def ending(value: date) -> str:
        if value < FIRST_EXCEL_DAY:
            return text_ending(value.isoformat(), "text", looks)
        return f'" s="{style}"><v>{(value - EXCEL_DAY_NOUGHT).days}</v></c>'

    return ending


def _texts(looks: Looks) -> Ending:
    start = f'" s="{looks.number("text")}" t="inlineStr"><is><t>'

    def ending(value: str) -> str:
        text = str(value)
        is_plain = text[:1].isalnum() and text.isprintable() and len(text) <= LONGEST_CELL
        if not is_plain or _TAKES_CARE.search(text):
            return text_ending(text, "text", looks)
        return f"{start}{text}</t></is></c>"

    return ending


def text_ending(value: Value, look: str, looks: Looks) -> str:
    """A cell that holds text whatever it looks like: “=1+1” and “#N/A” too."""
    text = str(value)
    style = looks.number(f"{look}{QUOTED}" if is_formula_like(text) else look)
    kept = printable(text).replace("\r\n", "\n").replace("\r", "\n")
    spaced = ' xml:space="preserve"' if kept != kept.strip() or "\n" in kept else ""
    return f'" s="{style}" t="inlineStr"><is><t{spaced}>{escape(_EXCELS_ESCAPE.sub("_x005F_", kept))}</t></is></c>'
