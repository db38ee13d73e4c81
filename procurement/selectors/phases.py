"""A programme's phases on a day: what each procures, what it is worth against what is stated, and when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, months_between
from commissioning.core.money import MoneyTotal, totals_by_basis
from procurement.models import ExistingContracts, PhaseScope, ProcurementPhase
from procurement.selectors.lines import LineRow, filter_lines
from procurement.selectors.stated import Reading, StatedRow, headline
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class CoverGap:
    """Months between the end of existing contracts and a phase's go-live that no contract is stated to cover.

    `conditional` is true where the paper does not say that this phase replaces those contracts. `reference` is that of
    the contracts.
    """

    reference: str
    contracts: str
    ends: FuzzyDate
    go_live: FuzzyDate
    months: MonthSpan
    uncovered_from: date
    uncovered_to: date
    conditional: bool
    extension: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class PhaseSummary:
    phase_id: int
    reference: str
    number: int
    name: str
    led_by: str
    procurement_start: FuzzyDate
    go_live: FuzzyDate
    completion: FuzzyDate
    services: tuple[ScopeRow, ...]
    lines: tuple[LineRow, ...]
    totals: tuple[MoneyTotal, ...]
    stated: StatedRow | None
    reading: Reading | None
    lead_time: MonthSpan | None
    cover_gaps: tuple[CoverGap, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def title(self) -> str:
        return f"Phase {self.number}: {self.name}"

    @property
    def unknown_lines(self) -> tuple[LineRow, ...]:
        return tuple(line for line in self.lines if line.is_unknown)


def phases_on(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow],
    lines: Sequence[LineRow],
    stated: Sequence[StatedRow],
) -> tuple[PhaseSummary, ...]:
    """Every phase with its services on the day. The rows are read once by the caller and shared between figures."""
    phases = list(ProcurementPhase.objects.filter(programme=programme).order_by("number"))
    membership = phase_of_scope(programme, on)
    contracts = list(ExistingContracts.objects.filter(programme=programme).prefetch_related("replaced_by"))
    places = places_of([*(phase.fact_id for phase in phases), *(item.fact_id for item in contracts)])
    services: defaultdict[int, list[ScopeRow]] = defaultdict(list)
    for row in scope:
        if row.scope_id in membership:
            services[membership[row.scope_id]].append(row)
    return tuple(
        _summary(phase, services[phase.number], lines, stated, _gaps(phase, contracts, places), places)
        for phase in phases
    )


def phase_of_scope(programme: Programme, on: date) -> dict[int, int]:
    """The number of the phase that procures each scope row on the day."""
    rows = PhaseScope.objects.on(on).filter(phase__programme=programme)
    return dict(rows.values_list("scope_id", "phase__number"))


def _summary(
    phase: ProcurementPhase,
    services: Iterable[ScopeRow],
    lines: Sequence[LineRow],
    stated: Sequence[StatedRow],
    gaps: tuple[CoverGap, ...],
    places: dict[int, tuple[Place, ...]],
) -> PhaseSummary:
    own = filter_lines(lines, phase_id=phase.pk)
    heading = headline(stated, phase.pk)
    return PhaseSummary(
        phase_id=phase.pk,
        reference=phase.reference,
        number=phase.number,
        name=phase.name,
        led_by=phase.led_by,
        procurement_start=phase.procurement_start,
        go_live=phase.go_live,
        completion=phase.completion,
        services=tuple(services),
        lines=own,
        totals=totals_by_basis([line.money for line in own]),
        stated=heading[0] if heading else None,
        reading=heading[1] if heading else None,
        lead_time=_lead_time(phase.procurement_start, phase.go_live),
        cover_gaps=gaps,
        places=places.get(phase.fact_id or 0, ()),
        fact_id=phase.fact_id,
        illustrative=phase.illustrative,
    )


def _lead_time(start: FuzzyDate, go_live: FuzzyDate) -> MonthSpan | None:
    return months_between(start, go_live) if start.is_dated and go_live.is_dated else None


def _gaps(
    phase: ProcurementPhase, contracts: Iterable[ExistingContracts], places: dict[int, tuple[Place, ...]]
) -> tuple[CoverGap, ...]:
    gaps = []
    for existing in contracts:
        replaced = {replacing.pk for replacing in existing.replaced_by.all()}
        if replaced and phase.pk not in replaced:
            continue
        gap = _gap(
            phase.go_live, existing, conditional=not replaced, places=places.get(existing.fact_id or 0, ())
        )
        if gap is not None:
            gaps.append(gap)
    return tuple(gaps)


def _gap(
    go_live: FuzzyDate, existing: ExistingContracts, *, conditional: bool, places: tuple[Place, ...]
) -> CoverGap | None:
    """The gap from the day after the contracts' latest end; None where a date is unknown or cover is continuous."""
    if existing.ends.end is None or go_live.start is None:
        return None
    uncovered_from = existing.ends.end + timedelta(days=1)
    if go_live.start <= uncovered_from:
        return None
    return CoverGap(
        reference=existing.reference,
        contracts=existing.text,
        ends=existing.ends,
        go_live=go_live,
        months=months_between(_on_day(uncovered_from), go_live),
        uncovered_from=uncovered_from,
        uncovered_to=go_live.start,
        conditional=conditional,
        extension=existing.extension,
        places=places,
    )


def _on_day(day: date) -> FuzzyDate:
    return FuzzyDate(text="", start=day, end=day, precision=Precision.DAY, status=DateStatus.INFERRED)
