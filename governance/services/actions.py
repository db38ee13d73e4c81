"""The doors through which boards' actions are recorded, answered and marked.

Each asks whether the person may keep plans in the programme (PermissionDenied). An answer is added, never
replaced.
"""

from datetime import date

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import Body, BodyPosition, Decision, Meeting
from governance.models.actions import (
    BoardAction,
    BoardActionState,
    ProgressResponse,
    ReportingFrequency,
    ResponseKind,
)
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Document, Programme
from programmes.references import next_reference
from programmes.rules_milestones import day_words, owner_problem, reason_problem
from programmes.services.scope_door import as_stated, refuse


def add_action(
    programme: Programme,
    *,
    body: Body | None,
    text: str,
    agreed: FuzzyDate,
    reason: str,
    by: User,
    grants: Grants,
    due: FuzzyDate | None = None,
    owner_role: str = "",
    reports_promised: str = "",
    meeting: Meeting | None = None,
    decision: Decision | None = None,
    condition_of: BodyPosition | None = None,
    illustrative: bool = False,
) -> BoardAction:
    """Record what a board asked to be done. Raises PermissionDenied (EDIT_PLAN) and ValidationError by field.

    `meeting` and `decision` are those that it comes from, `condition_of` the position of a sovereign body that attached
    it as a condition. Where reports were promised, the date agreed is needed: the periods run from its month.
    """
    may(grants, Permission.EDIT_PLAN, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        refuse(
            {
                "body": _body_problem(programme, body),
                "text": "" if text.strip() else "Say what is to be done.",
                "agreed": _agreed_problem(agreed, reports_promised),
                "reports_promised": ""
                if reports_promised in ReportingFrequency.values
                else "Choose how often from the list.",
                "owner_role": owner_problem(owner_role),
                "meeting": _elsewhere_problem(programme, meeting, "meeting"),
                "decision": _elsewhere_problem(programme, decision, "decision"),
                "condition_of": _elsewhere_problem(programme, condition_of, "position"),
                "reason": reason_problem(reason),
            }
        )
        hangs_on = [each for each in (programme, body, meeting, decision, condition_of) if each is not None]
        action = BoardAction(
            reference=next_reference(BoardAction, "ACT", programme),
            programme=programme,
            body=body,
            text=text.strip(),
            owner_role=owner_role.strip(),
            reports_promised=reports_promised,
            meeting=meeting,
            decision=decision,
            condition_of=condition_of,
            illustrative=illustrative or any(each.illustrative for each in hangs_on),
        )
        action.agreed = agreed
        if due is not None:
            action.due = due
        action.full_clean()
        action.save()
        return action


def _body_problem(programme: Programme, body: Body | None) -> str:
    if body is None:
        return "Choose the board that agreed it."
    return "" if body.programme_id == programme.pk else "Choose a board of this programme."


def _elsewhere_problem(
    programme: Programme, record: Meeting | Decision | BodyPosition | None, noun: str
) -> str:
    if record is None or record.programme_id == programme.pk:
        return ""
    return f"Choose a {noun} of this programme."


def _agreed_problem(agreed: FuzzyDate, reports_promised: str) -> str:
    if reports_promised and not agreed.is_dated:
        return "Enter when it was agreed: the periods of the reports run from that month."
    return ""


def respond(
    action: BoardAction,
    *,
    text: str,
    reported: FuzzyDate,
    state: str,
    today: date,
    reason: str,
    by: User,
    grants: Grants,
    expected_version: int,
    document: Document | None = None,
) -> ProgressResponse:
    """Add an answer, with the day it was reported and the state it leaves the action in.

    Raises PermissionDenied (EDIT_PLAN), ValidationError by field (text, reported, state, document) and StaleEdit where
    somebody answered, or changed the action, after `expected_version`.
    """
    may(grants, Permission.EDIT_PLAN, action.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardAction, action.pk, expected_version)
        refuse(
            {
                "text": "" if text.strip() else "Say what was reported.",
                "reported": _reported_problem(row, reported, today),
                "state": _state_problem(row, state, reported),
                "document": _document_problem(row, document),
                "reason": reason_problem(reason),
            }
        )
        response = _response(row, ResponseKind.RESPONSE, text, reported, by)
        response.document = document
        if state != row.state:
            response.state_before, response.state_after = row.state, state
            row.state, row.state_note = state, ""
        response.full_clean()
        response.save()
        row.save()
        return response


def mark_weakened(
    action: BoardAction,
    weakened: bool,
    *,
    today: date,
    reason: str,
    by: User,
    grants: Grants,
    expected_version: int,
) -> ProgressResponse:
    """Tick, or take off, that an answer promises less than was agreed; every mark stays in the action's history.

    Only a person says so: what the product works out is a hint. Raises PermissionDenied (EDIT_PLAN), ValidationError
    without a reason, without any answer that could be weaker, and for a mark that stands already; StaleEdit as
    `respond`.
    """
    may(grants, Permission.EDIT_PLAN, action.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardAction, action.pk, expected_version)
        refuse({"reason": reason_problem(reason), "weakened": _mark_problem(row, weakened)})
        kind = ResponseKind.WEAKENED if weakened else ResponseKind.NOT_WEAKENED
        mark = _response(row, kind, reason, as_stated(today), by)
        mark.full_clean()
        mark.save()
        row.weakened = weakened
        row.save()
        return mark


def _response(
    action: BoardAction, kind: ResponseKind, text: str, reported: FuzzyDate, by: User
) -> ProgressResponse:
    stem = f"{action.programme.reference.split('-')[0]}-"
    response = ProgressResponse(
        reference=next_reference(
            ProgressResponse, f"{action.reference.removeprefix(stem)}-R", action.programme
        ),
        programme=action.programme,
        action=action,
        kind=kind,
        text=text.strip(),
        made_by=by,
        illustrative=action.illustrative,
    )
    response.reported = reported
    return response


def _reported_problem(action: BoardAction, reported: FuzzyDate, today: date) -> str:
    first = reported.start or reported.end
    if first is None or reported.end is None:
        return "Enter when it was reported: a day or a month, such as 12 September 2013 or September 2013."
    if first > today:
        return f"{reported.printed} is still to come. Enter {day_words(today)} or an earlier day."
    agreed = action.agreed.start or action.agreed.end
    if agreed is not None and reported.end < agreed:
        return f"The action was agreed {action.agreed.printed}. Enter a day on or after {day_words(agreed)}."
    return ""


def _state_problem(action: BoardAction, state: str, reported: FuzzyDate) -> str:
    """An answer entered late, with a later one on the record, tells of its time and does not change the state now."""
    if state not in BoardActionState.values:
        return "Choose a state from the list."
    last = action.responses.filter(kind=ResponseKind.RESPONSE).order_by("reported_end").last()
    if last is None or state == action.state or reported.end is None or last.reported.end is None:
        return ""
    if reported.end >= last.reported.end:
        return ""
    return (
        f"An answer of {last.reported.printed} is on the record already. "
        f"Leave the state at “{action.get_state_display()}”, or enter when this one was reported."
    )


def _document_problem(action: BoardAction, document: Document | None) -> str:
    if document is None or document.programme_id == action.programme_id:
        return ""
    return "Choose a paper of this programme."


def _mark_problem(action: BoardAction, weakened: bool) -> str:
    if weakened == action.weakened:
        return "It is marked as weakened already." if weakened else "It is not marked as weakened."
    answered = action.responses.filter(kind=ResponseKind.RESPONSE).exists()
    if weakened and not answered:
        return "There is no answer yet that could promise less than was agreed."
    return ""
