"""Workbooks (.xlsx) as frames of rows: the values by the fast library, all else from the parts themselves.

The library never sees the file that came in. It is handed a package put together here of the parts that were checked:
so nothing that differs between two readers of archives can slip past the checks, and parts that are not read are not
even there.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .archive import damaged
from .cells import FileRefused
from .formats import percent_styles
from .frames import Frame, Packer
from .limits import Limits
from .markup import as_utf8
from .package import Package, Part, open_package
from .rebuilding import frame_of_package
from .sheet_scan import Scan, column_letters, scan_sheet
from .sheet_words import sheet_told

# A cell whose text names an error: handed over as text, since the library refuses errors it does not know.
_ERROR_TYPE: Final = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*)(?:"e"|'e')""")
# Where a part could hold what is no text: an escape, a reference by number, a lost letter, half of a pair; or a control
# character, bare or as two bytes.
_ESCAPES: Final = ((b"_", b"_x"), (b"#", b"&#"))
_LOST: Final = (b"\xef\xbf", b"\xed")
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 13} | {127})
_WIDE_CONTROL: Final = re.compile(rb"\xc2[\x80-\x9f]")


def read_workbook(content: bytes, limits: Limits) -> Iterator[Frame]:
    """Raises FileRefused; every sheet of the workbook is checked before the first is read."""
    package = open_package(content, limits)
    percent = percent_styles(package.styles)
    parts = [as_utf8(package.archive.part(sheet.path)) for sheet in package.sheets]
    scans = [scan_sheet(part, percent) for part in parts]
    for sheet, scan in zip(package.sheets, scans, strict=True):
        check_extent(sheet, scan, limits)
    if not any(scan.last for scan in scans):
        raise FileRefused(
            "The workbook holds no filled cell.", "Check that it was saved, and upload it again."
        )
    shared = as_utf8(package.shared) if package.shared else b""
    packer = Packer(limits)
    doubtful = [is_doubtful(shared) or is_doubtful(part) for part in parts]
    try:
        with CalamineWorkbook.from_filelike(_rebuilt(package, parts, shared)) as workbook:
            parts.clear()
            for index, (sheet, scan) in enumerate(zip(package.sheets, scans, strict=True)):
                yield "sheet", sheet.name, sheet.hidden
                rows, width = _rows(workbook.get_sheet_by_index(index), scan)
                yield from packer.frames(rows, width, doubtful=doubtful[index])
                yield "told", sheet_told(scan), scan.percent
    except CalamineError as error:
        raise damaged() from error
    yield "file", "xlsx", _told(package), "", ""


def is_doubtful(part: bytes) -> bool:
    """Whether the cells have to be looked through for what can be no text; seldom, and it takes its time."""
    if any(sign in part and mark in part for sign, mark in _ESCAPES) or len(
        part.translate(None, _CONTROLS)
    ) != len(part):
        return True
    return not part.isascii() and bool(any(mark in part for mark in _LOST) or _WIDE_CONTROL.search(part))


def check_extent(sheet: Part, scan: Scan, limits: Limits) -> None:
    """Refuses a sheet that holds something too far down or to the right."""
    cure = "Delete what is not part of the table, or split the rows over several files."
    if scan.last > limits.last_row:
        raise FileRefused(
            f"Sheet “{sheet.name}” goes down to row {scan.last:,}; at most {limits.rows:,} rows are read.",
            cure,
        )
    if scan.width > limits.columns:
        raise FileRefused(
            f"Sheet “{sheet.name}” goes to column {column_letters(scan.width - 1)}; at most {limits.columns:,} columns "
            "are read.",
            cure,
        )
    if scan.last * scan.width > limits.area:
        raise FileRefused(
            f"Sheet “{sheet.name}” is {scan.last:,} rows long and {scan.width:,} columns wide, which is more than is "
            "read at once.",
            cure,
        )


def _rebuilt(package: Package, parts: Sequence[bytes], shared: bytes) -> io.BytesIO:
    made = io.BytesIO()
    numbers = range(1, len(parts) + 1)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in frame_of_package(numbers, epoch_1904=package.epoch_1904).items():
            archive.writestr(name, text)
        if package.styles:
            archive.writestr("xl/styles.xml", as_utf8(package.styles))
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
        for number, part in zip(numbers, parts, strict=True):
            if b'"e"' in part or (b"'" in part and b"'e'" in part):
                part = _ERROR_TYPE.sub(rb'\1"str"', part)
            archive.writestr(f"xl/worksheets/sheet{number}.xml", part)
    made.seek(0)
    return made


def _rows(sheet: CalamineSheet, scan: Scan) -> tuple[Iterator[tuple[int, Sequence[Any]]], int]:
    """Numbered rows from column A, with the broken cells in their places; and how wide they are.

    The library leaves out blank columns on the left, but no blank row above.
    """
    if sheet.end and not (sheet.end[0] < scan.last and sheet.end[1] < scan.width):
        raise damaged()  # a cell names another place than its row does
    left = sheet.start[1] if sheet.start else 0
    width = max([left + sheet.width, *(column + 1 for _row, column in scan.broken)])
    values = enumerate(sheet.iter_rows(), 1) if sheet.start else iter(())
    rows = _widened(values, left, width) if left or width > sheet.width else values
    return (_mended(rows, scan, width) if scan.broken else rows), width


def _widened(
    rows: Iterator[tuple[int, list[Any]]], left: int, width: int
) -> Iterator[tuple[int, Sequence[Any]]]:
    before: list[Any] = [None] * left
    for number, row in rows:
        yield number, [*before, *row, *([None] * (width - left - len(row)))]


def _mended(
    rows: Iterator[tuple[int, Sequence[Any]]], scan: Scan, width: int
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Broken cells put in their places, also in rows of which nothing else is filled."""
    broken: dict[int, dict[int, Any]] = {}
    for (number, column), cell in scan.broken.items():
        broken.setdefault(number, {})[column] = cell
    waiting = sorted(broken)
    for number, row in rows:
        while waiting and waiting[0] < number:
            yield waiting[0], _with([None] * width, broken[waiting.pop(0)])
        if waiting and waiting[0] == number:
            row = _with(list(row), broken[waiting.pop(0)])
        yield number, row
    for number in waiting:
        yield number, _with([None] * width, broken[number])


def _with(row: list[Any], broken: dict[int, Any]) -> list[Any]:
    for column, cell in broken.items():
        row[column] = cell
    return row


def _told(package: Package) -> list[str]:
    hidden = [f"“{sheet.name}”" for sheet in package.sheets if sheet.hidden]
    told = list(package.told)
    if hidden:
        several = "s" if len(hidden) > 1 else ""
        told.append(f"Hidden sheet{several}: {', '.join(hidden[:10])}.")
    return told
