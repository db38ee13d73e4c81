"""Imports as tables: the list of files, what one would do, what cannot be taken, what was odd."""

from collections.abc import Iterable, Sequence
from typing import Any

from commissioning.core.components import SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.models.exchange import ImportState
from procurement.ocds.problems import Problem
from procurement.rules_import import WRITES, Fate, FieldPlan, ImportPlan, ProcessPlan, RecordPlan
from programmes.addresses import Addresses
from programmes.tables import day_words

MOST_ROWS = 400
LONGEST = 300
NOTHING = "–"
TAGS = {
    Fate.NEW: Tag("New", Tone.GOOD),
    Fate.CHANGED: Tag("Changed", Tone.INFO),
    Fate.CONFLICT: Tag("You choose", Tone.ALERT),
    Fate.KEPT: Tag("Kept", Tone.NEUTRAL),
    Fate.UNCHANGED: Tag("Unchanged", Tone.NEUTRAL),
    Fate.REFUSED: Tag("Cannot be imported", Tone.WARN),
}
STATES = {
    ImportState.PREVIEWED: Tag("Not imported", Tone.INFO),
    ImportState.APPLIED: Tag("Imported", Tone.GOOD),
    ImportState.DISCARDED: Tag("Put aside", Tone.NEUTRAL),
}
KINDS = {"phase": "Phase", "lot": "Lot", "notice": "Notice", "contract": "Contract", "amendment": "Amendment"}


def state_tag(state: str) -> Tag:
    return STATES[ImportState(state)]


def import_table(records: Iterable[Any], to: Addresses) -> Table:
    """The files received, the newest first."""
    rows = tuple(
        Row(
            (
                Cell(record.file_name, to.of("ocds_import", record.reference), record.reference),
                Cell(tags=(state_tag(record.state),)),
                Cell(day_words(record.made_at.date()), sort_value=record.made_at.isoformat()),
                Cell(receipt_words(record.report) or NOTHING),
            )
        )
        for record in records
    )
    columns = (Column("File"), Column("State"), Column("Received"), Column("What came of it"))
    return Table("Files received", columns, rows, caption_hidden=True, empty="No file has been received.")


def receipt_words(report: dict[str, Any]) -> str:
    """The last receipt: “12 created, 0 updated, 3 unchanged, 1 refused”."""
    receipts = report.get("receipts") or []
    return counted(receipts[-1]) if receipts else ""


def counted(counts: dict[str, Any]) -> str:
    return ", ".join(f"{counts[name]:,} {name}" for name in ("created", "updated", "unchanged", "refused"))


def about_rows(record: Any, received: Any) -> tuple[SummaryRow, ...]:
    """What the file is, as it came."""
    rows = [
        SummaryRow("File", Cell(record.file_name)),
        SummaryRow("State", Cell(tags=(state_tag(record.state),))),
        SummaryRow("Publisher", Cell(received.publisher or "not stated", unknown=not received.publisher)),
        SummaryRow("Received", Cell(day_words(record.made_at.date()))),
        SummaryRow("SHA-256", Cell(record.sha256)),
    ]
    if told := receipt_words(record.report):
        rows.append(SummaryRow("What was imported", Cell(told)))
    return tuple(rows)


def process_table(process: ProcessPlan) -> Table:
    """What becomes of each field that is new, changes or is kept; records that stay as they are are only counted."""
    rows = [
        _row(record, each) for record in process.records for each in record.fields if _is_shown(record, each)
    ]
    more = len(rows) - MOST_ROWS
    note = f"The first {MOST_ROWS} of {len(rows):,} fields are shown." if more > 0 else ""
    columns = (
        Column("Record"),
        Column("Field"),
        Column("Here now"),
        Column("In the file"),
        Column("Outcome"),
    )
    return Table(
        f"Changes of {process.ocid}",
        columns,
        tuple(rows[:MOST_ROWS]),
        caption_hidden=True,
        caption_note=note,
        compact=True,
        empty="Nothing in it differs from what stands here.",
    )


def _is_shown(record: RecordPlan, each: FieldPlan) -> bool:
    return record.fate != Fate.REFUSED and each.fate != Fate.UNCHANGED


def _row(record: RecordPlan, each: FieldPlan) -> Row:
    return Row(
        (
            Cell(f"{KINDS[record.kind]}: {_short(record.title)}", note=record.path),
            Cell(each.label[:1].upper() + each.label[1:]),
            Cell(_short(each.before.printed) or NOTHING, words="" if each.before.canon else "nothing"),
            Cell(_short(each.after.printed), note=each.after.note),
            Cell(tags=(TAGS[each.fate],), note=each.why),
        )
    )


def change_table(plan: ImportPlan) -> Table:
    """Everything that will be written, for the last look before it is."""
    rows = [
        _row(record, each)
        for process in plan.processes
        for record in process.records
        for each in record.fields
        if each.fate in WRITES
    ]
    columns = (
        Column("Record"),
        Column("Field"),
        Column("Here now"),
        Column("In the file"),
        Column("Outcome"),
    )
    note = f"The first {MOST_ROWS} of {len(rows):,} fields are shown." if len(rows) > MOST_ROWS else ""
    return Table("What will be written", columns, tuple(rows[:MOST_ROWS]), caption_note=note, compact=True)


def refused_table(plan: ImportPlan) -> Table | None:
    """What cannot be imported: where it stands in the file, why, and what to do."""
    found = [(p.ocid, "", p.refusal) for p in plan.processes if p.refusal]
    found += [(p.ocid, r.path, r.refusal) for p in plan.processes for r in p.records if r.refusal]
    if not found:
        return None
    rows = tuple(
        Row((Cell(f"{ocid} {path}".strip(), note=why[0]), Cell(why[1]), Cell(why[2])))
        for ocid, path, why in found
        if why
    )
    columns = (Column("Place in the file"), Column("Why"), Column("What to do"))
    return Table("Cannot be imported", columns, rows[:MOST_ROWS], compact=True)


def error_table(errors: Sequence[Problem]) -> Table | None:
    """Parts of the file that could not be read."""
    if not errors:
        return None
    rows = tuple(
        Row((Cell(each.path or "the file"), Cell(each.words), Cell(each.cure))) for each in errors[:100]
    )
    columns = (Column("Place in the file"), Column("Why"), Column("What to do"))
    note = f"The first 100 of {len(errors):,} are shown." if len(errors) > 100 else ""
    return Table("Could not be read", columns, rows, caption_note=note, compact=True)


def party_table(plan: ImportPlan, organisations: dict[str, str]) -> Table | None:
    """The parties that an identifier has matched: nobody has to decide anything of them."""
    matched = [party for party in plan.parties if party.how == "identifier"]
    if not matched:
        return None
    rows = tuple(
        Row(
            (
                Cell(party.name),
                Cell(", ".join(party.identifiers)),
                Cell(organisations.get(party.answer, party.answer)),
            )
        )
        for party in matched
    )
    columns = (Column("In the file"), Column("Identifier"), Column("Organisation here"))
    return Table("Matched by their identifier", columns, rows, compact=True)


def _short(words: str) -> str:
    shown = words.replace("\x1f", ", ")
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
