"""Suggested delivery confidence: reasons in numbers, and never green for what nobody knows."""

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.rules.ratings import (
    DEFAULT_TOLERANCES,
    DIMENSION_LABELS,
    BenefitFacts,
    CostFacts,
    Dimension,
    QualityFacts,
    RiskFacts,
    ScopeFacts,
    Suggestion,
    TimeFacts,
    Tolerance,
    overall,
    suggest_benefit,
    suggest_cost,
    suggest_quality,
    suggest_risk,
    suggest_scope,
    suggest_time,
)

GREEN, AMBER, RED, NOT_RATED = Confidence


def told(suggestion):
    return suggestion.rating, suggestion.reason


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (TimeFacts(24), GREEN, "0 of 24 milestones overdue, 0 slipped."),
        (
            TimeFacts(24, overdue=1, worst_months=0),
            AMBER,
            "1 of 24 milestones overdue, 0 slipped, the latest by 0 months.",
        ),
        (
            TimeFacts(24, slipped=2, worst_months=1),
            AMBER,
            "0 of 24 milestones overdue, 2 slipped, the latest by 1 month.",
        ),
        (
            TimeFacts(24, 1, 2, worst_months=3),
            RED,
            "1 of 24 milestones overdue, 2 slipped, the latest by 3 months.",
        ),
        (TimeFacts(24, gates_missed=1), AMBER, "0 of 24 milestones overdue, 0 slipped, 1 gate missed."),
        (TimeFacts(0, gates_missed=1), AMBER, "1 gate missed."),
        (
            TimeFacts(29, undated=5),
            AMBER,
            "0 of 29 milestones overdue, 0 slipped. Not known: 5 of 29 milestones undated, so amber at best.",
        ),
        (
            TimeFacts(3, slipped=1),
            AMBER,
            "0 of 3 milestones overdue, 1 slipped. Not known: how late the latest is.",
        ),
        (TimeFacts(0), NOT_RATED, "No milestone is recorded."),
        (TimeFacts(5, undated=5), NOT_RATED, "No milestone has a date: 5 of 5 undated."),
    ],
)
def test_time(facts, rating, reason):
    assert told(suggest_time(facts)) == (rating, reason)


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (CostFacts(4, variance=Decimal(0)), GREEN, "The forecast equals the budget."),
        (CostFacts(4, variance=Decimal("1.9")), GREEN, "The forecast is 1.9% over budget."),
        (CostFacts(4, variance=Decimal("2.2")), AMBER, "The forecast is 2.2% over budget."),
        (CostFacts(4, variance=Decimal(-12)), RED, "The forecast is 12% under budget."),
        (
            CostFacts(8, unknown_lines=2, variance=Decimal(0)),
            AMBER,
            "The forecast equals the budget. Not known: 2 of 8 budget lines, so amber at best.",
        ),
        (
            CostFacts(8, unknown_lines=2, variance=Decimal("14.2")),
            RED,
            "The forecast is 14.2% over budget. Not known: 2 of 8 budget lines.",
        ),
        (
            CostFacts(3, unknown_lines=3),
            NOT_RATED,
            "No forecast can be compared with a budget: 3 of 3 budget lines not known.",
        ),
        (CostFacts(4), NOT_RATED, "No forecast can be compared with a budget: none is recorded."),
        (CostFacts(0), NOT_RATED, "No budget line is recorded."),
    ],
)
def test_cost(facts, rating, reason):
    assert told(suggest_cost(facts)) == (rating, reason)


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (ScopeFacts(16), GREEN, "0 scope changes since the last report, 0 change requests open."),
        (
            ScopeFacts(16, changes_since=8),
            RED,
            "8 scope changes since the last report, 0 change requests open.",
        ),
        (
            ScopeFacts(16, change_requests_open=1),
            AMBER,
            "0 scope changes since the last report, 1 change request open.",
        ),
        (
            ScopeFacts(16, services_tbc=3),
            AMBER,
            "0 scope changes since the last report, 0 change requests open. Not known: 3 of 16 services TBC.",
        ),
        (ScopeFacts(2, services_tbc=2), NOT_RATED, "Nothing in scope is settled: 2 of 2 services TBC."),
        (ScopeFacts(0), NOT_RATED, "No service is recorded as in scope."),
    ],
)
def test_scope(facts, rating, reason):
    assert told(suggest_scope(facts)) == (rating, reason)


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (QualityFacts(8), GREEN, "0 of 8 reported KPIs in exception."),
        (QualityFacts(8, in_exception=1), AMBER, "1 of 8 reported KPIs in exception."),
        (QualityFacts(8, in_exception=2), RED, "2 of 8 reported KPIs in exception."),
        (
            QualityFacts(8, not_reported=3),
            AMBER,
            "0 of 5 reported KPIs in exception. Not known: 3 of 8 KPIs not reported, so amber at best.",
        ),
        (
            QualityFacts(8, not_judged=3),
            AMBER,
            "0 of 5 judged KPIs in exception. Not known: 3 of 8 KPIs not judged, so amber at best.",
        ),
        (
            QualityFacts(8, not_reported=2, not_judged=6),
            NOT_RATED,
            "No KPI is judged: 6 of 6 reported are not.",
        ),
        (QualityFacts(8, not_reported=8), NOT_RATED, "No KPI is reported: 8 of 8 are not."),
        (QualityFacts(0), NOT_RATED, "No KPI is recorded."),
    ],
)
def test_quality(facts, rating, reason):
    assert told(suggest_quality(facts)) == (rating, reason)


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (BenefitFacts(4), GREEN, "0 of 4 measured benefits behind target."),
        (BenefitFacts(4, behind_target=1), AMBER, "1 of 4 measured benefits behind target."),
        (BenefitFacts(4, behind_target=2), RED, "2 of 4 measured benefits behind target."),
        (
            BenefitFacts(4, not_measurable=3),
            AMBER,
            (
                "0 of 1 measured benefit behind target. "
                "Not known: 3 of 4 benefits without a baseline or a measurement, so amber at best."
            ),
        ),
        (
            BenefitFacts(2, not_measurable=2),
            NOT_RATED,
            "No benefit can be measured: 2 of 2 benefits without a baseline or a measurement.",
        ),
        (BenefitFacts(0), NOT_RATED, "No benefit is recorded."),
    ],
)
def test_benefit(facts, rating, reason):
    assert told(suggest_benefit(facts)) == (rating, reason)


