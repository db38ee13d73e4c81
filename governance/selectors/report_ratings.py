"""What the rules suggest for each dimension of a report, from the facts of its period."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, months_between
from governance.rules import ratings as rules
from governance.rules.benefits import MEASURED, BenefitState
from governance.rules.rating_facts import DEFAULT_TOLERANCES, Dimension, Tolerance
from governance.rules.ratings import Suggestion
from governance.selectors.report_facts import Facts
from outcomes.board import is_exception
from procurement.rules_spending import together
from procurement.selectors.milestones import MilestoneRow

ORDER = (
    Dimension.OVERALL,
    Dimension.TIME,
    Dimension.COST,
    Dimension.SCOPE,
    Dimension.QUALITY,
    Dimension.BENEFIT,
    Dimension.RISK,
)
HUNDRED = Decimal(100)


def suggestions(facts: Facts, limits: Mapping[str, Tolerance]) -> dict[str, Suggestion]:
    """A suggestion for each dimension in the order of reports, the overall one first. No query."""
    limit = {**DEFAULT_TOLERANCES, **limits}
    found = {
        Dimension.TIME: rules.suggest_time(time_facts(facts), limit[Dimension.TIME]),
        Dimension.COST: rules.suggest_cost(cost_facts(facts), limit[Dimension.COST]),
        Dimension.SCOPE: rules.suggest_scope(scope_facts(facts), limit[Dimension.SCOPE]),
        Dimension.QUALITY: rules.suggest_quality(quality_facts(facts), limit[Dimension.QUALITY]),
        Dimension.BENEFIT: rules.suggest_benefit(benefit_facts(facts), limit[Dimension.BENEFIT]),
        Dimension.RISK: rules.suggest_risk(risk_facts(facts), limit[Dimension.RISK]),
    }
    return {Dimension.OVERALL: rules.overall(found), **found}


def time_facts(facts: Facts) -> rules.TimeFacts:
    """The milestones not done; how late is counted from the last day of the date, and of the first date that slipped.

    The fewest months are taken that the dates allow, so that nothing is called later than it surely is.
    """
    rows = facts.open_milestones
    late = [_months_late(row, facts) for row in (*facts.overdue, *facts.slipped)]
    known = [months for months in late if months is not None]
    return rules.TimeFacts(
        milestones=len(rows),
        overdue=len(facts.overdue),
        slipped=len(facts.slipped),
        undated=sum(not row.when.is_dated for row in rows),
        worst_months=max(known, default=None),
        gates_missed=facts.gates_missed,
    )


def _months_late(row: MilestoneRow, facts: Facts) -> int | None:
    """From the deadline to the day for one overdue, from the first date to the present one for one that slipped."""
    day = FuzzyDate("", facts.on, facts.on, Precision.DAY, DateStatus.STATED)
    spans = [months_between(row.when, day)] if row.is_overdue(facts.on) else []
    if row.slips and row.original is not None and row.original.is_dated:
        spans.append(months_between(row.original, day if row.is_overdue(facts.on) else row.when))
    lows = [span.low for span in spans if span.low is not None]
    return max((max(low, 0) for low in lows), default=None)


def cost_facts(facts: Facts) -> rules.CostFacts:
    """The newest forecasts against the budgets of the lines where both are known, in per cent of those budgets.

    Where the lines stand on different bases they are not added, and so have no variance.
    """
    rows = facts.money.rows
    compared = [row for row in rows if row.variance.amount is not None]
    budget = sum((row.line.money.amount or Decimal(0) for row in compared), Decimal(0))
    summed = together(row.variance for row in compared)[0].amount
    variance = summed * HUNDRED / budget if summed is not None and budget else None
    return rules.CostFacts(lines=len(rows), unknown_lines=len(rows) - len(compared), variance=variance)


def scope_facts(facts: Facts) -> rules.ScopeFacts:
    """The services of the scope on the day, and what moved in the period."""
    return rules.ScopeFacts(
        services=len(facts.services),
        services_tbc=sum(row.is_tbc for row in facts.services),
        changes_since=facts.scope_changes,
        change_requests_open=sum(row.is_awaited for row in facts.change_requests),
    )


def quality_facts(facts: Facts) -> rules.QualityFacts:
    """The KPIs by their latest figures; one without any figure is not reported, whatever its target."""
    reported = [row for row in facts.kpis if row.latest_value is not None]
    return rules.QualityFacts(
        kpis=len(facts.kpis),
        in_exception=sum(is_exception(row) for row in reported),
        not_reported=len(facts.kpis) - len(reported),
        not_judged=sum(not (row.variation or row.assurance) for row in reported),
    )


def benefit_facts(facts: Facts) -> rules.BenefitFacts:
    """A benefit is measured where its own numbers say where it stands; one too early to say is not measured yet."""
    measured = MEASURED - {BenefitState.TOO_EARLY}
    return rules.BenefitFacts(
        benefits=len(facts.benefits),
        behind_target=sum(row.state == BenefitState.BEHIND for row in facts.benefits),
        not_measurable=sum(row.state not in measured for row in facts.benefits),
    )


def risk_facts(facts: Facts) -> rules.RiskFacts:
    """The open risks with the highest score now; those that nobody has assessed have none, which is not a low one."""
    rows = facts.open_risks
    scored = [row for row in rows if row.score is not None]
    worst = max(scored, key=lambda row: row.score or 0, default=None)
    return rules.RiskFacts(
        risks=len(rows),
        highest_score=worst.score if worst else None,
        band=worst.band.name if worst and worst.band else "",
        unassessed=len(rows) - len(scored),
        overdue_reviews=sum(row.review_overdue for row in rows),
    )
