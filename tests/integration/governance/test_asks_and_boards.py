"""Asks, feedback and seats."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import BodySeat
from governance.selectors.asks import asks, feedback
from governance.selectors.bodies import board_seats, bodies, programme_board
from programmes.models import Organisation
from tests.factories import (
    BodyFactory,
    BodySeatFactory,
    FeedbackFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RecommendationFactory,
    cite,
    person_with,
    service_in_scope,
)
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)


@pytest.fixture
def client(hampshire):
    return signed_in("board")


def page(client, name, query="on=2018-12-13"):
    return text_of(client.get(f"{reverse(name, args=['hampshire'])}?{query}"))


def test_one_to_agree_two_to_endorse_and_no_outcome(hampshire, client):
    assert [ask.verb for ask in asks(hampshire)] == ["agree", "endorse", "endorse"]
    assert all(ask.in_recommendations_section and not ask.outcome for ask in asks(hampshire))
    shown = page(client, "asks")
    assert "1 to agree and 2 to endorse. No outcome is recorded for 3 of 3." in shown
    assert "Hampshire Health and Wellbeing Board" in shown
    assert shown.count("No outcome recorded") == 3
    assert "Recommendations section" in shown
    assert "para 1" in shown
    assert "para 8" in shown


def test_an_ask_in_the_body_with_an_outcome_says_both(hampshire, client):
    RecommendationFactory(
        programme=hampshire,
        in_recommendations_section=False,
        outcome="Agreed on 13 December 2018",
        verb="note",
    )
    shown = page(client, "asks")
    assert "Body text" in shown
    assert "Not among the recommendations" in shown
    assert "Agreed on 13 December 2018" in shown
    assert "No outcome is recorded for 3 of 4." in shown


def test_the_septembers_feedback_and_the_point_nobody_answered(hampshire, client):
    said = feedback(hampshire)
    assert [row.reference for row in said if row.is_unanswered] == ["HAM-FB-5"]
    assert {row.reference: [p.locator for p in row.response_places] for row in said if row.response} == {
        "HAM-FB-2": ["para 4.4"],
        "HAM-FB-3": ["para 3.12"],
        "HAM-FB-4": ["para 5.2"],
    }
    shown = page(client, "asks")
    assert "5 points of feedback, 1 without an answer." in shown
    assert "ensure due diligence has been completed Printed in para 3.12" in shown
    assert shown.count("No answer recorded") == 1
    assert "None needed: it gives support" in shown


def test_nhs_england_alone_has_no_seat(hampshire, client):
    seats = {seat.organisation: seat for seat in board_seats(hampshire, ON)}
    assert {name: len(seat.services) for name, seat in seats.items()} == {
        "Hampshire CCGs": 10,
        "Hampshire County Council Children's Services": 3,
        "Hampshire County Council Public Health": 2,
        "NHS England": 1,
    }
    assert [name for name, seat in seats.items() if not seat.is_seated] == ["NHS England"]
    assert seats["Hampshire CCGs"].through == ("Partnership CCGs", "West Hampshire CCG")
    shown = page(client, "asks")
    assert "NHS England leads services in scope without a seat on the programme board." in shown
    assert "Through Partnership CCGs and West Hampshire CCG" in shown


def test_with_a_seat_nhs_england_is_seated(hampshire, client):
    board = BodySeat.objects.filter(body__is_programme_board=True).first().body
    BodySeatFactory(body=board, organisation=Organisation.objects.get(name="NHS England"))
    assert all(seat.is_seated for seat in board_seats(hampshire, ON))
    assert "All 4 lead commissioners have a seat." in page(client, "asks")


def test_a_seat_counts_on_its_own_days_and_an_adviser_has_none(hampshire):
    board = BodySeat.objects.filter(body__is_programme_board=True).first().body
    england = Organisation.objects.get(name="NHS England")
    BodySeatFactory(body=board, organisation=england, kind="adviser")
    BodySeatFactory(body=board, organisation=england, starts_on=date(2019, 4, 1), ends_on=date(2020, 4, 1))

    def seated(day):
        (seat,) = [seat for seat in board_seats(hampshire, day) if seat.organisation == "NHS England"]
        return seat.is_seated

    assert [seated(date(2019, 3, 31)), seated(date(2019, 4, 1)), seated(date(2020, 4, 1))] == [
        False,
        True,
        False,
    ]


def test_a_parents_seat_counts_and_a_sisters_does_not():
    programme = ProgrammeFactory()
    council = OrganisationFactory(name="Council")
    health = OrganisationFactory(name="Public health", parent=council)
    children = OrganisationFactory(name="Children's services", parent=council)
    service_in_scope(health, programme=programme)
    board = BodyFactory(programme=programme, is_programme_board=True)
    BodySeatFactory(body=board, organisation=children)
    BodySeatFactory(body=board, organisation=None, interest="procurement")
    (lead,) = board_seats(programme, ON)
    assert not lead.is_seated
    BodySeatFactory(body=board, organisation=council)
    (lead,) = board_seats(programme, ON)
    assert lead.through == ("Council",)


def test_without_a_board_nobody_is_seated_and_no_check_complains():
    programme = ProgrammeFactory()
    service_in_scope(OrganisationFactory(), programme=programme)
    assert programme_board(programme, ON) == (None, ())
    assert [seat.is_seated for seat in board_seats(programme, ON)] == [False]


def test_boards_with_seats_advisers_and_links(hampshire, client):
    board = next(body for body in bodies(hampshire, ON) if body.is_programme_board)
    assert [seat.words for seat in board.members] == [
        "programme management",
        "procurement",
        "Partnership CCGs",
        "West Hampshire CCG",
        "Children's Services",
        "Public Health",
    ]
    assert len(board.advisers) == 2
    shown = page(client, "boards")
    assert "Escalates to Partner organisations' decision-making bodies" in shown
    assert "Advised by HCC procurement, South of England Procurement" in shown
    assert "High impact area board" in shown


def test_a_programme_with_nothing_says_so():
    programme = ProgrammeFactory(key="elsewhere")
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=programme))
    shown = text_of(client.get(reverse("asks", args=["elsewhere"])))
    assert "Nothing is asked." in shown
    assert "No feedback is recorded." in shown
    assert "No service in scope has a lead commissioner on this day." in shown
    assert "No board or other body is recorded." in text_of(client.get(reverse("boards", args=["elsewhere"])))


@pytest.mark.parametrize("name", ["asks", "boards"])
def test_what_a_person_may_not_know_of_is_not_found(hampshire, name):
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=ProgrammeFactory()))
    assert client.get(reverse(name, args=["hampshire"])).status_code == 404


@pytest.mark.parametrize("name", ["asks", "boards"])
def test_pages_take_the_same_queries_for_more_rows(hampshire, client, name):
    address = reverse(name, args=["hampshire"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(5):
        body = BodyFactory(programme=hampshire, name=f"Board {number}")
        BodySeatFactory(body=body)
        cite(RecommendationFactory(programme=hampshire, body=body), "para 9")
        cite(FeedbackFactory(programme=hampshire), "para 9")
        service_in_scope(OrganisationFactory(), programme=hampshire, name=f"Service {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
