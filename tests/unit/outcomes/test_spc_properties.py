"""What must hold of any XmR chart: order, units, direction, ghosts and numbering.

Drawn values are small whole numbers, so that runs, trends, equal neighbours and points on a line come up often; an
assumed example is never enough here, since a rule that looks right on noise may still lean to one side.
"""

import datetime
import os
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomes.spc import Analysis, Baseline, Point, PointResult, Target, analyse

few = settings(max_examples=int(os.environ.get("EXAMPLES", "60")), deadline=None)
START = datetime.date(2024, 1, 1)
OTHER_WAY = {
    "high": "low",
    "low": "high",
    "up": "down",
    "down": "up",
    "improvement": "concern",
    "concern": "improvement",
    "pass": "fail",
    "fail": "pass",
}

values = st.one_of(
    st.integers(-3, 6), st.integers(-40, 40), st.sampled_from([Decimal("0.5"), Decimal("2.75")])
)
runs = st.lists(values, min_size=4, max_size=9).map(sorted)
series = st.one_of(
    st.lists(st.none() | values, min_size=0, max_size=40),
    st.tuples(
        st.lists(values, min_size=8, max_size=20), runs, st.booleans(), st.lists(values, max_size=6)
    ).map(lambda parts: [*parts[0], *(parts[1][::-1] if parts[2] else parts[1]), *parts[3]]),
    st.tuples(values, st.integers(12, 20)).map(lambda parts: [parts[0]] * parts[1]),
)
profiles = st.sampled_from(["nhse", "ptd"])


@st.composite
def charts(draw: Any, profile: str | None = None) -> tuple[list[Point], dict[str, Any]]:
    """Points every second day (so that others fit between), and options valid for them."""
    drawn = draw(series)
    ghosts = draw(st.sets(st.integers(0, 39), max_size=3))
    points = [
        Point(START + datetime.timedelta(days=2 * place), value, ghost=place in ghosts)
        for place, value in enumerate(drawn)
    ]
    options: dict[str, Any] = {
        "profile": profile or draw(profiles),
        "improvement": draw(st.sampled_from(["up", "down"])),
        "conflict": draw(st.sampled_from(["improvement", "concern"])),
        "target": draw(st.none() | values),
        "screen": draw(st.booleans()),
        "count_beyond": draw(st.booleans()),
    }
    if options["profile"] == "nhse":
        options["min_points"] = draw(st.sampled_from([None, 12, 3]))
        options["shift"] = draw(st.integers(6, 8))
        options["trend"] = draw(st.integers(6, 8))
    if points:
        days = [point.date for point in points]
        options["rebases"] = tuple(draw(st.sets(st.sampled_from(days), max_size=2)))
        first = draw(st.sampled_from(days))
        options["targets"] = (Target(draw(values), start=first),) if draw(st.booleans()) else ()
    if draw(st.integers(0, 3)) == 0:
        options["baseline"] = Baseline(points=draw(st.integers(12, 16)))
    return points, options


def retargeted(options: dict[str, Any], change: Any) -> dict[str, Any]:
    """The options with every target moved as the values are."""
    changed = dict(options)
    if options["target"] is not None:
        changed["target"] = change(options["target"])
    changed["targets"] = tuple(replace(one, value=change(one.value)) for one in options.get("targets", ()))
    return changed


def revalued(points: list[Point], change: Any) -> list[Point]:
    return [replace(one, value=None if one.value is None else change(one.value)) for one in points]


def judgements(analysis: Analysis) -> list[tuple[Any, ...]]:
    """All that is said of a chart without its units."""
    told: list[tuple[Any, ...]] = [(analysis.variation, analysis.assurance, frozenset(analysis.warnings))]
    for one in analysis.points:
        told.append((one.date, one.segment, one.relative_to_mean, one.outside_limits, one.close_to_limits))
        told.append((one.rules, one.special_cause_type, one.point_type, one.mixed))
    return told


def lines(one: PointResult) -> list[Fraction | None]:
    return [one.lower_limit, one.lower_warning, one.mean, one.upper_warning, one.upper_limit]


def other_way(code: str | None) -> str | None:
    """The code with its last word turned round: "shift_high" becomes "shift_low"."""
    if code is None:
        return None
    *start, last = code.split("_")
    return "_".join([*start, OTHER_WAY.get(last, last)])


# --- order and units ----------------------------------------------------------------------------------------------


