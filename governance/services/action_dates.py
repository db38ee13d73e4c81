"""The door that gives a board's action another target date: the one before is kept, so that slips are counted."""

from datetime import date

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models.actions import BoardAction, TargetDateChange
from governance.selectors.action_views import FINISHED
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.rules_milestones import day_words, printed, reason_problem
from programmes.services.scope_door import refuse


def redate(
    action: BoardAction,
    *,
    to: FuzzyDate,
    reason: str,
    by: User,
    grants: Grants,
    on: date,
    version: int,
    given_on: date | None = None,
) -> TargetDateChange:
    """Give an action another target date; the one before stays, and whoever reads the tracker sees how often it moved.

    `to` may be undated (TBC), which is counted too. `given_on` is the day on which it was given, `on` (today) where
    none is named; the changes of one action follow one another. Raises PermissionDenied (EDIT_PLAN), ValidationError
    by field (to, given_on, reason, and state for an action that is finished) and StaleEdit.
    """
    may(grants, Permission.EDIT_PLAN, action.programme_id)
    day = given_on or on
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardAction, action.pk, version)
        refuse(
            {
                "state": _finished_problem(row),
                "to": _target_problem(row, to),
                "given_on": _given_problem(row, day, on),
                "reason": reason_problem(reason),
            }
        )
        change = TargetDateChange(action=row, on=day, reason=reason.strip(), made_by=by)
        change.before, change.after = row.due, to
        change.full_clean()
        change.save()
        row.due = to
        row.save()
        return change


def _finished_problem(action: BoardAction) -> str:
    if action.state not in FINISHED:
        return ""
    return (
        f"It is “{action.get_state_display()}”, and what is finished has no target any more. "
        "Add an answer that opens it again first."
    )


def _target_problem(action: BoardAction, to: FuzzyDate) -> str:
    """A new target says something, other than the present one, and does not pass before the action was agreed."""
    if not to.printed:
        return "Enter the new target date, such as December 2013 or by April 2014, or TBC."
    if (to.start, to.end, to.status) == (action.due.start, action.due.end, action.due.status):
        return f"Its target is “{printed(action.due)}” already. Enter another date."
    agreed = action.agreed.start
    if agreed is not None and to.end is not None and to.end < agreed:
        return (
            f"The action was agreed {action.agreed.printed}. Enter a target on or after {day_words(agreed)}."
        )
    return ""


def _given_problem(action: BoardAction, day: date, today: date) -> str:
    if day > today:
        return f"{day_words(day)} is still to come. Enter {day_words(today)} or an earlier day."
    agreed = action.agreed.start
    if agreed is not None and day < agreed:
        return f"The action was agreed {action.agreed.printed}. Enter that day or a later one."
    last = action.date_changes.order_by("on").last()
    if last is not None and day < last.on:
        return f"Its target was last changed on {day_words(last.on)}. Enter that day or a later one."
    return ""
