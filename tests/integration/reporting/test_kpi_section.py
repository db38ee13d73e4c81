"""KPIs on a dashboard: counts that lead to exactly their KPIs, and exceptions among what needs attention."""

import re

import pytest

from commissioning.core.access import Role
from tests.factories.outcomes import KPIFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.services import ServiceFactory
from tests.integration.outcomes.board_world import board_of, names, said, signed_in

pytestmark = pytest.mark.django_db
DASHBOARD = "/programmes/county/"


@pytest.fixture
def programme():
    made = ProgrammeFactory(key="county")
    ServiceFactory(programme=made)
    return made


@pytest.fixture
def client(programme):
    return signed_in(Role.BOARD_MEMBER, programme)


def test_each_count_leads_to_exactly_its_kpis(client, programme):
    board_of(programme)
    page = said(client.get(DASHBOARD))
    section = page[page.index('aria-labelledby="kpis"') :]
    assert "9 KPIs, 8 with an icon of change; 5 are in exception." in section
    links = re.findall(r'<a href="([^"]*/kpis/\?[^"]*)">(\d+)<', section)
    assert len(links) >= 8
    for href, count in links:
        assert len(names(client.get(href.replace("&amp;", "&")))) == int(count), href


def test_exceptions_are_among_what_needs_attention(client, programme):
    page = said(client.get(DASHBOARD))
    assert "KPIs to escalate" not in page
    board_of(programme)
    page = said(client.get(DASHBOARD))
    assert "KPIs to escalate" in page
    assert (
        "1 KPI of concern will consistently fail its target: worse and failing. 5 KPIs in exception" in page
    )
    assert "Nothing open" not in page
    href = re.search(r'href="([^"]*)"[^>]*>1 KPI to escalate, with charts', page).group(1)
    exact = said(client.get(href.replace("&amp;", "&")))
    assert re.findall(r'<section class="app-exception"', exact) == ['<section class="app-exception"']
    assert ">worse and failing</a></h2>" in exact


def test_kpis_without_figures_are_said_to_have_none_and_retired_ones_are_not_counted(client, programme):
    assert 'id="kpis"' not in said(client.get(DASHBOARD))
    KPIFactory(programme=programme)
    KPIFactory(programme=programme, state="retired")
    assert "1 KPI: none has enough figures for an icon yet." in said(client.get(DASHBOARD))
