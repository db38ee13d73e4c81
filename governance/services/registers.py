"""The doors of the four registers: add a row, change one, decide a request for change.

Each asks whether the person may (PermissionDenied) and refuses with ValidationError by field. A row as it was before
stays in its history, with who changed it and why.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import ChangeRequest, Decision, Issue
from governance.models.registers import Assumption, ChangeRequestState, Dependency
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.register_fields import ISSUES, Kind, Register
from governance.rules.registers import cleared_on_reopening, decided_problem, problems_of
from governance.selectors.asks import tally_of, with_stances, words_of
from governance.selectors.register_rows import printed_value
from governance.selectors.registers import UNDATED
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Organisation, Programme
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import as_stated, refuse

Entry = Issue | Dependency | Assumption | ChangeRequest
NOTHING = "Change something: nothing differs from what is recorded."


def add_entry(
    register: Register,
    programme: Programme,
    values: Mapping[str, Any],
    *,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
    illustrative: bool = False,
) -> Any:
    """Add a row to a register, in its first state unless `values` name another.

    It is illustrative where the programme, or what it hangs on, is. Raises PermissionDenied (EDIT_RISKS) and
    ValidationError by field.
    """
    may(grants, Permission.EDIT_RISKS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = register.model(
            programme=programme, reference=next_reference(register.model, register.word, programme)
        )
        _set(register, row, values)
        _settle(register, row, on)
        refuse({**_problems(register, row, row.state, on), "reason": reason_problem(reason)})
        row.illustrative = illustrative or _is_illustrative(register, row)
        row.full_clean()
        row.save()
        return row


def change_entry(
    register: Register,
    record: Entry,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> tuple[str, ...]:
    """Change fields of a row, its state among them; the labels of what changed.

    An issue closed without a day is resolved `on`; one opened again loses how and when it was resolved, which its
    history keeps. Raises PermissionDenied (EDIT_RISKS), ValidationError by field and StaleEdit.
    """
    may(grants, Permission.EDIT_RISKS, record.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row: Any = lock_for_edit(register.model, record.pk, version)
        before = {name: printed_value(register, row, name) for name in register.names}
        present = row.state
        _set(register, row, values)
        for name in cleared_on_reopening(register, row.state, present):
            setattr(row, name, "" if register.kind(name) == Kind.PROSE else UNDATED)
        _settle(register, row, on)
        refuse({**_problems(register, row, present, on), "reason": reason_problem(reason)})
        changed = tuple(
            field.label
            for field in register.fields
            if printed_value(register, row, field.name) != before[field.name]
        )
        refuse({"__all__": "" if changed else NOTHING})
        row.illustrative = row.illustrative or _is_illustrative(register, row)
        row.full_clean()
        row.save()
        return changed


def decide_change_request(
    record: ChangeRequest,
    *,
    state: str,
    reason: str,
    version: int,
    by: User,
    grants: Grants,
    decision: Decision | None = None,
) -> ChangeRequest:
    """Record that a request was approved, rejected or deferred, why, and by which decision where one is recorded.

    No request is approved by a decision that puts nothing into effect, or that a body asked has not agreed to. Raises
    PermissionDenied (RECORD_DECISIONS), ValidationError by field (state, decision, reason) and StaleEdit.
    """
    may(grants, Permission.RECORD_DECISIONS, record.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(ChangeRequest, record.pk, version)
        refuse(
            {
                "state": decided_problem(state, row.state),
                "decision": _decision_problem(row, state, decision),
                "reason": reason_problem(reason),
            }
        )
        row.state, row.decided_because, row.decision = state, reason.strip(), decision
        row.full_clean()
        row.save()
        return row


def _decision_problem(row: ChangeRequest, state: str, decision: Decision | None) -> str:
    if decision is None:
        return ""
    if decision.programme_id != row.programme_id:
        return "Choose a decision of this programme."
    if state != ChangeRequestState.APPROVED:
        return ""
    said = with_stances(Decision.objects.filter(pk=decision.pk)).get()
    count = tally_of(said)
    if said.outcome in PUTS_INTO_EFFECT and (not count.of or count.is_agreed_by_all):
        return ""
    return (
        f"{decision.reference} approves nothing yet: {words_of(said)}. Choose another, or defer the request."
    )


def _set(register: Register, row: Any, values: Mapping[str, Any]) -> None:
    """Put the values into the row. Raises KeyError for what is no field of the register."""
    if unknown := set(values) - set(register.names):
        raise KeyError(f"No field of the register of {register.many}: {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _is_illustrative(register: Register, row: Any) -> bool:
    """What hangs on a made-up record is made up too."""
    links = [getattr(row, name) for name in register.names if register.kind(name) == Kind.LINK]
    return any(getattr(each, "illustrative", False) for each in (row.programme, *links))


def _settle(register: Register, row: Any, on: date) -> None:
    """An issue that is closed without a day is resolved on the day it is entered."""
    if register is ISSUES and row.state in register.finished and not row.resolved.printed:
        row.resolved = as_stated(on)


def _problems(register: Register, row: Any, present: str, on: date) -> dict[str, str]:
    values = {name: getattr(row, name) for name in register.names}
    found = problems_of(register, values, present, on)
    for name in register.names:
        if register.kind(name) == Kind.LINK:
            found.setdefault(name, _elsewhere_problem(register, row, values[name], name))
    return found


def _elsewhere_problem(register: Register, row: Any, linked: Any, name: str) -> str:
    """What a row hangs on is of its own programme; organisations are shared by all."""
    if linked is None or isinstance(linked, Organisation) or linked.programme_id == row.programme_id:
        return ""
    return f"{register.field(name).label}: choose one of this programme."
