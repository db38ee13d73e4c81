"""Add a contract, change what its record says of it, and its services, KPIs and further parties."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from commissioning.core.money import Money
from outcomes.models import KPI
from procurement.models import Contract, ContractKPI, ContractParty, ContractService, ProcurementPhase
from procurement.models.contracts import PartyRole
from procurement.models.regimes import Regime
from procurement.models.terms import ContractEnd, ContractValue, ExtensionOption
from procurement.rules_contracts import UNREASONED, value_problem, words
from procurement.rules_regime import CpvError, read_cpv
from procurement.selectors.contract_fields import BASICS, label_of
from procurement.services.contract_door import NOT_YOURS, may_change, opened_contract, require_unsealed
from programmes.access import Grants
from programmes.models import Organisation, Programme, Service
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

NOT_YOUR_ORGANISATION = (
    "A commissioner adds contracts that their own organisation commissions. Choose it as lead commissioner, or ask a "
    "programme manager."
)


@dataclass(frozen=True)
class NewContract:
    """A contract as it is entered. `options` are the months of each extension option, in order."""

    values: Mapping[str, Any]
    lead_commissioner: Organisation | None
    funder: Organisation | None = None
    provider: Organisation | None = None
    money: Money | None = None
    ends: FuzzyDate | None = None
    options: Sequence[int] = ()
    option_notice_months: int | None = None
    public_from: date | None = None
    services: Collection[Service] = field(default=())
    kpis: Collection[KPI] = field(default=())


def add_contract(
    programme: Programme,
    new: NewContract,
    *,
    by: User,
    grants: Grants,
    reason: str,
    on: date,  # noqa: ARG001
) -> Contract:
    """Add a contract with the terms that it begins with, which hold from its beginning.

    Raises PermissionDenied for who may not, a commissioner of another organisation included, and ValidationError by
    field. Award, signing and what follows are acts of their own.
    """
    if not grants.may(Permission.EDIT_CONTRACTS, programme.pk):
        raise PermissionDenied(NOT_YOURS)
    lead = new.lead_commissioner
    refuse(
        {
            **_basics_problems(programme, new.values),
            "reason": "" if reason.strip() else UNREASONED,
            "lead_commissioner": "Choose the organisation that commissions it." if lead is None else "",
            "money": value_problem(new.money) if new.money is not None and new.money.is_known else "",
            "ends": _ends_problem(new.values.get("starts"), new.ends),
            "public_from": _public_problem(new.values.get("phase"), new.public_from),
            "options": _options_problem(new.options),
        }
    )
    assert lead is not None  # noqa: S101 (refused above)
    if not may_change(grants, programme.pk, frozenset({lead.pk})):
        refuse({"lead_commissioner": NOT_YOUR_ORGANISATION})
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        contract = Contract(
            programme=programme,
            reference=next_reference(Contract, "CON", programme),
            public_from=new.public_from,
            illustrative=programme.illustrative,
        )
        for name, value in new.values.items():
            setattr(contract, name, value)
        contract.full_clean()
        contract.save()
        _begin(contract, new)
        return contract


def _begin(contract: Contract, new: NewContract) -> None:
    """The parties, value, end and options that hold from the beginning."""
    parts = (
        (PartyRole.LEAD_COMMISSIONER, new.lead_commissioner),
        (PartyRole.FUNDER, new.funder),
        (PartyRole.LEAD_PROVIDER, new.provider),
    )
    for role, organisation in parts:
        if organisation is not None:
            ContractParty.objects.create(contract=contract, organisation=organisation, role=role)
    if new.money is not None and new.money.is_known:
        value = ContractValue(contract=contract)
        value.money = new.money
        value.save()
    if new.ends is not None:
        end = ContractEnd(contract=contract)
        end.ends = new.ends
        end.save()
    for place, months in enumerate(new.options, start=1):
        ExtensionOption.objects.create(
            contract=contract, sequence=place, months=months, notice_months=new.option_notice_months
        )
    _tie(contract, ContractService, "service", new.services)
    _tie(contract, ContractKPI, "kpi", new.kpis)


def change_contract(
    contract: Contract,
    values: Mapping[str, Any],
    *,
    services: Collection[Service] | None = None,
    kpis: Collection[KPI] | None = None,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> tuple[str, ...]:
    """Change fields of the record, the services it provides and the KPIs it adopts; the labels of what changed.

    A KPI that is given up keeps its figures, since they belong to the KPI. Raises as `opened_contract`, ValidationError
    by field, and KeyError for what changes by an act alone.
    """
    if unknown := set(values) - set(BASICS):
        raise KeyError(f"Not changed on the record: {', '.join(sorted(unknown))}.")
    with opened_contract(contract, version=version, by=by, grants=grants, reason=reason, on=on) as row:
        refuse(
            {
                **_basics_problems(row.programme, values),
                **_phase_problem(row, values, on),
                "starts": _starts_problem(row, values),
            }
        )
        changed = []
        for name, value in values.items():
            value = value.strip() if isinstance(value, str) else value
            if getattr(row, name) != value:
                setattr(row, name, value)
                changed.append(label_of(name))
        row.full_clean()
        if services is not None and _tie(row, ContractService, "service", services):
            changed.append("services")
        if kpis is not None and _tie(row, ContractKPI, "kpi", kpis):
            changed.append("KPIs adopted")
        refuse(
            {
                "__all__": ""
                if changed
                else "Nothing differs from what stands now. Change something, or cancel."
            }
        )
        return tuple(changed)


def add_party(
    contract: Contract,
    *,
    organisation: Organisation | None,
    role: str,
    starts_on: date | None,
    version: int,
    **who: Any,
) -> ContractParty:
    """Give an organisation a part in the contract from a day on; None is from the beginning.

    One lead provider and one lead commissioner at a time: they change by award and novation. Raises as
    `opened_contract`, PermissionDenied while its award is sealed, and ValidationError by field.
    """
    require_unsealed(contract, by=who["by"], grants=who["grants"], on=who["on"])
    with opened_contract(contract, version=version, **who) as row:
        problems = {"organisation": "Choose the organisation." if organisation is None else ""}
        held = ContractParty.objects.filter(contract=row, role=role)
        running = held.filter(ends_on__isnull=True)
        if role in (PartyRole.LEAD_PROVIDER, PartyRole.LEAD_COMMISSIONER) and running.exists():
            problems["role"] = (
                f"The contract has a {PartyRole(role).label.lower()} already. Record a novation to change who it is."
            )
        elif organisation is not None and running.filter(organisation=organisation).exists():
            problems["organisation"] = f"{organisation.name} has this part already."
        refuse(problems)
        party = ContractParty(contract=row, organisation=organisation, role=role, starts_on=starts_on)
        party.full_clean()
        party.save()
        return party


def end_party(
    contract: Contract, *, party: ContractParty | None, ends_on: date, version: int, **who: Any
) -> ContractParty:
    """End a party's part: `ends_on` is the first day without it. Raises as `add_party`."""
    require_unsealed(contract, by=who["by"], grants=who["grants"], on=who["on"])
    with opened_contract(contract, version=version, **who) as row:
        held = ContractParty.objects.select_for_update().filter(
            contract=row, pk=party.pk if party else None, ends_on__isnull=True
        )
        found: ContractParty | None = held.first()
        problems = {"party": "Choose a party whose part has not ended." if found is None else ""}
        if found is not None and found.role == PartyRole.LEAD_COMMISSIONER:
            problems["party"] = "A contract keeps its lead commissioner. Record a novation to another one."
        if found is not None and found.starts_on and ends_on <= found.starts_on:
            problems["ends_on"] = f"Its part begins on {words(found.starts_on)}. Enter a later day."
        refuse(problems)
        assert found is not None  # noqa: S101 (refused above)
        found.ends_on = ends_on
        found.save()
        return found


