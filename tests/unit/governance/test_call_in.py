"""Call-in: five working days by suggestion, and no effect before it is over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.call_in import (
    CallInState,
    DecisionFacts,
    call_in,
    call_in_problems,
    closes_on,
    ending_of,
    in_effect,
)
from procurement.rules_days import Calendar
from tests.unit.governance.evidence import BLANK, when

ENGLAND = Calendar("england")
THURSDAY = date(2018, 12, 13)
# Monday 17, Tuesday 18, Wednesday 19, Thursday 20: with Friday 14 the five working days after 13 December 2018.
CLOSES = date(2018, 12, 20)


def decision(**facts):
    facts = {"made": when("13 December 2018"), "effective": when("2 January 2019"), "is_key": True, **facts}
    return DecisionFacts(**facts)


def state(facts, on, **more):
    return call_in(facts, on, ENGLAND, **more).state


def effect(facts, on):
    return in_effect(facts, on, ENGLAND)


def test_five_working_days_after_publication():
    assert closes_on(THURSDAY, ENGLAND) == CLOSES


def test_bank_holidays_are_not_working_days():
    # After Friday 21 December 2018: 24, 27, 28, 31 December and 2 January.
    assert closes_on(date(2018, 12, 21), ENGLAND) == date(2019, 1, 2)


def test_another_length_by_the_constitution():
    assert closes_on(THURSDAY, ENGLAND, 3) == date(2018, 12, 18)
    with pytest.raises(ValueError, match="at least 1 working day, not 0"):
        closes_on(THURSDAY, ENGLAND, 0)


def test_open_through_its_last_day_and_closed_the_day_after():
    facts = decision(published_on=THURSDAY)
    assert call_in(facts, CLOSES, ENGLAND).words == "Open to call-in until 20 December 2018"
    after = call_in(facts, CLOSES + timedelta(1), ENGLAND)
    assert (after.state, after.closes_on) == (CallInState.CLOSED, CLOSES)
    assert after.words == "Call-in closed on 20 December 2018; it was not called in"


def test_a_longer_call_in_is_open_for_longer():
    facts = decision(published_on=THURSDAY)
    assert state(facts, date(2018, 12, 21), working_days=6) == CallInState.OPEN
    assert state(facts, date(2018, 12, 21), working_days=5) == CallInState.CLOSED


def test_it_does_not_begin_before_publication():
    assert state(decision(), date(2019, 12, 1)) == CallInState.AWAITING_PUBLICATION
    assert state(decision(published_on=THURSDAY), THURSDAY - timedelta(1)) == CallInState.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    ("facts", "subject"),
    [
        ({"is_key": True}, True),
        ({"is_key": False}, False),
        ({"is_key": True, "is_exempt": True}, False),
        ({"is_key": False, "is_subject": True}, True),
        ({"is_key": True, "is_subject": False}, False),
    ],
)
def test_which_decisions_may_be_called_in(facts, subject):
    found = state(decision(published_on=THURSDAY, **facts), THURSDAY)
    assert found == (CallInState.OPEN if subject else CallInState.NOT_SUBJECT)


def test_called_in_until_it_is_settled():
    facts = decision(
        published_on=THURSDAY, called_in_on=date(2018, 12, 19), settled_on=date(2019, 1, 15), confirmed=True
    )
    assert state(facts, date(2018, 12, 18)) == CallInState.OPEN
    assert (
        call_in(facts, date(2019, 1, 14), ENGLAND).words
        == "Called in on 19 December 2018 and not yet settled"
    )
    ended = call_in(facts, date(2019, 1, 15), ENGLAND)
    assert ended.state == CallInState.CLOSED
    assert ended.words.endswith("settled on 15 January 2019: the decision was confirmed")


def test_a_key_decision_has_no_effect_until_its_call_in_is_over():
    facts = decision(published_on=THURSDAY, effective=when("14 December 2018"))
    assert effect(facts, CLOSES) == (False, "It is open to call-in until 20 December 2018.")
    assert effect(facts, CLOSES + timedelta(1)) == (True, "It has taken effect: 14 December 2018.")


def test_a_decision_that_is_not_key_takes_effect_on_its_date():
    facts = decision(is_key=False, effective=when("14 December 2018"))
    assert effect(facts, date(2018, 12, 13)).answer is False
    assert effect(facts, date(2018, 12, 14)).answer is True


def test_an_unpublished_key_decision_has_no_effect_however_old():
    assert effect(decision(), date(2020, 1, 1)) == (
        False,
        "It is not yet published, so its call-in has not begun.",
    )


@pytest.mark.parametrize(("confirmed", "answer"), [(True, True), (False, False), (None, False)])
def test_a_decision_that_was_called_in_stands_only_when_confirmed(confirmed, answer):
    facts = decision(
        published_on=THURSDAY, called_in_on=CLOSES, settled_on=date(2019, 1, 15), confirmed=confirmed
    )
    assert effect(facts, date(2019, 1, 14)).answer is False
    assert effect(facts, date(2019, 1, 15)).answer is answer


def test_a_decision_not_yet_made_has_no_effect():
    facts = decision(is_key=False, made=when("January 2019"), effective=when("1 January 2018"))
    assert effect(facts, THURSDAY) == (False, "It is not yet made: January 2019.")
    assert effect(facts, date(2019, 1, 1)).answer is True


@pytest.mark.parametrize(
    ("printed", "on", "answer"),
    [
        ("April 2015", date(2015, 3, 31), False),
        ("April 2015", date(2015, 4, 1), None),
        ("April 2015", date(2015, 4, 29), None),
        ("April 2015", date(2015, 4, 30), True),
        ("1 April 2015 onwards", date(2015, 3, 31), False),
        ("1 April 2015 onwards", date(2015, 4, 1), True),
        ("after April 2015", date(2016, 1, 1), None),
        ("TBC", date(2016, 1, 1), None),
        ("", date(2016, 1, 1), None),
    ],
)
def test_a_fuzzy_effective_date_is_not_made_sharper(printed, on, answer):
    facts = decision(is_key=False, made=when("1 March 2014"), effective=when(printed))
    assert effect(facts, on).answer is answer


def test_without_an_effective_date_the_reason_says_so():
    facts = decision(is_key=False, effective=BLANK)
    assert effect(facts, date(2019, 1, 1)).reason == "No effective date is recorded."
    facts = decision(is_key=False, effective=when("TBC"))
    assert effect(facts, date(2019, 1, 1)).reason == "No effective date is recorded (“TBC”)."


GOOD = {
    "published_on": THURSDAY,
    "called_in_on": CLOSES,
    "settled_on": date(2019, 1, 15),
    "confirmed": False,
}


@pytest.mark.parametrize(
    ("changed", "field", "cure"),
    [
        ({}, None, ""),
        ({"published_on": date(2018, 12, 12)}, "published_on", "Correct one of the two."),
        ({"called_in_on": CLOSES + timedelta(1)}, "called_in_on", "Call-in closed on 20 December 2018."),
        ({"called_in_on": THURSDAY - timedelta(1)}, "called_in_on", "Give the day of publication first."),
        ({"is_exempt": True}, "called_in_on", "not subject to call-in"),
        ({"called_in_on": None}, "settled_on", "Give the day on which it was called in."),
        ({"settled_on": THURSDAY}, "settled_on", "before it was called in on 20 December 2018"),
        ({"confirmed": None}, "confirmed", "confirmed, or it was sent back"),
    ],
)
def test_days_that_do_not_fit_together(changed, field, cure):
    problems = call_in_problems(decision(**{**GOOD, **changed}), ENGLAND)
    if field is None:
        assert problems == {}
    else:
        assert cure in problems[field]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(1, 15), st.integers(0, 40))
def test_whoever_may_still_call_it_in_can_not_find_it_in_effect(published, length, later):
    facts = decision(made=when("2009"), effective=when("2009"), published_on=published)
    on = published + timedelta(later)
    is_open = call_in(facts, on, ENGLAND, length).state == CallInState.OPEN
    assert in_effect(facts, on, ENGLAND, length).answer is not is_open
    assert is_open == (on <= closes_on(published, ENGLAND, length))


def test_the_last_day_on_record_goes_before_the_one_worked_out():
    facts = decision(published_on=THURSDAY, closes_on=date(2018, 12, 18))
    assert call_in(facts, date(2018, 12, 18), ENGLAND).words == "Open to call-in until 18 December 2018"
    assert state(facts, date(2018, 12, 19)) == CallInState.CLOSED
    assert state(decision(published_on=THURSDAY), date(2018, 12, 19)) == CallInState.OPEN
    late = decision(published_on=THURSDAY, closes_on=date(2018, 12, 18), called_in_on=date(2018, 12, 19))
    assert "Call-in closed on 18 December 2018" in call_in_problems(late, ENGLAND)["called_in_on"]
    early = decision(published_on=THURSDAY, closes_on=date(2018, 12, 12))
    assert "before the day of publication" in call_in_problems(early, ENGLAND)["closes_on"]


def test_a_result_without_a_day_settles_the_call_in_as_it_says():
    called = {"published_on": THURSDAY, "called_in_on": date(2018, 12, 17), "is_settled": True}
    stands = decision(confirmed=True, **called)
    assert call_in(stands, date(2019, 2, 1), ENGLAND).words == (
        "Called in on 17 December 2018 and settled: the decision was confirmed"
    )
    assert effect(stands, date(2019, 2, 1)).answer is True
    assert effect(decision(confirmed=False, **called), date(2019, 2, 1)).answer is False
    assert effect(decision(confirmed=None, **called), date(2019, 2, 1)).answer is False
    assert "confirmed" in call_in_problems(decision(is_settled=True), ENGLAND)


def test_how_a_call_in_ended_is_read_from_the_first_words_of_its_result():
    assert ending_of("Confirmed. The committee of 4 January took no action.") is True
    assert ending_of("sent back: the equality assessment was missing") is False
    assert ending_of("The committee met.") is None
