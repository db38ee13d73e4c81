"""Organisations as a table: of one programme in its files, of every programme as a register of their own."""

from collections.abc import Iterable

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value, joined
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from procurement.selectors.organisations import OrganisationRow, organisation_rows, organisations_of

ORGANISATION_COLUMNS = (
    SheetColumn("Reference", "The organisation's stable reference, the same in every programme.", width=14),
    SheetColumn("Name", "Its name.", width=44),
    SheetColumn("Kind", "Local authority, NHS commissioner, Provider and so on.", width=24),
    SheetColumn("Parent reference", "The organisation that it is part of; empty for none.", width=14),
    SheetColumn("Part of", "That organisation's name.", width=34),
    SheetColumn("Other names", "Names that papers print for it besides, parted by semicolons.", width=40),
    SheetColumn("Codes", "The codes that papers print for it as a commissioner.", width=16),
    SheetColumn("Identifiers", "Its numbers in public registers, such as GB-COH 01234567.", width=24),
    SheetColumn(
        "Succeeded by", "References of those that took over from it; empty while it stands.", width=20
    ),
    SheetColumn("Succeeded on", "The first day on which they took over.", Kind.DATE),
    SheetColumn("Succeeds", "References of those that it took over from.", width=20),
    ILLUSTRATIVE,
)


def organisations_table(material: Material) -> SheetTable:
    """Those with a part in the programme, in a service or as a partner, or named by its papers."""
    programmes = [material.programme.pk]
    return organisation_sheet(organisation_rows(organisations_of(programmes), programmes))


def organisation_sheet(rows: Iterable[OrganisationRow]) -> SheetTable:
    return SheetTable(
        "organisations",
        "Organisations",
        "One row is one organisation. Programmes share them: a change of one shows in every programme.",
        ORGANISATION_COLUMNS,
        tuple(_organisation(row) for row in rows),
    )


def _organisation(row: OrganisationRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.name,
        row.kind_label,
        row.parent_reference or None,
        row.parent_name or None,
        joined(row.other_names),
        joined(row.codes),
        joined(row.identifiers),
        joined(row.succeeded_by),
        row.succeeded_on,
        joined(row.succeeds),
        row.illustrative,
    )
