"""What of a programme may be public on a day, read once for all its releases: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from commissioning.core.money import Money, Qualifier
from outcomes.models import KPI
from procurement.models import (
    BudgetLineChange,
    Contract,
    ContractLot,
    Estimate,
    FundLine,
    Lot,
    LotService,
    MarketEngagement,
    Notice,
    PhaseLead,
    PhaseScope,
    ProcurementPhase,
    ProcurementStage,
    Publication,
    PublishedRelease,
    ReviewedKPI,
)
from procurement.ocds.ocid import make_ocid
from procurement.publishing.parties import Known, known_organisations
from procurement.rules import kept_money
from procurement.selectors.contracts import ContractRow, Terms, rows_of, terms_of
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.sealed import Sight
from procurement.selectors.stated import StatedRow, stated_rows
from procurement.selectors.tables_of_law import Law, tables_of_law
from programmes.models import Programme, ProgrammePartner
from programmes.selectors.scope import ScopeRow, scope_on


@dataclass(frozen=True)
class PublicLine:
    """A budget line with the amount that may be published; None where no paper prints it and no award is public."""

    row: LineRow
    money: Money | None

    @property
    def as_published(self) -> LineRow:
        return replace(self.row, money=self.money or Money("", None, Qualifier.NOT_STATED))


class Material:
    """One programme on one day, as the public may know it.

    Nothing is read that the public `Sight` does not open: contracts before their `public_from` are not here at all.
    """

    def __init__(self, programme: Programme, on: date) -> None:
        self.programme = programme
        self.on = on
        self.prefix: str = settings.OCID_PREFIX

    # --- who and under which law ---

    @cached_property
    def sight(self) -> Sight:
        return Sight.for_public(self.programme, self.on)

    @cached_property
    def law(self) -> Law:
        return tables_of_law(self.on)

    @cached_property
    def phases(self) -> list[ProcurementPhase]:
        rows = ProcurementPhase.objects.filter(programme=self.programme).select_related("process")
        return list(rows.order_by("number"))

    def award_is_public(self, phase: ProcurementPhase) -> bool:
        """Whether the notice that opens the phase's award was published by the day."""
        return phase.award_public_from is not None and phase.award_public_from <= self.on

    @cached_property
    def leads(self) -> dict[int, list[int]]:
        rows = PhaseLead.objects.filter(phase__programme=self.programme).order_by("pk")
        return _grouped(rows.values_list("phase_id", "organisation_id"))

    @cached_property
    def partners(self) -> list[tuple[int, str]]:
        """(organisation, role) of each partner of the programme on the day."""
        rows = ProgrammePartner.objects.on(self.on).filter(programme=self.programme)
        return list(rows.order_by("organisation__name", "pk").values_list("organisation_id", "role"))

    @cached_property
    def organisations(self) -> dict[int, Known]:
        """Every organisation that a release of the programme may name."""
        wanted = {pk for leads in self.leads.values() for pk in leads}
        wanted |= {pk for pk, _ in self.partners}
        wanted |= {funder.organisation_id for line in self.lines for funder in line.row.funders}
        wanted |= {pk for row in self.scope.values() if (pk := row.lead_id)}
        for terms in self.terms.values():
            wanted |= {party.organisation_id for party in terms.parties}
        return known_organisations(wanted, self.on)

    # --- identifiers ---

    @cached_property
    def releases(self) -> list[PublishedRelease]:
        """Every release published so far, oldest first."""
        rows = PublishedRelease.objects.filter(programme=self.programme)
        return list(rows.order_by("dated_at", "pk"))

    @cached_property
    def ocids(self) -> dict[int | None, str]:
        """The ocid of each phase, and of the programme's planning under None.

        The one that was published never changes; before that one typed in, as a portal gave it, and else our own.
        """
        publication = Publication.objects.filter(programme=self.programme).first()
        found: dict[int | None, str] = {
            None: (publication.ocid if publication else "")
            or make_ocid(self.prefix, self.programme.reference)
        }
        for phase in self.phases:
            found[phase.pk] = phase.ocid or make_ocid(self.prefix, phase.reference)
        return found | {row.phase_id: row.ocid for row in reversed(self.releases)}

    # --- time and market ---

    @cached_property
    def stages(self) -> dict[int, list[ProcurementStage]]:
        rows = ProcurementStage.objects.filter(programme=self.programme).select_related("kind")
        return _by_phase(rows.order_by("kind__position", "pk"))

    @cached_property
    def notices(self) -> dict[int, list[Notice]]:
        """Published by the day, and of a kind that is a publication."""
        rows = Notice.objects.filter(programme=self.programme, published_on__lte=self.on)
        ordered = rows.select_related("kind__stage").order_by("published_on", "pk")
        return _by_phase([row for row in ordered if row.kind.ocds_tags or row.kind.starts_standstill])

    @cached_property
    def engagements(self) -> dict[int, list[MarketEngagement]]:
        return _by_phase(MarketEngagement.objects.filter(programme=self.programme))

    @cached_property
    def lots(self) -> dict[int, list[Lot]]:
        return _by_phase(Lot.objects.filter(programme=self.programme).order_by("number"))

    @cached_property
    def lots_of_service(self) -> dict[int, list[str]]:
        rows = LotService.objects.filter(lot__programme=self.programme).order_by("lot__number", "pk")
        return _grouped(rows.values_list("service_id", "lot__reference"))

    @cached_property
    def scope(self) -> dict[int, ScopeRow]:
        """Services in scope on the day, confirmed or to be confirmed; no other state is published."""
        return {row.scope_id: row for row in scope_on(self.programme, self.on) if row.is_counted}

    @cached_property
    def scope_of_phase(self) -> dict[int, list[ScopeRow]]:
        rows = PhaseScope.objects.on(self.on).filter(phase__programme=self.programme)
        ties = rows.order_by("scope__position", "pk").values_list("phase_id", "scope_id")
        found: dict[int, list[ScopeRow]] = {}
        for phase_id, scope_id in ties:
            if scope_id in self.scope:
                found.setdefault(phase_id, []).append(self.scope[scope_id])
        return found

    # --- money ---

    @cached_property
    def lines(self) -> list[PublicLine]:
        """Each budget line with what may be published of its amount.

        A paper published what it prints. An amount put there since, and a line that no paper prints, wait for the
        award of the phase (unpublished budgets).
        """
        printed: dict[int, Money] = {}
        changes = BudgetLineChange.objects.filter(line__programme=self.programme)
        for change in changes.order_by("-settled_on", "-pk"):
            printed[change.line_id] = kept_money(change.before)
        open_ = {phase.pk for phase in self.phases if self.award_is_public(phase)}

        def public(row: LineRow) -> PublicLine:
            if row.phase_id in open_:
                return PublicLine(row, row.money)
            return PublicLine(row, printed.get(row.line_id, row.money) if row.fact_id else None)

        return [public(row) for row in budget_lines(self.programme, self.on)]

    def lines_of(self, phase_id: int | None) -> list[PublicLine]:
        """The lines of a phase, or of none."""
        return [line for line in self.lines if line.row.phase_id == phase_id]

    @cached_property
    def stated(self) -> tuple[StatedRow, ...]:
        """Totals that the papers state, each against the lines as published: an amount held back counts as unknown."""
        return stated_rows(self.programme, [line.as_published for line in self.lines])

    @cached_property
    def funds(self) -> dict[int, list[Any]]:
        """The funds that each line lies in."""
        rows = FundLine.objects.filter(line__programme=self.programme)
        return _grouped((row.line_id, row.fund) for row in rows.select_related("fund__host").order_by("pk"))

    @cached_property
    def estimates(self) -> dict[tuple[int, int | None], Money]:
        """The latest estimate of each (phase, lot) whose award is public."""
        rows = Estimate.objects.filter(programme=self.programme, made_on__lte=self.on)
        open_ = {phase.pk for phase in self.phases if self.award_is_public(phase)}
        ordered = rows.filter(phase__in=open_).order_by("made_on", "pk")
        return {(row.phase_id, row.lot_id): row.money for row in ordered}

    # --- contracts ---

    @cached_property
    def contract_models(self) -> dict[int, Contract]:
        """Contracts whose award was published by the day."""
        rows = Contract.objects.filter(programme=self.programme, public_from__lte=self.on)
        return {row.pk: row for row in rows.select_related("replaces__phase", "phase__process")}

    @cached_property
    def contracts(self) -> tuple[ContractRow, ...]:
        return rows_of(Contract.objects.filter(pk__in=self.contract_models), self.on, self.sight)

    def contracts_of(self, phase_id: int) -> list[ContractRow]:
        return [row for row in self.contracts if row.phase_id == phase_id]

    @cached_property
    def terms(self) -> Mapping[int, Terms]:
        return terms_of(list(self.contract_models))

    @cached_property
    def lots_of_contract(self) -> dict[int, list[str]]:
        rows = ContractLot.objects.filter(contract__in=self.contract_models).order_by("lot__number")
        return _grouped(rows.values_list("contract_id", "lot__reference"))

    @cached_property
    def kpis(self) -> dict[int, KPI]:
        wanted = {kpi.pk for row in self.contracts for kpi in row.kpis}
        return {row.pk: row for row in KPI.objects.filter(pk__in=wanted)}

    @cached_property
    def results(self) -> dict[int, list[ReviewedKPI]]:
        """What reviews held by the day kept of each KPI, by contract, oldest first."""
        rows = ReviewedKPI.objects.filter(
            review__contract__in=self.contract_models, review__held_on__lte=self.on
        )
        ordered = rows.select_related("review", "kpi").order_by("review__held_on", "pk")
        return _grouped((row.review.contract_id, row) for row in ordered)


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _by_phase(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return _grouped((row.phase_id, row) for row in rows)
