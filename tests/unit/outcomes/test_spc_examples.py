"""Six worked examples of XmR charts, each figure and judgement that they state, in both profiles."""

from decimal import Decimal
from fractions import Fraction

import pytest

from outcomes.spc import analyse
from tests.unit.outcomes.spc_series import day, labelled, limits, monthly, six, with_rule

BOTH = pytest.mark.parametrize("profile", ["nhse", "ptd"])

ONE = "71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84"
THREE = "24 24 20 20 19 20 20 20 24 22 24 20 19 19 20 20 24 25"
FOUR = "40 42 39 41 40 43 39 41 47 46 45 44.5 44 43.5 43"
FIVE = "30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33"
SIX = "44 41 42 43 44 45 46 47 39 40 41 42 43 44 45"


def numbers(*values):
    return tuple(Decimal(value) for value in values)


# --- 1: a last point beyond the limit, screening, a ghost -------------------------------------------------------------


@BOTH
def test_1_limits_of_sixteen_points_and_a_last_one_beyond_them(profile):
    chart = analyse(monthly(ONE), improvement="up", target=65, profile=profile)
    only = chart.segments[0]
    assert (only.mean, only.average_moving_range) == (Fraction("73.125"), Fraction(49, 15))
    assert limits(chart) == numbers("64.435667", "81.814333")
    assert labelled(chart) == {16: ("beyond_high", "improvement")}
    assert (chart.variation, chart.assurance) == ("improvement_high", "hit_or_miss")
    assert (chart.target, chart.latest, chart.warnings) == (65, chart.points[15], ())


@BOTH
def test_1_screening_drops_the_range_of_twelve_and_leaves_the_mean(profile):
    chart = analyse(monthly(ONE), improvement="up", target=65, profile=profile, screen=True)
    assert limits(chart) == numbers("66.095", "80.155")
    assert chart.segments[0].mean == Fraction("73.125")
    assert chart.segments[0].average_moving_range == Fraction(37, 14)
    assert (chart.variation, chart.assurance) == ("improvement_high", "pass")


@BOTH
def test_1_a_ghost_moves_no_line_and_is_judged_by_nothing(profile):
    chart = analyse(monthly(ONE, ghosts=[16]), improvement="up", target=65, profile=profile)
    assert chart.segments[0].mean == Fraction("72.4")
    assert limits(chart) == numbers("65.37", "79.43")
    assert (chart.variation, chart.assurance) == ("common_cause", "pass")
    assert chart.latest == chart.points[14]
    ghost = chart.points[15]
    assert (ghost.value, six(ghost.upper_limit), ghost.rules) == (84, Decimal("79.43"), frozenset())
    assert (ghost.relative_to_mean, ghost.outside_limits, ghost.point_type) == (None, None, None)


# --- 2: a flat series -------------------------------------------------------------------------------------------------


def test_2_a_flat_series_is_on_its_mean_and_passes_a_target_that_it_equals():
    chart = analyse(monthly("64.1 " * 15), improvement="up", target=Decimal("64.1"))
    assert limits(chart) == numbers("64.1", "64.1")
    assert {point.relative_to_mean for point in chart.points} == {0}
    assert {point.outside_limits for point in chart.points} == {False}
    assert labelled(chart) == {}
    assert (chart.variation, chart.assurance) == ("common_cause", "pass")


def test_2_in_floats_the_same_series_would_be_a_shift():
    """Why nothing is calculated in floats; a float that is handed in is read as it prints."""
    assert sum([64.1] * 15) / 15 != 64.1
    points = [type(point)(point.date, 64.1) for point in monthly("64.1 " * 15)]
    chart = analyse(points, improvement="up", target=64.1)
    assert (with_rule(chart, "shift_low"), chart.segments[0].mean) == ([], Fraction("64.1"))
    assert chart.assurance == "pass"


@pytest.mark.parametrize(("screen", "drawn"), [(True, (None, None)), (False, numbers("64.1", "64.1"))])
def test_2_as_the_r_package_has_it(screen, drawn):
    chart = analyse(
        monthly("64.1 " * 15), improvement="up", target=Decimal("64.1"), profile="ptd", screen=screen
    )
    assert limits(chart) == drawn
    assert (chart.variation, chart.assurance) == ("common_cause", "hit_or_miss")
    assert {point.outside_limits for point in chart.points} == {None if screen else False}


# --- 3: two of three --------------------------------------------------------------------------------------------------


