"""Files as people and mischief make them, for the tests of uploaded returns."""

import io
import zipfile

from openpyxl import Workbook

HEADINGS = [
    "KPI reference",
    "Period",
    "Member",
    "Numerator",
    "Denominator",
    "Value",
    "Missing reason",
    "Comment",
]
ROWS = [["T-KPI-1", "April 2025", None, 55, 100], ["T-KPI-1", "May 2025", None, 56, 100]]


def xlsx(rows=None, *, title="Returns", above=0, change=None):
    """A workbook with one sheet: headings, rows, and `above` lines of title before them."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for number in range(above):
        sheet.append([f"Title {number}"])
    for row in [HEADINGS, *(ROWS if rows is None else rows)]:
        sheet.append(row)
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_text(separator=",", rows=None):
    lines = [HEADINGS, *(ROWS if rows is None else rows)]
    return "\r\n".join(separator.join("" if cell is None else str(cell) for cell in row) for row in lines)


def with_parts(content, **parts):
    """The workbook with further parts, or others in place of its own (a file's name with __ for each slash)."""
    named = {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in named:
                new.writestr(item, old.read(item.filename))
        for name, body in named.items():
            new.writestr(name, body)
    return out.getvalue()


def replaced(content, name, before, after):
    """The workbook with bytes of one of its parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read(name)
    assert before in body, (name, before)
    return with_parts(content, **{name.replace("/", "__"): body.replace(before, after)})


def bomb():
    """A small file that unpacks to sixty megabytes."""
    return with_parts(xlsx(), xl__media__a_dot_bin=b"\0" * (60 * 1024 * 1024))


def archive_of(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()
