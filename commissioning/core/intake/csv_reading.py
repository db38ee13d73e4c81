"""Tables as text (.csv) as frames of rows. Cells are text or empty: a text has no types, and none is guessed here."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from .cells import FileRefused
from .encodings import decode
from .frames import Frame, Packer, is_blank
from .limits import Limits
from .separators import NAMES, find_separator, split_directive

Record = list[str]
_NAMED: Final = 5  # rows named in a message
_LOOKED_AT: Final = 1_000  # rows, for the headings
_LOST: Final = "\ufffd"
_BROKEN: Final = (
    ("unexpected end", 'a quotation mark (") is opened and never closed', "Close it, or leave it out."),
    (
        "field larger",
        "a cell is longer than any spreadsheet holds",
        "Look for a quotation mark that is not closed.",
    ),
    (
        "expected after",
        'a quotation mark (") stands inside a cell that is itself in quotation marks',
        'Double it (""), or save the table again from your spreadsheet program.',
    ),
)


def read_csv(content: bytes, name: str, limits: Limits) -> Iterator[Frame]:
    """Raises FileRefused where the text cannot be told apart into rows of as many cells as there are headings."""
    found = decode(content)
    separator, text = split_directive(found.text)
    told = ["The first line names the separator; rows are counted from the next."] if separator else []
    separator = separator or find_separator(text)
    records = _records(text, separator, limits)
    told += _level(records, limits)
    yield "sheet", name, False
    yield from Packer(limits).frames(enumerate(records, 1), len(records[0]), doubtful=_LOST in text)
    yield "told", told, ()
    yield "file", "csv", found.told, found.encoding, NAMES[separator]


def _records(text: str, separator: str, limits: Limits) -> list[Record]:
    """Rows as a spreadsheet counts them: a line break within quotation marks does not begin a new one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    line = 0
    try:
        for record in reader:
            records.append(record)
            line = reader.line_num
            if len(records) > limits.last_row:
                raise FileRefused(
                    f"The file has more than {limits.rows:,} rows, which is the most that is read.",
                    "Split the rows over several files.",
                )
    except csv.Error as error:
        raise _broken(str(error), len(records) + 1, line + 1) from error
    return records


def _broken(reason: str, number: int, line: int) -> FileRefused:
    where = f"Row {number}" if number == line else f"Row {number} (line {line} of the text)"
    for mark, words, cure in _BROKEN:
        if mark in reason:
            return FileRefused(f"{where}: {words}.", cure)
    return FileRefused(f"{where} cannot be read.", "Save the table again from your spreadsheet program.")


def _level(records: list[Record], limits: Limits) -> list[str]:
    """Makes all rows as long as the longest that may be; returns what to tell. Rows with too many cells are refused."""
    heading = _heading(records)
    width = len(records[heading])
    if width > limits.columns:
        raise FileRefused(
            f"The file has {width:,} columns; at most {limits.columns:,} are read.",
            "Leave out what is not needed.",
        )
    lengths = Counter(map(len, records))
    if set(lengths) == {width}:
        return []
    too_long = [
        n for n, row in enumerate(records, 1) if len(row) > width and any(map(str.strip, row[width:]))
    ]
    if too_long:
        raise _ragged(records, heading, too_long)
    short = [
        n
        for n, row in enumerate(records[heading:], heading + 1)
        if 0 < len(row) < width and not is_blank(row)
    ]
    for row in records:
        row[width:] = [""] * (width - len(row))
    if not short:
        return []
    return [f"{_rows(short)} fewer cells than there are headings: the missing ones are read as blank."]


def _heading(records: Sequence[Record]) -> int:
    """The first row that may be the headings: two filled cells, or one where the table has one column; not a title
    of a cell or two above a wide table."""
    filled = [(place, len(row)) for place, row in enumerate(records[:_LOOKED_AT]) if not is_blank(row)]
    if not filled:
        filled = [(place, len(row)) for place, row in enumerate(records) if not is_blank(row)]
    if not filled:
        raise FileRefused("The file holds no filled cell.", "Check that it was saved, and upload it again.")
    usual = Counter(length for _place, length in filled).most_common(1)[0][0]
    for place, length in filled:
        named = sum(bool(cell.strip()) for cell in records[place])
        if named >= min(2, usual) and length * 2 > usual:
            return place
    return filled[0][0]


def _ragged(records: Sequence[Record], heading: int, rows: Sequence[int]) -> FileRefused:
    first = rows[0]
    others = f" The same is so of {_others(rows[1:])}." if len(rows) > 1 else ""
    return FileRefused(
        f"Row {first} has {_count(len(records[first - 1]))}, but the headings in row {heading + 1} have "
        f"{len(records[heading])}.{others}",
        'A cell that holds the separator has to stand in quotation marks ("). Save the table again from your '
        "spreadsheet program, or as .xlsx.",
    )


def _count(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells:,} cells"


def _others(rows: Sequence[int]) -> str:
    named = ", ".join(map(str, rows[:_NAMED]))
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    return f"row{'s' if len(rows) > 1 else ''} {named}{more}"


def _rows(rows: Sequence[int]) -> str:
    return f"{_others(rows).capitalize()} {'has' if len(rows) == 1 else 'have'}"
