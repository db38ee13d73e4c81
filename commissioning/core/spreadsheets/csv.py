"""A table as CSV: UTF-8 with a byte order mark, CRLF, UK-neutral values.

The mark is there because Excel reads a file without it in the old Windows character set, and “£” turns into “Â£”.
Python reads such a file with the encoding "utf-8-sig", R with "UTF-8-BOM"; most other tools skip the mark.
Days are ISO (2020-08-31), amounts plain decimals without £ or commas, percentages fractions of one, yes and no words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from types import NoneType
from typing import Any, Final

from .escape import LONGEST_CELL, escape_text, printable
from .table import Kind, Row, SheetTable

CONTENT_TYPE: Final = "text/csv; charset=utf-8"
MARK: Final = b"\xef\xbb\xbf"
END: Final = "\r\n"
ROWS_AT_ONCE: Final = 500
MOST_REMEMBERED: Final = 4_096  # values of one column: memory that does not grow

DECIMALS: Final = frozenset({Kind.NUMBER, Kind.POUNDS, Kind.PERCENT})
USUAL: Final[Mapping[Kind, frozenset[type]]] = {
    Kind.TEXT: frozenset({str, NoneType}),
    Kind.INTEGER: frozenset({int, NoneType}),
    Kind.DATE: frozenset({date, NoneType}),
    Kind.YES_NO: frozenset({bool, NoneType}),
    **dict.fromkeys(DECIMALS, frozenset({Decimal, NoneType})),
}
Way = Callable[[Any], str]


def csv_bytes(table: SheetTable) -> bytes:
    """The whole file. The first row holds the headings; nothing stands above it."""
    return b"".join(csv_chunks(table))


def csv_chunks(table: SheetTable) -> Iterator[bytes]:
    """The same piece by piece, some hundred rows at a time; the mark and the headings come before any row is read.

    Rows are written column by column and then joined, since so hardly a step is Python's; the module `csv` would take
    twice the time. Its rules are kept: quotes where there is a comma, a quote or the end of a line.
    """
    yield MARK + _joined([[_quoted(_text(column.heading))] for column in table.columns])
    ways = [_way(column.kind) for column in table.columns]
    walk = iter(table.rows)
    while rows := list(islice(walk, ROWS_AT_ONCE)):
        _check(table, rows)
        yield _joined([map(way, values) for way, values in zip(ways, zip(*rows, strict=True), strict=True)])


def _joined(columns: Sequence[Iterable[str]]) -> bytes:
    """A row that would be an empty line, which readers pass over, has its only cell in quotes."""
    lines = map(",".join, zip(*columns, strict=True))
    whole = lines if len(columns) > 1 else (line or '""' for line in lines)
    return (END.join(whole) + END).encode()


def _check(table: SheetTable, rows: Sequence[Row]) -> None:
    """Raises as the table does; rows are looked at one by one only where the types in a column are not the usual."""
    is_whole = set(map(len, rows)) == {len(table.columns)}
    if is_whole and all(
        set(map(type, values)) <= USUAL[column.kind]
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ):
        return
    for row in rows:
        table.check(row)


def _way(kind: Kind) -> Way:
    """What makes the cell of a value; an empty one of None."""
    if kind == Kind.TEXT:
        return _Remembered(lambda text: _quoted(_text(str(text)))).__getitem__
    if kind == Kind.DATE:
        return _Remembered(date.isoformat).__getitem__
    if kind == Kind.YES_NO:
        return {True: "yes", False: "no", None: ""}.__getitem__
    return _number


class _Remembered(dict[Any, str]):
    """Values that come again, as most do; all are forgotten together when there are too many."""

    def __init__(self, make: Way) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        made = self[value] = "" if value is None else self._make(value)
        return made


def _number(value: Decimal | int | None) -> str:
    """Without the exponent that `str` gives to the very small and the very large."""
    if value is None:
        return ""
    written = str(value)
    return f"{value:f}" if "E" in written else written


def _quoted(text: str) -> str:
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def _text(text: str) -> str:
    """Quickly, where it begins with a letter or figure and has no other line or control character: as most do."""
    if text[:1].isalnum() and len(text) <= LONGEST_CELL and text.isprintable():
        return text
    return escape_text(printable(text))
