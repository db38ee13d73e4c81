"""Writing contracts and their amendments: the terms as dated rows, award and signing as acts, changes as variations."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier, format_exactly
from commissioning.core.periods import day_after
from procurement.models import Contract, ContractLot, ContractParty
from procurement.models.contracts import PROVIDING, PartyRole
from procurement.models.regimes import Regime
from procurement.models.terms import ContractChange, ContractEnd, ContractValue
from procurement.rules_acts import ActKind
from procurement.rules_import import Fate, RecordPlan
from procurement.rules_import_values import JOIN
from procurement.services.contract_door import Acting, Deed
from procurement.services.contract_terms import vary
from procurement.services.contracts import NewContract, add_contract, change_contract
from procurement.services.ocds_import_writing import Writing, read_day, stated
from programmes.models import Organisation

BASIC = ("name", "number", "description", "term_as_printed", "cpv")
VAT = {"net": NetGross.NET, "gross": NetGross.GROSS}


def money_of(name: str, written: str) -> Money:
    """A whole-life amount in pounds, without VAT (`net`) or with it (`gross`)."""
    number = Decimal(written)
    text = format_exactly(number, "GBP")
    return Money(text, number, Qualifier.EXACT, Basis.TOTAL_CONTRACT_VALUE, net_gross=VAT[name])


def _open_value(contract: Contract, money: Money) -> None:
    """A value that holds from the contract's beginning."""
    rows: Any = ContractValue.objects
    rows.create(contract=contract, money=money)


def _open_end(contract: Contract, ends: FuzzyDate, **more: Any) -> None:
    rows: Any = ContractEnd.objects
    rows.create(contract=contract, ends=ends, **more)


def write_contract(writing: Writing, plan: RecordPlan) -> None:
    """A contract: a new one with its terms, award and signing; or the fields of one that were shown as changed."""
    if plan.fate == Fate.REFUSED:
        return
    if plan.fate == Fate.NEW:
        contract = _add(writing, plan)
    else:
        contract = Contract.objects.get(programme=writing.programme, reference=plan.reference)
        if plan.changes:
            _change(writing, contract, plan)
    _tie_lots(writing, contract, plan)
    writing.led_to(plan, contract.reference)


def _tie_lots(writing: Writing, contract: Contract, plan: RecordPlan) -> None:
    for number in plan.facts["lots"].split(JOIN):
        lot = writing.lots.get(number)
        if lot is not None:
            ContractLot.objects.get_or_create(contract=contract, lot=lot)


# --- a new contract ----------------------------------------------------------------------------------------------


def _add(writing: Writing, plan: RecordPlan) -> Contract:
    suppliers = _suppliers(writing, plan)
    values: dict[str, Any] = {name: plan.value(name) for name in BASIC if plan.value(name)}
    values |= {"starts": stated(plan.value("starts")), "phase": writing.phase}
    ends = plan.value("ends")
    new = NewContract(
        values=values,
        lead_commissioner=writing.organisations[plan.facts["buyer"]],
        provider=suppliers[0] if suppliers else None,
        money=money_of("net", plan.value("net")) if plan.value("net") else None,
        ends=stated(ends) if ends else None,
        options=[int(months) for months in plan.facts["options"].split(JOIN) if months],
        public_from=_public_from(writing, plan),
    )
    contract = add_contract(writing.programme, new, on=writing.on, **writing.who)
    _add_terms(contract, plan, suppliers[1:])
    _make(writing, contract, plan, suppliers)
    if plan.facts.get("illustrative") == "yes" and not contract.illustrative:
        contract = Contract.objects.get(pk=contract.pk)
        contract.illustrative = True
        contract.save()
    return contract


def _add_terms(contract: Contract, plan: RecordPlan, others: Sequence[Organisation]) -> None:
    """What the form of a new contract does not ask: further providers, the value with VAT, the last possible end."""
    for organisation in others:
        ContractParty.objects.create(contract=contract, organisation=organisation, role=PartyRole.PROVIDER)
    if plan.value("gross"):
        _open_value(contract, money_of("gross", plan.value("gross")))
    if plan.value("last_end") and not plan.facts["options"]:
        ends = stated(plan.value("last_end"))
        _open_end(contract, ends, extension=Extension.WITH_EXTENSION)


