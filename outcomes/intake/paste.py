"""A column, or a few, pasted from a spreadsheet: values, or periods with a value or with both parts."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.intake.raws import Members, Raw, period_of
from outcomes.models import KPI
from outcomes.rules_entry import read_entry
from outcomes.rules_lines import Given
from outcomes.rules_periods import has_periods
from outcomes.rules_returns import OF_PARTS

MOST_ROWS: Final = 1_000
HEADINGS: Final = frozenset(
    {"period", "month", "quarter", "year", "financial year", "value", "numerator", "date", "place", "member"}
)
SHAPES: Final = (
    "Paste one column of values, or period and value, or period, numerator and denominator, with tabs, semicolons or "
    "commas between them."
)


@dataclass(frozen=True)
class Pasting:
    """What a pasted block is for: the KPI, the periods that one column of values goes to, and whose figures they are.

    `by_row` where each row begins with the name of a place, service or group; else all are of `member_id`.
    """

    kpi: KPI
    due: Sequence[FuzzyDate]
    members: Members
    member_id: int | None = None
    by_row: bool = False
    provisional: bool = False
    comment: str = ""


def read_paste(text: str, asked: Pasting) -> tuple[tuple[Raw, ...], str]:
    """(rows, problem): every row with its number in the paste, or why the block as a whole cannot be read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    if len(lines) > MOST_ROWS:
        return (), f"The paste has {len(lines):,} rows; at most {MOST_ROWS:,} can be read at once."
    rows = list(enumerate(_cells(lines, asked), start=1))
    if rows and rows[0][1] and rows[0][1][0].strip().casefold() in HEADINGS:
        rows = rows[1:]
    width = max((len(cells) for _, cells in rows), default=0) - asked.by_row
    if width < 1 or width > 3:
        return (), f"The rows have {max(width, 0) + asked.by_row} columns. {SHAPES}"
    if width == 1 or (width == 2 and _parts_alone(rows, asked)):
        return _in_order(rows, width, asked)
    return tuple(_dated(number, cells, width, asked) for number, cells in rows if any(cells)), ""


def _cells(lines: Sequence[str], asked: Pasting) -> list[list[str]]:
    text = "\n".join(lines)
    separator = next((mark for mark in ("\t", ";") if mark in text), ",")
    if separator == "," and not asked.by_row and _is_one_column(lines, asked.kpi):
        return [[line.strip()] for line in lines]
    try:
        read = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        return [[cell.strip() for cell in cells] for cells in read]
    except csv.Error:
        return [[cell.strip() for cell in line.split(separator)] for line in lines]


def _is_one_column(lines: Sequence[str], kpi: KPI) -> bool:
    """Commas between digits are thousands: a column of “1,234” is one column, “April 2025,55” is two."""
    said = [line for line in lines if line.strip() and line.strip().casefold() not in HEADINGS]
    if all(not read_entry(line).problem for line in said):
        return True
    return (
        not any(_names_period(kpi, line.split(",")[0]) for line in said)
        and all(not any(letter.isalpha() for letter in line.split(",")[0]) for line in said)
        and not _all_pairs(said)
    )


def _all_pairs(lines: Sequence[str]) -> bool:
    """Whether every line is two whole figures with a comma and a space between: “55, 100”."""
    return all(
        len(parts := line.split(", ")) == 2 and not any(read_entry(p).problem for p in parts)
        for line in lines
    )


def _names_period(kpi: KPI, text: str) -> bool:
    return bool(text.strip()) and has_periods(kpi.frequency) and not period_of(kpi, text)[1]


def _parts_alone(rows: Sequence[tuple[int, list[str]]], asked: Pasting) -> bool:
    """Two columns without a period: numerator and denominator of the periods that are due, in order."""
    first = [cells[asked.by_row] for _, cells in rows if len(cells) > asked.by_row and any(cells)]
    return asked.kpi.measure in OF_PARTS and not any(
        _names_period(asked.kpi, text) or read_entry(text).problem for text in first
    )


def _in_order(
    rows: Sequence[tuple[int, list[str]]], width: int, asked: Pasting
) -> tuple[tuple[Raw, ...], str]:
    """Figures without periods go to the periods that are due, oldest first: as many of the one as of the other."""
    if asked.by_row:
        if len(asked.due) != 1:
            return (), f"{len(asked.due)} periods are due, so put the period after each name."
        periods = [asked.due[0]] * len(rows)
    elif len(rows) != len(asked.due):
        return (), (
            f"The paste has {len(rows)} figures, and {len(asked.due)} periods are due. "
            "Put the period before each figure, or paste one figure for each period that is due, oldest first."
        )
    else:
        periods = list(asked.due)
    return tuple(
        _raw(number, cells[: asked.by_row], cells[asked.by_row :], period, "", asked)
        for (number, cells), period in zip(rows, periods, strict=True)
        if any(cells)
    ), "" if width else SHAPES


def _dated(number: int, cells: list[str], width: int, asked: Pasting) -> Raw:
    filled = [*cells, *[""] * (width + asked.by_row - len(cells))]
    period, problem = period_of(asked.kpi, filled[asked.by_row])
    figures = filled[asked.by_row + 1 :]
    return _raw(number, filled[: asked.by_row], figures, period, problem, asked)


def _raw(
    number: int,
    name: list[str],
    figures: list[str],
    period: FuzzyDate | None,
    problem: str,
    asked: Pasting,
) -> Raw:
    member, strange = asked.members.find(name[0]) if name else (None, "")
    member_id = asked.member_id if not name else member.pk if member else None
    sign = "yes" if asked.provisional else ""
    given = (
        Given(figures[0], figures[1], provisional=sign, comment=asked.comment)
        if len(figures) == 2
        else Given(value=figures[0] if figures else "", provisional=sign, comment=asked.comment)
    )
    problems = {key: words for key, words in (("period", problem), ("member", strange)) if words}
    return Raw(
        f"row {number}",
        given,
        asked.kpi,
        period,
        member_id,
        asked.members.name_of(member_id),
        problems=problems,
    )
