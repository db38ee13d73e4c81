"""The programme's workbook, and the files of a single view: cover, tables, data dictionary."""

import zipfile
from collections.abc import Sequence
from typing import BinaryIO, Final

from django.http import QueryDict

from commissioning.core.spreadsheets import (
    Cover,
    CoverSection,
    SheetColumn,
    SheetTable,
    csv_bytes,
    csv_chunks,
    write_workbook,
)
from commissioning.reporting.exports import sheets_of, table
from commissioning.reporting.exports.cover import Taken, properties, view_cover, whole_cover
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.seen import Seen
from procurement.selectors.register import ANY_STATE

__all__ = ["Taken", "data_dictionary", "write_csv_archive", "write_programme_workbook", "write_view_workbook"]

QUICK: Final = 3  # as `write_workbook` packs


def write_programme_workbook(out: BinaryIO, material: Material, taken: Taken) -> None:
    """Every table of the programme, services in every state included."""
    everything = QueryDict(mutable=True)
    everything["state"] = ANY_STATE
    if material.combined:
        everything["combine"] = "1"
    whole = Material(material.programme, material.on, everything, material.read_sight)
    tables = [table(whole, name) for name in sheets_of(whole.programme)]
    seen = [Seen(sheet) for sheet in [*tables, data_dictionary(tables)]]
    title = f"{whole.programme.place}: {whole.programme.name}"
    write_workbook(
        out,
        [each.watched() for each in seen],
        properties(whole, taken, title),
        lambda: Cover(title, whole_cover(whole, taken, seen)),
    )


def write_view_workbook(out: BinaryIO, material: Material, name: str, taken: Taken, view: str) -> None:
    """One table as a page shows it, with a cover that says which view it is."""
    shown = table(material, name)
    seen = [Seen(sheet) for sheet in [shown, data_dictionary([shown])]]
    title = f"{material.programme.place}: {shown.title}"
    write_workbook(
        out,
        [each.watched() for each in seen],
        properties(material, taken, title),
        lambda: Cover(title, view_cover(material, taken, view, seen)),
    )


def write_csv_archive(out: BinaryIO, material: Material, name: str, taken: Taken, view: str) -> None:
    """The same as CSV files in an archive: the table, dictionary.csv, and provenance.csv for the cover."""
    shown = table(material, name)
    seen = [Seen(sheet) for sheet in [shown, data_dictionary([shown])]]
    watched = [each.watched() for each in seen]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        with archive.open(f"{name}.csv", "w") as part:
            for chunk in csv_chunks(watched[0]):
                part.write(chunk)
        archive.writestr("dictionary.csv", csv_bytes(watched[1]))
        told = provenance_table(view_cover(material, taken, view, seen))
        archive.writestr("provenance.csv", csv_bytes(told))


def provenance_table(sections: Sequence[CoverSection]) -> SheetTable:
    """What a workbook's cover says, as a table."""
    columns = (
        SheetColumn("Section", "The part of the cover."),
        SheetColumn("Label", "What the words are about."),
        SheetColumn("Words", "What is said of it."),
    )
    rows = [(section.heading, label, words) for section in sections for label, words in section.lines]
    return SheetTable("provenance", "Provenance", "One row is one line of the cover.", columns, tuple(rows))


def data_dictionary(tables: Sequence[SheetTable]) -> SheetTable:
    """What every column of every sheet means, and what its cells hold."""
    columns = (
        SheetColumn(
            "Sheet", "The sheet; the CSV of the same table has the name in the next column.", width=16
        ),
        SheetColumn("Table", "The table's name in the addresses of CSV files.", width=18),
        SheetColumn("Column", "The heading.", width=30),
        SheetColumn("Holds", "text, whole number, number, pounds, percentage, date, yes or no.", width=16),
        SheetColumn("Meaning", "What it means.", width=60),
    )
    rows = [
        (each.title, each.name, column.heading, str(column.kind), column.meaning)
        for each in tables
        for column in each.columns
    ]
    return SheetTable(
        "data_dictionary", "Data dictionary", "One row is one column of one sheet.", columns, tuple(rows)
    )
