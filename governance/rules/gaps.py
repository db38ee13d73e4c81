"""Checks on what is absent: 18 something a paper leads one to expect, 19 a lead commissioner without a seat, 20 an ask
outside the recommendations or evidence dated after the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.phases import PhaseSummary
from programmes.selectors.sources import Place

from .evidence import DatedRow, Evidence, GapRow, LeadSeat
from .findings import Finding, key_of, services_of, statement
from .words import counted, joined

MISSING, SEAT, MISPLACED = 18, 19, 20
MOST_ALONE = 3  # KPIs without a target that are still shown one by one
NOT_EXTRACTED = "The paper refers to it; no reading of the paper holds it."
DATES = {"procurement_start": "procurement start", "go_live": "go-live", "completion": "completion"}


def missing_findings(evidence: Evidence) -> Iterator[Finding]:
    """Dates that other phases have and one lacks, KPIs without target, content known to be absent, no answer given."""
    for field, words in DATES.items():
        yield from _missing_dates(evidence, field, words)
    yield from _without_target(evidence)
    for gap in evidence.known_gaps:
        yield _missing(evidence, gap, "content", f"Missing: {gap.text}", gap.detail or NOT_EXTRACTED)
    for feedback in evidence.unanswered:
        detail = "No response to it is printed."
        yield _missing(
            evidence, feedback, "response", f"No response to the feedback “{feedback.text}”", detail
        )


def _without_target(evidence: Evidence) -> Iterator[Finding]:
    """KPIs without a target: up to three one by one, more in one finding, which would else bury all others."""
    rows = evidence.kpis_without_target
    if len(rows) <= MOST_ALONE:
        for kpi in rows:
            yield _missing(
                evidence, kpi, "target", f"{kpi.text}: no target is stated", "No target is printed for it."
            )
        return
    yield Finding(
        check=MISSING,
        key=key_of("missing", evidence.reference, "targets"),
        kind=DiscrepancyKind.MISSING_CONTENT,
        title=f"{counted(len(rows), 'KPI')} have no target stated",
        statements=tuple(
            statement(row.text, evidence.places_for([row.fact_id]), row.fact_id) for row in rows
        ),
        arithmetic="No target is printed for any of them.",
        computed={"kpis": len(rows), "target": None},
        suggested_handling="Ask the owner of each for a target with its date, or say that none is to be set.",
    )


def _missing_dates(evidence: Evidence, field: str, words: str) -> Iterator[Finding]:
    """A phase lacks a date: only where another phase has it is it expected (a product choice)."""
    dates: list[tuple[PhaseSummary, FuzzyDate]] = [
        (phase, getattr(phase, field)) for phase in evidence.phases
    ]
    stated = [(phase, when) for phase, when in dates if when.is_dated]
    for phase, when in dates:
        if when.is_dated or not stated:
            continue
        said = when.printed or "nothing is printed"
        yield Finding(
            check=MISSING,
            key=key_of("missing", phase.reference, field),
            kind=DiscrepancyKind.MISSING_DATE,
            title=f"Phase {phase.number}: {words} not stated",
            statements=(
                *(
                    statement(
                        f"Phase {other.number}, {words}: {date.printed}",
                        evidence.places_for([other.fact_id], field),
                        other.fact_id,
                    )
                    for other, date in stated
                ),
                statement(f"Phase {phase.number}, {words}: {said}", (), phase.fact_id),
            ),
            arithmetic=f"Stated for {counted(len(stated), 'phase')} of {len(dates)}.",
            computed={"phases": len(dates), "stated": len(stated), field: None},
            suggested_handling="Ask the phase's lead for the date.",
            phase_numbers=(phase.number,),
        )


def _missing(evidence: Evidence, row: GapRow, what: str, title: str, detail: str) -> Finding:
    return Finding(
        check=MISSING,
        key=key_of("missing", row.reference, what),
        kind=DiscrepancyKind.MISSING_CONTENT,
        title=title,
        statements=(statement(row.text, evidence.places_for([row.fact_id]), row.fact_id),),
        arithmetic=detail,
        computed={what: None},
        suggested_handling="Ask whoever wrote the paper for it; until then show that it is missing.",
    )


def seat_findings(evidence: Evidence) -> Iterator[Finding]:
    """A lead commissioner in scope with no seat of its own on the programme board, nor one of a parent or part.

    Nothing is found while no board with seats is recorded: there is then nothing to compare with.
    """
    if evidence.board is None or not evidence.board.seats:
        return
    for lead in evidence.seats:
        if not lead.is_seated:
            yield _seat_finding(evidence, lead)


def _seat_finding(evidence: Evidence, lead: LeadSeat) -> Finding:
    board = evidence.board
    assert board is not None  # noqa: S101 - the caller has looked
    names = joined(row.name for row in lead.services)
    seated = [other for other in evidence.seats if other.is_seated]
    through = [f"{other.organisation} through {joined(other.through)}" for other in seated if not other.own]
    numbers = {
        phase.number
        for phase in evidence.phases
        if {row.scope_id for row in phase.services} & {row.scope_id for row in lead.services}
    }
    return Finding(
        check=SEAT,
        key=key_of("seat", evidence.reference, lead.code or lead.organisation),
        kind=DiscrepancyKind.MISSING_PERSON,
        title=f"{lead.organisation} leads {counted(len(lead.services), 'service')} in scope and has no board seat",
        statements=(
            statement(
                f"{lead.organisation} leads {names}",
                [p for row in lead.services for p in evidence.service_places(row)],
            ),
            statement(
                f"{board.name}: {joined(board.seats)}", evidence.places_for([board.fact_id]), board.fact_id
            ),
        ),
        arithmetic=f"{len(seated)} of {counted(len(evidence.seats), 'lead commissioner')} "
        f"{'has' if len(seated) == 1 else 'have'} a seat"
        + (f" ({joined(through)})" if through else "")
        + f"; {lead.organisation} has none, nor has a parent or part of it.",
        computed={"organisation": lead.organisation, "services": len(lead.services), "seats": 0},
        suggested_handling="Ask the board whether every lead commissioner should be represented.",
        phase_numbers=tuple(sorted(numbers)),
        services=services_of(lead.services),
    )


def misplaced_findings(evidence: Evidence) -> Iterator[Finding]:
    """An ask printed outside the recommendations section; evidence dated after the document that gives it."""
    for ask in evidence.asked_outside:
        places = evidence.places_for([ask.fact_id])
        yield Finding(
            check=MISPLACED,
            key=key_of("ask-outside", ask.reference),
            kind=DiscrepancyKind.MISSING_CONTENT,
            title=f"An ask stands outside the recommendations: {ask.text}",
            statements=(statement(f"{ask.body}: {ask.text}", places, ask.fact_id),),
            arithmetic="It is printed in the body of the paper and not among its recommendations.",
            computed={"in_recommendations": "no"},
            suggested_handling="Put it among the recommendations, or say that no decision is asked.",
        )
    for row in evidence.evidence_dates:
        yield from _late_evidence(evidence, row)


def _late_evidence(evidence: Evidence, row: DatedRow) -> Iterator[Finding]:
    """Evidence of which the last day comes after the last day that the paper's date can mean: all of it, or its end."""
    for reference in _documents(evidence, row):
        paper = evidence.document_dates.get(reference)
        if paper is None or paper.end is None or row.date.end is None or row.date.end <= paper.end:
            continue
        wholly = paper.precedes(row.date) is True
        runs = "is dated" if wholly else "runs"
        after = "after the paper that reports it" if wholly else "past the date of the paper that reports it"
        yield Finding(
            check=MISPLACED,
            key=key_of("evidence-after", row.reference, reference),
            kind=DiscrepancyKind.DATE_MISMATCH,
            title=f"{row.text}: {runs} {row.date.printed}, {after}",
            statements=(
                statement(f"{row.text}: {row.date.printed}", evidence.places_for([row.fact_id]), row.fact_id),
                statement(f"The paper: {paper.printed}", _paper_places(evidence, reference)),
            ),
            arithmetic=f"{row.date.printed} {'comes' if wholly else 'ends'} after {paper.printed}.",
            computed={"evidence": _iso(row.date), "document": _iso(paper)},
            suggested_handling="Ask which date is right.",
        )


def _paper_places(evidence: Evidence, reference: str) -> Sequence[Place]:
    papers = [paper for paper in evidence.plans.papers if paper.reference == reference]
    return evidence.places_for(paper.fact_id for paper in papers)


def _documents(evidence: Evidence, row: DatedRow) -> Sequence[str]:
    return tuple(dict.fromkeys(place.document_reference for place in evidence.places_for([row.fact_id])))


def _iso(when: FuzzyDate) -> str | None:
    return when.start.isoformat() if when.start else None
