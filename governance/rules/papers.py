"""Checks on papers as such: 7 a reference that leads elsewhere; 18 no year, no date, nobody who approved."""

from __future__ import annotations

from collections.abc import Iterator

from commissioning.core.fuzzydate import DateStatus, FuzzyDate
from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_plans import ApprovalRow, CrossReferenceRow, YearRow
from .findings import Finding, key_of, statement
from .words import counted, joined

CROSS_REFERENCE, MISSING = 7, 18


def cross_reference_findings(evidence: Evidence) -> Iterator[Finding]:
    """A reference whose target the document does not have, or which a reader found to hold something else."""
    for row in evidence.plans.cross_references:
        if row.part is None or row.found_is_described is False:
            yield _cross_reference(evidence, row)


def _cross_reference(evidence: Evidence, row: CrossReferenceRow) -> Finding:
    found = (
        f"is “{row.part}”" if row.part else "has another content" if row.part == "" else "is not in the paper"
    )
    there = (
        [statement(f"{row.target}: {row.part}", evidence.places_for([row.part_fact_id]), row.part_fact_id)]
        if row.part
        else []
    )
    return Finding(
        check=CROSS_REFERENCE,
        key=key_of("cross-reference", row.reference),
        kind=DiscrepancyKind.CROSS_REFERENCE,
        title=f"{row.target} is said to be {row.described_as}; it {found}",
        statements=(
            statement(f"{row.target}: {row.described_as}", evidence.places_for([row.fact_id]), row.fact_id),
            *there,
        ),
        arithmetic=f"{row.locator} sends the reader to {row.target} for {row.described_as}; {row.target} {found}.",
        computed={"target": row.target, "found": row.part},
        suggested_handling="Ask where the content meant is to be found.",
    )


def year_findings(evidence: Evidence) -> Iterator[Finding]:
    """Dates printed without a year, for each kind of record together; the year supplied stays marked as inferred."""
    kinds: dict[str, list[YearRow]] = {}
    for row in evidence.plans.without_year:
        kinds.setdefault(row.slug, []).append(row)
    for slug, rows in kinds.items():
        supplied = joined(
            dict.fromkeys(
                f"“{row.date.printed}” is read as {row.date.end:%B %Y}" for row in rows if row.date.end
            )
        )
        yield Finding(
            check=MISSING,
            key=key_of("missing", evidence.reference, "year", slug),
            kind=DiscrepancyKind.MISSING_DATE,
            title=f"{rows[0].kind}: {counted(len(rows), 'date')} without a year",
            statements=tuple(
                statement(f"{row.text}: {row.date.printed}", evidence.places_for([row.fact_id]), row.fact_id)
                for row in rows
            ),
            arithmetic=f"No year is printed. {supplied[:1].upper()}{supplied[1:]}.",
            computed={
                "dates": len(rows),
                **{key_of(row.reference): row.date.end.isoformat() for row in rows if row.date.end},
            },
            suggested_handling="Keep the year supplied marked as inferred until the paper's authors confirm it.",
        )


def undated_paper_findings(evidence: Evidence) -> Iterator[Finding]:
    """A document whose date is not printed: blank, or worked out from what it says."""
    for paper in evidence.plans.papers:
        if paper.dated.status not in {DateStatus.INFERRED, DateStatus.BLANK}:
            continue
        worked_out = f"{paper.dated.note}".strip().rstrip(".")
        yield Finding(
            check=MISSING,
            key=key_of("missing", paper.reference, "date"),
            kind=DiscrepancyKind.MISSING_DATE,
            title="The paper prints no date",
            statements=(
                statement(
                    f"{paper.title}: {paper.dated.printed or 'nothing is printed'}",
                    evidence.places_for([paper.fact_id]),
                    paper.fact_id,
                ),
            ),
            arithmetic="No date is printed."
            + (f" Read as {_months(paper.dated)}" if paper.dated.is_dated else "")
            + (
                f", from {worked_out}." if paper.dated.is_dated and worked_out else "." * paper.dated.is_dated
            ),
            computed={
                "from": paper.dated.start.isoformat() if paper.dated.start else None,
                "to": paper.dated.end.isoformat() if paper.dated.end else None,
            },
            suggested_handling="Ask its publisher for the date; until then show the date as inferred.",
        )


def _months(when: FuzzyDate) -> str:
    """ "August 2013 to September 2013": a date that nobody printed, in words of our own."""
    ends = [day for day in (when.start, when.end) if day is not None]
    return " to ".join(dict.fromkeys(f"{day:%B %Y}" for day in ends))


def approval_findings(evidence: Evidence) -> Iterator[Finding]:
    """Slots of a paper's table of approvals that no role fills."""
    papers: dict[str, list[ApprovalRow]] = {}
    for row in evidence.plans.approvals:
        papers.setdefault(row.document_reference, []).append(row)
    for reference, rows in papers.items():
        empty = [row for row in rows if not row.role.strip()]
        if not empty:
            continue
        filled = [line for row in rows for line in row.role.splitlines() if line.strip()]
        yield Finding(
            check=MISSING,
            key=key_of("missing", reference, "approval"),
            kind=DiscrepancyKind.MISSING_PERSON,
            title=f"{counted(len(empty), 'approval slot')} of {len(rows)} without a role",
            statements=tuple(
                statement(
                    f"{row.slot}: {joined(row.role.splitlines()) or 'nobody is named'}",
                    evidence.places_for([row.fact_id]),
                    row.fact_id,
                )
                for row in rows
            ),
            arithmetic=f"{counted(len(rows), 'slot')}, {counted(len(filled), 'role')} named; "
            f"nobody for {joined(row.slot for row in empty)}.",
            computed={"slots": len(rows), "empty": len(empty), "roles": len(filled)},
            suggested_handling="Ask who approved the paper in each of these parts.",
        )
