"""The governance map as drawn: everything apart and inside, every line named, whoever answers lower than whom."""

import re
from itertools import combinations

import pytest
from django.utils import translation

from commissioning.core.branding import LEAST_MARK_CONTRAST, LEAST_TEXT_CONTRAST, contrast_ratio
from commissioning.core.charts import GovernanceMap, MapBody, MapLink, draw_one
from commissioning.core.charts.governance_layers import grid, without_circles
from commissioning.core.charts.governance_parts import LINK_LINES, UPWARD, in_order
from tests.unit.core import svg
from tests.unit.core.governance_maps import (
    KINDS,
    all_maps,
    derby,
    eight_groups,
    hampshire,
    many,
    nottinghamshire,
)

HOSTILE = """</text><script>alert(1)</script>"'& <b onload=x>"""
MAPS = all_maps()
names = pytest.mark.parametrize("name", MAPS)


def rects(drawing, kind):
    return [
        tuple(float(node.attrib[part]) for part in ("x", "y", "width", "height"))
        for node in svg.elements(drawing, "rect")
        if kind in node.attrib["class"].split()
    ]


def boxes(drawing):
    """Each body's box by its first words."""
    return {
        node[0].text.split(". ")[0]: tuple(float(node.attrib[part]) for part in ("x", "y", "width", "height"))
        for node in svg.elements(drawing, "rect")
        if "app-chart__body" in node.attrib["class"].split()
    }


def words_on_lines(drawing):
    return [
        node.text for node in svg.elements(drawing, "text") if node.attrib.get("class") == "app-chart__word"
    ]


def lines(drawing):
    return [
        node for node in svg.elements(drawing, "path") if "app-chart__link" in node.attrib.get("class", "")
    ]


def pieces(path):
    """Straight pieces (x0, y0, x1, y1) of a path of M, H and V."""
    found, x, y = [], 0.0, 0.0
    for letter, rest in re.findall(r"([MHV])([-0-9. ]+)", path):
        numbers = [float(part) for part in rest.split()]
        if letter == "M":
            x, y = numbers
            continue
        to = (numbers[0], y) if letter == "H" else (x, numbers[0])
        found.append((*sorted((x, to[0])), *sorted((y, to[1]))))
        x, y = to
    return found


def overlap(one, other):
    """Whether two boxes (x0, x1, y0, y1) share more than half a pixel each way."""
    return (
        min(one[1], other[1]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[2], other[2]) > 0.5
    )


def edges(box):
    x, y, width, height = box
    return x, x + width, y, y + height


@names
def test_no_words_overprint_or_leave_the_drawing(name):
    drawing = draw_one(MAPS[name])
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []


@names
def test_bodies_stand_apart_and_inside_with_their_words_in_them(name):
    drawing = draw_one(MAPS[name])
    width, height = svg.size(drawing)
    found = [edges(box) for box in rects(drawing, "app-chart__body")]
    assert len(found) == len(MAPS[name].bodies)
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]
    assert all(0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height for x0, x1, y0, y1 in found)
    for label in svg.text_boxes(drawing):
        touching = [box for box in found if overlap((label.left, label.right, label.top, label.bottom), box)]
        inside = [
            box
            for box in touching
            if box[0] <= label.left
            and label.right <= box[1]
            and box[2] <= label.top
            and label.bottom <= box[3]
        ]
        assert touching == inside, label


@names
def test_labels_of_lines_stand_clear_of_bodies_and_of_one_another(name):
    drawing = draw_one(MAPS[name])
    bodies = [edges(box) for box in rects(drawing, "app-chart__body")]
    backs = [edges(box) for box in rects(drawing, "app-chart__back")]
    assert not [pair for pair in combinations(backs, 2) if overlap(*pair)]
    assert not [(back, body) for back in backs for body in bodies if overlap(back, body)]


