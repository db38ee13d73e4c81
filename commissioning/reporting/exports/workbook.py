"""The programme's workbook, and the small one of a single view: cover, tables, data dictionary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import QueryDict

from commissioning.core.spreadsheets import (
    NOTHING,
    Cover,
    CoverSection,
    Properties,
    SheetColumn,
    SheetTable,
    workbook_bytes,
)
from commissioning.reporting.exports import WHERE_ANY, sheets_of, table
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from commissioning.reporting.selectors.position import Position
from procurement.selectors.register import ANY_STATE
from programmes.models import Document, Programme
from programmes.selectors.sources import documents_of

HOW_TO_READ = (
    (
        "Not known",
        "An amount that is not known is an empty cell, never 0; the marker beside it says why: [tbc], [awaited] …",
    ),
    (
        "As printed",
        "Beside each amount and date stand the words of the paper, such as “~£13m” or “September”.",
    ),
    (
        "Dates",
        "A date is two days, the first and the last that the words can mean; “by” a month means its last day.",
    ),
    (
        "Shared lines",
        "An amount for several services is one budget line. It is never split, and never repeated as a number.",
    ),
    ("Adding up", "Add amounts of one basis and one year only; the Totals sheet has one row for each."),
    ("Text", "Text that begins with =, +, - or @ is stored as text. Nothing in this file is a formula."),
)

MOST_NAMED = 200  # references in one cell of the cover, which holds 32,767 characters


@dataclass(frozen=True)
class Taken:
    """Who takes a file away (by their roles in the programme), when, and from which product."""

    roles: str
    at: datetime
    product: str


def programme_workbook(material: Material, taken: Taken) -> bytes:
    """Every table of the programme, services in every state included."""
    everything = QueryDict(mutable=True)
    everything["state"] = ANY_STATE
    if material.combined:
        everything["combine"] = "1"
    whole = Material(material.programme, material.on, everything, material.read_sight)
    at = whole.position
    tables = [table(whole, name) for name in sheets_of(whole.programme)]
    sheets = [*tables, data_dictionary(tables)]
    title = f"{whole.programme.place}: {whole.programme.name}"
    sections = [
        _provenance(whole, taken, "The whole programme"),
        _papers(whole.programme),
        CoverSection("What is not known", [*unknowns(at), *markers(tables)]),
        CoverSection("What is illustrative", illustrative(tables, whole.programme)),
        CoverSection("How to read it", HOW_TO_READ),
        _index(sheets),
    ]
    return workbook_bytes(sheets, _properties(whole, taken, title), Cover(title, sections))


def view_workbook(material: Material, name: str, taken: Taken, view: str) -> bytes:
    """One table as a page shows it, with a cover that says which view it is."""
    shown = table(material, name)
    sheets = [shown, data_dictionary([shown])]
    title = f"{material.programme.place}: {shown.title}"
    sections = [
        _provenance(material, taken, view),
        CoverSection("What is illustrative", illustrative([shown], material.programme)),
        CoverSection("How to read it", HOW_TO_READ),
        _index(sheets),
    ]
    return workbook_bytes(sheets, _properties(material, taken, title), Cover(title, sections))


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


def unknowns(at: Position) -> list[tuple[str, str]]:
    """Counts of what no paper says yet, each beside how many there are in all."""
    unknown = [line for line in at.lines if line.is_unknown]
    starts = sum(not phase.procurement_start.is_dated for phase in at.phases)
    undated = sum(not row.when.is_dated for row in at.milestones)
    facts = [*(p.fact_id for p in at.phases), *(x.fact_id for x in at.lines), *(s.fact_id for s in at.stated)]
    is_open = sum(view.is_open for view in at.discrepancies)
    counts = [
        ("Budget lines", len(unknown), at.lines, "without an amount"),
        ("Services", len(at.services_tbc), at.services, "in scope are TBC"),
        ("Phases", starts, at.phases, "without a stated start of procurement"),
        ("Milestones and dates", undated, at.milestones, "undated"),
        ("Discrepancies", is_open, at.discrepancies, "open"),
    ]
    lines = [(label, f"{part} of {len(whole)} {words}") for label, part, whole, words in counts if whole]
    if facts:
        sourceless = f"{facts.count(None)} phases, lines or stated values without a recorded source"
        lines.append(("Sources", sourceless))
    return lines


MARKER = " marker"


def markers(tables: Sequence[SheetTable]) -> list[tuple[str, str]]:
    """How often each number of the later sheets is missing, by the markers that stand beside the empty cells."""
    found = []
    for each in (sheet for sheet in tables if sheet.name in WHERE_ANY):
        places = [
            (place, column.heading.removesuffix(MARKER))
            for place, column in enumerate(each.columns)
            if column.heading.endswith(MARKER)
        ]
        counts = [(sum(bool(row[place]) for row in each.rows), heading) for place, heading in places]
        words = [f"{count} without {heading}" for count, heading in counts if count]
        if words:
            found.append((each.title, "; ".join(words)))
    return found


def illustrative(tables: Sequence[SheetTable], programme: Programme) -> list[tuple[str, str]]:
    """What no paper prints, by reference; the rows are marked in their own sheets as well.

    Of a programme that is made up as a whole it says just that; more references than a cell can name are counted.
    """
    if programme.illustrative:
        return [
            ("Everything", "The whole programme is made up: no paper prints it, no place has these figures.")
        ]
    marked: dict[str, None] = {}
    for each in tables:
        headings = [column.heading for column in each.columns]
        if ILLUSTRATIVE.heading in headings:
            place = headings.index(ILLUSTRATIVE.heading)
            marked |= {str(row[0]): None for row in each.rows if row[place]}
    if not marked:
        return [("Nothing", "No row of this file is marked as illustrative: papers print them all.")]
    if len(marked) > MOST_NAMED:
        return [("Marked rows", f"{len(marked):,}, each marked in its own sheet")]
    return [("Marked rows", "; ".join(marked))]


def _provenance(material: Material, taken: Taken, view: str) -> CoverSection:
    programme, on = material.programme, material.on
    lines = [
        ("Programme", f"{programme.name} ({programme.reference})"),
        ("Place", programme.place),
        ("Position at", f"{on.day} {on:%B %Y}"),
        ("Holds", view),
        ("Made at", f"{taken.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
        ("Made for", taken.roles),
        ("Made by", taken.product),
    ]
    if material.combined:
        lines.append(
            (
                "Added across bases",
                "Yes: whoever took this file chose to add amounts of different bases and years.",
            )
        )
    return CoverSection("This file", lines)


def _papers(programme: Programme) -> CoverSection:
    lines = [line for document in documents_of(programme) for line in _paper(document)]
    return CoverSection("Papers it rests on", lines or [("None", "No paper is recorded for this programme.")])


def _paper(document: Document) -> list[tuple[str, str]]:
    printed = document.dated.printed
    parts = [document.title, document.committee, printed]
    lines = [(document.reference, ", ".join(part for part in parts if part))]
    lines += [
        (f"  read as {extraction.name}", _reading(extraction.has, extraction.lacks))
        for extraction in document.extractions.all()
    ]
    lines += [("  not in any reading", gap.what) for gap in document.known_gaps.all()]
    return lines


def _reading(has: str, lacks: str) -> str:
    """What a reading of a paper holds and lacks, as far as anyone wrote that down."""
    said = [f"{word}: {what}" for word, what in (("has", has), ("lacks", lacks)) if what]
    return "; ".join(said) or "what it has and lacks is not recorded"


def _index(sheets: Sequence[SheetTable]) -> CoverSection:
    lines = [(sheet.title, f"{_rows(sheet)} {sheet.about}") for sheet in sheets]
    return CoverSection("Sheets", lines, links=True)


def _rows(sheet: SheetTable) -> str:
    count = len(sheet.rows)
    return f"{count} {'row' if count == 1 else 'rows'}." if count else NOTHING


def _properties(material: Material, taken: Taken, title: str) -> Properties:
    subject = f"{material.programme.key}, position at {material.on.isoformat()}"
    return Properties(title, taken.product, subject, taken.at)
