"""The doors through which it is recorded who was at a meeting, and which interests were declared there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from governance.models import AgendaItem, Attendance, InterestDeclared, Meeting
from governance.models.meetings import InterestNature, InterestOutcome, MeetingState, Presence
from governance.rules.meetings import dispensation_problem, role_title_problem
from governance.services.meetings import may_keep
from programmes.access import Grants
from programmes.models import Organisation
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

APOLOGIES_ONLY = frozenset({Presence.APOLOGIES})


@dataclass(frozen=True)
class Attended:
    """One row as it is to stand. `attendance_id` is None for a new one; `gone` takes a recorded one away."""

    role_title: str
    organisation: Organisation | None
    presence: str
    attendance_id: int | None = None
    gone: bool = False


def seen(meeting: Meeting) -> str:
    """What stands recorded, as one word: each row with its version. It differs as soon as anybody changes a row."""
    rows = Attendance.objects.filter(meeting=meeting).order_by("pk").values_list("pk", "version")
    return ",".join(f"{pk}.{version}" for pk, version in rows)


def set_attendance(
    meeting: Meeting,
    rows: Sequence[Attended],
    *,
    reason: str,
    expected: str,
    by: User,
    grants: Grants,
) -> int:
    """Record who was there, all rows together; gives how many were added, changed or taken away.

    Rows that are recorded and not among those given stay as they are. Raises ValidationError by field (row_0, row_1, …
    and reason), StaleEdit where the rows are no longer those that `expected` (see `seen`) names, and PermissionDenied.
    """
    may_keep(grants, meeting.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if seen(row) != expected:
            raise StaleEdit(row)
        recorded = {each.pk: each for each in Attendance.objects.filter(meeting=row)}
        refuse({**_problems(row, rows, recorded), "reason": reason_problem(reason)})
        gone = [each for each in rows if each.gone]
        for each in gone:
            recorded[each.attendance_id or 0].delete()
        return len(gone) + sum(_put(row, each, recorded) for each in rows if not each.gone)


def _put(meeting: Meeting, given: Attended, recorded: dict[int, Attendance]) -> bool:
    """Whether anything had to be written."""
    row = recorded.get(given.attendance_id or 0) or Attendance(meeting=meeting)
    now = (row.role_title, row.organisation_id, row.presence) if row.pk else None
    role = given.role_title.strip()
    if now == (role, given.organisation.pk if given.organisation else None, given.presence):
        return False
    row.role_title, row.organisation, row.presence = role, given.organisation, given.presence
    row.full_clean()
    row.save()
    return True


def _problems(meeting: Meeting, rows: Sequence[Attended], recorded: dict[int, Attendance]) -> dict[str, str]:
    """What is wrong, each under the row that it is wrong with."""
    found: dict[str, str] = {}
    given = {each.attendance_id for each in rows}
    listed = {
        (each.role_title.casefold(), each.organisation_id) for pk, each in recorded.items() if pk not in given
    }
    for place, each in enumerate(rows):
        if each.attendance_id is not None and each.attendance_id not in recorded:
            found[f"row_{place}"] = "This row has been taken away meanwhile. Leave it empty."
            continue
        if each.gone:
            continue
        key = (each.role_title.strip().casefold(), each.organisation.pk if each.organisation else None)
        problem = _row_problem(meeting, each)
        if not problem and key in listed:
            problem = "This role of this organisation is listed already. Keep one of the two rows."
        listed.add(key)
        if problem:
            found[f"row_{place}"] = problem
    return found


def _row_problem(meeting: Meeting, given: Attended) -> str:
    if problem := role_title_problem(given.role_title):
        return problem
    if given.presence not in Presence.values:
        return "Choose whether they were present, in attendance, a substitute, absent or sent apologies."
    if meeting.state != MeetingState.HELD and given.presence not in APOLOGIES_ONLY:
        return "The meeting is not recorded as held: only apologies can be recorded. Change its state first."
    return ""


@dataclass(frozen=True)
class InterestGiven:
    """What a form says of an interest. `item` is None for an interest in the whole meeting."""

    role_title: str
    text: str
    organisation: Organisation | None = None
    item: AgendaItem | None = None
    nature: str = ""
    outcome: str = ""
    dispensation: str = ""


def declare_interest(
    meeting: Meeting, given: InterestGiven, *, reason: str, by: User, grants: Grants
) -> InterestDeclared:
    """Record an interest that was declared, and what was done about it where that is known.

    Raises ValidationError by field (role_title, text, item, nature, outcome, dispensation, reason) and
    PermissionDenied.
    """
    may_keep(grants, meeting.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if row.state == MeetingState.CANCELLED:
            raise ValidationError("The meeting was cancelled: nothing was declared at it.")
        refuse({**_interest_problems(row, given), "reason": reason_problem(reason)})
        interest = InterestDeclared(
            reference=next_reference(InterestDeclared, "INT", row.programme),
            programme=row.programme,
            meeting=row,
            item=given.item,
            role_title=given.role_title.strip(),
            organisation=given.organisation,
            nature=given.nature,
            text=given.text.strip(),
            outcome=given.outcome,
            dispensation=given.dispensation.strip(),
            illustrative=row.illustrative,
        )
        interest.full_clean()
        interest.save()
        return interest


def _interest_problems(meeting: Meeting, given: InterestGiven) -> dict[str, str]:
    elsewhere = given.item is not None and given.item.meeting_id != meeting.pk
    return {
        "role_title": role_title_problem(given.role_title),
        "text": "" if given.text.strip() else "Say what the interest is.",
        "item": "Choose an item of this meeting." if elsewhere else "",
        "nature": "" if given.nature in {"", *InterestNature.values} else "Choose a kind from the list.",
        "outcome": "" if given.outcome in InterestOutcome.values else "Choose what was done from the list.",
        "dispensation": dispensation_problem(given.outcome, given.dispensation),
    }
