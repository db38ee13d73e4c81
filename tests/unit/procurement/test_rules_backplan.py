"""Working back from go-live: the reference's example to the day, and what holds for any go-live."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.rules_backplan import BackPlan, BackPlanError, back_plan, back_plans
from procurement.rules_days import Calendar, CalendarError
from procurement.rules_standstill import standstill

ENGLAND = Calendar("england")
GO_LIVE = date(2027, 4, 1)
USUAL = BackPlan(mobilisation_months=6, evaluation_weeks=8, tender_weeks=6, preparation_weeks=12)


def test_the_worked_example_under_the_act() -> None:
    plan = back_plan(GO_LIVE, "pa2023", USUAL, ENGLAND)
    assert plan.sign_by == date(2026, 10, 1)
    assert plan.notice_by == date(2026, 9, 21)
    assert plan.bids_by == plan.evaluation_from == date(2026, 7, 27)
    assert plan.issue_by == plan.tender_from == date(2026, 6, 15)
    assert plan.start_by == date(2026, 3, 23)
    assert plan.standstill is not None
    assert plan.standstill.ends == date(2026, 9, 30)
    assert plan.words == (
        "Start by 23 March 2026.",
        "Issue the tender by 15 June 2026.",
        "Have bids by 27 July 2026.",
        "Publish the award notice (UK6) by 21 September 2026; standstill ends the day before signing at the latest.",
        "Sign by 1 October 2026.",
        "Go live on 1 April 2027.",
    )


def test_the_worked_example_under_the_provider_selection_regime() -> None:
    plan = back_plan(GO_LIVE, "psr", USUAL, ENGLAND)
    assert (plan.sign_by, plan.notice_by) == (date(2026, 10, 1), date(2026, 9, 18))


@pytest.mark.parametrize(
    ("regime", "why", "words"),
    [
        ("exempt", "", "No standstill: the procurement is exempt."),
        (
            "",
            "",
            "No standstill counted: the regime is not chosen. Choose it, and the start moves earlier.",
        ),
        (
            "psr",
            "a direct award under patient choice needs none",
            "No standstill: a direct award under patient choice needs none.",
        ),
    ],
)
def test_without_a_standstill_evaluation_runs_up_to_signing_and_that_is_said(
    regime: str, why: str, words: str
) -> None:
    plan = back_plan(GO_LIVE, regime, USUAL, ENGLAND, no_standstill=why)
    assert plan.notice_by is None
    assert plan.standstill is None
    assert plan.bids_by == date(2026, 8, 6)  # eight weeks before 1 October 2026
    assert words in plan.words


def test_the_days_left_and_when_it_is_too_late() -> None:
    plan = back_plan(GO_LIVE, "pa2023", USUAL, ENGLAND)
    assert plan.days_left(date(2026, 3, 13)) == 10
    assert not plan.is_late(date(2026, 3, 23))
    assert plan.is_late(date(2026, 3, 24))
    assert plan.days_left(date(2026, 3, 24)) == -1


def test_a_stated_go_live_gives_the_plans_of_its_first_and_last_day() -> None:
    first, last = back_plans(parse_fuzzy_date("April 2027"), "pa2023", USUAL, ENGLAND)
    assert first == back_plan(date(2027, 4, 1), "pa2023", USUAL, ENGLAND)
    assert last == back_plan(date(2027, 4, 30), "pa2023", USUAL, ENGLAND)
    assert back_plans(parse_fuzzy_date("TBC"), "pa2023", USUAL, ENGLAND) == (None, None)


def test_durations_that_cannot_be_are_refused_beside_nought_which_can() -> None:
    with pytest.raises(BackPlanError, match=r"Evaluation cannot take -1 weeks. Enter 0 to 520."):
        BackPlan(6, -1, 6, 12)
    with pytest.raises(BackPlanError, match=r"Mobilisation cannot take 521 months. Enter 0 to 520."):
        BackPlan(521, 8, 6, 12)
    none = back_plan(GO_LIVE, "exempt", BackPlan(0, 0, 0, 0), ENGLAND)
    assert {none.sign_by, none.bids_by, none.issue_by, none.start_by} == {GO_LIVE}


def test_durations_that_lead_before_the_calendar_are_refused() -> None:
    for durations in (BackPlan(0, 520, 520, 520), BackPlan(500, 0, 0, 0)):
        with pytest.raises(BackPlanError, match="Shorten them"):
            back_plan(date(20, 1, 1), "exempt", durations, ENGLAND)
    with pytest.raises(CalendarError, match="Bank holidays are known"):
        back_plan(date(1960, 1, 1), "psr", USUAL, ENGLAND)


LENGTHS = st.integers(0, 60)


@given(
    st.dates(date(2010, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["pcr2015", "pa2023", "psr"]),
    st.builds(BackPlan, LENGTHS, LENGTHS, LENGTHS, LENGTHS),
)
def test_whoever_keeps_every_day_of_a_plan_is_in_time(
    go_live: date, regime: str, durations: BackPlan
) -> None:
    plan = back_plan(go_live, regime, durations, ENGLAND)
    assert plan.start_by + timedelta(weeks=durations.preparation_weeks) == plan.issue_by
    assert plan.issue_by + timedelta(weeks=durations.tender_weeks) == plan.bids_by
    notice = plan.bids_by + timedelta(weeks=durations.evaluation_weeks)
    assert notice == plan.notice_by
    assert ENGLAND.is_working_day(notice)
    assert standstill(regime, notice, ENGLAND).sign_from <= plan.sign_by <= plan.go_live
