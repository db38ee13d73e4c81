"""The doors through which an agenda is made: items added, changed, put in another order, and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import AgendaItem, BoardPaper, Meeting
from governance.models.board_papers import PaperPurpose
from governance.models.meetings import MeetingState
from governance.rules.meetings import places_after, removal_problem, role_title_problem
from governance.services.meetings import may_keep
from programmes.access import Grants
from programmes.models import Document
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse


@dataclass(frozen=True)
class ItemGiven:
    """What a form says of an item. `after` is the reference of the item that it follows; "" for the first place.

    The paper is one written here, one received, or none; never both.
    """

    title: str
    number: str = ""
    purpose: str = ""
    presenter_role: str = ""
    paper: BoardPaper | None = None
    document: Document | None = None
    minute: str = ""
    after: str = ""


def add_item(meeting: Meeting, given: ItemGiven, *, reason: str, by: User, grants: Grants) -> AgendaItem:
    """Put an item on the agenda, illustrative where the meeting is.

    Raises ValidationError by field (title, purpose, presenter_role, paper, minute, after, reason) and PermissionDenied.
    """
    may_keep(grants, meeting.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        _locked(meeting)
        refuse(_problems(meeting, given, reason, None))
        item = AgendaItem(
            reference=next_reference(AgendaItem, "AGENDA", meeting.programme),
            programme=meeting.programme,
            meeting=meeting,
            illustrative=meeting.illustrative,
        )
        moves = _moves(meeting, item.reference, given.after)
        item.position = moves.pop(item.reference)
        _move(meeting, moves)
        return _saved(item, given)


def change_item(
    item: AgendaItem, given: ItemGiven, *, reason: str, version: int, by: User, grants: Grants
) -> AgendaItem:
    """Change an item, and its place in the order. Raises as `add_item`, and StaleEdit after `version`."""
    may_keep(grants, item.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        _locked(item.meeting)
        row = lock_for_edit(AgendaItem, item.pk, version)
        refuse(_problems(row.meeting, given, reason, row))
        if given.after != before(row):
            moves = _moves(row.meeting, row.reference, given.after)
            row.position = moves.pop(row.reference)
            _move(row.meeting, moves)
        return _saved(row, given)


def remove_item(item: AgendaItem, *, reason: str, version: int, by: User, grants: Grants) -> None:
    """Take an item off the agenda while nothing hangs on it; its history stays.

    Raises ValidationError (reason, or the whole where something would be lost), StaleEdit and PermissionDenied.
    """
    may_keep(grants, item.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(AgendaItem, item.pk, version)
        refuse({"reason": reason_problem(reason)})
        if problem := hanging(row):
            raise ValidationError(problem)
        row.delete()


def hanging(item: AgendaItem) -> str:
    """Why the item cannot go; "" while nothing hangs on it."""
    return removal_problem(
        interests=item.interests.count(),
        has_minute=bool(item.minute.strip()),
        is_printed=item.fact_id is not None,
    )


def before(item: AgendaItem) -> str:
    """The reference of the item that stands before this one; "" for the first."""
    order = _order(item.meeting)
    place = [reference for reference, _ in order].index(item.reference)
    return order[place - 1][0] if place else ""


def _locked(meeting: Meeting) -> None:
    """Writers of one agenda follow one another, so that no two items get the same place."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _order(meeting: Meeting) -> Sequence[tuple[str, int]]:
    return list(AgendaItem.objects.filter(meeting=meeting).values_list("reference", "position"))


def _moves(meeting: Meeting, moved: str, after: str) -> dict[str, int]:
    order = _order(meeting)
    return places_after([name for name, _ in order], [place for _, place in order], moved, after)


def _move(meeting: Meeting, moves: dict[str, int]) -> None:
    for row in AgendaItem.objects.filter(meeting=meeting, reference__in=moves):
        if row.position != moves[row.reference]:
            row.position = moves[row.reference]
            row.save()


def _saved(item: AgendaItem, given: ItemGiven) -> AgendaItem:
    item.title, item.number, item.purpose = given.title.strip(), given.number.strip(), given.purpose
    item.presenter_role, item.minute = given.presenter_role.strip(), given.minute.strip()
    item.paper, item.document = given.paper, given.document
    item.full_clean()
    item.save()
    return item


def _problems(meeting: Meeting, given: ItemGiven, reason: str, own: AgendaItem | None) -> dict[str, str]:
    others: Any = AgendaItem.objects.filter(meeting=meeting)
    if own is not None:
        others = others.exclude(pk=own.pk)
    after_is_here = not given.after or others.filter(reference=given.after).exists()
    number = given.number.strip()
    taken = bool(number) and others.filter(number=number).exists()
    return {
        "title": "" if given.title.strip() else "Enter what the item is about.",
        "number": f"Item {number} is on this agenda already. Give this one another number." if taken else "",
        "purpose": "" if given.purpose in {"", *PaperPurpose.values} else "Choose a purpose from the list.",
        "presenter_role": role_title_problem(given.presenter_role) if given.presenter_role.strip() else "",
        "paper": _paper_problem(meeting, given),
        "minute": _minute_problem(meeting, given.minute),
        "after": "" if after_is_here else "Choose an item of this agenda, or the first place.",
        "reason": reason_problem(reason),
    }


def _paper_problem(meeting: Meeting, given: ItemGiven) -> str:
    if given.paper is not None and given.document is not None:
        return "Choose one paper: one written here, or one received."
    if given.paper is not None and given.paper.body_id != meeting.body_id:
        return f"“{given.paper.title}” is written for another body. Choose a paper for {meeting.body}."
    chosen = given.paper or given.document
    if chosen is not None and chosen.programme_id != meeting.programme_id:
        return "Choose a paper of this programme."
    return ""


def _minute_problem(meeting: Meeting, minute: str) -> str:
    if minute.strip() and meeting.state != MeetingState.HELD:
        return "The meeting is not recorded as held, so there is no minute yet. Change its state first."
    return ""
