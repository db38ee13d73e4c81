"""A phase whose lines are on several bases: one total and one bar for each, never a sum across them."""

from datetime import date

import pytest
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.money import Basis, Money, parse_money
from commissioning.reporting.dashboards.programme import programme_dashboard, tiles
from commissioning.reporting.dashboards.value import value_figure
from commissioning.reporting.dashboards.words import verdict_words
from commissioning.reporting.selectors.figures import figures
from commissioning.reporting.selectors.position import Position, position
from tests.factories import (
    BudgetLineFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    StatedValueFactory,
    StatedValueReadingFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)


def a_year(text: str) -> Money:
    return parse_money(text, basis=Basis.BUDGET_YEAR, year="2026/27")


def a_contract(text: str) -> Money:
    return parse_money(text, basis=Basis.TOTAL_CONTRACT_VALUE)


def world(*moneys: Money, stated: str = "~£13m") -> Position:
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    for money in moneys:
        BudgetLineFactory(programme=programme, phase=phase, money=money)
    value = StatedValueFactory(programme=programme, money=a_year(stated))
    StatedValueReadingFactory(stated_value=value, phase=phase)
    return position(programme, ON)


def test_there_is_no_one_sum_and_no_verdict_on_one():
    at = world(a_year("£12m"), a_contract("£60m"), a_year("TBC"))
    (phase,) = at.phases
    comparison = phase.reading.comparison
    assert (comparison.known, comparison.difference) == (None, None)
    assert verdict_words(comparison) == "nothing to compare, across bases"
    assert programme_dashboard(at, [], "")["lede"].endswith(
        "1 phase has lines on several bases, which are not added."
    )


def test_each_basis_has_its_own_bar_and_its_own_words():
    at = world(a_year("£12m"), a_contract("£60m"), a_year("TBC"))
    figure = value_figure(at.phases, heading="Value", note="")
    assert "Phase 1, budget" in figure.wide
    assert "£12.00m" in figure.wide
    assert "£60.00m" in figure.wide
    assert "£72.00m" not in figure.wide
    assert "budget for 2026/27, £12.00m, 1 of 2 lines TBC" in figure.wide
    assert "total contract value, £60.00m" in figure.wide


def test_a_phase_on_one_basis_has_one_bar():
    figure = value_figure(world(a_year("£12m"), a_year("£1m")).phases, heading="Value", note="")
    assert "£13.00m" in figure.wide
    assert "Phase 1, budget" not in figure.wide


def test_the_figures_tell_several_bases_from_an_amount_that_nobody_knows():
    several = figures(world(a_year("£12m"), a_contract("£60m"), a_year("TBC")))["phases"][0]
    assert several["known"] is None
    assert several["bases"] == [
        {"basis": "budget_year", "year": "2026/27", "known": "12000000.00", "lines": 2, "unknown_lines": 1},
        {
            "basis": "total_contract_value",
            "year": None,
            "known": "60000000.00",
            "lines": 1,
            "unknown_lines": 0,
        },
    ]
    unknown = figures(world(a_year("TBC")))["phases"][0]
    assert unknown["known"] is None
    assert unknown["bases"] == [
        {"basis": "budget_year", "year": "2026/27", "known": None, "lines": 1, "unknown_lines": 1}
    ]


@pytest.mark.parametrize(
    ("moneys", "heading"),
    [
        ([a_year("£12m")], "Known annual value"),
        ([parse_money("£12m", basis=Basis.PER_ANNUM)], "Known annual value"),
        ([a_contract("£60m")], "Known value"),
        ([a_year("£12m"), a_contract("£60m")], "Known value"),
        ([parse_money("£12m")], "Known value"),
        ([a_year("TBC")], "Known value"),
    ],
)
def test_a_value_is_called_annual_only_where_the_lines_are_a_years(moneys, heading):
    assert tiles(world(*moneys), "")[0].heading == heading


@pytest.mark.parametrize(
    ("moneys", "words"),
    [
        (["£13.47m", "TBC"], "cannot be judged yet, within the rounding, 1 line TBC"),
        (["£13m", "TBC", "TBC"], "cannot be judged yet, in keeping so far, 2 lines TBC"),
        (["£12.47m", "TBC"], "cannot be judged yet, £0.53m below"),
        (["£13.47m"], "reconciles, £0.47m above"),
    ],
)
def test_known_lines_inside_the_rounding_are_neither_above_nor_below_while_a_line_is_unknown(moneys, words):
    (phase,) = world(*(a_year(money) for money in moneys)).phases
    assert verdict_words(phase.reading.comparison) == words


@pytest.mark.parametrize("page", ["", "phases/1/", "money/", "discrepancies/"])
def test_every_page_opens(page):
    programme = world(a_year("£12m"), a_contract("£60m"), a_year("TBC")).programme
    client = Client()
    client.force_login(person_with(Role.ANALYST, programme=programme))
    response = client.get(f"/programmes/{programme.key}/{page}")
    assert response.status_code == 200
    shown = response.content.decode()
    assert "£72.00m" not in shown
    assert page == "discrepancies/" or "2 bases, not added" in shown
