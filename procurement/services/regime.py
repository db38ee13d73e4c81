"""The doors of a phase as a whole: under which rules it buys, and that it is abandoned."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.models import User
from procurement.models import (
    Contract,
    Notice,
    ProcurementPhase,
    ProcurementProcess,
    ProcurementStage,
    StageKind,
)
from procurement.models.phases import PhaseEnding
from procurement.rules_regime import CpvError, read_cpv, regime_problem
from procurement.selectors.regime import Answers, suggestion_for
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.phase_door import may, phase_locked, refuse_ended
from procurement.stage_codes import TENDER_ISSUED
from programmes.access import Grants
from programmes.rules_milestones import owner_problem, reason_problem
from programmes.services.scope_door import refuse
from programmes.tables import day_words


@dataclass(frozen=True)
class RegimeWanted:
    """The choice of a regime: what was answered about the subject, what was chosen, who decided, when and why."""

    answers: Answers
    regime: str
    light_touch: bool
    process: ProcurementProcess | None
    decided_by: str
    decided_on: date
    reason: str


def choose_regime(
    phase: ProcurementPhase,
    wanted: RegimeWanted,
    *,
    by: User,
    grants: Grants,
    on: date,
    version: int | None = None,
) -> ProcurementPhase:
    """Record under which rules the phase buys. A person decides, whatever is suggested, and always says why.

    Once the tender is issued, or anything after it has happened, the regime stays as it is: later notices and
    modifications included. Raises PermissionDenied (EDIT_PROCUREMENT), ValidationError by field, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=wanted.reason, version=version) as row:
        refuse_ended(row)
        refuse(_regime_problems(row, wanted, on))
        row.regime = wanted.regime
        row.light_touch = wanted.light_touch
        row.process = wanted.process
        row.is_health_care = wanted.answers.health_care
        row.cpv = read_cpv(wanted.answers.cpv)
        row.regime_reason = wanted.reason.strip()
        row.regime_decided_by = wanted.decided_by.strip()
        row.regime_decided_on = wanted.decided_on
        row.full_clean()
        row.save()
        return row


def has_begun(phase: ProcurementPhase) -> bool:
    """Whether the regime is frozen: a stage from the tender's issue on has happened, a notice that belongs to one is
    published, or a contract of the phase is signed. It holds too where the phase never had a stage for the tender.

    A phase that has no regime yet may be given one however far it has come: without it no standstill is counted.
    """
    if not phase.regime:
        return False
    issued = StageKind.objects.filter(code=TENDER_ISSUED).values_list("position", flat=True).first()
    if Contract.objects.filter(phase=phase, signed_on__isnull=False).exists():
        return True
    if issued is None:
        return False
    rows = ProcurementStage.objects.filter(phase=phase, kind__position__gte=issued)
    published = Notice.objects.filter(
        phase=phase, published_on__isnull=False, kind__stage__position__gte=issued
    )
    return published.exists() or any(row.actual.is_dated for row in rows)


def _regime_problems(row: ProcurementPhase, wanted: RegimeWanted, on: date) -> dict[str, str]:
    cpv = _cpv_problem(wanted.answers.cpv)
    if cpv:
        return {"cpv": cpv}
    law = tables_of_law(on)
    suggestion = suggestion_for(row, law, wanted.answers)
    body = wanted.decided_by.strip()
    fits = wanted.process is None or wanted.process.regime == wanted.regime
    return {
        "regime": regime_problem(wanted.regime, suggestion, wanted.reason, begun=has_begun(row)),
        "light_touch": ""
        if not wanted.light_touch or wanted.regime in ("pa2023", "pcr2015")
        else "Only the Procurement Act 2023 and the 2015 regulations know light touch. Untick it.",
        "process": "" if fits else "This process belongs to another regime. Choose one of the regime.",
        "decided_by": owner_problem(body)
        if body
        else "Say which role or body decides, such as Head of Procurement.",
        "decided_on": f"{day_words(wanted.decided_on)} has not come yet." if wanted.decided_on > on else "",
        "reason": reason_problem(wanted.reason),
    }


def _cpv_problem(text: str) -> str:
    try:
        read_cpv(text)
    except CpvError as error:
        return str(error)
    return ""


def abandon_phase(
    phase: ProcurementPhase,
    *,
    ended_as: str,
    ended_on: date,
    reason: str,
    by: User,
    grants: Grants,
    on: date,
    version: int | None = None,
) -> ProcurementPhase:
    """Give the procurement up: cancelled, unsuccessful or withdrawn, from a day, for a reason. Nothing is deleted.

    Refused once a contract of the phase is signed. Raises PermissionDenied, ValidationError by field, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason, version=version) as row:
        if row.ended_as:
            raise ValidationError(f"It was abandoned already: {row.get_ended_as_display().lower()}.")
        signed = row.contracts.filter(signed_on__isnull=False).exists()
        refuse(
            {
                "ended_as": "" if ended_as in PhaseEnding.values else "Choose how it ended.",
                "ended_on": f"{day_words(ended_on)} has not come yet." if ended_on > on else "",
                "reason": reason_problem(reason),
                "act": "A contract of this phase is signed. End the contract instead." if signed else "",
            }
        )
        row.ended_as, row.ended_on, row.ended_because = ended_as, ended_on, reason.strip()
        row.full_clean()
        row.save()
        return row


def resume_phase(
    phase: ProcurementPhase, *, reason: str, by: User, grants: Grants, version: int | None = None
) -> ProcurementPhase:
    """Take an abandonment back, where it was recorded by mistake. The history keeps both. Raises as `abandon_phase`."""
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason, version=version) as row:
        problem = "" if row.ended_as else "It has not been abandoned."
        refuse({"act": problem, "reason": reason_problem(reason)})
        row.ended_as, row.ended_on, row.ended_because = "", None, ""
        row.save()
        return row
