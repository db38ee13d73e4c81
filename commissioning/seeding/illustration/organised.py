"""The programme, who takes part in it, the services in its scope, and the contracts that adopt KPIs."""

from typing import Any

from commissioning.seeding.load import Load, with_values
from commissioning.seeding.records import Record
from outcomes.models import KPI
from procurement.models import Contract, ContractEnd, ContractKPI, ContractParty, ContractService
from procurement.models.contracts import PartyRole
from programmes.models import CommissioningResponsibility, Organisation, Programme, Service, ServiceScope
from programmes.models.services import ScopeState

from .drafts import a_date, each_left, found, save_each, save_ties
from .tables import values_of


def load_programme(load: Load) -> None:
    """Make or find the programme. Raises RecordGoneError when a person has deleted it."""
    record = load.seed.record("programme")
    save_each(load, Programme, [record], _programme)
    load.programme = load.find(Programme, record.id, record=record, field="id")


def load_organisations(load: Load) -> None:
    save_each(load, Organisation, load.seed.records("organisations"), _organisation)


def load_services(load: Load) -> None:
    """Services, all in scope, each with its lead commissioner."""
    records = load.seed.records("services")
    save_each(load, Service, records, lambda _load, record, _place: {"name": record.text("name")})
    ids = [(f"{record.id}-SCOPE", f"{record.id}-LEAD", record) for record in records]
    scopes = [Record({**record.data, "id": scope, "service": record.id}, scope) for scope, _, record in ids]
    leads = [Record({**record.data, "id": lead, "service": record.id}, lead) for _, lead, record in ids]
    save_each(load, ServiceScope, scopes, _scope)
    save_each(load, CommissioningResponsibility, leads, _lead)


def load_contracts(load: Load) -> None:
    for record, contract in save_each(load, Contract, load.seed.records("contracts"), _contract):
        _parties_and_end(load, contract, record)
        services, kpis = (
            each_left(load, Service, record, "services"),
            each_left(load, KPI, record, "kpis"),
        )
        save_ties(
            ContractService, (ContractService(contract=contract, service=service) for service in services)
        )
        save_ties(ContractKPI, (ContractKPI(contract=contract, kpi=kpi) for kpi in kpis))


def _programme(_load: Load, record: Record, _place: int) -> dict[str, Any]:
    fields = ("key", "name", "place", "population_scope", "kind", "state")
    return {field: record.text(field) for field in fields}


def _organisation(_load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {"name": record.text("name"), "kind": record.text("type")}


def _scope(load: Load, record: Record, place: int) -> dict[str, Any]:
    return {
        "service": found(load, Service, record, "service"),
        "state": ScopeState.IN_SCOPE,
        "position": place,
    }


def _lead(load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "service": found(load, Service, record, "service"),
        "organisation": found(load, Organisation, record, "lead"),
    }


def _contract(load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        **values_of(load, Contract, record.part("more")),
        "name": record.text("name"),
        **a_date(record, "starts"),
        "public_from": a_date(record, "starts")["starts"].start,
    }


def _parties_and_end(load: Load, contract: Contract, record: Record) -> None:
    """Who provides it, and its last day: rows of their own, since both may change."""
    provider = found(load, Organisation, record, "provider")
    if provider is not None:
        save_ties(
            ContractParty,
            [ContractParty(contract=contract, organisation=provider, role=PartyRole.LEAD_PROVIDER)],
        )
    save_ties(ContractEnd, [with_values(ContractEnd, contract=contract, **a_date(record, "ends"))])
