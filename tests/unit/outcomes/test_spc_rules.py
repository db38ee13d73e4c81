"""The rules at their edges, and every matter in which the two profiles differ.

CALM is fifteen points with mean 50 and limits 44.3 and 55.7 (2.66 × 30/14 = 5.7); warning lines 46.2 and 53.8. As a
baseline of fifteen points it judges whatever is put after it, which no figure of its own can shift.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from outcomes.spc import Baseline, Target, analyse
from tests.unit.outcomes.spc_series import CALM, day, labelled, limits, monthly, six, with_rule

BOTH = pytest.mark.parametrize("profile", ["nhse", "ptd"])
FIFTEEN = Baseline(points=15)


def after_calm(figures, **options):
    return analyse(monthly(f"{CALM} {figures}"), **{"improvement": "up", "baseline": FIFTEEN, **options})


def numbered(chart, rule, after=15):
    """Which of the points after the calm ones carry a rule, the first of them being 1."""
    return [number - after for number in with_rule(chart, rule) if number > after]


# --- lines ------------------------------------------------------------------------------------------------------------


@BOTH
def test_the_lines_of_the_calm_points(profile):
    chart = analyse(monthly(CALM), improvement="up", profile=profile)
    assert chart.segments[0].mean == 50
    assert limits(chart) == (Decimal("44.3"), Decimal("55.7"))
    point = chart.points[0]
    assert (six(point.lower_warning), six(point.upper_warning)) == (Decimal("46.2"), Decimal("53.8"))
    assert labelled(chart) == {}


@BOTH
def test_one_point_has_a_mean_and_no_limits(profile):
    chart = analyse(monthly("5"), improvement="up", target=1, min_points=1, profile=profile)
    only = chart.segments[0]
    assert (only.mean, only.average_moving_range, only.lower_limit) == (5, None, None)
    assert (chart.points[0].outside_limits, chart.points[0].close_to_limits) == (None, None)
    assert (chart.points[0].relative_to_mean, chart.variation) == (0, "common_cause")


@BOTH
def test_ranges_bridge_what_does_not_count_and_do_not_cross_a_rebase(profile):
    gap = analyse(monthly("50 - 54 60 50"), improvement="up", profile=profile)
    assert gap.segments[0].average_moving_range == Fraction(4 + 6 + 10, 3)
    split = analyse(monthly("50 54 70 76"), improvement="up", rebases=[day(3)], profile=profile)
    assert [segment.average_moving_range for segment in split.segments] == [4, 6]


@BOTH
@pytest.mark.parametrize(("last", "average"), [(10_534, Fraction(733)), (10_533, Fraction(11_999, 4))])
def test_screening_drops_a_range_that_equals_the_bound(profile, last, average):
    """Ranges 733, 733, 733 and 9801 have the average 3000, and 3.267 times that is 9801; one less stays."""
    chart = analyse(
        monthly(f"0 733 0 733 {last}"), improvement="up", screen=True, min_points=5, profile=profile
    )
    assert chart.segments[0].average_moving_range == average


@BOTH
def test_screening_is_one_pass(profile):
    """Of the ranges 1 (twenty times), 10 and 1000 the largest goes; a second pass would drop the 10 as well."""
    chart = analyse(monthly("0 1 " * 10 + "0 10 1010"), improvement="up", screen=True, profile=profile)
    assert chart.segments[0].average_moving_range == Fraction(30, 21)
    assert chart.segments[0].mean == Fraction(10 + 10 + 1010, 23)


# --- beyond -----------------------------------------------------------------------------------------------------------


@BOTH
def test_beyond_is_strictly_outside(profile):
    chart = after_calm("55.7 55.71 44.3 44.29", profile=profile)
    assert (numbered(chart, "beyond_high"), numbered(chart, "beyond_low")) == ([2], [4])
    assert [point.outside_limits for point in chart.points[15:]] == [False, True, False, True]
    # Beyond the limit is no longer close to it; on the limit is.
    assert [point.close_to_limits for point in chart.points[15:]] == [True, False, True, False]


# --- shift ------------------------------------------------------------------------------------------------------------


@BOTH
def test_seven_on_one_side_are_a_shift_and_the_whole_run_is_flagged(profile):
    assert numbered(after_calm("49 51 51 51 51 51 51 51 51", profile=profile), "shift_high") == [
        *range(2, 10)
    ]
    assert numbered(after_calm("49 51 51 51 51 51 51", profile=profile), "shift_high") == []


@BOTH
def test_a_point_on_the_mean_ends_a_shift(profile):
    assert numbered(after_calm("49 49 49 50 49 49 49 49", profile=profile), "shift_low") == []
    assert numbered(after_calm("51 49 49 49 49 49 49 49", profile=profile), "shift_low") == [*range(2, 9)]


@pytest.mark.parametrize("length", [6, 7, 8])
def test_the_length_of_a_shift_can_be_set(length):
    for run, flagged in ((length, length), (length - 1, 0)):
        chart = after_calm("49 " + "51 " * run, shift=length)
        assert len(numbered(chart, "shift_high")) == flagged


@BOTH
def test_skipped_points_neither_break_nor_lengthen_a_run(profile):
    bridged = after_calm("49 51 51 51 - 51 51 51 51", profile=profile)
    assert numbered(bridged, "shift_high") == [2, 3, 4, 6, 7, 8, 9]
    six_and_a_gap = after_calm("49 51 51 51 - 51 51 51", profile=profile)
    assert numbered(six_and_a_gap, "shift_high") == []


# --- trend ------------------------------------------------------------------------------------------------------------


@BOTH
def test_seven_rising_points_are_a_trend_with_both_ends(profile):
    rising = after_calm("50 49.6 49.7 49.8 49.9 50.1 50.2 50.3 50.2", profile=profile)
    assert numbered(rising, "trend_up") == [*range(2, 9)]
    level = after_calm("50 49.6 49.7 49.8 49.9 50.1 50.2 50.2 50.3", profile=profile)
    assert numbered(level, "trend_up") == []


@BOTH
def test_a_turning_point_belongs_to_both_trends(profile):
    chart = after_calm("50 48.5 48.9 49.3 49.7 50.1 50.5 50.9 50.4 50 49.6 49.2 48.8 48.4", profile=profile)
    assert numbered(chart, "trend_up") == [*range(2, 9)]
    assert numbered(chart, "trend_down") == [*range(8, 15)]
    assert [number for number, point in enumerate(chart.points, start=1) if point.mixed] == [15 + 8]
    # The peak counts as a rise, which improves; the R package names it by the next point, which falls.
    assert (
        labelled(chart)[15 + 8]
        == {
            "nhse": ("trend_up", "improvement"),
            "ptd": ("trend_down", "concern"),
        }[profile]
    )


def test_the_r_package_calls_a_rise_falling_where_the_next_one_starts_level():
    chart = after_calm("50 47 48 49 50 51 52 53 53 53.5 54 54.5 55 55.5 55.7", profile="ptd")
    assert numbered(chart, "trend_up") == [*range(2, 16)]
    assert labelled(chart)[15 + 8] == ("trend_down", "concern")
    assert labelled(chart)[15 + 9] == labelled(chart)[15 + 15] == ("trend_up", "improvement")


@pytest.mark.parametrize("length", [6, 7, 8])
def test_the_length_of_a_trend_can_be_set(length):
    rise = [Decimal("49.6") + Decimal(at) / 10 for at in range(9)]
    for run, flagged in ((length, length), (length - 1, 0)):
        figures = " ".join(str(value) for value in rise[:run])
        chart = after_calm(f"50 {figures} 49", trend=length, shift=8)
        assert len(numbered(chart, "trend_up")) == flagged


# --- two of three -----------------------------------------------------------------------------------------------------


@BOTH
def test_two_of_three_needs_all_three_on_one_side(profile):
    assert numbered(after_calm("49 54 51 54 49", profile=profile), "two_of_three_high") == [2, 4]
    # A third point on the other side, or on the mean, completes nothing: other tools let it.
    assert numbered(after_calm("49 54 49 54 49", profile=profile), "two_of_three_high") == []
    assert numbered(after_calm("49 54 50 54 49", profile=profile), "two_of_three_high") == []


@BOTH
def test_on_the_warning_line_is_not_beyond_it(profile):
    assert numbered(after_calm("51 53.8 53.81", profile=profile), "two_of_three_high") == []
    assert numbered(after_calm("51 53.8001 53.8001", profile=profile), "two_of_three_high") == [2, 3]


@BOTH
def test_a_window_is_complete(profile):
    assert numbered(after_calm("49 54 54", profile=profile), "two_of_three_high") == []
    assert numbered(after_calm("49 46 46 45", profile=profile), "two_of_three_low") == [2, 3, 4]


@BOTH
def test_a_point_beyond_the_limit_counts_only_when_told_to(profile):
    assert numbered(after_calm("49 54 60 51", profile=profile), "two_of_three_high") == []
    counted = after_calm("49 54 60 51", profile=profile, count_beyond=True)
    assert numbered(counted, "two_of_three_high") == [2, 3]
    assert counted.points[17].close_to_limits is False
    assert labelled(counted)[18] == ("beyond_high", "improvement")


# --- labels and colours -----------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("improvement", "after_high", "after_low"),
    [
        ("up", ("improvement", "improvement_high"), ("concern", "concern_low")),
        ("down", ("concern", "concern_high"), ("improvement", "improvement_low")),
        ("neither", ("neutral_high", "neutral_high"), ("neutral_low", "neutral_low")),
    ],
)
def test_what_high_and_low_mean(improvement, after_high, after_low, profile):
    for figure, expected in (("60", after_high), ("40", after_low)):
        chart = after_calm(figure, improvement=improvement, profile=profile)
        assert (chart.latest.point_type, chart.variation) == expected


def test_the_order_of_labels_is_beyond_trend_two_of_three_shift():
    chart = after_calm("51 51.5 52 52.5 53 54 55 56")
    assert [chart.points[at].special_cause_type for at in (15, 20, 22)] == [
        "trend_up",
        "trend_up",
        "beyond_high",
    ]
    assert chart.points[22].rules == {"beyond_high", "trend_up", "shift_high"}
    assert chart.points[20].rules == {"trend_up", "two_of_three_high", "shift_high"}
    steady = after_calm("51 54 51 54 51 51 51")
    assert steady.points[16].special_cause_type == "two_of_three_high"
    assert steady.points[15].special_cause_type == "shift_high"


# Falls for seven points, all above the mean: trend_down and shift_high at once.
FALLING_ABOVE = "53.5 53 52.5 52 51.5 51 50.5"


@pytest.mark.parametrize(
    ("options", "label", "kind"),
    [
        ({"improvement": "up"}, "shift_high", "improvement"),
        ({"improvement": "up", "conflict": "concern"}, "trend_down", "concern"),
        ({"improvement": "down"}, "trend_down", "improvement"),
        ({"improvement": "down", "conflict": "concern"}, "shift_high", "concern"),
        ({"improvement": "neither"}, "shift_high", "neutral_high"),
        ({"improvement": "neither", "conflict": "concern"}, "shift_high", "neutral_high"),
        ({"improvement": "up", "profile": "ptd"}, "trend_down", "concern"),
        ({"improvement": "up", "profile": "ptd", "conflict": "improvement"}, "trend_down", "concern"),
        ({"improvement": "down", "profile": "ptd"}, "trend_down", "improvement"),
        ({"improvement": "neither", "profile": "ptd"}, "trend_down", "neutral_low"),
    ],
)
def test_a_mixed_point(options, label, kind):
    chart = after_calm(FALLING_ABOVE, **options)
    latest = chart.latest
    assert latest.rules == {"trend_down", "shift_high"}
    assert (latest.mixed, latest.special_cause_type, latest.point_type) == (True, label, kind)
    assert "mixed_signal_latest" in chart.warnings


def test_the_icon_is_that_of_the_latest_counted_point_and_no_other():
    chart = analyse(monthly(f"{CALM} 60 50 -"), improvement="up", baseline=FIFTEEN)
    assert (chart.variation, chart.latest.date) == ("common_cause", day(17))
    assert labelled(chart) == {16: ("beyond_high", "improvement")}


# --- assurance --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        ("44.29", "pass", "fail"),
        ("44.31", "hit_or_miss", "hit_or_miss"),
        ("55.69", "hit_or_miss", "hit_or_miss"),
        ("55.71", "fail", "pass"),
    ],
)
@BOTH
def test_a_target_against_the_limits(target, up, down, profile):
    for improvement, expected in (("up", up), ("down", down), ("neither", None)):
        chart = analyse(monthly(CALM), improvement=improvement, target=Decimal(target), profile=profile)
        assert chart.assurance == expected
    assert analyse(monthly(CALM), improvement="up", profile=profile).assurance is None


@pytest.mark.parametrize(("target", "up", "down"), [("44.3", "pass", "fail"), ("55.7", "fail", "pass")])
def test_a_target_exactly_on_a_limit(target, up, down):
    for improvement, expected in (("up", up), ("down", down)):
        options = {"improvement": improvement, "target": Decimal(target)}
        assert analyse(monthly(CALM), **options).assurance == expected
        assert analyse(monthly(CALM), **options, profile="ptd").assurance == "hit_or_miss"


def test_pass_is_tested_first_where_both_limits_are_the_target():
    """Another tool calls a constant 100 % against 100 % a failure."""
    for improvement in ("up", "down"):
        assert analyse(monthly("100 " * 15), improvement=improvement, target=100).assurance == "pass"


def test_limits_are_never_cut_to_what_is_possible():
    """An upper limit cut to 100 % would call a target of 100 % a certain failure."""
    chart = analyse(monthly("97 99 " * 8), improvement="up", target=100)
    assert limits(chart) == (Decimal("92.68"), Decimal("103.32"))
    assert chart.assurance == "hit_or_miss"


def test_the_first_dated_target_in_force_on_the_latest_day():
    dated = [Target(40, day(1), day(14)), Target(60, day(15), day(15)), Target(50, day(15))]
    points = monthly(CALM)
    chart = analyse(points, improvement="up", target=45, targets=dated)
    assert [point.target for point in chart.points] == [40] * 14 + [60]
    assert (chart.target, chart.assurance) == (60, "fail")
    # Out of force on the day of the latest point: the undated one counts.
    assert analyse(points, improvement="up", target=44, targets=dated[:1]).assurance == "pass"
    assert analyse(points, improvement="up", targets=dated[:1]).target is None
    # A ghost is later, but not what is judged.
    ghosted = analyse(
        monthly(f"{CALM} 50", ghosts=[16]), improvement="up", targets=[Target(40, None, day(15))]
    )
    assert (ghosted.target, ghosted.assurance) == (40, "pass")
    # The R package knows no dated targets.
    theirs = analyse(points, improvement="up", target=45, targets=dated, profile="ptd")
    assert ({point.target for point in theirs.points}, theirs.warnings) == ({45}, ())
