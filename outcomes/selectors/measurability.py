"""Which commitments and high impact areas are measured, how, and which of them nobody knows how to see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from outcomes.models import KPI, Commitment, CommitmentMeasure, HighImpactArea
from outcomes.models.commitments import CommitmentKind
from outcomes.models.kpis import KPIState
from outcomes.rules_measurability import Measured, measured_how, share_words
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class MeasuredBy:
    """A KPI in use that measures a promise."""

    reference: str
    name: str
    is_proxy: bool

    @property
    def printed(self) -> str:
        return f"{self.name} (proxy)" if self.is_proxy else self.name


@dataclass(frozen=True)
class Promise:
    """A commitment or a high impact area. `sort` is outcome or experience of the one, the origin of the other."""

    pk: int
    reference: str
    text: str
    sort: str
    sort_label: str
    made_in: str
    how: Measured
    plan: str
    kpis: tuple[MeasuredBy, ...]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool


@dataclass(frozen=True)
class Coverage:
    """How many of what was promised are measured in which way; every promise is counted once."""

    promises: tuple[Promise, ...]

    @property
    def total(self) -> int:
        return len(self.promises)

    def of(self, how: Measured) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.how == how)

    def words(self, how: Measured) -> str:
        """ "3 of 8 (37.5%)"; "nothing to count" where nothing was promised, never 0 %."""
        return share_words(len(self.of(how)), self.total)

    def of_sort(self, sort: str) -> "Coverage":
        return Coverage(tuple(promise for promise in self.promises if promise.sort == sort))

    @property
    def sorts(self) -> tuple[tuple[str, str], ...]:
        """The sorts that occur, each with its label, in the order of their first promise."""
        return tuple(dict.fromkeys((promise.sort, promise.sort_label) for promise in self.promises))


@dataclass(frozen=True)
class MeasurabilityView:
    commitments: Coverage
    areas: Coverage

    @property
    def unplanned(self) -> tuple[Promise, ...]:
        """Hard to measure, and nobody has said how progress will be seen."""
        return (*self.commitments.of(Measured.HARD_UNPLANNED), *self.areas.of(Measured.HARD_UNPLANNED))


def measurability(programme: Programme) -> MeasurabilityView:
    """Every commitment and high impact area of the programme with how it is measured; seven queries at most.

    Retired KPIs measure nothing any more. A KPI of a high impact area counts as a proxy there where it is only ever a
    proxy for the outcomes that it measures.
    """
    commitments = list(Commitment.objects.filter(programme=programme).select_related("framework", "area"))
    areas = list(HighImpactArea.objects.filter(programme=programme))
    places = places_of([row.fact_id for row in (*commitments, *areas)])
    by_commitment, by_area = _of_commitments(programme), _of_areas(programme)
    return MeasurabilityView(
        Coverage(tuple(_commitment(row, by_commitment[row.pk], places) for row in commitments)),
        Coverage(tuple(_area(row, by_area[row.pk], places) for row in areas)),
    )


def _of_commitments(programme: Programme) -> defaultdict[int, list[MeasuredBy]]:
    ties = (
        CommitmentMeasure.objects.filter(commitment__programme=programme)
        .exclude(kpi__state=KPIState.RETIRED)
        .select_related("kpi")
        .order_by("is_proxy", "kpi__reference")
    )
    found: defaultdict[int, list[MeasuredBy]] = defaultdict(list)
    for tie in ties:
        found[tie.commitment_id].append(MeasuredBy(tie.kpi.reference, tie.kpi.name, tie.is_proxy))
    return found


def _of_areas(programme: Programme) -> defaultdict[int, list[MeasuredBy]]:
    rows = (
        KPI.objects.filter(programme=programme, high_impact_area__isnull=False)
        .exclude(state=KPIState.RETIRED)
        .annotate(
            ties=Count("outcome_measures"),
            direct=Count("outcome_measures", filter=Q(outcome_measures__is_proxy=False)),
        )
    )
    found: defaultdict[int, list[MeasuredBy]] = defaultdict(list)
    for row in rows.order_by("reference"):
        is_proxy = bool(row.ties) and not row.direct
        found[row.high_impact_area_id or 0].append(MeasuredBy(row.reference, row.name, is_proxy))
    return found


def _commitment(row: Commitment, kpis: Sequence[MeasuredBy], places: dict[int, tuple[Place, ...]]) -> Promise:
    made_in = row.area.short_name if row.area else str(row.framework) if row.framework else ""
    return Promise(
        pk=row.pk,
        reference=row.reference,
        text=row.text,
        sort=row.kind,
        sort_label=str(CommitmentKind(row.kind).label),
        made_in=made_in,
        how=measured_how([kpi.is_proxy for kpi in kpis], row.measurability, row.measurement_plan),
        plan=row.measurement_plan,
        kpis=tuple(kpis),
        fact_id=row.fact_id,
        places=places.get(row.fact_id or 0, ()),
        illustrative=row.illustrative,
    )


def _area(row: HighImpactArea, kpis: Sequence[MeasuredBy], places: dict[int, tuple[Place, ...]]) -> Promise:
    return Promise(
        pk=row.pk,
        reference=row.reference,
        text=row.name,
        sort=row.origin,
        sort_label=row.origin or "Origin not stated",
        made_in="",
        how=measured_how([kpi.is_proxy for kpi in kpis], row.measurability, row.measurement_plan),
        plan=row.measurement_plan,
        kpis=tuple(kpis),
        fact_id=row.fact_id,
        places=places.get(row.fact_id or 0, ()),
        illustrative=row.illustrative,
    )
