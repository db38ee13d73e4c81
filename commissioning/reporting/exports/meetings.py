"""Meetings with their agenda, attendance and the interests declared, as tables to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Model

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
)
from commissioning.reporting.exports.bodies import (
    BODY,
    ORGANISATION,
    REFERENCE,
    ROLE,
    bodies_table,
    chairs_table,
    links_table,
    seats_table,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from governance.listing_meetings import meeting_listing
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    BodySeat,
    Chair,
    GovernanceLink,
    InterestDeclared,
    Meeting,
)
from governance.selectors.meetings import MeetingRow
from programmes.selectors.sources import places_of

MEETING = (
    SheetColumn("Meeting", "The meeting's stable reference.", width=16),
    *BODY,
    *date_columns("Held", "When the body met, or is to meet."),
)
MEETING_COLUMNS = (
    REFERENCE,
    *BODY,
    SheetColumn("Title", "Only where it has one of its own.", width=30),
    *date_columns("Held", "When the body met, or is to meet."),
    SheetColumn("State", "Planned, Held or Cancelled.", width=12),
    SheetColumn("Where", "Empty where it is not recorded.", width=24),
    SheetColumn("Minutes", "The paper that records it; empty where none is recorded.", width=36),
    SheetColumn("Agenda items", "How many are recorded; empty where no agenda is.", Kind.INTEGER),
    SheetColumn("Items with a paper", "How many of them have one recorded.", Kind.INTEGER),
    SheetColumn("Decisions", "How many are recorded; empty where none is.", Kind.INTEGER),
    SheetColumn("Packs", "How many packs were made for it.", Kind.INTEGER),
    ILLUSTRATIVE,
)


def meetings_table(material: Material) -> SheetTable:
    """Exactly the view of the list of meetings: same filters, same order."""
    listing = meeting_listing(material.programme, material.params, material.on)
    return SheetTable(
        "meetings",
        "Meetings",
        "One row is one meeting of one body.",
        MEETING_COLUMNS,
        tuple(_meeting(row) for row in listing.rows),
    )


def _meeting(row: MeetingRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.body,
        row.body_reference,
        row.title or None,
        *date_values(row.held),
        row.state_label,
        row.place or None,
        row.minutes or None,
        row.items or None,
        row.papers if row.items else None,
        row.decisions or None,
        row.packs,
        row.illustrative,
    )


AGENDA_COLUMNS = (
    REFERENCE,
    *MEETING,
    SheetColumn("Number", "As printed.", width=10),
    SheetColumn("Place in the order", "1 for the first.", Kind.INTEGER),
    SheetColumn("Item", "What it is about.", width=44),
    SheetColumn("Purpose", "For decision, For discussion or For noting; empty where not stated.", width=16),
    SheetColumn("Presented by", "A role; empty where none is named.", width=30),
    SheetColumn("Paper", "The paper put to it; empty where none is recorded.", width=44),
    SheetColumn("Paper reference", "The paper's stable reference.", width=18),
    SheetColumn("Paper written here", "yes for one written here, no for one received.", Kind.YES_NO),
    SheetColumn("Minute", "What the minutes say of it; empty where nothing is recorded.", width=48),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def agenda_table(material: Material) -> SheetTable:
    rows = list(
        AgendaItem.objects.filter(programme=material.programme)
        .select_related("meeting__body", "paper", "document")
        .order_by("meeting__held_start", "meeting__reference", "position", "reference")
    )
    places = places_of([row.fact_id for row in rows])
    seen: dict[int, int] = {}
    found = []
    for row in rows:
        seen[row.meeting_id] = seen.get(row.meeting_id, 0) + 1
        paper = row.paper or row.document
        found.append(
            (
                row.reference,
                *_of_meeting(row.meeting),
                row.number or None,
                seen[row.meeting_id],
                row.title,
                str(row.get_purpose_display()) or None,
                row.presenter_role or None,
                paper.title if paper else None,
                paper.reference if paper else None,
                row.paper_id is not None if paper else None,
                row.minute or None,
                locators(places.get(row.fact_id or 0, ())),
                row.illustrative,
            )
        )
    about = "One row is one item of the agenda of one meeting."
    return SheetTable("agenda", "Agenda items", about, AGENDA_COLUMNS, tuple(found))


def _of_meeting(row: Meeting) -> Sequence[Value]:
    return (row.reference, row.body.name, row.body.reference, *date_values(row.held))


ATTENDANCE_COLUMNS = (
    *MEETING,
    ROLE,
    ORGANISATION,
    SheetColumn(
        "Presence", "Present, In attendance, Present as a substitute, Apologies or Absent.", width=22
    ),
    ILLUSTRATIVE,
)


def attendance_table(material: Material) -> SheetTable:
    rows: Any = Attendance.objects.filter(meeting__programme=material.programme)
    found = [
        (
            *_of_meeting(row.meeting),
            row.role_title,
            row.organisation.name if row.organisation else None,
            str(row.get_presence_display()),
            row.meeting.illustrative,
        )
        for row in rows.select_related("meeting__body", "organisation").order_by(
            "meeting__held_start", "meeting__reference", "presence", "role_title", "pk"
        )
    ]
    about = "One row is one role at one meeting."
    return SheetTable("attendance", "Attendance", about, ATTENDANCE_COLUMNS, tuple(found))


INTEREST_COLUMNS = (
    REFERENCE,
    *MEETING,
    ROLE,
    ORGANISATION,
    SheetColumn("Interest", "What it is.", width=48),
    SheetColumn("Nature", "Financial, professional, personal or indirect; empty where not stated.", width=26),
    SheetColumn("In item", "The agenda item; empty for the whole meeting.", width=36),
    SheetColumn("What was done", "Empty where nobody recorded it.", width=26),
    SheetColumn("Dispensation", "Who gave it and why, where there was one.", width=40),
    ILLUSTRATIVE,
)


def interests_table(material: Material) -> SheetTable:
    rows = InterestDeclared.objects.filter(programme=material.programme)
    found = [
        (
            row.reference,
            *_of_meeting(row.meeting),
            row.role_title,
            row.organisation.name if row.organisation else None,
            row.text,
            str(row.get_nature_display()) if row.nature else None,
            str(row.item) if row.item else None,
            str(row.get_outcome_display()) if row.outcome else None,
            row.dispensation or None,
            row.illustrative,
        )
        for row in rows.select_related("meeting__body", "item", "organisation")
    ]
    about = "One row is one interest declared at one meeting."
    return SheetTable("interests", "Interests declared", about, INTEREST_COLUMNS, tuple(found))


BODIES_AND_MEETINGS: Final[Mapping[str, tuple[type[Model], Callable[[Material], SheetTable]]]] = {
    "bodies": (Body, bodies_table),
    "body_seats": (BodySeat, seats_table),
    "body_links": (GovernanceLink, links_table),
    "chairs": (Chair, chairs_table),
    "meetings": (Meeting, meetings_table),
    "agenda": (AgendaItem, agenda_table),
    "attendance": (Attendance, attendance_table),
    "interests": (InterestDeclared, interests_table),
}
