"""The outcomes framework as far as the papers print it, with each KPI's latest value and target."""

from dataclasses import dataclass
from decimal import Decimal

from outcomes.models import (
    KPI,
    HighImpactArea,
    Measurement,
    Outcome,
    OutcomeMeasure,
    OutcomesFramework,
    Target,
)
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class KPIRow:
    """`value` is None where no paper states one, and `target` is None where none is stated: neither is ever 0."""

    reference: str
    name: str
    unit: str
    state_label: str
    is_proxy: bool
    outcome: str
    area: str
    value: Decimal | None
    value_text: str
    qualifier: str
    period: str
    target: str | None
    note: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


@dataclass(frozen=True)
class FrameworkView:
    framework: OutcomesFramework | None
    developers: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    areas: tuple[HighImpactArea, ...]
    kpis: tuple[KPIRow, ...]
    places: dict[int, tuple[Place, ...]]

    @property
    def outcomes_without_kpi(self) -> tuple[Outcome, ...]:
        """Outcomes that no KPI measures, neither directly nor by proxy."""
        measured = {kpi.outcome for kpi in self.kpis if kpi.outcome}
        return tuple(outcome for outcome in self.outcomes if outcome.text not in measured)


def framework_of(programme: Programme) -> FrameworkView:
    """The programme's framework, its outcomes, priority areas and KPIs; nine queries for any number of KPIs."""
    framework = OutcomesFramework.objects.filter(programme=programme).first()
    outcomes = tuple(Outcome.objects.filter(programme=programme))
    areas = tuple(HighImpactArea.objects.filter(programme=programme))
    rows = list(KPI.objects.filter(programme=programme).select_related("high_impact_area"))
    measures = _measures(programme)
    facts = [*(row.fact_id for row in rows), *(o.fact_id for o in outcomes), *(a.fact_id for a in areas)]
    places = places_of([*facts, framework.fact_id if framework else None])
    latest, targets = _latest(programme), _targets(programme)
    developers = framework.developers.select_related("organisation") if framework else ()
    return FrameworkView(
        framework=framework,
        developers=tuple(str(developer.organisation) for developer in developers),
        outcomes=outcomes,
        areas=areas,
        kpis=tuple(
            _row(kpi, measures.get(kpi.pk), latest.get(kpi.pk), targets.get(kpi.pk), places) for kpi in rows
        ),
        places=places,
    )


def _row(
    kpi: KPI,
    tie: OutcomeMeasure | None,
    measured: Measurement | None,
    target: Target | None,
    places: dict[int, tuple[Place, ...]],
) -> KPIRow:
    return KPIRow(
        reference=kpi.reference,
        name=kpi.name,
        unit=kpi.unit,
        state_label=kpi.get_state_display(),
        is_proxy=bool(tie and tie.is_proxy),
        outcome=tie.outcome.text if tie else "",
        area=kpi.high_impact_area.name if kpi.high_impact_area else kpi.related_to,
        value=measured.value if measured else None,
        value_text=measured.text if measured else "",
        qualifier=measured.qualifier if measured else "",
        period=measured.period.printed if measured else "",
        target=str(target) if target else None,
        note=kpi.note,
        places=places.get(kpi.fact_id or 0, ()),
        fact_id=kpi.fact_id,
        illustrative=kpi.illustrative,
    )


def _measures(programme: Programme) -> dict[int, OutcomeMeasure]:
    rows = OutcomeMeasure.objects.filter(kpi__programme=programme).select_related("outcome")
    return {row.kpi_id: row for row in rows}


def _latest(programme: Programme) -> dict[int, Measurement]:
    """The newest measurement of each KPI; one without a period counts as the oldest."""
    rows = (
        Measurement.objects.filter(programme=programme, is_current=True, member=None)
        .order_by("kpi_id", "-period_end", "-pk")
        .distinct("kpi_id")
    )
    return {row.kpi_id: row for row in rows}


def _targets(programme: Programme) -> dict[int, Target]:
    rows = (
        Target.objects.filter(programme=programme).order_by("kpi_id", "-date_end", "-pk").distinct("kpi_id")
    )
    return {row.kpi_id: row for row in rows}
