"""Strategies beside the one that the framework names, as a table: each aim with the outcomes that serve it."""

from collections.abc import Sequence

from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.selectors.framework import FrameworkView
from outcomes.selectors.other_strategies import AimRow
from outcomes.tables_framework import marks, sentence_case
from programmes.addresses import Addresses
from programmes.tables import source_cell

COLUMNS = (
    Column("Aim"),
    Column("Strategy"),
    Column("Outcomes that serve it"),
    Column("Printed in"),
)


def strategies_table(rows: Sequence[AimRow], view: FrameworkView, to: Addresses) -> Table | None:
    """None where there is no such strategy; one without an aim has a row that says so."""
    if not rows:
        return None
    caption = "Aims of other strategies" if view.strategy else "Strategies and their aims"
    return Table(caption, COLUMNS, tuple(_row(row, view, to) for row in rows), id="strategies")


def _row(row: AimRow, view: FrameworkView, to: Addresses) -> Row:
    tags = marks(row.illustrative)
    aim = Cell(sentence_case(row.text), tags=tags) if row.text else Cell("no aim is recorded", unknown=True)
    return Row(
        (
            aim,
            Cell(row.strategy, note=row.said),
            _served(row, view),
            source_cell(row.places, row.fact_id, to),
        )
    )


def _served(row: AimRow, view: FrameworkView) -> Cell:
    served = [outcome.text for outcome in view.outcomes if row.aim_id in outcome.aim_ids]
    if served:
        return Cell("; ".join(sentence_case(text) for text in served))
    return Cell("no outcome serves it" if row.text else "none can", unknown=True)
