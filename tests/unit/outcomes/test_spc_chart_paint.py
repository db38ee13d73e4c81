"""Colours of indicator charts and icons: contrast computed after WCAG 2.2 from what is drawn."""

import itertools

import pytest

from commissioning.core.branding import (
    LEAST_MARK_CONTRAST,
    LEAST_TEXT_CONTRAST,
    contrast_ratio,
    relative_luminance,
)
from commissioning.core.charts import NARROW, WIDE, draw_one
from commissioning.core.charts.paint import GRID, PAPER
from outcomes.charts import paint
from tests.unit.core import svg
from tests.unit.outcomes.spc_charts import every_chart

BAND = "#f0f4f5"
DECORATION = {
    GRID,
    BAND,
    PAPER,
    "none",
}  # the grid and the band between the limits repeat what lines and ticks say
CHARTS = every_chart()


def coloured(drawing):
    """(element, fill, stroke) with what it inherits from the drawing."""
    root = svg.parse(drawing)
    for node in root.iter():
        name = node.tag.removeprefix(svg.NAMESPACE)
        if name in {"path", "circle", "polygon", "polyline", "rect", "text"}:
            yield name, node.attrib.get("fill", root.attrib["fill"]), node.attrib.get("stroke", "none")


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_read_on_paper_and_on_the_band(name, width):
    drawing = draw_one(CHARTS[name], width)
    flags = {"#ffffff"} if "app-chart__flag--rebase" in drawing else set()
    inks = {fill for element, fill, _ in coloured(drawing) if element == "text"} - flags
    for ink in inks:
        assert contrast_ratio(ink, PAPER) >= LEAST_TEXT_CONTRAST
    assert not flags or contrast_ratio("#ffffff", "#1f3b57") >= LEAST_TEXT_CONTRAST


@pytest.mark.parametrize("name", CHARTS)
def test_every_line_and_outline_shows_on_paper_and_on_the_band(name):
    strokes = {stroke for _, _, stroke in coloured(draw_one(CHARTS[name]))} - DECORATION
    assert strokes
    for stroke in strokes:
        assert contrast_ratio(stroke, PAPER) >= LEAST_MARK_CONTRAST
        assert contrast_ratio(stroke, BAND) >= LEAST_MARK_CONTRAST


@pytest.mark.parametrize("name", CHARTS)
def test_every_point_is_outlined_so_that_no_pale_fill_stands_alone(name):
    for element, fill, stroke in coloured(draw_one(CHARTS[name])):
        if element in {"circle", "polygon"} and fill != "none":
            assert stroke != "none"
            assert contrast_ratio(stroke, PAPER) >= LEAST_MARK_CONTRAST


def test_the_published_fills_that_miss_three_to_one_are_known():
    """If one of these reached 3:1 the outline could go; until then it carries the point."""
    pale = {
        kind for kind, fill in paint.POINT_FILL.items() if contrast_ratio(fill, PAPER) < LEAST_MARK_CONTRAST
    }
    assert pale == {"common_cause", "improvement"}


def test_constants_of_the_template_are_those_of_the_palette():
    drawing = draw_one(CHARTS["sixty months"])
    for colour in (paint.DATA_LINE, paint.LIMIT_LINE, paint.MEAN_LINE, paint.TARGET_LINE, paint.TARGET_TEXT):
        assert colour in drawing


def test_lines_differ_by_dash_and_not_by_colour_alone():
    dashes = {
        node.attrib["class"]: node.attrib.get("stroke-dasharray", "")
        for node in svg.elements(draw_one(CHARTS["sixty months"]), "path")
        if node.attrib.get("class", "") in {"app-chart__limit", "app-chart__mean", "app-chart__target"}
    }
    assert len(dashes) == 3
    assert len(set(dashes.values())) == 3


def test_in_greyscale_improving_and_concerning_points_rest_on_shape():
    """Their fills come close in grey, so the shapes must differ; see test_spc_chart.py for the shapes themselves."""
    fills = [
        relative_luminance(paint.POINT_FILL[kind]) for kind in ("common_cause", "improvement", "concern")
    ]
    assert any(abs(a - b) < 0.1 for a, b in itertools.combinations(fills, 2))
    kinds = {
        node.attrib["class"].rsplit("--")[-1]: node.tag.removeprefix(svg.NAMESPACE)
        for name in ("example 3", "example 4")
        for node in svg.parse(draw_one(CHARTS[name])).iter()
        if "app-chart__point" in node.attrib.get("class", "")
    }
    assert kinds == {"common_cause": "circle", "improvement": "polygon", "concern": "polygon"}
