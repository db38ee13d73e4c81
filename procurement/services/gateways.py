"""The doors of gateways: attach evidence and take it away, and record what a body decided.

A gateway is passed once nothing is missing, or with requirements missing by a role that may, for a reason that is kept
with the list of what was missing.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from procurement.models import GatewayDecision, GatewayEvidence, GatewayRequirement, ProcurementStage
from procurement.models.stages import GatewayOutcome
from procurement.rules_stages import Missing, move_problem
from procurement.selectors.stages import MissingRow, PhaseStages, stages_of
from procurement.services.phase_door import keep_change, may, on_day, stage_locked
from procurement.services.stages import closed_gateway
from procurement.stage_codes import DECISION_TO_PROCURE
from programmes.access import Grants
from programmes.models import Document
from programmes.references import next_reference
from programmes.rules_milestones import owner_problem, reason_problem
from programmes.services.scope_door import refuse
from programmes.tables import day_words

NOT_A_GATEWAY = "This stage is not a gateway: nobody decides at it. Record its date on its own page."
WITHDRAWN = "It has been withdrawn already."
NOT_ASKED = "The gateway does not ask for this. Choose a requirement from its list."


def add_evidence(
    stage: ProcurementStage,
    requirement: GatewayRequirement,
    *,
    by: User,
    grants: Grants,
    on: date,
    text: str = "",
    document: Document | None = None,
    illustrative: bool = False,
) -> GatewayEvidence:
    """Attach a document, or words that say where the proof is found, to a requirement of the stage's gateway.

    Raises PermissionDenied (EDIT_PROCUREMENT) and ValidationError by field (text, document, requirement).
    """
    may(grants, Permission.EDIT_PROCUREMENT, stage.programme_id)
    said = text.strip()
    with stage_locked(stage, by=by, reason=f"Evidence for: {requirement.text}") as row:
        asked = _phase_of(row, on).requirements.get(row.kind.code, ())
        refuse(
            {
                "requirement": ""
                if any(each.requirement_id == requirement.pk and each.takes_evidence for each in asked)
                else NOT_ASKED,
                "text": "" if said or document else "Say where the proof is found, or choose a document.",
                "document": ""
                if document is None or document.programme_id == row.programme_id
                else "Choose a document of this programme.",
            }
        )
        evidence = GatewayEvidence(
            reference=next_reference(GatewayEvidence, "GE", row.programme),
            programme_id=row.programme_id,
            stage=row,
            requirement=requirement,
            document=document,
            text=said,
            added_by=by,
            illustrative=illustrative,
        )
        evidence.full_clean()
        evidence.save()
        return evidence


def withdraw_evidence(
    evidence: GatewayEvidence, *, by: User, grants: Grants, on: date, reason: str, version: int | None = None
) -> GatewayEvidence:
    """Take evidence away from the day on; that it was there, and why it went, stays in the history.

    Raises PermissionDenied, ValidationError (reason; withdrawn already) and StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, evidence.programme_id)
    with stage_locked(evidence.stage, by=by, reason=reason) as stage:
        row = lock_for_edit(GatewayEvidence, evidence.pk, evidence.version if version is None else version)
        refuse({"act": WITHDRAWN if row.withdrawn_on else "", "reason": reason_problem(reason)})
        row.withdrawn_on = on
        row.save()
        keep_change(stage, "evidence", row, "withdrawn", by=by, reason=reason)
        return row


@dataclass(frozen=True)
class Decided:
    """What the body decided: to pass or not, who it was, when, and why."""

    passed: bool
    decided_by: str
    decided_on: date
    reason: str
    override: bool = False


def decide(
    stage: ProcurementStage,
    decided: Decided,
    *,
    by: User,
    grants: Grants,
    on: date,
    version: int | None = None,
    illustrative: bool = False,
) -> GatewayDecision:
    """Record what a body decided at a gateway.

    To pass is refused while something is missing: the refusal lists each requirement with its cure. Who holds
    OVERRIDE_GATEWAYS may pass all the same with `override` and a reason; what was missing is kept with the decision. An
    earlier gateway comes first. Passing sets the gateway's actual date; passing “decision to procure” also freezes the
    planned dates of every stage of the phase. Raises PermissionDenied (DECIDE_GATEWAYS; OVERRIDE_GATEWAYS),
    ValidationError by field, StaleEdit.
    """
    may(grants, Permission.DECIDE_GATEWAYS, stage.programme_id)
    if decided.override:
        may(grants, Permission.OVERRIDE_GATEWAYS, stage.programme_id)
    with stage_locked(stage, by=by, reason=decided.reason, version=version) as row:
        phase = _phase_of(row, on)
        missing = phase.missing(row.kind.code)
        refuse(_decision_problems(row, decided, phase, missing, on))
        outcome = _outcome(decided, missing)
        decision = GatewayDecision(
            reference=next_reference(GatewayDecision, "GD", row.programme),
            programme_id=row.programme_id,
            stage=row,
            outcome=outcome,
            decided_by=decided.decided_by.strip(),
            decided_on=decided.decided_on,
            reason=decided.reason.strip(),
            missing=[each.words for each in missing],
            made_by=by,
            illustrative=illustrative,
        )
        decision.full_clean(exclude=[] if missing else ["missing"])  # an empty list is an answer, not a gap
        decision.save()
        if outcome != GatewayOutcome.HELD:
            _pass(row, decided, by)
        return decision


def _phase_of(row: ProcurementStage, on: date) -> PhaseStages:
    (phase,) = stages_of(row.programme, on, phase=row.phase.number)
    return phase


def _decision_problems(
    row: ProcurementStage, decided: Decided, phase: PhaseStages, missing: tuple[MissingRow, ...], on: date
) -> dict[str, str]:
    if not row.kind.is_gateway:
        raise ValidationError(NOT_A_GATEWAY)
    if row.actual.is_dated:
        raise ValidationError(f"This gateway was passed ({row.actual.printed}). What was decided stays.")
    body = decided.decided_by.strip()
    problems = {
        "decided_by": owner_problem(body) if body else "Say which body decided, such as Programme board.",
        "decided_on": f"{day_words(decided.decided_on)} has not come yet." if decided.decided_on > on else "",
        "reason": reason_problem(decided.reason),
    }
    if decided.passed:
        problems["outcome"] = closed_gateway(phase, row.kind.position) or _missing_problem(decided, missing)
    return problems


def _missing_problem(decided: Decided, missing: tuple[MissingRow, ...]) -> str:
    reason = decided.reason if decided.override else ""
    lacking = [Missing(each.code, each.words, each.cure) for each in missing]
    return move_problem(lacking, may_override=decided.override, reason=reason)


def _outcome(decided: Decided, missing: tuple[MissingRow, ...]) -> str:
    if not decided.passed:
        return GatewayOutcome.HELD
    return GatewayOutcome.OVERRIDDEN if missing else GatewayOutcome.PASSED


def _pass(row: ProcurementStage, decided: Decided, by: User) -> None:
    """The gateway happened on the day of its decision; an approval to procure makes the plan the baseline."""
    day = on_day(decided.decided_on)
    keep_change(row, "actual", row.actual, day, by=by, reason=decided.reason)
    row.actual = day
    row.save()
    if row.kind.code == DECISION_TO_PROCURE:
        for each in ProcurementStage.objects.filter(phase=row.phase_id, planned_frozen_on__isnull=True):
            each.planned_frozen_on = decided.decided_on
            each.save()
