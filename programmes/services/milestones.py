"""The doors through which milestones are added and changed: page, data entry, API and import all come this way.

Each locks what it changes, refuses with ValidationError by field (StaleEdit where the record has moved on), and
leaves a MilestoneChange with the values before and after, the reason and the person.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules_milestones as rules
from programmes.models import CommissioningIntention, Milestone, Programme, ProjectSummary
from programmes.models.delivery import (
    MilestoneChange,
    MilestoneChangeKind,
    MilestoneDependency,
    MilestoneKind,
    MilestoneState,
)
from programmes.references import lock_programme, next_reference
from programmes.selectors.dependencies import needs_of
from programmes.services.scope_door import refuse

NOTHING = (
    "Change the state, the forecast, the owner or what it waits for; nothing differs from what is recorded."
)


def add_milestone(
    programme: Programme,
    *,
    text: str,
    when: FuzzyDate,
    reason: str,
    by: User,
    kind: str = MilestoneKind.MILESTONE,
    summary: ProjectSummary | None = None,
    intention: CommissioningIntention | None = None,
    owner_role: str = "",
    note: str = "",
    illustrative: bool = False,
) -> Milestone:
    """Add a milestone to a project summary, an intention or, with neither, the programme itself.

    `when` may be undated (TBC, awaited, ongoing, blank); the milestone then starts as undated, else as planned. Raises
    ValidationError by field (text, kind, when, parent, owner_role, reason).
    """
    parents = [each for each in (summary, intention) if each is not None]
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        refuse(
            {
                "text": "" if text.strip() else "Say what is to be done or reached.",
                "kind": "" if kind in MilestoneKind.values else "Choose a kind from the list.",
                "parent": _parent_problem(programme, parents),
                "owner_role": rules.owner_problem(owner_role),
                "reason": rules.reason_problem(reason),
            }
        )
        milestone = Milestone(
            reference=_next_reference(programme, *parents),
            programme=programme,
            summary=summary,
            intention=intention,
            kind=kind,
            text=text.strip(),
            state=MilestoneState.PLANNED if when.is_dated else MilestoneState.UNDATED,
            owner_role=owner_role.strip(),
            note=note.strip(),
            position=_next_position(programme, *parents),
            illustrative=illustrative,
        )
        milestone.date = when
        milestone.full_clean()
        milestone.save()
        return milestone


def _parent_problem(programme: Programme, parents: list[Any]) -> str:
    if len(parents) > 1:
        return "Choose a project summary or an intention, not both."
    if any(each.programme_id != programme.pk for each in parents):
        return "Choose a project summary or an intention of this programme."
    return ""


def _next_reference(programme: Programme, parent: Any = None) -> str:
    """DER-PRJ-1-M-8 after DER-PRJ-1-M-7; DER-M-1 where the programme itself is the parent."""
    if parent is None:
        return next_reference(Milestone, "M", programme)
    stem = f"{programme.reference.split('-')[0]}-"
    return next_reference(Milestone, f"{parent.reference.removeprefix(stem)}-M", programme)


def _next_position(programme: Programme, parent: Any = None) -> int:
    beside = parent.milestones if parent is not None else Milestone.objects.filter(programme=programme)
    last: int | None = beside.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def change_milestone(
    milestone: Milestone,
    *,
    effective_on: date | None,
    today: date,
    reason: str,
    by: User,
    expected_version: int,
    state: str | None = None,
    when: FuzzyDate | None = None,
    owner_role: str | None = None,
    needs: Iterable[Milestone] | None = None,
) -> Milestone:
    """Change any of state, forecast, owner and what it waits for, in one act with one reason; None leaves as it is.

    A value equal to the present one is no change; with no change at all the act is refused. What loses its “undated”
    by being given a date becomes planned. Raises ValidationError by field (state, when, owner_role, needs,
    effective_on, reason) and StaleEdit where the milestone has moved on since `expected_version`.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(milestone.programme_id)
        row = lock_for_edit(Milestone, milestone.pk, expected_version)
        wanted = _wanted(row, state=state, when=when, owner_role=owner_role)
        asked = None if needs is None else {each.pk: each for each in needs}
        present = set(row.needs.values_list("needs_id", flat=True))
        moved = asked is not None and set(asked) != present
        refuse({"act": "" if wanted or moved else NOTHING, "reason": rules.reason_problem(reason)})
        refuse(
            {
                **_value_problems(row, wanted),
                "effective_on": _effective_problem(row, wanted, effective_on, today) if wanted else "",
            }
        )
        if asked is not None and moved:
            _set_needs(row, asked, present)
        if wanted and effective_on is not None:
            _apply(row, wanted, effective_on=effective_on, reason=reason, by=by)
        row.full_clean()
        row.save()
        return row


def set_state(
    milestone: Milestone,
    state: str,
    *,
    effective_on: date | None,
    today: date,
    reason: str,
    by: User,
    expected_version: int,
) -> Milestone:
    """Record another state from a day that has come. Raises ValidationError also for the state it has already."""
    refuse({"state": rules.state_problem(state, milestone.state, milestone.date)})
    return change_milestone(
        milestone,
        state=state,
        effective_on=effective_on,
        today=today,
        reason=reason,
        by=by,
        expected_version=expected_version,
    )


