"""What boards asked for, kept beside every answer until it is complete; the page of one action."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Citation, Empty, HistoryEntry, Link, Panel, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Table, query_with
from commissioning.core.values_html import date_cell
from governance.forms_actions import (
    CONDITION,
    HELD,
    MISSING,
    OVERDUE,
    SLIPPED,
    UNANSWERED,
    WEAKENED,
    WeakenedForm,
    meeting_words,
)
from governance.listing_actions import ActionListing, action_listing, groups_of, needs
from governance.models.actions import BoardAction, BoardActionState
from governance.rules.words import counted
from governance.selectors.actions import ActionView, DateChangeRow, ResponseRow, action_of, actions
from governance.tables_actions import action_table, missed_words, moved_words, state_tag, stated_cell
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.sources import Place
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, user_of
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry

STATES_NOTE = "The paper gives words only; the states are its reader’s."
READERS_STATE = "The paper gives words only; the state is its reader’s."


@require_safe
def action_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every action, held until it is complete; one without an answer stays on the list and says so."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = action_listing(programme, request.GET, on)
    every, form, rows = listing.every, listing.form, listing.rows
    frame = programme_frame(request, programme, "actions", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Board actions and answers",
        "summary": summary_of(every),
        "summary_links": summary_links(every, on, to, role=user_of(request).job_title),
        "filter": filter_of(request, form),
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "shown": f"Showing {'all ' if len(rows) == len(every) else ''}{counted(len(rows), 'action')}",
        "states_note": STATES_NOTE if any(view.state_note for view in rows) else "",
        "tables": tables_of(listing, request.GET, on, to),
        "empty": None if rows else _empty(every, request),
        "downloads": downloads_of(programme, "actions", request.GET)
        if may_take(frame, form) and every
        else (),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": any(view.illustrative for view in rows),
    }
    return render(request, "governance/actions.html", context)


def summary_of(views: Sequence[ActionView]) -> str:
    """ "4 actions: 2 complete, 2 still open." """
    finished = sum(not view.is_open for view in views)
    return (
        f"{counted(len(views), 'action')}: {finished} complete or closed, {len(views) - finished} still open."
    )


def tables_of(listing: ActionListing, params: QueryDict, on: date, to: Addresses) -> list[Table]:
    """One table, or one for each meeting where the address asks for that."""
    if not listing.is_grouped:
        return [action_table(listing.rows, params, on, to)]
    return [
        action_table(group.rows, params, on, to, caption=group.words) for group in groups_of(listing.rows)
    ]


def summary_links(views: Sequence[ActionView], on: date, to: Addresses, *, role: str = "") -> list[Link]:
    """Each count that wants looking at, as a link to exactly its actions; first those that the reader's role owns."""
    own = next((view.owner_role for view in views if view.owner_role.casefold() == role.casefold() != ""), "")
    mine = [view for view in views if own and view.owner_role == own and view.is_open]
    links = (
        [Link(f"{len(mine)} open and yours to do", to.of("actions", owner=own, state=HELD))] if mine else []
    )
    said = (
        (UNANSWERED, "without any answer"),
        (MISSING, "with a promised report missing"),
        (WEAKENED, "marked as weakened"),
        (OVERDUE, "past its date and open"),
        (SLIPPED, "put off to a later date"),
        (CONDITION, "a condition of a body’s agreement"),
    )
    counts = ((code, words, sum(needs(view, code, on) for view in views)) for code, words in said)
    return links + [
        Link(f"{count} {words}", to.of("actions", attention=code)) for code, words, count in counts if count
    ]


def _empty(every: Sequence[ActionView], request: HttpRequest) -> Empty:
    if not every:
        return Empty("No actions yet", "No board’s action had been recorded for this programme on this day.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No action fits these filters", "Take one away, or clear them.", Link("Clear filters", clear)
    )


# --- one action -------------------------------------------------------------------------------------------------


