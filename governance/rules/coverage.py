"""Check 18 on what is asked and not shown: money without an amount, risks nobody owns, an area that taught nothing; and
money that is paid before there is anything to run (check 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commissioning.core.money import format_exactly
from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.funding import FundingRow
from programmes.selectors.posts import PostCosts, post_costs

from .evidence import Evidence, TargetRow
from .evidence_areas import AreaCover
from .evidence_commissioning import RiskRow
from .findings import Finding, key_of, statement
from .words import counted, joined

MISSING, DATE = 18, 3


def funding_findings(evidence: Evidence) -> Iterator[Finding]:
    """Funding whose amount nobody states; and funding that starts before what it funds is fully in operation."""
    costs = post_costs(evidence.commissioning.posts)
    for row in evidence.commissioning.funding:
        if not row.money.is_known and not any(part.money.is_known for part in row.contributions):
            yield _without_amount(row, costs)
        for target in evidence.targets:
            yield from _before_operation(evidence, row, target)


def _without_amount(row: FundingRow, costs: PostCosts) -> Finding:
    given = counted(len(row.contributions), "funder")
    who = f" from {given}" if row.contributions else ""
    said = row.money.printed or str(row.money.qualifier.label)
    over = costs.over(row.months) if row.contributions else None
    needs = (
        f" The salaries of the posts alone come to {format_exactly(over[0])} to {format_exactly(over[1])} over "
        f"{row.months} months, before on-costs."
        if over and row.months
        else ""
    )
    return Finding(
        check=MISSING,
        key=key_of("missing", row.reference, "amount"),
        kind=DiscrepancyKind.MISSING_AMOUNT,
        title=f"{row.name}: amount not known",
        statements=(statement(f"{row.name}{who}: {said}", row.places, row.fact_id),),
        arithmetic=(
            "None of the funders is known to give any amount." if row.contributions else "No amount is known."
        )
        + needs,
        computed={
            "amount": None,
            "funders": len(row.contributions) or None,
            "minimum_salaries": f"{over[0]:.2f}" if over else None,
            "maximum_salaries": f"{over[1]:.2f}" if over else None,
        },
        suggested_handling="Record the funding without an amount, and ask each funder for it.",
    )


def _before_operation(evidence: Evidence, row: FundingRow, target: TargetRow) -> Iterator[Finding]:
    """Months run between month starts: funded from April, in operation by September, is five."""
    months = row.months_before(target.date)
    if months is None or not (months.low or 0) > 0:
        return
    yield Finding(
        check=DATE,
        key=key_of("funded-before", row.reference, target.reference),
        kind=DiscrepancyKind.DATE_GAP,
        title=f"Funding starts {months.printed} before “{target.label}”",
        statements=(
            statement(f"{row.name}: {row.period.printed}", row.places, row.fact_id),
            statement(
                f"{target.label}: {target.date.printed}",
                evidence.places_for([target.fact_id]),
                target.fact_id,
            ),
        ),
        arithmetic=f"From {row.period.start:%B %Y} to {target.date.start:%B %Y} is {months.printed}.",
        computed={"months": months.low if months.low == months.high else months.printed},
        suggested_handling="Ask what the first months' funding pays for.",
    )


def risk_findings(evidence: Evidence) -> Iterator[Finding]:
    """The risks that name no owner, together; and those without a mitigation."""
    risks = evidence.commissioning.risks
    unowned = [row for row in risks if not row.owner]
    unmitigated = [row for row in risks if not row.mitigation]
    if unowned:
        yield _risks(evidence, unowned, len(risks), "owner", DiscrepancyKind.MISSING_PERSON)
    if unmitigated:
        yield _risks(evidence, unmitigated, len(risks), "mitigation", DiscrepancyKind.MISSING_CONTENT)


def _risks(
    evidence: Evidence, rows: Sequence[RiskRow], total: int, what: str, kind: DiscrepancyKind
) -> Finding:
    return Finding(
        check=MISSING,
        key=key_of("missing", evidence.reference, "risk", what),
        kind=kind,
        title=f"{counted(len(rows), 'risk')} of {total} without {'an owner' if what == 'owner' else 'a mitigation'}",
        statements=tuple(
            statement(row.title, evidence.places_for([row.fact_id]), row.fact_id) for row in rows
        ),
        arithmetic=f"No {what} is stated for {joined(row.title for row in rows)}.",
        computed={"risks": total, "without": len(rows)},
        suggested_handling="Ask for an owner, by role." if what == "owner" else "Ask what is done about it.",
    )


def coverage_findings(evidence: Evidence) -> Iterator[Finding]:
    """An area whose people were interviewed and of which the review reports no learning."""
    for area in evidence.areas.areas:
        if area.interviewees and not area.learning:
            yield _uncovered(evidence, area)


def _uncovered(evidence: Evidence, area: AreaCover) -> Finding:
    empty = [
        words
        for words, there in (
            ("no learning points", area.learning),
            ("nothing on governance", area.governance),
            ("no impact figures", area.impacts),
        )
        if not there
    ]
    return Finding(
        check=MISSING,
        key=key_of("coverage", area.reference),
        kind=DiscrepancyKind.COVERAGE,
        title=f"{area.name}: {counted(area.interviewees, 'interviewee')} but no learning",
        statements=(
            statement(
                f"{area.name}: {counted(area.interviewees, 'interviewee')}",
                evidence.places_for([area.fact_id]),
                area.fact_id,
            ),
        ),
        arithmetic=f"{counted(area.interviewees, 'person', 'people')} interviewed; the review has "
        f"{joined(empty)}.",
        computed={"interviewees": area.interviewees, "learning_points": 0},
        suggested_handling="Read blank as “not reported”, not as “absent there”.",
    )
