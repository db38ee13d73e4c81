"""Awards and contracts of a release: with whom, what for, what they are worth, how they changed and how they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Extension, Money
from procurement.models import Notice, ProcurementPhase
from procurement.models.contracts import ContractChangeKind, PartyRole
from procurement.ocds.dates import end_of, last_moment, period_of, start_of
from procurement.publishing.material import Material
from procurement.publishing.notices import documents, place_of, standstill_period
from procurement.publishing.parties import Parties
from procurement.publishing.tender import value_of
from procurement.publishing.timetable import Timetable
from procurement.publishing.words import Json, counted, kept, sentences, titled, worded
from procurement.rules_acts import ContractState
from procurement.selectors.contract_acts import ActRow
from procurement.selectors.contracts import ContractRow, Terms

SUPPLYING: Final = (PartyRole.LEAD_PROVIDER, PartyRole.PROVIDER)
AMENDING: Final = (
    ContractChangeKind.VARIATION,
    ContractChangeKind.EXTENSION,
    ContractChangeKind.NOVATION,
)
BUYING: Final = {
    PartyRole.LEAD_COMMISSIONER: "buyer",
    PartyRole.CO_COMMISSIONER: "buyer",
    PartyRole.FUNDER: "funder",
    PartyRole.SUBCONTRACTOR: "subcontractor",
}


def award_id(row: ContractRow) -> str:
    """Ours: one award for each contract, so that neither can stand without the other."""
    return f"{row.reference}-AWARD"


def awards_of(material: Material, phase: ProcurementPhase, parties: Parties) -> list[Json]:
    """One award for each contract that is public: decided when, to whom, for which lots, at what value."""
    return [_award(material, phase, row, parties) for row in material.contracts_of(phase.pk)]


def _award(material: Material, phase: ProcurementPhase, row: ContractRow, parties: Parties) -> Json:
    terms = material.terms[row.contract_id]
    first = [value.money for value in terms.values if value.change_id is None]
    value = value_of(preferred(first or row.values or ()))
    suppliers = [party.organisation_id for party in row.parties if party.role in SUPPLYING]
    first_end = next((end.ends for end in terms.ends if end.extension != Extension.WITH_EXTENSION), None)
    notices = [
        one for one in material.notices.get(phase.pk, ()) if one.contract_id in (None, row.contract_id)
    ]
    calendar = material.law.calendar(phase.regime)
    return kept(
        {
            "id": award_id(row),
            "title": titled(row.name, illustrative=row.illustrative),
            "description": sentences(value.words),
            "status": "active" if is_signed(row) else "pending",
            "date": _decided(row),
            "value": value.value,
            "suppliers": parties.refer_all(suppliers, "supplier"),
            "contractPeriod": worded(period_of(row.starts, first_end)),
            "documents": documents(one for one in notices if place_of(one) == "awards"),
            "relatedLots": material.lots_of_contract.get(row.contract_id, []),
            "standstillPeriod": standstill_period(
                notices, calendar, row.contract_id, light_touch=phase.light_touch
            ),
        }
    )


def is_signed(row: ContractRow) -> bool:
    """Signed, or begun before the register knew of signings. Until then a provider is only intended."""
    return row.signed_on is not None or row.state not in (
        ContractState.PLANNED,
        ContractState.TENDERED,
        ContractState.AWARD_INTENDED,
        ContractState.AWARDED,
    )


def _decided(row: ContractRow) -> str | None:
    """The day of the award decision: of the award, else of the intention to award."""
    days = {act.kind: act.decided_on for act in row.acts if act.is_award}
    day = days.get(ContractChangeKind.AWARDED, days.get(ContractChangeKind.AWARD_INTENDED))
    return start_of(day) if day else None


def preferred(values: Sequence[Money]) -> list[Money]:
    """Values with those that count options in first, as whole-life values are published; then the base term's."""
    order = {Extension.WITH_EXTENSION: 0, Extension.UNSTATED: 1, Extension.BASE: 2}
    whole = [money for money in values if money.basis in ("total_contract_value", "one_off", "unstated")]
    return sorted(whole or values, key=lambda money: order.get(Extension(money.extension), 3))


# --- contracts ----------------------------------------------------------------------------------------------------


def contracts_of(
    material: Material, phase: ProcurementPhase, timetable: Timetable, parties: Parties
) -> list[Json]:
    """The public contracts of the phase, each with its changes, KPIs, milestones and end."""
    return [_contract(material, phase, row, timetable, parties) for row in material.contracts_of(phase.pk)]


def _contract(
    material: Material, phase: ProcurementPhase, row: ContractRow, timetable: Timetable, parties: Parties
) -> Json:
    terms = material.terms[row.contract_id]
    value = value_of(preferred(row.values or ()))
    for party in row.parties:
        if party.role in BUYING:
            parties.refer(party.organisation_id, BUYING[PartyRole(party.role)])
    own = [one for one in material.notices.get(phase.pk, ()) if one.contract_id in (None, row.contract_id)]
    kpis = [material.kpis[kpi.pk] for kpi in row.kpis if kpi.pk in material.kpis]
    return kept(
        {
            "id": row.reference,
            "awardID": award_id(row),
            "title": titled(row.name, illustrative=row.illustrative),
            "description": sentences(row.description, value.words),
            "status": _status(row),
            "period": worded(period_of(row.starts, counted(row.current_end), last_possible_end=_extent(row))),
            "value": value.value,
            "items": [{"id": service.reference, "description": service.name} for service in row.services],
            "dateSigned": start_of(row.signed_on) if row.signed_on else None,
            "documents": documents(one for one in own if place_of(one) == "contracts"),
            "amendments": [_amendment(terms, act, parties) for act in row.acts if _amends(act, material)],
            "proposedAmendments": [_proposal(act) for act in _proposed(row, own)],
            "agreedMetrics": [
                kept({"id": kpi.reference, "title": kpi.name, "description": kpi.definition}) for kpi in kpis
            ],
            "implementation": _implementation(material, row),
            "milestones": [*timetable.milestones("contracts"), *_reviews(material, row)],
            "terminationRationaleClassifications": _rationale(material, row),
        }
    )