@pytest.mark.parametrize(
    ("facts", "rating", "reason"),
    [
        (RiskFacts(3, 6, "Moderate"), GREEN, "The highest of 3 risks scores 6 (Moderate)."),
        (RiskFacts(3, 8, "High"), AMBER, "The highest of 3 risks scores 8 (High)."),
        (RiskFacts(1, 15, "Extreme"), RED, "The highest of 1 risk scores 15 (Extreme)."),
        (RiskFacts(3, 6, overdue_reviews=1), AMBER, "The highest of 3 risks scores 6, 1 review overdue."),
        (
            RiskFacts(3, 4, "Moderate", unassessed=1),
            AMBER,
            "The highest of 3 risks scores 4 (Moderate). Not known: 1 of 3 risks not assessed, so amber at best.",
        ),
        # Nottinghamshire's report summarises three risks and gives none of them a score (paragraph 35).
        (RiskFacts(3, unassessed=3), NOT_RATED, "No risk is assessed: 3 of 3 are not."),
        (RiskFacts(0), NOT_RATED, "No risk is recorded, which is not the same as no risk."),
    ],
)
def test_risk(facts, rating, reason):
    assert told(suggest_risk(facts)) == (rating, reason)


def test_a_programme_may_set_its_own_tolerances():
    strict = Tolerance(Decimal("0.5"), Decimal(1), "%", "how far the forecast differs from the budget")
    facts = CostFacts(4, variance=Decimal("1.5"))
    assert suggest_cost(facts).rating == GREEN
    assert suggest_cost(facts, strict).rating == RED
    assert strict.printed == "Amber from 0.5%, red from 1%: how far the forecast differs from the budget"


