"""One service: what is open about it, what pays for it, its names and places, its history, and who may change it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes.models import Service
from tests.factories import (
    BudgetLineFactory,
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceAliasFactory,
    cite,
    service_in_scope,
)

from .pages import open_page, signed_in, signed_in_as

URL = "/programmes/hampshire/services/"
ON = "on=2018-12-13"


@pytest.fixture(scope="module")
def board(hampshire):
    return signed_in_as("board@example.org")


def url_of(service):
    return f"/programmes/{service.programme.key}/services/{service.reference}/"


# --- Hampshire ----------------------------------------------------------------------------------------------------


def test_wheelchair_assessment_says_what_is_open(board):
    page = open_page(board, f"{URL}HAM-SVC-12/?{ON}")
    assert "The lead commissioner is to be confirmed." in page.words
    assert "The paper does not say whether “TBC” qualifies its inclusion in the scope." in page.words
    assert "The amount of the budget line “Wheel chair assessment” is not known: TBC." in page.words
    assert "In scope – TBC" in page.words


def test_a_confirmed_service_has_nothing_open(board):
    page = open_page(board, f"{URL}HAM-SVC-13/?{ON}")
    assert "To be confirmed" not in page.words
    assert "Goes live April 2022" in page.words
    assert "Procurement starts not stated" in page.words


def test_a_shared_line_is_shown_as_shared(board):
    page = open_page(board, f"{URL}HAM-SVC-01/?{ON}")
    assert "£19.5m shared with School Nursing" in page.words
    (line,) = page.tables[0]
    assert line[0] == "Health visiting and school nursing HAM-BL-01"
    assert line[1] == "19.5m read as £19.5m; budget for a year, 2020/21"
    assert line[2] == "School Nursing one amount for all of them, never split"


def test_names_and_places(board):
    page = open_page(board, f"{URL}HAM-SVC-03/?{ON}")
    _, _, names = page.tables
    assert [row[0] for row in names] == ["School age imms", "School aged imms", "school aged immunisations"]
    assert ["Appendix B" in row[2] for row in names] == [True, True, False]
    assert "para 6.4" in names[2][2]
    assert "para 2.4 Childhood imms and screening (NHS E)" in page.words
    assert f'href="/programmes/hampshire/sources/HAM-2018-12/?{ON}"' in page.html
    assert "/programmes/hampshire/facts/" in page.html


def test_history_is_in_sentences_with_sources(board):
    page = open_page(board, f"{URL}HAM-SVC-09/?{ON}")
    assert "Added to scope from September 2018 (year inferred), in phase 2." in page.words
    assert "Why: “Services that have been added to scope in September”" in page.words
    assert "1 September 2018" not in page.words  # the paper names no day


def test_neighbours_follow_the_paper(board):
    page = open_page(board, f"{URL}HAM-SVC-02/?{ON}")
    assert "Previous service: ← Health Visiting" in page.words
    assert "Next service: Childhood imms and screening →" in page.words
    assert "Previous service" not in open_page(board, f"{URL}HAM-SVC-01/?{ON}").words


def test_before_it_was_added_the_page_says_so(board):
    page = open_page(board, f"{URL}HAM-SVC-13/?on=2018-08-31")
    assert "Not in the programme on 31 August 2018" in page.words
    assert "Position at" in page.words
    assert "Added to scope" in page.words  # in its history
    assert "Budget lines that pay for it" not in page.words


def test_an_aligned_service_has_no_phase_or_money(board):
    page = open_page(board, f"{URL}HAM-ALN-4/?{ON}")
    assert "Aligned, out of scope" in page.words
    assert "No budget line pays for this service." in page.words
    assert "Partners in Practice (PiP)" in page.words


@pytest.mark.parametrize(
    ("email", "reference", "may_change"),
    [
        ("manager@example.org", "HAM-SVC-01", True),
        ("commissioner@example.org", "HAM-SVC-07", True),  # Children's Services lead it
        ("commissioner@example.org", "HAM-SVC-13", False),  # Hampshire CCGs lead it
        ("commissioner.ccg@example.org", "HAM-SVC-13", True),
        ("commissioner.ccg@example.org", "HAM-SVC-07", False),
        ("finance@example.org", "HAM-SVC-13", False),
        ("analyst@example.org", "HAM-SVC-13", False),
        ("board@example.org", "HAM-SVC-13", False),
    ],
)
@pytest.mark.parametrize("query", ["", f"?{ON}"])
def test_changing_scope_is_offered_to_those_who_may(hampshire, email, reference, may_change, query):
    page = open_page(signed_in_as(email), f"{URL}{reference}/{query}")
    assert (f"/services/{reference}/change/" in page.html) is may_change


def test_unknown_services_are_not_found(board):
    assert board.get(f"{URL}HAM-SVC-99/").status_code == 404
    assert board.get(f"{URL}HAM-SVC-01/").status_code == 200


# --- any programme ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_service_of_another_programme_is_not_found():
    own, other = service_in_scope(), service_in_scope()
    client = signed_in(Role.PROGRAMME_MANAGER, own.programme)
    assert client.get(url_of(other)).status_code == 404
    assert client.get(f"/programmes/{own.programme.key}/services/{other.reference}/").status_code == 404
    assert client.get(url_of(own)).status_code == 200


@pytest.mark.django_db
def test_who_may_change_depends_on_the_lead_of_today_whatever_day_is_shown():
    programme = ProgrammeFactory()
    before, after = OrganisationFactory(), OrganisationFactory()
    service = service_in_scope(programme=programme)
    handover = date(2015, 4, 1)
    lead = {"programme": programme, "service": service}
    CommissioningResponsibilityFactory(**lead, organisation=before, ends_on=handover)
    CommissioningResponsibilityFactory(**lead, organisation=after, starts_on=handover)
    path = f"{url_of(service)}?on=2015-03-01"
    for organisation, may in ((before, False), (after, True)):
        client = signed_in(Role.COMMISSIONER, programme, organisation=organisation)
        page = open_page(client, path)
        assert f"Lead commissioner {before.name}" in page.words
        assert (f"{service.reference}/change/" in page.html) is may


@pytest.mark.django_db
def test_responsibilities_show_their_period_and_whether_they_govern():
    service = service_in_scope()
    CommissioningResponsibilityFactory(
        service=service, starts_on=date(2013, 4, 1), ends_on=date(2015, 10, 1), statutory=True
    )
    CommissioningResponsibilityFactory(service=service, governing=False, statutory=False)
    page = open_page(signed_in(Role.BOARD_MEMBER, service.programme), url_of(service))
    words = [" ".join(row) for row in page.tables[0]]
    dated = next(row for row in words if "from 1 April 2013 until 30 September 2015" in row)
    assert "Not on this day" in dated
    assert "statutory duty" in dated
    claim = next(row for row in words if "another claim, not the one that governs" in row)
    assert "not a statutory duty" in claim


@pytest.mark.django_db
def test_inclusion_that_is_tbc_and_a_commissioner_that_the_paper_leaves_open():
    service = service_in_scope(state="in_scope_tbc", inclusion_tbc=True, commissioner_tbc=None)
    page = open_page(signed_in(Role.BOARD_MEMBER, service.programme), url_of(service))
    assert "Its inclusion in the scope is to be confirmed." in page.words
    assert "The paper does not say whether “TBC” qualifies its commissioner." in page.words


@pytest.mark.django_db
def test_without_scope_lines_lead_or_source_each_gap_is_said():
    programme = ProgrammeFactory()
    service = Service.objects.create(
        programme=programme, reference="X-SVC-1", name="Bare", description="No scope."
    )
    page = open_page(signed_in(Role.PROGRAMME_MANAGER, programme), url_of(service))
    assert "Not in the programme on" in page.words
    assert "No source is recorded for this service." in page.words
    assert "No paper says who commissions this service." in page.words
    assert f"{service.reference}/change/" not in page.html


@pytest.mark.django_db
def test_queries_do_not_depend_on_rows():
    programme = ProgrammeFactory()
    client = signed_in(Role.BOARD_MEMBER, programme)
    few, many = (_queries(client, programme, count) for count in (1, 12))
    assert few == many


def _queries(client, programme, count):
    phase = ProcurementPhaseFactory(programme=programme, go_live=parse_fuzzy_date("April 2021"))
    service = service_in_scope(OrganisationFactory(), programme=programme, phase=phase)
    for _ in range(count):
        other = service_in_scope(OrganisationFactory(), programme=programme, phase=phase)
        cite(BudgetLineFactory(programme=programme, phase=phase, services=[service, other]))
        cite(ServiceAliasFactory(service=service))
        cite(CommissioningResponsibilityFactory(service=service, role="funder"))
    client.get(url_of(service))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url_of(service)).status_code == 200
    return len(captured)
