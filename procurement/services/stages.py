"""The doors of stages: make those of a regime, plan, re-forecast, record what happened, set an owner, leave one out.

Each asks for a reason and leaves a StageChange for every field that differs. Who holds EDIT_PROCUREMENT may.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.access import Permission
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import ProcurementPhase, ProcurementStage
from procurement.selectors.stages import PhaseStages, stages_of
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.phase_door import keep_change, may, phase_locked, refuse_ended, stage_locked
from procurement.services.standstill import signing_problem
from procurement.stage_codes import CONTRACT_SIGNED
from programmes.access import Grants
from programmes.rules_milestones import owner_problem, printed, reason_problem
from programmes.services.scope_door import refuse
from programmes.tables import day_words

NOTHING = "Change a date, the owner, or whether the stage is needed; nothing differs from what is recorded."
NO_STAGES = (
    "No stage of this regime is missing. Stages are kept under Data entry, as kinds of stage, and loaded by "
    "load_reference."
)


def make_stages(
    phase: ProcurementPhase, *, by: User, grants: Grants, on: date, reason: str
) -> tuple[ProcurementStage, ...]:
    """Give the phase the stages of its regime that it lacks; while no regime is chosen, those that every regime has.

    Once the baseline is frozen a new stage has none to change: only its forecast can be given. Raises PermissionDenied
    and ValidationError (reason; no stage is missing).
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason) as row:
        refuse_ended(row)
        refuse({"reason": reason_problem(reason)})
        rows = list(ProcurementStage.objects.filter(phase=row).select_related("kind"))
        present = {stage.kind_id for stage in rows}
        frozen = next((stage.planned_frozen_on for stage in rows if stage.planned_frozen_on), None)
        missing = [kind for kind in tables_of_law(on).stages_for(row.regime) if kind.pk not in present]
        refuse({"act": "" if missing else NO_STAGES})
        made = []
        for kind in missing:
            stage = ProcurementStage(
                reference=f"{row.reference}-ST-{kind.position}",
                programme_id=row.programme_id,
                phase=row,
                kind=kind,
                planned_frozen_on=frozen,
                illustrative=row.illustrative,
            )
            stage.full_clean()
            stage.save()
            keep_change(stage, "added", "", kind.name, by=by, reason=reason)
            made.append(stage)
        return tuple(made)


@dataclass(frozen=True)
class Wanted:
    """What a stage is to say; None leaves a field as it is. An undated `actual` takes a recorded one back."""

    planned: FuzzyDate | None = None
    forecast: FuzzyDate | None = None
    actual: FuzzyDate | None = None
    owner: str | None = None
    not_applicable: bool | None = None
    why_not_applicable: str | None = None


def change_stage(
    stage: ProcurementStage,
    wanted: Wanted,
    *,
    by: User,
    grants: Grants,
    on: date,
    reason: str,
    version: int | None = None,
) -> ProcurementStage:
    """Change any of a stage's dates, its owner, or whether it is needed, in one act with one reason.

    The planned date moves only until the baseline is frozen. A stage after a gateway cannot happen before the gateway
    is passed: the refusal names the gateway and what it lacks. A gateway’s own actual date is set by its decision,
    and signing waits for standstill. Raises PermissionDenied, ValidationError by field, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, stage.programme_id)
    with stage_locked(stage, by=by, reason=reason, version=version) as row:
        changes = _changes(row, wanted)
        refuse({"act": "" if changes else NOTHING, "reason": reason_problem(reason)})
        refuse(_problems(row, changes, on))
        for name, (before, after) in changes.items():
            setattr(row, name, after)
            keep_change(row, name, before, after, by=by, reason=reason)
        row.full_clean()
        row.save()
        return row


Changes = Mapping[str, tuple[Any, Any]]


def _changes(row: ProcurementStage, wanted: Wanted) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name in ("planned", "forecast", "actual", "owner", "not_applicable", "why_not_applicable"):
        after = getattr(wanted, name)
        before = getattr(row, name)
        after = after.strip() if isinstance(after, str) else after
        if after is not None and after != before:
            found[name] = (before, after)
    if found.get("not_applicable", (None, None))[1] is False and row.why_not_applicable:
        found["why_not_applicable"] = (row.why_not_applicable, "")
    return found


def _problems(row: ProcurementStage, changes: Changes, on: date) -> dict[str, str]:
    after = {name: pair[1] for name, pair in changes.items()}
    left_out = after.get("not_applicable", row.not_applicable)
    why = after.get("why_not_applicable", row.why_not_applicable)
    return {
        "planned": _planned_problem(row) if "planned" in after else "",
        "owner": owner_problem(after.get("owner", "")),
        "why_not_applicable": ""
        if not left_out or why
        else "Say why this procurement does without the stage.",
        "not_applicable": _left_out_problem(row) if left_out and "not_applicable" in after else "",
        "actual": _actual_problem(row, after["actual"], on) if "actual" in after else "",
    }


def _planned_problem(row: ProcurementStage) -> str:
    if row.planned_frozen_on is None:
        return ""
    return (
        f"The baseline was frozen on {day_words(row.planned_frozen_on)}, when procuring was approved. "
        "Change the forecast instead: the variance then shows."
    )


def _left_out_problem(row: ProcurementStage) -> str:
    if row.actual.is_dated:
        return f"It is recorded as done ({printed(row.actual)}). Take that date away first."
    if row.kind.is_gateway:
        return "A gateway is not left out. Record at the gateway what was decided, and why."
    return ""


def _actual_problem(row: ProcurementStage, actual: FuzzyDate, on: date) -> str:
    if row.kind.is_gateway:
        return (
            "A gateway happens when its decision is recorded. Open the gateway and record what was decided."
        )
    if not actual.is_dated:
        return ""
    day = actual.end or actual.start
    if day is not None and day > on and (actual.start is None or actual.start > on):
        return f"{printed(actual)} has not come yet. Enter it as the forecast."
    if row.not_applicable:
        return "The stage is marked as not needed. Untick that first."
    if row.kind.code == CONTRACT_SIGNED and (problem := signing_problem(row.phase, actual.start or on)):
        return problem
    return gateway_problem(row, on)


def gateway_problem(stage: ProcurementStage, on: date) -> str:
    """Why a stage may not happen yet: the first gateway before it that is not passed, and what that lacks; or ""."""
    (phase,) = stages_of(stage.programme, on, phase=stage.phase.number)
    return closed_gateway(phase, stage.kind.position)


def closed_gateway(phase: PhaseStages, position: int) -> str:
    """The first gateway before the position that is not passed, with what it lacks in a sentence; "" where none is."""
    for row in phase.rows:
        if row.is_gateway and not row.not_applicable and not row.is_done and row.position < position:
            lacking = " ".join(each.sentence for each in phase.missing(row.code))
            missing = f" Missing for it: {lacking}" if lacking else ""
            return f"The gateway “{row.name}” comes first and is not passed. Record its decision.{missing}"
    return ""
