"""The list of meetings, and the room of one: agenda, papers, who was there, interests, decisions, actions, packs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link, SummaryRow
from commissioning.core.tables import Cell, query_with
from commissioning.core.values_html import date_cell
from governance.listing_meetings import UNSETTLED, meeting_listing
from governance.models import Meeting
from governance.models.meetings import MeetingState
from governance.rules.words import counted
from governance.selectors.meetings import MeetingPage, MeetingRow, meeting_page
from governance.tables_boards import decisions_table, made_up
from governance.tables_meetings import (
    agenda_table,
    attendance_table,
    interest_table,
    meeting_action_table,
    meeting_table,
    minutes_cell,
    pack_table,
    position_table,
    put_table,
    state_tags,
)
from governance.views.meetings_change import TOLD
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads
from programmes.models import Programme
from programmes.selectors.edits import edits_since
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry
from programmes.views.stale import told


@require_safe
def meeting_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every meeting of every body, the latest first, with filters and the same view to take away."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = meeting_listing(programme, request.GET, on)
    frame = programme_frame(request, programme, "meetings", trail=_boards(programme), on=on)
    to = Addresses(programme.key, frame["keep_day"])
    may_take = not listing.form.problems and bool(listing.every)
    context = {
        **frame,
        "heading": "Meetings",
        "summary": summary_of(listing.every, on),
        "summary_links": _summary_links(listing.every, on, to),
        "filter": filter_of(request, listing.form) if listing.every else None,
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "shown": _shown(listing.rows, listing.every),
        "table": meeting_table(listing.rows, on, to, params=request.GET),
        "empty": None if listing.rows else _empty(listing.every, request),
        "downloads": filtered_downloads(frame, to, request.GET, "meetings", "These meetings")
        if may_take
        else (),
        "may_keep": grants_of(request).may(Permission.KEEP_MEETINGS, programme.pk),
        "illustrative": any(row.illustrative for row in listing.rows),
    }
    return render(request, "governance/meetings.html", context)


def summary_of(rows: Sequence[MeetingRow], on: date) -> str:
    """ "9 meetings: 6 held, 2 still to come, 1 cancelled."; nothing is said of a state that no meeting has."""
    if not rows:
        return "No meeting is recorded."
    held = sum(row.state == MeetingState.HELD for row in rows)
    coming = sum(row.is_to_come(on) for row in rows)
    cancelled = sum(row.state == MeetingState.CANCELLED for row in rows)
    unsettled = sum(row.is_unsettled(on) for row in rows)
    parts = [f"{held or 'none'} held", f"{coming or 'none'} still to come"]
    parts += [f"{cancelled} cancelled"] if cancelled else []
    parts += [f"{unsettled} past without word of whether they were held"] if unsettled else []
    return f"{counted(len(rows), 'meeting')}: {', '.join(parts)}."


def _summary_links(rows: Sequence[MeetingRow], on: date, to: Addresses) -> list[Link]:
    unsettled = sum(row.is_unsettled(on) for row in rows)
    return (
        [Link(f"{unsettled} to be recorded as held or cancelled", to.of("meetings", show=UNSETTLED))]
        if unsettled
        else []
    )


def _shown(rows: Sequence[MeetingRow], every: Sequence[MeetingRow]) -> str:
    return f"Showing {'all ' if len(rows) == len(every) else ''}{counted(len(rows), 'meeting')}"


def _empty(every: Sequence[MeetingRow], request: HttpRequest) -> Empty:
    if not every:
        return Empty(
            "No meetings yet",
            "No meeting of any body of this programme is recorded. Papers may name some all the same.",
        )
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No meeting fits these filters", "Take one away, or clear them.", Link("Clear filters", clear)
    )


def _boards(programme: Programme) -> tuple[Link, ...]:
    return (Link("Boards", reverse("boards", args=[programme.key])),)


# --- one meeting ------------------------------------------------------------------------------------------------


@require_safe
def meeting(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The room of one meeting as at the day; 404 for one of another programme."""
    programme = programme_or_404(request, key)
    record: Meeting = record_or_404(
        request, Meeting.objects.select_related("body", "programme"), programme=programme, reference=ref
    )
    on = as_at(request)
    trail = (*_boards(programme), Link("Meetings", reverse("meetings", args=[programme.key])))
    frame = programme_frame(request, programme, "meetings", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    page, grants = meeting_page(record, on), grants_of(request)
    may_keep = grants.may(Permission.KEEP_MEETINGS, programme.pk)
    context = {
        **frame,
        "page": page,
        "row": page.row,
        "tags": (*state_tags(page.row, on), *made_up(page.row)),
        "is_unsettled": page.row.is_unsettled(on),
        "finding": finding(page),
        "summary_rows": _summary(page, to),
        **_tables(page, to, may_keep=may_keep),
        "history": _history(record),
        "may_keep": may_keep,
        "may_decide": grants.may(Permission.RECORD_DECISIONS, programme.pk),
        "may_pack": grants.may(Permission.MAKE_PACKS, programme.pk),
        "may_enter": grants.may(Permission.EDIT_DATA, programme.pk),
        "is_cancelled": page.row.state == MeetingState.CANCELLED,
        "decision_url": to.of("decision_add", meeting=page.row.reference),
        "pack_url": to.of("pack_add", meeting=page.row.reference),
        "entry_url": reverse("admin:governance_interestdeclared_changelist"),
        "illustrative": page.illustrative,
    }
    return render(request, "governance/meeting.html", context)


def finding(page: MeetingPage) -> str:
    """ "3 items on the agenda; 3 recommendations put, no outcome recorded for 2; 1 decision." """
    if page.row.state == MeetingState.CANCELLED:
        return "It was cancelled."
    open_asks = sum(not ask.outcome for ask in page.asks)
    parts = [counted(len(page.items), "item") + " on the agenda" if page.items else "No agenda is recorded"]
    if page.asks:
        left = f", no outcome recorded for {open_asks}" if open_asks else ", each with an outcome"
        parts.append(f"{counted(len(page.asks), 'recommendation')} put to it{left}")
    parts.append(counted(len(page.decisions), "decision") if page.decisions else "no decision recorded")
    return f"{'; '.join(parts)}."


def _summary(page: MeetingPage, to: Addresses) -> list[SummaryRow]:
    row = page.row
    return [
        SummaryRow("Body", Cell(row.body, to.of("body", row.body_reference))),
        SummaryRow("When", date_cell(row.held)),
        SummaryRow("State", Cell(row.state_label)),
        SummaryRow("Where", Cell(row.place or "not recorded", unknown=not row.place)),
        SummaryRow("Minutes", minutes_cell(row, to)),
        *([SummaryRow("Note", Cell(page.note))] if page.note else []),
        SummaryRow("Printed in", source_cell(page.places, page.fact_id, to)),
    ]


def _tables(page: MeetingPage, to: Addresses, *, may_keep: bool) -> dict[str, Any]:
    present = f"{page.present} present for the body, of {counted(len(page.attendance), 'role')} recorded."
    return {
        "agenda": agenda_table(page.items, to, meeting=page.row.reference, may_keep=may_keep),
        "asks_table": put_table(page.asks, to),
        "attendance": attendance_table(page.attendance),
        "attendance_words": present if page.attendance else "",
        "interests": interest_table(page.interests),
        "decisions_table": decisions_table(page.decisions, to, empty="No decision of it is recorded."),
        "positions": position_table(page.positions, to) if page.positions else None,
        "actions_table": meeting_action_table(page.actions, to),
        "packs": pack_table(page.packs, to),
    }


def _history(record: Meeting) -> list[HistoryEntry]:
    """Every change of the record with its reason, then when it was recorded."""
    return [*told(edits_since(record, 1, TOLD)), *recorded_entry(record)]
