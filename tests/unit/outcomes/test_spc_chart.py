"""Geometry of a control chart: what is drawn where, and what is left out of it."""

from decimal import Decimal
from itertools import pairwise

import pytest

from commissioning.core.charts import NARROW, WIDE, draw_one
from commissioning.core.charts.marks import SHAPES, corners
from outcomes.charts.spc_lines import spread
from outcomes.spc import Target
from tests.unit.core import svg
from tests.unit.outcomes.spc_charts import FIVE, FOUR, ONE, SIXTY, chart, every_chart
from tests.unit.outcomes.spc_series import CALM, day

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def places(line: str) -> list[tuple[str, str]]:
    return [tuple(pair.split(",")) for pair in line.split()]


def heights(path: str) -> list[float]:
    """The heights that a path of M and H runs along."""
    return [float(part.split("H")[0].split()[-1]) for part in path.split("M")[1:]]


# --- the data line ----------------------------------------------------------------------------------------------------


@WIDTHS
def test_the_line_breaks_at_a_missing_value_and_only_there(width):
    drawing = chart("55 52 - 54 51 50").at(width)
    assert [len(places(line)) for line in drawing.lines] == [2, 3]
    assert len(chart("55 52 53 54 51 50").at(width).lines) == 1


def test_a_missing_value_is_nowhere_drawn_and_keeps_its_month():
    gapped, whole = chart("55 52 - 54").at(WIDE), chart("55 52 53 54").at(WIDE)
    assert len(gapped.marks) == 3
    assert [mark.x for mark in gapped.marks] == [mark.x for mark in whole.marks if mark.x != whole.marks[2].x]


@WIDTHS
def test_a_ghost_is_hollow_and_never_on_the_line(width):
    drawing = chart("50 52 54 51 49", ghosts={3}).at(width)
    ghosts = [mark for mark in drawing.marks if mark.kind == "ghost"]
    assert [mark.fill for mark in ghosts] == ["#ffffff"]
    (line,) = drawing.lines
    assert len(places(line)) == 4
    assert (ghosts[0].x, ghosts[0].y) not in places(line)
    counted = chart("50 52 54 51 49").at(width)
    assert len(places(counted.lines[0])) == 5


def test_a_ghost_far_out_is_held_at_the_edge_and_does_not_flatten_the_rest():
    drawing = chart("50 52 900 51 49", ghosts={3}).at(WIDE)
    (ghost,) = [mark for mark in drawing.marks if mark.kind.startswith("ghost")]
    assert ghost.kind == "ghost_above"
    assert ghost.points
    ys = [float(mark.y) for mark in drawing.marks if mark is not ghost]
    assert max(ys) - min(ys) > 100
    words = {label.text for label in svg.elements(draw_one(chart("50 52 900 51 49", ghosts={3})), "text")}
    assert "left out, above the scale" in words


def test_a_value_alone_between_gaps_has_its_point_and_no_line():
    drawing = chart("- 55 -").at(WIDE)
    assert drawing.lines == []
    assert len(drawing.marks) == 1


# --- mean, limits, target ---------------------------------------------------------------------------------------------


def test_mean_and_limits_lie_where_the_scale_puts_them():
    drawing = chart(ONE, target=65).at(WIDE)
    (stretch,) = drawing.stretches
    ticks = {label.text: float(y) for y, label in drawing.value_ticks}
    per_unit = (ticks["65 %"] - ticks["85 %"]) / 20
    mean, upper, lower = (heights(path)[0] for path in (stretch.mean, stretch.upper, stretch.lower))
    assert ticks["65 %"] - mean == pytest.approx((73.125 - 65) * per_unit, abs=0.2)
    assert ticks["65 %"] - upper == pytest.approx((81.814333 - 65) * per_unit, abs=0.2)
    assert ticks["65 %"] - lower == pytest.approx((64.435667 - 65) * per_unit, abs=0.2)
    assert heights(drawing.target)[0] == pytest.approx(ticks["65 %"], abs=0.2)


