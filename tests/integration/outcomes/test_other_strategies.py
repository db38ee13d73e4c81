"""Strategies that no framework names stand on the outcomes page, with their aims or that none is recorded."""

from django.test import Client

from commissioning.core.models import User
from outcomes.models import Strategy
from outcomes.selectors.framework import framework_of
from outcomes.selectors.other_strategies import other_strategies
from programmes.models import Programme
from tests.acceptance.pages import plain, says


def page(key, name="outcomes"):
    client = Client()
    client.force_login(User.objects.get(email="manager@example.org"))
    response = client.get(f"/programmes/{key}/{name}/")
    assert response.status_code == 200
    return plain(response.content.decode())


def test_derbys_strategy_and_its_four_outcomes_without_a_framework(derby):
    """Para 4.3; Appendix 3 for the 17 metrics."""
    text = page("derby")
    assert says(
        text,
        "everyone's business",
        "More people living longer in better health",
        "Better health at work",
        "Better mental health and wellbeing",
        "More choice and influence over services",
        "17 KPIs are named, none with a target",
    )
    assert text.count("no outcome serves it") == 4
    assert text.count("no target stated") == 17


def test_about_leads_to_them_and_lists_them_no_more(derby):
    text = page("derby", "about")
    assert says(text, "What its strategies set out to reach")
    assert "Better health at work" not in text


def test_hampshires_strategy_has_no_aim_and_its_framework_is_not_tied_to_it(hampshire):
    assert framework_of(hampshire).strategy is None
    (row,) = other_strategies(hampshire, None)
    assert (row.strategy, row.text, row.aim_id) == ("Health and Wellbeing Strategy", "", None)
    assert {place.locator for place in row.places} == {"para 1", "para 5.2", "para 8"}
    assert says(page("hampshire"), "no aim is recorded", "no strategy named")


def test_the_strategy_shown_is_not_listed_again(illustration):
    shown = framework_of(illustration).strategy
    rows = other_strategies(illustration, shown)
    assert {row.strategy for row in rows} == {"Illustrative plan against poverty"}
    assert all(row.illustrative for row in rows)
    assert says(page("illustration"), "Aims of other strategies", "No child goes hungry")


def test_a_fixed_number_of_queries(illustration, django_assert_num_queries):
    programme = Programme.objects.get(key="illustration")
    with django_assert_num_queries(2):  # no place is asked for where nothing has a source
        other_strategies(programme, None)


def test_a_superseded_strategy_is_history(derby, db):
    Strategy.objects.filter(programme=derby).update(state="superseded")
    assert other_strategies(derby, None) == ()
