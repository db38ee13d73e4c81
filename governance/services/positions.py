"""The door through which a sovereign body's position on a decision is recorded, with what it attached as conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import BoardAction, Body, BodyPosition, Decision, Meeting
from governance.models.decisions import Position
from governance.models.meetings import MeetingState
from governance.services.recommendations import follow_decision
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Document
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import owner_problem, reason_problem
from programmes.services.scope_door import refuse


@dataclass(frozen=True)
class Stated:
    """What a body said: its position, when, and each condition as a line of its own.

    Whoever is to meet the conditions, and by when, is one for all of them; each is an action that can be given another
    owner or another date afterwards.
    """

    body: Body | None
    position: str
    on: FuzzyDate
    conditions: Sequence[str] = ()
    owner_role: str = ""
    due: FuzzyDate | None = None
    meeting: Meeting | None = None
    document: Document | None = None
    note: str = ""


def record_position(
    decision: Decision, stated: Stated, *, version: int, by: User, grants: Grants, reason: str, on: date
) -> BodyPosition:
    """Add the position of a body that was asked; a later one takes the place of an earlier, and both stay.

    Each condition becomes an action of that body, agreed on the position's date, at once with it. The decision's
    version is raised, so that whoever had it open is told, and the ask that it answers follows. Raises
    PermissionDenied (RECORD_DECISIONS), StaleEdit, and ValidationError by field (body, position, on, conditions,
    owner_role, due, meeting, document, reason).
    """
    may(grants, Permission.RECORD_DECISIONS, decision.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(decision.programme_id)
        row = lock_for_edit(Decision, decision.pk, version)
        conditions = [line.strip() for line in stated.conditions if line.strip()]
        refuse(_problems(row, stated, conditions, reason, on))
        position = BodyPosition(
            reference=next_reference(BodyPosition, "POS", row.programme),
            programme_id=row.programme_id,
            decision=row,
            body=stated.body,
            position=stated.position,
            meeting=stated.meeting,
            document=stated.document,
            note=stated.note.strip(),
            made_by=by,
            illustrative=row.illustrative,
        )
        position.on = stated.on
        position.full_clean()
        position.save()
        for text in conditions:
            _condition(position, text, stated)
        row.save()
        if row.recommendation is not None:
            follow_decision(row.recommendation)
        return position


def _condition(position: BodyPosition, text: str, stated: Stated) -> BoardAction:
    action = BoardAction(
        reference=next_reference(BoardAction, "ACT", position.programme),
        programme_id=position.programme_id,
        body_id=position.body_id,
        meeting=position.meeting,
        decision_id=position.decision_id,
        condition_of=position,
        text=text,
        owner_role=stated.owner_role.strip(),
        illustrative=position.illustrative,
    )
    action.agreed = position.on
    if stated.due is not None:
        action.due = stated.due
    action.full_clean()
    action.save()
    return action


def _problems(
    row: Decision, stated: Stated, conditions: Sequence[str], reason: str, on: date
) -> dict[str, str]:
    return {
        "body": _body_problem(row, stated.body),
        "position": "" if stated.position in Position.values else "Choose what the body said.",
        "on": _day_problem(stated.on, on),
        "conditions": _conditions_problem(stated.position, conditions),
        "owner_role": owner_problem(stated.owner_role),
        "meeting": _meeting_problem(row, stated),
        "document": ""
        if stated.document is None or stated.document.programme_id == row.programme_id
        else "Choose a paper of this programme.",
        "reason": reason_problem(reason),
    }


def _body_problem(row: Decision, body: Body | None) -> str:
    if body is None:
        return "Choose the body whose position it is."
    if row.positions_asked.filter(body=body).exists():
        return ""
    return f"{body} was not asked. Correct the decision’s record first: add it to those whose position is needed."


def _day_problem(stated: FuzzyDate, on: date) -> str:
    first = stated.start or stated.end
    if first is None:
        return "Enter when the body said so, such as 14 January 2019."
    return (
        f"{stated.printed} has not come yet. A position is recorded once it is given." if first > on else ""
    )


def _conditions_problem(position: str, conditions: Sequence[str]) -> str:
    if position == Position.AGREED_WITH_CONDITIONS:
        return "" if conditions else "Enter each condition on a line of its own."
    return (
        "Only an agreement with conditions has conditions. Choose that position, or take these out."
        if conditions
        else ""
    )


def _meeting_problem(row: Decision, stated: Stated) -> str:
    meeting = stated.meeting
    if meeting is None or stated.body is None:
        return ""
    if meeting.programme_id != row.programme_id:
        return "Choose a meeting of this programme."
    if meeting.state == MeetingState.CANCELLED:
        return "That meeting was cancelled. Choose another, or none."
    return "" if meeting.body_id == stated.body.pk else f"Choose a meeting of {stated.body}, or none."
