"""The columns of an uploaded sheet of returns: found by their headings, read row by row into texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from outcomes.intake.files import NotReadableError, Upload
from outcomes.intake.grids import NO_RESULT, read_grid
from outcomes.rules_lines import Given

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "kpi": ("kpi reference", "kpi", "reference", "kpi ref"),
    "period": ("period", "month", "reporting period"),
    "member": ("member", "place, service or group", "place", "group"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "value": ("value", "figure"),
    "missing": ("missing reason", "reason", "why there is no figure"),
    "provisional": ("provisional", "provisional?", "status"),
    "comment": ("comment", "comments", "note"),
}
TITLES: Final = {
    "kpi": "KPI reference",
    "period": "Period",
    "member": "Member",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Value",
    "missing": "Missing reason",
    "provisional": "Provisional",
    "comment": "Comment",
}
FOR_THE_READER: Final = frozenset(
    {"kpi name", "unit", "return due", "numerator is", "denominator is", "owner"}
)
HEADING_WITHIN: Final = 20  # rows from the top in which the headings are looked for
TOTALS: Final = ("total", "totals", "grand total")


@dataclass(frozen=True)
class SheetRow:
    """One row as texts, with its number as the spreadsheet shows it."""

    number: int
    kpi: str
    period: str
    member: str
    given: Given


@dataclass(frozen=True)
class Sheet:
    rows: Sequence[SheetRow]
    decided: Sequence[str] = field(default=())


def read_sheet(upload: Upload) -> Sheet:
    """Every row under the headings. Raises NotReadableError for a file, or headings, that cannot be read."""
    grid = read_grid(upload)
    place, columns, unknown = _headings(grid.rows)
    found = [_row(number, cells, columns) for number, cells in grid.rows[place + 1 :]]
    rows = [row for row in found if row.kpi or row.period or not row.given.is_blank]
    if not rows:
        raise NotReadableError("The sheet has headings and no row of figures beneath them.")
    told = [*grid.decided]
    if unknown:
        told.append(f"Columns that are not read: {', '.join(f'“{heading}”' for heading in unknown[:8])}.")
    return Sheet(rows, told)


def _headings(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int], list[str]]:
    """(place of the headings, column of each field, headings not known)."""
    for place, (number, cells) in enumerate(rows[:HEADING_WITHIN]):
        folded = [" ".join(cell.casefold().split()) for cell in cells]
        if any(heading in COLUMNS["kpi"] for heading in folded) and any(
            h in COLUMNS["period"] for h in folded
        ):
            columns = _columns(folded, number)
            known = {name for names in COLUMNS.values() for name in names} | FOR_THE_READER
            unknown = [
                cell for cell, heading in zip(cells, folded, strict=True) if heading and heading not in known
            ]
            return place, columns, unknown
    wanted = ", ".join(TITLES.values())
    raise NotReadableError(
        "No row of headings was found. The sheet needs a row with “KPI reference” and “Period”. "
        f"These headings are read: {wanted}."
    )


def _columns(folded: Sequence[str], number: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, headings in COLUMNS.items():
        places = [place for place, heading in enumerate(folded) if heading in headings]
        if len(places) > 1:
            raise NotReadableError(
                f"Row {number} has the heading “{TITLES[name]}” twice. Take one of the columns out."
            )
        if places:
            columns[name] = places[0]
    if "value" not in columns and not {"numerator", "denominator"} <= columns.keys():
        raise NotReadableError("The sheet needs a column “Value”, or both “Numerator” and “Denominator”.")
    return columns


def _row(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> SheetRow:
    def text(name: str) -> str:
        place = columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    given = Given(
        *(text(name) for name in ("numerator", "denominator", "value", "missing", "provisional", "comment"))
    )
    return SheetRow(number, text("kpi"), text("period"), text("member"), given)


def row_problem(row: SheetRow) -> str:
    """What is wrong with a row before its KPI is even looked for: a total, or a formula without its result."""
    if row.kpi.strip().casefold() in TOTALS or row.period.strip().casefold() in TOTALS:
        return "This looks like a row of totals: take it out, since totals are worked out here."
    texts = (row.kpi, row.period, row.member, row.given.numerator, row.given.denominator, row.given.value)
    if NO_RESULT in texts:
        return "A cell holds a formula without a stored result: open the file in Excel, save it and upload it again."
    return ""