@names
def test_every_link_is_told_by_one_line_and_every_line_has_its_word(name):
    drawing = draw_one(MAPS[name])
    told = [part for line in lines(drawing) for part in line[0].text.split("; ")]
    called = {body.reference: body.name for body in MAPS[name].bodies}
    assert sorted(told) == sorted(
        f"{called[link.source]} {link.line.after(called[link.source])} {called[link.target]}"
        f"{' (proposed)' if link.is_proposed else ''}"
        for link in MAPS[name].links
    )
    words = words_on_lines(drawing)
    assert len(words) == len(lines(drawing))
    for word, line in zip(words, lines(drawing), strict=True):
        kind = line.attrib["class"].split("--")[1]
        proposed = "(proposed)" in line[0].text
        assert word == LINK_LINES[kind].label + (" (proposed)" if proposed else "")


@names
def test_no_two_lines_run_on_top_of_one_another_or_through_a_body(name):
    drawing = draw_one(MAPS[name])
    bodies = [edges(box) for box in rects(drawing, "app-chart__body")]
    drawn = [pieces(line.attrib["d"]) for line in lines(drawing)]
    for one, other in combinations(drawn, 2):
        for a in one:
            for b in other:
                upright = a[0] == a[1] and b[0] == b[1] and abs(a[0] - b[0]) < 1
                level = a[2] == a[3] and b[2] == b[3] and abs(a[2] - b[2]) < 1
                assert not (upright and min(a[3], b[3]) - max(a[2], b[2]) > 1), (a, b)
                assert not (level and min(a[1], b[1]) - max(a[0], b[0]) > 1), (a, b)
    for piece in (piece for found in drawn for piece in found):
        for x0, x1, y0, y1 in bodies:
            inside = min(piece[1], x1 - 1) >= max(piece[0], x0 + 1)
            assert not (inside and min(piece[3], y1 - 1) >= max(piece[2], y0 + 1)), piece


@names
def test_whoever_answers_stands_lower_than_whom_it_answers(name):
    place = boxes(draw_one(MAPS[name]))
    called = {body.reference: body.name for body in MAPS[name].bodies}
    closing = without_circles(in_order(MAPS[name].bodies, MAPS[name].links))[1]
    checked = [link for link in MAPS[name].links if link.kind in UPWARD and link not in closing]
    for link in checked:
        _, top, _, height = place[called[link.target]]
        assert top + height < place[called[link.source]][1]
    assert bool(checked) == any(link.kind in UPWARD for link in MAPS[name].links)


@names
def test_the_same_map_is_always_drawn_the_same(name):
    with translation.override("de"):
        assert draw_one(all_maps()[name]) == draw_one(MAPS[name])


@names
def test_the_order_in_which_links_come_changes_nothing(name):
    given = MAPS[name]
    turned = GovernanceMap(given.bodies, list(reversed(given.links)), uid=given.uid)
    assert draw_one(given) == draw_one(turned)
    assert (given.finding, given.listed, given.table()) == (turned.finding, turned.listed, turned.table())


def test_the_hub_of_nottinghamshire_has_two_lines_to_two_bodies():
    drawing = draw_one(nottinghamshire())
    hub = [line for line in lines(drawing) if line[0].text.startswith("Integrated Commissioning Hub is")]
    assert {line.attrib["class"].split("--")[1] for line in hub} == {"accountable_to", "line_managed_by"}
    assert len({line.attrib["d"] for line in hub}) == 2
    assert sorted(words_on_lines(drawing)) == [
        "Accountable to",
        "Accountable to",
        "Line managed by",
        "Links with",
        "Links with (proposed)",
    ]


def test_hampshires_unlinked_bodies_stand_under_their_heading():
    drawing = draw_one(hampshire())
    heading = next(box for box in svg.text_boxes(drawing) if box.text == "No link recorded")
    below = {name for name, (_, y, _, _) in boxes(drawing).items() if y > heading.top}
    assert below == {"Programme manager", "Hampshire Health and Wellbeing Board", "High impact area board"}


def test_no_heading_for_unlinked_bodies_where_there_is_none():
    assert "No link recorded" in draw_one(derby())
    assert "No link recorded" not in draw_one(eight_groups())


def test_those_who_report_to_one_share_a_line_with_one_word_on_each_row():
    drawing = draw_one(eight_groups())
    assert words_on_lines(drawing) == ["Reports to"] * 3  # two rows of four, and the board itself
    assert len(svg.elements(drawing, "circle")) >= 4


