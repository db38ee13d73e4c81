"""The golden thread: one description, drawn and listed; breaks by name, proxies never passed off as direct."""

from itertools import combinations

import pytest
from django.template import Context, Template

from commissioning.core.branding import LEAST_MARK_CONTRAST, LEAST_TEXT_CONTRAST, contrast_ratio
from commissioning.core.charts import draw_one
from outcomes.charts.thread import WIDTH, Node, Thread
from outcomes.charts.thread_order import tops
from tests.unit.core import svg

HOSTILE = """</text><script>alert(1)</script>"'& <b onload=x>"""
NODES = [
    Node("s", "Integrated delivery system by 2023", "strategy"),
    Node("o1", "Improved school readiness", "outcome", parents=["s"]),
    Node("o2", "Reduced childhood obesity", "outcome", parents=["s"]),
    Node("o3", "Reduced emergency admissions", "outcome", "break", ["s"], "no KPI measures it"),
    Node("k1", "Good level of development before school", "kpi", "proxy", ["o1"], "no single measure exists"),
    Node("k2", "Breastfeeding rate at 6–8 weeks", "kpi", parents=["o2"], href="/kpis/HAM-KPI-2/"),
    Node("c1", "Phase 1: public health nursing", "contract", parents=["k1", "k2"]),
    Node("c2", "Phase 2: community services", "contract", "break", why="reaches no outcome"),
    Node("v1", "Health visiting", "service", parents=["c1"]),
    Node("v2", "Therapies", "service", parents=["c2"]),
]


def drawn(nodes=NODES):
    return draw_one(Thread(nodes), WIDTH)


def page(nodes=NODES, **given):
    source = "{% load app_outcomes %}{% app_thread thread %}"
    return Template(source).render(Context({"thread": Thread(nodes, **given)}))


def many(count):
    """A strategy with that many outcomes, each with indicator, contract and service of long names."""
    words = "a name that is long enough to need several lines in its box and then some more"
    nodes = [Node("s", "Strategy", "strategy")]
    for number in range(count):
        above = "s"
        for kind in ("outcome", "kpi", "contract", "service"):
            state = "proxy" if number % 5 == 0 and kind == "kpi" else "joined"
            nodes.append(Node(f"{kind}{number}", f"{kind} {number}, {words}", kind, state, [above]))
            above = f"{kind}{number}"
    return nodes


# --- the drawing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nodes", [NODES, many(1), many(40)], ids=["sample", "one", "forty"])
def test_no_words_overprint_or_leave_the_drawing_and_boxes_stand_apart(nodes):
    drawing = drawn(nodes)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []
    boxes = [
        tuple(float(node.attrib[name]) for name in ("x", "y", "width", "height"))
        for node in svg.elements(drawing, "rect")
    ]
    assert len(boxes) == len(nodes)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_words_stay_inside_their_boxes():
    drawing = drawn(many(6))
    boxes = [
        (float(n.attrib["x"]), float(n.attrib["y"]), float(n.attrib["width"]), float(n.attrib["height"]))
        for n in svg.elements(drawing, "rect")
    ]
    width, height = svg.size(drawing)
    for label in svg.text_boxes(drawing):
        if label.top > 24 and label.bottom < height - 30:
            assert any(
                x <= label.left and label.right <= x + w and y <= label.top and label.bottom <= y + h
                for x, y, w, h in boxes
            ), label
    assert width == WIDTH


def test_many_nodes_grow_downwards():
    assert svg.size(drawn(many(40)))[1] > 10 * svg.size(drawn(many(3)))[1] / 2
    assert svg.size(drawn(many(40)))[0] == svg.size(drawn(many(3)))[0] == WIDTH


def test_breaks_are_dashed_and_proxies_dotted_and_both_are_named():
    drawing = drawn()
    by_state = {
        node.attrib["class"].rsplit("--")[-1]: node.attrib.get("stroke-dasharray", "")
        for node in svg.elements(drawing, "rect")
    }
    assert len(set(by_state.values())) == 3
    assert by_state["joined"] == ""
    words = " ".join(label.text for label in svg.elements(drawing, "text"))
    assert "Break: no KPI measures it" in words
    assert "Break: reaches no outcome" in words
    assert "Proxy: no single" in words


def test_one_link_for_each_parent():
    links = [
        node for node in svg.elements(drawn(), "path") if "app-chart__link" in node.attrib.get("class", "")
    ]
    assert len(links) == sum(len(node.parents) for node in NODES) == 9


def test_a_proxy_that_breaks_off_to_its_right_is_both():
    nodes = [
        *NODES[:2],
        Node("k", "Proxy of no contract", "kpi", "break", ["o1"], "in no contract", tie="proxy"),
    ]
    link = [n for n in svg.elements(drawn(nodes), "path") if "app-chart__link" in n.attrib.get("class", "")][
        -1
    ]
    assert link.attrib["class"].endswith("--proxy")
    assert Thread(nodes).told == "1 break: Proxy of no contract (in no contract). 1 proxy."
    with pytest.raises(ValueError, match="break"):
        Thread([Node("s", "S", "strategy", "break", tie="green")])