def reforecast(
    milestone: Milestone,
    when: FuzzyDate,
    *,
    effective_on: date | None,
    today: date,
    reason: str,
    by: User,
    expected_version: int,
) -> Milestone:
    """Give another date, or TBC; the date before stays in the history. Raises ValidationError for the date it has."""
    refuse({"when": rules.forecast_problem(when, milestone.date)})
    return change_milestone(
        milestone,
        when=when,
        effective_on=effective_on,
        today=today,
        reason=reason,
        by=by,
        expected_version=expected_version,
    )


def set_owner(
    milestone: Milestone,
    owner_role: str,
    *,
    effective_on: date | None,
    today: date,
    reason: str,
    by: User,
    expected_version: int,
) -> Milestone:
    """Give the milestone to another role; an empty one leaves it without an owner."""
    return change_milestone(
        milestone,
        owner_role=owner_role,
        effective_on=effective_on,
        today=today,
        reason=reason,
        by=by,
        expected_version=expected_version,
    )


def add_dependency(
    milestone: Milestone, needs: Milestone, *, today: date, reason: str, by: User, expected_version: int
) -> Milestone:
    """Let it wait for another milestone of its programme. Raises ValidationError for itself and for a circle."""
    every = [*(each.needs for each in milestone.needs.select_related("needs")), needs]
    return change_milestone(
        milestone,
        needs=every,
        effective_on=None,
        today=today,
        reason=reason,
        by=by,
        expected_version=expected_version,
    )


def remove_dependency(
    milestone: Milestone, needs: Milestone, *, today: date, reason: str, by: User, expected_version: int
) -> Milestone:
    """Let it no longer wait for another milestone; refused where it does not wait for it."""
    every = [each.needs for each in milestone.needs.select_related("needs") if each.needs_id != needs.pk]
    return change_milestone(
        milestone,
        needs=every,
        effective_on=None,
        today=today,
        reason=reason,
        by=by,
        expected_version=expected_version,
    )


# --- what changes, and how it is written ------------------------------------------------------------------------

Wanted = dict[str, Any]  # MilestoneChangeKind → the value that differs from the present one


def _wanted(row: Milestone, *, state: str | None, when: FuzzyDate | None, owner_role: str | None) -> Wanted:
    wanted: Wanted = {}
    if when is not None and not rules.forecast_problem(when, row.date):
        wanted[MilestoneChangeKind.REFORECAST] = when
    if state is not None and state != row.state:
        wanted[MilestoneChangeKind.STATE] = state
    elif row.state == MilestoneState.UNDATED and when is not None and when.is_dated:
        wanted[MilestoneChangeKind.STATE] = MilestoneState.PLANNED
    if owner_role is not None and owner_role.strip() != row.owner_role:
        wanted[MilestoneChangeKind.OWNER] = owner_role.strip()
    return wanted


def _value_problems(row: Milestone, wanted: Wanted) -> dict[str, str]:
    when = wanted.get(MilestoneChangeKind.REFORECAST, row.date)
    state = wanted.get(MilestoneChangeKind.STATE)
    return {
        "state": rules.state_problem(state, row.state, when) if state is not None else "",
        "owner_role": rules.owner_problem(wanted.get(MilestoneChangeKind.OWNER, "")),
    }


def _effective_problem(row: Milestone, wanted: Wanted, effective_on: date | None, today: date) -> str:
    latest = row.changes.filter(kind__in=list(wanted)).order_by("-effective_on").first()
    return rules.effective_problem(effective_on, today, latest.effective_on if latest else None)


def _apply(row: Milestone, wanted: Wanted, *, effective_on: date, reason: str, by: User) -> None:
    writers: dict[str, Callable[[Any], dict[str, Any]]] = {
        MilestoneChangeKind.REFORECAST: lambda value: _swap(row, "date", value),
        MilestoneChangeKind.STATE: lambda value: _swap(row, "state", value),
        MilestoneChangeKind.OWNER: lambda value: _swap(row, "owner_role", value, name="owner"),
    }
    for kind, value in wanted.items():
        change = MilestoneChange(
            milestone=row, kind=kind, effective_on=effective_on, reason=reason.strip(), made_by=by
        )
        for name, before_or_after in writers[kind](value).items():
            setattr(change, name, before_or_after)
        change.full_clean()
        change.save()


def _swap(row: Milestone, field: str, value: Any, *, name: str = "") -> dict[str, Any]:
    """Put the value on the milestone; what a change keeps of it before and after."""
    name = name or field
    before = getattr(row, field)
    setattr(row, field, value)
    return {f"{name}_before": before, f"{name}_after": value}


def _set_needs(row: Milestone, asked: dict[int, Milestone], present: set[int]) -> None:
    """Write what it waits for; every new one is held against the chains of the whole programme."""
    if any(each.programme_id != row.programme_id for each in asked.values()):
        raise ValidationError({"needs": "Choose a milestone of this programme."})
    names = dict(Milestone.objects.filter(programme=row.programme_id).values_list("pk", "text"))
    graph = needs_of(row.programme_id)
    graph[row.pk] = [each for each in graph.get(row.pk, []) if each in asked]
    for each in asked:
        if each not in present:
            refuse({"needs": rules.circle_problem(graph, names, row.pk, each)})
            graph[row.pk].append(each)
            MilestoneDependency(milestone=row, needs=asked[each]).save()
    for gone in row.needs.filter(needs__in=present - set(asked)):
        gone.delete()
