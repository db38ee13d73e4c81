"""What the cover of a file says: where it comes from, what is not known, what is made up, and how to read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commissioning.core.spreadsheets import NOTHING, CoverSection, Properties
from commissioning.reporting.exports import WHERE_ANY
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.seen import Seen, marked_words, missing_lines
from commissioning.reporting.selectors.position import Position
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


@dataclass(frozen=True)
class Taken:
    """Who takes a file away (by their roles in the programme), when, and from which product."""

    roles: str
    at: datetime
    product: str


def whole_cover(material: Material, taken: Taken, seen: Sequence[Seen]) -> list[CoverSection]:
    """Of the programme's workbook, once its tables are written."""
    later = [each for each in seen if each.table.name in WHERE_ANY]
    return [
        provenance(material, taken, "The whole programme"),
        _papers(material.programme),
        CoverSection("What is not known", [*unknowns(material.position), *missing_lines(later)]),
        CoverSection("What is illustrative", illustrative(seen, material.programme)),
        CoverSection("How to read it", HOW_TO_READ),
        _index(seen),
    ]


def view_cover(material: Material, taken: Taken, view: str, seen: Sequence[Seen]) -> list[CoverSection]:
    """Of a file of one view."""
    return [
        provenance(material, taken, view),
        CoverSection("What is illustrative", illustrative(seen, material.programme)),
        CoverSection("How to read it", HOW_TO_READ),
        _index(seen),
    ]


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


def illustrative(seen: Sequence[Seen], programme: Programme) -> list[tuple[str, str]]:
    """What no paper prints, by reference; the rows are marked in their own sheets as well.

    Of a programme that is made up as a whole it says just that; more references than a cell can name are counted.
    """
    if programme.illustrative:
        return [
            ("Everything", "The whole programme is made up: no paper prints it, no place has these figures.")
        ]
    words = marked_words(seen)
    if not words:
        return [("Nothing", "No row of this file is marked as illustrative: papers print them all.")]
    return [("Marked rows", words)]


def provenance(material: Material, taken: Taken, view: str) -> CoverSection:
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


def _index(seen: Iterable[Seen]) -> CoverSection:
    lines = [(each.table.title, f"{_rows(each.rows)} {each.table.about}") for each in seen]
    return CoverSection("Sheets", lines, links=True)


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}." if count else NOTHING


def properties(material: Material, taken: Taken, title: str) -> Properties:
    subject = f"{material.programme.key}, position at {material.on.isoformat()}"
    return Properties(title, taken.product, subject, taken.at)
