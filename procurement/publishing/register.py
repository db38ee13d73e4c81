"""The contract register as a file for the public: the fields that the Local Government Transparency Code 2015 asks for.

Only contracts whose award is published stand in it; a figure that is not known is an empty cell with words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from commissioning.core.money import Basis, Money, Qualifier
from commissioning.core.spreadsheets import SheetColumn, SheetTable
from commissioning.core.spreadsheets.table import Kind, Value
from procurement.models import ProviderDetails
from procurement.models.contracts import PartyRole
from procurement.publishing.contracts import preferred
from procurement.publishing.material import Material
from procurement.publishing.parties import Known
from procurement.selectors.contracts import ContractRow

# What each field holds; those that are not named here hold words.
KINDS: Final[Mapping[str, Kind]] = {
    "total_value": Kind.POUNDS,
    "annual_value": Kind.POUNDS,
    "irrecoverable_vat": Kind.POUNDS,
    "start_date": Kind.DATE,
    "end_date": Kind.DATE,
    "review_date": Kind.DATE,
    "maximum_end_date": Kind.DATE,
    "notice_by_date": Kind.DATE,
    "sme": Kind.YES_NO,
    "vcse": Kind.YES_NO,
}
SUPPLYING: Final = (PartyRole.LEAD_PROVIDER, PartyRole.PROVIDER)
YEARLY: Final = frozenset({Basis.PER_ANNUM, Basis.BUDGET_YEAR})
NOT_RECORDED: Final = "not recorded"


def register_table(material: Material, headers: Mapping[str, str]) -> SheetTable:
    """One row for each public contract, under these headings and in their order; by reference.

    A total value is the whole-life one; where only a yearly one is known it stands under AnnualValue. Dates are the
    first possible start and the last possible end of what is stated.
    """
    columns = [SheetColumn(heading, heading, KINDS.get(name, Kind.TEXT)) for name, heading in headers.items()]
    rows = []
    for contract in sorted(material.contracts, key=lambda row: row.reference):
        values = _values(material, contract)
        rows.append([values[name] for name in headers])
    return SheetTable("register", "Contract register", "One contract", columns, rows)


def _values(material: Material, row: ContractRow) -> dict[str, Value]:
    model = material.contract_models[row.contract_id]
    phase = model.phase
    lead = _lead(material, row)
    total, annual = value_by_basis(row)
    vat = model.irrecoverable_vat
    return {
        "reference": row.number or row.reference,
        "title": row.name,
        "description": row.description,
        "department": row.department,
        "supplier_name": "; ".join(party.organisation for party in row.parties if party.role in SUPPLYING),
        "supplier_number": str(lead.keys[0]) if lead and lead.keys else "",
        "total_value": total.amount if total else None,
        "annual_value": annual.amount if annual else None,
        "value_qualifier": qualifier(total or annual, row),
        "irrecoverable_vat": vat.amount if vat.is_known else None,
        "start_date": row.starts.start,
        "end_date": row.current_end.end,
        "review_date": row.next_review,
        "procurement_route": row.route or (str(phase.process) if phase and phase.process else ""),
        **_kind_of_provider(lead),
        "ocid": _ocid(material, row),
        "maximum_end_date": row.last_possible_end.end,
        "notice_by_date": row.notice_by.end if row.notice_by else None,
        "cpv": row.cpv or (phase.cpv if phase else ""),
        "notice_url": _notice_url(material, row),
    }


def value_by_basis(row: ContractRow) -> tuple[Money | None, Money | None]:
    """(whole-life, yearly): one of them, the whole-life one where it is known; (None, None) where neither is given."""
    ordered = preferred(row.values or ())
    whole = [money for money in ordered if money.basis not in YEARLY]
    yearly = [money for money in row.values or () if money.basis in YEARLY]
    known = [money for money in whole if money.is_known]
    if known or not any(money.is_known for money in yearly):
        return next(iter(known or whole), None), None
    return None, next(money for money in yearly if money.is_known)


def qualifier(money: Money | None, row: ContractRow) -> str:
    """How firm the value is and what it covers, in words: "approximate, base term only"; why there is none."""
    if money is None:
        return NOT_RECORDED
    said = [str(Qualifier(money.qualifier).label).lower()]
    if money.is_known:
        said += [str(label).lower() for label in _covers(money)]
        if money.qualifier == Qualifier.RANGE and money.upper is not None:
            said.append(f"up to {_plain(money.upper)}")
    if row.illustrative:
        said.append("made up")
    return ", ".join(said)


def _covers(money: Money) -> list[str]:
    words = [str(money.basis.label), money.year]
    words += [str(part.label) for part in (money.extension, money.net_gross) if part != "unstated"]
    return [str(word) for word in words if word]


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _lead(material: Material, row: ContractRow) -> Known | None:
    """Who leads the provision, else the one that provides; nobody where several do."""
    own = [party for party in row.parties if party.role in SUPPLYING]
    leads = [party for party in own if party.role == PartyRole.LEAD_PROVIDER] or own
    return material.organisations.get(leads[0].organisation_id) if len(leads) == 1 else None


def _kind_of_provider(lead: Known | None) -> dict[str, Any]:
    details: ProviderDetails | None = lead.details if lead else None
    return {
        "sme": details.is_sme if details else None,
        "vcse": details.is_vcse if details else None,
        "vcse_number": details.vcse_number if details else "",
    }


def _ocid(material: Material, row: ContractRow) -> str:
    """That of the contract's process once it is published."""
    published = {release.phase_id: release.ocid for release in material.releases if release.phase_id}
    return published.get(row.phase_id or 0, "")


def _notice_url(material: Material, row: ContractRow) -> str:
    """The address of the latest notice of the contract, or of its whole phase."""
    notices = material.notices.get(row.phase_id or 0, [])
    own = [one.url for one in notices if one.url and one.contract_id in (None, row.contract_id)]
    return own[-1] if own else ""
