"""The stages of every phase on a day: where each stands, and what the next gateway still lacks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from procurement.models import GatewayDecision, GatewayEvidence, ProcurementPhase, ProcurementStage
from procurement.models.phases import PhaseEnding
from procurement.models.regimes import Check, Regime
from procurement.models.stages import GatewayOutcome
from procurement.rules_stages import (
    Requirement,
    Stage,
    StageStatus,
    missing_for,
    next_gateway,
    order_warnings,
    stage_statuses,
    variance,
)
from procurement.selectors.gateway_facts import PhaseFacts, gateway_facts
from procurement.selectors.stage_rows import (
    DecisionRow,
    EvidenceRow,
    MissingRow,
    PhaseStages,
    RequirementRow,
    StageRow,
    missing_of,
)
from procurement.selectors.tables_of_law import Law, tables_of_law
from procurement.stage_codes import GO_LIVE
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

NOT_BEGUN = "Not begun"
__all__ = [
    "DecisionRow",
    "EvidenceRow",
    "MissingRow",
    "PhaseStages",
    "RequirementRow",
    "StageRow",
    "missing_of",
    "stages_of",
]


def stages_of(
    programme: Programme, on: date, *, law: Law | None = None, phase: int | None = None
) -> tuple[PhaseStages, ...]:
    """Every phase (or the one of that number) with its stages on the day, in order of number.

    A fixed number of queries for any number of phases and stages. Forecasts and evidence are those recorded now; what
    was done or decided after the day has not happened on it.
    """
    law = law or tables_of_law(on)
    phases = _phases(programme, phase)
    stages = _stages(programme, on, phase)
    live = {phase_id for phase_id, rows in stages.items() if any(_is_live(row) for row in rows)}
    facts = gateway_facts(programme, phases, on, law, live_on=live)
    places = places_of([row.fact_id for rows in stages.values() for row in rows])
    return tuple(_phase(each, stages[each.pk], facts[each.pk], law, on, places) for each in phases)


def _phases(programme: Programme, number: int | None) -> list[ProcurementPhase]:
    rows = ProcurementPhase.objects.filter(programme=programme).select_related("process")
    return list(rows.order_by("number") if number is None else rows.filter(number=number))


def _stages(programme: Programme, on: date, number: int | None) -> dict[int, list[ProcurementStage]]:
    evidence = GatewayEvidence.objects.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))
    decisions = GatewayDecision.objects.filter(decided_on__lte=on).select_related("made_by")
    rows = ProcurementStage.objects.filter(programme=programme).select_related("kind")
    if number is not None:
        rows = rows.filter(phase__number=number)
    found: defaultdict[int, list[ProcurementStage]] = defaultdict(list)
    for row in rows.order_by("kind__position", "pk").prefetch_related(
        Prefetch("evidence", evidence.select_related("document", "added_by"), to_attr="live_evidence"),
        Prefetch("decisions", decisions, to_attr="decisions_by_then"),
    ):
        found[row.phase_id].append(row)
    return found


def _is_live(row: ProcurementStage) -> bool:
    return row.kind.code == GO_LIVE and any(each.is_dated for each in (row.actual, row.forecast, row.planned))


def _phase(
    phase: ProcurementPhase,
    stages: Sequence[ProcurementStage],
    facts: PhaseFacts,
    law: Law,
    on: date,
    places: Mapping[int, tuple[Place, ...]],
) -> PhaseStages:
    rows = _rows(stages, on, places)
    needs = {
        row.kind.code: _requirements(row, phase.regime, facts, law)
        for row in stages
        if row.kind.is_gateway and not row.not_applicable
    }
    upcoming = next_gateway([_rule_stage(each) for each in stages], on)
    following = next((row for row in rows if upcoming is not None and row.code == upcoming.code), None)
    ended = phase.ended_on is not None and phase.ended_on <= on
    return PhaseStages(
        phase_id=phase.pk,
        reference=phase.reference,
        number=phase.number,
        name=phase.name,
        regime=phase.regime,
        regime_label=str(Regime(phase.regime).label) if phase.regime else "",
        light_touch=phase.light_touch,
        process=phase.process.code if phase.process else "",
        process_label=str(phase.process or ""),
        procurement_start=phase.procurement_start,
        go_live=phase.go_live,
        rows=rows,
        status=_status(phase, rows, ended=ended),
        next_gateway=None if ended else following,
        missing_for_next=() if ended or following is None else missing_of(needs[following.code]),
        requirements=needs,
        ended=ended,
        ended_because=phase.ended_because if ended else "",
        illustrative=phase.illustrative,
    )


def _status(phase: ProcurementPhase, rows: Sequence[StageRow], *, ended: bool) -> str:
    """The state of the phase: how it was abandoned, else what the latest stage done puts it in."""
    if ended:
        return str(PhaseEnding(phase.ended_as).label)
    done = [row.phase_status for row in rows if row.is_done and row.phase_status]
    return done[-1].replace("_", " ").capitalize() if done else NOT_BEGUN


def _rule_stage(row: ProcurementStage) -> Stage:
    return Stage(
        row.kind.code,
        row.kind.name,
        row.planned,
        row.forecast,
        row.actual,
        not_applicable=row.not_applicable,
        is_gateway=row.kind.is_gateway,
    )


def _rows(
    stages: Sequence[ProcurementStage], on: date, places: Mapping[int, tuple[Place, ...]]
) -> tuple[StageRow, ...]:
    known = [_rule_stage(row) for row in stages]
    warnings = {warning.code: warning.words for warning in order_warnings(known)}
    statuses = stage_statuses(known, on)
    return tuple(
        _row(row, status, warnings.get(row.kind.code, ""), places.get(row.fact_id or 0, ()))
        for row, status in zip(stages, statuses, strict=True)
    )


def _row(row: Any, status: StageStatus, warning: str, places: tuple[Place, ...]) -> StageRow:
    return StageRow(
        stage_id=row.pk,
        version=row.version,
        reference=row.reference,
        code=row.kind.code,
        name=row.kind.name,
        position=row.kind.position,
        is_gateway=row.kind.is_gateway,
        planned=row.planned,
        is_frozen=row.planned_frozen_on is not None,
        forecast=row.forecast,
        actual=row.actual,
        status=status,
        reason=row.why_not_applicable if row.not_applicable else status.reason,
        variance=variance(row.planned, row.forecast, row.actual),
        owner=row.owner,
        note=row.note,
        not_applicable=row.not_applicable,
        why_not_applicable=row.why_not_applicable,
        decisions=tuple(_decision(each) for each in row.decisions_by_then),
        warning=warning,
        phase_status=row.kind.phase_status,
        places=places,
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def _decision(row: GatewayDecision) -> DecisionRow:
    return DecisionRow(
        reference=row.reference,
        outcome=row.outcome,
        outcome_label=str(GatewayOutcome(row.outcome).label),
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        reason=row.reason,
        missing=tuple(row.missing),
        made_by=str(row.made_by),
    )


def _requirements(row: Any, regime: str, facts: PhaseFacts, law: Law) -> tuple[RequirementRow, ...]:
    asked = law.requirements_for(row.kind_id, regime)
    found = {each.reference: facts.of(each) for each in asked}
    attached: defaultdict[int, list[EvidenceRow]] = defaultdict(list)
    for each in row.live_evidence:
        attached[each.requirement_id].append(_evidence(each))
    missing = missing_for(
        [Requirement(each.reference, each.text, each.cure, _need(each.check_kind)) for each in asked],
        {each.reference for each in asked if attached[each.pk]},
        {code: fact.met for code, fact in found.items() if fact is not None},
    )
    lacking = {each.code for each in missing}
    return tuple(
        RequirementRow(
            requirement_id=each.pk,
            reference=each.reference,
            text=each.text,
            cure=each.cure,
            check=each.check_kind,
            is_met=each.reference not in lacking,
            found=_found_words(found[each.reference], attached[each.pk]),
            evidence=tuple(attached[each.pk]),
            source=each.source,
            is_certain=each.is_certain,
        )
        for each in asked
    )


def _need(check: str) -> str:
    return "evidence" if check == Check.EVIDENCE else "fact"


def _found_words(fact: Any, attached: Sequence[EvidenceRow]) -> str:
    if fact is not None:
        return str(fact.words)
    if not attached:
        return "Nothing is attached."
    return "1 piece of evidence." if len(attached) == 1 else f"{len(attached)} pieces of evidence."


def _evidence(row: GatewayEvidence) -> EvidenceRow:
    return EvidenceRow(
        record_id=row.pk,
        version=row.version,
        reference=row.reference,
        text=row.text,
        document_reference=row.document.reference if row.document else "",
        document_title=str(row.document) if row.document else "",
        added_by=str(row.added_by),
        added_on=row.added_at.date(),
    )
