"""Targets and comparators of the areas of the Essex review, as it prints them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from outcomes.selectors.area_aims import area_aims
from tests.factories import ProgrammeFactory
from tests.integration.outcomes.test_framework_pages import words_of


@pytest.fixture(scope="module")
def said(board):
    return words_of(board.get(reverse("outcomes", args=["essex"])))


def test_the_room_is_open_for_a_review_without_a_framework(board, said):
    answer = board.get(reverse("areas", args=["essex"])).content.decode()
    assert f'href="{reverse("outcomes", args=["essex"])}"' in answer
    assert "No outcomes framework is recorded for this programme yet." in said


@pytest.mark.parametrize(
    ("figure", "beside", "difference"),
    [
        ("68%", "National 2017/18: 71.5%", "−3.5 points"),
        ("45.8%", "Target 35%, national, 2020/21", "+10.8 points"),
        ("72.1 per 10,000", "National: 63.6 per 10,000", "+8.5 per 10,000"),
        ("19.2%", "National: 17%", "+2.2 points"),
    ],
)
def test_each_figure_stands_beside_what_the_review_compares_it_with(said, figure, beside, difference):
    """Sections 5.4.11 (Greater Manchester) and 5.8.1 (West Yorkshire and Harrogate)."""
    assert f"Value {figure} Set beside {beside} Difference {difference}" in said


def test_the_differences_are_exact_numbers(essex):
    gaps = {row.reference: (row.comparator_gap, row.target_gap) for row in area_aims(essex).figures}
    assert gaps["ESX-GM-M-01"] == (Decimal("-3.5"), None)
    assert gaps["ESX-GM-M-02"] == (None, Decimal("10.8"))


def test_targets_of_access_are_stated_and_added(said, essex):
    """Section 5.5: 10,615 children and 464 young people by 2023-24."""
    assert "10,615 children per year, By 2023-24" in said
    assert "464 young people per year, By 2023-24" in said
    assert "11,079 in all" in said
    ((_, found),) = area_aims(essex).sums
    assert found.total == 10_615 + 464


@pytest.mark.parametrize(
    "target",
    [
        "halt trend in childhood obesity, 2024; halve childhood obesity, 2030",
        "trauma informed and responsive system, 2030",
        "10 percent reduction, by 2020/21; 75 percent reduction (targeted areas), 2022",
        "50 percent reduction, 2024",
    ],
)
def test_west_yorkshire_s_targets_have_their_dates(said, target):
    assert target in said


def test_the_seven_measures_of_sussex_have_neither_baseline_nor_target(said, essex, review):
    measures = [row.said.text for row in area_aims(essex).measures if not row.said.label]
    assert measures == [row["text"] for row in review["areas"]["SUSSEX"]["measures"]]
    assert len(measures) == 7
    for text in measures:
        assert (
            f"{text[:1].upper()}{text[1:]} Area Sussex Baseline and target no baseline or target stated"
            in said
        )


@pytest.mark.django_db
def test_a_programme_without_areas_asks_once():
    assert area_aims(ProgrammeFactory()).is_empty
