"""One discrepancy laid out: statements side by side, arithmetic, what it is about, how it was handled."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from commissioning.core.components import HistoryEntry, Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell
from governance.rules import CHECK_NAMES, StatementView
from governance.rules.computed import computed_rows
from governance.selectors.discrepancies import DiscrepancyView, NoteView, Origin
from governance.tables import NO_OWNER, figures_table, readings_table, state_tag, verdict_tags
from programmes.models import Programme
from programmes.views.sources import place_links

# Checks whose page of figures is another than the discrepancy's own.
SEEN_AT = {
    1: ("money", "Stated values against their lines"),
    8: ("money", "Stated values against their lines"),
    12: ("milestones", "Milestones and dates"),
    16: ("budget_lines", "Budget lines"),
    19: ("boards", "Boards and seats"),
}
# The same by the first word of a finding's key, for checks that find things of several kinds.
SHOWN_ON = {
    "accountability": ("boards", "Boards and seats"),
    "arithmetic": ("impacts", "Figures"),
    "ask": ("asks", "Asks"),
    "coverage": ("areas", "Areas"),
    "drift": ("actions", "Board actions and their answers"),
    "joining": ("commissioners", "Who commissions what"),
    "lead": ("commissioners", "Who commissions what"),
    "leads": ("commissioners", "Who commissions what"),
    "measure": ("impacts", "Figures"),
    "milestones": ("milestones", "Milestones and dates"),
    "models": ("commissioning_models", "Commissioning models"),
    "near": ("areas", "Areas"),
    "now": ("scope_lists", "Scope lists and future considerations"),
    "only": ("scope_lists", "Scope lists and future considerations"),
    "plan": ("intentions", "Commissioning intentions"),
    "pooling": ("commissioning_models", "Commissioning models"),
    "population": ("areas", "Areas"),
    "reports": ("actions", "Board actions and their answers"),
}


def page_of(view: DiscrepancyView, programme: Programme, keep: str) -> dict[str, Any]:
    """Context for the page, without its form."""
    readings = view.finding.readings if view.finding else ()
    recorded = (
        computed_rows(view.recorded_kind or view.kind, view.recorded_computed)
        if view.origin != Origin.COMPUTED
        else ()
    )
    return {
        "view": view,
        "tags": [
            Tag(str(view.kind.label)),
            Tag(view.origin.label, Tone.INFO),
            *verdict_tags(view),
            state_tag(view),
        ],
        "statements": [_statement(each, programme) for each in view.statements],
        "readings_table": readings_table(readings) if readings else None,
        "no_longer_found": view.not_found,
        "summary_rows": list(_summary_rows(view, programme, keep)),
        "recorded": view.recorded_statements if view.origin == Origin.BOTH else (),
        "recorded_statements": [_statement(each, programme) for each in view.recorded_statements],
        "recorded_table": figures_table(recorded, "Worked out by the reader") if recorded else None,
        "history": [_entry(note) for note in view.notes],
        "illustrative": view.illustrative,
    }


def _statement(statement: StatementView, programme: Programme) -> dict[str, Any]:
    return {
        "text": statement.text,
        "place": statement.place,
        "links": place_links(programme.key, statement.places, fact_id=statement.fact_id),
    }


def _summary_rows(view: DiscrepancyView, programme: Programme, keep: str) -> Iterator[SummaryRow]:
    yield from _about(view, programme, keep)
    if view.finding:
        name = CHECK_NAMES[view.finding.check]
        yield SummaryRow(
            "Found by", Cell(f"Check {view.finding.check}: {name}", note="Worked out afresh each time.")
        )
    if view.origin != Origin.COMPUTED:
        kind = view.recorded_kind.replace("_", " ")
        yield SummaryRow("Recorded as", Cell(view.reference, note=f"{view.recorded_title} ({kind})"))
    if view.suggested_handling:
        yield SummaryRow("Suggested handling", Cell(view.suggested_handling))
    yield SummaryRow("State", Cell(tags=(state_tag(view),)))
    yield SummaryRow("Owner", Cell(view.owner_role) if view.owner_role else Cell(NO_OWNER, unknown=True))


def _about(view: DiscrepancyView, programme: Programme, keep: str) -> Iterator[SummaryRow]:
    """Where the things that it is about are shown: phases, services, and the page of the figures."""

    def link(text: str, name: str, *args: object) -> Link:
        return Link(text, reverse(name, args=[programme.key, *args]) + keep)

    phases = tuple(link(f"Phase {number}", "phase", number) for number in view.phase_numbers)
    services = tuple(link(service.name, "service", service.reference) for service in view.services)
    if phases:
        yield SummaryRow("Phase" if len(phases) == 1 else "Phases", Cell(links=phases))
    if services:
        yield SummaryRow("Service" if len(services) == 1 else "Services", Cell(links=services))
    seen = _seen_at(view)
    if seen:
        name, words = seen
        yield SummaryRow("Figures" if name == "money" else "Shown on", Cell(links=(link(words, name),)))


def _seen_at(view: DiscrepancyView) -> tuple[str, str] | None:
    """The page on which what it is about is shown; None where the discrepancy's own page shows everything."""
    if view.finding is None:
        return None
    first_word = view.finding.key.partition("-")[0]
    return SEEN_AT.get(view.finding.check) or SHOWN_ON.get(first_word)


def _entry(note: NoteView) -> HistoryEntry:
    owner = f", owner {note.owner_role}" if note.owner_role else ", no owner"
    return HistoryEntry(f"{note.handling.label}{owner}", note.made_at, note.made_by, note.text)
