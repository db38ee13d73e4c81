"""Variation and assurance icons: letter, shape and words for every code, without colour too."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from commissioning.core.branding import LEAST_MARK_CONTRAST, LEAST_TEXT_CONTRAST, contrast_ratio
from commissioning.core.charts.paint import PAPER
from outcomes.charts.icons import assurance_icon, variation_icon
from outcomes.words import ASSURANCE, VARIATION
from tests.unit.core import svg

LETTERS = {
    "improvement_high": "H",
    "improvement_low": "L",
    "concern_high": "H",
    "concern_low": "L",
    "pass": "P",
    "hit_or_miss": "?",
    "fail": "F",
}
EVERY = [("variation", code) for code in (*VARIATION, None)] + [
    ("assurance", code) for code in (*ASSURANCE, None)
]
EACH = pytest.mark.parametrize(("kind", "code"), EVERY)


def drawn(kind, code, size=24):
    drawing = variation_icon(code, size) if kind == "variation" else assurance_icon(code, size)
    return render_to_string(f"charts/{kind}_icon.svg", {"c": drawing})


def tag(kind, code, rest=""):
    source = f"{{% load app_outcomes %}}{{% app_{kind}_icon code {rest} %}}"
    return Template(source).render(Context({"code": code}))


@EACH
def test_each_icon_has_its_letter_and_no_other(kind, code):
    letters = [label.text for label in svg.elements(drawn(kind, code), "text")]
    assert letters == ([LETTERS[code]] if code in LETTERS else [])


@EACH
def test_icons_are_silent_pictures_without_styles(kind, code):
    root = svg.parse(drawn(kind, code))
    assert root.attrib["aria-hidden"] == "true"
    assert root.attrib["focusable"] == "false"
    assert not [node for node in root.iter() if "style" in node.attrib]
    assert all(svg.looks_like_coordinates(value) for value in svg.numbers(drawn(kind, code)))


@EACH
@pytest.mark.parametrize("size", [24, 48])
def test_one_drawing_serves_both_sizes(kind, code, size):
    root = svg.parse(drawn(kind, code, size))
    assert (root.attrib["width"], root.attrib["height"]) == (str(size), str(size))
    assert root.attrib["viewBox"] == "0 0 48 48"
    letter = float(root.attrib["font-size"]) * 24 / 48
    assert letter >= 11


def test_no_two_icons_look_the_same_without_colour():
    def grey(kind, code):
        root = svg.parse(drawn(kind, code))
        filled = [
            node.attrib.get("fill") not in {PAPER, "none"} for node in root.iter() if "r" in node.attrib
        ]
        shapes = [
            (
                node.tag,
                tuple(sorted((k, v) for k, v in node.attrib.items() if k not in {"fill", "stroke", "class"})),
            )
            for node in root.iter()
            if node is not root
        ]
        return (
            tuple(filled),
            tuple(shapes),
            tuple(label.text for label in root.iter(f"{svg.NAMESPACE}text")),
        )

    looks = [grey(kind, code) for kind, code in EVERY if code is not None]
    assert len(set(looks)) == len(looks) == 10


@EACH
def test_the_ring_is_outlined_and_what_stands_in_it_reads(kind, code):
    drawing = drawn(kind, code)
    strokes = [node.attrib["stroke"] for node in svg.elements(drawing, "circle") if "stroke" in node.attrib]
    assert max(contrast_ratio(stroke, PAPER) for stroke in strokes) >= LEAST_MARK_CONTRAST
    root = svg.parse(drawing)
    ground = next(node.attrib["fill"] for node in svg.elements(drawing, "circle"))
    for path in svg.elements(drawing, "path"):
        assert contrast_ratio(path.attrib["stroke"], ground) >= LEAST_MARK_CONTRAST
    assert contrast_ratio(root.attrib["fill"], ground) >= LEAST_TEXT_CONTRAST


def test_the_arrow_of_a_neutral_signal_points_its_way():
    def tip(code):
        points = [pair.split(",") for pair in variation_icon(code).arrow.split()]
        ys = [float(y) for _, y in points]
        return ys.count(min(ys)) == 1  # one corner on top: points up

    assert tip("neutral_high")
    assert not tip("neutral_low")


def test_the_targets_line_lies_below_through_or_above_the_wave():
    def line_over_wave(code):
        icon = assurance_icon(code)
        wave, line = (float(path.split()[1].split("C")[0].split("H")[0]) for path in (icon.wave, icon.line))
        return line - wave

    assert line_over_wave("pass") > 0  # further down the page
    assert line_over_wave("hit_or_miss") == 0
    assert line_over_wave("fail") < 0


# --- tags -------------------------------------------------------------------------------------------------------------


def test_words_stand_beside_an_icon_short_in_full_or_read_out_only():
    assert '<span class="app-spc-icon__words">Concerning, high</span>' in tag("variation", "concern_high")
    full = tag("variation", "concern_high", 'words="full"')
    assert "Special cause of concerning nature or higher pressure due to (H)igher values" in full
    hidden = tag("assurance", "fail", 'words="hidden"')
    assert '<span class="nhsuk-u-visually-hidden">Assurance: consistently fails</span>' in hidden


def test_no_icon_says_why():
    assert "No icon: not enough points to judge change" in tag("variation", None)
    assert "No icon: no target" in tag("assurance", "", 'why="No icon: no target"')


@EACH
def test_every_code_has_words_in_its_tag(kind, code):
    for words in ("short", "full", "hidden"):
        page = tag(kind, code, f'48 words="{words}"')
        assert 'width="48"' in page
        said = page.split("</svg>")[1].split(">", 1)[1].split("<")[0]
        assert len(said) > 5


def test_words_given_by_people_are_escaped():
    source = "{% load app_outcomes %}{% app_variation_icon None why=why %}"
    page = Template(source).render(Context({"why": "<script>alert(1)</script>"}))
    assert "&lt;script&gt;alert(1)" in page


def test_another_way_of_words_is_refused():
    with pytest.raises(TemplateSyntaxError, match="loud"):
        tag("variation", None, 'words="loud"')


def test_a_value_with_its_unit_on_a_page():
    source = "{% load app_outcomes %}{% app_value value unit decimals %}"
    shown = Template(source).render(Context({"value": None, "unit": "%", "decimals": 1}))
    assert shown == "not known"
    assert "<b>" not in Template(source).render(Context({"value": 5, "unit": "<b>", "decimals": 0}))
