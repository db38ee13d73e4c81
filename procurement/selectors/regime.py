"""Which regime a phase points to, from what is recorded of it and what a person answers."""

from dataclasses import dataclass
from datetime import date

from procurement.models import PhaseLead, ProcurementPhase, ProcurementStage
from procurement.rules_regime import CpvError, RegimeSuggestion, Subject, suggest_regime
from procurement.selectors.tables_of_law import PSR_BUYERS, Law
from procurement.stage_codes import TENDER_ISSUED
from programmes.models.organisations import OrganisationKind

# Kinds that say nothing of whether the body is one that the law names.
UNTOLD = frozenset({OrganisationKind.OTHER, OrganisationKind.JOINT_TEAM, OrganisationKind.NATIONAL_BODY})


@dataclass(frozen=True)
class Answers:
    """What is bought, as a person answers it; None is not known. `mixed`: whether other things are bought with it."""

    health_care: bool | None
    cpv: str
    mixed: bool | None = False
    separable: bool | None = None
    exempt_reason: str = ""


def answers_of(phase: ProcurementPhase) -> Answers:
    """What is recorded of the phase's subject."""
    return Answers(phase.is_health_care, phase.cpv)


def suggestion_for(
    phase: ProcurementPhase, law: Law, answers: Answers | None = None, *, begun_on: date | None = None
) -> RegimeSuggestion:
    """The regime that the answers point to. Two queries besides the law's.

    A code that cannot be read counts as none: the form says what is wrong with it.
    """
    given = answers or answers_of(phase)
    begun = begun_on or begun_day(phase)
    buyer = buyer_kind(phase)
    try:
        subject = _subject(given, given.cpv, buyer, begun)
    except CpvError:
        subject = _subject(given, "", buyer, begun)
    return suggest_regime(subject, law.regime_table)


def _subject(given: Answers, cpv: str, buyer: str, begun: date | None) -> Subject:
    return Subject(
        health_care=given.health_care,
        main_cpv=cpv,
        bought_by=buyer,
        begun_on=begun,
        mixed=given.mixed,
        mixed_separable=given.separable,
        exempt_reason=given.exempt_reason,
    )


def begun_day(phase: ProcurementPhase) -> date | None:
    """The first day that the tender’s issue can mean, else the start of procurement; None where neither is known.

    What act begins a procurement is not settled in law: the page says which day it counts from.
    """
    stage = ProcurementStage.objects.filter(phase=phase, kind__code=TENDER_ISSUED).first()
    dates = [stage.actual, stage.forecast, stage.planned] if stage else []
    return next((day.start for day in [*dates, phase.procurement_start] if day.start), None)


def buyer_kind(phase: ProcurementPhase) -> str:
    """The kind of the lead organisations, one that the law names first; "" where their kind says nothing."""
    kinds = set(PhaseLead.objects.filter(phase=phase).values_list("organisation__kind", flat=True))
    named = sorted(kinds & PSR_BUYERS) or sorted(kinds - UNTOLD)
    return str(named[0]) if named else ""
