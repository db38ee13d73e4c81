"""The portfolio: only the reader's programmes, the figures of each programme's own pages, the same queries for many."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from programmes.models import Programme, RoleAssignment
from tests.factories import BudgetLineFactory, DocumentFactory, MilestoneFactory, ProgrammeFactory
from tests.factories.people import RoleAssignmentFactory, UserFactory, person_with

DAY = "2018-12-13"
PAPER = "2013-12-01"


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def two(db):
    """A reader of two programmes, and a third programme that is none of theirs."""
    reader = UserFactory(job_title="Reader")
    for place in ("Ownshire", "Nearshire"):
        programme = ProgrammeFactory(key=place.lower(), place=place, name=f"Care in {place}")
        RoleAssignmentFactory(user=reader, role=Role.ANALYST, programme=programme)
        MilestoneFactory(programme=programme, text=f"Start in {place}", date="March 2030")
    hidden = ProgrammeFactory(key="zanzibar", place="Zanzibar", name="Care in Zanzibar")
    BudgetLineFactory(programme=hidden, money="£7,654,321")
    return signed_in(reader)


# --- whose rows -------------------------------------------------------------------------------------------------------


def test_only_visible_programmes_have_a_row(two):
    page = two.get("/portfolio/").content.decode()
    assert "Ownshire" in page
    assert "Nearshire" in page
    assert "Zanzibar" not in page
    assert "7.65m" not in page


def test_the_file_holds_the_same_rows_and_no_others(two):
    rows = csv_of(two.get("/portfolio.csv"))
    assert [row["Place"] for row in rows] == ["Nearshire", "Ownshire"]
    assert rows[0]["Next milestone"] == "Start in Nearshire"


def test_whoever_may_take_nothing_away_is_told_so(db):
    programme = ProgrammeFactory()
    member = signed_in(person_with(Role.BOARD_MEMBER, programme=programme))
    assert member.get("/portfolio/").status_code == 200
    assert "portfolio.csv" not in member.get("/portfolio/").content.decode()
    assert member.get("/portfolio.csv").status_code == 403
    assert signed_in(person_with(Role.ANALYST, programme=programme)).get("/portfolio.csv").status_code == 200


def test_programmes_that_may_only_be_read_are_not_in_the_file(two):
    reader = person_with(Role.BOARD_MEMBER, programme=ProgrammeFactory(place="Readshire"))
    RoleAssignmentFactory(user=reader, role=Role.ANALYST, programme=Programme.objects.get(key="ownshire"))
    client = signed_in(reader)
    assert "Readshire" in client.get("/portfolio/").content.decode()
    assert [row["Place"] for row in csv_of(client.get("/portfolio.csv"))] == ["Ownshire"]


def test_without_any_role_it_says_so(db):
    assert "No programme yet" in signed_in(UserFactory()).get("/portfolio/").content.decode()


def test_it_is_in_the_menu_for_whoever_sees_two_programmes(two):
    assert 'href="/portfolio/"' in two.get("/").content.decode()
    alone = signed_in(person_with(Role.BOARD_MEMBER, programme=ProgrammeFactory()))
    assert 'href="/portfolio/"' not in alone.get("/").content.decode()


# --- what it says -----------------------------------------------------------------------------------------------------


def csv_of(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_what_is_unknown_is_counted_and_never_nought(db):
    programme = ProgrammeFactory(key="ownshire", place="Ownshire")
    BudgetLineFactory(programme=programme, money="TBC")
    client = signed_in(person_with(Role.ANALYST, programme=programme))
    page = client.get("/portfolio/").content.decode()
    assert "1 of 1 line not known" in page
    assert "£0" not in page
    row = csv_of(client.get("/portfolio.csv"))[0]
    assert (row["Known value"], row["Amounts unknown"]) == ("", "1")


def test_amounts_on_two_bases_are_not_added(db):
    programme = ProgrammeFactory(key="ownshire", place="Ownshire")
    BudgetLineFactory(programme=programme, money="£1.2m p.a.")
    BudgetLineFactory(programme=programme, money="£900,000 one-off")
    client = signed_in(person_with(Role.ANALYST, programme=programme))
    row = csv_of(client.get("/portfolio.csv"))[0]
    assert row["Known value"] == ""
    assert "2 bases, not added" in client.get("/portfolio/").content.decode()


@pytest.mark.parametrize(
    ("sort", "first"), [("-late", "Lateshire"), ("next", "Aheadshire"), ("-programme", "Newshire")]
)
def test_a_column_sorts_and_what_has_none_of_it_stands_last(db, sort, first):
    late = ProgrammeFactory(place="Lateshire")
    MilestoneFactory(programme=late, date="March 2001")
    ahead = ProgrammeFactory(place="Aheadshire")
    MilestoneFactory(programme=ahead, date="March 2090")
    new = ProgrammeFactory(place="Newshire")
    DocumentFactory(programme=new)
    client = signed_in(person_with(Role.PLATFORM_ADMINISTRATOR))
    for descending in (sort, sort.removeprefix("-")):
        rows = client.get("/portfolio/", {"sort": descending}).context["rows"]
        if descending == sort:
            assert rows[0].programme.place == first
        if sort in {"-late", "next"}:
            assert rows[-1].programme.place == "Newshire"


def test_filters_narrow_and_a_wrong_one_is_said_to_be_unused(two):
    MilestoneFactory(programme=Programme.objects.get(key="ownshire"), date="March 2001")
    page = two.get("/portfolio/", {"has": "late"})
    assert [row.programme.key for row in page.context["rows"]] == ["ownshire"]
    assert "1 of 2 programmes" in page.content.decode()
    page = two.get("/portfolio/", {"has": "nonsense"})
    assert len(page.context["rows"]) == 2
    assert "is not one of the choices" in page.content.decode()
    assert two.get("/portfolio.csv", {"has": "nonsense"}).status_code == 400
    assert "No programme fits" in two.get("/portfolio/", {"has": "unknown"}).content.decode()


# --- the papers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def board(all_four):
    return signed_in(person_with(Role.PLATFORM_ADMINISTRATOR))


def test_each_figure_is_the_one_of_the_programmes_own_page(board):
    """Every number of every row opens as many rows as it says."""
    for row in board.get("/portfolio/", {"on": PAPER}).context["rows"]:
        key = row.programme.key
        for number, dates in ((row.late, "overdue"), (row.undated, "undated")):
            page = board.get(reverse("milestones", args=[key]), {"on": PAPER, "dates": dates})
            assert (
                page.context["pagination"].summary.startswith(f"Showing all {number} " if number else "No ")
                or f" of {number} " in page.context["pagination"].summary
            ), (key, dates)
        query = {"origin": "in_paper", "state": "open", "on": PAPER}
        page = board.get(reverse("discrepancies", args=[key]), query)
        assert f" {row.discrepancies} discrepanc" in page.context["pagination"].summary, key


def test_the_papers_inconsistencies_are_all_there(board):
    rows = {row.programme.key: row.discrepancies for row in board.get("/portfolio/").context["rows"]}
    assert rows == {"hampshire": 18, "nottinghamshire": 16, "derby": 16, "essex": 25}


def test_hampshire_on_the_day_of_its_paper(board):
    rows = csv_of(board.get("/portfolio.csv", {"on": DAY}))
    row = next(row for row in rows if row["Place"] == "Hampshire")
    assert (row["Phases"], row["Services in scope"], row["Services TBC"]) == ("3", "16", "3")
    assert (row["Budget lines"], row["Amounts unknown"], row["Latest paper by"]) == ("14", "3", DAY)


@pytest.mark.parametrize("key", ["nottinghamshire", "derby"])
def test_funding_without_an_amount_is_not_known(board, key):
    """Six funders and no sum (hub report); capital of one project and a local tariff, neither given (Derby)."""
    rows = csv_of(board.get("/portfolio.csv"))
    row = next(row for row in rows if row["Reference"] == Programme.objects.get(key=key).reference)
    assert row["Funding without an amount"] == row["Sources of funding"] != "0"
    assert row["Known value"] == ""
    only = {row.programme.key for row in board.get("/portfolio/", {"has": "unknown"}).context["rows"]}
    assert only == {"hampshire", "nottinghamshire", "derby"}
    assert "no amount stated" in board.get("/portfolio/").content.decode()


# --- queries ----------------------------------------------------------------------------------------------------------


def test_the_queries_are_the_same_for_two_programmes_and_for_twelve(two):
    def taken(address):
        with CaptureQueriesContext(connection) as captured:
            assert two.get(address).status_code == 200
        return len(captured)

    for address in ("/portfolio/", "/portfolio.csv", "/"):
        taken(address)
        before = taken(address)
        reader = RoleAssignment.objects.get(programme__key="ownshire").user
        for number in range(5):
            programme = ProgrammeFactory(place=f"Place {address} {number}")
            RoleAssignmentFactory(user=reader, role=Role.ANALYST, programme=programme)
            MilestoneFactory(programme=programme, date="March 2030")
            BudgetLineFactory(programme=programme, money="£1m")
            DocumentFactory(programme=programme)
        assert taken(address) == before, address


def test_home_does_not_call_next_steps_milestones(board):
    """Hampshire's papers print five next steps and five planned actions, and no milestone."""
    page = board.get(reverse("home")).content.decode()
    assert "10 milestones and next steps" in page
    assert "10 milestones;" not in page


def test_a_programme_that_has_decided_no_service_says_what_is_named(board):
    page = board.get("/portfolio/").content.decode()
    assert "19 named" in page
    assert "none decided to be in scope" in page
    assert "in scope, of 19 named" not in page
