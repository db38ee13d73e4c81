"""The review's public questions, answered through the selectors that the pages use, and on the pages."""

import re
from datetime import date
from decimal import Decimal

import pytest

from governance.selectors.discrepancies import discrepancies
from outcomes.models.areas import AreaStatementKind
from outcomes.rules import Recomputed
from outcomes.selectors.areas import area_profile, areas
from outcomes.selectors.figures import FigureFilter, impacts
from outcomes.selectors.populations import populations
from outcomes.selectors.themes import theme_matrix
from tests.acceptance.pages import reader, says
from tests.acceptance.questions import answer, asked_by, pounds

PAPER_DAY = date(2022, 1, 31)


@pytest.fixture(scope="module")
def page(essex):
    return reader("essex", "2022-01-31")


@pytest.fixture(scope="module")
def people(essex):
    """The review's own table of populations, by area."""
    return {row.area_key: row.value for row in populations(essex).table}


def test_q31_children_in_the_twelve_areas(essex, people, page):
    """Page: figures (impacts), the table of populations."""
    expected = answer("Q-31")
    assert len(people) == 12
    assert populations(essex).total == sum(people.values()) == expected["value"]
    assert says(page("impacts"), "3,250,449")


def test_q32_the_largest_area_and_the_smallest(people, page):
    """Page: figures (impacts), the table of populations."""
    expected = answer("Q-32")
    ranked = sorted(people, key=people.__getitem__)
    assert [ranked[-1], people[ranked[-1]]] == expected["largest"]
    assert [ranked[0], people[ranked[0]]] == expected["smallest"]
    assert round(people[ranked[-1]] / people[ranked[0]], 2) == Decimal(str(expected["ratio"]))
    assert says(page("impacts"), "676,394", "114,813")


def test_q33_interviewees_areas_and_webinars(essex, page):
    """Page: areas."""
    expected = answer("Q-33")
    rows = areas(essex)
    assert sum(row.interviewees for row in rows) == expected["interviewees"]
    assert sum(row.interviewees > 0 for row in rows) == expected["areas"]
    assert sum(row.webinars for row in rows) == expected["webinars"]
    assert says(page("areas"), "16 interviewees", "8 areas", "1 webinar")


def test_q34_interviewed_with_nothing_to_show_for_it(essex, page):
    """Page: areas."""
    expected = answer("Q-34")
    (thin,) = [row for row in areas(essex) if row.is_thin]
    assert (thin.key, thin.interviewees) == (expected["area"], expected["interviewees"])
    assert says(page("areas"), "Interviewed, with neither learning nor impact reported: BNSSG")


def test_q35_themes_that_most_areas_are_cited_with(essex, page):
    """Page: themes."""
    expected = answer("Q-35")
    most = theme_matrix(essex).most_cited
    assert [row.key for row in most] == expected["themes"]
    assert {row.headlines for row in most} == {expected["areas"]}
    assert says(page("themes"), "Cited by most areas, 7 each")


def test_q36_the_net_saving_against_its_parts(essex, page):
    """Page: figures (impacts)."""
    expected = answer("Q-36")
    checked = {row.reference: row for row in impacts(essex, FigureFilter(area="CC4C")) if row.recomputing}
    net, per_child = checked["ESX-CC4C-M-10"], checked["ESX-CC4C-M-11"]
    assert net.recomputing.result.computed == pounds(expected["computed_net"])
    assert net.money.amount == pounds(expected["stated_net"])
    assert per_child.money.amount == Decimal(str(expected["stated_per_child"]))
    assert round(per_child.recomputing.result.computed, 2) == Decimal(str(expected["computed_per_child"]))
    assert {net.recomputing.result.verdict, per_child.recomputing.result.verdict} == {
        Recomputed.WITHIN_ROUNDING
    }
    assert says(page("impacts"), "£167,000", "£19.14")


def test_q37_greater_manchester_against_england_and_against_its_target(essex, page):
    """Page: area."""
    expected = answer("Q-37")
    figures = {row.reference: row for row in impacts(essex, FigureFilter(area="GM"))}
    assert float(figures["ESX-GM-M-01"].comparator_gap) == expected["gld_gap_pp"]
    assert float(figures["ESX-GM-M-02"].target_gap) == expected["access_above_target_pp"]
    assert says(page("area", "GM"), "71.5%", "3.5", "10.8")


def test_q38_surreys_gap_for_children_on_free_school_meals(essex, page):
    """Page: area."""
    figures = {row.text: row.value for row in area_profile(essex, "SURREY").figures}
    average = figures["good level of development, Surrey average"]
    free_meals = figures["good level of development, free school meals"]
    assert average - free_meals == answer("Q-38")["gap_pp"]
    assert says(page("area", "SURREY"), "78%", "29%")


def test_q39_sussex_partners_stated_and_listed(essex, page):
    """Page: discrepancies, and the area."""
    expected = answer("Q-39")
    partners = area_profile(essex, "SUSSEX").said(AreaStatementKind.PARTNER)
    assert len(partners) == expected["listed"]
    (view,) = [
        each
        for each in discrepancies(essex, PAPER_DAY)
        if each.finding and each.finding.check == 2 and "Sussex" in each.title + each.arithmetic
    ]
    numbers = {int(number) for number in re.findall(r"\d+", str(view.finding.computed))}
    assert {expected["stated"], expected["listed"]} <= numbers
    assert expected["conflict"]
    assert says(page("discrepancies"), "Sussex")
    assert says(page("area", "SUSSEX"), *(partner.text for partner in partners))


def test_q40_a_parent_among_the_chairs(essex, page):
    """Page: area."""
    expected = answer("Q-40")
    found = {
        row.key: [
            name
            for said in area_profile(essex, row.key).said(AreaStatementKind.GOVERNANCE)
            for label, names in said.roles
            if label == "Chair"
            for name in names
        ]
        for row in areas(essex)
    }
    with_parent = {key: names for key, names in found.items() if "parent" in names}
    assert with_parent == {expected["area"]: expected["chairs"]}
    assert says(page("area", "EVELINA"), "parent", "provider", "commissioner")


def test_q41_young_people_with_access_in_hertfordshire_and_west_essex(essex, page):
    """Page: area."""
    targets = [
        target
        for said in area_profile(essex, "HWE").said(AreaStatementKind.OBJECTIVE)
        for target in said.targets
    ]
    assert all("2023-24" in target for target in targets)
    numbers = [int(re.match(r"[\d,]+", target)[0].replace(",", "")) for target in targets]
    assert sum(numbers) == answer("Q-41")["value"]
    assert says(page("area", "HWE"), "10,615", "464", "2023-24")


def test_every_question_of_the_review_is_asked_here():
    assert asked_by(globals()) == {f"Q-{number}" for number in range(31, 42)}
