"""The doors through which intentions and project summaries are written: page, data entry, API and import alike.

Each asks whether the person may edit plans, locks what it changes, refuses with ValidationError by field (StaleEdit
where the record or one of its lines has moved on), writes all or nothing, and only what differs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes.access import grants_for
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    Organisation,
    Programme,
    ProjectSummary,
    SummaryLine,
)
from programmes.models.intentions import IntentionLineKind, SummaryLineKind
from programmes.references import lock_programme, next_reference
from programmes.selectors.intentions_plan import (
    INTENTION_LABELS,
    SUMMARY_LABELS,
    IntentionPlan,
    SummaryPlan,
    intention_plan,
    organisation_named,
    organisations_to_name,
    stamp_of,
    summary_plan,
)
from programmes.services.intentions_checks import (
    intention_problems,
    milestone_problems,
    summary_problems,
)
from programmes.services.intentions_lines import rewrite_lines
from programmes.services.milestones import add_milestone
from programmes.services.scope_door import refuse

Record = TypeVar("Record", CommissioningIntention, ProjectSummary)
TAKEN = "Somebody has given this number to an intention this very moment. Look at the list, then try again."
MILESTONES = "Milestones"


@dataclass(frozen=True)
class Saved(Generic[Record]):
    """What was written: the record, and the labels of the fields that changed; empty where nothing differed."""

    record: Record
    changed: tuple[str, ...]


@dataclass(frozen=True)
class NewMilestone:
    """A milestone to be added with the project that it belongs to."""

    text: str
    when: FuzzyDate


def add_intention(
    programme: Programme, plan: IntentionPlan, *, by: User, reason: str, on: date
) -> Saved[CommissioningIntention]:
    """Add an intention under a number that no other of the programme has.

    Raises PermissionDenied for whoever may not edit plans on the day `on`, and ValidationError by field.
    """
    with _door(programme, by=by, reason=reason, on=on):
        refuse(intention_problems(plan, reason, programme))
        row = CommissioningIntention(
            reference=next_reference(CommissioningIntention, "CI", programme), programme=programme
        )
        _write_intention(row, plan)
        return Saved(row, _all_given(plan.texts, INTENTION_LABELS))


def change_intention(
    intention: CommissioningIntention, plan: IntentionPlan, *, by: User, reason: str, on: date, expected: str
) -> Saved[CommissioningIntention]:
    """Make an intention say what the plan says, where it still is as the editor saw it (`expected`, its stamp).

    Raises PermissionDenied, ValidationError by field and StaleEdit.
    """
    with _door(intention.programme, by=by, reason=reason, on=on):
        row, lines = _locked(CommissioningIntention, intention.pk, IntentionLine, "intention", expected)
        refuse(intention_problems(plan, reason, intention.programme, own=row.pk))
        changed = _differing(intention_plan(row, lines).texts, plan.texts, INTENTION_LABELS)
        if changed:
            _write_intention(row, plan, lines)
        return Saved(row, changed)


def add_summary(
    intention: CommissioningIntention,
    plan: SummaryPlan,
    *,
    by: User,
    reason: str,
    on: date,
    milestones: Sequence[NewMilestone] = (),
) -> Saved[ProjectSummary]:
    """Add the summary of a project that carries out an intention; several may serve one intention.

    Raises PermissionDenied for whoever may not edit plans on the day `on`, and ValidationError by field.
    """
    programme = intention.programme
    with _door(programme, by=by, reason=reason, on=on):
        refuse({**summary_problems(plan, reason), **milestone_problems(milestones)})
        row = ProjectSummary(
            reference=next_reference(ProjectSummary, "PRJ", programme),
            programme=programme,
            intention=intention,
        )
        _write_summary(row, plan)
        _add_milestones(row, milestones, by=by, reason=reason)
        return Saved(row, _all_given(plan.texts, SUMMARY_LABELS))


def change_summary(
    summary: ProjectSummary,
    plan: SummaryPlan,
    *,
    by: User,
    reason: str,
    on: date,
    expected: str,
    milestones: Sequence[NewMilestone] = (),
) -> Saved[ProjectSummary]:
    """Make a summary say what the plan says, where it still is as the editor saw it, and add milestones to it.

    Raises PermissionDenied, ValidationError by field and StaleEdit.
    """
    with _door(summary.programme, by=by, reason=reason, on=on):
        row, lines = _locked(ProjectSummary, summary.pk, SummaryLine, "summary", expected)
        refuse({**summary_problems(plan, reason), **milestone_problems(milestones)})
        changed = _differing(summary_plan(row, lines).texts, plan.texts, SUMMARY_LABELS)
        if changed or milestones:
            _write_summary(row, plan, lines)
        _add_milestones(row, milestones, by=by, reason=reason)
        return Saved(row, (*changed, *((MILESTONES,) if milestones else ())))


# --- what every door does -----------------------------------------------------------------------------------------


@contextmanager
def _door(programme: Programme, *, by: User, reason: str, on: date) -> Iterator[None]:
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        if not grants_for(by, on).may(Permission.EDIT_PLAN, programme.pk):
            raise PermissionDenied("Plans are written by programme managers and commissioners.")
        lock_programme(programme.pk)
        yield


def _locked(model: Any, pk: int, line_model: Any, parent: str, expected: str) -> tuple[Any, list[Any]]:
    """The record and its lines, locked until the transaction ends; StaleEdit unless they are those that were seen."""
    row = model.objects.select_for_update(of=("self",)).get(pk=pk)
    lines = list(line_model.objects.select_for_update(of=("self",)).filter(**{parent: pk}))
    if stamp_of(row, lines) != expected:
        raise StaleEdit(row)
    return row, lines


def _differing(
    before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[str, ...]:
    return tuple(label for name, label in labels.items() if before[name] != after[name])


def _all_given(texts: Mapping[str, str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(label for name, label in labels.items() if texts[name])


# --- writing ------------------------------------------------------------------------------------------------------


def _write_intention(
    row: CommissioningIntention, plan: IntentionPlan, lines: Sequence[IntentionLine] = ()
) -> None:
    for name in (
        "number",
        "title",
        "group",
        "progress",
        "state",
        "maturity",
        "is_top_priority",
        "planned_elsewhere",
        "section_75",
        "parts",
    ):
        setattr(row, name, getattr(plan, name))
    row.full_clean(validate_constraints=False)
    try:
        # Saved even where only lines differ: the record then carries who changed its page, and another version.
        row.save()
    except IntegrityError as error:
        raise ValidationError({"number": TAKEN}) from error
    organisations = _organisations(row.programme, lines)
    for kind in IntentionLineKind:
        wanted = [
            {"text": line.text, "organisation": organisations(line.text)}
            if kind == IntentionLineKind.LEAD
            else {"text": line.text}
            for line in plan.lists.get(kind, ())
        ]
        own = [line for line in lines if line.kind == kind]
        rewrite_lines(own, wanted, partial(IntentionLine, intention=row, kind=kind))


def _organisations(
    programme: Programme, lines: Sequence[IntentionLine]
) -> Callable[[str], Organisation | None]:
    """Which organisation a lead names: for words that stand already the one recorded with them, else one so called."""
    recorded = {line.text: line.organisation for line in lines}
    offered = organisations_to_name(programme)
    return lambda text: recorded[text] if text in recorded else organisation_named(text, offered)


def _write_summary(row: ProjectSummary, plan: SummaryPlan, lines: Sequence[SummaryLine] = ()) -> None:
    for name in ("name", "period", "lead_vacant", "aim", "history", "note"):
        setattr(row, name, getattr(plan, name))
    row.full_clean()
    row.save()
    for kind in SummaryLineKind:
        wanted = [{"text": line.text, "target": line.target} for line in plan.lists.get(kind, ())]
        own = [line for line in lines if line.kind == kind]
        rewrite_lines(own, wanted, partial(SummaryLine, summary=row, kind=kind))


def _add_milestones(row: ProjectSummary, wanted: Sequence[NewMilestone], *, by: User, reason: str) -> None:
    for each in wanted:
        add_milestone(row.programme, text=each.text, when=each.when, reason=reason, by=by, summary=row)
