"""The golden thread as plain values: what hangs on what, from the aims of a strategy to the services of contracts.

A proxy stands for an outcome that nothing measures directly. It is always marked and never counted as direct.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from outcomes.models import OutcomesFramework, Strategy


class BreakKind(TextChoices):
    """From the strategy to the service, which is the order in which pages list them."""

    NO_STRATEGY = "no_strategy", "Framework that serves no strategy"
    UNSERVED_STRATEGY = "unserved_strategy", "Strategy that no framework serves"
    UNSERVED_AIM = "unserved_aim", "Aim of the strategy that no outcome serves"
    NO_AIM = "no_aim", "Outcome that serves no aim of the strategy"
    NO_MEASURE = "no_measure", "Outcome that nothing measures"
    PROXY_ONLY = "proxy_only", "Outcome that only a proxy measures"
    NO_OUTCOME = "no_outcome", "KPI that measures no outcome"
    NO_CONTRACT = "no_contract", "KPI in no contract"
    CONTRACT_NO_OUTCOME = "contract_no_outcome", "Contract that reaches no outcome"
    CONTRACT_PROXY_ONLY = "contract_proxy_only", "Contract that reaches outcomes by proxies only"
    CONTRACT_NO_SERVICE = "contract_no_service", "Contract without services"
    SERVICE_NO_CONTRACT = "service_no_contract", "Service in scope in no contract"
    SERVICE_NO_KPI = "service_no_kpi", "Service in scope that no KPI shows"
    UNPLANNED = "unplanned", "Hard to measure, and no plan for it"


@dataclass(frozen=True)
class Break:
    """A place where the thread is cut. `record` and `pk` say which record it is about."""

    kind: BreakKind
    record: str
    pk: int
    reference: str
    about: str
    detail: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class ThreadAim:
    pk: int
    reference: str
    text: str
    illustrative: bool = False


@dataclass(frozen=True)
class ThreadOutcome:
    """`direct` and `proxies` are KPIs in use; the two never overlap."""

    pk: int
    reference: str
    text: str
    domain: str
    domain_reference: str
    aims: tuple[int, ...]
    direct: tuple[int, ...]
    proxies: tuple[int, ...]
    illustrative: bool

    @property
    def kpis(self) -> tuple[int, ...]:
        return (*self.direct, *self.proxies)


@dataclass(frozen=True)
class ThreadKPI:
    """`direct` and `proxies` are the outcomes that it measures so; `services` those that it is tied to itself."""

    pk: int
    reference: str
    name: str
    owner_id: int | None
    owner: str
    direct: tuple[int, ...]
    proxies: tuple[int, ...]
    contracts: tuple[int, ...]
    services: tuple[int, ...]
    illustrative: bool

    @property
    def outcomes(self) -> tuple[int, ...]:
        return (*self.direct, *self.proxies)

    @property
    def is_proxy(self) -> bool:
        return bool(self.proxies) and not self.direct


@dataclass(frozen=True)
class ThreadContract:
    pk: int
    reference: str
    name: str
    provider: str
    kpis: tuple[int, ...]
    services: tuple[int, ...]
    illustrative: bool


@dataclass(frozen=True)
class ThreadService:
    pk: int
    reference: str
    name: str
    in_scope: bool
    illustrative: bool


@dataclass(frozen=True)
class ThreadFilter:
    """Empty sides narrow nothing. `domain` and `outcome` are references, `owner` is an organisation."""

    domain: str = ""
    outcome: str = ""
    owner: int | None = None
    only_breaks: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.domain or self.outcome or self.owner or self.only_breaks)


@dataclass(frozen=True)
class Thread:
    """`framework` is None where none is recorded. `ended_contracts` are left out of `contracts`."""

    framework: OutcomesFramework | None
    strategy: Strategy | None
    aims: tuple[ThreadAim, ...]
    outcomes: tuple[ThreadOutcome, ...]
    kpis: tuple[ThreadKPI, ...]
    contracts: tuple[ThreadContract, ...]
    services: tuple[ThreadService, ...]
    ended_contracts: int = 0
    breaks: tuple[Break, ...] = ()

    def with_breaks(self, breaks: Sequence[Break]) -> "Thread":
        return replace(self, breaks=tuple(breaks))

    def breaks_of(self, kind: BreakKind) -> tuple[Break, ...]:
        return tuple(each for each in self.breaks if each.kind == kind)

    @property
    def measured_directly(self) -> int:
        return sum(bool(outcome.direct) for outcome in self.outcomes)

    @property
    def owners(self) -> tuple[tuple[int, str], ...]:
        """The organisations that own its KPIs, by name."""
        found = {kpi.owner_id: kpi.owner for kpi in self.kpis if kpi.owner_id is not None}
        return tuple(sorted(found.items(), key=lambda item: item[1]))

    def narrowed(self, chosen: ThreadFilter) -> "Thread":
        """What hangs on the chosen outcomes and owner, with its own breaks. Without a choice, the whole thread.

        Whoever asks for one owner's thread sees only what that owner's KPIs hold together. "Only breaks" leaves the
        records that are broken and what they hang on.
        """
        part = self._chosen(chosen) if chosen.domain or chosen.outcome or chosen.owner else self
        return part._broken() if chosen.only_breaks else part

    def _chosen(self, chosen: ThreadFilter) -> "Thread":
        outcomes = [
            row
            for row in self.outcomes
            if chosen.domain in ("", row.domain_reference) and chosen.outcome in ("", row.reference)
        ]
        by_outcome = bool(chosen.domain or chosen.outcome)
        own = {pk for row in outcomes for pk in row.kpis}
        kpis = [
            row
            for row in self.kpis
            if chosen.owner in (None, row.owner_id) and (row.pk in own or not by_outcome)
        ]
        if chosen.owner is not None:
            kept = {row.pk for row in kpis}
            outcomes = [row for row in outcomes if kept.intersection(row.kpis)]
        return self._of(outcomes, kpis)

    def first_outcomes(self, most: int) -> "Thread":
        """As many of the first outcomes as have no more KPIs than `most` between them, at least one, whole."""
        kept: list[ThreadOutcome] = []
        kpis: set[int] = set()
        for row in self.outcomes:
            if kept and len(kpis.union(row.kpis)) > most:
                break
            kept.append(row)
            kpis.update(row.kpis)
        return self._of(kept, [row for row in self.kpis if row.pk in kpis])

    def _of(self, outcomes: Sequence[ThreadOutcome], kpis: Sequence[ThreadKPI]) -> "Thread":
        """The part of the thread that those outcomes and KPIs hold."""
        contracts = {pk for row in kpis for pk in row.contracts}
        services = {pk for row in kpis for pk in row.services}
        services |= {pk for row in self.contracts if row.pk in contracts for pk in row.services}
        aims = {pk for row in outcomes for pk in row.aims}
        return self._only(aims, {row.pk for row in outcomes}, {row.pk for row in kpis}, contracts, services)

    def _only(
        self, aims: set[int], outcomes: set[int], kpis: set[int], contracts: set[int], services: set[int]
    ) -> "Thread":
        kept = {"aim": aims, "outcome": outcomes, "kpi": kpis, "contract": contracts, "service": services}
        return replace(
            self,
            aims=tuple(row for row in self.aims if row.pk in aims),
            outcomes=tuple(row for row in self.outcomes if row.pk in outcomes),
            kpis=tuple(row for row in self.kpis if row.pk in kpis),
            contracts=tuple(row for row in self.contracts if row.pk in contracts),
            services=tuple(row for row in self.services if row.pk in services),
            breaks=tuple(each for each in self.breaks if each.pk in kept.get(each.record, ())),
        )

    def _broken(self) -> "Thread":
        """The broken records and what they hang on, further left; breaks of other records stay in the list."""
        broken: dict[str, set[int]] = {
            name: {each.pk for each in self.breaks if each.record == name}
            for name in ("aim", "outcome", "kpi", "contract", "service")
        }
        services = broken["service"]
        contracts = broken["contract"] | {
            row.pk for row in self.contracts if services.intersection(row.services)
        }
        kpis = broken["kpi"] | {row.pk for row in self.kpis if broken["contract"].intersection(row.contracts)}
        kpis |= {pk for row in self.outcomes if row.pk in broken["outcome"] for pk in row.proxies}
        outcomes = broken["outcome"] | {pk for row in self.kpis if row.pk in kpis for pk in row.outcomes}
        aims = broken["aim"] | {pk for row in self.outcomes if row.pk in outcomes for pk in row.aims}
        part = self._only(aims, outcomes, kpis, contracts, services)
        return replace(part, breaks=self.breaks)
