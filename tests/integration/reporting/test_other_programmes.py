"""Programmes that are not procurements, and one with nothing in it: each shows what it has, and no page fails."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commissioning.core.access import Role
from programmes.models import Programme
from programmes.rooms import every_room
from tests.factories import ProgrammeFactory
from tests.factories.people import person_with

READERS = (Role.PLATFORM_ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.BOARD_MEMBER)


def browser(role, programme=None):
    client = Client()
    client.force_login(person_with(role, programme=programme))
    return client


# --- a fresh programme ------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(db):
    return ProgrammeFactory(key="fresh", place="Freshshire", name="A new programme")


# An empty package is no package: their files are absent until something has been published.
PUBLISHED = {"ocds_records", "ocds_releases"}


def programme_pages(resolver=None):
    """The names of every address that takes a programme's key and nothing else."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from programme_pages(pattern) if not pattern.namespace else ()
        elif isinstance(pattern, URLPattern) and set(pattern.pattern.converters) == {"key"}:
            yield pattern.name


@pytest.mark.parametrize("role", READERS)
def test_no_page_of_an_empty_programme_fails(fresh, role):
    """Whoever asks: read, or refused by role; never a fault, whatever the day and the filter."""
    client = browser(role, None if role == Role.PLATFORM_ADMINISTRATOR else fresh)
    names = sorted(set(programme_pages()))
    assert len(names) > 15
    for name in names:
        for query in ("", "?on=nonsense&q=x&sort=-nothing&page=99"):
            response = client.get(reverse(name, args=[fresh.key]) + query)
            expected = {403, 404} if name in PUBLISHED else {200, 400, 403, 405}
            assert response.status_code in expected, (name, query, response.status_code)
            if response.status_code == 400:
                assert "nonsense" in query, (name, query)


def test_every_room_of_an_empty_programme_answers(fresh):
    board, manager = (browser(role, fresh) for role in (Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER))
    for room in every_room():
        address = reverse(room.name, args=[fresh.key])
        assert board.get(address).status_code == (403 if room.permission else 200), room.name
        assert manager.get(address).status_code == 200, room.name


def test_nobody_is_led_to_a_room_that_is_not_theirs(fresh):
    address = reverse("imports", args=[fresh.key])
    saved = reverse("saved_exports", args=[fresh.key])
    assert saved in browser(Role.PROGRAMME_MANAGER, fresh).get(address).content.decode()
    assert saved not in browser(Role.BOARD_MEMBER, fresh).get(address).content.decode()


def test_an_empty_programme_says_how_to_begin_to_whoever_may(fresh):
    page = browser(Role.PROGRAMME_MANAGER, fresh).get(reverse("programme", args=[fresh.key])).content.decode()
    assert "Nothing is recorded of this programme yet." in page
    for words in (
        "Add its paper",
        "Add a service",
        "Add an intention",
        "Add a milestone",
        "Add a budget line",
    ):
        assert words in page
    for nonsense in ("No lines", "0 phases", "No phase is recorded", "Known value", "None ahead"):
        assert nonsense not in page


def test_an_empty_programme_offers_a_reader_nothing_to_add(fresh):
    page = browser(Role.BOARD_MEMBER, fresh).get(reverse("programme", args=[fresh.key])).content.decode()
    assert "Its programme manager adds its papers" in page
    assert "Add a service" not in page


def test_every_step_of_the_start_leads_to_a_page(fresh):
    client = browser(Role.PROGRAMME_MANAGER, fresh)
    start = client.get(reverse("programme", args=[fresh.key])).context["start"]
    assert len(start.steps) == 7
    for step in start.steps:
        assert client.get(step.link.href).status_code == 200, step.link.href


def test_home_says_that_nothing_is_recorded(fresh):
    page = browser(Role.BOARD_MEMBER, fresh).get("/").content.decode()
    assert "nothing recorded yet" in page


# --- the programmes of the papers -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def papers(all_four):
    """Every programme that the demonstration loads."""
    return {programme.key: programme for programme in Programme.objects.all()}


