"""A service's own lists: the lines that pay for it, who commissions it, and its other names."""

from collections.abc import Mapping, Sequence

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import link_cell, money_cell
from procurement.selectors.register import RegisterRow
from procurement.selectors.service_page import AliasRow
from procurement.tables import NOTHING, Addresses, line_source_cell
from procurement.tables_lines import basis_words, funder_cell
from programmes.selectors.sources import Place
from programmes.tables import period_words, source_cell


def own_lines_table(row: RegisterRow, to: Addresses, places: Mapping[int, Sequence[Place]]) -> Table:
    columns = (
        Column("Line"),
        Column("Amount as printed", numeric=True),
        Column("Shared with"),
        Column("Funder"),
        Column("Status"),
        Column("Printed in"),
    )
    body = []
    for line in row.lines:
        partners = [service for service in line.services if service.service_id != row.service.service_id]
        shared = (
            Cell(
                links=tuple(Link(other.name, to.of("service", other.reference)) for other in partners),
                note="one amount for all of them, never split",
            )
            if partners
            else Cell(NOTHING, words="shared with no other service")
        )
        body.append(
            Row(
                (
                    link_cell(line.label, to.lines({"service": row.service.reference}), note=line.reference),
                    money_cell(line.money, note=basis_words(line)),
                    shared,
                    funder_cell(line),
                    Cell(tags=(Tag(line.status_label, Tone.UNKNOWN if line.is_unknown else Tone.INFO),)),
                    line_source_cell(line, places.get(line.fact_id or 0, ()), to),
                )
            )
        )
    return Table(
        "Budget lines that pay for it",
        columns,
        tuple(body),
        caption_hidden=True,
        empty="No budget line pays for this service.",
    )


def aliases_table(rows: Sequence[AliasRow], to: Addresses) -> Table:
    columns = (Column("Name"), Column("Used"), Column("Printed in"))
    body = [
        Row(
            (
                Cell(row.name, note=row.note),
                Cell(period_words(row.starts_on, row.ends_on)),
                source_cell(row.places, row.fact_id, to),
            )
        )
        for row in rows
    ]
    return Table("Other names", columns, tuple(body), caption_hidden=True, empty="No other name is recorded.")
