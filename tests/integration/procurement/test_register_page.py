"""The service register: Hampshire's sixteen services, its filters, its order, and what its address carries."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from tests.factories import (
    BudgetLineFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceAliasFactory,
    ServiceScopeFactory,
    service_in_scope,
)

from .pages import Page, open_page, signed_in, signed_in_as

URL = "/programmes/hampshire/services/"
ON = "on=2018-12-13"


@pytest.fixture(scope="module")
def analyst(hampshire):
    return signed_in_as("analyst@example.org")


def names(page: Page) -> list[str]:
    return [cell.split(" HAM-")[0] for cell in page.first_column]


# --- Hampshire ----------------------------------------------------------------------------------------------------


def test_sixteen_services_three_tbc_eight_added(analyst):
    page = open_page(analyst, f"{URL}?{ON}")
    assert "16 services in scope, 3 TBC, 8 added since September 2018." in page.words
    assert len(page.tables[0]) == 16
    assert names(page)[0] == "Health Visiting"  # the paper's order


def test_before_september_2018_the_additions_were_not_there(analyst):
    page = open_page(analyst, f"{URL}?on=2018-08-31")
    assert "8 services in scope, 1 TBC" in page.words
    assert len(page.tables[0]) == 8


def test_a_shared_line_stands_whole_with_its_partner(analyst):
    rows = {row[0].split(" HAM")[0]: row for row in open_page(analyst, f"{URL}?{ON}").tables[0]}
    assert rows["Health Visiting"][5] == "£19.5m shared with School Nursing"
    assert rows["School Nursing"][5] == "£19.5m shared with Health Visiting"
    assert rows["Community paediatrics"][5] == "£3.0m shared with Community Children's Nursing"
    assert rows["Portage"][5] == "TBC"
    assert rows["Therapies - occupational therapy"][5] == "£0.87m"  # printed 0.87, without a unit


def test_what_is_tbc_is_said_and_what_the_paper_leaves_open(analyst):
    rows = {row[0].split(" HAM")[0]: row for row in open_page(analyst, f"{URL}?{ON}").tables[0]}
    assert rows["Portage"][4] == "Commissioner Inclusion: not said Budget"
    assert rows["CAMHS"][4] == "– nothing to be confirmed"
    assert rows["CAMHS"][6] == "September 2018 inferred"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("phase=1", 3),
        ("phase=2", 9),
        ("phase=3", 4),
        ("commissioner=CCG", 10),
        ("commissioner=HCC+CS", 3),
        ("commissioner=PH+HCC", 2),
        ("commissioner=NHS+E", 1),
        ("state=in_scope", 13),
        ("state=in_scope_tbc", 3),
        ("state=aligned", 5),
        ("state=any", 21),
        ("state=counted", 16),
        ("tbc=any", 3),
        ("tbc=commissioner", 3),
        ("tbc=inclusion", 3),
        ("tbc=budget", 3),
        ("added=September+2018", 8),
        ("added=2018/19", 8),
        ("added=1+September+2018", 8),
        ("added=2+September+2018", 0),
        ("added=yes", 8),
        ("phase=2&tbc=budget", 2),
        ("phase=2&commissioner=HCC+CS&tbc=any", 1),
        ("state=any&phase=none", 5),
    ],
)
def test_filters(analyst, query, count):
    page = open_page(analyst, f"{URL}?{ON}&{query}")
    assert len(page.first_column) == count
    noun = "service" if count == 1 else "services"
    assert (f"Showing all {count} {noun}" if count else "No services") in page.results


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("school aged imms", "Childhood imms and screening"),
        ("SCREENING imms", "Childhood imms and screening"),
        ("ham-svc-03", "Childhood imms and screening"),
        ("spot purchased", "Therapies - occupational therapy"),
        (
            "therapies – occupational",
            "Therapies - occupational therapy",
        ),  # an en dash, as Appendix B prints it
        ("wheel chair", "Wheelchair assessment"),
    ],
)
def test_search_finds_names_aliases_and_references(analyst, search, found):
    page = open_page(analyst, f"{URL}?{ON}&q={search}")
    assert names(page) == [found]


def test_the_alias_that_was_found_is_shown(analyst):
    page = open_page(analyst, f"{URL}?{ON}&q=school aged")
    assert "found as “School aged imms”" in page.first_column[0]


def test_a_former_name_out_of_scope_is_pointed_to_and_not_thought_lost(analyst):
    page = open_page(analyst, f"{URL}?{ON}&q=partners in practice")
    assert page.first_column == []
    assert "Also found outside this view: Transforming Social Care (aligned, out of scope)" in page.results
    everywhere = open_page(analyst, f"{URL}?{ON}&q=partners in practice&state=any")
    assert names(everywhere) == ["Transforming Social Care"]


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("name", "Behaviour support", "Wheelchair assessment"),
        ("-name", "Wheelchair assessment", "Behaviour support"),
        ("phase", "Health Visiting", "Behaviour support"),
        ("-phase", "CAMHS", "Childhood imms and screening"),
        ("lead", "Integrated therapies", "School Nursing"),
        ("state", "Health Visiting", "Behaviour support"),
        ("tbc", "Portage", "Neuro development"),
        ("budget", "Continence", "Behaviour support"),  # unknown amounts last, not first as nought
        ("-budget", "Health Visiting", "Behaviour support"),  # and last the other way round too
        ("added", "Special School Nursing", "Portage"),
        ("nonsense", "Health Visiting", "Behaviour support"),
    ],
)
def test_every_column_sorts(analyst, sort, first, last):
    page = open_page(analyst, f"{URL}?{ON}&sort={sort}")
    assert (names(page)[0], names(page)[-1]) == (first, last)
    assert len(names(page)) == 16


def test_sort_links_and_downloads_carry_the_view(analyst):
    page = open_page(analyst, f"{URL}?{ON}&phase=2&sort=-budget")
    assert 'aria-sort="descending"' in page.html
    for name in ("services.xlsx", "services.csv"):
        (query,) = {part.split('"')[0] for part in page.html.split(f"/tables/{name}?")[1:]}
        assert parse_qs(query.replace("&amp;", "&")) == {
            "on": ["2018-12-13"],
            "phase": ["2"],
            "sort": ["-budget"],
        }


def test_service_links_keep_the_day(analyst):
    page = open_page(analyst, f"{URL}?{ON}")
    links = [urlsplit(cell[0]) for cell in (row[0] for row in page.links[0])]
    assert {link.query for link in links} == {"on=2018-12-13"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("added=sometime", "Added since: “sometime” is not a date"),
        ("added=TBC", "Added since: Enter a date, such as September 2018"),
        ("phase=9", "Phase: “9” is not one of the choices"),
        ("commissioner=nobody", "is not one of the choices"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_offered_to_take_away(analyst, query, words):
    page = open_page(analyst, f"{URL}?{ON}&{query}")
    assert words in page.results
    assert len(page.first_column) == 16
    assert "services.csv" not in page.html
    assert "services.csv" in open_page(analyst, f"{URL}?{ON}").html


def test_a_day_that_cannot_be_read_is_said(analyst):
    assert "“soon” is not a date" in open_page(analyst, f"{URL}?on=soon").words


def test_an_empty_view_says_why_and_what_to_do(analyst):
    page = open_page(analyst, f"{URL}?{ON}&phase=1&tbc=any")
    assert "No service matches these filters. Nothing fits every filter at once." in page.results
    assert "Clear filters" in page.results


# --- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "may_take", "may_add"),
    [
        ("analyst@example.org", True, False),
        ("board@example.org", False, False),
        ("manager@example.org", True, True),
        ("finance@example.org", True, False),
    ],
)
def test_files_and_adding_are_offered_to_those_who_may(hampshire, email, may_take, may_add):
    page = open_page(signed_in_as(email), f"{URL}?{ON}")
    assert ("services.xlsx" in page.html) is may_take
    assert ("/services/add/" in page.html) is may_add


@pytest.mark.django_db
def test_another_programme_is_not_found():
    other = ProgrammeFactory()
    client = signed_in(Role.PROGRAMME_MANAGER, ProgrammeFactory())
    assert client.get(f"/programmes/{other.key}/services/").status_code == 404
    assert signed_in(Role.BOARD_MEMBER, other).get(f"/programmes/{other.key}/services/").status_code == 200


# --- any programme ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pages_of_twenty_five():
    programme = ProgrammeFactory()
    for number in range(30):
        service_in_scope(programme=programme, name=f"Service {number:02}")
    client = signed_in(Role.BOARD_MEMBER, programme)
    first, second = (
        open_page(client, f"/programmes/{programme.key}/services/?sort=-name&page={n}") for n in (1, 2)
    )
    assert "Showing 1 to 25 of 30 services" in first.results
    assert "Showing 26 to 30 of 30 services" in second.results
    assert len(first.first_column) == 25
    assert second.first_column[0][:10] == "Service 04"
    assert 'href="?sort=-name"' in second.html  # the way back keeps the sort
    assert len(open_page(client, f"/programmes/{programme.key}/services/?page=99").first_column) == 5


@pytest.mark.django_db
def test_a_programme_without_services_says_so():
    programme = ProgrammeFactory()
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), f"/programmes/{programme.key}/services/")
    assert "No services yet" in page.results
    assert "0 services in scope, none TBC." in page.words


@pytest.mark.django_db
def test_several_lines_of_one_service_and_markup_in_names():
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    service = service_in_scope(programme=programme, phase=phase, name="<script>alert(1)</script>")
    other = service_in_scope(programme=programme, name="B & C")
    BudgetLineFactory(programme=programme, phase=phase, money="£2m", services=[service])
    BudgetLineFactory(programme=programme, phase=phase, money="£3m", services=[service, other])
    BudgetLineFactory(programme=programme, phase=phase, money="awaited", services=[service])
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), f"/programmes/{programme.key}/services/")
    rows = {row[0].split("</script>")[0][:4]: row for row in page.tables[0]}
    assert rows["<scr"][5] == "£2m; £3m awaited £3m shared with B & C"
    assert "<script>alert(1)</script>" not in page.html


@pytest.mark.django_db
def test_illustrative_services_are_marked():
    programme = ProgrammeFactory()
    service_in_scope(programme=programme, name="Made up", service__illustrative=True)
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), f"/programmes/{programme.key}/services/")
    assert "Illustrative" in page.first_column[0]


@pytest.mark.django_db
def test_queries_do_not_depend_on_rows():
    programme = ProgrammeFactory()
    client = signed_in(Role.BOARD_MEMBER, programme)
    few, many = (_queries(client, programme, count) for count in (1, 24))
    assert few == many


def _queries(client, programme, count):
    phase = ProcurementPhaseFactory(programme=programme)
    lead = OrganisationFactory()
    for _ in range(count):
        service = service_in_scope(lead, programme=programme, phase=phase, added="September 2018")
        ServiceAliasFactory(service=service)
        BudgetLineFactory(programme=programme, phase=phase, services=[service], funders=[lead])
    client.get(f"/programmes/{programme.key}/services/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/programmes/{programme.key}/services/").status_code == 200
    return len(captured)


@pytest.mark.django_db
def test_states_other_than_in_scope_do_not_count():
    programme = ProgrammeFactory()
    for state in ("proposed", "aligned", "future", "removed", "in_scope"):
        ServiceScopeFactory(programme=programme, state=state)
    client = signed_in(Role.BOARD_MEMBER, programme)
    url = f"/programmes/{programme.key}/services/"
    assert "1 service in scope, none TBC." in open_page(client, url).words
    assert [len(open_page(client, f"{url}?state={s}").first_column) for s in ("", "removed", "any")] == [
        1,
        1,
        5,
    ]
