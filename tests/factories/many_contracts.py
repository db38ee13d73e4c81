"""More contracts: each with parties, values, ends, options, acts and a review, and the first one longer too."""

from typing import Any

from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import KPI
from procurement.models import Contract
from programmes.models import Organisation, Programme, Service
from tests.factories.contracts import (
    BreakPointFactory,
    ContractChangeFactory,
    ContractEndFactory,
    ContractPartyFactory,
    ContractReviewFactory,
    ContractValueFactory,
    ExtensionOptionFactory,
    ReviewActionFactory,
    ReviewedKPIFactory,
    SavedViewFactory,
)
from tests.factories.kpis import ContractFactory, ContractKPIFactory, ContractServiceFactory
from tests.factories.programmes import cite


def more_of_contracts(programme: Programme, lead: Organisation, phase: Any, author: Any) -> Contract:
    """A contract of the phase and one that nobody may know yet; the programme's first contract gets more of each."""
    contract = ContractFactory(
        programme=programme, phase=phase, starts="1 April 2018", review_every_months=12
    )
    cite(contract, "para 20")
    sealed = ContractFactory(programme=programme, phase=phase, public_from=None)
    ContractPartyFactory(contract=sealed, organisation=lead, role="lead_provider")
    first = Contract.objects.filter(programme=programme).earliest("pk")
    for each in dict.fromkeys((first, contract)):  # in one order: the first review is the first contract's
        _hang_on(each, lead, author)
    ContractFactory(programme=programme, replaces=first)
    SavedViewFactory(programme=programme, is_shared=True)
    return contract


def _hang_on(contract: Contract, lead: Organisation, author: Any) -> None:
    kpi = KPI.objects.filter(programme=contract.programme).exclude(contract_kpis__contract=contract).first()
    service = (
        Service.objects.filter(programme=contract.programme)
        .exclude(contract_services__contract=contract)
        .first()
    )
    ContractPartyFactory(contract=contract, organisation=lead, role="co_commissioner")
    ContractPartyFactory(contract=contract, organisation=lead, role="subcontractor")
    ContractValueFactory(contract=contract, money="£1.5m")
    ContractEndFactory(contract=contract, ends=parse_fuzzy_date("31 March 2030"))
    ExtensionOptionFactory(contract=contract)
    BreakPointFactory(contract=contract, on="1 April 2025")
    ContractChangeFactory(programme=contract.programme, contract=contract, made_by=author)
    review = ContractReviewFactory(programme=contract.programme, contract=contract, made_by=author)
    ReviewActionFactory(review=review)
    if service is not None:
        ContractServiceFactory(contract=contract, service=service)
    if kpi is not None:
        ContractKPIFactory(contract=contract, kpi=kpi)
        ReviewedKPIFactory(review=review, kpi=kpi)
