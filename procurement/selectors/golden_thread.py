"""The golden thread: strategy, aim, outcome, KPI, contract, service, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models import (
    KPI,
    KPIService,
    Outcome,
    OutcomeAim,
    OutcomeMeasure,
    OutcomesFramework,
    Strategy,
)
from outcomes.models.frameworks import FrameworkState
from outcomes.models.kpis import KPIState
from outcomes.selectors.framework import editions_of
from outcomes.selectors.measurability import measurability
from procurement.models import Contract, ContractKPI, ContractService
from procurement.rules_thread import Break, Thread, ThreadAim, ThreadContract, ThreadKPI, ThreadOutcome
from procurement.rules_thread import ThreadService as Service
from procurement.rules_thread_breaks import Promised, breaks_of
from procurement.selectors.contract_facts import NO_END, current_ends, lead_providers
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow, scope_on

__all__ = ["Break", "Thread", "golden_thread"]


def golden_thread(
    programme: Programme,
    framework: OutcomesFramework | None = None,
    *,
    on: date,
    scope: Sequence[ScopeRow] | None = None,
) -> Thread:
    """The thread of a version of the framework (the one in force unless another is given) with every break in it.

    Services are those in scope on the day, and those that a contract or a KPI names. A contract that ended before the
    day holds nothing any more, and a retired KPI measures nothing: both are left out. About twenty queries, however
    many records there are.
    """
    editions = editions_of(programme)
    framework = framework or (editions[0] if editions else None)
    strategy = framework.strategy if framework else None
    ties = _Ties(programme, framework, on)
    services = _services(scope_on(programme, on) if scope is None else scope, ties)
    read = Thread(
        framework=framework,
        strategy=strategy,
        aims=tuple(
            ThreadAim(aim.pk, aim.reference, aim.text, aim.illustrative) for aim in strategy.aims.all()
        )
        if strategy
        else (),
        outcomes=tuple(_outcome(row, ties) for row in ties.outcomes),
        kpis=tuple(_kpi(row, ties) for row in ties.kpis),
        contracts=tuple(_contract(row, ties) for row in ties.contracts),
        services=services,
        ended_contracts=ties.ended,
    )
    return read.with_breaks(breaks_of(read, _unserved(programme, editions), _unplanned(programme)))


@dataclass(frozen=True)
class _Pair:
    """A KPI of an outcome."""

    kpi_id: int
    is_proxy: bool


class _Ties:
    """The records of a thread and what ties them, by primary key."""

    def __init__(self, programme: Programme, framework: OutcomesFramework | None, on: date) -> None:
        outcomes = Outcome.objects.filter(programme=programme, framework=framework)
        self.outcomes = list(
            outcomes.select_related("domain").order_by(
                "domain__position", "domain__name", "position", "reference"
            )
        )
        rows = KPI.objects.filter(programme=programme).exclude(state=KPIState.RETIRED)
        self.kpis = list(rows.select_related("owner"))
        contracts = list(Contract.objects.filter(programme=programme))
        ends = current_ends([row.pk for row in contracts], on)
        self.contracts = [row for row in contracts if not has_ended(ends.get(row.pk, NO_END), on)]
        self.providers = lead_providers(self.contracts, on)
        self.ended = len(contracts) - len(self.contracts)
        self._read(framework, {row.pk for row in self.kpis}, {row.pk for row in self.contracts})

    def _read(self, framework: OutcomesFramework | None, kpis: set[int], contracts: set[int]) -> None:
        self.aims: defaultdict[int, list[int]] = defaultdict(list)
        for outcome_id, aim_id in OutcomeAim.objects.filter(outcome__framework=framework).values_list(
            "outcome_id", "aim_id"
        ):
            self.aims[outcome_id].append(aim_id)
        self.measures: defaultdict[int, list[_Pair]] = defaultdict(list)
        self.measured: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
        ties = OutcomeMeasure.objects.filter(outcome__framework=framework, kpi__in=kpis)
        for tie in ties.order_by("is_proxy", "kpi__reference"):
            self.measures[tie.outcome_id].append(_Pair(tie.kpi_id, tie.is_proxy))
            self.measured[tie.kpi_id].append((tie.outcome_id, tie.is_proxy))
        self.kpi_services = _pairs(KPIService.objects.filter(kpi__in=kpis), "kpi_id", "service_id")
        adopted = ContractKPI.objects.filter(contract__in=contracts, kpi__in=kpis)
        self.contract_kpis = _pairs(adopted, "contract_id", "kpi_id")
        provided = ContractService.objects.filter(contract__in=contracts)
        self.contract_services = _pairs(provided, "contract_id", "service_id")
        self.kpi_contracts = _turned(self.contract_kpis)


def has_ended(ends: FuzzyDate, on: date) -> bool:
    """A contract's last possible day lies before the day asked for; one without a stated end goes on."""
    return ends.deadline is not None and ends.deadline < on