def _suppliers(writing: Writing, plan: RecordPlan) -> list[Organisation]:
    """Each organisation once, in the order of the file: the first is the lead provider."""
    keys = [key for key in plan.facts["suppliers"].split(JOIN) if key]
    return list(
        {
            organisation.pk: organisation for key in keys if (organisation := writing.organisations.get(key))
        }.values()
    )


def _public_from(writing: Writing, plan: RecordPlan) -> date | None:
    """The day its award became public: that of the phase's notice. Where no notice opens an award, that of the file's
    own publication of it."""
    phase = writing.phase
    opened: date | None = phase.award_public_from
    if opened is None and phase.regime in ("", Regime.EXEMPT):
        return read_day(plan.facts["opened_on"])
    return opened


def _make(writing: Writing, contract: Contract, plan: RecordPlan, suppliers: Sequence[Organisation]) -> None:
    """Award and signing as the acts they were, on the days that the file gives. What it publishes has happened: the
    standstill is not judged again."""
    awarded, signed = read_day(plan.facts["awarded_on"]), read_day(plan.value("signed_on"))
    intended = plan.facts["award_state"] == "intended" and signed is None
    after = {"provider": ", ".join(each.name for each in suppliers)}
    if plan.facts["award_state"] and (awarded or signed):
        kind = ActKind.AWARD_INTENDED if intended else ActKind.AWARDED
        day = awarded or signed
        assert day is not None  # noqa: S101 (one of the two is given)
        _act(writing, contract, kind, min(day, signed) if signed else day, after)
    if signed is not None:
        _sign(writing, contract, signed)


def _sign(writing: Writing, contract: Contract, signed: date) -> None:
    row = Contract.objects.get(pk=contract.pk)
    row.signed_on = signed
    row.save()
    _act(writing, row, ActKind.SIGNED, signed, {"signed_on": signed.isoformat()})


def _act(writing: Writing, contract: Contract, kind: ActKind, day: date, after: dict[str, Any]) -> None:
    deed = Deed(day, "As published", day)
    Acting(contract, kind, deed, day).record(before={}, after=after, by=writing.by, reason=writing.reason)


# --- a contract that stands here -----------------------------------------------------------------------------------


def _change(writing: Writing, contract: Contract, plan: RecordPlan) -> None:
    basics: dict[str, Any] = {name: plan.value(name) for name in BASIC if plan.writes(name)}
    if plan.writes("starts"):
        basics["starts"] = stated(plan.value("starts"))
    if basics:
        change_contract(contract, basics, version=contract.version, on=writing.on, **writing.who)
    contract = Contract.objects.get(pk=contract.pk)
    if plan.writes("signed_on"):
        _sign_later(writing, contract, plan)
    if plan.writes("last_end"):
        _reopen_last_end(writing, contract, plan)
    _add_parties(contract, plan)
    _change_terms(writing, Contract.objects.get(pk=contract.pk), plan)


def _sign_later(writing: Writing, contract: Contract, plan: RecordPlan) -> None:
    signed = read_day(plan.value("signed_on"))
    assert signed is not None  # noqa: S101 (a change has a day)
    awarded = {ActKind.AWARDED, ActKind.SIGNED}
    if not ContractChange.objects.filter(contract=contract, kind__in=awarded).exists():
        _act(writing, contract, ActKind.AWARDED, signed, {})
    _sign(writing, contract, signed)


