"""Check 4, two leads: claims to lead one service that overlap in time, from one place or from several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_commissioning import LeadClaim
from .findings import Finding, StatementView, key_of, statement
from .words import counted, joined

CHECK = 4
ASK_WHICH = (
    "Show who leads now and who is proposed, each with its dates; ask from when the proposed lead takes over."
)
ASK_ONE = "Ask which of them leads, or write down how the lead is shared."


def lead_findings(evidence: Evidence) -> Iterator[Finding]:
    """For each service whose claims overlap: one finding where the lead differs between them, and one for every set
    of leads that papers name together (“Public Health / Hub”), with the services that share it.

    A claim that has ended by the as-at day is history and no contradiction; one that starts later still counts where
    it overlaps, since both are then printed for the same days.
    """
    together: dict[tuple[str, ...], list[list[LeadClaim]]] = {}
    for claims in _by_service(evidence).values():
        held = _overlapping(claims)
        if not held:
            continue
        if _differ(held):
            yield _differs(evidence, held)
        else:
            together.setdefault(tuple(sorted({claim.organisation for claim in held})), []).append(held)
    for leads, groups in together.items():
        yield _together(evidence, leads, groups)


def _by_service(evidence: Evidence) -> dict[str, list[LeadClaim]]:
    found: dict[str, list[LeadClaim]] = {}
    for claim in evidence.commissioning.claims:
        if claim.ends_on is None or claim.ends_on > evidence.on:
            found.setdefault(claim.service.reference, []).append(claim)
    return found


def _overlapping(claims: Sequence[LeadClaim]) -> list[LeadClaim]:
    """Those that overlap a claim of another organisation, in their order."""
    held = {
        claim.reference
        for a, b in combinations(claims, 2)
        if a.organisation_id != b.organisation_id and a.overlaps(b)
        for claim in (a, b)
    }
    return [claim for claim in claims if claim.reference in held]


def _differ(held: Sequence[LeadClaim]) -> bool:
    """Whether one claim's organisation is nobody that the claims of another standing name: now against proposed."""
    sides: dict[str, set[int]] = {}
    for claim in held:
        sides.setdefault(claim.standing if not claim.governing else "", set()).add(claim.organisation_id)
    return any(not a & b for a, b in combinations(sides.values(), 2))


def _differs(evidence: Evidence, held: Sequence[LeadClaim]) -> Finding:
    service = held[0].service
    governing = [claim for claim in held if claim.governing]
    others = [claim for claim in held if not claim.governing]
    now = joined(dict.fromkeys(claim.organisation for claim in governing))
    then = joined(dict.fromkeys(claim.organisation for claim in others))
    return Finding(
        check=CHECK,
        key=key_of("lead", service.reference),
        kind=DiscrepancyKind.COMMISSIONER_MISMATCH,
        title=f"{service.name}: lead differs between places",
        statements=tuple(_statement(evidence, claim) for claim in held),
        arithmetic=f"{now} lead{'s' if len(governing) == 1 else ''} {_period(governing)}; another place names {then}"
        f"{_period_words(others)}. The periods overlap.",
        computed={"governing": now, "claimed": then, "claims": len(held)},
        suggested_handling=ASK_WHICH,
        services=(service,),
    )


def _together(evidence: Evidence, leads: Sequence[str], groups: Sequence[Sequence[LeadClaim]]) -> Finding:
    services = tuple(dict.fromkeys(claims[0].service for claims in groups))
    claims = [claim for held in groups for claim in held]
    return Finding(
        check=CHECK,
        key=key_of("leads-together", evidence.reference, *leads),
        kind=DiscrepancyKind.COMMISSIONER_MISMATCH,
        title=f"{joined(leads)} are named as lead of the same {counted(len(services), 'service')}",
        statements=tuple(
            statement(
                f"{lead} leads {joined(dict.fromkeys(c.service.name for c in claims if c.organisation == lead))}",
                evidence.places_for([c.fact_id for c in claims if c.organisation == lead]),
            )
            for lead in leads
        ),
        arithmetic=f"{counted(len(leads), 'lead')} for {joined(service.name for service in services)}. "
        "Only one can govern at a time.",
        computed={"leads": len(leads), "services": len(services)},
        suggested_handling=ASK_ONE,
        services=services,
    )


def _statement(evidence: Evidence, claim: LeadClaim) -> StatementView:
    words = f"{claim.organisation}, {claim.standing.lower()}{_period_words([claim])}"
    return statement(words, evidence.places_for([claim.fact_id]), claim.fact_id)


def _period(claims: Sequence[LeadClaim]) -> str:
    starts = [claim.starts_on for claim in claims if claim.starts_on]
    return f"from {_day(min(starts))}" if starts else "from a day not stated"


def _period_words(claims: Sequence[LeadClaim]) -> str:
    starts = [claim.starts_on for claim in claims if claim.starts_on]
    ends = [claim.ends_on for claim in claims if claim.ends_on]
    words = f" from {_day(min(starts))}" if starts else ", from a day not stated"
    return words + (f" until {_day(max(ends))}" if ends else "")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
