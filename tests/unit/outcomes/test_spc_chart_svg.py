"""What every control chart must be: well-formed, safe, legible at both widths, told in words."""

from datetime import date

import pytest
from django.utils import translation

from commissioning.core.charts import NARROW, WIDE, draw, draw_one
from outcomes.charts.spc_chart import SpcChart
from outcomes.spc import Point, analyse
from tests.unit.core import svg
from tests.unit.outcomes.spc_charts import ONE, chart, every_chart
from tests.unit.outcomes.spc_series import day

HOSTILE = """</text><script>alert(1)</script>"'& <b onload=x>"""
CHARTS = every_chart()
EACH = pytest.mark.parametrize("name", CHARTS)
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])
LEAST_LETTERS = 11.0


def drawn(name: str, width: int = WIDE) -> str:
    return draw_one(CHARTS[name], width)


@EACH
@WIDTHS
def test_no_words_overprint_or_leave_the_drawing(name, width):
    drawing = drawn(name, width)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []


@EACH
@WIDTHS
def test_letters_are_large_enough_to_read(name, width):
    root = svg.parse(drawn(name, width))
    sizes = [float(node.attrib["font-size"]) for node in root.iter() if "font-size" in node.attrib]
    assert sizes
    assert min(sizes) >= LEAST_LETTERS
    assert float(root.attrib["viewBox"].split()[2]) == width


@EACH
@WIDTHS
def test_every_mark_and_line_stays_inside(name, width):
    drawing = drawn(name, width)
    w, h = svg.size(drawing)
    for circle in svg.elements(drawing, "circle"):
        assert 0 <= float(circle.attrib["cx"]) <= w
        assert 0 <= float(circle.attrib["cy"]) <= h
    for shape in [*svg.elements(drawing, "polygon"), *svg.elements(drawing, "polyline")]:
        corners = [pair.split(",") for pair in shape.attrib["points"].split()]
        assert all(0 <= float(x) <= w and 0 <= float(y) <= h for x, y in corners)


@EACH
@WIDTHS
def test_well_formed_without_styles_scripts_or_outside_addresses(name, width):
    drawing = drawn(name, width)
    for node in svg.parse(drawing).iter():
        assert "style" not in node.attrib
        assert not [attribute for attribute in node.attrib if attribute.startswith("on")]
        assert node.tag.removeprefix(svg.NAMESPACE) in {
            "svg", "title", "desc", "g", "path", "text", "rect", "circle", "polygon", "polyline",
        }  # fmt: skip
    assert "http" not in drawing.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "var(" not in drawing


@EACH
def test_told_in_words_and_silent_otherwise(name):
    root = svg.parse(drawn(name))
    assert root.attrib["role"] == "img"
    told = [node for node in root if node.tag.removeprefix(svg.NAMESPACE) in {"title", "desc"}]
    assert root.attrib["aria-labelledby"].split() == [node.attrib["id"] for node in told]
    assert told[0].text == "Readiness"
    assert told[1].text.startswith(CHARTS[name].finding)
    groups = [node for node in root if node.tag == f"{svg.NAMESPACE}g"]
    assert [node.attrib["aria-hidden"] for node in groups] == ["true"]


@EACH
def test_coordinates_are_plain_numbers_in_any_language(name):
    with translation.override("de"):
        drawing = drawn(name)
    assert [value for value in svg.numbers(drawing) if not svg.looks_like_coordinates(value)] == []
    assert drawing == drawn(name)


def hostile() -> SpcChart:
    points = [Point(day(number), number % 3, annotation=HOSTILE) for number in range(1, 17)][:3]
    points += [Point(day(number), number % 3) for number in range(4, 17)]
    return SpcChart(
        analyse(points, improvement="up", rebases=[day(9)]),
        HOSTILE,
        unit=HOSTILE,
        rebases=[(day(9), HOSTILE)],
    )


@WIDTHS
def test_words_of_people_stay_words(width):
    drawing = draw_one(hostile(), width)
    svg.parse(drawing)
    assert "<script" not in drawing
    assert "<b " not in drawing
    assert "alert(1)" in drawing


def test_a_long_unit_stands_in_the_heading_and_does_not_squeeze_the_plot():
    long = chart(
        ONE, chart={"unit": "per 10,000 children and young people aged 0 to 19 resident in the area"}
    )
    for width in (WIDE, NARROW):
        assert svg.outside(draw_one(long, width)) == []
        assert svg.collisions(draw_one(long, width)) == []
        plot = long.at(width)
        assert float(plot.x1) - float(plot.x0) > width / 2


def test_wide_and_narrow_share_no_id_so_that_both_can_stand_on_a_page():
    ids = [
        node.attrib["id"]
        for drawing in draw(CHARTS["example 1"])
        for node in svg.parse(drawing).iter()
        if "id" in node.attrib
    ]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("months", range(1, 61))
@WIDTHS
def test_months_under_the_axis_keep_clear_however_many_there_are(months, width):
    points = [Point(day(number), 50 + number % 3) for number in range(1, months + 1)]
    drawing = draw_one(SpcChart(analyse(points, improvement="up"), "Readiness", "%"), width)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []
    shown = {label.text for label in svg.elements(drawing, "text")}
    assert shown & {f"{date(2020, month, 1):%b}" for month in range(1, 13)}
    assert shown & {"2020", "2021"}
