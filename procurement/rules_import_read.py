"""From a received process to the records that it tells of: phase, lots, notices, contracts and their amendments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from procurement.ocds.dates import LONDON
from procurement.ocds.loose import as_dict, as_dicts, as_text
from procurement.ocds.received import process_of
from procurement.ocds.received_types import (
    ReceivedAmendment,
    ReceivedAward,
    ReceivedContract,
    ReceivedLot,
    ReceivedParty,
    ReceivedPeriod,
    ReceivedProcess,
    ReceivedRenewal,
)
from procurement.rules_import import Given, Incoming
from procurement.rules_import_values import (
    JOIN,
    NAME,
    NUMBER,
    PATH,
    URL,
    amount,
    cpv,
    day,
    day_given,
    day_of,
    first_period,
    first_tagged,
    given_only,
    is_made_up,
    named,
    options,
    path_of,
    period_words,
    renewal_words,
    text,
    value_words,
    yes,
)

ENDINGS: Final = {"cancelled", "unsuccessful", "withdrawn"}
NO_AWARD: Final = {"cancelled", "unsuccessful"}
TAKEN_BACK: Final = (
    "The file says that it was {status}. What became of it is recorded on the contract’s own page."
)


def party_key_of(ocid: str, party: ReceivedParty) -> str:
    """What names a party: its identifier in a register; without one, its own number or name within its process."""
    return (str(party.keys[0]) if party.keys else f"{ocid} {party.id or party.name}")[:PATH]


def parties_of(process: ReceivedProcess) -> dict[str, ReceivedParty]:
    """The parties that records of the process need: who buys and who provides."""
    found: dict[str, ReceivedParty] = {}
    needed = [party for party in (process.buyer, process.procuring_entity) if party]
    needed += [party for contract in process.contracts for party in contract.suppliers]
    needed += [party for award in process.awards for party in award.suppliers]
    for party in needed:
        found.setdefault(party_key_of(process.ocid, party), party)
    return found


# --- the records -------------------------------------------------------------------------------------------------


def records_of(
    process: ReceivedProcess, compiled: Mapping[str, Any], releases: Sequence[Mapping[str, Any]]
) -> list[Incoming]:
    """Every record that a process tells of."""
    records = [phase_of(process, compiled), *lots_of(process), *notices_of(process, releases)]
    return records + contracts_of(process, releases)


def phase_of(process: ReceivedProcess, compiled: Mapping[str, Any]) -> Incoming:
    """The phase: what the tender and the planning say of it."""
    tender, planning = as_dict(compiled.get("tender")), as_dict(compiled.get("planning"))
    suits = as_dict(tender.get("suitability"))
    fields = {
        "name": text(named(process.title) or process.ocid, NAME),
        "description": text(process.description),
        "rationale": text(as_text(planning.get("rationale"))),
        "local_reference": text(process.local_id, NUMBER),
        "cpv": cpv(process.cpv),
        "go_live": day(process.period.starts),
        "suits_sme": yes(suits.get("sme")),
        "suits_vcse": yes(suits.get("vcse")),
        "no_engagement_because": text(as_text(planning.get("noEngagementNoticeRationale")), 300),
        "ended_as": Given(process.status if process.status in ENDINGS else ""),
    }
    lead = process.procuring_entity or process.buyer
    facts = {
        "lead": party_key_of(process.ocid, lead) if lead else "",
        "ended_on": day_of(process.last_at),
        "method_details": process.method_details,
        "illustrative": is_made_up(process.title),
    }
    return Incoming("phase", "phase", process.title or process.ocid, given_only(fields), facts=facts)


def lots_of(process: ReceivedProcess) -> list[Incoming]:
    """The lots; what their terms say is shown, since a lot here has no terms of its own."""
    return [_lot(lot, place) for place, lot in enumerate(process.lots, 1)]


def _lot(lot: ReceivedLot, place: int) -> Incoming:
    title = named(lot.title) or f"Lot {lot.id or place}"
    fields = {"title": text(title, NAME), "description": text(lot.description)}
    notes = [
        words
        for words in (value_words(lot.value), period_words(lot.period), renewal_words(lot.renewal))
        if words
    ]
    facts = {"id": lot.id, "place": str(place), "illustrative": is_made_up(lot.title)}
    return Incoming(
        path_of("lots", lot.id or str(place)),
        "lot",
        title,
        given_only(fields),
        facts=facts,
        notes=tuple(notes),
    )


def notices_of(process: ReceivedProcess, releases: Sequence[Mapping[str, Any]]) -> list[Incoming]:
    """The notices: documents that name their notice type; a release that has none of these is a notice itself."""
    published = {notice.id: notice for notice in process.notices}
    found: dict[str, Incoming] = {}
    for release in releases:
        notice = published[as_text(release.get("id"))]
        when = day_given(notice.at.astimezone(LONDON).date() if notice.at else None)
        tags = JOIN.join(notice.tags)
        own = process_of(dict(release)).documents
        for document in (one for one in own if one.notice_type and one.id):
            dated = day(document.published) if document.published else when
            record = _notice(document.id, document.notice_type, tags, dated, document.url)
            found.setdefault(record.path, record)
        if not any(document.notice_type and document.id for document in own):
            record = _notice(notice.id, "", tags, when, "")
            found.setdefault(record.path, record)
    return list(found.values())


def _notice(number: str, code: str, tags: str, when: Given, url: str) -> Incoming:
    fields = {
        "published_on": when,
        "external_id": text(number, 120),
        "url": Given(url if len(url) <= URL else ""),
    }
    facts = {"tags": tags, "code": code, "is_release": "" if code else "yes"}
    title = f"{code or tags.replace(JOIN, ', ') or 'notice'} {number}"
    return Incoming(path_of("releases", number), "notice", title, given_only(fields), facts=facts)


def contracts_of(process: ReceivedProcess, releases: Sequence[Mapping[str, Any]]) -> list[Incoming]:
    """The contracts, and the awards that have none yet; then each amendment as a record of its own."""
    awards = {award.id: award for award in process.awards}
    found: list[Incoming] = []
    for contract in process.contracts:
        first = _first_state(contract, releases) if contract.amendments else contract
        record = _contract(process, contract, awards.get(contract.award_id))
        before = _contract(process, first, awards.get(contract.award_id))
        changed = {name: given for name, given in before.fields.items() if record.fields.get(name) != given}
        found.append(replace(record, first=changed))
        found += amendments_of(process, contract, record)
    having = {contract.award_id for contract in process.contracts}
    for award in process.awards:
        if award.id not in having and award.status not in NO_AWARD:
            stand_in = ReceivedContract(
                award.id,
                award.id,
                award.title,
                "",
                "pending",
                award.value,
                award.period,
                None,
                award.suppliers,
            )
            found.append(replace(_contract(process, stand_in, award), path=path_of("awards", award.id)))
    return found


def _first_state(contract: ReceivedContract, releases: Sequence[Mapping[str, Any]]) -> ReceivedContract:
    """The contract as the first release that names it gave it, so that its amendments change something."""
    for release in releases:
        for found in process_of(dict(release)).contracts:
            if found.id == contract.id:
                return found
    return contract


def _contract(process: ReceivedProcess, contract: ReceivedContract, award: ReceivedAward | None) -> Incoming:
    lots = [lot for lot in process.lots if award and lot.id in award.lots]
    period = first_period(
        [contract.period, *([award.period] if award else []), *(lot.period for lot in lots[:1])]
    )
    value = contract.value if contract.net or contract.gross or not award else award.value
    renewal = lots[0].renewal if len(lots) == 1 else process.renewal
    title = contract.title or (award.title if award else "") or process.title
    fields = {
        "name": text(named(title) or contract.id, NAME),
        "number": text(contract.id, NUMBER),
        "description": text(contract.description),
        "starts": day(period.starts),
        "ends": day(period.ends, ends=True),
        "last_end": day(period.last_possible_end, ends=True),
        "signed_on": day(contract.signed),
        "net": amount(value.net, value),
        "gross": amount(value.gross, value),
        "term_as_printed": text(renewal_words(renewal), NAME),
        "cpv": cpv(process.cpv),
    }
    notes = [given.note for given in fields.values() if given.note]
    notes += [period.words] if period.words else []
    status = contract.status or (award.status if award else "")
    if status in {"cancelled", "terminated"}:
        notes.append(TAKEN_BACK.format(status=status))
    return Incoming(
        path_of("contracts", contract.id),
        "contract",
        fields["name"].canon,
        given_only(fields),
        facts={
            **_contract_facts(process, contract, award, period, renewal),
            "illustrative": is_made_up(title),
        },
        notes=tuple(dict.fromkeys(notes)),
    )


def _contract_facts(
    process: ReceivedProcess,
    contract: ReceivedContract,
    award: ReceivedAward | None,
    period: ReceivedPeriod,
    renewal: ReceivedRenewal,
) -> dict[str, str]:
    decided = award.decided.start if award and award.decided else None
    suppliers = [party_key_of(process.ocid, party) for party in contract.suppliers]
    return {
        "id": contract.id,
        "award_id": contract.award_id,
        "lots": JOIN.join(award.lots if award else ()),
        "award_state": "intended" if award and award.status == "pending" else "awarded" if award else "",
        "awarded_on": decided.isoformat() if decided else first_tagged(process, "award"),
        "opened_on": first_tagged(process, "award", "contract"),
        "buyer": party_key_of(process.ocid, process.buyer) if process.buyer else "",
        "suppliers": JOIN.join(suppliers),
        "end_doubt": period.end_may_be_last,
        "options": options(period, renewal),
        "published_on": day_of(process.last_at),
    }


def amendments_of(process: ReceivedProcess, contract: ReceivedContract, record: Incoming) -> list[Incoming]:
    """Each amendment. The last one signed brings the contract to its newest state where it does not say to what."""
    signed = [amendment for amendment in contract.amendments if not amendment.is_proposed]
    found = []
    for amendment in contract.amendments:
        last = bool(signed) and amendment is signed[-1]
        found.append(_amendment(process, contract, amendment, record if last else None))
    return found


def _amendment(
    process: ReceivedProcess,
    contract: ReceivedContract,
    amendment: ReceivedAmendment,
    newest: Incoming | None,
) -> Incoming:
    fields = {
        "dated": day(amendment.dated)
        if amendment.dated
        else Given(first_tagged(process, "contractAmendment")),
        "net": amount(amendment.value.net, amendment.value),
        "gross": amount(amendment.value.gross, amendment.value),
        "ends": day(amendment.period.ends, ends=True),
        "what": text(amendment.description),
        "rationale": text(amendment.rationale),
    }
    for name in ("net", "gross", "ends"):
        if newest and not fields[name].canon and name in newest.fields:
            fields[name] = newest.fields[name]
    refusal = (
        None
        if fields["dated"].canon
        else ("date", "The amendment has no date.", "Record it on the contract’s page.")
    )
    return Incoming(
        path_of("contracts", contract.id, "amendments", amendment.id),
        "amendment",
        f"Amendment {amendment.id} of {contract.id}",
        given_only(fields),
        facts={
            "contract": path_of("contracts", contract.id),
            "proposed": "yes" if amendment.is_proposed else "",
        },
        refusal=refusal,
    )


def not_taken_of(process: ReceivedProcess, compiled: Mapping[str, Any]) -> tuple[str, ...]:
    """What the file tells that has no place in an import, so that nothing is dropped in silence."""
    tender, planning = as_dict(compiled.get("tender")), as_dict(compiled.get("planning"))
    contracts = as_dicts(compiled.get("contracts"))
    found = [
        (value_words(process.value), "The tender’s value ({}): estimates are kept in the evaluation room."),
        (planning.get("budget"), "The budget: budget lines are kept under Money."),
        (
            tender.get("milestones") or planning.get("milestones"),
            "Milestones: stages are kept on the phase’s page.",
        ),
        (tender.get("items"), "Items: services come from the programme’s own scope."),
        (process.documents, "Documents, other than the address of a notice."),
        (
            [c for c in contracts if c.get("implementation")],
            "Payments, metrics and ends of contracts (implementation).",
        ),
    ]
    return tuple(words.format(told) if "{}" in words else words for told, words in found if told)
