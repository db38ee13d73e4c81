"""Meetings of bodies: the list, and all that one meeting had before it, did and gave rise to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from governance.models import (
    AgendaItem,
    Attendance,
    BoardPack,
    BodyPosition,
    Decision,
    InterestDeclared,
    Meeting,
    Recommendation,
)
from governance.models.meetings import MeetingState, Presence
from governance.selectors.actions import ActionView, actions
from governance.selectors.decisions import DecisionRow, decision_rows
from governance.selectors.meeting_rows import (
    AttendanceRow,
    InterestRow,
    ItemRow,
    MeetingRow,
    PackRow,
    PaperLink,
    PutRow,
    StanceRow,
)
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = ["MeetingPage", "MeetingRow", "meeting_page", "meeting_rows", "meetings"]

PRESENT = frozenset({Presence.PRESENT, Presence.SUBSTITUTE})


@dataclass(frozen=True)
class MeetingPage:
    """One meeting as at a day. Empty tuples mean that nothing of the kind is recorded, not that there was none.

    `asks` are what the papers on its agenda recommend to its body; `positions` those that its body gave here on what
    other bodies decided. `note` and `version` are the record's own.
    """

    row: MeetingRow
    note: str
    items: tuple[ItemRow, ...]
    attendance: tuple[AttendanceRow, ...]
    interests: tuple[InterestRow, ...]
    asks: tuple[PutRow, ...]
    decisions: tuple[DecisionRow, ...]
    positions: tuple[StanceRow, ...]
    actions: tuple[ActionView, ...]
    packs: tuple[PackRow, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    version: int

    @property
    def present(self) -> int:
        """How many were there for the body, substitutes counted; not those in attendance."""
        return sum(row.presence in PRESENT for row in self.attendance)

    @property
    def illustrative(self) -> bool:
        parts: Iterable[Any] = (*self.items, *self.interests, *self.asks, *self.decisions, *self.actions)
        return self.row.illustrative or any(part.illustrative for part in parts)


def meetings(programme: Programme, *, body_id: int | None = None) -> tuple[MeetingRow, ...]:
    """Every meeting of the programme's bodies, or of one, the latest first; those without a day last. Four queries."""
    found = Meeting.objects.filter(programme=programme)
    return meeting_rows(found if body_id is None else found.filter(body=body_id))


def meeting_rows(found: QuerySet[Any]) -> tuple[MeetingRow, ...]:
    """Rows of these meetings, the latest first."""
    rows = list(found.select_related("body", "minutes"))
    keys = [row.pk for row in rows]
    items: Counter[int] = Counter()
    papers: Counter[int] = Counter()
    for meeting_id, paper_id, document_id in AgendaItem.objects.filter(meeting__in=keys).values_list(
        "meeting_id", "paper_id", "document_id"
    ):
        items[meeting_id] += 1
        papers[meeting_id] += bool(paper_id or document_id)
    decided = Counter(Decision.objects.filter(meeting__in=keys).values_list("meeting_id", flat=True))
    packs = Counter(BoardPack.objects.filter(meeting__in=keys).values_list("meeting_id", flat=True))
    made = [
        _row(row, items[row.pk], papers[row.pk], decided.get(row.pk, 0), packs.get(row.pk, 0)) for row in rows
    ]
    return tuple(sorted(made, key=_latest_first))


def _latest_first(row: MeetingRow) -> tuple[int, int, str]:
    day = row.held.start or row.held.end
    return (day is None, -day.toordinal() if day else 0, row.reference)


def _row(row: Meeting, items: int, papers: int, decided: int, packs: int) -> MeetingRow:
    return MeetingRow(
        meeting_id=row.pk,
        reference=row.reference,
        body=row.body.name,
        body_reference=row.body.reference,
        title=row.title,
        held=row.held,
        state=row.state,
        state_label=str(MeetingState(row.state).label),
        place=row.place,
        minutes=row.minutes.title if row.minutes else "",
        minutes_reference=row.minutes.reference if row.minutes else "",
        items=items,
        papers=papers,
        decisions=decided,
        packs=packs,
        illustrative=row.illustrative,
    )


def meeting_page(meeting: Meeting, on: date) -> MeetingPage:
    """All that is recorded of one meeting, as at `on`: decisions made and actions agreed after the day are left out.

    A fixed number of queries.
    """
    (row,) = meeting_rows(Meeting.objects.filter(pk=meeting.pk))
    items = _items(meeting)
    decisions = decision_rows(meeting.programme, on) if row.decisions else ()
    here = tuple(each for each in decisions if each.meeting_reference == meeting.reference)
    asks = _asks(meeting, here)
    found = (each for each in actions(meeting.programme, on) if _is_from(each, meeting, here))
    places = places_of([meeting.fact_id])
    return MeetingPage(
        row=row,
        note=meeting.note,
        items=items,
        attendance=tuple(_present(each) for each in _attendance(meeting)),
        interests=tuple(_interest(each) for each in _interests(meeting)),
        asks=asks,
        decisions=here,
        positions=_positions(meeting, on),
        actions=tuple(found),
        packs=_packs(meeting),
        places=places.get(meeting.fact_id or 0, ()),
        fact_id=meeting.fact_id,
        version=meeting.version,
    )


