"""Whole releases: one for each phase, and one for the programme's planning, as they could be published on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from procurement.models import Notice, ProcurementPhase
from procurement.models.contracts import PartyRole
from procurement.ocds.dates import moment
from procurement.publishing.contracts import awards_of, contracts_of
from procurement.publishing.material import Material
from procurement.publishing.notices import documents, new_since, place_of, reached_of, tags_of
from procurement.publishing.parties import Parties
from procurement.publishing.planning import budget_of, stated_words
from procurement.publishing.tender import tender_of
from procurement.publishing.timetable import Timetable
from procurement.publishing.words import Json, kept, sentences, titled
from programmes.models.programmes import PartnerRole

LANGUAGE: Final = "en"
# What says when and as what a release was published, not what it says.
FRAME: Final = frozenset({"id", "date", "tag"})
BUYERS: Final = (PartnerRole.LEAD_COMMISSIONER, PartnerRole.CO_COMMISSIONER)


def phase_release(material: Material, phase: ProcurementPhase, at: datetime) -> Json:
    """The release of a phase as it could be published at a moment: one contracting process, one ocid."""
    parties = Parties(material.organisations, material.prefix)
    notices = material.notices.get(phase.pk, [])
    timetable = Timetable(
        phase, material.stages.get(phase.pk, []), material.on, material.award_is_public(phase)
    )
    title = titled(phase.name, illustrative=phase.illustrative or material.programme.illustrative)
    awards = awards_of(material, phase, parties)
    contracts = contracts_of(material, phase, timetable, parties)
    planning = {
        "rationale": phase.rationale,
        "budget": budget_of(material, material.lines_of(phase.pk), parties),
        "documents": documents(one for one in notices if place_of(one) == "planning"),
        "milestones": timetable.milestones("planning"),
        "noEngagementNoticeRationale": ""
        if material.engagements.get(phase.pk)
        else phase.no_engagement_because,
    }
    body = {
        "buyer": _buyer(material, phase, parties),
        "planning": kept(planning),
        "tender": tender_of(material, phase, timetable, parties, title),
        "awards": awards,
        "contracts": contracts,
        "relatedProcesses": _related(material, phase),
    }
    return _framed(material, phase.pk, phase.reference, body, parties, notices, at)


def programme_release(material: Material, at: datetime) -> Json:
    """The release of a programme's planning: what it is for, and the money that belongs to no phase of its own."""
    programme = material.programme
    parties = Parties(material.organisations, material.prefix)
    budget = budget_of(material, material.lines_of(None), parties)
    said = sentences(str(budget.pop("description", "")), stated_words(material))
    if said:
        budget["description"] = said
    body = {
        "title": titled(programme.name, illustrative=programme.illustrative),
        "description": sentences(programme.vision, programme.role),
        "buyer": _buyer(material, None, parties),
        "planning": kept({"rationale": programme.legal_basis, "budget": budget}),
    }
    return _framed(material, None, programme.reference, body, parties, [], at)


def releases_of(material: Material, at: datetime) -> list[Json]:
    """Every release that could be published at the moment: the programme's planning, then its phases in order."""
    return [programme_release(material, at), *(phase_release(material, one, at) for one in material.phases)]


def _framed(
    material: Material,
    phase_id: int | None,
    reference: str,
    body: Json,
    parties: Parties,
    notices: Sequence[Notice],
    at: datetime,
) -> Json:
    """The release with its ocid, date, tag, parties and an id made from everything in it.

    Where exactly one notice is new and the portal numbered it, that number is the id: the same publication has one
    name here and there.
    """
    earlier = [row.body for row in material.releases if row.phase_id == phase_id]
    new = new_since(notices, earlier)
    was = reached_of(earlier[-1]) if earlier else frozenset()
    content = kept({"initiationType": "tender", "language": LANGUAGE, **body, "parties": parties.listed()})
    release: Json = {
        "ocid": material.ocids[phase_id],
        "date": moment(at),
        "tag": tags_of(content, new, is_first=not earlier, was_reached=was),
        **content,
    }
    number = new[0].external_id if len(new) == 1 else ""
    taken = {each.get("id") for each in earlier}
    made = f"{reference}-{fingerprint(release)[:12]}"
    return {"ocid": release["ocid"], "id": made if not number or number in taken else number, **release}


def fingerprint(body: Json) -> str:
    """SHA-256 of the JSON in one written form: names in order, no spaces, UTF-8."""
    written = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def same_content(one: Json, other: Json) -> bool:
    """Whether two releases say the same, whenever and as whatever they were published."""
    return {k: v for k, v in one.items() if k not in FRAME} == {
        k: v for k, v in other.items() if k not in FRAME
    }


def _buyer(material: Material, phase: ProcurementPhase | None, parties: Parties) -> Json | None:
    """Whose money it is: of a phase the lead commissioners of its public contracts, those who lead it, and those who
    lead its services; of a programme, and of a phase without any, its lead and co-commissioners.

    The first is the buyer; all are parties with that role, and every funder one with a funder's.
    """
    partners = [pk for role in BUYERS for pk, held in material.partners if held == role]
    found = parties.refer_all(_phase_buyers(material, phase) or partners, "buyer")
    if phase is None:
        parties.refer_all([pk for pk, held in material.partners if held == PartnerRole.FUNDER], "funder")
    return found[0] if found else None


def _phase_buyers(material: Material, phase: ProcurementPhase | None) -> list[int]:
    if phase is None:
        return []
    led = [
        party.organisation_id
        for row in material.contracts_of(phase.pk)
        for party in row.parties
        if party.role == PartyRole.LEAD_COMMISSIONER
    ]
    services = material.scope_of_phase.get(phase.pk, ())
    return [*led, *material.leads.get(phase.pk, ()), *(row.lead_id for row in services if row.lead_id)]


def _related(material: Material, phase: ProcurementPhase) -> list[Json]:
    """The programme's planning; and the processes of the contracts that this phase's contracts replace."""
    related = [_link("planning", "planning", material.programme.name, material.ocids[None])]
    for before in _replaced(material, phase):
        identifier = material.ocids.get(before.pk) or before.ocid
        related += (
            [_link(f"prior-{before.reference}", "prior", before.name, identifier)] if identifier else []
        )
    return related


def _link(id_: str, relationship: str, title: str, identifier: str) -> Json:
    return {
        "id": id_,
        "relationship": [relationship],
        "title": title,
        "scheme": "ocid",
        "identifier": identifier,
    }


def _replaced(material: Material, phase: ProcurementPhase) -> list[ProcurementPhase]:
    """The other phases whose contracts this phase's public contracts replace."""
    replaced = (material.contract_models[row.contract_id].replaces for row in material.contracts_of(phase.pk))
    found = {one.phase.pk: one.phase for one in replaced if one is not None and one.phase is not None}
    return [before for pk, before in found.items() if pk != phase.pk]
