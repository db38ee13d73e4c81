"""A workbook of several tables with a cover: typed cells, one table to a sheet, nothing merged, no formula at all.

On every table's sheet A1 holds the title, A2 what one row is (where there is none, that nothing is recorded), row 3 the
headings (frozen, with filters). Written row by row, so that memory does not grow with the number of rows.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from .escape import is_formula_like, printable, sheet_name
from .table import Kind, SheetColumn, SheetTable, Value

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER_ROW: Final = 3
DATE_FORMAT: Final = "d mmm yyyy"  # a month in words is read the same way everywhere
POUNDS_FORMAT: Final = "£#,##0;-£#,##0"
PENCE_FORMAT: Final = "£#,##0.00;-£#,##0.00"
PERCENT_FORMAT: Final = "0.00%"
WHOLE_FORMAT: Final = "#,##0"
NUMBER_FORMAT: Final = "#,##0.####"
FIRST_EXCEL_DAY: Final = date(1900, 3, 1)  # before that Excel's calendar is a day out
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
NOTHING: Final = "Nothing is recorded here."
A4: Final = 9  # as the format numbers paper sizes


@dataclass(frozen=True)
class CoverSection:
    """A heading with lines of label and words; with `links` each label is a sheet's name and leads there."""

    heading: str
    lines: Sequence[tuple[str, str]]
    links: bool = False


@dataclass(frozen=True)
class Cover:
    title: str
    sections: Sequence[CoverSection]


@dataclass(frozen=True)
class Properties:
    """The document's own properties, as a file manager shows them. `created_at` has a zone."""

    title: str
    creator: str
    subject: str
    created_at: datetime


def workbook_bytes(tables: Sequence[SheetTable], properties: Properties, cover: Cover | None = None) -> bytes:
    """The finished .xlsx. Sheet names are made safe and must then differ (ValueError)."""
    names = [sheet_name(table.title) for table in tables]
    if len({name.casefold() for name in [*names, "cover"]}) != len(names) + 1:
        raise ValueError("Two sheets of a workbook cannot have the same name.")
    book = Workbook(write_only=True)
    _set_properties(book, properties)
    if cover is not None:
        _Writer(book, "Cover").write_cover(cover)
    for name, table in zip(names, tables, strict=True):
        _Writer(book, name).write_table(table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _set_properties(book: Workbook, properties: Properties) -> None:
    held = book.properties
    held.title, held.creator = printable(properties.title), printable(properties.creator)
    held.lastModifiedBy, held.subject = printable(properties.creator), printable(properties.subject)
    held.created = held.modified = properties.created_at.astimezone(UTC).replace(tzinfo=None)
    held.language = "en-GB"


class _Writer:
    """One sheet. Cells of one look share their style, which is worked out once."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.sheet: Any = book.create_sheet(name)
        self.looks: dict[str, Any] = {}

    def write_table(self, table: SheetTable) -> None:
        last = get_column_letter(len(table.columns))
        self._lay_out([_width(table, place) for place in range(len(table.columns))])
        self.sheet.freeze_panes = f"B{HEADER_ROW + 1}"
        self.sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + len(table.rows)}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        self.sheet.append([self._text(table.title, "title")])
        about = table.about if table.rows else f"{NOTHING} {table.about}"
        self.sheet.append([self._text(about, "note")])
        self.sheet.append([self._text(column.heading, "heading") for column in table.columns])
        for row in table.rows:
            self.sheet.append(
                [self._cell(column, value) for column, value in zip(table.columns, row, strict=True)]
            )

    def write_cover(self, cover: Cover) -> None:
        self._lay_out([30, 100])
        self.sheet.append([self._text(cover.title, "title")])
        place = 1
        for section in cover.sections:
            self.sheet.append([])
            self.sheet.append([self._text(section.heading, "section")])
            place += 2
            for label, words in section.lines:
                place += 1
                first = self._link(label, place) if section.links else self._text(label, "label")
                self.sheet.append([first, self._text(words, "wrapped")])

    def _lay_out(self, widths: Iterable[int]) -> None:
        for place, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = A4
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.oddFooter.center.text = "&A – page &P of &N"

    def _cell(self, column: SheetColumn, value: Value) -> Any:
        if value is None:
            return None
        if isinstance(value, bool):
            return self._text("yes" if value else "no", "text")
        if isinstance(value, Decimal):
            return self._number(value, _number_format(column.kind, value))
        if isinstance(value, int):
            return self._number(value, "0")
        if isinstance(value, date):
            return (
                self._number(value, DATE_FORMAT)
                if value >= FIRST_EXCEL_DAY
                else self._text(value.isoformat(), "text")
            )
        return self._text(value, "text")

    def _number(self, value: Any, number_format: str) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell._style = self._look(number_format)
        cell.value = value
        return cell

    def _text(self, text: str, look: str) -> Any:
        """A cell that holds text whatever it looks like: openpyxl takes “=1+1” for a formula, “#N/A” for an error."""
        cell = WriteOnlyCell(self.sheet)
        formula = is_formula_like(text)
        cell._style = self._look(f"{look} quoted" if formula else look)
        cell.value = printable(text).replace("\r\n", "\n").replace("\r", "\n")
        cell.data_type = "s"
        return cell

    def _link(self, name: str, place: int) -> Any:
        cell = self._text(name, "link")
        cell.row, cell.column = place, 1
        cell.hyperlink = Hyperlink(ref="", location=f"'{sheet_name(name)}'!A1", display=name)
        return cell

    def _look(self, name: str) -> Any:
        """Shared between cells, which is safe because nothing changes a cell's style afterwards."""
        if name not in self.looks:
            cell = WriteOnlyCell(self.sheet)
            _dress(cell, name)
            self.looks[name] = cell._style
        return self.looks[name]


_BOLD: Final = {"heading", "label", "section"}


def _dress(cell: Any, look: str) -> None:
    base = look.removesuffix(" quoted")
    cell.quotePrefix = look.endswith(" quoted")
    cell.alignment = Alignment(vertical="top", wrap_text=base in {"heading", "wrapped", "text"})
    if base in {"title", "section"} | _BOLD:
        cell.font = Font(bold=True, size=14 if base == "title" else 12 if base == "section" else 11)
    elif base == "link":
        cell.font = Font(underline="single", color="0563C1")
    elif base not in {"text", "wrapped", "note"}:
        cell.number_format = base
    if base == "heading":
        cell.fill = PatternFill("solid", fgColor="E8EDEE")
        cell.border = Border(bottom=Side(style="medium"))


def _number_format(kind: Kind, value: Decimal) -> str:
    if kind == Kind.PERCENT:
        return PERCENT_FORMAT
    if kind == Kind.NUMBER:
        return WHOLE_FORMAT if value == value.to_integral_value() else NUMBER_FORMAT
    return POUNDS_FORMAT if value == value.to_integral_value() else PENCE_FORMAT


def _width(table: SheetTable, place: int) -> int:
    """The declared width, else the kind's; never so narrow that the longest word of the heading is broken."""
    column = table.columns[place]
    longest_word = max((len(word) for word in column.heading.split()), default=0)
    return min(LONGEST_WIDTH, max(column.width or WIDTHS[column.kind], longest_word + 4))
