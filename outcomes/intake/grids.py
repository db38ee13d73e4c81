"""A file as a grid of texts with the row numbers that its reader sees; and what was decided while reading it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from commissioning.core.spreadsheets.escape import unescape_text
from outcomes.intake.files import BROKEN, SAVE_AS, NotReadableError, Upload, kind_of

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
EXCEL_DIGITS: Final = 15  # beyond which a stored number is the machine's own noise
SHEET: Final = "Returns"
SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
NO_RESULT: Final = (
    "#FORMULA"  # what a formula without a stored result is read as; no figure is written like that
)


@dataclass(frozen=True)
class Grid:
    """`rows` are (row number as the spreadsheet shows it, texts); `decided` says in words how the file was read."""

    rows: Sequence[tuple[int, list[str]]]
    decided: Sequence[str] = field(default=())


def read_grid(upload: Upload) -> Grid:
    """The rows of the file that hold something. Raises NotReadableError in plain words, never a library's own."""
    return _workbook(upload.content) if kind_of(upload) == "xlsx" else _delimited(upload.content)


# --- workbooks ------------------------------------------------------------------------------------------------------


def _workbook(content: bytes) -> Grid:
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        name, told = _sheet(values)
        rows = list(_rows(values[name], formulas[name]))
    except NotReadableError:
        raise
    except (
        *BROKEN,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ParseError,
        InvalidFileException,
    ) as error:
        raise NotReadableError(f"The workbook is damaged and cannot be opened. {SAVE_AS}") from error
    return Grid(rows, told)


def _sheet(book: Any) -> tuple[str, list[str]]:
    """The sheet called “Returns”, else the first that is not hidden."""
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise NotReadableError("The workbook has no sheet that is shown. Unhide the one with the figures.")
    name = next((title for title in shown if title.casefold() == SHEET.casefold()), shown[0])
    others = [sheet.title for sheet in book.worksheets if sheet.title not in {name, "Cover"}]
    told = [f"Read from the sheet “{name}”."]
    if others:
        told.append(f"Other sheets were not read: {', '.join(f'“{title}”' for title in others[:5])}.")
    return name, told


def _rows(values: Any, formulas: Any) -> Iterator[tuple[int, list[str]]]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # a file may declare fewer rows than it has
    found, blank = 0, None
    pairs = zip(
        values.iter_rows(max_col=MOST_COLUMNS), formulas.iter_rows(max_col=MOST_COLUMNS), strict=False
    )
    for number, (row, written) in enumerate(pairs, start=1):
        if (
            row is blank
        ):  # the library's one stand-in for rows that the file leaves out, up to a million of them
            continue
        cells = [_cell(cell, source) for cell, source in zip(row, written, strict=False)]
        if not any(cells):
            blank = row
            continue
        found += 1
        if found > MOST_ROWS:
            raise NotReadableError(f"The sheet has more than {MOST_ROWS:,} rows of figures. Split the file.")
        yield number, cells


def _cell(cell: Any, written: Any) -> str:
    value = cell.value
    if value is None:
        return NO_RESULT if getattr(written, "data_type", "") == "f" else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return str(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, int | float | Decimal):
        return _number(value, str(getattr(cell, "number_format", "") or ""))
    return str(value).strip() if not isinstance(value, time) else str(value)


def _number(value: Any, look: str) -> str:
    """A number as its cell shows it: 0.55 in a cell of percentages is 55%."""
    try:
        exact = Decimal(f"{value:.{EXCEL_DIGITS}g}")
    except OverflowError:  # a whole number with more digits than Excel itself would write
        return str(value)
    if "%" in look.split(";")[0]:
        return f"{(exact * 100).normalize():f}%"
    return f"{exact.normalize():f}" if exact.is_finite() else str(value)


# --- text -----------------------------------------------------------------------------------------------------------


def _delimited(content: bytes) -> Grid:
    text, told = _decoded(content)
    separator = _separator(text)
    try:
        rows = [
            (number, [unescape_text(cell.strip()) for cell in cells])
            for number, cells in enumerate(
                csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1
            )
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise NotReadableError(
            f"A quotation mark is opened and never closed, or the rows cannot be told apart. {SAVE_AS}"
        ) from error
    if len(rows) > MOST_ROWS:
        raise NotReadableError(f"The file has more than {MOST_ROWS:,} rows of figures. Split it.")
    return Grid(
        [(number, cells[:MOST_COLUMNS]) for number, cells in rows],
        [told, f"Columns are parted by {SEPARATORS[separator]}."],
    )


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and the encoding that was found. Bytes that no encoding here has are refused, never replaced."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16", "Read as UTF-16.")
    if b"\x00" in content:
        raise NotReadableError(f"The file holds control characters and is not a CSV file. {SAVE_AS}")
    try:
        return _checked(content.decode("utf-8-sig")), "Read as UTF-8."
    except UnicodeDecodeError:
        return _strictly(content, "cp1252", "Read as Windows-1252: check letters such as £, – and é.")


def _strictly(content: bytes, encoding: str, told: str) -> tuple[str, str]:
    try:
        return _checked(content.decode(encoding)), told
    except UnicodeDecodeError as error:
        raise NotReadableError(f"The file’s letters cannot be read. {SAVE_AS}") from error


def _checked(text: str) -> str:
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        raise NotReadableError(f"The file holds control characters and is not a CSV file. {SAVE_AS}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """The mark that parts the headings: the commonest of the three in the first line that has any."""
    for line in text.split("\n")[:20]:
        counts = {mark: line.count(mark) for mark in SEPARATORS}
        if any(counts.values()):
            return max(counts, key=lambda mark: counts[mark])
    return ","
