"""The tender section of a release: what is bought, by whom, under which rules, in which lots, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commissioning.core.money import Money, NetGross
from procurement.models import Lot, ProcurementPhase
from procurement.models.regimes import Regime, ThresholdCategory
from procurement.ocds.values import ValueOut, whole_life_value
from procurement.publishing.material import Material
from procurement.publishing.notices import documents, place_of
from procurement.publishing.parties import Parties
from procurement.publishing.timetable import Timetable, latest
from procurement.publishing.words import Json, kept, sentences, titled
from procurement.rules_terms import OptionState
from procurement.rules_thresholds import ThresholdError, is_above, threshold_for
from procurement.selectors.contracts import ContractRow
from programmes.selectors.scope import ScopeRow

LIGHT_TOUCH: Final = "lightTouch"
UNSTATED_VAT: Final = "whether it includes VAT is not stated"


def tender_of(
    material: Material, phase: ProcurementPhase, timetable: Timetable, parties: Parties, title: str
) -> Json:
    """The tender of a phase; its value, thresholds and ends of contracts only once its award is public."""
    contracts = material.contracts_of(phase.pk)
    lots = material.lots.get(phase.pk, [])
    value = value_of([material.estimates.get((phase.pk, None))])
    status = timetable.status()
    leads = parties.refer_all(material.leads.get(phase.pk, ()), "procuringEntity")
    items = [item for row in material.scope_of_phase.get(phase.pk, ()) for item in _items(material, row)]
    return kept(
        {
            "id": phase.local_reference or phase.reference,
            "title": title,
            "description": sentences(phase.description, value.words, _led_by(phase, leads)),
            "status": status,
            "procuringEntity": leads[0] if leads else None,
            "items": items,
            "value": value.value,
            "minValue": value.minimum,
            "classification": cpv(phase.cpv),
            "mainProcurementCategory": category(phase.cpv),
            **_rules(material, phase),
            "aboveThreshold": _above(material, phase),
            "suitability": kept({"sme": phase.suits_sme, "vcse": phase.suits_vcse}),
            "tenderPeriod": timetable.tender_period(),
            "enquiryPeriod": timetable.enquiry_period(),
            "awardPeriod": timetable.award_period(),
            "contractPeriod": timetable.contract_period(
                latest(row.current_end for row in contracts),
                latest(row.last_possible_end for row in contracts),
            ),
            "lots": [_lot(material, lot, status, contracts, parties) for lot in lots],
            **({} if lots else renewal(contracts)),
            "documents": documents(
                one for one in material.notices.get(phase.pk, ()) if place_of(one) == "tender"
            ),
            "milestones": timetable.milestones("tender"),
        }
    )


# --- what is bought -----------------------------------------------------------------------------------------------


def _items(material: Material, row: ScopeRow) -> list[Json]:
    """A service in scope; in several lots, once for each."""
    words = sentences(
        titled(row.name, illustrative=row.illustrative),
        "Whether it is included is to be confirmed" if row.inclusion_tbc else "",
        "Its commissioner is to be confirmed" if row.commissioner_tbc else "",
    )
    lots = material.lots_of_service.get(row.service_id, [])
    if len(lots) < 2:
        return [kept({"id": row.reference, "description": words, "relatedLot": lots[0] if lots else None})]
    return [{"id": f"{row.reference}-{lot}", "description": words, "relatedLot": lot} for lot in lots]


def cpv(code: str) -> Json | None:
    """A code of the common procurement vocabulary: eight digits, its check digit left out."""
    return {"scheme": "CPV", "id": code.split("-")[0].strip()} if code.strip() else None


def category(code: str) -> str:
    """mainProcurementCategory by the divisions of the vocabulary; without a code services, which phases are of."""
    division = code.strip()[:2]
    if not division.isdigit() or int(division) >= 50:
        return "services"
    return "works" if division == "45" else "goods"


# --- rules --------------------------------------------------------------------------------------------------------


def _rules(material: Material, phase: ProcurementPhase) -> Json:
    """The legal basis as its table names it, the process, and the light touch."""
    rule = material.law.rules.get(phase.regime)
    process = phase.process
    basis = kept({"scheme": rule.legal_basis_scheme, "id": rule.legal_basis_id}) if rule else {}
    return {
        "legalBasis": basis if "id" in basis else None,
        "procurementMethod": process.method if process else None,
        "procurementMethodDetails": process.name if process else None,
        "specialRegime": [LIGHT_TOUCH] if phase.light_touch else [],
    }


def _above(material: Material, phase: ProcurementPhase) -> bool | None:
    """tender.aboveThreshold, told from the estimate once that is public; left out where it cannot be told.

    The Provider Selection Regime has no threshold. Both kinds of authority must come to the same answer: whether a
    body counts as central is not settled.
    """
    money = material.estimates.get((phase.pk, None))
    starts = phase.procurement_start.start
    if money is None or starts is None or phase.regime in {"", Regime.PSR, Regime.EXEMPT}:
        return None
    categories = [ThresholdCategory.LIGHT_TOUCH] if phase.light_touch else _GENERAL
    try:
        table = material.law.regime_table
        found = {is_above(money, threshold_for(table, str(each), "", starts)) for each in categories}
    except ThresholdError:
        return None
    return found.pop() if len(found) == 1 else None


_GENERAL: Final = [ThresholdCategory.GOODS_SERVICES_SUB_CENTRAL, ThresholdCategory.GOODS_SERVICES_CENTRAL]


# --- money and lots -----------------------------------------------------------------------------------------------


def value_of(moneys: Sequence[Money | None]) -> ValueOut:
    """The whole-life value of some amounts: that without VAT, that with VAT; where it is not stated, as without."""
    given = [money for money in moneys if money is not None]
    gross = next((money for money in given if money.net_gross == NetGross.GROSS), None)
    net = next((money for money in given if money.net_gross != NetGross.GROSS), None)
    out = whole_life_value(net, gross)
    unsaid = net is not None and net.is_known and net.net_gross == NetGross.UNSTATED
    words = "; ".join(part for part in (out.words, UNSTATED_VAT if unsaid and out.value else "") if part)
    return ValueOut(out.value, out.minimum, words[:1].upper() + words[1:])


def _lot(
    material: Material, lot: Lot, status: str, contracts: Sequence[ContractRow], parties: Parties
) -> Json:
    value = value_of([material.estimates.get((lot.phase_id, lot.pk))])
    own = [row for row in contracts if lot.reference in material.lots_of_contract.get(row.contract_id, ())]
    return kept(
        {
            "id": lot.reference,
            "title": titled(lot.title, illustrative=lot.illustrative),
            "description": sentences(lot.description, value.words),
            "status": status,
            "value": value.value,
            "minValue": value.minimum,
            "buyer": _buyer(material, lot, parties),
            **renewal(own),
        }
    )


def _buyer(material: Material, lot: Lot, parties: Parties) -> Json | None:
    """The one commissioner that leads every service of the lot; nobody where they differ or one is not known."""
    rows = [
        row
        for row in material.scope.values()
        if lot.reference in material.lots_of_service.get(row.service_id, ())
    ]
    leads = {row.lead_id for row in rows}
    return parties.refer(leads.pop(), "buyer") if len(leads) == 1 else None


def renewal(contracts: Sequence[ContractRow]) -> Json:
    """hasRenewal and renewal from the options of public contracts, taken ones included; nothing without a contract."""
    if not contracts:
        return {}
    options = [option for row in contracts for option in row.options]
    if not options:
        return {"hasRenewal": False}
    said = [
        sentences(
            f"{row.reference}: option {option.sequence} of {option.months} months"
            + (f", {option.notice_months} months’ notice" if option.notice_months is not None else "")
            + (f", {_STATES[option.state]}" if option.state != OptionState.LIVE else "")
        )
        for row in contracts
        for option in row.options
    ]
    printed = [f"As printed: {row.term_as_printed}" for row in contracts if row.term_as_printed]
    most = max(len(row.options) for row in contracts)
    return {
        "hasRenewal": True,
        "renewal": {"description": sentences(*said, *printed), "maximumRenewals": most},
    }


_STATES: Final = {OptionState.TAKEN: "taken", OptionState.LAPSED: "lapsed"}


def _led_by(phase: ProcurementPhase, leads: Sequence[Json]) -> str:
    """Who leads as printed, where no organisation stands for it."""
    return f"Led by {phase.led_by}" if phase.led_by and not leads else ""