def _status(row: ContractRow) -> str:
    if row.state == ContractState.ENDED:
        return "terminated"
    return "active" if is_signed(row) else "pending"


def _extent(row: ContractRow) -> FuzzyDate | None:
    """The last possible end where it adds something to the end."""
    return counted(row.last_possible_end) if row.last_possible_end != row.current_end else None


# --- changes ------------------------------------------------------------------------------------------------------


def _amends(act: ActRow, material: Material) -> bool:
    return act.kind in AMENDING and act.counts_from is not None and act.counts_from <= material.on


def _amendment(terms: Terms, act: ActRow, parties: Parties) -> Json:
    """A signed act with the value and the end that it opened, and the providers it took out and in."""
    value = value_of(preferred([row.money for row in terms.values if row.change_id in _changes(terms, act)]))
    ends = [row.ends for row in terms.ends if row.change_id in _changes(terms, act)]
    opened = [party for party in terms.parties if party.change_id == act.pk and party.provides]
    closed = [p for p in terms.parties if opened and p.provides and p.ends_on == opened[0].starts_on]
    signed = act.signed_on or act.effective_on
    return kept(
        {
            "id": act.reference,
            "date": start_of(signed),
            "rationale": act.reason,
            "description": sentences(act.title, str(act.after.get("other", "")), value.words),
            "value": value.value,
            "period": worded(period_of(None, counted(ends[-1]))) if ends else None,
            "suppliersAdded": parties.refer_all([p.organisation_id for p in opened], "supplier"),
            "suppliersRemoved": parties.refer_all([p.organisation_id for p in closed], "removedSupplier"),
        }
    )


def _changes(terms: Terms, act: ActRow) -> set[int]:
    """The act and the one that signed it: either may have opened the rows."""
    signing = {each.pk for each in terms.acts if each.reference == act.signed_by}
    return {act.pk, *signing}


def _proposed(row: ContractRow, notices: Sequence[Notice]) -> list[ActRow]:
    """Proposed variations of which a notice is published: a draft is nobody's business before it.

    A notice published before a proposal was decided tells of an earlier change.
    """
    days = [one.published_on for one in notices if "contractAmendment" in one.kind.ocds_tags]
    told = max((day for day in days if day), default=None)
    return [act for act in row.acts if act.is_proposed and told is not None and act.decided_on <= told]


def _proposal(act: ActRow) -> Json:
    return kept(
        {
            "id": act.reference,
            "date": start_of(act.effective_on),
            "rationale": act.reason,
            "description": sentences(f"{act.title}, not signed", str(act.after.get("other", ""))),
        }
    )


# --- performance and end ------------------------------------------------------------------------------------------


def _implementation(material: Material, row: ContractRow) -> Json:
    """Results of KPIs as reviews kept them, in words that hide small numbers; and the last day once it is over."""
    return kept({"metrics": _metrics(material, row), "endDate": _ended(material, row)})


def _metrics(material: Material, row: ContractRow) -> list[Json]:
    found: dict[str, Json] = {}
    for result in material.results.get(row.contract_id, ()):
        kpi, standing = result.kpi, result.standing
        metric = found.setdefault(kpi.reference, {"id": kpi.reference, "title": kpi.name, "observations": []})
        period = str(standing.get("period", ""))
        held = result.review.held_on
        metric["observations"].append(
            kept(
                {
                    "id": f"{result.review.reference}-{kpi.reference}",
                    "measure": str(standing.get("latest", "")),
                    "notes": sentences(
                        f"As known at the review of {held.day} {held:%B %Y}",
                        f"Period: {period}" if period else "",
                    ),
                }
            )
        )
    return list(found.values())


def _reviews(material: Material, row: ContractRow) -> list[Json]:
    """Reviews held, as milestones that were met, and the next one."""
    held = [review for review in material.terms[row.contract_id].reviews if review.held_on <= material.on]
    done: list[Json] = [
        {
            "id": review.reference,
            "title": "Contract review",
            "type": "reporting",
            "dateMet": start_of(review.held_on),
            "status": "met",
        }
        for review in held
    ]
    if row.next_review is None:
        return done
    state = "notMet" if row.next_review < material.on else "scheduled"
    following = {
        "id": f"{row.reference}-NEXT-REVIEW",
        "title": "Next contract review",
        "type": "reporting",
        "dueDate": end_of(row.next_review),
        "status": state,
    }
    return [*done, following]


def _termination(material: Material, row: ContractRow) -> ActRow | None:
    ended = [act for act in row.acts if act.kind == ContractChangeKind.TERMINATION]
    return next((act for act in ended if act.effective_on <= material.on), None)


def _ended(material: Material, row: ContractRow) -> str | None:
    """The last day that the contract covered, once that is over."""
    if row.state != ContractState.ENDED:
        return None
    act = _termination(material, row)
    return end_of(act.effective_on - timedelta(days=1)) if act else last_moment(row.current_end).at


def _rationale(material: Material, row: ContractRow) -> list[Json]:
    """Why it is over: expired, or ended early and for what reason."""
    if row.state != ContractState.ENDED:
        return []
    act = _termination(material, row)
    if act is None:
        return [{"id": "expiry", "description": "The contract ran to its end"}]
    return [kept({"id": "termination", "description": act.reason})]