@WIDTHS
def test_lines_break_at_a_rebase_which_is_flagged_with_its_reason(width):
    rebased = chart(FIVE, rebases=[day(13)], chart={"rebases": [(day(13), "Video counts.")]})
    drawing = rebased.at(width)
    first, second = drawing.stretches
    assert heights(first.mean) != heights(second.mean)
    assert first.mean.split("H")[1] == second.mean.split("M")[1].split()[0]
    (flag,) = drawing.flags
    assert (flag.kind, flag.text) == ("rebase", "A")
    assert any("Video counts." in note.text for note in drawing.notes)
    assert any("January 2021: mean and limits set anew." in note.text for note in drawing.notes)
    (line,) = drawing.lines
    assert len(places(line)) == 20  # the data line carries on across
    assert len(chart(FIVE).at(width).stretches) == 1
    assert not chart(FIVE).at(width).flags


def test_flags_of_neighbouring_rebases_stand_apart():
    drawing = every_chart()["sixty months"].at(NARROW)
    edges = sorted(float(flag.box_x) for flag in drawing.flags)
    assert len(edges) == 5
    assert all(later - earlier >= 15 for earlier, later in pairwise(edges))
    assert edges[0] >= 0
    assert edges[-1] + 15 <= NARROW


def test_a_dated_target_is_stepped_and_broken_where_none_is_in_force():
    stepped = chart(CALM, targets=[Target(40, None, day(5)), Target(60, day(6), day(10))]).at(WIDE)
    assert stepped.target.count("M") == 1
    assert stepped.target.count("V") == 1
    broken = chart(CALM, targets=[Target(40, None, day(5)), Target(60, day(8), day(10))]).at(WIDE)
    assert broken.target.count("M") == 2
    assert broken.target.count("V") == 0
    assert chart(CALM).at(WIDE).target == ""


def test_a_line_beyond_the_floor_is_held_there_on_the_drawing_and_said_to_be():
    drawing = every_chart()["floor"].at(WIDE)
    ticks = {label.text: float(y) for y, label in drawing.value_ticks}
    assert heights(drawing.stretches[0].lower)[0] == pytest.approx(ticks["0"], abs=0.1)
    assert not any(text.startswith("−") for text in ticks)
    assert "Lower limit below 0 incidents" in [label.text for label in drawing.labels]
    free = chart("3 1 0 4 2 0 1 5 2 1 0 3 1 2 0 4", improvement="down", chart={"unit": "incidents"}).at(WIDE)
    assert any(label.text.startswith("Lower limit −") for label in free.labels)
    # The judgement is that of the calculated limit either way.
    assert every_chart()["floor"].analysis.points[0].lower_limit < 0


def test_a_ceiling_holds_the_line_and_not_the_values():
    drawing = chart(f"{CALM} 101", chart={"ceiling": Decimal(100)}).at(WIDE)
    assert all(float(mark.y) >= float(drawing.top) for mark in drawing.marks)


# --- too few points ---------------------------------------------------------------------------------------------------


@WIDTHS
def test_below_the_minimum_a_run_chart_without_limits(width):
    drawing = every_chart()["eleven points"].at(width)
    assert not any(stretch.upper or stretch.lower or stretch.band for stretch in drawing.stretches)
    assert drawing.stretches[0].mean
    assert any(note.bold and note.text.startswith("11 of 15 points") for note in drawing.notes)
    assert "common cause" not in [item.label.text for item, _ in drawing.samples]
    full = chart(CALM).at(width)
    assert full.stretches[0].upper
    assert not any("of 15" in note.text for note in full.notes)


def test_provisional_limits_are_captioned():
    notes = chart(FIVE, rebases=[day(13)]).at(WIDE).notes
    assert [note.text for note in notes if note.bold] == ["Provisional limits: they rest on 8 points."]


@pytest.mark.parametrize("figures", ["", "- -"])
def test_no_values_are_said_and_nothing_is_drawn(figures):
    drawing = chart(figures).at(WIDE)
    assert drawing.empty.text == "No values yet"
    assert not drawing.marks
    assert not drawing.lines


# --- points -----------------------------------------------------------------------------------------------------------


def test_shape_follows_the_kind_of_point():
    drawing = chart(FOUR, chart={"decimals": 1}).at(WIDE)
    kinds = [mark.kind for mark in drawing.marks]
    assert kinds == ["common_cause"] * 8 + ["improvement"] * 7
    assert all(not mark.points for mark in drawing.marks[:8])
    assert all(len(places(mark.points)) == 4 for mark in drawing.marks[8:])