def _is_from(view: ActionView, meeting: Meeting, decisions: Iterable[DecisionRow]) -> bool:
    """An action of the meeting itself, or of a decision that it made."""
    if view.origin.meeting_reference:
        return view.origin.meeting_reference == meeting.reference
    return view.origin.decision_reference in {each.reference for each in decisions}


def _items(meeting: Meeting) -> tuple[ItemRow, ...]:
    rows = list(AgendaItem.objects.filter(meeting=meeting).select_related("paper", "document"))
    declared = Counter(
        InterestDeclared.objects.filter(item__in=[row.pk for row in rows]).values_list("item_id", flat=True)
    )
    places = places_of([row.fact_id for row in rows])
    return tuple(
        ItemRow(
            reference=row.reference,
            number=row.number,
            position=row.position,
            title=row.title,
            purpose=row.purpose,
            purpose_label=row.get_purpose_display() if row.purpose else "",
            presenter_role=row.presenter_role,
            paper=_paper(row),
            minute=row.minute,
            interests=declared.get(row.pk, 0),
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
            version=row.version,
        )
        for row in rows
    )


def _paper(row: AgendaItem) -> PaperLink | None:
    """The paper of an item: one written here, or one received; None where none is recorded."""
    if row.paper is not None:
        return PaperLink(row.paper.reference, row.paper.title, is_written_here=True)
    if row.document is not None:
        return PaperLink(row.document.reference, row.document.title, is_written_here=False)
    return None


def _attendance(meeting: Meeting) -> list[Attendance]:
    """Those present first, then in attendance, then who sent apologies or were absent."""
    order = list(Presence.values)
    rows = Attendance.objects.filter(meeting=meeting).select_related("organisation")
    return sorted(rows, key=lambda row: (order.index(row.presence), row.role_title, row.pk))


def _present(row: Attendance) -> AttendanceRow:
    return AttendanceRow(
        attendance_id=row.pk,
        role_title=row.role_title,
        organisation=row.organisation.name if row.organisation else "",
        organisation_id=row.organisation_id,
        presence=row.presence,
        presence_label=row.get_presence_display(),
        version=row.version,
    )


def _interests(meeting: Meeting) -> QuerySet[Any]:
    return InterestDeclared.objects.filter(meeting=meeting).select_related("item", "organisation")


def _interest(row: InterestDeclared) -> InterestRow:
    return InterestRow(
        reference=row.reference,
        role_title=row.role_title,
        organisation=row.organisation.name if row.organisation else "",
        nature_label=row.get_nature_display() if row.nature else "",
        text=row.text,
        item=str(row.item) if row.item else "",
        item_reference=row.item.reference if row.item else "",
        outcome=row.outcome,
        outcome_label=row.get_outcome_display() if row.outcome else "",
        dispensation=row.dispensation,
        illustrative=row.illustrative,
    )


def _asks(meeting: Meeting, decisions: Iterable[DecisionRow]) -> tuple[PutRow, ...]:
    """What the papers on the agenda ask of this body, in their own order, with what was decided here."""
    answers = {each.ask_reference: each for each in reversed(list(decisions)) if each.ask_reference}
    put = Q(paper__agenda_items__meeting=meeting) | Q(document__agenda_items__meeting=meeting)
    rows = Recommendation.objects.filter(put, body=meeting.body_id, programme=meeting.programme_id)
    return tuple(
        _put(row, answers.get(row.reference)) for row in rows.select_related("paper", "document").distinct()
    )


def _put(row: Recommendation, answer: DecisionRow | None) -> PutRow:
    return PutRow(
        reference=row.reference,
        verb_label=row.get_verb_display(),
        text=row.text,
        paper=row.paper.title if row.paper else row.document.title if row.document else "",
        outcome=answer.outcome_label if answer else row.outcome,
        tally=answer.tally_words if answer else "",
        decision_reference=answer.reference if answer else "",
        illustrative=row.illustrative,
    )


def _positions(meeting: Meeting, on: date) -> tuple[StanceRow, ...]:
    rows = BodyPosition.objects.filter(meeting=meeting).select_related("body", "decision__body")
    return tuple(
        StanceRow(
            body=row.body.name,
            label=row.get_position_display(),
            decision_reference=row.decision.reference,
            decision=row.decision.title,
            decided_by=row.decision.body.name,
            note=row.note,
        )
        for row in rows
        if row.on.start is None or row.on.start <= on
    )


def _packs(meeting: Meeting) -> tuple[PackRow, ...]:
    """Without the files themselves: they are large, and a page only names them."""
    rows = BoardPack.objects.filter(meeting=meeting).order_by("-number").select_related("made_by")
    return tuple(
        PackRow(row.reference, row.number, row.as_at, str(row.made_by or ""), row.made_at, row.illustrative)
        for row in rows.defer("content", "pdf")
    )
