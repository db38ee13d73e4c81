"""From a merged release to plain values for an import (OCDS 1.1.5: tender, awards, contracts, parties)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from procurement.ocds.dates import read_moment, stated_day
from procurement.ocds.hazards import Received
from procurement.ocds.hazards_signs import ends_that_may_be_maximum
from procurement.ocds.loose import as_dict, as_dicts, as_text, as_texts, as_whole
from procurement.ocds.nodes import Place
from procurement.ocds.ocid import portal_of
from procurement.ocds.parties import PartyKey, keys_of
from procurement.ocds.received_types import (
    ReceivedAmendment,
    ReceivedAward,
    ReceivedContract,
    ReceivedDocument,
    ReceivedLot,
    ReceivedNotice,
    ReceivedParty,
    ReceivedPeriod,
    ReceivedProcess,
    ReceivedRenewal,
)
from procurement.ocds.regimes import regime_of
from procurement.ocds.schemas import Json
from procurement.ocds.shapes import is_web_address
from procurement.ocds.values import read_value

Doubts = Mapping[Place, str]
ADDRESS: Final = ("streetAddress", "locality", "region", "postalCode", "countryName")
# More than a century is a slip of the pen or "until further notice"; neither is a length.
LONGEST_DAYS: Final = 36525


def processes_of(received: Received) -> tuple[ReceivedProcess, ...]:
    """Every process of a file, in its order."""
    return tuple(
        process_of(compiled, received.releases.get(ocid, ())) for ocid, compiled in received.compiled.items()
    )


def process_of(compiled: Json, releases: Sequence[Json] = ()) -> ReceivedProcess:
    """One process from its merged release; `releases` give the publications that led to it. Never raises."""
    tender = as_dict(compiled.get("tender"))
    parties = {str(party.get("id")): _party(party) for party in as_dicts(compiled.get("parties"))}
    doubts = dict(ends_that_may_be_maximum(compiled))
    awards = tuple(
        _award(award, n, parties, doubts) for n, award in enumerate(as_dicts(compiled.get("awards")))
    )
    by_award = {award.id: award.suppliers for award in awards}
    contracts = enumerate(as_dicts(compiled.get("contracts")))
    ocid = as_text(compiled.get("ocid"))
    return ReceivedProcess(
        ocid=ocid,
        portal=portal_of(ocid),
        local_id=as_text(tender.get("id")),
        title=as_text(tender.get("title")),
        description=as_text(tender.get("description")),
        regime=regime_of(compiled),
        method=as_text(tender.get("procurementMethod")),
        method_details=as_text(tender.get("procurementMethodDetails")),
        status=as_text(tender.get("status")),
        category=as_text(tender.get("mainProcurementCategory")),
        cpv=_cpv(tender),
        value=read_value(tender.get("value")),
        minimum=read_value(tender.get("minValue")),
        period=_period(tender.get("contractPeriod"), doubts.get(("tender", "contractPeriod", "endDate"), "")),
        renewal=_renewal(tender),
        buyer=_referred(compiled.get("buyer"), parties),
        procuring_entity=_referred(tender.get("procuringEntity"), parties),
        parties=tuple(parties.values()),
        lots=tuple(_lot(lot, n, doubts) for n, lot in enumerate(as_dicts(tender.get("lots")))),
        awards=awards,
        contracts=tuple(_contract(contract, n, by_award, parties, doubts) for n, contract in contracts),
        documents=_documents(compiled, tender),
        notices=tuple(_notice(release) for release in releases),
        related=_related(compiled),
    )


# --- parties ----------------------------------------------------------------------------------------------------------


def _party(party: Json) -> ReceivedParty:
    address = as_dict(party.get("address"))
    details = as_dict(party.get("details"))
    scale = details.get("scale")
    vcse = details.get("vcse")
    return ReceivedParty(
        id=as_text(party.get("id")),
        name=as_text(party.get("name")),
        roles=as_texts(party.get("roles")),
        keys=keys_of(party),
        address=", ".join(written for part in ADDRESS if (written := as_text(address.get(part)))),
        is_sme=scale in {"sme", "micro", "small", "medium"} if isinstance(scale, str) and scale else None,
        is_vcse=vcse if isinstance(vcse, bool) else None,
        raw=party,
    )


def _referred(reference: object, parties: Mapping[str, ReceivedParty]) -> ReceivedParty | None:
    """The party a reference points to; where it points nowhere, what the reference itself says."""
    if not isinstance(reference, dict) or not reference:
        return None
    return parties.get(str(reference.get("id"))) or _party(reference)


def _suppliers(references: object, parties: Mapping[str, ReceivedParty]) -> tuple[ReceivedParty, ...]:
    """Each organisation once: two with a common identifier are one, two with the same name alone stay two."""
    kept: dict[int, ReceivedParty] = {}
    keys: set[PartyKey] = set()
    for reference in as_dicts(references):
        party = _referred(reference, parties)
        if party and not keys & set(party.keys):
            # By the object: a party that two references point to is one, two parties that look alike stay two.
            kept[id(party)] = party
            keys |= set(party.keys)
    return tuple(kept.values())


# --- parts of a process -----------------------------------------------------------------------------------------------


def _lot(lot: Json, number: int, doubts: Doubts) -> ReceivedLot:
    return ReceivedLot(
        id=as_text(lot.get("id")),
        title=as_text(lot.get("title")),
        description=as_text(lot.get("description")),
        status=as_text(lot.get("status")),
        value=read_value(lot.get("value")),
        minimum=read_value(lot.get("minValue")),
        period=_period(
            lot.get("contractPeriod"), doubts.get(("tender", "lots", number, "contractPeriod", "endDate"), "")
        ),
        renewal=_renewal(lot),
    )


def _renewal(part: Json) -> ReceivedRenewal:
    renewal = as_dict(part.get("renewal"))
    exists = part.get("hasRenewal")
    maximum = renewal.get("maximumRenewals")
    return ReceivedRenewal(
        exists=exists if isinstance(exists, bool) else (True if renewal else None),
        words=as_text(renewal.get("description")),
        maximum=as_whole(maximum),
        is_unlimited=renewal.get("unlimited") is True,
    )


def _award(award: Json, number: int, parties: Mapping[str, ReceivedParty], doubts: Doubts) -> ReceivedAward:
    return ReceivedAward(
        id=as_text(award.get("id")),
        title=as_text(award.get("title")),
        status=as_text(award.get("status")),
        decided=_day(award.get("date")),
        value=read_value(award.get("value")),
        suppliers=_suppliers(award.get("suppliers"), parties),
        period=_period(
            award.get("contractPeriod"), doubts.get(("awards", number, "contractPeriod", "endDate"), "")
        ),
        standstill=_period(award.get("standstillPeriod")),
        lots=as_texts(award.get("relatedLots")),
    )


def _contract(
    contract: Json,
    number: int,
    by_award: Mapping[str, tuple[ReceivedParty, ...]],
    parties: Mapping[str, ReceivedParty],
    doubts: Doubts,
) -> ReceivedContract:
    award_id = as_text(contract.get("awardID"))
    signed = [_amendment(one) for one in as_dicts(contract.get("amendments"))]
    proposed = [_amendment(one, proposed=True) for one in as_dicts(contract.get("proposedAmendments"))]
    return ReceivedContract(
        id=as_text(contract.get("id")),
        award_id=award_id,
        title=as_text(contract.get("title")),
        description=as_text(contract.get("description")),
        status=as_text(contract.get("status")),
        value=read_value(contract.get("value")),
        period=_period(contract.get("period"), doubts.get(("contracts", number, "period", "endDate"), "")),
        signed=_day(contract.get("dateSigned")),
        suppliers=by_award.get(award_id) or _suppliers(contract.get("suppliers"), parties),
        amendments=(*signed, *proposed),
    )


def _amendment(amendment: Json, *, proposed: bool = False) -> ReceivedAmendment:
    return ReceivedAmendment(
        id=as_text(amendment.get("id")),
        dated=_day(amendment.get("date")),
        rationale=as_text(amendment.get("rationale")),
        description=as_text(amendment.get("description")),
        value=read_value(amendment.get("value")),
        period=_period(amendment.get("period")),
        is_proposed=proposed,
    )


def _documents(compiled: Json, tender: Json) -> tuple[ReceivedDocument, ...]:
    owners = [("planning", as_dict(compiled.get("planning"))), ("tender", tender)]
    for name in ("awards", "contracts"):
        owners += [
            (f"{name} {as_text(entry.get('id'))}".strip(), entry) for entry in as_dicts(compiled.get(name))
        ]
    return tuple(
        _document(document, belongs_to)
        for belongs_to, owner in owners
        for document in as_dicts(owner.get("documents"))
    )


def _document(document: Json, belongs_to: str) -> ReceivedDocument:
    given = as_text(document.get("url"))
    return ReceivedDocument(
        id=as_text(document.get("id")),
        kind=as_text(document.get("documentType")),
        notice_type=as_text(document.get("noticeType")),
        title=as_text(document.get("title")) or as_text(document.get("description")),
        url=given if is_web_address(given) else "",
        url_as_given=given,
        published=_day(document.get("datePublished")),
        belongs_to=belongs_to,
    )


def _notice(release: Json) -> ReceivedNotice:
    return ReceivedNotice(
        as_text(release.get("id")), read_moment(release.get("date")).at, as_texts(release.get("tag"))
    )


def _related(compiled: Json) -> tuple[tuple[str, str], ...]:
    """Related processes as (relationship, identifier): prior, planning, framework …"""
    return tuple(
        (relationship, as_text(related.get("identifier")))
        for related in as_dicts(compiled.get("relatedProcesses"))
        for relationship in as_texts(related.get("relationship"))
    )


def _cpv(tender: Json) -> tuple[str, ...]:
    """CPV codes of the tender, then of its items, each once."""
    classified = [tender.get("classification"), *as_dicts(tender.get("additionalClassifications"))]
    for item in as_dicts(tender.get("items")):
        classified += [item.get("classification"), *as_dicts(item.get("additionalClassifications"))]
    codes = [
        as_text(one.get("id"))
        for one in map(as_dict, classified)
        if as_text(one.get("scheme")).upper() == "CPV"
    ]
    return tuple(dict.fromkeys(code for code in codes if code))


# --- single values ----------------------------------------------------------------------------------------------------


def _period(raw: object, end_may_be_last: str = "") -> ReceivedPeriod:
    period = as_dict(raw)
    starts, ends = _day(period.get("startDate")), _day(period.get("endDate"), ends=True)
    extent = _day(period.get("maxExtentDate"), ends=True)
    days = as_whole(period.get("durationInDays"))
    reversed_ = starts and ends and starts.start and ends.end and ends.end < starts.start
    return ReceivedPeriod(
        starts=starts,
        ends=ends,
        last_possible_end=extent,
        days=days if days is not None and 0 < days <= LONGEST_DAYS else None,
        end_may_be_last=end_may_be_last,
        words="the end given is before the start" if reversed_ else "",
    )


def _day(raw: object, *, ends: bool = False) -> FuzzyDate | None:
    return stated_day(read_moment(raw, ends=ends))
