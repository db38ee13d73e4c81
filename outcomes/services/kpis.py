"""The doors through which a KPI's definition, settings, state and targets change: page, data entry, API, import alike.

Each asks whether the person may, locks the KPI, refuses with ValidationError by field (StaleEdit where the KPI has
moved on), writes a KPIChange for each thing with its values before and after, and refreshes the stored summary, all at
once.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from outcomes.models import KPI, KPIChange, Target
from outcomes.models.kpis import KPIState
from outcomes.models.targets import KPIChangeKind
from outcomes.rules_kpis import (
    definition_problems,
    make_way,
    needs_reason,
    overlapping,
    reason_problem,
    target_problems,
)
from outcomes.rules_periods import bounds_containing, has_periods
from outcomes.selectors.series_types import wording_of
from outcomes.services.kpi_door import EDITABLE, Change, in_words, kind_of, label_of, opened, printed, record
from programmes.access import Grants
from programmes.references import next_reference
from programmes.services.scope_door import refuse

TARGET: Final = "Target"
TARGET_FIELDS: Final = ("value", "words", "date", "starts_on", "ends_on", "origin", "illustrative")


def change_definition(
    kpi: KPI,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> tuple[KPIChange, ...]:
    """Make the KPI say what `values` say, by name of field; what was changed, nothing where nothing differs.

    A KPI made to report gets the period that holds `on` as its first, and a retired one `on` as its day, unless values
    say otherwise; one no longer retired loses its day. A reason is needed unless the KPI is and stays proposed.

    Raises PermissionDenied, StaleEdit, ValidationError by field, and KeyError for what is no field to be changed.
    """
    if unknown := set(values) - set(EDITABLE):
        raise KeyError(f"Not fields of a KPI that are changed here: {', '.join(sorted(unknown))}.")
    with opened(kpi, by=by, grants=grants, reason=reason, version=version) as row:
        before = {name: printed(row, name) for name in EDITABLE}
        was = {name: getattr(row, name) for name in EDITABLE}
        for name, value in values.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        follow_state(row, was["state"], values, on)
        changed = [name for name in EDITABLE if getattr(row, name) != was[name]]
        if not changed:
            return ()
        required = needs_reason(was["state"], row.state)
        refuse(
            {
                **definition_problems(row, changed),
                "reason": reason_problem(reason) if required else "",
            }
        )
        row.full_clean()
        row.save()
        changes = [
            Change(kind_of(name), label_of(name), before[name], printed(row, name)) for name in changed
        ]
        return record(row, changes, by=by, reason=reason)


def follow_state(kpi: KPI, state_before: str, given: Mapping[str, Any], on: date) -> None:
    """Give the KPI the days that go with a new state, where none are given."""
    if kpi.state == state_before:
        return
    if kpi.state == KPIState.REPORTING and kpi.reported_from is None and has_periods(kpi.frequency):
        kpi.reported_from, _ = bounds_containing(kpi.frequency, on)
    if kpi.state == KPIState.RETIRED and kpi.retired_on is None:
        kpi.retired_on = on
    elif state_before == KPIState.RETIRED and not given.get("retired_on"):
        kpi.retired_on = None


# --- targets ----------------------------------------------------------------------------------------------------------


def set_target(
    kpi: KPI,
    *,
    value: Decimal | None,
    words: str = "",
    date: FuzzyDate | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    origin: str = "",
    by: User,
    grants: Grants,
    reason: str,
    on: date,
    reference: str = "",
    illustrative: bool | None = None,
) -> Target:
    """Set a target, in numbers or in words, from a day on; the one before ends the day before and stays.

    Without a first day the KPI's first target holds from the first point on and a later one from `on`. A target that
    starts on the very day of another replaces it; one agreed for a later day stays, and ends this one. `date` is by
    when the target is to be reached. Raises PermissionDenied and ValidationError by field.
    """
    with opened(kpi, by=by, grants=grants, reason=reason) as row:
        others = list(Target.objects.select_for_update().filter(kpi=row, withdrawn=False))
        if starts_on is None and others:
            starts_on = on
        target = Target(
            kpi=row,
            programme_id=row.programme_id,
            value=value,
            words=words.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            origin=origin.strip(),
            illustrative=row.illustrative if illustrative is None else illustrative,
        )
        if date is not None:
            target.date = date
        way = make_way(starts_on, ends_on, others)
        refuse({"reason": reason_problem(reason), "ends_on": way.problem, **target_problems(target)})
        target.ends_on = way.ends_on
        target.reference = reference or next_reference(Target, "TGT", row.programme)
        target.full_clean()
        before = [target_words(row, other) for other in (*way.cut, *way.replaced)]
        _give_way(way.cut, way.replaced, starts_on)
        target.save()
        change = Change(KPIChangeKind.TARGET, TARGET, "; ".join(before), target_words(row, target))
        record(row, [change], by=by, reason=reason)
    return target


def _give_way(cut: tuple[Target, ...], replaced: tuple[Target, ...], starts_on: date | None) -> None:
    for other in cut:
        assert starts_on is not None  # noqa: S101 (only what starts on a day can follow another)
        other.ends_on = starts_on - timedelta(days=1)
        other.save()
    for other in replaced:
        other.withdrawn = True
        other.save()


def withdraw_target(target: Target, *, by: User, grants: Grants, reason: str, on: date) -> Target:
    """Take back a target that has not come into force; the one it would have ended goes on.

    Raises PermissionDenied, and ValidationError for one in force already, which only another target ends.
    """
    with opened(target.kpi, by=by, grants=grants, reason=reason) as row:
        target = Target.objects.select_for_update().get(pk=target.pk)
        refuse({"reason": reason_problem(reason), "target": _withdrawal_problem(target, on)})
        before = target_words(row, target)
        target.withdrawn = True
        target.save()
        assert target.starts_on is not None  # noqa: S101 (it has not come into force, so it has a first day)
        ended = Target.objects.filter(kpi=row, withdrawn=False, ends_on=target.starts_on - timedelta(days=1))
        for other in ended.select_for_update():
            other.ends_on = target.ends_on
            other.save()
        record(row, [Change(KPIChangeKind.TARGET, TARGET, before, "withdrawn")], by=by, reason=reason)
    return target


def _withdrawal_problem(target: Target, on: date) -> str:
    if target.withdrawn:
        return "This target has been withdrawn already."
    if target.starts_on is None or target.starts_on <= on:
        return "This target is in force already: set another from a day on, and this one ends the day before."
    return ""


def correct_target(
    target: Target,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
) -> tuple[KPIChange, ...]:
    """Put right what was entered wrongly in a target. A new aim is set, not corrected.

    Its days may not run into another target's. Raises PermissionDenied, StaleEdit, ValidationError by field, and
    KeyError for what is no field to be changed.
    """
    if unknown := set(values) - set(TARGET_FIELDS):
        raise KeyError(f"Not fields of a target that are changed here: {', '.join(sorted(unknown))}.")
    with opened(target.kpi, by=by, grants=grants, reason=reason) as row:
        held = lock_for_edit(Target, target.pk, version)
        was = {name: getattr(held, name) for name in TARGET_FIELDS}
        for name, value in values.items():
            setattr(held, name, value.strip() if isinstance(value, str) else value)
        changed = [name for name in TARGET_FIELDS if getattr(held, name) != was[name]]
        if not changed:
            return ()
        refuse({"reason": reason_problem(reason), **target_problems(held)})
        refuse({"starts_on": overlap_problem(held)})
        held.full_clean()
        held.save()
        changes = [
            Change(KPIChangeKind.TARGET, _target_label(name), _plain(was[name]), _plain(getattr(held, name)))
            for name in changed
        ]
        return record(row, changes, by=by, reason=reason)


def overlap_problem(target: Target) -> str:
    """Why the days of a target cannot be those given: another holds on one of them. Empty where none does."""
    if target.withdrawn:
        return ""
    others = list(Target.objects.filter(kpi=target.kpi_id, withdrawn=False).exclude(pk=target.pk))
    other = overlapping(target, others)
    if other is None:
        return ""
    return f"Another target, {target_words(target.kpi, other)}, holds on some of these days: one follows the other."


def target_words(kpi: KPI, target: Target) -> str:
    """A target with its days: “85 %, from 1 April 2025 to 31 March 2026”."""
    said = wording_of(kpi).target(target.value) if target.value is not None else ""
    said = " – ".join(part for part in (said, target.words) if part)
    days = [f"from {in_words(target.starts_on)}" if target.starts_on else ""]
    days.append(f"to {in_words(target.ends_on)}" if target.ends_on else "")
    return ", ".join(part for part in (said, " ".join(filter(None, days))) if part)


def _target_label(name: str) -> str:
    words = {
        "date": "to be reached by",
        "starts_on": "holds from",
        "ends_on": "last day",
        "words": "in words",
    }
    return f"{TARGET}: {words.get(name, name)}"


def _plain(value: object) -> str:
    return value.printed if isinstance(value, FuzzyDate) else in_words(value)
