"""A control chart's data as a table: everything that the drawing shows, and every rule that each point meets."""

from collections.abc import Mapping
from datetime import date

from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.charts.spc_chart import SpcChart
from outcomes.printed import NOT_KNOWN, Value, unit_words
from outcomes.spc_types import PointResult
from outcomes.words import Wording, judgement


def data_table(
    chart: SpcChart,
    *,
    parts: Mapping[date, str] | None = None,
    missing: Mapping[date, str] | None = None,
    printed: Mapping[date, str] | None = None,
    notes: Mapping[date, str] | None = None,
    id: str = "",  # noqa: A002
) -> Table:
    """One row for each period, in order: value, parts, mean, limits, target, judgement in words, note.

    `parts` are numerator and denominator in words by date (“55 of 100”); without any the column is left out, as are
    columns of lines and targets that no period has. `missing` says by date why there is no value, `printed` how a
    value is read where that is more than its number (“about 55 %”), `notes` what else to know of it (“provisional”).
    Limits are the calculated ones, not held to a floor or ceiling as they are on the drawing.
    """
    says, points = chart.says, chart.analysis.points
    columns = [Column("Period"), Column(_value_heading(says), numeric=True)]
    cells = [[_period(point, says), _value(point, says, missing or {}, printed or {})] for point in points]
    extra: list[tuple[Column, list[Cell]]] = []
    if parts:
        extra.append((Column("Parts"), [Cell(parts.get(point.date, "")) for point in points]))
    has_lines = sum(point.value is not None for point in points) > 1  # the mean of one figure is that figure
    for heading, name in (("Mean", "mean"), ("Lower limit", "lower_limit"), ("Upper limit", "upper_limit")):
        lines: list[Value | None] = [getattr(point, name) for point in points]
        if has_lines and any(line is not None for line in lines):
            extra.append((Column(heading, numeric=True), [_line(line, says) for line in lines]))
    if any(point.target is not None for point in points):
        extra.append((Column("Target", numeric=True), [_target(point, says) for point in points]))
    extra.append((Column("Judgement"), [_judgement(point, says, notes or {}) for point in points]))
    for column, added in extra:
        columns.append(column)
        for row, cell in zip(cells, added, strict=True):
            row.append(cell)
    return Table(
        f"{chart.name}: values",
        columns,
        [Row(row) for row in cells],
        caption_hidden=True,
        compact=True,
        empty="No value recorded yet.",
        id=id,
    )


def _value_heading(says: Wording) -> str:
    unit = unit_words(says.unit)
    return f"Value ({unit})" if unit else "Value"


def _period(point: PointResult, says: Wording) -> Cell:
    text = says.period(point)
    return Cell(text[:1].upper() + text[1:])


def _value(
    point: PointResult, says: Wording, missing: Mapping[date, str], printed: Mapping[date, str]
) -> Cell:
    if point.value is None:
        return Cell(missing.get(point.date, "") or NOT_KNOWN, unknown=True)
    return Cell(printed.get(point.date, "") or says.figure(point.value), sort_value=str(point.value))


def _line(value: Value | None, says: Wording) -> Cell:
    return Cell("none" if value is None else says.line_figure(value))


def _target(point: PointResult, says: Wording) -> Cell:
    return Cell("none" if point.target is None else says.target(point.target))


def _judgement(point: PointResult, says: Wording, notes: Mapping[date, str]) -> Cell:
    words = judgement(point, says)
    told = [note for note in (point.annotation, notes.get(point.date, "")) if note]
    return Cell(words[:1].upper() + words[1:], note=" ".join(told))
