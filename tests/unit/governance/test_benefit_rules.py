"""Where a benefit stands: every state from its own numbers, worked out by hand, and what no state may claim."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.rules.benefits import (
    MEASURED,
    BenefitState,
    Reached,
    Sought,
    direction_of,
    other_unit,
    share_of_way,
    standing,
)

ON = date(2018, 12, 13)
NOTHING = Reached(None, reported=False)


def sought(
    baseline="40", target="60", *, direction="", by="March 2020", baseline_said=None, target_said=None
):
    return Sought(
        direction=direction,
        baseline=None if baseline is None else Decimal(baseline),
        baseline_said=baseline is not None if baseline_said is None else baseline_said,
        target=None if target is None else Decimal(target),
        target_said=target is not None if target_said is None else target_said,
        target_by=parse_fuzzy_date(by),
    )


def value(number):
    return Reached(Decimal(number), reported=True)


def state(wanted, reached, on=ON):
    return standing(wanted, reached, on).state


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("60", BenefitState.REALISED),
        ("61", BenefitState.REALISED),
        ("59.9999", BenefitState.ON_THE_WAY),
        ("40.0001", BenefitState.ON_THE_WAY),
        ("40", BenefitState.TOO_EARLY),
        ("39.9999", BenefitState.BEHIND),
    ],
)
def test_before_its_day_the_last_value_is_laid_against_baseline_and_target(number, expected):
    assert state(sought(), value(number)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("40", "realised"), ("39", "realised"), ("41", "on_the_way"), ("60", "too_early"), ("61", "behind")],
)
def test_where_less_is_better_the_same_numbers_say_the_opposite(number, expected):
    assert state(sought("60", "40"), value(number)) == expected


def test_after_its_day_only_a_value_at_the_target_is_realised():
    passed = date(2020, 4, 1)
    assert state(sought(), value("59"), passed) == BenefitState.BEHIND
    assert state(sought(), value("60"), passed) == BenefitState.REALISED


def test_the_last_day_that_the_date_can_mean_still_counts():
    assert state(sought(), value("59"), date(2020, 3, 31)) == BenefitState.ON_THE_WAY
    assert standing(sought(by="by March 2020"), value("59"), date(2020, 4, 1)).reason == (
        "The target was to be reached by March 2020, and was not."
    )


def test_a_target_without_a_day_is_never_late():
    assert state(sought(by="TBC"), value("59"), date(2099, 1, 1)) == BenefitState.ON_THE_WAY
    assert state(sought(by="TBC"), NOTHING, date(2099, 1, 1)) == BenefitState.TOO_EARLY


def test_without_a_value_it_is_too_early_until_the_day_has_passed():
    early, late = standing(sought(), NOTHING, ON), standing(sought(), NOTHING, date(2020, 4, 1))
    assert (early.state, early.reason, early.share) == ("too_early", "No value is recorded yet.", None)
    assert late.state == "behind"
    assert late.reason == "No value is recorded, and the target was to be reached by March 2020."
    words = standing(sought(), Reached(None, reported=True), date(2020, 4, 1))
    assert words.reason.startswith("What was reported has no number, and")


def test_nought_is_a_value_and_nothing_is_not():
    assert state(sought("10", "0"), value("0")) == BenefitState.REALISED
    assert state(sought("10", "0"), NOTHING) == BenefitState.TOO_EARLY
    assert state(sought("0", "10"), value("5")) == BenefitState.ON_THE_WAY


def test_without_a_baseline_no_value_however_good_shows_a_benefit():
    found = standing(sought(None), value("99"), ON)
    assert (found.state, found.share) == (BenefitState.NO_BASELINE, None)
    assert found.reason == "A value is known, but not what there was before: no change can be shown."
    assert state(sought(None, None), NOTHING) == BenefitState.NO_BASELINE


def test_without_a_target_nobody_can_say_what_is_enough():
    assert state(sought("40", None), value("99")) == BenefitState.NO_TARGET


def test_words_alone_are_for_a_person_to_judge():
    found = standing(sought(None, "60", baseline_said=True), value("60"), ON)
    assert found.state == BenefitState.WORDS_ONLY
    assert found.reason == "The baseline is in words only: a person has to judge."
    both = standing(sought(None, None, baseline_said=True, target_said=True), NOTHING, ON)
    assert both.reason == "The baseline and the target are in words only: a person has to judge."


def test_a_target_on_the_worse_side_of_its_baseline_is_not_judged():
    assert state(sought("40", "60", direction="down"), value("60")) == BenefitState.WORDS_ONLY
    assert state(sought("40", "60", direction="up"), value("60")) == BenefitState.REALISED


def test_to_hold_a_level_needs_a_direction():
    assert state(sought("40", "40"), value("40")) == BenefitState.WORDS_ONLY
    assert state(sought("40", "40", direction="up"), value("40")) == BenefitState.REALISED
    assert state(sought("40", "40", direction="up"), value("39")) == BenefitState.BEHIND
    assert direction_of(sought("40", "40", direction="down")) == "down"


@pytest.mark.parametrize(
    ("baseline", "target", "number", "share"),
    [
        ("40", "60", "45", "25"),
        ("60", "40", "45", "75"),
        ("40", "60", "35", "-25"),
        ("40", "60", "70", "150"),
    ],
)
def test_the_share_is_the_distance_covered(baseline, target, number, share):
    assert share_of_way(Decimal(baseline), Decimal(target), Decimal(number)) == Decimal(share)
    assert share_of_way(Decimal(40), Decimal(40), Decimal(number)) is None


def test_another_unit_is_said_and_the_same_one_is_not():
    assert other_unit("children", "%") == "The benefit is counted in “children” and its KPI in “%”."
    assert other_unit("", "%") == ""
    assert other_unit("Children ", "children") == ""


def test_every_state_has_words_and_only_numbers_are_measured():
    assert [state.label for state in BenefitState] == [
        "Realised",
        "On the way",
        "Behind",
        "Too early to say",
        "No baseline",
        "No target",
        "Cannot be worked out",
    ]
    assert {BenefitState.NO_BASELINE, BenefitState.NO_TARGET, BenefitState.WORDS_ONLY}.isdisjoint(MEASURED)
