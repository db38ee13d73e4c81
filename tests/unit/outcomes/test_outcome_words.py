"""What is said of an analysis. Figures are those of the worked examples of XmR charts."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from outcomes.spc import Baseline, Target, analyse
from outcomes.words import (
    ASSURANCE,
    MARKS,
    VARIATION,
    Wording,
    assurance_words,
    finding,
    judgement,
    point_words,
    provisional_words,
    variation_words,
)
from outcomes.words_rules import ORDER, direction_of, listed, rule_label
from outcomes.words_warnings import warnings_in_words
from tests.unit.outcomes.spc_series import CALM, day, monthly

ONE = "71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84"
FOUR = "40 42 39 41 40 43 39 41 47 46 45 44.5 44 43.5 43"
FIVE = "30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33"


def said(figures, *, improvement="up", unit="%", decimals=0, ghosts=(), **options):
    chart = analyse(monthly(figures, ghosts), improvement=improvement, **options)
    return finding(chart, improvement=improvement, unit=unit, decimals=decimals)


# --- findings ---------------------------------------------------------------------------------------------------------


def test_latest_value_change_and_target_in_one_sentence():
    assert said(ONE, target=65) == (
        "Latest 84 % (April 2021), improving, high: above the upper limit; hit or miss against 65 %."
    )


def test_the_same_values_where_lower_is_better():
    assert said(ONE, improvement="down", target=90) == (
        "Latest 84 % (April 2021), concerning, high: above the upper limit; "
        "will consistently pass 90 % if nothing changes."
    )


def test_common_cause_says_that_nothing_changed():
    assert said("64.1 " * 15, decimals=1, target=Decimal("64.2")) == (
        "Latest 64.1 % (March 2021), common cause, no significant change; "
        "will consistently fail 64.2 % if nothing changes."
    )


def test_a_point_left_out_after_the_latest_is_named():
    assert said(ONE, ghosts={16}, target=65) == (
        "Latest 72 % (March 2021; April 2021 left out), common cause, no significant change; "
        "will consistently pass 65 % if nothing changes."
    )


def test_months_without_a_value_after_the_latest_are_named_or_counted():
    assert "(March 2021; no value for April 2021)" in said(f"{CALM} -")
    assert "(March 2021; no value for April 2021 and May 2021)" in said(f"{CALM} - -")
    assert "(March 2021; no value for the 3 months since)" in said(f"{CALM} - - -")


def test_a_mixed_signal_names_the_rule_that_points_the_other_way():
    assert said(FOUR, unit="per 1,000", decimals=1) == (
        "Latest 43.0 per 1,000 (March 2021), improving, high: shift of seven above the mean; no target stated. "
        "Mixed signal: also trend of seven falling, which points the other way."
    )


def test_neither_direction_is_called_better_where_none_is():
    words = said(ONE, improvement="neither", target=65)
    assert words == (
        "Latest 84 % (April 2021), special cause, high, neither improvement nor concern: above the upper limit; "
        "target of 65 % not judged, since neither direction is stated to be an improvement."
    )
    assert not re.search("improving|concerning|pass|fail", words)


def test_provisional_limits_are_said_to_be():
    words = said(FIVE, rebases=[day(13)])
    assert words.endswith("Provisional limits: they rest on 8 points.")
    assert "rovisional" not in said(ONE)


def test_too_few_points_judge_neither_change_nor_target():
    words = said("55 52 57 54 51 50 55 53 52 54 52", target=57)
    assert words == (
        "Latest 52 % (November 2020). 11 of 15 points: too few to judge change or the target of 57 %."
    )
    assert (
        said("55") == "Latest 55 % (January 2020). 1 of 15 points: too few to judge change; no target stated."
    )


def test_the_number_of_points_needed_is_the_indicators_own():
    chart = analyse(monthly("1 2 3"), improvement="up", min_points=12)
    assert "3 of 12 points" in finding(chart, improvement="up", unit="", needed=12)


@pytest.mark.parametrize(
    ("figures", "ghosts", "words"),
    [
        ("", (), "No value recorded yet."),
        ("- -", (), "No value in 2 months."),
        (
            "5 6",
            {1, 2},
            "Every value of 2 months is left out of the calculation, so nothing is judged.",
        ),
    ],
)
def test_nothing_to_judge_is_said_and_is_not_nought(figures, ghosts, words):
    assert said(figures, ghosts=ghosts) == words


def test_nought_is_a_value():
    assert said("0 " * 15, unit="days").startswith("Latest 0 days (March 2021), common cause")


def test_a_target_that_has_ended_is_not_one_that_was_never_stated():
    assert "no target in force" in said(CALM, targets=[Target(60, None, day(3))])
    assert "no target stated" in said(CALM)


def test_a_target_is_printed_as_stated_whatever_the_decimals_of_values():
    assert "against 99.5 %" in said("99 100 " * 10, target=Decimal("99.50"))
    assert "against 57 %" in said("55 60 " * 10, decimals=1, target=57)


def test_lengths_of_runs_are_the_indicators_own():
    chart = analyse(monthly(f"{CALM} 51 51 51 51 51 51"), improvement="up", shift=6, trend=8)
    words = finding(chart, improvement="up", unit="%", shift=6, trend=8)
    assert "shift of six above the mean" in words


SAMPLES = [
    said(ONE, target=65),
    said(ONE, improvement="down"),
    said(ONE, improvement="neither", target=65),
    said(FOUR),
    said(FIVE, rebases=[day(13)]),
    said("55 52"),
    said(""),
    said(f"{CALM} -"),
]


@pytest.mark.parametrize("words", SAMPLES)
def test_no_sentence_compares_one_period_with_the_one_before(words):
    assert not re.search(
        r"\b(up|down|rose|fell|increased?|decreased?|better|worse|than|last|previous)\b", words
    )
    assert words.endswith(".")
    assert "None" not in words


# --- points -----------------------------------------------------------------------------------------------------------

SAYS = Wording("up", "%", 0)


def test_a_points_words_list_every_rule_its_target_and_its_note():
    chart = analyse(monthly(FOUR), improvement="up", target=50)
    point = replace(chart.points[8], annotation="New form.")
    assert point_words(point, SAYS) == (
        "September 2020: 47 %, improving, high: two of three near the upper limit, trend of seven falling "
        "and shift of seven above the mean; mixed signal. Target 50 %. New form."
    )


def test_points_that_are_not_judged():
    chart = analyse(monthly("55 - 57", {3}), improvement="up")
    assert [judgement(point, SAYS) for point in chart.points] == [
        "not judged",
        "no value",
        "left out of the calculation",
    ]
    assert point_words(chart.points[1], SAYS) == "February 2020: not known."


def test_every_rule_has_words_and_a_direction():
    labels = [rule_label(rule) for rule in ORDER]
    assert len(set(labels)) == len(ORDER) == 8
    assert [direction_of(rule) for rule in ORDER] == ["high", "low"] * 4
    assert listed(["a", "b", "c"]) == "a, b and c"


# --- icons ------------------------------------------------------------------------------------------------------------


def test_words_of_icons_are_those_of_making_data_count():
    assert variation_words("concern_low").full == (
        "Special cause of concerning nature or higher pressure due to (L)ower values"
    )
    assert variation_words("improvement_high").full == (
        "Special cause of improving nature or lower pressure due to (H)igher values"
    )
    assert assurance_words("fail").full == "Will consistently (F)ail the target if nothing changes"
    assert assurance_words("hit_or_miss").full == "Will not consistently pass or fail (hit or miss)"


@pytest.mark.parametrize("words", [*VARIATION.values(), *ASSURANCE.values()])
def test_the_letter_of_an_icon_is_in_its_words(words):
    if words.letter and words.letter != "?":
        assert f"({words.letter})" in words.full


def test_an_icon_that_is_missing_is_said_to_be_and_an_unknown_code_is_refused():
    assert variation_words(None).full.startswith("No icon")
    assert assurance_words(None).full.startswith("No icon")
    with pytest.raises(KeyError):
        variation_words("green")
    with pytest.raises(KeyError):
        assurance_words("amber")


def test_no_two_kinds_of_point_share_a_shape_or_a_word():
    assert len({mark.shape for mark in MARKS.values()}) == len(MARKS) == 5
    assert len({mark.word for mark in MARKS.values()}) == 5


# --- warnings ---------------------------------------------------------------------------------------------------------


def told(chart, **options):
    return [warning.text for warning in warnings_in_words(chart, **options)]


def test_a_rolling_average_is_warned_of_first_and_prominently():
    chart = analyse(monthly(f"{CALM} -"), improvement="up")
    warned = warnings_in_words(chart, series="rolling")
    assert [warning.prominent for warning in warned] == [True, False]
    assert "far more often" in warned[0].text
    assert "22" in warned[0].text
    assert "63" in warned[0].text
    assert [w.prominent for w in warnings_in_words(chart, series="cumulative")] == [True, False]
    assert not any(warning.prominent for warning in warnings_in_words(chart))


def test_warnings_of_an_analysis_in_words():
    short = analyse(monthly("1 - 3"), improvement="up")
    assert told(short) == [
        "2 of 15 points: too few for limits and icons.",
        "1 month has no value; the line breaks there and runs carry on across.",
    ]
    mixed = analyse(monthly(FOUR), improvement="up")
    assert "Mixed signal: rules of both directions hold at the latest point." in told(mixed)
    cut = analyse(
        monthly(CALM + " 50 51 49 50"), improvement="up", baseline=Baseline(points=17), rebases=[day(15)]
    )
    assert "The baseline asked for reaches past its stretch and was cut at its end." in told(cut)
    overlap = analyse(monthly(CALM), improvement="up", targets=[Target(60), Target(70)])
    assert told(overlap) == ["Two targets are in force on the same day; the first one listed is used."]


def test_an_earlier_stretch_with_provisional_limits_is_dated():
    chart = analyse(monthly(f"50 52 49 51 {CALM}"), improvement="up", rebases=[day(5)])
    assert told(chart) == [
        "Limits from 1 January 2020 to 1 April 2020 are provisional: they rest on 4 points."
    ]
    assert provisional_words(chart) == ""


def test_a_stretch_of_one_point_has_no_limits_to_call_provisional():
    chart = analyse(monthly(f"{CALM} 60"), improvement="up", rebases=[day(16)])
    assert provisional_words(chart).startswith(
        "Provisional: too few points since the limits were last set anew"
    )
