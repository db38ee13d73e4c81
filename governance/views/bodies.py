"""One body: who chairs it and sits on it over time, whom it answers to, and all that was put to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.tables import Cell, Table
from governance.models import Body
from governance.rules.words import counted
from governance.selectors.body_page import BodyPage, body_page
from governance.tables_boards import (
    asks_table,
    awaited_table,
    body_tags,
    chair_table,
    decisions_table,
    escalated_table,
    links_table,
    seats_table,
)
from governance.tables_meetings import meeting_action_table, meeting_table
from programmes.addresses import Addresses
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry


@require_safe
def body(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The page of one body as at the day; 404 for one of another programme."""
    programme = programme_or_404(request, key)
    record: Body = record_or_404(
        request, Body.objects.select_related("organisation", "programme"), programme=programme, reference=ref
    )
    on = as_at(request)
    trail = (Link("Boards", reverse("boards", args=[programme.key])),)
    frame = programme_frame(request, programme, "boards", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    page, grants = body_page(record, on), grants_of(request)
    context = {
        **frame,
        "page": page,
        "row": page.row,
        "tags": body_tags(page.row),
        "finding": finding(page),
        "summary_rows": _summary(page, to),
        **_people(page),
        **_put(page, to),
        "meetings_table": meeting_table(page.meetings, on, to, empty="No meeting of this body is recorded."),
        "links_out": links_table("To others", page.row.links, to, inwards=False),
        "links_in": links_table("From others", page.row.links_in, to, inwards=True),
        "recorded": recorded_entry(record),
        "may_keep": grants.may(Permission.KEEP_MEETINGS, programme.pk),
        "may_enter": grants.may(Permission.EDIT_DATA, programme.pk),
        "entry_url": reverse("admin:governance_body_change", args=[record.pk]),
        "chairs_url": reverse("admin:governance_chair_changelist"),
        "links_url": reverse("admin:governance_governancelink_changelist"),
        "illustrative": page.illustrative,
    }
    return render(request, "governance/body.html", context)


def finding(page: BodyPage) -> str:
    """The lines of accountability in words where there are several, and what waits for the body."""
    lines = page.row.lines
    told = []
    if len({line.target_reference for line in lines}) > 1:
        each = "; ".join(f"{line.kind_label.lower()} {line.target}" for line in lines)
        told.append(f"{counted(len(lines), 'line')} of accountability: {each}.")
    if page.awaited:
        waits = "waits" if len(page.awaited) == 1 else "wait"
        told.append(f"{counted(len(page.awaited), 'decision')} {waits} for its position.")
    return " ".join(told)


def _summary(page: BodyPage, to: Addresses) -> list[SummaryRow]:
    row = page.row
    recipients = (
        counted(page.recipients, "role gets them", "roles get them")
        if page.recipients
        else "Nobody is listed"
    )
    return [
        SummaryRow("What it is", _or(row.kind_label, "not stated")),
        SummaryRow("What it does", _or(row.role, "not stated")),
        SummaryRow("Of which organisation", _or(page.organisation, "none named")),
        SummaryRow(
            "Decides for itself",
            Cell(
                "Yes: nobody else’s agreement stands for its own"
                if row.is_sovereign
                else "Not recorded as a body that decides for its own organisation"
            ),
        ),
        SummaryRow("Meets", _or(row.meets, "not stated")),
        SummaryRow("Also named", _or("; ".join(row.aliases), "no other name recorded")),
        SummaryRow("Its packs", Cell(recipients, to.of("pack_recipients"))),
        SummaryRow("Printed in", source_cell(row.places, row.fact_id, to)),
    ]


def _or(words: str, missing: str) -> Cell:
    return Cell(words) if words else Cell(missing, unknown=True)


def _people(page: BodyPage) -> dict[str, Table | None]:
    """Chairs and seats as at the day, with past and future ones in tables of their own where there are any."""
    chairs, seats = page.chairs, page.seats
    return {
        "chairs_now": chair_table("On this day", chairs.now, "No chair is recorded for this day."),
        "chairs_coming": chair_table("To come", chairs.coming) if chairs.coming else None,
        "chairs_past": chair_table("Before", chairs.past) if chairs.past else None,
        "seats_now": seats_table("On this day", seats.now, "No seat is recorded for this day."),
        "seats_coming": seats_table("To come", seats.coming) if seats.coming else None,
        "seats_past": seats_table("Before", seats.past) if seats.past else None,
    }


def _put(page: BodyPage, to: Addresses) -> dict[str, Any]:
    return {
        "asks_table": asks_table(page.asks, to),
        "decisions_table": decisions_table(
            page.decisions, to, empty="No decision of this body is recorded by this day."
        ),
        "awaited_table": awaited_table(page.awaited, to),
        "actions_table": meeting_action_table(page.actions, to),
        "risks_table": escalated_table(page.risks, to),
    }