def test_colours_reach_their_contrast():
    for node in svg.parse(drawn()).iter():
        stroke = node.attrib.get("stroke")
        if stroke:
            assert contrast_ratio(stroke, "#ffffff") >= LEAST_MARK_CONTRAST
        if node.tag.endswith("text") and "fill" in node.attrib:
            assert contrast_ratio(node.attrib["fill"], "#ffffff") >= LEAST_TEXT_CONTRAST


def test_told_in_words_without_styles():
    root = svg.parse(drawn())
    assert root.attrib["role"] == "img"
    told = [node.text for node in root if node.tag.removeprefix(svg.NAMESPACE) in {"title", "desc"}]
    assert told[1] == Thread(NODES).told
    assert not [node for node in root.iter() if "style" in node.attrib]
    assert all(svg.looks_like_coordinates(v) for v in svg.numbers(drawn().replace("C", "L")))


# --- the conclusion and the list --------------------------------------------------------------------------------------


def test_the_conclusion_names_every_break_and_counts_proxies_apart():
    assert Thread(NODES).told == (
        "2 breaks: Reduced emergency admissions (no KPI measures it); "
        "Phase 2: community services (reaches no outcome). 1 proxy."
    )
    assert Thread(NODES[:2]).told == "No break. No proxy."
    many_breaks = [Node(f"o{n}", f"Outcome {n}", "outcome", "break") for n in range(1, 8)]
    assert Thread(many_breaks).told == (
        "7 breaks: Outcome 1; Outcome 2; Outcome 3; Outcome 4; and 3 more, each marked below. No proxy."
    )
    assert "Outcome 5." in Thread(many_breaks[:5]).told
    assert Thread([]).told == "Nothing is on the thread yet."


def test_the_list_holds_every_node_and_unfolds_each_once():
    def flat(branches):
        for branch in branches:
            yield branch
            yield from flat(branch.branches)

    listed = list(flat(Thread(NODES).branches()))
    assert {branch.node.id for branch in listed} == {node.id for node in NODES}
    contract = [branch for branch in listed if branch.node.id == "c1"]
    assert [branch.repeated for branch in contract] == [False, True]
    assert [len(branch.branches) for branch in contract] == [1, 0]
    assert [branch.node.id for branch in Thread(NODES).branches()] == ["s", "c2"]


def test_the_page_shows_drawing_and_list_of_the_same_nodes():
    shown = page(description="As the papers print it.")
    assert shown.count("<svg") == 1
    assert shown.count('<a href="/kpis/HAM-KPI-2/">Breastfeeding rate at 6–8 weeks</a>') == 2
    assert shown.count("<strong>Break: reaches no outcome</strong>") == 2
    assert "As the papers print it." in shown
    assert "<svg" not in page([])
    assert "Nothing is on the thread yet." in page([])


def test_words_of_people_stay_words():
    nodes = [
        Node("s", HOSTILE, "strategy", why=HOSTILE),
        Node("o", HOSTILE, "outcome", "break", ["s"], HOSTILE),
    ]
    svg.parse(drawn(nodes))
    for markup in (drawn(nodes), page(nodes, title=HOSTILE, description=HOSTILE)):
        assert "<script" not in markup
        assert "<b " not in markup


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([Node("a", "A", "strategy"), Node("a", "B", "outcome")], "same id"),
        ([Node("a", "A", "wish")], "wish"),
        ([Node("a", "A", "strategy", "green")], "green"),
        ([Node("a", "A", "outcome", parents=["nowhere"])], "nowhere"),
        ([Node("a", "A", "outcome"), Node("b", "B", "outcome", parents=["a"])], "not further left"),
    ],
)
def test_a_thread_that_cannot_be_drawn_is_refused(nodes, message):
    assert Thread(NODES)
    with pytest.raises(ValueError, match=message):
        Thread(nodes)


def test_what_hangs_on_one_thing_alone_stands_level_with_it_and_no_box_touches_another():
    kpis = [Node(f"k{place}", f"KPI {place}", "kpi") for place in range(10)]
    last = Node("c", "Contract", "contract", parents=("k9",))
    crowd = [Node(f"s{place}", "Service", "service", parents=("c",)) for place in range(3)]
    heights = dict.fromkeys([node.id for node in [*kpis, last, *crowd]], 30.0)
    edges = tops([kpis, [last], crowd], heights, 10.0)
    assert edges["k0"] == 0
    assert edges["c"] == edges["k9"] == 360  # nine boxes of 30 with gaps of 10 stand above
    assert [edges[f"s{place}"] for place in range(3)] == [280, 320, 360]  # pushed up from the end, 40 apart


def test_what_stands_left_is_drawn_towards_what_hangs_on_it():
    outcomes = [Node("o1", "First", "outcome"), Node("o2", "Second", "outcome")]
    kpis = [Node(f"k{place}", f"KPI {place}", "kpi", parents=("o2",)) for place in range(5)]
    heights = dict.fromkeys(["o1", "o2", *(node.id for node in kpis)], 30.0)
    edges = tops([outcomes, kpis], heights, 10.0)
    assert (edges["o1"], edges["o2"]) == (0, edges["k2"])  # the middle one of five
