"""A table as CSV: UTF-8 with a byte order mark, CRLF, UK-neutral values.

The mark is there because Excel reads a file without it in the old Windows character set, and “£” turns into “Â£”.
Python reads such a file with the encoding "utf-8-sig", R with "UTF-8-BOM"; most other tools skip the mark.
Days are ISO (2020-08-31), amounts plain decimals without £ or commas, percentages fractions of one, yes and no words.
"""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Final

from .escape import escape_text, printable
from .table import SheetTable, Value

ENCODING: Final = "utf-8-sig"
CONTENT_TYPE: Final = "text/csv; charset=utf-8"


def csv_bytes(table: SheetTable) -> bytes:
    """The whole file. The first row holds the headings; nothing stands above it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_text(column.heading) for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return buffer.getvalue().encode(ENCODING)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else _text(value)


def _text(text: str) -> str:
    return escape_text(printable(text))
