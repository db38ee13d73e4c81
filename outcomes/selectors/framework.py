"""The outcomes framework in one of its editions, with its strategy, and each KPI's latest value and target."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from outcomes.models import Outcome, OutcomeAim, OutcomeDomain, OutcomesFramework, Strategy, StrategyAim
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.framework_kpis import KPIRow, Tie, kpi_rows, ties_of
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = ["DomainView", "Edition", "FrameworkView", "KPIRow", "OutcomeView", "framework_of"]
STANDING = {FrameworkState.AGREED: 0, FrameworkState.DRAFT: 1, FrameworkState.SUPERSEDED: 2}


@dataclass(frozen=True)
class Edition:
    """One version of a framework in the chooser."""

    reference: str
    name: str
    edition: int
    state: str
    state_label: str


@dataclass(frozen=True)
class OutcomeView:
    """An outcome of the edition, the aims that it serves, and the KPIs in use that measure it, direct ones first."""

    outcome_id: int
    reference: str
    text: str
    domain_id: int | None
    aim_ids: tuple[int, ...]
    aims: tuple[str, ...]
    ties: tuple[Tie, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_measured(self) -> bool:
        return bool(self.ties)

    @property
    def is_proxy_only(self) -> bool:
        return bool(self.ties) and all(tie.is_proxy for tie in self.ties)


@dataclass(frozen=True)
class DomainView:
    """A domain with its outcomes; one without a name holds the outcomes of no domain."""

    reference: str
    name: str
    outcomes: tuple[OutcomeView, ...]


@dataclass(frozen=True)
class FrameworkView:
    """`framework` is None where none is recorded; its KPIs may be there all the same."""

    framework: OutcomesFramework | None
    editions: tuple[Edition, ...]
    strategy: Strategy | None
    aims: tuple[StrategyAim, ...]
    developers: tuple[str, ...]
    domains: tuple[DomainView, ...]
    outcomes: tuple[OutcomeView, ...]
    kpis: tuple[KPIRow, ...]
    places: dict[int, tuple[Place, ...]] = field(default_factory=dict)

    @property
    def outcomes_without_kpi(self) -> tuple[OutcomeView, ...]:
        """Outcomes that no KPI in use measures, neither directly nor by proxy."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_measured)

    @property
    def outcomes_by_proxy_only(self) -> tuple[OutcomeView, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.is_proxy_only)

    @property
    def unserved_aims(self) -> tuple[StrategyAim, ...]:
        """Aims of the strategy that no outcome of the edition serves."""
        served = {aim_id for outcome in self.outcomes for aim_id in outcome.aim_ids}
        return tuple(aim for aim in self.aims if aim.pk not in served)

    @property
    def kpis_of_no_outcome(self) -> tuple[KPIRow, ...]:
        """KPIs that measure no outcome of this edition."""
        return tuple(kpi for kpi in self.kpis if not kpi.ties)

    @property
    def by_id(self) -> dict[int, KPIRow]:
        return {kpi.kpi_id: kpi for kpi in self.kpis}


def framework_of(programme: Programme, edition: str | None = None) -> FrameworkView:
    """The programme's framework, its outcomes and KPIs, in a fixed number of queries for any number of them.

    `edition` is the reference of a version; without one, or for one that is not there, the agreed version is shown,
    else the newest draft, else the newest superseded one.
    """
    rows = editions_of(programme)
    framework = next((row for row in rows if row.reference == edition), rows[0] if rows else None)
    strategy = framework.strategy if framework else None
    outcomes = _outcome_rows(framework)
    ties = ties_of(programme, [row.pk for row in outcomes])
    by_outcome: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        if not tie.is_retired:
            by_outcome[tie.outcome_id].append(tie)
    aims_of = _aims(framework)
    places = places_of([row.fact_id for row in (*outcomes, *([framework] if framework else []))])
    views = tuple(_outcome(row, by_outcome[row.pk], aims_of[row.pk], places) for row in outcomes)
    developers = framework.developers.select_related("organisation") if framework else ()
    return FrameworkView(
        framework=framework,
        editions=tuple(_edition(row) for row in sorted(rows, key=lambda row: (row.name, -row.edition))),
        strategy=strategy,
        aims=tuple(strategy.aims.all()) if strategy else (),
        developers=tuple(str(developer.organisation) for developer in developers),
        domains=_domains(framework, views),
        outcomes=views,
        kpis=kpi_rows(programme, ties),
        places=places,
    )


def editions_of(programme: Programme) -> list[OutcomesFramework]:
    """Every framework in every version, the one in force first; one query."""
    rows = OutcomesFramework.objects.filter(programme=programme).select_related("strategy", "replaces")
    return sorted(rows, key=lambda row: (STANDING[FrameworkState(row.state)], row.name, -row.edition))


def _edition(row: OutcomesFramework) -> Edition:
    return Edition(row.reference, row.name, row.edition, row.state, row.get_state_display())


def _outcome_rows(framework: OutcomesFramework | None) -> list[Outcome]:
    if framework is None:
        return []
    return list(
        Outcome.objects.filter(framework=framework)
        .select_related("domain")
        .order_by("domain__position", "domain__name", "position", "reference")
    )


def _aims(framework: OutcomesFramework | None) -> defaultdict[int, list[StrategyAim]]:
    found: defaultdict[int, list[StrategyAim]] = defaultdict(list)
    rows = OutcomeAim.objects.filter(outcome__framework=framework).select_related("aim")
    for row in rows.order_by("aim__position", "aim__reference"):
        found[row.outcome_id].append(row.aim)
    return found


def _outcome(
    row: Outcome, ties: Sequence[Tie], aims: Sequence[StrategyAim], places: dict[int, tuple[Place, ...]]
) -> OutcomeView:
    return OutcomeView(
        outcome_id=row.pk,
        reference=row.reference,
        text=row.text,
        domain_id=row.domain_id,
        aim_ids=tuple(aim.pk for aim in aims),
        aims=tuple(aim.text for aim in aims),
        ties=tuple(ties),
        places=places.get(row.fact_id or 0, ()),
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def _domains(framework: OutcomesFramework | None, outcomes: Sequence[OutcomeView]) -> tuple[DomainView, ...]:
    """The domains in their order, empty ones too; outcomes of no domain come last."""
    rows = OutcomeDomain.objects.filter(framework=framework) if framework else ()
    named = [
        DomainView(row.reference, row.name, tuple(o for o in outcomes if o.domain_id == row.pk))
        for row in rows
    ]
    loose = tuple(outcome for outcome in outcomes if outcome.domain_id is None)
    return (*named, *([DomainView("", "", loose)] if loose else []))
