"""Delivery confidence suggested by rule, one dimension at a time, each with its reason in numbers.

A suggestion is for a person to keep or to overrule with a reason. What is not known is never green: a dimension of
which nothing is known is not rated, and one known in part can be amber at best. No rule reads a percentage complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.rag import ThreePointConfidence as Confidence

from .rating_facts import (
    DEFAULT_TOLERANCES,
    DIMENSION_LABELS,
    BenefitFacts,
    CostFacts,
    Dimension,
    QualityFacts,
    RiskFacts,
    ScopeFacts,
    TimeFacts,
    Tolerance,
    plain_number,
)
from .words import counted, joined

__all__ = [
    "DEFAULT_TOLERANCES",
    "DIMENSION_LABELS",
    "BenefitFacts",
    "CostFacts",
    "Dimension",
    "QualityFacts",
    "RiskFacts",
    "ScopeFacts",
    "Suggestion",
    "TimeFacts",
    "Tolerance",
    "at_best_amber",
    "overall",
    "suggest_benefit",
    "suggest_cost",
    "suggest_quality",
    "suggest_risk",
    "suggest_scope",
    "suggest_time",
]


@dataclass(frozen=True)
class Suggestion:
    """What the rule suggests, and why: a sentence with its numbers. `is_partial`: capped, as part is not known."""

    rating: Confidence
    reason: str
    is_partial: bool = False


def suggest_time(facts: TimeFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.TIME]) -> Suggestion:
    """By how late the latest milestone is; any overdue or slipped milestone or missed gate is amber at best.

    Undated milestones leave it known in part; where no milestone has a date and no gate was missed it is not rated.
    """
    if facts.undated >= facts.milestones and not facts.gates_missed:
        return _not_rated(
            f"No milestone has a date: {_of(facts.undated, facts.milestones)} undated"
            if facts.milestones
            else "No milestone is recorded"
        )
    late = bool(facts.overdue or facts.slipped)
    rating = tolerance.rating(facts.worst_months or 0)
    if late or facts.gates_missed:
        rating = at_best_amber(rating)
    unknown = [f"{_of(facts.undated, facts.milestones, 'milestone')} undated"] if facts.undated else []
    if late and facts.worst_months is None:
        unknown.append("how late the latest is")
    return _suggest(rating, list(_time_parts(facts)), unknown)


def _time_parts(facts: TimeFacts) -> Iterator[str]:
    if facts.milestones:
        yield f"{_of(facts.overdue, facts.milestones, 'milestone')} overdue"
        yield f"{facts.slipped} slipped"
    if facts.worst_months is not None and (facts.overdue or facts.slipped):
        yield f"the latest by {counted(facts.worst_months, 'month')}"
    if facts.gates_missed:
        yield f"{counted(facts.gates_missed, 'gate')} missed"


def suggest_cost(facts: CostFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.COST]) -> Suggestion:
    """By how far the forecast is from the budget, over or under; lines not known leave it known in part."""
    if not facts.lines:
        return _not_rated("No budget line is recorded")
    if facts.variance is None:
        unknown_lines = f"{_of(facts.unknown_lines, facts.lines, 'budget line')} not known"
        why = unknown_lines if facts.unknown_lines else "none is recorded"
        return _not_rated(f"No forecast can be compared with a budget: {why}")
    size = abs(facts.variance)
    way = (
        "equals the budget"
        if not size
        else f"is {plain_number(size)}% {'over' if facts.variance > 0 else 'under'} budget"
    )
    unknown = [_of(facts.unknown_lines, facts.lines, "budget line")] if facts.unknown_lines else []
    return _suggest(tolerance.rating(size), [f"The forecast {way}"], unknown)


def suggest_scope(
    facts: ScopeFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.SCOPE]
) -> Suggestion:
    """By the points in movement: services TBC, changes since the last report and change requests open, added.

    Each service TBC also leaves the scope known in part; where all are TBC it is not rated.
    """
    if not facts.services:
        return _not_rated("No service is recorded as in scope")
    if facts.services_tbc >= facts.services:
        return _not_rated(
            f"Nothing in scope is settled: {_of(facts.services_tbc, facts.services, 'service')} TBC"
        )
    moving = facts.services_tbc + facts.changes_since + facts.change_requests_open
    parts = [
        f"{counted(facts.changes_since, 'scope change')} since the last report",
        f"{counted(facts.change_requests_open, 'change request')} open",
    ]
    unknown = [f"{_of(facts.services_tbc, facts.services, 'service')} TBC"] if facts.services_tbc else []
    return _suggest(tolerance.rating(moving), parts, unknown)


def suggest_quality(
    facts: QualityFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.QUALITY]
) -> Suggestion:
    """By the share of KPIs in exception among those judged; KPIs not reported, or not judged, leave it known in part.

    A KPI without an icon is not judged: it has neither figures enough nor a target that its limits can be laid against.
    It is no exception, and no good sign either.
    """
    if not facts.kpis:
        return _not_rated("No KPI is recorded")
    reported = facts.kpis - facts.not_reported
    if reported <= 0:
        return _not_rated(f"No KPI is reported: {_of(facts.not_reported, facts.kpis)} are not")
    judged = reported - facts.not_judged
    if judged <= 0:
        return _not_rated(f"No KPI is judged: {_of(facts.not_judged, reported)} reported are not")
    kind = "judged KPI" if facts.not_judged else "reported KPI"
    parts = [f"{_of(facts.in_exception, judged, kind)} in exception"]
    unknown = [
        f"{_of(number, facts.kpis, 'KPI')} {words}"
        for number, words in ((facts.not_reported, "not reported"), (facts.not_judged, "not judged"))
        if number
    ]
    return _suggest(tolerance.rating(_share(facts.in_exception, judged)), parts, unknown)


def suggest_benefit(
    facts: BenefitFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.BENEFIT]
) -> Suggestion:
    """By the share of benefits behind target among those that can be measured; the rest leave it known in part."""
    if not facts.benefits:
        return _not_rated("No benefit is recorded")
    measured = facts.benefits - facts.not_measurable
    without = f"{_of(facts.not_measurable, facts.benefits, 'benefit')} without a baseline or a measurement"
    if measured <= 0:
        return _not_rated(f"No benefit can be measured: {without}")
    parts = [f"{_of(facts.behind_target, measured, 'measured benefit')} behind target"]
    return _suggest(
        tolerance.rating(_share(facts.behind_target, measured)),
        parts,
        [without] if facts.not_measurable else [],
    )


def suggest_risk(facts: RiskFacts, tolerance: Tolerance = DEFAULT_TOLERANCES[Dimension.RISK]) -> Suggestion:
    """By the highest current score; an overdue review is amber at best, risks not assessed leave it known in part.

    No risk recorded is not a programme without risks: it is not rated.
    """
    if not facts.risks:
        return _not_rated("No risk is recorded, which is not the same as no risk")
    if facts.highest_score is None:
        return _not_rated(f"No risk is assessed: {_of(facts.unassessed, facts.risks)} are not")
    named = f" ({facts.band})" if facts.band else ""
    parts = [f"The highest of {counted(facts.risks, 'risk')} scores {facts.highest_score}{named}"]
    rating = tolerance.rating(facts.highest_score)
    if facts.overdue_reviews:
        parts.append(f"{counted(facts.overdue_reviews, 'review')} overdue")
        rating = at_best_amber(rating)
    unknown = [f"{_of(facts.unassessed, facts.risks, 'risk')} not assessed"] if facts.unassessed else []
    return _suggest(rating, parts, unknown)


def overall(suggestions: Mapping[str, Suggestion]) -> Suggestion:
    """The worst of the dimensions that are rated, naming them; dimensions not rated cap it at amber."""
    rated = {key: each for key, each in suggestions.items() if each.rating.is_rated}
    if not rated:
        return _not_rated("No dimension is rated")
    worst = Confidence.worst(each.rating for each in rated.values())
    missing = [DIMENSION_LABELS.get(key, key) for key in suggestions if key not in rated]
    those = [DIMENSION_LABELS.get(key, key) for key, each in rated.items() if each.rating == worst]
    return _suggest(worst, [f"{worst.label} for {joined(those)}"], [joined(missing)] if missing else [])


def at_best_amber(rating: Confidence) -> Confidence:
    """The rating, or amber where it was green."""
    return Confidence.AMBER if rating == Confidence.GREEN else rating


def _suggest(rating: Confidence, known: Iterable[str], unknown: Iterable[str]) -> Suggestion:
    """The rating with its reason; where part is not known it is capped at amber and the reason says so."""
    said = f"{', '.join(known)}."
    missing = list(unknown)
    if not missing:
        return Suggestion(rating, said)
    capped = at_best_amber(rating)
    at_best = "" if capped == rating else ", so amber at best"
    return Suggestion(capped, f"{said} Not known: {joined(missing)}{at_best}.", is_partial=True)


def _not_rated(reason: str) -> Suggestion:
    return Suggestion(Confidence.NOT_RATED, f"{reason}.", is_partial=True)


def _of(part: int, whole: int, noun: str = "") -> str:
    """ "3 of 14 milestones", "3 of 14"."""
    return f"{part} of {counted(whole, noun)}" if noun else f"{part} of {whole:,}"


def _share(part: int, whole: int) -> Decimal:
    """In per cent."""
    return Decimal(part) * 100 / whole
