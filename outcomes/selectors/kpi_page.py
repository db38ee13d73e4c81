"""Everything that the page of one KPI shows, in a fixed number of queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from outcomes.models import (
    KPI,
    ChartDecision,
    Commitment,
    ExceptionReport,
    KPIComment,
    Measurement,
    OutcomeMeasure,
    Target,
)
from outcomes.models.frameworks import FrameworkState
from programmes.access import Grants
from programmes.models import Organisation, Programme, Service
from programmes.selectors.handover import receivers
from programmes.selectors.sources import Place, places_of

from .series import BreakdownSeries, Series, breakdown_of, series_of

IN_FORCE_FIRST = {FrameworkState.AGREED: 0, FrameworkState.DRAFT: 1, FrameworkState.SUPERSEDED: 2}


@dataclass(frozen=True)
class Adoption:
    """A contract that has adopted the KPI. `href` leads to where contracts are read."""

    name: str
    reference: str
    provider: str
    days: str
    illustrative: bool


ReadAdoptions = Callable[[KPI, date], Sequence[Adoption]]
_ADOPTIONS: list[ReadAdoptions] = []


def read_adoptions_with(read: ReadAdoptions) -> None:
    """Called by the app that keeps contracts when it is ready: how the contracts that adopt a KPI are read."""
    _ADOPTIONS[:] = [read]


@dataclass(frozen=True)
class Measured:
    """An outcome that the KPI measures, directly or as a proxy."""

    outcome_id: int
    reference: str
    text: str
    domain_id: int | None
    domain: str
    is_proxy: bool
    framework: str
    state: str
    illustrative: bool


@dataclass(frozen=True)
class Neighbour:
    reference: str
    name: str


@dataclass(frozen=True)
class KPIPage:
    """One KPI with all that hangs on it. `places` are by the key of a fact; withdrawn targets and decisions are kept.

    `measured` are outcomes of the framework in force, `measured_elsewhere` those of its other versions.
    """

    kpi: KPI
    series: Series
    breakdowns: tuple[BreakdownSeries, ...]
    measured: tuple[Measured, ...]
    measured_elsewhere: tuple[Measured, ...]
    services: tuple[Service, ...]
    commitments: tuple[Commitment, ...]
    adoptions: tuple[Adoption, ...]
    targets: tuple[Target, ...]
    decisions: tuple[ChartDecision, ...]
    comments: tuple[KPIComment, ...]
    exception: ExceptionReport | None
    places: dict[int, tuple[Place, ...]]
    previous: Neighbour | None
    following: Neighbour | None

    @property
    def domain(self) -> str:
        return next((one.domain for one in self.measured if one.domain), "")

    @property
    def printed(self) -> tuple[Place, ...]:
        """Where a paper prints the KPI, its target or a figure of it."""
        own = [self.kpi.fact_id] if self.kpi.fact_id else []
        others = [fact for fact in self.places if fact not in own]
        return tuple(dict.fromkeys(place for fact in (*own, *others) for place in self.places.get(fact, ())))


def kpi_page(kpi: KPI, on: date) -> KPIPage:
    """Read the page of a KPI. The figures, the decisions and all words are those that stand now, not on another day."""
    series = series_of([kpi])[kpi.pk]
    measured, elsewhere = measured_by(kpi)
    targets = tuple(Target.objects.filter(kpi=kpi).order_by(F("starts_on").asc(nulls_first=True), "pk"))
    facts = Measurement.objects.filter(kpi=kpi, is_current=True, fact__isnull=False)
    previous, following = _neighbours(kpi, measured)
    decided = ChartDecision.objects.filter(kpi=kpi).select_related("made_by", "withdrawn_by")
    said = ExceptionReport.objects.filter(kpi=kpi).select_related("made_by")
    return KPIPage(
        kpi=kpi,
        series=series,
        breakdowns=breakdown_of(kpi),
        measured=measured,
        measured_elsewhere=elsewhere,
        services=tuple(kpi.services.order_by("name")),
        commitments=tuple(Commitment.objects.filter(measures__kpi=kpi).order_by("reference").distinct()),
        adoptions=tuple(one for read in _ADOPTIONS for one in read(kpi, on)),
        targets=targets,
        decisions=tuple(decided.order_by("on", "made_at", "pk")),
        comments=tuple(KPIComment.objects.filter(kpi=kpi).select_related("made_by")),
        exception=said.first(),
        places=places_of(
            [
                kpi.fact_id,
                *(one.fact_id for one in targets),
                *facts.values_list("fact_id", flat=True),
            ]
        ),
        previous=previous,
        following=following,
    )


def measured_by(kpi: KPI) -> tuple[tuple[Measured, ...], tuple[Measured, ...]]:
    """The outcomes that a KPI measures: of the framework in force (agreed before draft, the newest), and of others."""
    rows = (
        OutcomeMeasure.objects.filter(kpi=kpi)
        .select_related("outcome__framework", "outcome__domain")
        .order_by("outcome__domain__position", "outcome__position", "pk")
    )
    keyed = [(_rank(row), _measured(row)) for row in rows]
    best = min((rank for rank, _ in keyed), default=None)
    return (
        tuple(one for rank, one in keyed if rank == best),
        tuple(one for rank, one in keyed if rank != best),
    )


def _rank(row: OutcomeMeasure) -> tuple[int, int]:
    framework = row.outcome.framework
    return IN_FORCE_FIRST.get(FrameworkState(framework.state), 3), -framework.edition


def _measured(row: OutcomeMeasure) -> Measured:
    outcome = row.outcome
    return Measured(
        outcome_id=outcome.pk,
        reference=outcome.reference,
        text=outcome.text,
        domain_id=outcome.domain_id,
        domain=outcome.domain.name if outcome.domain else "",
        is_proxy=row.is_proxy,
        framework=str(outcome.framework),
        state=str(outcome.framework.get_state_display()),
        illustrative=outcome.illustrative,
    )


def _neighbours(kpi: KPI, measured: Sequence[Measured]) -> tuple[Neighbour | None, Neighbour | None]:
    """The KPIs before and after it, by reference: of its domain, or of those without one."""
    domain = next((one.domain_id for one in measured if one.domain_id), None)
    others = KPI.objects.filter(programme=kpi.programme_id)
    with_domain = OutcomeMeasure.objects.filter(kpi=OuterRef("pk"), outcome__domain__isnull=False)
    if domain is None:
        others = others.exclude(Exists(with_domain))
    else:
        others = others.filter(Exists(with_domain.filter(outcome__domain=domain)))
    rows = [Neighbour(*row) for row in others.order_by("reference").values_list("reference", "name")]
    at = next((place for place, row in enumerate(rows) if row.reference == kpi.reference), None)
    if at is None:
        return None, None
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def owners_for(kpi: KPI, grants: Grants) -> QuerySet[Organisation]:
    """Who may own the KPI."""
    return owners_in(kpi.programme, grants)


def owners_in(programme: Programme, grants: Grants) -> QuerySet[Organisation]:
    """Who may own a KPI of the programme: whoever commissions in it, and whoever owns one of its KPIs already."""
    known = [organisation.pk for organisation in receivers(programme, grants)]
    owning = KPI.objects.filter(programme=programme, owner__isnull=False).values("owner")
    return Organisation.objects.filter(Q(pk__in=known) | Q(pk__in=owning)).order_by("name")


def of_programme(programme: Programme, reference: str) -> KPI | None:
    """A KPI with what its page reads of it by name; None where the programme has none of that reference."""
    rows = KPI.objects.filter(programme=programme, reference=reference)
    return rows.select_related("programme", "owner", "high_impact_area", "metric__summary").first()
