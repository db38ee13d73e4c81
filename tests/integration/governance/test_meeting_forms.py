"""Forms of meetings: what is typed is kept, problems name field, row and cure, and who is overtaken is told."""

import re

import pytest
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import AgendaItem, Attendance, InterestDeclared, Meeting
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    BoardPaperFactory,
    BodyFactory,
    DocumentFactory,
    MeetingFactory,
    ProgrammeFactory,
    person_with,
)
from tests.integration.governance.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "The clerk’s list"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="elsewhere", place="Elsewhere")


@pytest.fixture
def meeting(programme):
    return MeetingFactory(programme=programme, body=BodyFactory(programme=programme, name="The board"))


@pytest.fixture
def keeper(programme, client):
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme))
    return client


def at(name, meeting, *more):
    return reverse(name, args=["elsewhere", meeting.reference, *more])


def values(response):
    """What the form of a page would send again: its inputs, its text boxes and what is chosen."""
    page = response.content.decode()
    found = dict(re.findall(r'<input type="(?:text|hidden)" name="([^"]+)"(?: value="([^"]*)")?', page))
    for name, inside in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_record_a_meeting_of_the_body_that_the_address_names(keeper, programme, meeting):
    address = reverse("meeting_add", args=["elsewhere"])
    page = keeper.get(f"{address}?body={meeting.body.reference}").content.decode()
    assert f'value="{meeting.body.reference}" selected' in page
    sent = {"body": meeting.body.reference, "held": "May 2019", "state": "planned", "reason": WHY}
    refused = keeper.post(address, {**sent, "held": "someday soon"})
    assert refused.status_code == 422
    assert "someday soon" in text_of(refused) or 'value="someday soon"' in refused.content.decode()
    assert keeper.post(address, {**sent, "state": "held", "held": "May 2199"}).status_code == 422
    answer = keeper.post(address, sent)
    made = Meeting.objects.get(held_text="May 2019")
    assert answer.url == at("meeting", made)


def test_without_a_body_the_form_says_where_one_is_entered(keeper):
    page = text_of(keeper.get(reverse("meeting_add", args=["elsewhere"])))
    assert "No body is recorded for this programme yet." in page


def sent_for(meeting, **more):
    return {
        "held": meeting.held.printed,
        "state": meeting.state,
        "title": meeting.title,
        "place": meeting.place,
        "minutes": "",
        "note": meeting.note,
        "reason": WHY,
        "version": meeting.version,
        **more,
    }


def test_who_is_overtaken_chooses_field_by_field(keeper, meeting):
    address = at("meeting_change", meeting)
    assert keeper.post(address, sent_for(meeting, place="County hall")).status_code == 302
    stale = keeper.post(address, sent_for(meeting, place="By video", note="Short"))
    assert stale.status_code == 409
    page = text_of(stale)
    assert "County hall" in page
    assert "By video" in page
    assert Meeting.objects.get().place == "County hall"
    again = {**sent_for(meeting, place="By video", note="Short", version=2), "step": "resolve"}
    answer = keeper.post(address, {**again, "keep_place": "theirs", "keep_note": "yours"})
    assert answer.status_code == 302
    kept = Meeting.objects.get()
    assert (kept.place, kept.note) == ("County hall", "Short")
    history = text_of(keeper.get(at("meeting", meeting)))
    assert "Where changed from “(blank)” to “County hall”." in history


def test_an_item_with_a_received_or_a_written_paper_at_its_place(keeper, programme, meeting):
    paper = DocumentFactory(programme=programme, title="The received one")
    written = BoardPaperFactory(programme=programme, body=meeting.body, title="The written one")
    theirs = BoardPaperFactory(programme=programme, title="Of another body")
    first = AgendaItemFactory(programme=programme, meeting=meeting, title="Minutes", position=10)
    address = at("agenda_item_add", meeting)
    page = keeper.get(address).content.decode()
    assert "The received one" in page
    assert "The written one" in page
    assert theirs.title not in page
    sent = {"title": "Delivery", "paper": f"received:{paper.reference}", "after": "", "reason": WHY}
    assert keeper.post(address, {**sent, "title": ""}).status_code == 422
    assert keeper.post(address, sent).status_code == 302
    made = AgendaItem.objects.get(title="Delivery")
    assert (made.document, made.position < first.position) == (paper, True)
    change = at("agenda_item_change", meeting, made.reference)
    moved = {**sent, "paper": f"written:{written.reference}", "after": first.reference, "version": 1}
    assert keeper.post(change, moved).status_code == 302
    assert list(AgendaItem.objects.values_list("title", flat=True)) == ["Minutes", "Delivery"]
    stale = keeper.post(change, {**moved, "title": "Delivery system"})
    assert stale.status_code == 409
    assert "Delivery system" in text_of(stale)


