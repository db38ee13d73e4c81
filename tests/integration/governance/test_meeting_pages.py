"""Boards, bodies and meetings of the four papers, and the made-up county's, as their readers meet them."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Body, Meeting
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    BodySeatFactory,
    ChairFactory,
    DecisionFactory,
    GovernanceLinkFactory,
    InterestDeclaredFactory,
    MeetingFactory,
    cite,
)
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(all_five):
    return signed_in("manager")


def shown(client, name, *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return text_of(response)


def body_called(key, name):
    return Body.objects.get(programme__key=key, name=name).reference


def meeting_of(key, name, when):
    return Meeting.objects.get(programme__key=key, body__name=name, held_text=when).reference


# --- the map ------------------------------------------------------------------------------------------------------


def test_nottinghamshires_two_lines_are_said_and_the_proposed_one_is_no_third(client):
    page = shown(client, "boards", "nottinghamshire")
    for words in (
        "Integrated Commissioning Hub has 2 lines of accountability",
        "accountable to Nottinghamshire Children's Trust Board and line managed by Corporate Director for Children",
        "Proposed, and so no line yet: Integrated Commissioning Hub to CCGs: links with, proposed",
        "(“possible formal direct links if agreed”).",
        "Nottinghamshire Children's Trust Board is accountable to Health and Wellbeing Board.",
    ):
        assert words in page, words
    hub = shown(
        client, "body", "nottinghamshire", body_called("nottinghamshire", "Integrated Commissioning Hub")
    )
    assert "2 lines of accountability: accountable to" in hub
    assert "Hub team" in hub


def test_derbys_chain_and_hampshires_escalation(client):
    derby, hampshire = (shown(client, "boards", key) for key in ("derby", "hampshire"))
    assert "Commissioning Groups (eight intentions) report to Integrated Commissioning Board" in derby
    assert "Integrated Commissioning Board reports to Health and Well-being Board" in derby
    assert "Programme board escalates to Partner organisations' decision-making bodies" in hampshire
    for page in (derby, hampshire):
        assert "lines of accountability:" not in page
    assert "5 bodies, 1 of which decides for its own organisation" in hampshire


def test_evelinas_three_co_chairs_and_other_boards_of_areas(client):
    page = shown(client, "boards", "essex")
    assert "Partnership Board with three rotating co-chairs" in page
    assert "Three co-chairs: provider, commissioner, parent" in page
    assert "Two co-chairs" not in page  # the review calls nobody else so
    assert "Chairs over time: Senior Responsible Officer (initially); Director of Children's Services" in page
    assert "section 5.3.6" in page
    assert (
        reverse("area", args=["essex", "EVELINA"])
        in client.get(reverse("boards", args=["essex"])).content.decode()
    )
    assert "Boards of the areas reviewed" not in shown(client, "boards", "hampshire")


# --- bodies -------------------------------------------------------------------------------------------------------


def test_a_board_over_time_follows_the_day(client):
    board = body_called("illustration", "Partnership commissioning board")
    before, now = (
        shown(client, "body", "illustration", board, query=query) for query in ("?on=2025-03-01", "")
    )
    for page, chair in ((before, "Director of public health"), (now, "Director of children’s services")):
        on_the_day = page.split("Who chairs it")[1].split("Who sits on it")[0]
        assert chair in on_the_day
    today, earlier = now.split("Who chairs it")[1].split("Who sits on it")[0].split("Before")
    assert "Director of public health" in earlier
    assert "Director of public health" not in today
    assert today.count("Co-chair") == 2
    seats = before.split("Who sits on it")[1].split("Lines between it")[0]
    assert "To come" in seats
    assert "Parents and carers An interest, not one organisation’s seat" in seats.split("To come")[1]


def test_a_body_page_says_what_waits_for_its_position(client):
    waiting = [
        row
        for row in Body.objects.filter(programme__key="illustration", is_sovereign=True)
        if "waits for its position" in shown(client, "body", "illustration", row.reference)
        and "No decision waits" not in shown(client, "body", "illustration", row.reference)
    ]
    assert len(waiting) == 1  # the crisis service is agreed by 3 of 4
    assert "Nobody is listed" not in shown(
        client, "body", "illustration", body_called("illustration", "Partnership commissioning board")
    )


# --- meetings -----------------------------------------------------------------------------------------------------


def test_the_room_of_hampshires_meeting_has_its_paper_and_three_recommendations(client):
    when = meeting_of("hampshire", "Hampshire Health and Wellbeing Board", "13 December 2018")
    page = shown(client, "meeting", "hampshire", when)
    for words in (
        "1 item on the agenda; 3 recommendations put to it, no outcome recorded for 3; no decision recorded.",
        "Its day has passed, and nobody has recorded whether it was held.",
        "Delivering system wide integration of children and young people's services by 2022/23 Received",
        "inclusion of an integrated CYP delivery system by 2023 in the new Health and Wellbeing Strategy",
        "Nobody’s attendance is recorded.",
        "No interest is recorded as declared.",
        "No pack has been made for this meeting.",
    ):
        assert words in page, words
    earlier = shown(client, "meeting", "hampshire", when, query="?on=2018-12-01")
    assert "Its day has passed" not in earlier


def test_nottinghamshires_three_meetings(client):
    page = shown(client, "meetings", "nottinghamshire")
    assert "3 meetings: 2 held, none still to come, 1 past without word of whether they were held." in page
    committee = "Children and Young People's Committee"
    item = shown(
        client, "meeting", "nottinghamshire", meeting_of("nottinghamshire", committee, "10 June 2013")
    )
    assert "10 Integrated commissioning arrangements for children's health services" in item
    assert "3 recommendations put to it" in item
    board = meeting_of("nottinghamshire", "Health and Wellbeing Board", "17 April 2013")
    assert "supported as positive development" in shown(client, "meeting", "nottinghamshire", board)


def test_the_county_shows_attendance_interests_and_what_was_decided(client):
    board = meeting_of("illustration", "Partnership commissioning board", "20 October 2026")
    page = shown(client, "meeting", "illustration", board)
    for words in (
        "5 present for the body, of 7 roles recorded.",
        "Left the meeting",
        "Took part by dispensation Given by the co-chairs for this meeting: no item concerned the charity",
        "Agreed by 3 of 4, 1 of them with conditions; awaited from 1",
        "Written here",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=held", 2),
        ("show=unsettled", 1),
        ("show=no-minutes", 2),
        ("q=trust+board", 1),
        ("q=nothing", 0),
    ],
)
def test_the_list_and_its_file_are_the_same_view(client, query, count):
    page = shown(client, "meetings", "nottinghamshire", query=f"?{query}")
    assert f"Showing {'all ' if count == 3 else ''}{count} meeting" in page
    file = client.get(reverse("table_csv", args=["nottinghamshire", "meetings"]) + f"?{query}")
    assert len(file.content.decode().strip().splitlines()) == count + 1


def test_a_side_of_the_filter_that_is_none_is_said_and_not_used(client):
    page = shown(client, "meetings", "nottinghamshire", query="?state=adjourned")
    assert "“adjourned” is not one of the choices" in page
    assert "Showing all 3 meetings" in page


# --- queries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["boards", "body", "meetings", "meeting"])
def test_more_rows_ask_no_more_questions(client, name):
    body = Body.objects.get(programme__key="hampshire", is_programme_board=True)
    meeting = MeetingFactory(programme=body.programme, body=body)
    args = ["hampshire", *{"body": [body.reference], "meeting": [meeting.reference]}.get(name, [])]

    def fill():
        DecisionFactory(programme=body.programme, body=body, meeting=meeting)
        MeetingFactory(programme=body.programme, body=body)
        item = AgendaItemFactory(programme=body.programme, meeting=meeting)
        cite(item, "item 1")
        InterestDeclaredFactory(programme=body.programme, meeting=meeting, item=item)
        AttendanceFactory(meeting=meeting)
        ChairFactory(programme=body.programme, body=body)
        seat = BodySeatFactory(body=body)
        assert seat.body == body
        other = GovernanceLinkFactory(programme=body.programme, source=body)
        assert other.source == body

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(asked)

    fill()
    client.get(reverse(name, args=args))
    few = queries()
    for _ in range(4):
        fill()
    assert queries() == few


# --- files --------------------------------------------------------------------------------------------------------


def rows_of(client, key, table):
    file = client.get(reverse("table_csv", args=[key, table]))
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def test_files_of_bodies_tell_lines_from_links_that_are_none(client):
    links = rows_of(client, "nottinghamshire", "body_links")
    assert len(links) == 5
    lines = [(row["From"], row["To"]) for row in links if row["Line of accountability"] == "yes"]
    assert set(lines) == {
        ("Integrated Commissioning Hub", "Nottinghamshire Children's Trust Board"),
        ("Integrated Commissioning Hub", "Corporate Director for Children, Families and Cultural Services"),
        ("Nottinghamshire Children's Trust Board", "Health and Wellbeing Board"),
    }
    (proposed,) = (row for row in links if row["Proposed"] == "yes")
    assert proposed["To"] == "CCGs"
    hub = next(row for row in rows_of(client, "nottinghamshire", "bodies") if row["Also named"] == "Hub team")
    assert hub["Lines of accountability"] == "2"


def test_files_of_meetings_leave_empty_what_nobody_recorded(client):
    agenda = {row["Meeting"]: row for row in rows_of(client, "nottinghamshire", "agenda")}
    numbers = {row["Number"]: row["Minute"] for row in agenda.values()}
    assert numbers["10"] == ""
    assert "supported as positive development" in numbers.values()
    (interest,) = (
        row
        for row in rows_of(client, "illustration", "interests")
        if row["What was done"] == "Left the meeting"
    )
    assert (interest["Role"], interest["Dispensation"]) == ("Chief nurse", "")
    there = rows_of(client, "illustration", "attendance")
    assert len(there) == 7
    assert {row["Illustrative"] for row in there} == {"yes"}
    chairs = rows_of(client, "illustration", "chairs")
    assert {row["Standing"] for row in chairs if row["Chairs on the day"] == "yes"} >= {"Co-chair"}
    seats = rows_of(client, "hampshire", "body_seats")
    assert [row["Seat"] for row in seats if row["Of an organisation"] == "no"] == [
        "programme management",
        "procurement",
    ]
