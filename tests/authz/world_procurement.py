"""The records of procurement and contracts in the world of the access tests."""

from datetime import date
from typing import Any

from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import KPI
from procurement.models import BudgetLine, Lot, ProcurementPhase
from programmes.models import Organisation, Service
from tests import factories


def procurement(make: Any, lead: Organisation, amount: str, day: str) -> None:
    """A phase's stages, lots and notices; its sealed records; a contract's terms and acts; money by month."""
    _phase(make, day)
    _sealed(make, amount)
    _contract(make, lead, amount, day)
    _money(make, lead, amount, day)
    _exchanged(make, lead)


def _phase(make: Any, day: str) -> None:
    phase = make.made[ProcurementPhase]
    for name in ("RegimeRule", "Threshold", "CpvRange", "ProcurementProcess"):
        _law(make, name)
    _law(make, "CalendarDay", day=parse_fuzzy_date(day).start)
    kind = _law(make, "StageKind", is_gateway=True)
    requirement = _law(make, "GatewayRequirement", stage=kind)
    stage = make.one("ProcurementStage", phase=phase, kind=kind, planned=day, forecast=day)
    make.one("StageChange", stage=stage)
    make.one("GatewayEvidence", stage=stage, requirement=requirement, document=None)
    make.once("GatewayDecision", stage=stage)
    lot = make.one("Lot", phase=phase)
    make.one("LotService", lot=lot, service=make.made[Service])
    make.one("MarketEngagement", phase=phase, held=day)
    make.one("Notice", phase=phase, kind=_law(make, "NoticeKind"), not_needed_because="")


def _law(make: Any, name: str, **given: Any) -> Any:
    """A row of a table of the law, the same one for every programme: all of them read the same tables."""
    factory = getattr(factories, f"{name}Factory")
    record = factory._meta.model.objects.order_by("pk").first() or factory(**given)
    make.made[type(record)] = record
    return record


def _sealed(make: Any, amount: str) -> None:
    phase = make.made[ProcurementPhase]
    make.one("TeamMember", phase=phase)
    make.once("ConflictDeclaration", phase=phase)
    make.one("Estimate", phase=phase, money=amount)
    bid = make.one("Bid", phase=phase, price=amount)
    criterion = make.one("AwardCriterion", phase=phase)
    make.one("BidScore", bid=bid, criterion=criterion)
    make.one("DecisionRecord", phase=phase)
    make.one("SealedReading", phase=phase)


def _contract(make: Any, lead: Organisation, amount: str, day: str) -> None:
    contract = make.one("Contract", phase=make.made[ProcurementPhase], starts=day)
    make.one("ContractService", contract=contract, service=make.made[Service])
    make.one("ContractKPI", contract=contract, kpi=make.made[KPI])
    make.one("ContractLot", contract=contract, lot=make.made[Lot])
    change = make.once("ContractChange", contract=contract)
    make.one("ContractParty", contract=contract, organisation=lead, role="lead_commissioner")
    make.one("ContractParty", contract=contract, organisation=lead, role="lead_provider")
    make.one("ContractValue", contract=contract, money=amount)
    make.one("ContractEnd", contract=contract, ends=day)
    make.one("ExtensionOption", contract=contract, change=change, lapsed_on=None)
    make.one("BreakPoint", contract=contract, on=day)
    review = make.one("ContractReview", contract=contract)
    make.one("ReviewedKPI", review=review, kpi=make.made[KPI])
    make.one("ReviewAction", review=review, due=day)


def _money(make: Any, lead: Organisation, amount: str, day: str) -> None:
    make.once("LineReport", line=make.made[BudgetLine], month=date(2018, 4, 1), outturn=amount)
    fund = make.one("PooledFund", host=lead, period=day)
    make.one("FundScheme", fund=fund, money=amount)
    make.one("FundLine", fund=fund, line=make.made[BudgetLine])
    make.one("FundContribution", fund=fund, contributor=lead, money=amount)


def _exchanged(make: Any, lead: Organisation) -> None:
    # As a register writes it: every programme shares organisations and their numbers.
    identifier = factories.OrganisationIdentifierFactory(organisation=lead)
    make.made[type(identifier)] = identifier
    make.one("ProviderDetails", organisation=lead, mailbox="")
    make.one("Publication")
    make.once("PublishedRelease", phase=make.made[ProcurementPhase])
    received = make.one("OcdsImport")
    make.one("ReceivedRecord", import_of=received)
    make.one("PartyMatch", import_of=received, organisation=lead)
    make.one("SavedView")
    make.one("CalendarLink")
