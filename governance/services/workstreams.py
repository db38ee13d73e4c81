"""The door of a work stream's status: given once, with a date and words, and never changed afterwards."""

from datetime import date

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import StatusPoint, Workstream, WorkstreamStatus
from governance.services.report_door import may
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import day_words
from programmes.services.scope_door import refuse


def give_status(
    workstream: Workstream,
    point: StatusPoint,
    *,
    since: FuzzyDate,
    text: str,
    by: User,
    grants: Grants,
    on: date,
    version: int | None = None,
) -> WorkstreamStatus:
    """Say where the work stands, since when, what was done and what comes next.

    It stands beside those before it. The work may go on after a point that is complete, and back from any. Raises
    PermissionDenied (WRITE_REPORTS), ValidationError by field (point, since, text) and StaleEdit where somebody else
    gave one meanwhile.
    """
    may(grants, Permission.WRITE_REPORTS, workstream.programme_id)
    with transaction.atomic(), acting(by=by, reason=text.strip() or "Status given"):
        lock_programme(workstream.programme_id)
        row = lock_for_edit(Workstream, workstream.pk, workstream.version if version is None else version)
        last = row.statuses.last()
        refuse(
            {
                "point": ""
                if point.scale_id == row.scale_id
                else "Choose a status of this work stream’s scale.",
                "since": since_problem(since, last, on),
                "text": "" if text.strip() else "Say what was done and what comes next.",
            }
        )
        status = WorkstreamStatus(
            reference=next_reference(WorkstreamStatus, "WSS", row.programme),
            programme_id=row.programme_id,
            workstream=row,
            point=point,
            text=text.strip(),
            made_by=by,
            illustrative=row.illustrative,
        )
        status.since = since
        status.full_clean()
        status.save()
        row.save()  # raises the version, so that whoever gives another at the same time is told of this one
        return status


def since_problem(since: FuzzyDate, last: WorkstreamStatus | None, on: date) -> str:
    """A status holds from a day that has come, and not from before the newest one, which it follows."""
    first = since.start or since.end
    if first is None:
        return "Enter since when it stands so, such as April 2026 or 3 April 2026."
    if first > on:
        return f"{since.printed} is still to come. Enter {day_words(on)} or an earlier day."
    if last is not None and since.precedes(last.since):
        before = f"The status before, {last.point.label}, holds since {last.since.printed}."
        return f"{before} Enter that date or a later one."
    return ""