@require_safe
def action(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What was agreed, every answer in order, days since the last, missing reports, marks and their reasons."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    view = action_of(actions(programme, on, include_later=True), ref)
    if view is None:
        raise Http404("No such action.")
    return render(request, "governance/action.html", action_context(request, programme, view, on))


def action_context(
    request: HttpRequest, programme: Programme, view: ActionView, on: date, form: WeakenedForm | None = None
) -> dict[str, Any]:
    """The page of one action; with `form` the one that was refused, so that nothing typed is lost."""
    frame = programme_frame(request, programme, "actions", trail=(), on=on)
    to = Addresses(programme.key, frame["keep_day"])
    may_edit = grants_of(request).may(Permission.EDIT_PLAN, programme.pk)
    initial = {"weakened": "no" if view.weakened_now else "yes", "version": view.version}
    return {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Board actions", to.of("actions"))],
        "view": view,
        "tags": tags_of(view, on),
        "moved": [moved_entry(row) for row in reversed(view.date_changes)],
        "moved_words": moved_words(view),
        "may_redate": may_edit and view.is_open,
        "missed": missed_panel(view),
        "summary_rows": summary_rows(view, to),
        "answers": [_entry(row, to) for row in reversed(view.responses)],
        "marks": [_entry(row, to) for row in reversed(view.marks)],
        "recorded": recorded_entry(BoardAction.objects.get(programme=programme, reference=view.reference)),
        "may_edit": may_edit,
        "form": (form or WeakenedForm(initial=initial)) if may_edit and view.is_answered else None,
        "mark_text": "Take the mark off" if view.weakened_now else "Mark as weakened",
        "illustrative": view.illustrative,
    }


def tags_of(view: ActionView, on: date) -> list[Tag]:
    """The state, and what of the action wants looking at."""
    wanted = (
        (view.is_overdue(on), "Past its date"),
        (view.slips.count, f"Slipped {counted(view.slips.count, 'time')}"),
        (view.weakened, "Weakened"),
    )
    return [state_tag(view), *(Tag(words, Tone.WARN) for holds, words in wanted if holds)]


def moved_entry(row: DateChangeRow) -> HistoryEntry:
    """ "Target date changed from June 2013 to September 2013." with the day, who and why."""
    before, after = (when.printed or "not stated" for when in (row.before, row.after))
    return HistoryEntry(f"Target date changed from {before} to {after}.", row.on, row.who, row.reason)


def missed_panel(view: ActionView) -> Panel | None:
    """The promised reports that did not come, neighbours together; None where all came or none was promised."""
    if not view.missed or not view.missed_count:
        return None
    noun = view.missed.noun
    return Panel(
        f"No report is recorded for {view.missed_count} of {counted(view.missed.periods, noun)}",
        f"Promised: {view.promised_label.lower()}. Without a report: {missed_words(view)}.",
        Tone.WARN,
        level=2,
    )


def summary_rows(view: ActionView, to: Addresses) -> list[SummaryRow]:
    """What is known of the action; what is not is said to be not known."""
    since = view.since.printed if view.since else ""
    return [
        SummaryRow("Board", Cell(view.body, to.of("body", view.body_reference))),
        *origin_rows(view, to),
        SummaryRow("Agreed", stated_cell(view.agreed)),
        SummaryRow("Age", _known(view.age.printed if view.age else "")),
        SummaryRow("First target date", date_cell(view.original_due)),
        SummaryRow(
            "Target date now", date_cell(view.due, note=view.slips.words if view.date_changes else "")
        ),
        SummaryRow("Owner", _known(view.owner_role, "not stated")),
        SummaryRow("Reports promised", Cell(view.promised_label)),
        SummaryRow("State", Cell(view.state_label, note=note_of_state(view.state_note))),
        SummaryRow(
            "Since the last answer" if view.is_answered else "Without an answer for",
            _known(since),
        ),
        SummaryRow("Printed in", source_cell(view.places, view.fact_id, to)),
    ]


def _known(text: str, otherwise: str = "not known") -> Cell:
    return Cell(text or otherwise, unknown=not text)


def origin_rows(view: ActionView, to: Addresses) -> list[SummaryRow]:
    """The meeting and the decision that it comes from, and whose condition it is; each only where it is recorded."""
    origin, rows = view.origin, []
    if origin.meeting_reference:
        rows.append(
            SummaryRow("Meeting", Cell(meeting_words(view), to.of("meeting", origin.meeting_reference)))
        )
    if origin.decision_reference:
        rows.append(
            SummaryRow(
                "Decision",
                Cell(origin.decision_title, to.of("decision", origin.decision_reference)),
            )
        )
    if origin.condition_body:
        rows.append(SummaryRow("Condition of", Cell(f"the agreement of {origin.condition_body}")))
    return rows


def note_of_state(note: str) -> str:
    """Whose reading the state is, in a board's words; the stored words of whoever read the paper stay as they are."""
    return READERS_STATE if "extractor" in note else note


def _entry(row: ResponseRow, to: Addresses) -> HistoryEntry:
    """An answer in its reporter's words, with its date as printed; the state it left where it changed it."""
    details = [f"Reported: {row.reported.printed or 'date not stated'}."]
    if row.state_after:
        details.append(f"State then: {BoardActionState(row.state_after).label}.")
    source = citation_of(row.places, to) if row.fact_id is not None else None
    return HistoryEntry(
        row.text if row.is_answer else f"{row.kind_label}: {row.text}",
        row.made_at if row.who else None,
        row.who or row.document_title,
        "",
        details,
        source,
    )


def citation_of(places: Sequence[Place], to: Addresses) -> Citation | None:
    """The first place that prints an answer, leading to its source; None where no place is recorded."""
    first = next(iter(places), None)
    if first is None:
        return None
    return Citation(first.document_title, first.locator, to.of("fact_sources", first.fact_id))
