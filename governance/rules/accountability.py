"""Check 15, accountability: one body with two lines upwards; and joining in when services leave (check 3)."""

from __future__ import annotations

from collections.abc import Iterator

from governance.models.bodies import LinkKind
from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_commissioning import JoiningRow, LeadClaim, LinkRow
from .findings import Finding, key_of, services_of, statement
from .words import counted, joined

CHECK, DATE = 15, 3
UPWARDS = frozenset({LinkKind.REPORTS_TO, LinkKind.ACCOUNTABLE_TO, LinkKind.LINE_MANAGED_BY})


def accountability_findings(evidence: Evidence) -> Iterator[Finding]:
    """A body that answers to two: two of one type, or two of different types that the paper does not tell apart.

    Escalating, advising and linking are no lines of accountability, and a line that is only proposed is none yet.
    """
    upwards: dict[str, list[LinkRow]] = {}
    for link in evidence.commissioning.links:
        if link.kind in UPWARDS and not link.is_proposed:
            upwards.setdefault(link.source_reference, []).append(link)
    for reference, links in upwards.items():
        if len({link.target for link in links}) > 1:
            yield _two_lines(evidence, reference, links)


def _two_lines(evidence: Evidence, reference: str, links: list[LinkRow]) -> Finding:
    types = tuple(dict.fromkeys(link.kind_label for link in links))
    return Finding(
        check=CHECK,
        key=key_of("accountability", reference),
        kind=DiscrepancyKind.ACCOUNTABILITY_MISMATCH,
        title=f"{links[0].source}: {counted(len(links), 'line')} of accountability",
        statements=tuple(
            statement(f"{link.kind_label} {link.target}", evidence.places_for([link.fact_id]), link.fact_id)
            for link in links
        ),
        arithmetic=f"{counted(len(links), 'line')} upwards, of {counted(len(types), 'type')}: {joined(types)}.",
        computed={"lines": len(links), "types": len(types)},
        suggested_handling="Say what each line is for: who directs the work, and who manages the team.",
    )


def joining_findings(evidence: Evidence) -> Iterator[Finding]:
    """An organisation takes part from the very day on which services that it leads pass to somebody else."""
    for row in evidence.commissioning.joining:
        leaving = [
            claim
            for claim in evidence.commissioning.claims
            if claim.governing
            and claim.organisation_id == row.organisation_id
            and claim.ends_on is not None
            and (claim.ends_on.year, claim.ends_on.month) == (row.starts_on.year, row.starts_on.month)
        ]
        if leaving:
            yield _joining(evidence, row, leaving)


def _joining(evidence: Evidence, row: JoiningRow, leaving: list[LeadClaim]) -> Finding:
    services = services_of(claim.service for claim in leaving)
    names = joined(service.name for service in services)
    month = f"{row.starts_on:%B %Y}"
    return Finding(
        check=DATE,
        key=key_of("joining", row.reference),
        kind=DiscrepancyKind.DATE_MISMATCH,
        title=f"{row.organisation}: joins in {month}, when it stops leading {counted(len(services), 'service')}",
        statements=(
            statement(
                f"{row.part}: {row.organisation}, from {month}",
                evidence.places_for([row.fact_id]),
                row.fact_id,
            ),
            statement(
                f"{row.organisation} leads {names} until {month}",
                evidence.places_for([claim.fact_id for claim in leaving]),
            ),
        ),
        arithmetic=f"It joins in {month}; in the same month it stops leading {names}.",
        computed={"services": len(services), "from": row.starts_on.isoformat()},
        suggested_handling="Ask what the organisation is still to commission from that day.",
        services=services,
    )