def test_each_point_tells_its_rules_mixed_signal_and_note():
    drawing = draw_one(chart(FOUR, notes={9: "New form."}, chart={"decimals": 1}))
    told = [title.text for title in svg.elements(drawing, "title")[1:]]
    assert len(told) == 15
    assert told[8] == (
        "September 2020: 47.0 %, improving, high: two of three near the upper limit, trend of seven falling "
        "and shift of seven above the mean; mixed signal. New form."
    )


@WIDTHS
def test_the_latest_point_that_counts_is_ringed_and_labelled(width):
    drawing = chart(ONE, ghosts={16}).at(width)
    fifteenth = [mark for mark in drawing.marks if mark.kind != "ghost"][-1]
    assert drawing.ring[:2] == (fifteenth.x, fifteenth.y)
    (label,) = [label for label in drawing.labels if label.kind == "latest"]
    assert label.text.removeprefix("Latest ") == "72 %"
    assert label.bold


def test_annotations_are_numbered_unless_there_are_too_many():
    few = chart(CALM, notes={2: "One.", 5: "Two."}).at(WIDE)
    assert [flag.text for flag in few.flags] == ["1", "2"]
    many = chart(CALM, notes=dict.fromkeys(range(1, 9), "Note.")).at(WIDE)
    assert not many.flags
    assert "8 points have notes: see the table." in [note.text for note in many.notes]


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_differ_without_colour(shape):
    others = [corners(other, 50, 50, 4) for other in SHAPES if other != shape]
    assert corners(shape, 50, 50, 4) not in others


def test_a_shape_that_is_none_is_refused():
    assert corners("square", 0, 0, 1)
    with pytest.raises(KeyError):
        corners("star", 0, 0, 1)


def test_a_signal_stays_larger_than_common_points_on_a_crowded_phone():
    marks = chart(SIXTY).at(NARROW).marks
    common = max(float(mark.r) for mark in marks if mark.kind == "common_cause")
    signals = [float(mark.r) for mark in marks if mark.kind != "common_cause"]
    assert min(signals) >= 3
    assert min(signals) > common


# --- labels -----------------------------------------------------------------------------------------------------------


def test_words_of_lines_that_lie_close_are_spread_round_their_middle():
    assert spread([100, 101, 102], 15, 0, 300) == [86, 101, 116]
    assert spread([10, 200], 15, 0, 300) == [10, 200]
    assert spread([298, 299], 15, 0, 300) == [285, 300]
    assert spread([1, 2], 15, 0, 300) == [0, 15]
    assert spread([], 15, 0, 300) == []


def test_limits_that_equal_the_mean_share_one_label():
    flat = every_chart()["example 2"].at(WIDE)
    assert {label.text for label in flat.labels} == {
        "Mean and limits 64.1 %",
        "Target 64.1 %",
        "Latest 64.1 %",
    }


def test_a_narrow_drawing_explains_its_lines_in_the_legend():
    narrow, wide = (chart(ONE, target=65).at(width) for width in (NARROW, WIDE))
    assert [item.label.text for item, _ in narrow.samples] == [
        "common cause",
        "improving",
        "mean",
        "limits",
        "target",
    ]
    assert [item.label.text for item, _ in wide.samples] == ["common cause", "improving"]
    assert {"Mean 73.1 %", "Upper limit 81.8 %", "Lower limit 64.4 %"} <= {
        label.text for label in wide.labels
    }
    assert {"73.1 %", "81.8 %", "64.4 %"} <= {label.text for label in narrow.labels}


@pytest.mark.parametrize(
    ("unit", "improvement", "heading"),
    [
        ("%", "up", ["Higher is better"]),
        ("days", "down", ["Days, lower is better"]),
        ("per 1,000", "neither", ["Per 1,000"]),
        ("%", "neither", []),
    ],
)
def test_the_heading_says_unit_and_direction(unit, improvement, heading):
    drawing = chart(CALM, improvement=improvement, chart={"unit": unit}).at(WIDE)
    assert [label.text for label in drawing.heading] == heading
