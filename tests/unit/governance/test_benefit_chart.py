"""The drawing of what was realised: every value where its numbers put it, none joined, no label over another."""

import itertools
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commissioning.core.charts import draw
from commissioning.core.charts.measure import NARROW, WIDE
from commissioning.core.tables import Cell
from governance.benefit_chart import Line, Point, RealisedChart

YEAR = (date(2018, 4, 1), date(2019, 3, 31))


def chart(points=None, lines=None):
    return RealisedChart(
        "What was realised",
        "2 values reported",
        "%",
        points
        or [
            Point(*YEAR, Decimal(42), "42 %"),
            Point(date(2020, 3, 31), date(2020, 3, 31), Decimal(58), "58 %"),
        ],
        lines
        if lines is not None
        else [Line("Baseline", Decimal(40), "Baseline 40"), Line("Target", Decimal(60), "Target 60")],
    )


def test_a_loose_date_is_as_wide_as_it_is_loose_and_a_day_is_a_point():
    loose, exact = chart().at(WIDE).points
    assert float(loose.x2) - float(loose.x1) > 200  # a year of the two that are drawn
    assert exact.x1 == exact.x2 == exact.x


def test_higher_values_stand_higher_and_on_their_lines():
    drawn = chart(
        [
            Point(*YEAR, Decimal(40), "40 %"),
            Point(*YEAR, Decimal(50), "50 %"),
            Point(*YEAR, Decimal(60), "60 %"),
        ]
    ).at(WIDE)
    low, middle, high = (float(point.y) for point in drawn.points)
    assert low > middle > high
    assert middle == pytest.approx((low + high) / 2, abs=0.1)
    lines = {line.name: line.y for line in drawn.lines}
    assert (lines["baseline"], lines["target"]) == (drawn.points[0].y, drawn.points[2].y)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_leaves_the_drawing_and_no_label_overprints_another(width):
    points = [
        Point(date(2020, month, 1), date(2020, month, 28), Decimal(month), f"{month},000 families")
        for month in range(1, 13)
    ]
    drawn = chart(
        points, [Line("Baseline", Decimal(1), "Baseline 1"), Line("Target", Decimal(2), "Target 2")]
    ).at(width)
    assert all(0 <= float(point.x1) <= float(point.x2) <= float(drawn.right) for point in drawn.points)
    labels = [float(point.label.x) for point in drawn.points if point.label]
    assert 0 < len(labels) < 12
    assert all(later - earlier > 60 for earlier, later in itertools.pairwise(labels))
    days = [float(day.x) for day in drawn.days]
    assert all(later - earlier > 50 for earlier, later in itertools.pairwise(days))


def test_levels_that_lie_close_have_their_words_apart():
    drawn = chart(lines=[Line("Baseline", Decimal(50), "a"), Line("Target", Decimal("50.1"), "b")]).at(WIDE)
    first, second = (float(line.label.y) for line in drawn.lines)
    assert second - first >= 14


def test_one_value_on_one_day_without_levels_is_drawn_all_the_same():
    drawn = chart([Point(date(2020, 3, 31), date(2020, 3, 31), Decimal(0), "0 %")], []).at(NARROW)
    assert len(drawn.points) == 1
    assert drawn.days
    assert 0 < float(drawn.points[0].y) < float(drawn.h)


def test_the_markup_has_words_and_joins_nothing():
    wide, narrow = draw(chart())
    for markup in (wide, narrow):
        assert "<polyline" not in markup
        assert markup.count("<circle") == 2
        assert "<desc" in markup
        assert "2 values reported" in markup
        assert re.search(r">Target 60<", markup)
    assert 'id="realised-wide-t"' in wide
    assert 'id="realised-narrow-t"' in narrow


def test_markup_in_words_is_escaped():
    markup = draw(replace(chart(), title="<b>", description="a & b"))[0]
    assert "<b>" not in markup
    assert "a &amp; b" in markup


def test_a_struck_cell_escapes_its_text_and_keeps_its_note():
    html = Cell("<i>58 %</i>", note="Corrected by REAL-2.", struck=True).html
    assert html == ('<s>&lt;i&gt;58 %&lt;/i&gt;</s> <span class="app-note">Corrected by REAL-2.</span>')
    assert "<s>" not in Cell("58 %").html
