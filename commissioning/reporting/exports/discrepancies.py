"""Where papers disagree with themselves, and everything's sources, as tables."""

from django.utils import timezone

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value, joined
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from governance.rules import StatementView
from governance.selectors.discrepancies import DiscrepancyView
from programmes.selectors.sources import Place, RecordedFact, facts_of_programme

DISCREPANCY_COLUMNS = (
    SheetColumn(
        "Reference", "Its stable reference; for one that only a check finds, the check's key.", width=22
    ),
    SheetColumn("Title", "What disagrees.", width=48),
    SheetColumn("Kind", "The kind of disagreement.", width=22),
    SheetColumn("Recorded kind", "The reader's own word for it, where a reader recorded it.", width=18),
    SheetColumn("Found", "Computed, Recorded by whoever read the paper, or both.", width=22),
    SheetColumn("Statements", "How many statements disagree.", Kind.INTEGER),
    SheetColumn("What is stated where", "Each statement with its place in brackets.", width=60),
    SheetColumn("Arithmetic", "How the figures compare, worked out afresh.", width=50),
    SheetColumn("Suggested handling", "What the check or the reader suggests.", width=36),
    SheetColumn("State", "Open, Explained, Accepted or Resolved.", width=12),
    SheetColumn("Owner", "The role that owns it; empty while nobody does.", width=24),
    SheetColumn("Latest note", "The newest note on how it is handled.", width=40),
    SheetColumn("Noted on", "The day of that note.", Kind.DATE),
    SheetColumn("Phases", "Numbers of the phases it concerns.", width=10),
    SheetColumn("Services", "References of the services it concerns.", width=24),
    ILLUSTRATIVE,
)


def discrepancies_table(material: Material) -> SheetTable:
    return SheetTable(
        "discrepancies",
        "Discrepancies",
        "One row is one place where papers disagree, with all its statements: shown and handled, never corrected away.",
        DISCREPANCY_COLUMNS,
        tuple(_discrepancy(view) for view in material.discrepancies.rows),
    )


def _discrepancy(view: DiscrepancyView) -> tuple[Value, ...]:
    note = max(view.notes, key=lambda note: note.made_at, default=None)
    statements = view.recorded_statements or view.statements
    return (
        view.reference or view.slug,
        view.title,
        str(view.kind.label),
        view.recorded_kind or None,
        view.origin.label,
        len(statements),
        joined([_statement(statement) for statement in statements]),
        view.arithmetic or None,
        view.suggested_handling or None,
        str(view.handling.label),
        view.owner_role or None,
        note.text if note else None,
        timezone.localdate(note.made_at) if note else None,
        joined([str(number) for number in view.phase_numbers]),
        joined([service.reference for service in view.services]),
        view.illustrative,
    )


def _statement(statement: StatementView) -> str:
    return f"{statement.text} ({statement.place})" if statement.place else statement.text


# --- sources ----------------------------------------------------------------------------------------------------

SOURCE_COLUMNS = (
    SheetColumn(
        "Record", "The stable reference of what is recorded; a row of another sheet has the same.", width=22
    ),
    SheetColumn("Kind", "What kind of record it is.", width=24),
    SheetColumn("What is recorded", "The record in words.", width=48),
    SheetColumn("Field", "The one field that the place supports; empty for the whole record.", width=18),
    SheetColumn("Document", "The document's reference.", width=16),
    SheetColumn("Document title", "Its title.", width=44),
    SheetColumn("Place", "Where in the document.", width=24),
    SheetColumn(
        "Extraction", "The reading of the document that alone has it; empty where all have.", width=20
    ),
    SheetColumn("Words printed", "The words printed there, where they differ from the record's.", width=40),
)


def sources_table(material: Material) -> SheetTable:
    groups = facts_of_programme(material.programme)
    rows = [_source(label, fact, place) for label, facts in groups for fact in facts for place in fact.places]
    return SheetTable(
        "sources",
        "Sources",
        "One row is one place where one record is printed; a record printed in three places has three rows.",
        SOURCE_COLUMNS,
        tuple(rows),
    )


def _source(label: str, fact: RecordedFact, place: Place) -> tuple[Value, ...]:
    return (
        fact.reference,
        label,
        fact.text,
        place.field.replace("_", " ") or None,
        place.document_reference,
        place.document_title,
        place.locator,
        place.extraction or None,
        place.label or None,
    )