@pytest.fixture
def board(papers):
    return browser(Role.PLATFORM_ADMINISTRATOR)


def tiles_of(client, key, day):
    response = client.get(reverse("programme", args=[key]), {"on": day})
    assert response.status_code == 200
    return {tile.heading: tile for tile in response.context["tiles"]}, response


def test_nottinghamshire_shows_leads_models_and_posts(board):
    tiles, response = tiles_of(board, "nottinghamshire", "2014-06-01")
    assert tiles["Services with a lead"].figure == "13 of 19"
    assert tiles["Groups of services by model"].against == "5 co-ordinated, 4 joint, 8 integrated"
    assert tiles["Posts"].figure == "3.5 FTE"
    assert tiles["Posts"].against.startswith("£115,505 to £129,652 a year")
    assert "Known value" not in tiles
    page = response.content.decode()
    assert "Leads that change hands after this day" in page
    assert "Value by phase and funder" not in page


def test_leads_that_have_changed_hands_are_no_longer_ahead(board):
    _, response = tiles_of(board, "nottinghamshire", "2015-05-01")
    assert "Leads that change hands after this day" not in response.content.decode()


def test_derby_shows_intentions_milestones_and_actions(board):
    tiles, response = tiles_of(board, "derby", "2013-12-01")
    assert tiles["Intentions with a project summary"].figure.endswith(f"of {tiles['Intentions'].figure}")
    assert {"Late", "Undated", "Board actions", "Next milestone"} <= tiles.keys()
    assert not {"Known value", "Services in scope", "Areas compared"} & tiles.keys()
    assert "How complete the plan is" in response.content.decode()


def test_essex_shows_areas_and_themes(board):
    tiles, _ = tiles_of(board, "essex", "2022-01-31")
    assert (tiles["Areas compared"].figure, tiles["Themes"].figure) == ("12", "23")
    assert not {"Known value", "Services in scope", "Next milestone", "Intentions"} & tiles.keys()


@pytest.mark.parametrize("key", ["nottinghamshire", "derby", "essex", "hampshire"])
def test_every_tile_opens_a_page_that_answers(board, key):
    tiles, _ = tiles_of(board, key, "2014-06-01")
    assert tiles
    for tile in tiles.values():
        assert not tile.href or board.get(tile.href.split("#")[0]).status_code == 200, tile.href


@pytest.mark.parametrize("heading", ["Late", "Undated"])
def test_the_tiles_of_milestones_open_exactly_their_rows(board, heading):
    tiles, _ = tiles_of(board, "derby", "2013-12-01")
    page = board.get(tiles[heading].href)
    assert page.context["pagination"].summary.split(" milestone")[0].split()[-1] == tiles[heading].figure


def test_the_tile_of_plans_opens_the_intentions_without_one(board):
    tiles, _ = tiles_of(board, "derby", "2013-12-01")
    tile = tiles["Intentions with a project summary"]
    having, every = (int(number) for number in tile.figure.split(" of "))
    assert (having, every) == (4, 8)  # papers print plans for intentions 1, 4, 6 and 7
    assert board.get(tile.href).context["showing"].startswith(f"Showing {every - having} of {every}")


@pytest.mark.parametrize("key", ["nottinghamshire", "derby", "essex", "hampshire"])
def test_every_room_of_the_navigation_answers(board, key):
    response = board.get(reverse("programme", args=[key]))
    items = response.context["section_nav"]
    assert len(items) > 4
    for item in items:
        assert board.get(item.url).status_code == 200, item.url


def test_a_programme_lists_no_room_that_it_has_nothing_in(board):
    def rooms(key):
        response = board.get(reverse("programme", args=[key]))
        return {item.text for item in response.context["section_nav"]}

    assert "Money" in rooms("hampshire")
    assert "Money" not in rooms("essex")
    assert "Areas" in rooms("essex")
    assert "Areas" not in rooms("derby")
    assert "Intentions" in rooms("derby")
    assert "Intentions" not in rooms("hampshire")
