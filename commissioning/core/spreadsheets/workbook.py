"""A workbook of several tables with a cover: typed cells, one table to a sheet, nothing merged, no formula at all.

On every table's sheet A1 holds the title, A2 what one row is (where there is none, that nothing is recorded), row 3 the
headings (frozen, with filters). The tables are written row by row straight into the file (`sheet_xml.py`), so that
memory does not grow with the number of rows; openpyxl makes what stands around them.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from .escape import is_formula_like, printable, sheet_name
from .looks import QUOTED, Looks
from .sheet_xml import HEADER_ROW, NOTHING, filter_range, write_sheet
from .table import SheetTable

__all__ = ["NOTHING", "Cover", "CoverSection", "Properties", "workbook_bytes", "write_workbook"]

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COVER: Final = "Cover"
A4: Final = 9  # as the format numbers paper sizes
FOOTER: Final = "&A – page &P of &N"
FIRST_PART: Final = "[Content_Types].xml"  # by which programs tell the file from any other archive
QUICK: Final = 3  # of 9: a third larger than the smallest and four times as fast


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


CoverMaker = Callable[[], Cover]


def workbook_bytes(tables: Sequence[SheetTable], properties: Properties, cover: Cover | None = None) -> bytes:
    """The finished .xlsx, for tables that are short. Raises as `write_workbook` does."""
    buffer = io.BytesIO()
    write_workbook(buffer, tables, properties, cover)
    return buffer.getvalue()


def write_workbook(
    out: BinaryIO,
    tables: Sequence[SheetTable],
    properties: Properties,
    cover: Cover | CoverMaker | None = None,
) -> None:
    """Write the .xlsx. A cover given as a function is asked for when all rows are written, so that it can count them.

    Sheet names are made safe and must then differ (ValueError). TooManyRowsError for a table that no sheet can hold.
    What is in `out` after an error is no file.
    """
    names = [sheet_name(table.title) for table in tables]
    if len({name.casefold() for name in [*names, COVER]}) != len(names) + 1:
        raise ValueError("Two sheets of a workbook cannot have the same name.")
    skeleton = _Skeleton(names, properties, has_cover=cover is not None)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        archive.writestr(FIRST_PART, skeleton.parts()[FIRST_PART])
        for place, table in enumerate(tables):
            with archive.open(skeleton.part_name(place), "w") as part:
                count = write_sheet(part, table, skeleton.looks)  # type: ignore[arg-type]
            skeleton.tell(place, filter_range(table, count))
        if cover is not None:
            skeleton.write_cover(cover if isinstance(cover, Cover) else cover())
        written = set(archive.namelist())
        for name, body in skeleton.parts().items():
            if name not in written:
                archive.writestr(name, body)


class _Skeleton:
    """Everything of the file but the tables' own parts, as openpyxl makes it around empty sheets."""

    def __init__(self, names: Sequence[str], properties: Properties, *, has_cover: bool) -> None:
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.cover: Any = self.book.create_sheet(COVER) if has_cover else None
        self.sheets: list[Any] = [self.book.create_sheet(name) for name in names]
        for sheet in self.sheets:
            sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        self.looks = Looks(self.book)
        _set_properties(self.book, properties)

    def part_name(self, place: int) -> str:
        """Where in the file the sheet of a table stands."""
        return f"xl/worksheets/sheet{place + 1 + (self.cover is not None)}.xml"

    def tell(self, place: int, filtered: str) -> None:
        """The range with filters, which the workbook names too."""
        self.sheets[place].auto_filter.ref = filtered

    def parts(self) -> dict[str, bytes]:
        buffer = io.BytesIO()
        self.book.save(buffer)
        with zipfile.ZipFile(buffer) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def write_cover(self, cover: Cover) -> None:
        self._lay_out([30, 100])
        self._text(1, 1, cover.title, "title")
        row = 1
        for section in cover.sections:
            row += 2
            self._text(row, 1, section.heading, "section")
            for label, words in section.lines:
                row += 1
                self._text(row, 1, label, "link" if section.links else "label")
                self._text(row, 2, words, "wrapped")
                if section.links:
                    self._link(row, label)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        """A cell that holds text whatever it looks like: openpyxl takes “=1+1” for a formula, “#N/A” for an error."""
        cell = self.cover.cell(row, column)
        cell._style = self.looks.style(f"{look}{QUOTED}" if is_formula_like(text) else look)
        cell.value = printable(text).replace("\r\n", "\n").replace("\r", "\n")
        cell.data_type = "s"

    def _link(self, row: int, name: str) -> None:
        """Without openpyxl's own setter, which would dress the cell anew."""
        place = f"A{row}"
        link = Hyperlink(ref=place, location=f"'{sheet_name(name)}'!A1", display=name)
        self.cover[place]._hyperlink = link
        self.cover._hyperlinks.append(link)

    def _lay_out(self, widths: Sequence[int]) -> None:
        for place, width in enumerate(widths, 1):
            self.cover.column_dimensions[get_column_letter(place)].width = width
        self.cover.page_setup.orientation = "landscape"
        self.cover.page_setup.paperSize = A4
        self.cover.page_setup.fitToHeight = 0
        self.cover.sheet_properties.pageSetUpPr.fitToPage = True
        self.cover.oddFooter.center.text = FOOTER


def _set_properties(book: Workbook, properties: Properties) -> None:
    held = book.properties
    held.title, held.creator = printable(properties.title), printable(properties.creator)
    held.lastModifiedBy, held.subject = printable(properties.creator), printable(properties.subject)
    held.created = held.modified = properties.created_at.astimezone(UTC).replace(tzinfo=None)
    held.language = "en-GB"
