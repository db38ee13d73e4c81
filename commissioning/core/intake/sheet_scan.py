"""What the values of a sheet do not say: errors, formulas without results, percentages, what is hidden, the size.

The fast library that reads the values leaves these out, and a full second reading would take four times as long as the
first. So the text of the sheet is searched. The searches are exact for sheets laid out as every common program lays
them out; whether a sheet is, is checked, and any other sheet goes through `sheet_walk` instead.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from .cell_sets import Run, Runs
from .cells import Broken
from .sheet_walk import Walk

_CELL: Final = rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"'
_ODD_CELL: Final = re.compile(
    rb'<c(?![a-z])(?! r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,6}")?(?: t="[a-zA-Z]{1,9}")?(?: [cv]m="[0-9]+")*/?>)'
)
_ODD_ROW: Final = re.compile(rb'<row(?! r="[1-9][0-9]{0,6}"(?: [a-zA-Z0-9]+(?::[a-zA-Z]+)?="[^"<>]*")*/?>)')
_ROWS: Final = re.compile(rb'<row r="([0-9]+)"')
_LETTERS: Final = re.compile(rb'<c r="([A-Z]{2,3})[0-9]+"[^>/]*>(?!</c>)')
_ERROR: Final = re.compile(_CELL + rb'[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>)?')
_FORMULA: Final = re.compile(
    _CELL + rb"([^>]*)><f[^>]*(?:/>|>([^<]*)</f>)(?:(<v\s*/>|<v[^>]*></v>)|(?=</c>))"
)
_HIDDEN_ROW: Final = re.compile(rb'<row r="([0-9]+)"[^>]* hidden="(?:1|true)"')
_FILLED: Final = (b"<v", b"<is", b"<f")
_NARROW: Final = 26  # columns with one letter
_SAMPLE: Final = 262_144  # bytes
_PREFIX: Final = re.compile(rb"<[A-Za-z0-9_]+:(?:worksheet|sheetData|row|c|f|v)[\s>/]")


@dataclass
class Scan:
    """Rows are numbered as the spreadsheet shows them, columns counted from 0. `last` is the last row that holds
    anything; no column at or beyond `width` does. Both are 0 in an empty sheet."""

    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    percent: list[Run] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas: int = 0
    last: int = 0
    width: int = 0


def scan_sheet(sheet: bytes, percent: frozenset[int]) -> Scan:
    """`sheet` is the part in UTF-8, `percent` the styles that show percentages."""
    start, end = sheet.find(b"<sheetData>"), sheet.rfind(b"</sheetData>")
    around = sheet[:start] + b"<sheetData>" + sheet[end:]
    if (
        start < 0
        or end < 0
        or _PREFIX.search(around)
        or (b"!" in sheet and b"<!" in sheet)
        or not _is_common(sheet, start, end)
    ):
        return _walked(sheet, percent)
    scan = _walked(around, percent)
    _search(sheet, start, end, percent, scan)
    return scan


def _walked(sheet: bytes, percent: frozenset[int]) -> Scan:
    walk = Walk(percent)
    walk.go(sheet)
    return Scan(
        walk.broken, walk.runs.all(), walk.hidden_rows, walk.hidden_columns, walk.merged, walk.formulas, walk.last,
        walk.width,
    )  # fmt: skip


def _is_common(sheet: bytes, start: int, end: int) -> bool:
    """Every row and cell names its place first, and rows go downwards; the attributes are in the usual order.

    The last is looked at in the first and last cells, because one program writes all cells of a sheet in one way.
    """
    if sheet.count(b"<c", start, end) != sheet.count(b'<c r="', start, end):
        return False
    first_end = sheet.rfind(b"<c", start, start + _SAMPLE) if end - start > _SAMPLE else end
    if _ODD_CELL.search(sheet, start, first_end) or _ODD_CELL.search(sheet, max(start, end - _SAMPLE), end):
        return False
    if _ODD_ROW.search(sheet, start, end):
        return False
    numbers = list(map(int, _ROWS.findall(sheet, start, end)))
    return all(map(int.__lt__, numbers, numbers[1:]))


def _search(sheet: bytes, start: int, end: int, percent: frozenset[int], scan: Scan) -> None:
    scan.last, scan.width = _extent(sheet, start, end)
    if sheet.find(b't="e"', start, end) >= 0:
        for match in _ERROR.finditer(sheet, start, end):
            if match[3]:
                scan.broken[_place(match)] = Broken("error", plain_text(match[3]))
    scan.formulas = sheet.count(b"<f", start, end)
    if scan.formulas:
        for match in _FORMULA.finditer(sheet, start, end):
            if match[5] is None or b't="str"' not in match[3]:
                scan.broken[_place(match)] = Broken("formula", f"={plain_text(match[4] or b'')}")
    if sheet.find(b" hidden=", start, end) >= 0:
        scan.hidden_rows = [int(match[1]) for match in _HIDDEN_ROW.finditer(sheet, start, end)]
    if percent:
        scan.percent = _percentages(sheet, start, end, percent)


def _percentages(sheet: bytes, start: int, end: int, percent: frozenset[int]) -> list[Run]:
    styles = "|".join(map(str, sorted(percent))).encode()
    shown = re.compile(_CELL + rb' s="(?:' + styles + rb')"(?: t="n")?(?: [cv]m="[0-9]+")*><')
    runs = Runs()
    for match in shown.finditer(sheet, start, end):
        runs.add(*_place(match))
    return runs.all()


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]), column_index(match[1])


def _extent(sheet: bytes, start: int, end: int) -> tuple[int, int]:
    """The last row that holds anything, and how many columns may."""
    filled = -1
    for mark in _FILLED:  # each is looked for below the last one found
        filled = max(filled, sheet.rfind(mark, max(start, filled), end))
    row = sheet.rfind(b"<row ", start, filled) if filled >= 0 else -1
    if row < 0:
        return 0, 0
    number = _ROWS.match(sheet, row)
    assert number is not None  # noqa: S101 - every row was checked to name itself
    wide = set(_LETTERS.findall(sheet, start, end))
    return int(number[1]), max(map(column_index, wide)) + 1 if wide else _NARROW


def column_index(letters: bytes) -> int:
    """Counted from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def column_letters(index: int) -> str:
    """The column as the spreadsheet names it; counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain_text(escaped: bytes) -> str:
    text = escaped.decode(errors="replace")
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return text[:200]
