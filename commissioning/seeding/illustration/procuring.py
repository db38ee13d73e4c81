"""Procurement and contracts of the illustrative county, in the order in which one record needs another."""

from typing import Final

from django.db import models

from commissioning.seeding.load import Load
from procurement.models import (
    AwardCriterion,
    Bid,
    BidScore,
    BreakPoint,
    BudgetLine,
    BudgetLineFunder,
    BudgetLineService,
    ConflictDeclaration,
    Contract,
    ContractChange,
    ContractEnd,
    ContractKPI,
    ContractLot,
    ContractParty,
    ContractReview,
    ContractService,
    ContractValue,
    Estimate,
    ExtensionOption,
    FundContribution,
    FundLine,
    FundScheme,
    GatewayDecision,
    GatewayEvidence,
    LineReport,
    Lot,
    LotService,
    MarketEngagement,
    Notice,
    PhaseLead,
    PhaseScope,
    PooledFund,
    ProcurementPhase,
    ProcurementStage,
    ProviderDetails,
    ReviewAction,
    ReviewedKPI,
    TeamMember,
)
from procurement.services.contract_reviews import standings

from .tables import People, Section, load_sections

PHASES: Final[tuple[Section, ...]] = (
    ("phases", ProcurementPhase),
    ("phase_leads", PhaseLead),
    ("phase_scopes", PhaseScope),
    ("stages", ProcurementStage),
    ("lots", Lot),
    ("lot_services", LotService),
    ("engagements", MarketEngagement),
)
CONTRACTS: Final[tuple[Section, ...]] = (
    ("contracts", Contract),
    ("contract_services", ContractService),
    ("contract_kpis", ContractKPI),
    ("contract_lots", ContractLot),
    ("notices", Notice),
    ("changes", ContractChange),
    ("parties", ContractParty),
    ("values", ContractValue),
    ("ends", ContractEnd),
    ("options", ExtensionOption),
    ("break_points", BreakPoint),
    ("provider_details", ProviderDetails),
)
MONEY: Final[tuple[Section, ...]] = (
    ("budget_lines", BudgetLine),
    ("line_funders", BudgetLineFunder),
    ("line_services", BudgetLineService),
    ("line_reports", LineReport),
    ("funds", PooledFund),
    ("fund_schemes", FundScheme),
    ("fund_contributions", FundContribution),
    ("fund_lines", FundLine),
)
# What somebody did by name of an account, or may alone read.
OF_PEOPLE: Final[tuple[Section, ...]] = (
    ("gateway_evidence", GatewayEvidence),
    ("gateway_decisions", GatewayDecision),
    ("team", TeamMember),
    ("declarations", ConflictDeclaration),
    ("estimates", Estimate),
    ("criteria", AwardCriterion),
    ("bids", Bid),
    ("scores", BidScore),
    ("reviews", ContractReview),
    ("reviewed_kpis", ReviewedKPI),
    ("review_actions", ReviewAction),
)


def load_phases(load: Load) -> None:
    load_sections(load, PHASES)


def load_terms_and_money(load: Load) -> None:
    load_sections(load, (*CONTRACTS, *MONEY))


def load_of_people(load: Load, people: People) -> None:
    """Decisions at gateways, what is sealed, and reviews: all by the demonstration accounts."""
    load_sections(load, OF_PEOPLE, people=people, complete=_as_it_stood)


def _as_it_stood(row: models.Model) -> None:
    """A review keeps each KPI's standing of its day, as the page that records a review does."""
    if isinstance(row, ReviewedKPI):
        row.standing = standings([row.kpi], row.review.held_on)[row.kpi.pk]
