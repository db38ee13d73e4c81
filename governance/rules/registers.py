"""What must hold of a row of a register, whichever it is. No database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.registers import ChangeRequestState
from governance.rules.register_fields import (
    ASSUMPTIONS,
    CHANGE_REQUESTS,
    ISSUES,
    Register,
    RegisterField,
)
from programmes.rules_milestones import day_words, owner_problem

STILL_OPEN = "Choose “Resolved” or “Closed without resolution” as its state, or leave this empty."
HAPPENED: Final = frozenset({"raised", "resolved"})
DECIDED: Final = (ChangeRequestState.APPROVED, ChangeRequestState.REJECTED, ChangeRequestState.DEFERRED)
UNDECIDED: Final = frozenset(
    {ChangeRequestState.RAISED, ChangeRequestState.ASSESSED, ChangeRequestState.DEFERRED}
)
# What a request may become without a decision; approved, rejected and deferred are decided, with a reason.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    ChangeRequestState.RAISED: ("raised", "assessed", "withdrawn"),
    ChangeRequestState.ASSESSED: ("raised", "assessed", "withdrawn"),
    ChangeRequestState.DEFERRED: ("deferred", "assessed", "withdrawn"),
    ChangeRequestState.APPROVED: ("approved", "done", "withdrawn"),
    ChangeRequestState.REJECTED: ("rejected",),
    ChangeRequestState.DONE: ("done",),
    ChangeRequestState.WITHDRAWN: ("withdrawn", "raised"),
}


def states_from(register: Register, present: str) -> tuple[tuple[str, str], ...]:
    """The states that a row may be given on its form, the present one among them, with their labels."""
    every = register.choices("state")
    if register is not CHANGE_REQUESTS:
        return every
    allowed = STEPS[ChangeRequestState(present)]
    return tuple(pair for pair in every if pair[0] in allowed)


def problems_of(register: Register, values: Mapping[str, Any], present: str, on: date) -> dict[str, str]:
    """What is wrong with the fields of a row, by field, on a day.

    `values` are those it would have; `present` its state now.
    """
    found = {field.name: _field_problem(field, values.get(field.name)) for field in register.fields}
    state = str(values.get("state", present))
    if state not in {value for value, _ in states_from(register, present)}:
        found["state"] = "Choose a state from the list."
    if register is ISSUES:
        found |= _issue_problems(values, state, present)
    for name in HAPPENED & values.keys():
        found[name] = found.get(name) or to_come_problem(values[name], on)
    if register is ASSUMPTIONS and state in register.finished and not _said(values.get("evidence")):
        found["evidence"] = "Say what shows that it holds, or that it does not."
    return {name: problem for name, problem in found.items() if problem}


def _said(value: Any) -> bool:
    return bool(str(value or "").strip())


def _field_problem(field: RegisterField, value: Any) -> str:
    if field.missing and not _said(value):
        return field.missing
    return owner_problem(str(value or "")) if field.is_role else ""


def _issue_problems(values: Mapping[str, Any], state: str, present: str) -> dict[str, str]:
    """Closed says how, and not before it was raised; a resolution of what stays open says so."""
    finished, found = ISSUES.finished, {}
    resolution, resolved = values.get("resolution"), values.get("resolved")
    if state in finished and not _said(resolution):
        found["resolution"] = "Say how it was resolved, or why it is closed without."
    if state not in finished and present not in finished:
        for name, value in (("resolution", resolution), ("resolved", resolved and resolved.printed)):
            found[name] = STILL_OPEN if _said(value) else ""
    if state in finished:
        found["resolved"] = resolved_problem(resolved, values.get("raised"))
    return found


def to_come_problem(when: FuzzyDate | None, on: date) -> str:
    """What has happened has happened by the day."""
    if when is None or when.start is None or when.start <= on:
        return ""
    return f"{when.printed} is still to come. Enter {day_words(on)} or an earlier day."


def resolved_problem(resolved: FuzzyDate | None, raised: FuzzyDate | None) -> str:
    """Nothing is resolved before it was raised."""
    if resolved is None or raised is None or resolved.end is None or raised.start is None:
        return ""
    if resolved.end >= raised.start:
        return ""
    return f"It was raised {raised.printed}. Enter {day_words(raised.start)} or a later day."


def decided_problem(state: str, present: str) -> str:
    """A request is decided once: approved, rejected, or deferred and decided later."""
    if present not in UNDECIDED:
        label = ChangeRequestState(present).label.lower()
        return f"It is {label} already. Raise a new request where more is to change."
    if state not in DECIDED:
        return "Choose whether it is approved, rejected or deferred."
    return ""


def cleared_on_reopening(register: Register, state: str, present: str) -> Collection[str]:
    """The fields that a row loses when it is opened again: how and when an issue was resolved. History keeps them."""
    if register is ISSUES and present in register.finished and state not in register.finished:
        return ("resolution", "resolved")
    return ()