def _change_terms(writing: Writing, contract: Contract, plan: RecordPlan) -> None:
    """A new value or end: what was not known is filled in; else it is a variation from the day of its publication."""
    held = {row.money.net_gross for row in ContractValue.objects.filter(contract=contract, ends_on=None)}
    unstated = NetGross.UNSTATED in held
    values = []
    for name in ("net", "gross"):
        if plan.writes(name):
            money = money_of(name, plan.value(name))
            known = next(each for each in plan.changes if each.name == name).before.canon
            if known and (money.net_gross in held or unstated):
                values.append(money)
            else:
                _open_value(contract, money)
    ends = stated(plan.value("ends")) if plan.writes("ends") else None
    if (
        ends
        and not ContractEnd.objects.filter(contract=contract).exclude(extension="with_extension").exists()
    ):
        _open_end(contract, ends)
        ends = None
    if values or ends:
        day = read_day(plan.facts["published_on"]) or writing.on
        vary(
            contract,
            Deed(day, "As published", day, day),
            values=values,
            ends=ends,
            version=contract.version,
            on=writing.on,
            **writing.who,
        )


def _reopen_last_end(writing: Writing, contract: Contract, plan: RecordPlan) -> None:
    """The last possible end as published: the version before it is closed on the day, never overwritten."""
    day = read_day(plan.facts["published_on"]) or writing.on
    row = ContractEnd.objects.filter(contract=contract, extension="with_extension", ends_on=None).first()
    if row is not None:
        day = day if row.starts_on is None or day > row.starts_on else day_after(row.starts_on)
        held = lock_for_edit(ContractEnd, row.pk, row.version)
        held.ends_on = day
        held.save()
    _open_end(
        contract,
        stated(plan.value("last_end")),
        extension=Extension.WITH_EXTENSION,
        starts_on=day if row is not None else None,
    )


def _add_parties(contract: Contract, plan: RecordPlan) -> None:
    """Parties where the contract had none; anybody else than ours is a novation, made by a person."""
    if plan.writes("commissioner"):
        _party(contract, plan.value("commissioner"), PartyRole.LEAD_COMMISSIONER)
    if plan.writes("providers") and not contract.parties.filter(role__in=PROVIDING, ends_on=None).exists():
        for place, reference in enumerate(plan.value("providers").split(JOIN)):
            _party(contract, reference, PartyRole.PROVIDER if place else PartyRole.LEAD_PROVIDER)


def _party(contract: Contract, reference: str, role: PartyRole) -> None:
    organisation = Organisation.objects.get(reference=reference)
    ContractParty.objects.create(contract=contract, organisation=organisation, role=role)


# --- amendments --------------------------------------------------------------------------------------------------


def write_amendment(writing: Writing, plan: RecordPlan) -> None:
    """An amendment as a variation, through its door: proposed ones change nothing until they are signed."""
    if plan.fate != Fate.NEW:
        return
    reference = writing.references[writing.ocid, plan.facts["contract"]]
    contract = Contract.objects.get(programme=writing.programme, reference=reference)
    dated, counts = read_day(plan.value("dated")), read_day(plan.facts["counts_from"])
    assert dated is not None and counts is not None  # noqa: S101, PT018 (the plan refuses one without a day)
    values = [money_of(name, plan.value(name)) for name in VAT if plan.value(name)]
    ends = plan.value("ends")
    change = vary(
        contract,
        Deed(dated, "As published", counts, None if plan.facts["proposed"] else dated),
        values=_not_held(contract, values),
        ends=stated(ends) if ends and not _end_stands(contract, ends) else None,
        what=plan.value("what") or plan.value("rationale") or plan.title,
        version=contract.version,
        on=writing.on,
        by=writing.by,
        grants=writing.grants,
        reason=plan.value("rationale") or plan.value("what") or writing.reason,
    )
    writing.led_to(plan, change.reference)


def _not_held(contract: Contract, values: Sequence[Money]) -> list[Money]:
    """Without the amounts that stand already: a version that changes nothing would say that it did."""
    held = {
        (row.money.net_gross, row.money.amount)
        for row in ContractValue.objects.filter(contract=contract, ends_on=None)
    }
    return [money for money in values if (money.net_gross, money.amount) not in held]


def _end_stands(contract: Contract, written: str) -> bool:
    rows = ContractEnd.objects.filter(contract=contract, ends_on=None).exclude(extension="with_extension")
    return any(row.ends.end is not None and row.ends.end.isoformat() == written for row in rows)
