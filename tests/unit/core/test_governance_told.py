"""The governance map in words: caption, list and table say what the drawing says, and unlinked bodies are not lost."""

import pytest
from django.template import Context, Template

from commissioning.core.charts import GovernanceMap, MapBody, MapLink
from tests.unit.core.governance_maps import all_maps, derby, eight_groups, hampshire, many, nottinghamshire
from tests.unit.core.page_reader import Reader

HOSTILE = """</p><script>alert(1)</script>"'& <b onload=x>"""


def page(chart):
    return Template("{% load app_components %}{% app_governance_map chart 2 %}").render(
        Context({"chart": chart})
    )


def drawn(*links, bodies="ABCD"):
    return GovernanceMap([MapBody(name, f"Board {name}") for name in bodies], links)


def test_nottinghamshire_tells_of_two_lines_of_accountability():
    assert nottinghamshire().finding == (
        "7 bodies; two lines of accountability from Integrated Commissioning Hub, which is accountable to "
        "Nottinghamshire Children's Trust Board, and is line managed by Corporate Director for Children, Families and "
        "Cultural Services; 1 with no link recorded."
    )


def test_hampshire_tells_of_one_that_escalates_and_three_without_links():
    assert hampshire().finding == (
        "5 bodies; Programme board escalates to Partner organisations' decision-making bodies; "
        "3 with no link recorded."
    )


def test_derby_tells_the_chain_from_the_groups_upward():
    assert derby().finding == (
        "5 bodies; Integrated Commissioning Board reports to Health and Well-being Board; "
        "Commissioning Groups (eight intentions) report to Integrated Commissioning Board; 2 with no link recorded."
    )


def test_verbs_agree_with_names():
    line = MapLink("A", "B", "accountable_to").line
    assert (
        line.after("Corporate Director for Children, Families and Cultural Services") == "is accountable to"
    )
    assert line.after("Partner organisations' decision-making bodies") == "are accountable to"
    assert line.after("CCGs") == "are accountable to"


def test_many_with_the_same_link_are_counted_rather_than_named():
    assert "8 report to Integrated Commissioning Board" in eight_groups().finding


def test_escalating_advising_and_a_proposal_are_no_second_line_of_accountability():
    first = MapLink("A", "B", "reports_to")
    for other in (
        MapLink("A", "C", "escalates_to"),
        MapLink("A", "C", "advises"),
        MapLink("A", "C", "links_with"),
        MapLink("A", "C", "accountable_to", is_proposed=True),
        MapLink("A", "B", "accountable_to"),
    ):
        assert "lines of accountability" not in drawn(first, other).finding
    assert (
        "two lines of accountability from Board A"
        in drawn(first, MapLink("A", "C", "accountable_to")).finding
    )


def test_a_circle_is_told():
    around = drawn(MapLink("A", "B", "reports_to"), MapLink("B", "A", "accountable_to"), bodies="AB")
    assert around.finding == "2 bodies; Board B is accountable to Board A, which already answers to it."
    assert [link.closes_circle for one in around.listed for link in one.links] == [True, False]


def test_none_and_unlinked_bodies_are_told_as_such():
    assert GovernanceMap([], []).finding == "No body is recorded yet."
    assert drawn(bodies="AB").finding == "2 bodies; no link recorded between them."
    assert drawn(bodies="A").finding == "1 body; no link recorded between them."


def test_the_list_goes_from_the_top_down_and_ends_with_those_without_links():
    order = [one.body.name for one in nottinghamshire().listed]
    assert order[0] == "Health and Wellbeing Board"
    assert order[-1] == "Children and Young People's Committee"
    assert order.index("Nottinghamshire Children's Trust Board") < order.index("Integrated Commissioning Hub")


@pytest.mark.parametrize("name", all_maps())
def test_the_table_has_a_row_for_every_link_and_every_body_without_one(name):
    chart = all_maps()[name]
    linked = {end for link in chart.links for end in (link.source, link.target)}
    rows = [[cell.text for cell in row.cells] for row in chart.table().rows]
    assert len([row for row in rows if row[1] != "No link recorded"]) == len(chart.links)
    assert [row[0] for row in rows if row[1] == "No link recorded"] == [
        body.name for body in chart.bodies if body.reference not in linked
    ]


def test_notes_stand_in_the_table_and_in_the_list():
    html = page(nottinghamshire())
    assert html.count("possible formal direct links if agreed") == 2
    assert [column.text for column in nottinghamshire().table().columns][-1] == "Note"
    assert [column.text for column in hampshire().table().columns] == ["Body", "Link", "To"]


def test_a_page_has_the_drawing_the_list_and_the_table():
    chart = many(10, 12)
    html = page(chart)
    read = Reader(html)
    assert chart.finding in read.words
    assert [svg["role"] for svg in read.all("svg")] == ["img"]
    assert [ul["class"] for ul in read.all("ul") if ul.get("class")] == ["app-narrow app-governance__list"]
    assert len(read.all("details")) == 1


def test_addresses_stand_in_list_and_table_but_not_in_the_drawing():
    chart = GovernanceMap(
        [MapBody("A", "Board A", href="/bodies/A/"), MapBody("B", "Board B")],
        [MapLink("A", "B", "reports_to")],
    )
    html = page(chart)
    assert [a["href"] for a in Reader(html).all("a")] == ["/bodies/A/", "/bodies/A/"]
    assert "/bodies/A/" not in html.split("</svg>")[0]


def test_a_page_without_bodies_has_the_words_and_no_empty_drawing():
    read = Reader(page(GovernanceMap([], [])))
    assert "No body is recorded yet." in read.words
    assert read.all("svg") == read.all("table") == read.all("ul") == []


def test_words_of_people_stay_words():
    html = page(
        GovernanceMap(
            [MapBody("A", HOSTILE, HOSTILE, href='/"><script>'), MapBody("B", HOSTILE)],
            [MapLink("A", "B", "advises", HOSTILE)],
        )
    )
    assert "<script" not in html
    assert "<b " not in html


def test_a_body_whose_name_says_what_it_is_does_not_say_it_twice():
    assert MapBody("A", "Programme board", is_programme_board=True).standing == ()
    assert MapBody("A", "Cabinet", "Committee", True, True).standing == (
        "Committee",
        "Programme board",
        "Sovereign body",
    )
