"""Points of a chart from a CSV file of date and value. Pure: bytes in, points out, one clear message where it cannot.

The first row names the columns: date and value, and where needed ghost and annotation. Dates are written 2024-03-01,
numbers with a full stop and nothing else. A blank value is missing, never 0. Rows are numbered as a spreadsheet does,
the headings being row 1.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from outcomes.spc_types import Point

NEEDED = ("date", "value")
COLUMNS = (*NEEDED, "ghost", "annotation")
# Thirty digits either side and an exponent of two: a longer number is a slip, and would take long to calculate with.
NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YES, NO = frozenset({"1", "true", "yes", "y"}), frozenset({"", "0", "false", "no", "n"})


class UnreadableFileError(ValueError):
    """What is wrong, where, and what to do about it, in one or two sentences."""


def read_points(content: bytes) -> tuple[Point, ...]:
    """The points of a CSV file in UTF-8, with or without a byte order mark, in the order of its rows.

    Rows without any text are passed over. Raises UnreadableFileError naming row, column and cure.
    """
    rows = _rows(content)
    if not rows:
        raise UnreadableFileError(
            "The file is empty: give a first row “date,value” and a row for each point."
        )
    headings = _headings(rows[0])
    points: list[Point] = []
    seen: dict[dt.date, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        point = _point(headings, cells, number)
        if point.date in seen:
            raise UnreadableFileError(
                f"Row {number}, column date: {point.date} stands in row {seen[point.date]} already: "
                "give each date once."
            )
        seen[point.date] = number
        points.append(point)
    return tuple(points)


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            f"Row {row} is not UTF-8: save the file as “CSV UTF-8 (comma delimited)” and try again."
        ) from error
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableFileError(
            f"The file cannot be read as CSV ({error}): check that every quotation mark has its pair."
        ) from error


def _shown(text: str) -> str:
    """A cell in a message: quoted, cut where it is long, and never with characters that a terminal would obey."""
    short = text if len(text) <= 40 else f"{text[:40]}…"
    return f"“{short}”" if short.isprintable() else ascii(short)


def _headings(cells: Sequence[str]) -> list[str]:
    headings = [cell.strip().lower() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()  # spreadsheets leave empty columns at the right
    for place, heading in enumerate(headings, start=1):
        if heading not in COLUMNS:
            raise UnreadableFileError(
                f"Row 1, column {place}: {_shown(heading)} is none of {', '.join(COLUMNS)}: separate columns by "
                "commas, and rename or remove this one."
            )
        if heading in headings[: place - 1]:
            raise UnreadableFileError(
                f"Row 1, column {place}: {_shown(heading)} stands there twice: remove one of them."
            )
    for needed in NEEDED:
        if needed not in headings:
            raise UnreadableFileError(
                f"Row 1 has no column “{needed}”: name the columns in the first row, as “date,value”."
            )
    return headings


def _point(headings: Sequence[str], cells: Sequence[str], row: int) -> Point:
    if any(cell.strip() for cell in cells[len(headings) :]):
        raise UnreadableFileError(
            f"Row {row} has {len(cells)} cells under {len(headings)} headings: put text that holds a comma into "
            "quotation marks, and write numbers without thousands commas."
        )
    given = dict(zip(headings, (cell.strip() for cell in cells), strict=False))
    return Point(
        date=_date(given.get("date", ""), row),
        value=_value(given.get("value", ""), row),
        ghost=_ghost(given.get("ghost", ""), row),
        annotation=given.get("annotation", ""),
    )


def _date(text: str, row: int) -> dt.date:
    if DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise UnreadableFileError(
                f"Row {row}, column date: there is no day {text}: check the month and day."
            ) from error
    if not text:
        raise UnreadableFileError(f"Row {row}, column date: the date is missing: write it as 2024-03-01.")
    raise UnreadableFileError(
        f"Row {row}, column date: {_shown(text)} is not a date: write it as 2024-03-01."
    )


def _value(text: str, row: int) -> Decimal | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise UnreadableFileError(
            f"Row {row}, column value: {_shown(text)} is not a number: write it as 82.1, without commas, signs or "
            "units, and leave it blank where the value is missing."
        )
    return Decimal(text)


def _ghost(text: str, row: int) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise UnreadableFileError(
        f"Row {row}, column ghost: {_shown(text)} is neither yes nor no: write yes where the point is to be left "
        "out of the calculation, otherwise no or nothing."
    )
