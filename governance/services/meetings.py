"""The doors through which meetings are recorded and corrected. Only those who keep meetings pass them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import Body, Meeting
from governance.models.meetings import MeetingState, Presence
from governance.rules.meetings import held_problem, state_problem
from programmes.access import Grants
from programmes.models import Document, Programme
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse


def may_keep(grants: Grants, programme_id: int) -> None:
    """Raise PermissionDenied for whoever may not keep the programme's meetings."""
    if not grants.may(Permission.KEEP_MEETINGS, programme_id):
        raise PermissionDenied("Your role in this programme does not allow keeping meetings.")


def add_meeting(
    programme: Programme,
    *,
    body: Body | None,
    held: FuzzyDate,
    state: str,
    reason: str,
    on: date,
    by: User,
    grants: Grants,
    title: str = "",
    place: str = "",
    minutes: Document | None = None,
    note: str = "",
) -> Meeting:
    """Record a meeting of a body, illustrative where its body is. `on` is the day on which it is recorded.

    Raises ValidationError by field (body, held, state, minutes, reason), and PermissionDenied.
    """
    may_keep(grants, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        foreign = body is None or body.programme_id != programme.pk
        refuse(
            {
                "body": "Choose a body of this programme." if foreign else "",
                "held": _when_problem(body, held, title) or held_problem(held, state, on),
                "state": state_problem(state, attendance=0, decisions=0, minuted=0, has_minutes=False),
                "minutes": _minutes_problem(programme, minutes, state),
                "reason": reason_problem(reason),
            }
        )
        assert body is not None  # noqa: S101  # refused above
        meeting = Meeting(
            reference=next_reference(Meeting, "MEET", programme),
            programme=programme,
            body=body,
            illustrative=body.illustrative,
        )
        return _saved(meeting, held, state, title, place, minutes, note)


def change_meeting(
    meeting: Meeting,
    *,
    held: FuzzyDate,
    state: str,
    title: str,
    place: str,
    minutes: Document | None,
    note: str,
    reason: str,
    version: int,
    on: date,
    by: User,
    grants: Grants,
) -> Meeting:
    """Correct or update what is recorded of a meeting; its body stays: a meeting of another body is another meeting.

    Raises as `add_meeting`, and StaleEdit where somebody changed it after `version`.
    """
    may_keep(grants, meeting.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(Meeting, meeting.pk, version)
        refuse(
            {
                "held": _when_problem(row.body, held, title, own=row.pk) or held_problem(held, state, on),
                "state": state_problem(state, **_done_at(row), has_minutes=minutes is not None),
                "minutes": _minutes_problem(row.programme, minutes, state),
                "reason": reason_problem(reason),
            }
        )
        return _saved(row, held, state, title, place, minutes, note)


def _saved(
    meeting: Meeting,
    held: FuzzyDate,
    state: str,
    title: str,
    place: str,
    minutes: Document | None,
    note: str,
) -> Meeting:
    meeting.held = held
    meeting.state, meeting.minutes = state, minutes
    meeting.title, meeting.place, meeting.note = title.strip(), place.strip(), note.strip()
    meeting.full_clean()
    meeting.save()
    return meeting


def _when_problem(body: Body | None, held: FuzzyDate, title: str, own: int | None = None) -> str:
    """A day is asked for or said to be unknown; a body meets once on a day unless the meetings have titles."""
    if not held.printed:
        return "Enter when it meets, such as 13 December 2018, or TBC."
    if body is None or not held.is_dated:
        return ""
    same = Meeting.objects.filter(
        body=body, held_start=held.start, held_end=held.end, title=title.strip()
    ).exclude(state=MeetingState.CANCELLED)
    twin = next((row for row in same if row.pk != own), None)
    if twin is None:
        return ""
    return (
        f"{twin.reference} is recorded for this body and {held.printed} already. "
        "Change that one, or give this one a title of its own."
    )


def _minutes_problem(programme: Programme, minutes: Document | None, state: str) -> str:
    if minutes is None:
        return ""
    if minutes.programme_id != programme.pk:
        return "Choose a paper of this programme."
    return "" if state == MeetingState.HELD else "A meeting that was not held has no minutes. Choose Held."


def _done_at(meeting: Any) -> dict[str, int]:
    """What is recorded of the meeting that only a meeting that was held can have; apologies come before it."""
    return {
        "attendance": meeting.attendance.exclude(presence=Presence.APOLOGIES).count(),
        "decisions": meeting.decisions.count(),
        "minuted": meeting.items.exclude(minute="").count(),
    }
