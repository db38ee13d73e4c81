"""Check 9, commitment drift: an answer weaker than what was agreed (a person's tick), a promised report missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_plans import ActionRow
from .findings import Finding, key_of, statement
from .reports import Missed
from .words import counted, joined

CHECK = 9


def promise_findings(evidence: Evidence) -> Iterator[Finding]:
    """For each action of a board: weakened, where somebody ticked it; reports that were promised and did not come."""
    for action in evidence.plans.actions:
        if action.weakened:
            yield _weakened(evidence, action)
        if action.missed is not None and action.missed.missed:
            yield _missed(evidence, action, action.missed)


def _weakened(evidence: Evidence, action: ActionRow) -> Finding:
    return Finding(
        check=CHECK,
        key=key_of("drift", action.reference),
        kind=DiscrepancyKind.COMMITMENT_DRIFT,
        title=f"The answer promises less than was agreed: {action.text}",
        statements=(
            statement(
                f"Agreed: {action.text}", evidence.places_for([action.fact_id], "text"), action.fact_id
            ),
            *(
                statement(f"Answer: {row.text}", evidence.places_for([row.fact_id]), row.fact_id)
                for row in action.reports
            ),
        ),
        arithmetic="A reader has marked the answer as weaker than what was agreed.",
        computed={"weakened": "yes"},
        suggested_handling="Ask the board whether it accepts the weaker promise.",
    )


def _missed(evidence: Evidence, action: ActionRow, found: Missed) -> Finding:
    missing = counted(len(found.missed), found.noun)
    return Finding(
        check=CHECK,
        key=key_of("reports", action.reference),
        kind=DiscrepancyKind.COMMITMENT_DRIFT,
        title=f"A report was promised every {found.noun}; none is recorded for {missing}",
        statements=(
            statement(action.text, evidence.places_for([action.fact_id]), action.fact_id),
            *(
                statement(f"Report: {row.date.printed}", evidence.places_for([row.fact_id]), row.fact_id)
                for row in action.reports
                if row.date.is_dated
            ),
        ),
        arithmetic=f"{counted(found.periods, found.noun)} ended from {action.agreed.printed} to "
        f"{_day(evidence.on)}; {missing} without a report: {joined(found.runs)}.",
        computed={"periods": found.periods, "missed": len(found.missed)},
        suggested_handling="Record the reports that were made, or ask for those that were not.",
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
