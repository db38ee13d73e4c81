"""Checks on plans: 3 milestones outside their project, a plan that ends and a project that does not; 18 no dates or
no lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commissioning.core.fuzzydate import DateStatus
from governance.models.discrepancies import DiscrepancyKind
from programmes.rules_milestones import MAY_BE_OUTSIDE, OUTSIDE, Fit, place_within

from .evidence import Evidence
from .evidence_plans import DatedRow, IntentionRow, SummaryRow
from .findings import Finding, key_of, statement
from .words import counted, joined

DATE, MISSING = 3, 18
SIDES = {
    Fit.BEFORE: "before the start",
    Fit.AFTER: "after the end",
    Fit.MAY_BE_BEFORE: "perhaps before the start",
    Fit.MAY_BE_AFTER: "perhaps after the end",
}


def project_findings(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each project with milestones outside its dates, and one where its plan is dated and it is not.

    Outside means every day of the milestone; where only some are, it "may be outside" (domain rule on dates).
    """
    intentions = {row.reference: row for row in evidence.plans.intentions}
    for summary in evidence.plans.summaries:
        placed = [(row, place_within(row.date, summary.period).fit) for row in summary.milestones]
        outside = [(row, fit) for row, fit in placed if fit in OUTSIDE | MAY_BE_OUTSIDE]
        if outside:
            yield _outside(evidence, summary, outside)
        intention = intentions.get(summary.intention_reference)
        if intention is not None and not summary.period.is_dated:
            yield from _undated(evidence, summary, intention)


def _outside(evidence: Evidence, summary: SummaryRow, outside: Sequence[tuple[DatedRow, Fit]]) -> Finding:
    counts = {fit: [row for row, own in outside if own == fit] for fit in SIDES}
    said = [f"{len(rows)} {SIDES[fit]}" for fit, rows in counts.items() if rows]
    total = counted(len(summary.milestones), "milestone")
    return Finding(
        check=DATE,
        key=key_of("milestones", summary.reference),
        kind=DiscrepancyKind.DATE_MISMATCH,
        title=f"{summary.name}: of {total}, {joined(said)} of its project",
        statements=(
            statement(
                f"{summary.name}: {summary.period.printed}",
                evidence.places_for([summary.fact_id]),
                summary.fact_id,
            ),
            *(
                statement(
                    f"{row.text}: {row.date.printed} ({SIDES[fit]})",
                    evidence.places_for([row.fact_id]),
                    row.fact_id,
                )
                for row, fit in outside
            ),
        ),
        arithmetic=_working(summary, outside),
        computed={
            "milestones": len(summary.milestones),
            "after_end": len(counts[Fit.AFTER]),
            "before_start": len(counts[Fit.BEFORE]),
            "may_be_outside": len(counts[Fit.MAY_BE_BEFORE]) + len(counts[Fit.MAY_BE_AFTER]),
            "period_end": summary.period.end.isoformat() if summary.period.end else None,
        },
        suggested_handling="Warn and do not block: ask whether the project's dates or the milestones' stand.",
    )


def _working(summary: SummaryRow, outside: Sequence[tuple[DatedRow, Fit]]) -> str:
    start, end = summary.period.start, summary.period.end
    runs = " ".join(
        filter(
            None,
            [f"from {start.day} {start:%B %Y}" if start else "", f"to {end.day} {end:%B %Y}" if end else ""],
        )
    )
    late = [row for row, fit in outside if fit == Fit.AFTER]
    early = [row for row, fit in outside if fit == Fit.BEFORE]
    maybe = [row for row, fit in outside if fit in MAY_BE_OUTSIDE]
    parts = [f"{summary.period.printed} runs {runs}"]
    for rows, words in ((early, "before it"), (late, "after it"), (maybe, "that may be outside it")):
        if rows:
            dates = joined(dict.fromkeys(row.date.printed for row in rows))
            parts.append(f"{len(rows)} {words} ({dates})")
    return "; ".join(parts) + "."


def _undated(evidence: Evidence, summary: SummaryRow, intention: IntentionRow) -> Iterator[Finding]:
    """The intention's plan has a last day; the project that carries it out is "on-going", or says nothing."""
    dated = [row for row in intention.deadlines if row.date.end is not None]
    if not dated:
        return
    last = max(dated, key=lambda row: (row.date.end, row.reference))
    ongoing = summary.period.status == DateStatus.ONGOING
    said = summary.period.printed or "nothing is printed"
    yield Finding(
        check=DATE if ongoing else MISSING,
        key=key_of("plan-end", summary.reference),
        kind=DiscrepancyKind.DATE_MISMATCH if ongoing else DiscrepancyKind.MISSING_DATE,
        title=f"{summary.name}: {'has no end' if ongoing else 'dates are blank'}, though its plan runs to "
        f"{last.date.printed.removeprefix('through to ')}",
        statements=(
            statement(
                f"Intention {intention.number}, {last.text}: {last.date.printed}",
                evidence.places_for([last.fact_id]),
                last.fact_id,
            ),
            statement(
                f"Start and end of “{summary.name}”: {said}",
                evidence.places_for([summary.fact_id]),
                summary.fact_id,
            ),
        ),
        arithmetic=f"The plan's last date is {last.date.printed}; the project's own start and end: {said}.",
        computed={"plan_ends": last.date.end.isoformat() if last.date.end else None, "project_ends": None},
        suggested_handling="Ask from when to when the project runs.",
    )


def intention_lead_findings(evidence: Evidence) -> Iterator[Finding]:
    """Intentions with no lead in the table, and neither a senior owner nor a lead in any of their projects."""
    intentions = evidence.plans.intentions
    people = {row.intention_reference for row in evidence.plans.summaries if row.people}
    without = [row for row in intentions if not row.leads and row.reference not in people]
    if not without or len(without) == len(intentions):
        return  # where nobody is named for any, the paper does not set out to name leads
    names = joined(str(row.number) for row in without)
    yield Finding(
        check=MISSING,
        key=key_of("missing", evidence.reference, "intention-lead"),
        kind=DiscrepancyKind.MISSING_PERSON,
        title=f"No lead anywhere for {counted(len(without), 'intention')} of {len(intentions)}: {names}",
        statements=tuple(
            statement(f"{row.number}. {row.title}: no lead", evidence.places_for([row.fact_id]), row.fact_id)
            for row in without
        ),
        arithmetic=f"{len(intentions) - len(without)} of {counted(len(intentions), 'intention')} have a lead or a "
        f"senior owner, in the table of intentions or in a project summary; {names} have none.",
        computed={
            "intentions": len(intentions),
            "without_lead": ", ".join(row.reference for row in without),
            "count": len(without),
        },
        suggested_handling="Ask for a lead for each, by role.",
    )
