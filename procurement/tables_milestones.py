"""Milestones as a table: the same on their own page and beneath a timeline."""

from collections.abc import Iterable
from datetime import date

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from procurement.selectors.milestones import MilestoneRow
from procurement.tables import Addresses
from programmes.tables import source_cell


def milestone_table(rows: Iterable[MilestoneRow], on: date, to: Addresses | None = None) -> Table:
    """Every date in order with its state; overdue only where the latest day it can mean has passed.

    With `to` it is a page's one table: its places lead to the paper, and the page's heading serves as its caption.
    """
    columns = (Column("What"), Column("When"), Column("Phase"), Column("State"), Column("Printed in"))
    return Table(
        "Milestones and dates",
        columns,
        tuple(
            Row(
                (
                    Cell(row.text, note=row.kind),
                    date_cell(row.when),
                    Cell(f"Phase {row.phase_number}" if row.phase_number else "Programme"),
                    Cell(tags=(state_tag(row, on),)),
                    source_cell(row.places, row.fact_id, to) if to else Cell(_locators(row)),
                )
            )
            for row in rows
        ),
        caption_size="s",
        caption_hidden=to is not None,
        empty="No milestone is recorded yet.",
    )


def _locators(row: MilestoneRow) -> str:
    return ", ".join(dict.fromkeys(place.locator for place in row.places)) or "no source recorded"


def state_tag(row: MilestoneRow, on: date) -> Tag:
    """A past date without a recorded outcome is said to be just that: nobody has told the system that it was late."""
    if row.kind == "Existing contracts end":
        return Tag("As stated", Tone.NEUTRAL)
    if row.is_done:
        return Tag("Done", Tone.GOOD)
    if not row.when.is_dated:
        return Tag("Undated", Tone.UNKNOWN)
    if row.is_overdue(on):
        return Tag("Date passed, outcome not recorded", Tone.WARN)
    return Tag(row.state_label, Tone.INFO)
