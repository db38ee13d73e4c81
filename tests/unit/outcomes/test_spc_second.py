"""The second calculation on series worked out by hand, so that agreeing with it means something."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from outcomes.spc import Baseline, Point, Target
from tests.unit.outcomes.spc_second import second

ONE_OUTLIER = "71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84"
NEAR_THE_LIMIT = "24 24 20 20 19 20 20 20 24 22 24 20 19 19 20 20 24 25"
FALLING_BUT_HIGH = "40 42 39 41 40 43 39 41 47 46 45 44.5 44 43.5 43"
REBASED = "30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33"
TWO_RISES = "44 41 42 43 44 45 46 47 39 40 41 42 43 44 45"


def month(number: int) -> datetime.date:
    """The first day of the so-manieth month of the series; the first is 1."""
    return datetime.date(2023 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def monthly(values: str, ghosts: set[int] = frozenset()) -> list[Point]:
    """ "-" is a month without a value; `ghosts` names months by number, from 1."""
    return [
        Point(month(number), None if text == "-" else Decimal(text), ghost=number in ghosts)
        for number, text in enumerate(values.split(), start=1)
    ]


def chart(values: str, ghosts: set[int] = frozenset(), **options):
    return second(monthly(values, ghosts), **options)


def having(analysis, rule: str) -> list[int]:
    return [number for number, row in enumerate(analysis.points, start=1) if rule in row.rules]


def labels(analysis, first: int, last: int) -> list[str]:
    return [row.special_cause_type for row in analysis.points[first - 1 : last]]


def limits(row) -> list[float]:
    return [round(float(row.lower_limit), 6), round(float(row.upper_limit), 6)]


def test_one_value_far_out_is_beyond_the_limit():
    analysis = chart(ONE_OUTLIER, improvement="up", target=65)
    assert analysis.segments[0].mean == Fraction("73.125")
    assert analysis.segments[0].average_moving_range == Fraction(49, 15)
    assert limits(analysis.latest) == [64.435667, 81.814333]
    assert (analysis.latest.special_cause_type, analysis.variation) == ("beyond_high", "improvement_high")
    assert analysis.assurance == "hit_or_miss"
    assert analysis.warnings == frozenset()


def test_screening_leaves_a_wide_range_out_of_the_limits_but_not_out_of_the_mean():
    analysis = chart(ONE_OUTLIER, improvement="up", target=65, screen=True)
    assert analysis.segments[0].mean == Fraction("73.125")
    assert limits(analysis.latest) == [66.095, 80.155]
    assert analysis.assurance == "pass"


def test_a_ghost_is_left_out_of_everything():
    analysis = chart(ONE_OUTLIER, {16}, improvement="up", target=65)
    assert analysis.segments[0].mean == Fraction("72.4")
    assert limits(analysis.latest) == [65.37, 79.43]
    assert (analysis.variation, analysis.assurance) == ("common_cause", "pass")
    ghost = analysis.points[15]
    assert (ghost.rules, ghost.point_type, ghost.relative_to_mean) == (frozenset(), None, None)
    assert limits(ghost) == [65.37, 79.43]


def test_a_flat_series_on_its_target_passes():
    analysis = chart("64.1 " * 15, improvement="up", target=Decimal("64.1"))
    assert {row.relative_to_mean for row in analysis.points} == {0}
    assert analysis.latest.lower_limit == analysis.latest.upper_limit == Fraction("64.1")
    assert (analysis.variation, analysis.assurance) == ("common_cause", "pass")


@pytest.mark.parametrize(("screen", "limit"), [(True, None), (False, Fraction("64.1"))])
def test_a_flat_series_of_the_parity_profile_is_hit_or_miss(screen, limit):
    analysis = chart("64.1 " * 15, improvement="up", target=Decimal("64.1"), profile="ptd", screen=screen)
    assert analysis.latest.upper_limit == limit
    assert analysis.assurance == "hit_or_miss"


def test_only_the_outer_two_of_three_on_one_side_are_flagged():
    analysis = chart(NEAR_THE_LIMIT, improvement="down")
    assert analysis.segments[0].mean == Fraction(64, 3)
    assert limits(analysis.latest) == [17.421569, 25.245098]
    assert round(float(analysis.latest.upper_warning), 6) == 23.941176
    assert having(analysis, "two_of_three_high") == [9, 11]
    assert {analysis.points[8].point_type, analysis.points[10].point_type} == {"concern"}
    assert {number for number, row in enumerate(analysis.points, start=1) if row.rules} == {9, 11}
    assert analysis.variation == "common_cause"


def test_falling_above_the_mean_is_mixed_and_the_direction_is_settled_before_the_label():
    analysis = chart(FALLING_BUT_HIGH, improvement="up")
    assert analysis.segments[0].mean == Fraction(638, 15)
    assert limits(analysis.latest) == [37.403333, 47.663333]
    assert having(analysis, "trend_down") == having(analysis, "shift_high") == list(range(9, 16))
    assert having(analysis, "two_of_three_high") == [9, 10]
    assert labels(analysis, 9, 15) == ["two_of_three_high"] * 2 + ["shift_high"] * 5
    assert {row.point_type for row in analysis.points[8:]} == {"improvement"}
    assert all(row.mixed for row in analysis.points[8:])
    assert analysis.variation == "improvement_high"
    assert "mixed_signal_latest" in analysis.warnings


@pytest.mark.parametrize("option", [{"conflict": "concern"}, {"profile": "ptd"}])
def test_falling_above_the_mean_is_a_concern_where_so_chosen_and_in_the_parity_profile(option):
    analysis = chart(FALLING_BUT_HIGH, improvement="up", **option)
    assert labels(analysis, 9, 15) == ["trend_down"] * 7
    assert analysis.variation == "concern_low"


def test_a_trend_crosses_a_rebase_though_limits_do_not():
    analysis = chart(REBASED, improvement="up", rebases=[month(13)])
    assert [segment.mean for segment in analysis.segments] == [Fraction(95, 3), Fraction("34.75")]
    assert limits(analysis.points[0]) == [26.104848, 37.228485]
    assert limits(analysis.latest) == [28.29, 41.21]
    assert having(analysis, "trend_up") == list(range(9, 16))
    assert analysis.variation == "common_cause"
    assert [row.segment for row in analysis.points] == [0] * 12 + [1] * 8


def test_a_trend_ends_at_a_rebase_in_the_parity_profile():
    analysis = chart(REBASED, improvement="up", rebases=[month(13)], profile="ptd")
    assert having(analysis, "trend_up") == []
    assert analysis.variation == "common_cause"


def test_two_rises_in_a_row_are_two_rises():
    analysis = chart(TWO_RISES, improvement="up")
    assert limits(analysis.latest) == [38.696667, 47.436667]
    assert having(analysis, "trend_up") == list(range(2, 16))
    assert having(analysis, "two_of_three_high") == [7, 8]
    assert having(analysis, "two_of_three_low") == [9, 10]
    assert [row.mixed for row in analysis.points].count(True) == 2
    assert {row.point_type for row in analysis.points[1:]} == {"improvement"}


def test_the_parity_profile_calls_the_top_of_the_first_rise_a_fall():
    analysis = chart(TWO_RISES, improvement="up", profile="ptd")
    assert labels(analysis, 8, 8) == ["trend_down"]
    assert [row.point_type for row in analysis.points].count("concern") == 1
    assert having(analysis, "trend_down") == []


# --- what the worked series leave open, each beside a twin that shows the other outcome ---------------------------


def test_fewer_points_than_the_minimum_have_a_mean_and_no_judgement():
    fourteen, fifteen = (chart("9 11 " * 7, improvement="up"), chart("9 11 " * 7 + "9", improvement="up"))
    assert "too_few_points" in fourteen.warnings
    assert (fourteen.variation, fourteen.latest.upper_limit, fourteen.latest.point_type) == (None, None, None)
    assert (fourteen.latest.mean, fourteen.latest.relative_to_mean) == (10, 1)
    assert "too_few_points" not in fifteen.warnings
    assert fifteen.variation == "common_cause"


def test_a_missing_month_neither_breaks_nor_lengthens_a_run():
    with_gap = chart("1 9 1 9 1 9 1 9 1 9 - 7 7 7 - 7 7 7 7", improvement="up")
    assert having(with_gap, "shift_high") == [10, 12, 13, 14, 16, 17, 18, 19]
    assert with_gap.points[10].rules == frozenset()
    assert "missing_values" in with_gap.warnings


def test_a_run_starts_afresh_after_a_baseline_but_runs_on_in_the_parity_profile():
    # The baseline's twelve points have a mean of 10; of the eight in a row above it three are the baseline's.
    values = "9 11 9 11 9 11 9 7 9 11 12 12 12 12 12 12 12"
    afresh = chart(values, improvement="up", baseline=Baseline(points=12))
    on = chart(values, improvement="up", baseline=Baseline(points=12), profile="ptd")
    assert (afresh.points[0].mean, on.points[0].mean) == (10, 10)
    assert having(afresh, "shift_high") == []
    assert having(on, "shift_high") == list(range(10, 18))


def test_the_target_in_force_on_the_day_is_the_first_that_matches():
    dated = [Target(90, end=month(15)), Target(8, start=month(15))]
    analysis = chart("9 11 " * 8, improvement="up", target=50, targets=dated)
    assert [analysis.points[14].target, analysis.points[15].target] == [90, 8]
    assert "target_overlap" in analysis.warnings
    assert chart("9 11 " * 8, improvement="up", target=50, targets=dated, profile="ptd").latest.target == 50
    assert "target_overlap" not in chart("9 11 " * 8, improvement="up", targets=dated[:1]).warnings