def test_taking_an_item_off_is_asked_for_twice(keeper, programme, meeting):
    item = AgendaItemFactory(programme=programme, meeting=meeting, title="Any other business")
    kept = AgendaItemFactory(programme=programme, meeting=meeting, title="Minuted", minute="Noted")
    address = at("agenda_item_change", meeting, item.reference)
    asked = keeper.post(address, {"step": "remove"})
    assert "Take “Any other business” off the agenda?" in text_of(asked)
    assert AgendaItem.objects.count() == 2
    assert keeper.post(address, {"step": "confirm", "version": 1, "reason": ""}).status_code == 422
    assert keeper.post(address, {"step": "confirm", "version": 9, "reason": WHY}).status_code == 409
    assert keeper.post(address, {"step": "confirm", "version": 1, "reason": WHY}).status_code == 302
    hung = at("agenda_item_change", meeting, kept.reference)
    page = text_of(keeper.get(hung))
    assert "what the minutes say of it would be lost with it" in page
    assert keeper.post(hung, {"step": "confirm", "version": 1, "reason": WHY}).status_code == 422
    assert list(AgendaItem.objects.all()) == [kept]


def test_attendance_is_one_form_of_rows_and_more_of_them(keeper, meeting):
    AttendanceFactory(meeting=meeting, role_title="Chair of the board")
    address = at("meeting_attendance", meeting)
    form = values(keeper.get(address))
    assert form["role_0"] == "Chair of the board"
    assert "role_3" in form
    assert "role_4" not in form
    typed = {**form, "role_1": "Chief nurse", "presence_1": "apologies"}
    more = keeper.post(address, {**typed, "step": "more"})
    assert more.status_code == 200
    assert "There is a problem" not in text_of(more)
    again = values(more)
    assert (again["role_1"], again["presence_1"]) == ("Chief nurse", "apologies")
    assert "role_6" in again
    assert Attendance.objects.count() == 1
    sent = {**again, "role_6": "Head of finance", "presence_6": "present", "reason": WHY}
    assert keeper.post(address, sent).status_code == 302
    assert set(Attendance.objects.values_list("role_title", "presence")) == {
        ("Chair of the board", "present"),
        ("Chief nurse", "apologies"),
        ("Head of finance", "present"),
    }


def test_a_problem_of_attendance_names_its_row_and_leads_to_it(keeper, meeting):
    address = at("meeting_attendance", meeting)
    form = {**values(keeper.get(address)), "reason": WHY}
    half = keeper.post(address, {**form, "role_1": "Chief nurse"})
    assert half.status_code == 422
    assert '<a href="#id_presence_1">Choose the presence in row 2</a>' in half.content.decode()
    name = keeper.post(address, {**form, "role_2": "Dr Jones", "presence_2": "present"})
    assert name.status_code == 422
    assert '<a href="#id_role_2">Row 3: This looks like a person’s name.' in name.content.decode()
    assert keeper.post(address, {**form, "reason": ""}).status_code == 422
    assert not Attendance.objects.exists()


def test_attendance_that_others_changed_meanwhile(keeper, meeting):
    address = at("meeting_attendance", meeting)
    form = {**values(keeper.get(address)), "role_0": "Mine", "presence_0": "present", "reason": WHY}
    AttendanceFactory(meeting=meeting, role_title="Somebody else’s")
    stale = keeper.post(address, form)
    assert stale.status_code == 409
    page = text_of(stale)
    assert "Somebody changed the attendance after you had opened it" in page
    assert "Somebody else’s" in page
    again = {**values(stale), "reason": WHY}
    assert again["role_0"] == "Mine"
    assert keeper.post(address, again).status_code == 302
    assert {row.role_title for row in Attendance.objects.all()} == {"Mine", "Somebody else’s"}


def test_a_row_is_taken_away_by_its_tick(keeper, meeting):
    AttendanceFactory(meeting=meeting, role_title="Goes")
    address = at("meeting_attendance", meeting)
    form = {**values(keeper.get(address)), "gone_0": "on", "reason": WHY}
    assert keeper.post(address, form).status_code == 302
    assert not Attendance.objects.exists()


def test_an_interest_by_dispensation_needs_its_explanation(keeper, programme, meeting):
    item = AgendaItemFactory(programme=programme, meeting=meeting, title="Award")
    address = at("interest_add", meeting)
    sent = {"role_title": "Chief nurse", "text": "Trustee", "item": item.reference, "reason": WHY}
    refused = keeper.post(address, {**sent, "outcome": "dispensation"})
    assert refused.status_code == 422
    assert "Say who gave the dispensation and why" in text_of(refused)
    answer = keeper.post(
        address, {**sent, "outcome": "dispensation", "dispensation": "Monitoring officer: quorum"}
    )
    assert answer.status_code == 302
    assert InterestDeclared.objects.get().item == item
    shown = text_of(keeper.get(at("meeting", meeting)))
    assert "Took part by dispensation Monitoring officer: quorum" in shown
    assert keeper.post(address, sent).status_code == 302
    assert "not recorded" in text_of(keeper.get(at("meeting", meeting))).split("Interests declared")[-1]
