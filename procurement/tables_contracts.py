"""The register of contracts as a table."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from procurement.contract_words import (
    last_end_cell,
    notice_cell,
    provider_cell,
    review_cell,
    state_tag,
    stated_cell,
    value_cell,
)
from procurement.selectors.contract_types import ContractRow
from programmes.addresses import Addresses

CONTRACT_COLUMNS = (
    Column("Contract", key="name"),
    Column("State", key="state"),
    Column("Lead provider", key="provider"),
    Column("Value", key="value"),
    Column("Start", key="start"),
    Column("Current end", key="end"),
    Column("Last possible end", key="last"),
    Column("Notice by", key="notice"),
    Column("Next review", key="review"),
)
ILLUSTRATIVE = (Tag("Illustrative", Tone.NEUTRAL),)


def contracts_table(
    rows: Sequence[ContractRow], params: QueryDict, on: date, to: Addresses, *, empty: str
) -> Table:
    """One row for each contract, as at the day."""
    return Table(
        "Contracts",
        sorted_columns(CONTRACT_COLUMNS, params, default=""),
        tuple(_row(row, on, to) for row in rows),
        caption_hidden=True,
        compact=True,
        empty=empty,
        id="contracts",
    )


def _row(row: ContractRow, on: date, to: Addresses) -> Row:
    name = Cell(
        row.name,
        to.of("contract", row.reference),
        note=", ".join(filter(None, [row.reference, row.number, services_words(row)])),
        tags=ILLUSTRATIVE if row.illustrative else (),
    )
    return Row(
        (
            name,
            Cell(tags=(state_tag(row),)),
            provider_cell(row),
            value_cell(row),
            stated_cell(row.starts),
            stated_cell(row.current_end),
            last_end_cell(row),
            notice_cell(row, on),
            review_cell(row, on),
        ),
        id=row.reference,
    )


def services_words(row: ContractRow) -> str:
    if not row.services:
        return "no service named"
    if len(row.services) > 2:
        return f"{len(row.services)} services"
    return " and ".join(service.name for service in row.services)