@BOTH
def test_3_two_of_three_flags_the_outer_points_of_a_complete_window_only(profile):
    chart = analyse(monthly(THREE), improvement="down", profile=profile)
    assert chart.segments[0].mean == Fraction(64, 3)
    assert limits(chart) == numbers("17.421569", "25.245098")
    assert six(chart.points[0].upper_warning) == Decimal("23.941176")
    assert [number for number, point in enumerate(chart.points, 1) if point.close_to_limits] == [
        1, 2, 9, 11, 17, 18,
    ]  # fmt: skip
    assert labelled(chart) == {9: ("two_of_three_high", "concern"), 11: ("two_of_three_high", "concern")}
    assert (chart.variation, chart.assurance) == ("common_cause", None)


# --- 4: rules of both directions --------------------------------------------------------------------------------------


@BOTH
def test_4_what_fires(profile):
    chart = analyse(monthly(FOUR), improvement="up", profile=profile)
    assert chart.segments[0].mean == Fraction(638, 15)
    assert limits(chart) == numbers("37.403333", "47.663333")
    last_seven = list(range(9, 16))
    assert with_rule(chart, "trend_down") == with_rule(chart, "shift_high") == last_seven
    assert with_rule(chart, "two_of_three_high") == [9, 10]
    assert [number for number, point in enumerate(chart.points, 1) if point.mixed] == last_seven
    assert chart.warnings == ("mixed_signal_latest",)


def test_4_improvement_wins_a_conflict_and_the_label_goes_with_it():
    chart = analyse(monthly(FOUR), improvement="up")
    assert labelled(chart) == {
        **dict.fromkeys((9, 10), ("two_of_three_high", "improvement")),
        **dict.fromkeys(range(11, 16), ("shift_high", "improvement")),
    }
    assert chart.variation == "improvement_high"


@pytest.mark.parametrize("options", [{"conflict": "concern"}, {"profile": "ptd"}])
def test_4_the_trend_wins_by_choice_and_in_the_r_package(options):
    chart = analyse(monthly(FOUR), improvement="up", **options)
    assert labelled(chart) == dict.fromkeys(range(9, 16), ("trend_down", "concern"))
    assert chart.variation == "concern_low"


# --- 5: a rebase ------------------------------------------------------------------------------------------------------


@BOTH
def test_5_each_segment_has_its_own_lines(profile):
    chart = analyse(monthly(FIVE), improvement="up", rebases=[day(13)], profile=profile)
    assert [segment.mean for segment in chart.segments] == [Fraction(95, 3), Fraction("34.75")]
    assert limits(chart, 0) == numbers("26.104848", "37.228485")
    assert limits(chart, 1) == numbers("28.29", "41.21")
    assert [point.segment for point in chart.points] == [0] * 12 + [1] * 8
    assert [(segment.index, segment.n) for segment in chart.segments] == [(0, 12), (1, 8)]
    assert chart.variation == "common_cause"


def test_5_a_trend_crosses_a_rebase_but_not_in_the_r_package():
    ours = analyse(monthly(FIVE), improvement="up", rebases=[day(13)])
    theirs = analyse(monthly(FIVE), improvement="up", rebases=[day(13)], profile="ptd")
    assert labelled(ours) == dict.fromkeys(range(9, 16), ("trend_up", "improvement"))
    assert labelled(theirs) == {}
    assert (ours.warnings, theirs.warnings) == (("few_points:1",), ("few_points:0", "few_points:1"))


# --- 6: two rises, one after the other --------------------------------------------------------------------------------


@BOTH
def test_6_what_fires(profile):
    chart = analyse(monthly(SIX), improvement="up", profile=profile)
    assert limits(chart) == numbers("38.696667", "47.436667")
    assert with_rule(chart, "trend_up") == list(range(2, 16))
    assert with_rule(chart, "trend_down") == []
    assert with_rule(chart, "two_of_three_high") == [7, 8]
    assert with_rule(chart, "two_of_three_low") == [9, 10]
    assert [number for number, point in enumerate(chart.points, 1) if point.mixed] == [9, 10]
    assert chart.variation == "improvement_high"


def test_6_every_point_of_a_rise_is_labelled_rising():
    chart = analyse(monthly(SIX), improvement="up")
    assert labelled(chart) == dict.fromkeys(range(2, 16), ("trend_up", "improvement"))


def test_6_the_r_package_labels_the_last_point_of_the_first_rise_as_falling():
    chart = analyse(monthly(SIX), improvement="up", profile="ptd")
    rising = dict.fromkeys(range(2, 16), ("trend_up", "improvement"))
    assert labelled(chart) == {**rising, 8: ("trend_down", "concern")}
    assert chart.points[7].rules == {"trend_up", "two_of_three_high"}