def test_a_circle_ends_and_every_link_of_it_is_drawn():
    ring = [MapLink("A", "B", "reports_to"), MapLink("B", "C", "reports_to"), MapLink("C", "A", "reports_to")]
    around = GovernanceMap([MapBody(name, f"Board {name}") for name in "ABC"], ring)
    assert without_circles(ring)[1] == (ring[2],)
    drawing = draw_one(around)
    assert len(lines(drawing)) == 3
    place = boxes(drawing)
    assert place["Board C"][1] < place["Board B"][1] < place["Board A"][1]


def test_two_that_answer_to_each_other_are_two_lines():
    pair = [MapLink("A", "B", "reports_to"), MapLink("B", "A", "reports_to")]
    assert len(lines(draw_one(GovernanceMap([MapBody("A", "One"), MapBody("B", "Two")], pair)))) == 2


def test_a_post_that_answers_to_nobody_stands_just_above_those_who_answer_to_it():
    found = grid([body.reference for body in nottinghamshire().bodies], nottinghamshire().links)
    director = "Corporate Director for Children, Families and Cultural Services"
    assert found.place[director][0] == found.place["Nottinghamshire Children's Trust Board"][0] == 1


def test_patterns_differ_so_that_grey_print_tells_kinds_apart():
    looks = {(line.width, line.dash, line.double) for line in LINK_LINES.values()}
    assert len(looks) == len(LINK_LINES) == len(KINDS)
    assert len({line.label for line in LINK_LINES.values()}) == len(LINK_LINES)


def test_colours_of_text_and_marks():
    drawing = draw_one(many(circles=True))
    fills = {node.attrib["fill"] for node in svg.elements(drawing, "rect")}
    ink = svg.parse(drawing).attrib["fill"]
    assert all(contrast_ratio(ink, fill) >= LEAST_TEXT_CONTRAST for fill in fills)
    strokes = {node.attrib["stroke"] for node in lines(drawing)} | {
        node.attrib["stroke"] for node in svg.elements(drawing, "rect") if "stroke" in node.attrib
    }
    assert all(contrast_ratio(stroke, fill) >= LEAST_MARK_CONTRAST for stroke in strokes for fill in fills)


@names
def test_safe_under_a_strict_policy_and_told_in_words(name):
    drawing = draw_one(MAPS[name])
    root = svg.parse(drawing)
    assert root.attrib["role"] == "img"
    told = [node.attrib["id"] for node in root if node.tag.removeprefix(svg.NAMESPACE) in {"title", "desc"}]
    assert root.attrib["aria-labelledby"].split() == told
    assert [n.attrib["aria-hidden"] for n in root if n.tag == f"{svg.NAMESPACE}g"] == ["true"]
    assert not [node for node in root.iter() if "style" in node.attrib or node.tag.endswith("}a")]
    assert [value for value in svg.numbers(drawing) if not svg.looks_like_coordinates(value)] == []
    assert next(node.text for node in root if node.tag.endswith("desc")).startswith(MAPS[name].finding)


def test_words_of_people_stay_words():
    hostile = GovernanceMap(
        [MapBody("A", HOSTILE, HOSTILE), MapBody("B", HOSTILE)],
        [MapLink("A", "B", "advises", HOSTILE)],
        HOSTILE,
    )
    drawing = draw_one(hostile)
    svg.parse(drawing)
    assert "<script" not in drawing
    assert "<b " not in drawing


@pytest.mark.parametrize(
    ("bodies", "links", "said"),
    [
        ("AA", [], "same reference"),
        ("AB", [MapLink("A", "C", "advises")], "does not join"),
        ("AB", [MapLink("A", "A", "advises")], "does not join"),
        ("AB", [MapLink("A", "B", "owns")], "no known kind"),
        ("AB", [MapLink("A", "B", "advises"), MapLink("A", "B", "advises", "again")], "twice"),
    ],
)
def test_what_cannot_be_drawn_is_refused(bodies, links, said):
    with pytest.raises(ValueError, match=said):
        GovernanceMap([MapBody(name, name) for name in bodies], links)
    GovernanceMap([MapBody("A", "A"), MapBody("B", "B")], [MapLink("A", "B", "advises")])
