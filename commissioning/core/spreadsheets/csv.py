"""A table as CSV: UTF-8 with a byte order mark, CRLF, UK-neutral values.

The mark is there because Excel reads a file without it in the old Windows character set, and “£” turns into “Â£”.
Python reads such a file with the encoding "utf-8-sig", R with "UTF-8-BOM"; most other tools skip the mark.
Days are ISO (2020-08-31), amounts plain decimals without £ or commas, percentages fractions of one, yes and no words.
"""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from .escape import escape_text, printable
from .table import Kind, Row, SheetTable

CONTENT_TYPE: Final = "text/csv; charset=utf-8"
MARK: Final = b"\xef\xbb\xbf"
ROWS_AT_ONCE: Final = 500
MOST_REMEMBERED: Final = 4_096  # texts of one column, and ways to write rows: memory that does not grow

Writer = Callable[[Any], Any]


def csv_bytes(table: SheetTable) -> bytes:
    """The whole file. The first row holds the headings; nothing stands above it."""
    return b"".join(csv_chunks(table))


def csv_chunks(table: SheetTable) -> Iterator[bytes]:
    """The same piece by piece, some hundred rows at a time; the mark and the headings come before any row is read."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_text(column.heading) for column in table.columns])
    yield MARK + buffer.getvalue().encode()
    rows = _written(table)
    while True:
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(islice(rows, ROWS_AT_ONCE))
        if not buffer.tell():
            return
        yield buffer.getvalue().encode()


def _written(table: SheetTable) -> Iterator[list[Any]]:
    """Each row as the writer takes it. Rows whose values are of the same types in the same places are made alike.

    Numbers and days go as they are, for the writer turns them into the very text that is wanted, and None into nothing.
    """
    texts: list[Writer] = [_Texts().__getitem__ for _ in table.columns]
    known: dict[tuple[type, ...], list[tuple[int, Writer]]] = {}
    for row in table.rows:
        types = tuple(map(type, row))
        if types not in known:
            table.check(row)
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[types] = _changes(table, row, texts)
        cells = list(row)
        for place, write in known[types]:
            cells[place] = write(cells[place])
        yield cells


def _changes(table: SheetTable, row: Row, texts: list[Writer]) -> list[tuple[int, Writer]]:
    """The places whose values the writer would not write as they are to be, each with what writes it."""
    ways: dict[Kind, Writer] = {Kind.YES_NO: _yes_no}
    ways |= dict.fromkeys((Kind.NUMBER, Kind.POUNDS, Kind.PERCENT), _plain)
    filled = [(place, column.kind) for place, column in enumerate(table.columns) if row[place] is not None]
    return [
        (place, texts[place] if kind == Kind.TEXT else ways[kind])
        for place, kind in filled
        if kind == Kind.TEXT or kind in ways
    ]


class _Texts(dict[str, str]):
    """Texts that come again, as most do; all are forgotten together when there are too many."""

    def __missing__(self, text: str) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        made = self[text] = _text(str(text))
        return made


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _plain(value: Decimal) -> str:
    """Without an exponent, which `str` gives to the very small and the very large."""
    written = str(value)
    return f"{value:f}" if "E" in written else written


def _text(text: str) -> str:
    return escape_text(printable(text))
