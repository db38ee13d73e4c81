"""What every change of scope does: lock, check, write the change with its before and after, raise the version."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.models import User
from programmes import rules
from programmes.models import ScopeChange, Service, ServiceScope
from programmes.models.services import ScopeChangeKind
from programmes.references import lock_programme, next_reference_of
from programmes.rules import Act, LatestChange
from programmes.selectors.edits import Versions

Also = Mapping[str, tuple[Any, Any]]  # further values that the same change altered: name → (before, after)


@contextmanager
def locked_scope(service: Service, *, by: User, reason: str, expected: Versions) -> Iterator[ServiceScope]:
    """The service's scope with its service, locked, for one change; raises StaleEdit when either has moved on."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(service.programme_id)
        scope = lock_for_edit(ServiceScope, ServiceScope.objects.get(service=service).pk, expected.scope)
        scope.service = lock_for_edit(Service, service.pk, expected.service)
        yield scope


def refuse(problems: Mapping[str, str]) -> None:
    """Raise the problems that say something, all at once and by field."""
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise ValidationError(found)


def common_problems(scope: ServiceScope, act: Act, effective: FuzzyDate, reason: str) -> dict[str, str]:
    """What is wrong with a change whatever it changes: it does not fit the state, the date or the reason."""
    return {
        "act": rules.act_problem(act, scope.state, scope.service.name),
        "effective": rules.effective_problem(effective, latest_change(scope)),
        "reason": rules.reason_problem(reason),
    }


def latest_change(scope: ServiceScope) -> LatestChange | None:
    """The newest change on record, by the day it takes effect; its addition where nothing else is recorded."""
    changes = list(ScopeChange.objects.filter(scope=scope))
    if changes:
        newest = max(
            changes, key=lambda change: (rules.effective_day(change.effective) or date.min, change.pk)
        )
        return LatestChange(newest.get_kind_display().lower(), newest.effective)
    return LatestChange("added to scope", scope.added) if scope.added.is_dated else None


def as_stated(effective: FuzzyDate | date) -> FuzzyDate:
    """An exact day as the stated date that records keep."""
    if isinstance(effective, FuzzyDate):
        return effective
    text = f"{effective.day} {effective:%B %Y}"
    return FuzzyDate(text, effective, effective, Precision.DAY, DateStatus.STATED)


def day_of(effective: FuzzyDate) -> date:
    """The day on which dated rows end and begin; only for dates that `effective_problem` has let pass."""
    day = rules.effective_day(effective)
    if day is None:
        raise ValueError("An undated change has no day.")
    return day


def record_change(
    scope: ServiceScope,
    kind: ScopeChangeKind,
    *,
    changed: Also,
    effective: FuzzyDate,
    reason: str,
    by: User,
) -> ScopeChange:
    """Save the scope (which raises its version, so that others notice) and write the change beside it."""
    # A flag of None says that the paper leaves it open; the model's own check would take it for a gap in a form.
    scope.full_clean(
        exclude={flag for flag in ("inclusion_tbc", "commissioner_tbc") if getattr(scope, flag) is None}
    )
    scope.save()
    change = ScopeChange(
        reference=next_reference_of(scope.service, ScopeChange, "CHANGE"),
        programme=scope.programme,
        scope=scope,
        kind=kind,
        before={name: pair[0] for name, pair in changed.items()},
        after={name: pair[1] for name, pair in changed.items()},
        reason=reason.strip(),
        made_by=by,
        illustrative=scope.service.illustrative,
    )
    change.effective = effective
    change.full_clean()
    change.save()
    return change
