"""The register of decisions, and the page of one: its record, positions, conditions, call-in and effects."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link, Panel, SummaryRow, Tone
from commissioning.core.history import changes_of
from commissioning.core.tables import Cell, query_with
from commissioning.core.values_html import date_cell
from governance.forms_decisions import AWAITED, GAPS, NOT_IN_EFFECT
from governance.listing_decisions import decision_listing, stands
from governance.models import Decision, InterestDeclared
from governance.models.decisions import EffectKind
from governance.rules.call_in import CallInState
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.words import counted, joined
from governance.selectors.decisions import DecisionRow, decision_rows, positions_awaited
from governance.tables_decisions import (
    asked_table,
    awaited_table,
    decision_table,
    effect_table,
    outcome_tag,
    position_entries,
    standing_note,
    standing_tag,
)
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.tables import day_words, source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

NOT_RECORDED = Cell("not recorded", unknown=True)


@require_safe
def decision_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every decision as at the day, and the decisions that wait for a body."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = decision_listing(programme, request.GET, on)
    every, form, rows = listing.every, listing.form, listing.rows
    frame = programme_frame(request, programme, "decisions", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Decisions",
        "summary": summary_of(every),
        "summary_links": summary_links(every, to),
        "filter": filter_of(request, form) if every else None,
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "shown": f"Showing {'all ' if len(rows) == len(every) else ''}{counted(len(rows), 'decision')}",
        "table": decision_table(rows, request.GET, to),
        "empty": None if rows else _empty(every, request),
        "awaited": awaited_table(positions_awaited(programme, on, every), to),
        "downloads": downloads_of(programme, "decisions", request.GET)
        if may_take(frame, form) and every
        else (),
        "may_record": grants_of(request).may(Permission.RECORD_DECISIONS, programme.pk),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/decisions.html", context)


def summary_of(rows: Sequence[DecisionRow]) -> str:
    """ "3 decisions: 2 agreed, 1 deferred." """
    if not rows:
        return "No decision is recorded on this day."
    labels = [row.outcome_label.lower() for row in rows]
    each = joined(f"{labels.count(label)} {label}" for label in dict.fromkeys(labels))
    return f"{counted(len(rows), 'decision')}: {each}."


def summary_links(rows: Sequence[DecisionRow], to: Addresses) -> list[Link]:
    """Each count that wants looking at, as a link to exactly its decisions."""
    said = (
        (AWAITED, "waiting for a body’s position"),
        (NOT_IN_EFFECT, "not in effect yet, or not known to be"),
        (GAPS, "with something missing in the record"),
    )
    counts = ((code, words, sum(stands(row, code) for row in rows)) for code, words in said)
    return [Link(f"{n} {words}", to.of("decisions", standing=code)) for code, words, n in counts if n]


def _empty(every: Sequence[DecisionRow], request: HttpRequest) -> Empty:
    if not every:
        return Empty(
            "No decisions yet", "No body’s decision had been recorded for this programme on this day."
        )
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No decision fits these filters", "Take one away, or clear them.", Link("Clear filters", clear)
    )


# --- one decision -----------------------------------------------------------------------------------------------


@require_safe
def decision(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The record with what is missing in it named; each body's position; call-in; what follows; sources; history."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    record: Decision = record_or_404(
        request, Decision.objects.select_related("body"), programme=programme, reference=ref
    )
    frame = programme_frame(request, programme, "decisions", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    rows = decision_rows(programme, on, reference=ref)
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Decisions", to.of("decisions"))],
        "record": record,
        "row": rows[0] if rows else None,
        "made": record.decided.printed,
        "illustrative": record.illustrative,
    }
    if rows:
        context |= _page(request, record, rows[0], to)
    return render(request, "governance/decision.html", context)


def _page(request: HttpRequest, record: Decision, row: DecisionRow, to: Addresses) -> dict[str, Any]:
    may_record = grants_of(request).may(Permission.RECORD_DECISIONS, record.programme_id)
    return {
        "tags": [outcome_tag(row), standing_tag(row.in_effect)],
        "standing": standing_note(row),
        "lacking": Panel(
            f"The record does not say everything: {counted(len(row.lacking), 'thing')} missing",
            items=row.lacking,
            tone=Tone.WARN,
            level=2,
        )
        if row.lacking
        else None,
        "known": known_rows(record, row, to),
        "reasoned": reasoned_rows(record),
        "call_in": call_in_rows(record, row),
        "asked_table": asked_table(row, to),
        "positions": position_entries(row),
        "effect_table": effect_table(row, to),
        "may_record": may_record,
        "may_say": may_record and bool(row.asked),
        "effect_links": effect_links(row, to) if may_record and row.outcome in PUTS_INTO_EFFECT else (),
        "history": history_of(record),
    }


def known_rows(record: Decision, row: DecisionRow, to: Addresses) -> list[SummaryRow]:
    """Who decided what, when and where; the ask that it answers; where it is printed."""
    meeting = Cell(row.meeting, to.of("meeting", row.meeting_reference)) if row.meeting_reference else None
    ask = Cell(row.ask_words, to.of("ask", row.ask_reference)) if row.ask_reference else None
    paper = record.document
    return [
        SummaryRow("Decided", Cell(record.text)),
        SummaryRow("By", Cell(row.body, to.of("body", row.body_reference))),
        SummaryRow("Under delegated powers", Cell(row.delegated_to or "No: the body itself decided")),
        SummaryRow("When", date_cell(row.decided) if row.decided.printed else NOT_RECORDED),
        SummaryRow("Meeting", meeting or NOT_RECORDED),
        SummaryRow("Answers the ask", ask or Cell("None that is recorded here")),
        SummaryRow("Effective date", date_cell(row.effective) if row.effective.printed else NOT_RECORDED),
        SummaryRow("Paper", Cell(paper.title, to.of("document", paper.reference)) if paper else NOT_RECORDED),
        SummaryRow("Printed in", source_cell(row.places, row.fact_id, to)),
    ]


def reasoned_rows(record: Decision) -> list[SummaryRow]:
    """Reasons, alternatives, interests and dispensations: what is empty says that it is not recorded."""
    declared = list(InterestDeclared.objects.filter(meeting=record.meeting_id)) if record.meeting_id else []
    given = any(each.dispensation for each in declared)
    return [
        SummaryRow("Reasons", _words(record.reasons)),
        SummaryRow("Alternatives rejected", _words(record.alternatives_rejected)),
        SummaryRow("Interests", _words(record.interests)),
        *(SummaryRow("Declared at its meeting", _declared(each)) for each in declared),
        *(
            [SummaryRow("Dispensations", _words(record.dispensations))]
            if record.dispensations or not given
            else []
        ),
        SummaryRow(
            "Key decision",
            Cell("No")
            if not record.is_key
            else Cell("Yes", note=record.key_because or "why is not recorded"),
        ),
    ]


def _declared(interest: InterestDeclared) -> Cell:
    """An interest declared at the meeting, what was done about it, and the dispensation where there was one."""
    done = interest.get_outcome_display().lower() if interest.outcome else "what was done is not recorded"
    dispensation = f"Dispensation: {interest.dispensation}" if interest.dispensation else ""
    return Cell(f"{interest.role_title}: {interest.text} ({done})", note=dispensation)


def _words(text: str) -> Cell:
    return Cell(text) if text.strip() else NOT_RECORDED


def call_in_rows(record: Decision, row: DecisionRow) -> list[SummaryRow]:
    """How call-in stands on the day, and the days it is told from."""
    rows = [SummaryRow("Call-in", Cell(row.call_in.words))]
    if row.call_in.state == CallInState.NOT_SUBJECT:
        return rows
    for label, day in (
        ("Published", record.published_on),
        ("Last day to call it in", record.call_in_ends_on),
    ):
        rows.append(SummaryRow(label, Cell(day_words(day)) if day else NOT_RECORDED))
    if record.called_in_on:
        rows.append(SummaryRow("Called in", Cell(day_words(record.called_in_on))))
        rows.append(SummaryRow("How it ended", _words(record.call_in_result)))
    return rows


def effect_links(row: DecisionRow, to: Addresses) -> list[Link]:
    words = {
        EffectKind.SCOPE_CHANGE: "Plan a change of scope",
        EffectKind.LEAD_HANDOVER: "Plan a handover of a lead",
        EffectKind.GATEWAY: "Plan a gateway",
        EffectKind.TARGET_CHANGE: "Plan a change of a target",
    }
    return [Link(said, to.of("effect_add", row.reference, slug_of(kind))) for kind, said in words.items()]


def slug_of(kind: str) -> str:
    return str(kind).replace("_", "-")


def history_of(record: Model) -> list[HistoryEntry]:
    """Every write to a record that changed what it says, newest first."""
    entries = []
    for change in changes_of(record):
        details = [
            f"{each.label}: {each.before or '(blank)'} → {each.after or '(blank)'}" for each in change.fields
        ]
        if change.label == "Added":
            entries.append(HistoryEntry("Recorded.", change.at, change.who, change.why))
        elif details:
            entries.append(HistoryEntry("Changed.", change.at, change.who, change.why, details=details))
    return entries
