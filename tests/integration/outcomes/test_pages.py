"""The pages of the models of care, as a reader meets them."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from outcomes.models import (
    AreaRisk,
    AreaStatement,
    CareModelArea,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
    Theme,
)
from tests.factories import ProgrammeFactory
from tests.factories.people import person_with
from tests.integration.outcomes.conftest import as_

TAG = re.compile(r"<[^>]+>")


def text_of(response) -> str:
    return " ".join(html.unescape(TAG.sub(" ", response.content.decode())).split())


def page(client: Client, name: str, *args: str, query: str = "") -> str:
    response = client.get(reverse(name, args=["essex", *args]) + query)
    assert response.status_code == 200
    return text_of(response)


EVERY = [
    ("areas",),
    ("areas_compare",),
    ("area", "CC4C"),
    ("themes",),
    ("theme", "go-slowly"),
    ("impacts",),
    ("evidence_search",),
    ("risks",),
]


@pytest.mark.parametrize("address", EVERY, ids=lambda address: address[0])
def test_a_board_member_reads_it_and_another_organisation_does_not_know_of_it(board, essex, address):
    name, *args = address
    where = reverse(name, args=["essex", *args])
    assert board.get(where).status_code == 200
    stranger = Client()
    stranger.force_login(person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory()))
    assert stranger.get(where).status_code == 404
    assert as_("commissioner").get(where).status_code == 404


def test_the_list_counts_the_evidence(board):
    words = page(board, "areas")
    assert (
        "12 areas, 8 described in detail and 4 in summary. 16 interviewees in 8 areas, and 1 webinar."
        in words
    )
    assert "Interviewed, with neither learning nor impact reported: BNSSG." in words


def test_the_list_sorts_by_population_both_ways(board):
    def order(sort: str) -> list[str]:
        response = board.get(reverse("areas", args=["essex"]) + f"?sort={sort}")
        return re.findall(r"/areas/([A-Z0-9]+)/\">", response.content.decode())

    assert order("population")[0] == order("-population")[-1] == "CORNWALL"
    assert order("-population")[0] == "GM"
    assert order("nonsense") == order("")


def test_an_area_shows_every_heading_and_says_where_the_review_is_silent(board):
    words = page(board, "area", "BNSSG")
    for heading in ("Partners", "Governance", "Information", "Learning", "Risks", "Impacts", "Enablers"):
        assert heading in words
    assert "Learning The review says nothing of this." in words
    assert "Governance The review says nothing of this." in words
    assert "Partners The review says nothing" not in words
    assert "Sirona care & health CIC (lead provider)" in words
    assert board.get(reverse("area", args=["essex", "NOWHERE"])).status_code == 404


def test_measures_without_a_baseline_or_a_target_say_so(board):
    words = page(board, "area", "SUSSEX")
    assert "Infants breastfed at 6 to 8 weeks (%)" in words
    assert words.count("no baseline stated") == words.count("no target stated") == 9


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?area=CC4C", "you chose one. Choose at least one more."),
        ("?area=CC4C&area=GM&area=WY&area=SUSSEX&area=HWE", "you chose 5. Take some away."),
        ("?area=CC4C&area=CC4C", "you chose one. Choose at least one more."),
        ("?area=CC4C&area=NOWHERE", "“NOWHERE” is none of the areas: choose from the list"),
        ("?area=", "“” is none of the areas"),
    ],
)
def test_any_other_number_of_areas_is_refused_in_words(board, query, problem):
    response = board.get(reverse("areas_compare", args=["essex"]) + query)
    assert problem in text_of(response)
    assert "<title>Error: " in response.content.decode()
    assert not response.context["profiles"]


@pytest.mark.parametrize("keys", [["CC4C", "GM"], ["CC4C", "GM", "WY"], ["CC4C", "GM", "WY", "SUSSEX"]])
def test_two_to_four_areas_stand_side_by_side(board, keys):
    query = "?" + "&".join(f"area={key}" for key in keys)
    response = board.get(reverse("areas_compare", args=["essex"]) + query)
    assert [profile.row.key for profile in response.context["profiles"]] == keys
    sides = {side.heading: side for side in response.context["sides"]}
    learning = [len(cell.items) for cell in sides["Learning"].cells]
    assert learning[:2] == [11, 18]
    assert "There is a problem" not in text_of(response)


def test_the_first_visit_to_the_comparison_is_no_mistake(board):
    words = page(board, "areas_compare")
    assert "There is a problem" not in words
    assert "Choose two, three or four." in words


def test_the_matrix_tells_headline_and_sub_point_apart_in_words(board):
    response = board.get(reverse("themes", args=["essex"]))
    words = text_of(response)
    assert "23 themes across 12 areas. Cited by most areas, 7 each: child-centric" in words
    body = response.content.decode()
    assert "Hertfordshire/W Essex: 1 sub-point only" in body
    assert "CC4C: headline</span>" in body
    assert body.count("not cited</span>") == 23 * 12 - sum(
        row.touched for row in response.context["matrix"].rows
    )
    assert '<th scope="row">' in body


def test_a_cell_leads_to_the_theme_with_the_areas_citations_and_learning(board):
    words = page(board, "theme", "go-slowly", query="?area=HWE")
    assert "Hertfordshire/W Essex is not cited with the headline." in words
    assert "Start small or quick wins" in words
    assert "with its sub-points" in words
    assert "What was learnt in Hertfordshire/W Essex" in words
    assert "Connecting" not in words
    everyone = page(board, "theme", "go-slowly")
    assert "What was learnt in the areas cited" in everyone


def test_an_area_that_a_theme_does_not_cite_is_no_error_and_no_absence(board):
    words = page(board, "theme", "go-slowly", query="?area=BNSSG")
    assert "The review does not cite “BNSSG” with this theme" in words
    assert board.get(reverse("theme", args=["essex", "no-such-theme"])).status_code == 404


def test_figures_stand_under_what_they_rest_on_with_their_arithmetic(board):
    words = page(board, "impacts")
    places = [
        words.index(heading)
        for heading in ("Observed (3)", "Assumed (3)", "Projected (1)", "Said in an interview (2)")
    ]
    assert places == sorted(places)
    assert "Differs, but within rounding" in words
    assert "£320K − £153K = £167,000; stated £166K; with rounding £166,000 to £168,000" in words
    assert "£166K ÷ 8,672 = £19.14; stated £19.20" in words
    assert "national 2017/18: 71.5% (3.5 points below)" in words
    assert "target 35%, national, 2020/21 (10.8 points above)" in words
    assert "CC4C: outpatient appointments (5 figures)" in words
    assert "3,250,449" in words


def test_figures_narrow_and_a_wrong_filter_is_told(board):
    narrowed = page(board, "impacts", query="?area=CC4C&kind=context&recomputes=no")
    assert "24 ÷ 7 = 3.43; stated 4 to 5" in narrowed
    assert "1 figure, 1 with a number" in narrowed
    wrong = page(board, "impacts", query="?basis=nonsense")
    assert "“nonsense” is not one of the choices, so this filter is not used" in wrong


def test_the_evidence_is_searched_and_the_filters_stay_in_the_address(board):
    words = page(board, "evidence_search", query="?q=breastfed")
    assert "Infants breastfed at 6 to 8 weeks (%)" in words
    assert "Showing all 1 result" in words
    response = board.get(reverse("evidence_search", args=["essex"]) + "?area=GM&kind=learning&q=voice")
    assert {row.cells[2].text for row in response.context["table"].rows} == {"GM"}
    assert 'value="voice"' in response.content.decode()
    nothing = page(board, "evidence_search", query="?q=zebra")
    assert "Nothing that the review says fits" in nothing
    second = page(board, "evidence_search", query="?page=2")
    assert "Showing 51 to 100" in second


def test_only_those_who_may_attach_are_offered_to(board, analyst):
    assert "Attach as evidence" not in page(board, "area", "CC4C")
    assert "Attach as evidence" in page(analyst, "area", "CC4C")


def test_the_rooms_of_a_review_are_in_the_navigation_and_of_a_procurement_are_not(board, hampshire):
    review = board.get(reverse("areas", args=["essex"])).context["section_nav"]
    assert {"Areas", "Themes", "Figures", "Evidence"} <= {item.text for item in review}
    other = board.get(reverse("services", args=["hampshire"])).context["section_nav"]
    assert not {"Areas", "Themes"} & {item.text for item in other}


def test_other_populations_say_whom_they_count_and_where_they_are_printed(board):
    words = page(board, "impacts")
    assert "West Yorkshire and Harrogate: 570,000 (0-18; stated in the text; section 5.8.1)" in words
    assert "Largest: GM, 676,394; smallest: Cornwall, 114,813: 5.89 times as many." in words


@pytest.mark.parametrize(
    "model", [CareModelArea, AreaStatement, LearningPoint, AreaRisk, Theme, ImpactFigure, PopulationFigure]
)
def test_every_kind_of_record_leads_to_where_it_is_printed(board, essex, model):
    record = model.objects.filter(programme=essex).earliest("pk")
    words = page(board, "fact_sources", str(record.fact_id))
    assert "section" in words
    assert record.reference in words