@few
@given(charts(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_irrelevant(chart, random):
    points, options = chart
    shuffled = list(points)
    random.shuffle(shuffled)
    assert analyse(shuffled, **options) == analyse(points, **options)


@few
@given(charts(), st.integers(-1000, 1000) | st.just(Decimal("0.001")))
def test_adding_a_constant_moves_the_lines_by_it_and_changes_no_judgement(chart, constant):
    points, options = chart
    before = analyse(points, **options)
    after = analyse(
        revalued(points, lambda value: value + constant),
        **retargeted(options, lambda value: value + constant),
    )
    assert judgements(after) == judgements(before)
    moved = [
        [line if line is None else line + Fraction(constant) for line in lines(p)] for p in before.points
    ]
    assert [lines(point) for point in after.points] == moved


@few
@given(charts(), st.sampled_from([2, 7, 1000, Decimal("0.01"), Decimal("1.5")]))
def test_another_unit_scales_the_lines_and_changes_no_judgement(chart, factor):
    points, options = chart
    before = analyse(points, **options)
    after = analyse(
        revalued(points, lambda value: value * factor),
        **retargeted(options, lambda value: value * factor),
    )
    assert judgements(after) == judgements(before)
    scaled = [[line if line is None else line * Fraction(factor) for line in lines(p)] for p in before.points]
    assert [lines(point) for point in after.points] == scaled
    assert [one.average_moving_range for one in after.segments] == [
        one.average_moving_range and one.average_moving_range * Fraction(factor) for one in before.segments
    ]


# --- direction ----------------------------------------------------------------------------------------------------


@few
@given(charts(profile="nhse"))
def test_turning_values_and_target_upside_down_and_the_aim_with_them_mirrors_everything(chart):
    points, options = chart
    before = analyse(points, **options)
    turned = retargeted(options, lambda value: -value) | {"improvement": OTHER_WAY[options["improvement"]]}
    after = analyse(revalued(points, lambda value: -value), **turned)
    assert (after.assurance, after.warnings) == (before.assurance, before.warnings)
    assert after.variation == other_way(before.variation)
    for ours, theirs in zip(after.points, before.points, strict=True):
        assert lines(ours) == [None if line is None else -line for line in reversed(lines(theirs))]
        assert ours.rules == {other_way(rule) for rule in theirs.rules}
        assert ours.special_cause_type == other_way(theirs.special_cause_type)
        assert (ours.point_type, ours.mixed) == (theirs.point_type, theirs.mixed)
        assert (ours.outside_limits, ours.close_to_limits) == (theirs.outside_limits, theirs.close_to_limits)


@few
@given(charts())
def test_wanting_the_opposite_of_the_same_values_swaps_improvement_and_concern(chart):
    points, options = chart
    before = analyse(points, **options)
    swapped = {one: OTHER_WAY[options[one]] for one in ("improvement", "conflict")}
    after = analyse(points, **options | swapped)
    assert [p.rules for p in after.points] == [p.rules for p in before.points]
    assert [lines(p) for p in after.points] == [lines(p) for p in before.points]
    assert [p.point_type for p in after.points] == [other_way(p.point_type) for p in before.points]
    latest = before.latest
    if latest is None or latest.lower_limit is None or latest.lower_limit != latest.upper_limit:
        assert after.assurance == other_way(before.assurance)


@few
@given(charts())
def test_where_no_direction_is_better_there_is_no_improvement_and_no_assurance(chart):
    points, options = chart
    analysis = analyse(points, **options | {"improvement": "neither"})
    assert {point.point_type for point in analysis.points} <= {
        None,
        "common_cause",
        "neutral_high",
        "neutral_low",
    }
    assert analysis.assurance is None


# --- what does not count ------------------------------------------------------------------------------------------


@few
@given(charts(), st.lists(values, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_ghosts_put_anywhere_move_nothing_of_other_points(chart, ghosts, random):
    points, options = chart
    assume(points)
    places = random.sample(range(len(points)), min(len(ghosts), len(points)))
    added = [
        Point(points[place].date + datetime.timedelta(days=1), value * 1000, ghost=True)
        for place, value in zip(places, ghosts, strict=False)
    ]
    unmoved(points, added, options)


@few
@given(charts(), values)
def test_a_ghost_at_the_end_moves_nothing(chart, value):
    points, options = chart
    assume(points)
    last = points[-1].date + datetime.timedelta(days=40)
    unmoved(points, [Point(last, value * 1000, ghost=True)], options)


@few
@given(charts(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_missing_values_put_anywhere_move_nothing_but_are_told(chart, number, random):
    points, options = chart
    assume(points)
    places = random.sample(range(len(points)), min(number, len(points)))
    added = [Point(points[place].date + datetime.timedelta(days=1), None) for place in places]
    after = unmoved(points, added, options, told={"missing_values"})
    assert "missing_values" in after.warnings


def unmoved(
    points: list[Point], added: list[Point], options: dict[str, Any], told: set[str] = frozenset()
) -> Analysis:
    before, after = analyse(points, **options), analyse(points + added, **options)
    days = {point.date for point in points}
    assert tuple(point for point in after.points if point.date in days) == before.points
    assert (after.variation, after.assurance, after.latest) == (
        before.variation,
        before.assurance,
        before.latest,
    )
    assert set(after.warnings) - told == set(before.warnings) - told
    # A segment ends with its last point, counted or not; nothing else of it may change.
    assert [replace(one, end=one.start) for one in after.segments] == [
        replace(one, end=one.start) for one in before.segments
    ]
    for one in after.points:
        if one.date not in days:
            assert (one.rules, one.point_type, one.special_cause_type) == (frozenset(), None, None)
            assert (one.relative_to_mean, one.outside_limits, one.close_to_limits) == (None, None, None)
    return after


@few
@given(charts())
def test_a_ghost_is_as_good_as_left_out(chart):
    points, options = chart
    kept = [point for point in points if not point.ghost]
    assume(kept and kept[0] == points[0])
    options["rebases"] = tuple(day for day in options["rebases"] if day in {point.date for point in kept})
    with_ghosts, without = analyse(points, **options), analyse(kept, **options)
    assert tuple(one for one in with_ghosts.points if not one.ghost) == without.points
    assert with_ghosts.variation == without.variation


# --- numbering and consistency ------------------------------------------------------------------------------------


@few
@given(charts())
def test_a_rebase_at_the_first_point_changes_nothing_but_the_numbering(chart):
    points, options = chart
    assume(points and points[0].date not in options["rebases"])
    before = analyse(points, **options)
    after = analyse(points, **options | {"rebases": (*options["rebases"], points[0].date)})
    assert after.points == tuple(replace(one, segment=one.segment + 1) for one in before.points)
    assert after.segments == tuple(replace(one, index=one.index + 1) for one in before.segments)
    assert (after.variation, after.assurance) == (before.variation, before.assurance)
    assert {one.partition(":")[0] for one in after.warnings} == {
        one.partition(":")[0] for one in before.warnings
    }


@few
@given(charts())
def test_lines_are_symmetric_and_judgements_agree_with_them(chart):
    points, options = chart
    for one in analyse(points, **options).points:
        if one.upper_limit is None:
            assert one.lower_limit is one.lower_warning is one.upper_warning is None
            assert not {"beyond_high", "beyond_low", "two_of_three_high", "two_of_three_low"} & one.rules
            continue
        assert one.mean * 2 == one.lower_limit + one.upper_limit
        assert (one.upper_warning - one.mean) * 3 == (one.upper_limit - one.mean) * 2
        if one.relative_to_mean is not None:
            inside = one.lower_limit <= Fraction(one.value) <= one.upper_limit
            assert one.outside_limits == (not inside)
            assert not (one.outside_limits and one.close_to_limits)
            assert (one.special_cause_type == "common_cause") == (not one.rules)


@few
@given(charts(profile="nhse"))
def test_colour_and_label_point_the_same_way(chart):
    points, options = chart
    improving = "high" if options["improvement"] == "up" else "low"
    for one in analyse(points, **options).points:
        if one.point_type in {"improvement", "concern"}:
            way = "high" if one.special_cause_type.endswith(("high", "up")) else "low"
            assert (one.point_type == "improvement") == (way == improving)


@few
@given(charts())
def test_screening_never_widens_the_limits_and_never_moves_the_mean(chart):
    points, options = chart
    plain = analyse(points, **options | {"screen": False})
    screened = analyse(points, **options | {"screen": True})
    for one, other in zip(screened.segments, plain.segments, strict=True):
        assert one.mean == other.mean
        if one.upper_limit is not None:
            assert one.upper_limit <= other.upper_limit


@pytest.mark.parametrize("improvement", ["up", "down"])
def test_properties_meet_both_a_signal_and_its_absence(improvement):
    """The properties above would hold of an analysis that never finds anything; this one does find."""
    rising = [Point(START + datetime.timedelta(days=place), place) for place in range(20)]
    level = [Point(START + datetime.timedelta(days=place), place % 2) for place in range(20)]
    found = {analyse(points, improvement=improvement).variation for points in (rising, level)}
    expected = "improvement_high" if improvement == "up" else "concern_high"
    assert found == {expected, "common_cause"}
