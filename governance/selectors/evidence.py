"""Gathers what the checks read. Rows that a page has read already are taken from it and not read again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from governance.models import Recommendation
from governance.rules.evidence import AskedOutside, DatedRow, Evidence, GapRow, PrintedName, TargetRow
from governance.selectors.asks import SUPPORT
from governance.selectors.bodies import lead_seats, programme_board
from governance.selectors.evidence_areas import area_evidence
from governance.selectors.evidence_commissioning import commissioning_evidence
from governance.selectors.evidence_plans import plan_evidence
from governance.selectors.evidence_presence import present
from outcomes.models import KPI, Measurement
from outcomes.models.kpis import KPIState
from procurement.models import Procurement
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.phases import PhaseSummary, phases_on
from procurement.selectors.stated import StatedRow, stated_rows, stated_sums
from programmes.models import (
    Document,
    Engagement,
    Feedback,
    KnownGap,
    Milestone,
    Programme,
    ProgrammeTargetDate,
    ScopeChange,
    ServiceAlias,
    ServiceScope,
)
from programmes.models.services import ScopeChangeKind
from programmes.selectors.scope import ScopeRow, scope_on
from programmes.selectors.sources import places_of


def evidence_for(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow] | None = None,
    lines: Sequence[LineRow] | None = None,
    stated: Sequence[StatedRow] | None = None,
    phases: Sequence[PhaseSummary] | None = None,
) -> Evidence:
    """Everything that the checks of the programme read, as at `on`; a fixed number of queries for the kinds it has."""
    has = present(programme)
    scope = scope_on(programme, on) if scope is None else scope
    lines = budget_lines(programme, on) if lines is None else lines
    stated = stated_rows(programme, lines) if stated is None else stated
    if phases is None:
        phases = phases_on(programme, on, scope=scope, lines=lines, stated=stated)
    board, seats = programme_board(programme, on)
    milestones = list(Milestone.objects.filter(programme=programme).select_related("phase_link__phase"))
    documents = list(Document.objects.filter(programme=programme))
    scopes = list(ServiceScope.objects.filter(programme=programme).select_related("service"))
    found = Evidence(
        reference=programme.reference,
        on=on,
        scope=tuple(scope),
        lines=tuple(lines),
        stated=tuple(stated),
        sums=stated_sums(stated, lines, [phase.phase_id for phase in phases]),
        phases=tuple(phases),
        targets=_targets(programme),
        names=_names(programme, scopes),
        milestones=_phase_milestones(milestones),
        evidence_dates=(*_engagement(programme), *_measurements(programme)),
        document_dates={paper.reference: paper.dated for paper in documents},
        kpis_without_target=_kpis_without_target(programme),
        known_gaps=_known_gaps(programme),
        unanswered=_unanswered(programme),
        asked_outside=_asked_outside(programme),
        procurements=_procurements(programme),
        board=board,
        seats=lead_seats(scope, seats) if board else (),
        scope_facts=_scope_facts(scopes),
        commissioning=commissioning_evidence(programme, has),
        plans=plan_evidence(programme, has, milestones, documents, on),
        areas=area_evidence(programme, has),
    )
    return replace(found, places=places_of(_fact_ids(found)))


def _fact_ids(found: Evidence) -> set[int | None]:
    rows: Iterable[Iterable[object]] = (
        found.lines,
        found.stated,
        found.phases,
        found.targets,
        found.names,
        found.milestones,
        found.evidence_dates,
        found.kpis_without_target,
        found.known_gaps,
        found.unanswered,
        found.asked_outside,
        found.procurements,
        [found.board] if found.board else [],
    )
    named = {getattr(row, "fact_id", None) for group in rows for row in group}
    bundles = (found.commissioning, found.plans, found.areas)
    return {
        *named,
        *(fact_id for bundle in bundles for fact_id in bundle.fact_ids),
        *(fact_id for facts in found.scope_facts.values() for fact_id in facts),
    }


def _targets(programme: Programme) -> tuple[TargetRow, ...]:
    rows = ProgrammeTargetDate.objects.filter(programme=programme)
    return tuple(TargetRow(row.reference, row.label, row.date, row.fact_id) for row in rows)


def _names(programme: Programme, scopes: Sequence[ServiceScope]) -> tuple[PrintedName, ...]:
    """Names that papers print. A service renamed here was printed under the name it had before its first renaming.

    Another name that has a note is known and explained ("formerly …"), and so is no discrepancy.
    """
    renamed = ScopeChange.objects.filter(programme=programme, kind=ScopeChangeKind.RENAMED).order_by("-pk")
    first_names = {
        scope_id: before["name"]
        for scope_id, before in renamed.values_list("scope_id", "before")
        if before.get("name")
    }
    names = [
        PrintedName(
            scope.service.reference, first_names.get(scope.pk, scope.service.name), scope.service.fact_id
        )
        for scope in scopes
    ]
    aliases = ServiceAlias.objects.filter(programme=programme, fact__isnull=False, note="")
    others = aliases.values_list("service__reference", "name", "fact_id")
    return (*names, *(PrintedName(ref, name, fact_id) for ref, name, fact_id in others))


def _scope_facts(scopes: Sequence[ServiceScope]) -> dict[int, tuple[int, ...]]:
    facts = {scope.pk: (scope.fact_id, scope.service.fact_id) for scope in scopes}
    return {pk: tuple(fact_id for fact_id in own if fact_id is not None) for pk, own in facts.items()}


def _phase_milestones(milestones: Iterable[Milestone]) -> tuple[DatedRow, ...]:
    """Only those tied to a phase: the checks ask whether they lie within it."""
    linked = [(row, getattr(row, "phase_link", None)) for row in milestones]
    return tuple(
        DatedRow(row.reference, row.text, row.date, link.phase.number, row.fact_id)
        for row, link in linked
        if link is not None
    )


def _engagement(programme: Programme) -> tuple[DatedRow, ...]:
    rows = Engagement.objects.filter(programme=programme)
    return tuple(DatedRow(row.reference, row.kind, row.date, None, row.fact_id) for row in rows)


def _measurements(programme: Programme) -> tuple[DatedRow, ...]:
    """Those that a paper prints: figures that come in by returns are evidence of no paper."""
    rows = Measurement.objects.filter(programme=programme, is_current=True, fact__isnull=False)
    rows = rows.select_related("kpi")
    return tuple(DatedRow(row.reference, row.kpi.name, row.period, None, row.fact_id) for row in rows)


def _kpis_without_target(programme: Programme) -> tuple[GapRow, ...]:
    rows = KPI.objects.filter(programme=programme, targets=None, illustrative=False).exclude(
        state=KPIState.RETIRED
    )
    return tuple(GapRow(row.reference, row.name, "", row.fact_id) for row in rows)


def _known_gaps(programme: Programme) -> tuple[GapRow, ...]:
    rows = KnownGap.objects.filter(programme=programme)
    return tuple(GapRow(row.reference, row.what, row.why, row.fact_id) for row in rows)


def _unanswered(programme: Programme) -> tuple[GapRow, ...]:
    rows = Feedback.objects.filter(programme=programme, response="").exclude(sentiment=SUPPORT)
    return tuple(GapRow(row.reference, row.text, "", row.fact_id) for row in rows)


def _asked_outside(programme: Programme) -> tuple[AskedOutside, ...]:
    rows = Recommendation.objects.filter(programme=programme, in_recommendations_section=False)
    return tuple(
        AskedOutside(row.reference, row.text, row.body.name, row.fact_id)
        for row in rows.select_related("body")
    )


def _procurements(programme: Programme) -> tuple[GapRow, ...]:
    rows = Procurement.objects.filter(programme=programme)
    return tuple(GapRow(row.reference, row.chosen, "", row.fact_id) for row in rows)
