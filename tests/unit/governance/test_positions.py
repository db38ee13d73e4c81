"""Sovereign bodies: agreement by some is never told as agreement by all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.positions import POSITION_LABELS, PositionKind, Stance, tally

FOUR = ["CABINET", "CCG", "NHSE", "TRUST"]
AGREED = Stance(PositionKind.AGREED)
CONDITIONAL = Stance(PositionKind.AGREED_WITH_CONDITIONS, 2)
NOTED = Stance(PositionKind.NOTED)
NOT_AGREED = Stance(PositionKind.NOT_AGREED)
DEFERRED = Stance(PositionKind.DEFERRED)

stances = st.builds(Stance, st.sampled_from(sorted(POSITION_LABELS)), st.integers(0, 3))


def told(*given_, asked=FOUR):
    return tally(asked, dict(zip(asked, given_, strict=False)))


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ((), "Agreed by none of 4; awaited from 4"),
        ((AGREED, AGREED, AGREED), "Agreed by 3 of 4; awaited from 1"),
        ((AGREED, AGREED, CONDITIONAL), "Agreed by 3 of 4, 1 of them with conditions; awaited from 1"),
        ((CONDITIONAL,), "Agreed by 1 of 4, with conditions; awaited from 3"),
        ((CONDITIONAL, CONDITIONAL), "Agreed by 2 of 4, all of them with conditions; awaited from 2"),
        ((AGREED, AGREED, AGREED, AGREED), "Agreed by all 4"),
        ((AGREED, AGREED, AGREED, CONDITIONAL), "Agreed by all 4, 1 of them with conditions"),
        (
            (AGREED, NOT_AGREED, DEFERRED, NOTED),
            "Agreed by 1 of 4; not agreed by 1; deferred by 1; noted only by 1",
        ),
    ],
)
def test_the_words_say_how_many_of_how_many(given_, words):
    assert told(*given_).words == words


def test_one_body_asked():
    assert told(AGREED, asked=["CABINET"]).words == "Agreed by the 1 body asked"
    assert told(CONDITIONAL, asked=["CABINET"]).words == "Agreed by the 1 body asked with conditions"
    assert told(asked=["CABINET"]).words == "Agreed by none of 1; awaited from 1"


def test_nobody_asked_is_not_agreement_by_all():
    nobody = tally([], {})
    assert nobody.words == "No body is asked"
    assert not nobody.is_agreed_by_all
    assert not nobody.is_complete


def test_having_noted_is_a_final_answer_and_not_agreement():
    counted = told(AGREED, AGREED, AGREED, NOTED)
    assert counted.is_complete
    assert not counted.is_agreed_by_all
    assert told(AGREED, AGREED, AGREED, AGREED).is_agreed_by_all


def test_a_deferral_leaves_the_answer_outstanding():
    assert not told(AGREED, AGREED, AGREED, DEFERRED).is_complete
    assert told(AGREED, AGREED, AGREED, NOT_AGREED).is_complete


def test_conditions_count_as_agreed_and_stay_in_sight():
    counted = told(AGREED, AGREED, AGREED, CONDITIONAL)
    assert (counted.agreed, counted.conditional, counted.conditions_open) == (4, 1, 2)
    assert counted.is_agreed_by_all
    assert not counted.is_unconditional
    assert counted.conditions_words == "2 conditions are not yet met"


def test_conditions_that_have_been_met_no_longer_hold_anything_up():
    met = told(AGREED, AGREED, AGREED, Stance(PositionKind.AGREED_WITH_CONDITIONS, 0))
    assert met.is_unconditional
    assert met.conditions_words == ""
    assert (
        told(Stance(PositionKind.AGREED_WITH_CONDITIONS, 1)).conditions_words == "1 condition is not yet met"
    )


def test_a_position_of_a_body_that_was_not_asked_is_refused():
    with pytest.raises(ValueError, match="PARISH took a position without being asked"):
        tally(FOUR, {"PARISH": AGREED})
    assert tally([*FOUR, "PARISH"], {"PARISH": AGREED}).agreed == 1


def test_a_position_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="There is no position “approved”"):
        tally(FOUR, {"CCG": Stance("approved")})
    assert tally(FOUR, {"CCG": Stance("agreed")}).agreed == 1


@given(st.lists(stances, max_size=9), st.integers(0, 4))
def test_every_body_asked_is_counted_once_and_nothing_is_called_approved(given_, silent):
    asked = [f"B{place}" for place in range(len(given_) + silent)]
    counted = told(*given_, asked=asked)
    parts = (counted.agreed, counted.not_agreed, counted.deferred, counted.noted, counted.awaited)
    assert sum(parts) == counted.of == len(asked)
    assert counted.awaited == silent
    assert counted.conditional <= counted.agreed
    assert "approved" not in counted.words.lower()
    assert (" all " in counted.words.split(",")[0]) == (counted.agreed == counted.of > 1)
