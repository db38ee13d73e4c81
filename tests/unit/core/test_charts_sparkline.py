"""Sparklines: a missing value breaks the line."""

from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.charts import Sparkline, draw_spark
from tests.unit.core import svg


def test_a_missing_value_breaks_the_line_and_is_not_drawn_as_nought():
    drawing = Sparkline([50, 51, None, 52, 53]).at()
    assert len(drawing.lines) == 2
    heights = [float(pair.split(",")[1]) for line in drawing.lines for pair in line.split()]
    assert max(heights) == heights[0]  # the lowest value drawn is 50, at the bottom


def test_a_value_alone_between_gaps_is_a_dot():
    drawing = Sparkline([None, 51, None, 52, 53]).at()
    assert len(drawing.dots) == 1
    assert len(drawing.lines) == 1


def test_the_last_known_value_has_the_end_mark():
    drawing = Sparkline([50, 53, None]).at()
    assert drawing.end == tuple(drawing.lines[0].split()[-1].split(","))


def test_nothing_known_draws_nothing_but_a_valid_picture():
    drawing = draw_spark(Sparkline([None, None]))
    assert svg.elements(drawing, "circle") == []
    assert svg.elements(drawing, "polyline") == []


def test_a_target_is_a_line_of_its_own_and_values_that_never_change_stand_in_the_middle():
    drawing = Sparkline([50, 50, 50], target=50).at()
    assert drawing.target_y == "15"
    assert drawing.lines[0].split()[0].endswith(",15")


@given(
    st.lists(st.none() | st.floats(-1e9, 1e9, allow_nan=False), max_size=40),
    st.none() | st.floats(-1e9, 1e9, allow_nan=False),
)
def test_all_points_stay_inside(values, target):
    drawing = Sparkline(values, target).at(120)
    points = [pair.split(",") for line in drawing.lines for pair in line.split()] + [
        list(dot) for dot in drawing.dots
    ]
    assert all(0 <= float(x) <= 120 and 0 <= float(y) <= 30 for x, y in points)
    assert len(points) == sum(value is not None for value in values)
