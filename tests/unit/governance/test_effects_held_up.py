"""Nothing is put into effect before its decision stands: outcome, call-in, effective date, every body's agreement."""

import pytest

from governance.rules.call_in import InEffect
from governance.rules.effects import held_up, standing
from governance.rules.positions import Stance, tally

YES = InEffect(answer=True, reason="It has taken effect: 2 January 2019.")
NOBODY = tally((), {})


def of(**kinds):
    return tally(("A", "B"), {body: Stance(kind) for body, kind in kinds.items()})


def test_an_agreed_decision_in_effect_is_not_held_up():
    assert held_up("agreed", "Agreed", YES, NOBODY) == ""
    assert held_up("amended", "Agreed with amendments", YES, NOBODY) == ""
    assert held_up("agreed", "Agreed", YES, of(A="agreed", B="agreed_with_conditions")) == ""


@pytest.mark.parametrize("outcome", ["noted", "deferred", "referred", "rejected"])
def test_other_outcomes_put_nothing_into_effect(outcome):
    assert "puts nothing into effect" in held_up(outcome, outcome.title(), YES, NOBODY)


def test_what_has_no_effect_yet_or_may_have_some_says_so():
    for answer in (False, None):
        assert held_up("agreed", "Agreed", InEffect(answer, "No effective date is recorded."), NOBODY) == (
            "No effective date is recorded."
        )


@pytest.mark.parametrize("other", ["noted", "deferred", "not_agreed", None])
def test_one_body_that_has_not_agreed_holds_it_up(other):
    positions = {"A": "agreed"} | ({"B": other} if other else {})
    assert "Agreed by 1 of 2" in held_up("agreed", "Agreed", YES, of(**positions))


def test_in_effect_by_its_days_is_not_in_effect_while_a_body_is_awaited():
    assert standing("agreed", "Agreed", YES, of(A="agreed")).answer is False
    assert standing("agreed", "Agreed", YES, of(A="agreed", B="agreed")) == YES
    assert standing("rejected", "Not agreed", YES, NOBODY).answer is False
    unsaid = InEffect(None, "No effective date is recorded.")
    assert standing("agreed", "Agreed", unsaid, NOBODY) == unsaid
    assert standing("agreed", "Agreed", unsaid, of(A="agreed")).answer is False
