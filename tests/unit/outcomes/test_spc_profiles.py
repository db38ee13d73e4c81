"""Segments, baselines, minimum counts and warnings, and every matter in which the two profiles differ."""

import pytest

from outcomes.spc import Baseline, Point, Target, analyse
from tests.unit.outcomes.spc_series import CALM, day, labelled, limits, monthly, with_rule

BOTH = pytest.mark.parametrize("profile", ["nhse", "ptd"])


def up(figures, **options):
    return analyse(monthly(figures), **{"improvement": "up", **options})


# --- the minimum number of points -------------------------------------------------------------------------------------


def test_below_fifteen_counted_points_a_mean_remains_and_nothing_is_judged():
    fourteen = up(f"{CALM[:-3]} -", target=40)
    point, only = fourteen.points[0], fourteen.segments[0]
    assert (point.mean, point.relative_to_mean) == (only.mean, -1)
    assert only.mean == pytest.approx(50 + 1 / 7)
    assert (point.lower_limit, point.upper_warning, only.lower_limit, only.upper_limit) == (None,) * 4
    assert (point.outside_limits, point.close_to_limits, point.point_type) == (None,) * 3
    assert (fourteen.variation, fourteen.assurance, fourteen.target) == (None, None, 40)
    assert fourteen.warnings == ("too_few_points", "missing_values")
    assert up(CALM, target=40).assurance == "pass"


def test_below_the_minimum_no_rule_fires():
    figures = "1 2 3 4 5 6 7 8 9"
    assert all(not point.rules for point in up(figures).points)
    assert with_rule(up(figures, min_points=9), "trend_up") == list(range(1, 10))


def test_the_minimum_can_be_set_and_the_r_package_has_none():
    three = "50 52 51"
    assert up(three, min_points=4).variation is None
    assert up(three, min_points=3).variation == "common_cause"
    assert up(three, profile="ptd", min_points=12).variation == "common_cause"
    assert "too_few_points" not in up(three, profile="ptd").warnings