def _pairs(rows: Any, left: str, right: str) -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in rows.order_by("pk").values_list(left, right):
        found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}


def _turned(pairs: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, others in pairs.items():
        for other in others:
            found[other].append(one)
    return {other: tuple(ones) for other, ones in found.items()}


def _outcome(row: Outcome, ties: _Ties) -> ThreadOutcome:
    return ThreadOutcome(
        pk=row.pk,
        reference=row.reference,
        text=row.text,
        domain=row.domain.name if row.domain else "",
        domain_reference=row.domain.reference if row.domain else "",
        aims=tuple(ties.aims[row.pk]),
        direct=tuple(pair.kpi_id for pair in ties.measures[row.pk] if not pair.is_proxy),
        proxies=tuple(pair.kpi_id for pair in ties.measures[row.pk] if pair.is_proxy),
        illustrative=row.illustrative,
    )


def _kpi(row: KPI, ties: _Ties) -> ThreadKPI:
    measured = ties.measured[row.pk]
    return ThreadKPI(
        pk=row.pk,
        reference=row.reference,
        name=row.name,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else row.owner_role,
        direct=tuple(outcome_id for outcome_id, is_proxy in measured if not is_proxy),
        proxies=tuple(outcome_id for outcome_id, is_proxy in measured if is_proxy),
        contracts=ties.kpi_contracts.get(row.pk, ()),
        services=ties.kpi_services.get(row.pk, ()),
        illustrative=row.illustrative,
    )


def _contract(row: Contract, ties: _Ties) -> ThreadContract:
    return ThreadContract(
        pk=row.pk,
        reference=row.reference,
        name=row.name,
        provider=ties.providers.get(row.pk, ""),
        kpis=ties.contract_kpis.get(row.pk, ()),
        services=ties.contract_services.get(row.pk, ()),
        illustrative=row.illustrative,
    )


def _services(scope: Sequence[ScopeRow], ties: _Ties) -> tuple[Service, ...]:
    named = {
        pk for pairs in (ties.contract_services, ties.kpi_services) for pks in pairs.values() for pk in pks
    }
    return tuple(
        Service(row.service_id, row.reference, row.name, row.is_counted, row.illustrative)
        for row in scope
        if row.is_counted or row.service_id in named
    )


def _unserved(programme: Programme, editions: Sequence[OutcomesFramework]) -> list[Strategy]:
    """Strategies in force or in draft under which no framework stands that is not superseded."""
    served = {row.strategy_id for row in editions if row.state != FrameworkState.SUPERSEDED}
    rows = Strategy.objects.filter(programme=programme).exclude(state=FrameworkState.SUPERSEDED)
    return [row for row in rows if row.pk not in served]


def _unplanned(programme: Programme) -> list[Promised]:
    found = measurability(programme)
    commitments = {promise.reference for promise in found.commitments.promises}
    return [
        Promised(
            promise.pk,
            promise.reference,
            promise.text,
            "commitment" if promise.reference in commitments else "area",
            promise.illustrative,
        )
        for promise in found.unplanned
    ]
