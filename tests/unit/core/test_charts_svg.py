"""What every drawing must be: well-formed, safe under a strict content policy, told in words, and never a way in."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from commissioning.core.charts import (
    Bar,
    Funder,
    Mark,
    Sparkline,
    StackedValues,
    StackRow,
    Timeline,
    draw,
    draw_spark,
    kept_drawing,
)
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import parse_money
from tests.unit.core import svg

HOSTILE = """</text><script>alert(1)</script>"'& <b onload=x>"""
DAY = date(2020, 8, 1)


def drawings(words: str = "Words") -> dict[str, str]:
    when = FuzzyDate(words, DAY, date(2020, 8, 31), Precision.MONTH, DateStatus.STATED)
    undated = FuzzyDate(words, None, None, Precision.NONE, DateStatus.TBC)
    bars = [Bar(words, words, DAY, date(2021, 8, 1), state) for state in ("done", "doing", "planned", "gap")]
    marks = [Mark(words, words, when, state) for state in ("done", "planned", "risk")]
    timeline = Timeline("t", words, words, [words], bars, [*marks, Mark(words, words, undated)], DAY)
    funders = [Funder(f"{words}{number}", words) for number in range(6)]
    known = {funder.code: Decimal(2_345_678) for funder in funders}
    stacked = StackedValues("s", words, words, [StackRow(words, known, 2, parse_money("~£13m"))], funders)
    wide, narrow = draw(timeline)
    stacked_wide, stacked_narrow = draw(stacked)
    return {
        "timeline wide": wide,
        "timeline narrow": narrow,
        "stacked wide": stacked_wide,
        "stacked narrow": stacked_narrow,
        "spark": draw_spark(Sparkline([1, None, 2.5], target=2)),
    }


@pytest.mark.parametrize("name", drawings())
def test_well_formed_without_styles_scripts_or_outside_addresses(name):
    drawing = drawings()[name]
    for node in svg.parse(drawing).iter():
        assert "style" not in node.attrib
        assert not [attribute for attribute in node.attrib if attribute.startswith("on")]
        assert node.tag.removeprefix(svg.NAMESPACE) not in {
            "style",
            "script",
            "foreignObject",
            "image",
            "use",
            "a",
        }
    assert "http" not in drawing.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "paint-order" not in drawing
    assert "var(" not in drawing


@pytest.mark.parametrize("name", drawings())
def test_words_of_people_stay_words(name):
    drawing = drawings(HOSTILE)[name]
    svg.parse(drawing)
    assert "<script" not in drawing
    assert "<b " not in drawing


@pytest.mark.parametrize("name", [name for name in drawings() if name != "spark"])
def test_told_in_words_and_silent_otherwise(name):
    root = svg.parse(drawings("Conclusion")[name])
    assert root.attrib["role"] == "img"
    told = [node.attrib["id"] for node in root if node.tag.removeprefix(svg.NAMESPACE) in {"title", "desc"}]
    assert root.attrib["aria-labelledby"].split() == told
    shown = [node for node in root if node.tag == f"{svg.NAMESPACE}g"]
    assert [node.attrib["aria-hidden"] for node in shown] == ["true"]
    assert root.attrib["font-family"] == "Arial, Liberation Sans, sans-serif"


def test_a_sparkline_is_silent_because_words_stand_beside_it():
    assert svg.parse(drawings()["spark"]).attrib["aria-hidden"] == "true"


def test_wide_and_narrow_share_no_id_so_that_both_can_stand_on_a_page():
    ids = [
        node.attrib["id"]
        for drawing in drawings().values()
        for node in svg.parse(drawing).iter()
        if "id" in node.attrib
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", drawings())
def test_coordinates_are_plain_numbers_in_any_language(name):
    with translation.override("de"):
        drawing = drawings()[name]
    values = svg.numbers(drawing)
    assert values
    assert [value for value in values if not svg.looks_like_coordinates(value)] == []
    assert drawing == drawings()[name]


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>",
        '<a href="https://example.org">x</a>',
        '<image href="x"/>',
        "<foreignObject/>",
        "<STYLE>*{}</STYLE>",
        '<g onload="alert(1)"/>',
    ],
)
def test_a_kept_drawing_that_could_act_is_shown_as_text(added):
    kept = '<svg viewBox="0 0 1 1"><text>£20.95m, set once = agreed</text></svg>'
    assert kept_drawing(kept) == kept
    assert kept_drawing(kept.replace("</svg>", f"{added}</svg>")).startswith("&lt;svg")
    assert kept_drawing("<p>no drawing</p>") == "&lt;p&gt;no drawing&lt;/p&gt;"
