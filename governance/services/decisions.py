"""The doors of decisions: record one, and correct its record. What it says of an ask, the ask then says of itself."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import Body, Decision, PositionAsked, Recommendation
from governance.models.decisions import DecisionOutcome
from governance.models.meetings import MeetingState
from governance.rules.call_in import call_in_problems, closes_on, ending_of
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.words import joined
from governance.selectors.decisions import calendar_on, decision_facts
from governance.services.recommendations import follow_decision
from procurement.rules_days import Calendar, CalendarError
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import day_words, owner_problem, reason_problem
from programmes.services.scope_door import refuse

FIELDS: Final = (
    "body",
    "meeting",
    "recommendation",
    "document",
    "title",
    "text",
    "outcome",
    "decided",
    "delegated_to",
    "reasons",
    "alternatives_rejected",
    "interests",
    "dispensations",
    "is_key",
    "key_because",
    "published_on",
    "subject_to_call_in",
    "call_in_ends_on",
    "called_in_on",
    "call_in_result",
    "effective",
)
# What the rules of call-in call otherwise than the record does.
RULES_NAMES: Final = {"closes_on": "call_in_ends_on", "confirmed": "call_in_result"}
UNREADABLE = "Begin with “Confirmed” or “Sent back”, so that it can be told whether the decision stands."


def add_decision(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    asked: Collection[Body] = (),
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> Decision:
    """Record a decision of a body, with the sovereign bodies whose own positions it needs (`asked`).

    `values` are by name of FIELDS; what is left out is not recorded. Where it may be called in and no last day is
    given, the fifth working day after publication is taken. The ask that it answers takes its outcome. Raises
    PermissionDenied (RECORD_DECISIONS), ValidationError by field, and KeyError for what is no field.
    """
    may(grants, Permission.RECORD_DECISIONS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        row = Decision(programme=programme)
        _fill(row, values, calendar_on(on))
        refuse(
            {
                **_problems(row, on),
                "asked": _asked_problem(programme, asked),
                "reason": reason_problem(reason),
            }
        )
        row.reference = next_reference(Decision, "DEC", programme)
        row.illustrative = _is_illustrative(row)
        row.full_clean()
        row.save()
        for body in asked:
            PositionAsked.objects.create(decision=row, body=body)
        if row.recommendation is not None:
            follow_decision(row.recommendation)
        return row


def change_decision(
    decision: Decision,
    values: Mapping[str, Any],
    *,
    asked: Collection[Body],
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> tuple[str, ...]:
    """Correct the record of a decision; the labels of what changed, nothing where nothing did.

    A body that has given its position stays asked. Once the decision has put something into effect it stays agreed:
    what reverses it is another decision. Raises PermissionDenied (RECORD_DECISIONS), StaleEdit, ValidationError by
    field, and KeyError for what is no field.
    """
    may(grants, Permission.RECORD_DECISIONS, decision.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(decision.programme_id)
        row = lock_for_edit(Decision, decision.pk, version)
        before = {name: getattr(row, name) for name in FIELDS}
        _fill(row, values, calendar_on(on))
        now = {each.body_id: each for each in row.positions_asked.select_related("body")}
        gone = [each for each in now.values() if each.body not in asked]
        refuse(
            {
                **_problems(row, on),
                "asked": _asked_problem(row.programme, asked) or _gone_problem(row, gone),
                "reason": reason_problem(reason),
            }
        )
        refuse({"outcome": _reversal_problem(row)})
        changed = [label_of(name) for name in FIELDS if getattr(row, name) != before[name]]
        new = [body for body in asked if body.pk not in now]
        if gone or new:
            changed.append("positions asked for")
        if not changed:
            return ()
        row.illustrative = row.illustrative or _is_illustrative(row)
        row.full_clean()
        row.save()
        for each in gone:
            each.delete()
        for body in new:
            PositionAsked.objects.create(decision=row, body=body)
        _follow(before["recommendation"], row.recommendation)
        return tuple(changed)


def label_of(name: str) -> str:
    """A field of a decision in words, for messages and histories."""
    if name in {"decided", "effective"}:
        return {"decided": "when it was decided", "effective": "effective date"}[name]
    fields: Any = Decision._meta
    return str(fields.get_field(name).verbose_name)


def _follow(*asks: Recommendation | None) -> None:
    for ask in {each.pk: each for each in asks if each is not None}.values():
        follow_decision(ask)


def _fill(row: Decision, values: Mapping[str, Any], calendar: Calendar) -> None:
    if unknown := set(values) - set(FIELDS):
        raise KeyError(f"Not fields of a decision: {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if row.subject_to_call_in and row.published_on is not None and row.call_in_ends_on is None:
        row.call_in_ends_on = suggested_last_day(row.published_on, calendar)


def suggested_last_day(published_on: date, calendar: Calendar) -> date | None:
    """The fifth working day after publication; None in a year whose bank holidays are not known."""
    try:
        return closes_on(published_on, calendar)
    except CalendarError:
        return None


def _is_illustrative(row: Decision) -> bool:
    """A decision of made-up records is made up too."""
    rests_on = (row.programme, row.body, row.meeting, row.recommendation)
    return any(each is not None and each.illustrative for each in rests_on)


# --- what is wrong with a record ---------------------------------------------------------------------------------


def _problems(row: Decision, on: date) -> dict[str, str]:
    return {
        **_foreign_problems(row),
        "title": "" if row.title else "Give the decision a title, such as the heading of its minute.",
        "text": "" if row.text else "Say what was decided, in the words of the minute.",
        "outcome": "" if row.outcome in DecisionOutcome.values else "Choose what the body decided.",
        "delegated_to": owner_problem(row.delegated_to),
        "key_because": "Say that it is a key decision, or take out why."
        if row.key_because and not row.is_key
        else "",
        **_day_problems(row, on),
    }


def _foreign_problems(row: Decision) -> dict[str, str]:
    """What belongs to another programme, or to another body than the one that decided."""
    decided_by: int | None = row.body_id
    if decided_by is None:
        return {"body": "Choose the body that decided."}
    problems = {}
    for name in ("body", "meeting", "recommendation", "document"):
        other = getattr(row, name)
        if other is not None and other.programme_id != row.programme_id:
            problems[name] = "Choose one of this programme."
    for name, noun in (("meeting", "meeting"), ("recommendation", "ask")):
        other = getattr(row, name)
        if other is not None and name not in problems and other.body_id != row.body_id:
            problems[name] = f"This {noun} is that of {other.body}. Choose one of {row.body}, or none."
    if row.meeting is not None and row.meeting.state == MeetingState.CANCELLED:
        problems.setdefault("meeting", "That meeting was cancelled. Choose another, or none.")
    return problems


def _day_problems(row: Decision, on: date) -> dict[str, str]:
    made = row.decided
    first = made.start or made.end
    problems = {
        "decided": "Enter when it was decided, such as 13 December 2018."
        if first is None
        else _still_to_come(first, on, made.printed),
        "published_on": _still_to_come(row.published_on, on),
        "called_in_on": _still_to_come(row.called_in_on, on),
        "call_in_ends_on": "",
        "call_in_result": UNREADABLE if row.call_in_result and ending_of(row.call_in_result) is None else "",
    }
    if row.call_in_ends_on is not None and not row.subject_to_call_in:
        problems["call_in_ends_on"] = "Say that it can be called in, or take out the last day."
    try:
        found = call_in_problems(decision_facts(row), calendar_on(on))
    except CalendarError as error:
        found = {"published_on": str(error)}
    for name, problem in found.items():
        own = RULES_NAMES.get(name, name)
        problems[own] = problems.get(own) or problem
    return problems


def _still_to_come(day: date | None, on: date, words: str = "") -> str:
    if day is None or day <= on:
        return ""
    return f"{words or day_words(day)} has not come yet. A decision is recorded once it is made."


def _asked_problem(programme: Programme, asked: Iterable[Body]) -> str:
    for body in asked:
        if body.programme_id != programme.pk:
            return "Choose bodies of this programme."
        if not body.is_sovereign:
            return f"{body} does not decide for an organisation of its own. Choose bodies that do."
    return ""


def _gone_problem(row: Decision, gone: Collection[PositionAsked]) -> str:
    given = set(row.positions.values_list("body_id", flat=True))
    kept = [str(each.body) for each in gone if each.body_id in given]
    return f"{joined(kept)} gave a position already, and so stays on the list." if kept else ""


def _reversal_problem(row: Decision) -> str:
    if row.outcome in PUTS_INTO_EFFECT or not row.effects.filter(applied_at__isnull=False).exists():
        return ""
    return "It has been put into effect. Record the decision that reverses it instead."