def test_tolerances_are_printed_in_words():
    assert DEFAULT_TOLERANCES[Dimension.TIME].printed.startswith("Amber from 1 month, red from 3 months: ")
    assert DEFAULT_TOLERANCES[Dimension.RISK].printed.startswith("Amber from 8, red from 15: ")


@pytest.mark.parametrize(("amber", "red"), [(0, 3), (4, 3), (-1, 3)])
def test_a_tolerance_that_makes_no_green_or_no_order_is_refused(amber, red):
    with pytest.raises(ValueError, match="Amber begins above 0"):
        Tolerance(Decimal(amber), Decimal(red), "%", "")
    assert Tolerance(Decimal(3), Decimal(3), "%", "").rating(3) == RED


def test_overall_is_the_worst_that_is_rated_by_name():
    found = overall(
        {
            Dimension.TIME: Suggestion(AMBER, ""),
            Dimension.COST: Suggestion(RED, ""),
            Dimension.RISK: Suggestion(RED, ""),
        }
    )
    assert told(found) == (RED, "Red for Cost and Risk.")


def test_overall_is_not_green_while_a_dimension_is_not_rated():
    green = {Dimension.TIME: Suggestion(GREEN, ""), Dimension.COST: Suggestion(GREEN, "")}
    assert told(overall(green)) == (GREEN, "Green for Time and Cost.")
    partly = {**green, Dimension.RISK: Suggestion(NOT_RATED, "")}
    assert told(overall(partly)) == (
        AMBER,
        "Green for Time and Cost. Not known: Risk, so amber at best.",
    )


def test_overall_of_nothing_is_not_rated():
    assert told(overall({Dimension.TIME: Suggestion(NOT_RATED, "")})) == (NOT_RATED, "No dimension is rated.")
    assert overall({}).rating == NOT_RATED


def test_every_dimension_has_a_label_and_its_tolerance():
    assert set(DIMENSION_LABELS) - {Dimension.OVERALL} == set(DEFAULT_TOLERANCES)


def test_no_rule_is_given_a_percentage_of_completion():
    named = [
        field.name for kind in (TimeFacts, CostFacts, ScopeFacts, QualityFacts) for field in fields(kind)
    ]
    assert not [name for name in named if "complet" in name or "progress" in name]


small = st.integers(0, 6)
anything = st.one_of(
    st.builds(TimeFacts, small, small, small, small, st.none() | small, small).map(
        lambda facts: (suggest_time(facts), facts.undated or not facts.milestones)
    ),
    st.builds(CostFacts, small, small, st.none() | st.decimals(-20, 20, places=1)).map(
        lambda facts: (suggest_cost(facts), facts.unknown_lines or not facts.lines or facts.variance is None)
    ),
    st.builds(ScopeFacts, small, small, small, small).map(
        lambda facts: (suggest_scope(facts), facts.services_tbc or not facts.services)
    ),
    st.builds(QualityFacts, small, small, small, small).map(
        lambda facts: (suggest_quality(facts), facts.not_reported or facts.not_judged or not facts.kpis)
    ),
    st.builds(BenefitFacts, small, small, small).map(
        lambda facts: (suggest_benefit(facts), facts.not_measurable or not facts.benefits)
    ),
    st.builds(RiskFacts, small, st.none() | st.integers(1, 25), st.just("High"), small, small).map(
        lambda facts: (
            suggest_risk(facts),
            facts.unassessed or not facts.risks or facts.highest_score is None,
        )
    ),
)


@given(anything)
def test_what_is_not_wholly_known_is_never_green(made):
    suggestion, has_unknowns = made
    assert suggestion.reason.endswith(".")
    if has_unknowns:
        assert suggestion.rating != GREEN


@given(st.dictionaries(st.sampled_from(sorted(DEFAULT_TOLERANCES)), anything.map(lambda made: made[0])))
def test_overall_is_never_better_than_any_dimension(made):
    order = [GREEN, AMBER, RED]
    found = overall(made).rating
    for suggestion in made.values():
        assert suggestion.rating == NOT_RATED or order.index(found) >= order.index(suggestion.rating)
