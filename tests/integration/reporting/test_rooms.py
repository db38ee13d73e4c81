"""The header on every page: which programmes it names, the day it keeps, what it costs; and the rooms beneath it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from tests.factories import DecisionFactory, MilestoneFactory, ProgrammeFactory, ServiceFactory
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def own():
    return ProgrammeFactory(key="ownshire", place="Ownshire")


@pytest.fixture
def other():
    return ProgrammeFactory(key="zanzibar", place="Zanzibar")


def switcher(response):
    return {item.text: item.url for item in response.context["across"].programmes}


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER])
def test_a_member_of_one_programme_meets_the_other_nowhere(own, other, role):
    """Neither its card, nor its portfolio row, nor a search hit, nor the switcher's entry."""
    for programme in (own, other):
        ServiceFactory(programme=programme, name=f"Audiology in {programme.place}")
    client = signed_in(person_with(role, programme=own))
    for address in ("/", "/portfolio/", "/search/?q=audiology", "/programmes/ownshire/"):
        response = client.get(address)
        page = response.content.decode()
        assert "Ownshire" in page, address
        assert "Zanzibar" not in page, address
        assert set(switcher(response)) == {"Ownshire"}
    assert client.get("/programmes/zanzibar/").status_code == 404


def test_an_administrator_may_switch_to_every_programme_on_the_day_shown(own, other):
    client = signed_in(person_with(Role.PLATFORM_ADMINISTRATOR))
    response = client.get("/programmes/ownshire/?on=2018-12-13")
    assert switcher(response)["Zanzibar"] == "/programmes/zanzibar/?on=2018-12-13"
    assert 'href="/programmes/zanzibar/?on=2018-12-13"' in response.content.decode()
    assert response.context["across"].current.text == "Ownshire"


def test_today_and_nonsense_are_not_kept(own):
    client = signed_in(person_with(Role.BOARD_MEMBER, programme=own))
    for query in ("", "?on=nonsense", "?on=2018-13-45"):
        assert switcher(client.get(f"/programmes/ownshire/{query}"))["Ownshire"] == "/programmes/ownshire/"


def test_pages_before_signing_in_name_no_programme(own):
    page = Client().get("/accounts/login/").content.decode()
    assert "app-rooms" not in page
    assert "Ownshire" not in page


def test_a_person_without_a_role_has_no_switcher_and_no_fault(own):
    page = signed_in(person_with(None)).get("/").content.decode()
    assert "app-rooms" not in page


def test_the_switcher_takes_one_query_for_any_number_of_programmes(own):
    client = signed_in(person_with(Role.PLATFORM_ADMINISTRATOR))

    def names_asked():
        with CaptureQueriesContext(connection) as captured:
            client.get("/accounts/password/change/")
        return [query for query in captured if 'FROM "programmes_programme"' in query["sql"]]

    assert len(names_asked()) == 1
    for _ in range(5):
        ProgrammeFactory()
    assert len(names_asked()) == 1


def test_a_room_opens_with_its_first_record(own):
    client = signed_in(person_with(Role.BOARD_MEMBER, programme=own))

    def rooms():
        return {item.text for item in client.get("/programmes/ownshire/").context["section_nav"]}

    assert "Milestones" not in rooms()
    MilestoneFactory(programme=own)
    assert "Milestones" in rooms()


def test_the_page_of_a_room_is_marked_as_the_current_one(own):
    MilestoneFactory(programme=own)
    client = signed_in(person_with(Role.BOARD_MEMBER, programme=own))
    items = client.get("/programmes/ownshire/milestones/").context["section_nav"]
    assert [item.text for item in items if item.current] == ["Milestones"]


def test_the_first_pages_of_a_room_lead_to_those_within_it_and_pages_further_in_do_not(client):
    programme = ProgrammeFactory()
    decision = DecisionFactory(programme=programme)
    client.force_login(person_with(Role.BOARD_MEMBER, programme=programme))
    tabs = 'aria-label="Within Asks and decisions"'
    for page in ("asks", "decisions"):
        words = client.get(reverse(page, args=[programme.key])).content.decode()
        assert tabs in words
        assert words.count('aria-current="page"') == 3  # the room, wide and folded, and the tab
    further = client.get(reverse("decision", args=[programme.key, decision.reference])).content.decode()
    assert tabs not in further