def _tie(contract: Contract, model: type[Model], side: str, wanted: Collection[Any]) -> bool:
    """Make the ties of a contract exactly those wanted; whether any was made or taken away."""
    rows: Any = model._default_manager.filter(contract=contract)
    held = set(rows.values_list(f"{side}_id", flat=True))
    ids = {record.pk for record in wanted}
    for gone in rows.exclude(**{f"{side}__in": ids}):
        gone.delete()
    for record in wanted:
        if record.pk not in held:
            model._default_manager.create(contract=contract, **{side: record})
    return held != ids


def _basics_problems(programme: Programme, values: Mapping[str, Any]) -> dict[str, str]:
    problems = {}
    if "name" in values:
        problems["name"] = "" if str(values["name"]).strip() else "Enter a name for the contract."
    phase: ProcurementPhase | None = values.get("phase")
    if phase is not None and phase.programme_id != programme.pk:
        problems["phase"] = "Choose a phase of this programme."
    try:
        read_cpv(str(values.get("cpv") or ""))
    except CpvError as error:
        problems["cpv"] = str(error)
    return problems


def _public_problem(phase: ProcurementPhase | None, public_from: date | None) -> str:
    """Under a regime the notice opens an award, not whoever enters the contract."""
    if phase is None or public_from is None or phase.regime in ("", Regime.EXEMPT):
        return ""
    opened = phase.award_public_from
    if opened is not None and opened <= public_from:
        return ""
    since = f"public since {words(opened)}" if opened else "not public yet"
    return f"The award of this phase is {since}. Leave this empty: publishing the phase’s notice opens it."


def _phase_problem(contract: Contract, values: Mapping[str, Any], on: date) -> dict[str, str]:
    """Out of its phase a sealed contract would be open to whoever keeps the register."""
    public = contract.public_from is not None and contract.public_from <= on
    if "phase" not in values or public or contract.phase_id is None or values["phase"] == contract.phase:
        return {}
    return {"phase": "The award is not public yet. Until it is, the contract stays with its phase."}


def _ends_problem(starts: FuzzyDate | None, ends: FuzzyDate | None) -> str:
    first = starts.start if starts else None
    if first and ends and ends.end and ends.end < first:
        return f"The contract starts on {words(first)}: its last day cannot be before that."
    return ""


def _starts_problem(contract: Contract, values: Mapping[str, Any]) -> str:
    """A contract does not start after the latest last day that is recorded of it."""
    starts: FuzzyDate | None = values.get("starts")
    first = starts.start if starts else None
    if first is None or starts == contract.starts:
        return ""
    known = [end.ends.end for end in contract.ends.all() if end.ends.end]
    if known and first > max(known):
        return f"The contract’s last day is {words(max(known))}: it cannot start after that."
    return ""


def _options_problem(options: Sequence[int]) -> str:
    wrong = [months for months in options if not 1 <= months <= 600]
    return f"An option of {wrong[0]} months cannot be. Enter months from 1 to 600." if wrong else ""
