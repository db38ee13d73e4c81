"""What may be chosen in the forms of contracts: organisations, phases, services and KPIs of the programme."""

from typing import Any

from django.db.models import Q, QuerySet

from outcomes.models import KPI
from procurement.models import Contract, ContractParty, ProcurementPhase
from procurement.models.exchange import ProviderDetails
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    Programme,
    ProgrammePartner,
    Service,
)

from .sealed import Sight


def organisations_for(programme: Programme, sight: Sight) -> QuerySet[Organisation]:
    """Whoever has a part in the programme, or in a contract of it that the reader may know, and registered providers.

    Parties of a contract whose award is sealed are not offered for that: the list would give them away.
    """
    contracts = [
        contract.pk
        for contract in Contract.objects.filter(programme=programme)
        if sight.of_contract(contract).provider
    ]
    elsewhere = CommissioningResponsibility.objects.exclude(programme=programme)
    sides: tuple[QuerySet[Any], ...] = (
        ProgrammePartner.objects.filter(programme=programme),
        CommissionerCode.objects.filter(programme=programme),
        CommissioningResponsibility.objects.filter(programme=programme, organisation__isnull=False),
        ContractParty.objects.filter(contract__in=contracts),
        # Registered providers, but not who commissions in another programme, of which the reader may know nothing.
        ProviderDetails.objects.exclude(
            organisation__in=elsewhere.filter(organisation__isnull=False).values("organisation")
        ),
    )
    known = Q()
    for side in sides:
        known |= Q(pk__in=side.values("organisation"))
    return Organisation.objects.filter(known).order_by("name")


def phases_for(programme: Programme) -> QuerySet[ProcurementPhase]:
    return ProcurementPhase.objects.filter(programme=programme).order_by("number")


def services_for(programme: Programme) -> QuerySet[Service]:
    return Service.objects.filter(programme=programme).order_by("name", "reference")


def kpis_for(programme: Programme) -> QuerySet[KPI]:
    return KPI.objects.filter(programme=programme).order_by("name", "reference")