def test_few_points_set_the_limits():
    def warned(count, **options):
        return (
            "few_points:0"
            in up("50 52 " * (count // 2) + "50 " * (count % 2), min_points=1, **options).warnings
        )

    assert [warned(11), warned(12)] == [True, False]
    assert [warned(12, profile="ptd"), warned(13, profile="ptd")] == [True, False]
    # A baseline of eleven points sets the limits of any number; the R package looks at the segment.
    assert warned(20, baseline=Baseline(points=11))
    assert not warned(20, profile="ptd", baseline=Baseline(points=12))


# --- segments ---------------------------------------------------------------------------------------------------------


@BOTH
def test_segments_are_numbered_by_the_rebases_reached(profile):
    middle = up(f"{CALM} {CALM}", rebases=[day(16)], profile=profile)
    assert [(one.index, one.start, one.end, one.n) for one in middle.segments] == [
        (0, day(1), day(15), 15),
        (1, day(16), day(30), 15),
    ]
    first_too = up(f"{CALM} {CALM}", rebases=[day(16), day(1)], profile=profile)
    assert [one.index for one in first_too.segments] == [1, 2]
    assert [limits(first_too, at) for at in (0, 1)] == [limits(middle, at) for at in (0, 1)]
    assert first_too.variation == middle.variation


@BOTH
def test_a_rebase_on_a_point_that_does_not_count_still_counts(profile):
    missing = up(f"{CALM} - {CALM}", rebases=[day(16)], profile=profile)
    assert [point.segment for point in missing.points] == [0] * 15 + [1] * 16
    assert missing.points[15].mean == missing.segments[1].mean == 50
    assert missing.segments[1].start == day(16)


@BOTH
def test_a_shift_stays_inside_a_segment(profile):
    """Four above the mean on either side of a rebase, whose segments have the same mean, 49.3."""
    figures = "46 47 46 47 46 47 53 54 53 54 53 54 53 54 46 47 46 47 46 47"
    whole, split = (up(figures, rebases=rebases, profile=profile) for rebases in ([], [day(11)]))
    assert whole.segments[0].mean == split.segments[0].mean == split.segments[1].mean
    assert with_rule(whole, "shift_high") == [*range(7, 15)]
    assert with_rule(split, "shift_high") == []


@BOTH
def test_two_of_three_stays_inside_a_segment(profile):
    """54 and 54 lie on either side of a rebase, both beyond their warning lines, and 51 after them above the mean."""
    before = "50 50 50 48 50 52 50 48 50 52 50 48 50 48 54"
    after = "54 51 48 50 48 51 50 48 50 50 50 52 50 48 50"
    whole, split = (up(f"{before} {after}", rebases=rebases, profile=profile) for rebases in ([], [day(16)]))
    assert [split.points[at].close_to_limits for at in (14, 15)] == [True, True]
    assert {segment.mean for segment in (*whole.segments, *split.segments)} == {50}
    assert with_rule(whole, "two_of_three_high") == [15, 16]
    assert with_rule(split, "two_of_three_high") == []


# --- baselines --------------------------------------------------------------------------------------------------------


@BOTH
def test_only_the_baseline_sets_the_lines(profile):
    chart = up(f"{CALM} 60 61 60", baseline=Baseline(points=15), profile=profile)
    assert limits(chart) == limits(up(CALM))
    assert (chart.segments[0].n, chart.segments[0].baseline_n) == (18, 15)
    assert labelled(chart) == dict.fromkeys((16, 17, 18), ("beyond_high", "improvement"))


def test_a_baseline_until_a_date_wins_over_a_number():
    both = up(f"{CALM} 60 61", baseline=Baseline(points=16, until=day(15)))
    assert both.segments[0].baseline_n == 15
    # The R package counts points.
    assert up(f"{CALM} 60 61", baseline=Baseline(16, day(15)), profile="ptd").segments[0].baseline_n == 16


def test_a_baseline_counts_counted_points():
    points = monthly(f"- {CALM} 60", ghosts=[2])
    assert analyse(points, improvement="up", baseline=Baseline(points=14)).segments[0].n == 15
    number = analyse(points, improvement="up", baseline=Baseline(points=14))
    until = analyse(points, improvement="up", baseline=Baseline(until=day(16)))
    assert number.segments[0].baseline_n == until.segments[0].baseline_n == 14
    assert number.segments[0].mean == until.segments[0].mean


@pytest.mark.parametrize(
    ("options", "held"),
    [
        ({}, [12, 15]),
        ({"profile": "ptd"}, [12, 12]),
        ({"every_segment": True}, [12, 12]),
        ({"profile": "ptd", "every_segment": False}, [12, 15]),
    ],
)
def test_the_segments_that_a_baseline_holds_in(options, held):
    options = dict(options)
    baseline = Baseline(points=12, every_segment=options.pop("every_segment", None))
    chart = up(f"{CALM} {CALM}", rebases=[day(16)], baseline=baseline, **options)
    assert [segment.baseline_n for segment in chart.segments] == held


def test_a_date_holds_for_the_segments_that_start_by_then():
    chart = up(
        f"{CALM} {CALM} {CALM}",
        rebases=[day(16), day(31)],
        baseline=Baseline(until=day(27), every_segment=True),
    )
    assert [segment.baseline_n for segment in chart.segments] == [15, 12, 15]
    assert "baseline_cut" in chart.warnings


def test_a_baseline_before_the_first_value_gives_no_lines():
    chart = up(f"- {CALM}", baseline=Baseline(until=day(1)))
    assert (chart.segments[0].baseline_n, chart.segments[0].mean) == (0, None)
    assert (chart.latest.relative_to_mean, chart.latest.outside_limits) == (None, None)
    assert up(f"- {CALM}", baseline=Baseline(until=day(2))).segments[0].mean == 50


# Four above the mean at the end of the baseline and three after it.
ACROSS = "50 50 50 50 48 48 46 47 51 52 53 55 51 52 53"


def test_a_shift_starts_afresh_after_a_baseline_but_not_in_the_r_package():
    baseline = Baseline(points=12)
    assert up(ACROSS, baseline=baseline).segments[0].mean == 50
    assert with_rule(up(ACROSS, baseline=baseline), "shift_high") == []
    theirs = up(ACROSS, baseline=baseline, profile="ptd")
    assert with_rule(theirs, "shift_high") == list(range(9, 16))


def test_two_of_three_starts_afresh_after_a_baseline_but_not_in_the_r_package():
    baseline = Baseline(points=15)
    figures = "50 52 50 48 50 52 50 48 50 52 50 48 48 48 54 54 51"
    ours, theirs = up(figures, baseline=baseline), up(figures, baseline=baseline, profile="ptd")
    assert ours.segments[0].mean == 50
    # 15 is the last of the baseline, 16 the first after it: both beyond the warning line, 17 above the mean.
    assert [ours.points[at].close_to_limits for at in (14, 15)] == [True, True]
    assert with_rule(ours, "two_of_three_high") == []
    assert with_rule(theirs, "two_of_three_high") == [15, 16]


def test_a_trend_crosses_a_baseline_in_both_profiles():
    figures = f"{CALM} 48.5 49 49.5 50.2 51 52"
    for profile in ("nhse", "ptd"):
        chart = up(figures, baseline=Baseline(points=15), profile=profile)
        assert with_rule(chart, "trend_up") == list(range(15, 22))
        assert "baseline_signal" in chart.warnings


# --- flat series ------------------------------------------------------------------------------------------------------


def test_a_flat_series_keeps_its_limits_except_in_the_r_package_with_screening():
    flat = "50 " * 15
    for options, drawn in (
        ({}, True),
        ({"screen": True}, True),
        ({"profile": "ptd"}, True),
        ({"profile": "ptd", "screen": True}, False),
    ):
        assert (up(flat, **options).segments[0].upper_limit == 50) is drawn


def test_after_a_flat_baseline_any_other_value_is_beyond():
    chart = up("50 " * 15 + "50.1", baseline=Baseline(points=15))
    assert (chart.variation, chart.latest.rules) == ("improvement_high", {"beyond_high"})


@BOTH
def test_without_limits_shift_and_trend_still_fire(profile):
    """A baseline of one point has a mean and nothing to measure by."""
    if profile == "nhse":
        chart = up("50 51 52 53 54 55 56 57", baseline=Baseline(points=1), min_points=1)
    else:
        chart = up("50 " * 12 + "51 52 53 54 55 56 57", baseline=Baseline(12), profile="ptd", screen=True)
    assert chart.latest.upper_limit is None
    assert chart.latest.rules == {"trend_up", "shift_high"}
    assert (chart.variation, chart.latest.outside_limits) == ("improvement_high", None)


def test_a_target_without_limits():
    assert up("50", target=40, min_points=1).assurance is None
    assert up("50", target=40, profile="ptd").assurance == "hit_or_miss"
    assert up("50", profile="ptd").assurance is None
    assert up("50", target=40, profile="ptd", improvement="neither").assurance is None


# --- warnings ---------------------------------------------------------------------------------------------------------


@BOTH
def test_a_healthy_chart_has_none(profile):
    assert up(CALM, target=40, baseline=Baseline(points=15), profile=profile).warnings == ()


@BOTH
def test_missing_values_are_warned_of_and_ghosts_are_not(profile):
    assert up(f"{CALM} -", profile=profile).warnings == ("missing_values",)
    ghosted = [*monthly(CALM), Point(day(16), 90, ghost=True)]
    assert analyse(ghosted, improvement="up", profile=profile).warnings == ()


@BOTH
def test_a_signal_inside_the_baseline(profile):
    spiked = "50 52 50 48 50 52 60 48 50 52 50 48 50 52 48"
    assert with_rule(up(spiked, profile=profile), "beyond_high") == [7]
    assert up(spiked, profile=profile).warnings == ()
    assert up(spiked, baseline=Baseline(points=15), profile=profile).warnings == ("baseline_signal",)
    later = up(f"{CALM} 60", baseline=Baseline(points=15), profile=profile)
    assert later.warnings == ()


@BOTH
def test_a_baseline_that_is_longer_than_its_segment(profile):
    long, exact = (
        up(f"{CALM} {CALM}", rebases=[day(16)], baseline=Baseline(points=count), profile=profile)
        for count in (16, 15)
    )
    assert (long.segments[0].baseline_n, exact.segments[0].baseline_n) == (15, 15)
    assert (long.warnings, exact.warnings) == (("baseline_cut",), ())


@BOTH
def test_a_later_segment_can_be_too_short_for_its_baseline(profile):
    short, enough = (
        up(
            f"{CALM} {later}",
            rebases=[day(16)],
            baseline=Baseline(points=12, every_segment=True),
            profile=profile,
        )
        for later in ("50 52 51 52 50", CALM[: 12 * 3 - 1])
    )
    assert [segment.baseline_n for segment in short.segments] == [12, 5]
    assert [segment.baseline_n for segment in enough.segments] == [12, 12]
    assert ("baseline_cut" in short.warnings, "baseline_cut" in enough.warnings) == (True, False)


def test_a_date_in_a_later_segment_cuts_the_baseline():
    late, on_time = (
        up(f"{CALM} {CALM}", rebases=[day(16)], baseline=Baseline(until=day(until))) for until in (16, 15)
    )
    assert (late.warnings, on_time.warnings) == (("baseline_cut",), ())


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((1, 6), (7, 12), False),
        ((1, 6), (6, 12), True),
        ((7, 12), (1, 6), False),
        ((6, 12), (1, 6), True),
        ((None, 6), (7, None), False),
        ((None, None), (7, 9), True),
        ((3, None), (5, None), True),
    ],
)
def test_two_targets_on_one_day(first, second, overlap):
    def target(value, period):
        return Target(value, *(None if end is None else day(end) for end in period))

    chart = up(CALM, targets=[target(40, first), target(45, second)])
    assert ("target_overlap" in chart.warnings) is overlap


def test_warnings_come_in_one_order():
    chart = analyse(
        monthly("60 59 58 57 56 55 54 53 - 52"),
        improvement="up",
        rebases=[day(10)],
        baseline=Baseline(points=9),
        targets=[Target(1), Target(2)],
        min_points=3,
    )
    assert chart.warnings == (
        "few_points:0",
        "few_points:1",
        "missing_values",
        "baseline_signal",
        "baseline_cut",
        "target_overlap",
    )


# --- what other tools do and this does not ----------------------------------------------------------------------------


def test_nothing_is_rebased_by_itself():
    chart = up("10 11 " * 10 + "90 91 " * 10)
    assert len(chart.segments) == 1
    assert {point.segment for point in chart.points} == {0}
