"""“You said, we did” as a page: Hampshire's September, filters, the forms, and files."""

import csv
import io
from html import unescape

import pytest
from django.urls import reverse

from commissioning.core.access import Role
from programmes.models import Engagement, Feedback
from tests.factories import EngagementFactory, FeedbackFactory, ProgrammeFactory
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
HAMPSHIRE = "/programmes/hampshire/feedback/?on=2018-12-13"


@pytest.fixture
def presented(hampshire):
    """The five points hang on the presentation of September, as para 3.12 says."""
    september = Engagement.objects.get(reference="HAM-ENG-3")
    Feedback.objects.filter(programme=hampshire, reference__startswith="HAM-FB-").update(engagement=september)
    return hampshire


@pytest.fixture
def programme():
    return ProgrammeFactory(reference="WIL-PROG", place="Wilton")


def url(programme, name="feedback", *args, query=""):
    return reverse(name, args=[programme.key, *args]) + query


# --- the list -----------------------------------------------------------------------------------------------------


def test_septembers_points_stand_under_their_presentation_the_unanswered_first(presented):
    page = open_page(signed_in(Role.BOARD_MEMBER, presented), HAMPSHIRE)
    assert "5 points of feedback: 1 without an answer, 3 answered, 1 that needs none." in page.words
    assert "Presentation to all partner decision-making bodies 1 of 5 without an answer" in page.words
    first, second = page.tables[0][0], page.tables[0][1]
    assert first[0] == "Ensure due diligence has been completed HAM-FB-5"
    assert first[1] == "September 2018 inferred"
    assert first[2] == "No answer recorded"
    assert first[3] == "74 to 103 days"
    assert second[0].startswith("All organisations fully supported integration")
    assert second[2] == "None needed: it gives support"
    assert [row[2].removesuffix(" date not stated") for row in page.tables[0][2:]] == [
        "Scope and pace increased (Appendix B)",
        "Three aligned procurements rather than one joint procurement",
        "Shared contract review process proposed",
    ]
    assert "answer: para 4.4" in page.tables[0][2][4]


def test_how_people_were_asked_stands_beneath_as_printed(presented):
    page = open_page(signed_in(Role.BOARD_MEMBER, presented), HAMPSHIRE)
    rows = {row[0].split(" HAM-ENG")[0]: row[2:6] for row in page.tables[1]}
    assert rows["Online survey"][1:] == ["over 600 responses", "0", "0"]
    assert rows["Presentation to all partner decision-making bodies"][1:] == ["not stated", "5", "1"]
    assert set(rows) == {
        "Workshops",
        "Online survey",
        "Presentation to all partner decision-making bodies",
    }


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("&answer=unanswered", ["HAM-FB-5"]),
        ("&answer=none_needed", ["HAM-FB-1"]),
        ("&answer=answered", ["HAM-FB-2", "HAM-FB-3", "HAM-FB-4"]),
        ("&sentiment=support", ["HAM-FB-1"]),
        ("&sentiment=none", ["HAM-FB-5", "HAM-FB-2", "HAM-FB-3", "HAM-FB-4"]),
        ("&engagement=HAM-ENG-3&q=procurement", ["HAM-FB-3"]),
        ("&q=due+diligence", ["HAM-FB-5"]),
    ],
)
def test_filters_leave_exactly_what_fits(presented, query, references):
    page = open_page(signed_in(Role.BOARD_MEMBER, presented), HAMPSHIRE + query)
    found = [row[0].split("HAM-FB-")[1][0] for row in page.tables[0]]
    assert [f"HAM-FB-{number}" for number in found] == references


def test_a_filter_that_cannot_be_read_or_fits_nothing_says_so(presented):
    board = signed_in(Role.BOARD_MEMBER, presented)
    wrong = open_page(board, f"{HAMPSHIRE}&answer=perhaps")
    assert "“perhaps” is not one of the choices, so this filter is not used" in wrong.words
    assert len(wrong.tables[0]) == 5
    assert "Nothing said fits these filters" in open_page(board, f"{HAMPSHIRE}&q=zebra").words


def test_the_count_of_the_unanswered_leads_to_them(presented):
    page = open_page(signed_in(Role.BOARD_MEMBER, presented), HAMPSHIRE)
    address = f"{HAMPSHIRE}&answer=unanswered"
    assert address in unescape(page.html)


def test_a_board_member_reads_and_a_manager_is_offered_the_forms(presented):
    board = open_page(signed_in(Role.BOARD_MEMBER, presented), HAMPSHIRE)
    assert "Record what was said" not in board.words
    assert reverse("feedback_answer", args=["hampshire", "HAM-FB-5"]) not in board.html
    manager = open_page(signed_in(Role.PROGRAMME_MANAGER, presented), HAMPSHIRE)
    assert "Record what was said" in manager.words
    assert reverse("feedback_answer", args=["hampshire", "HAM-FB-5"]) in manager.html


def test_points_without_engagement_stand_last_and_say_so(programme):
    asked = EngagementFactory(programme=programme, kind="survey")
    FeedbackFactory(programme=programme, text="First", response="Done")
    FeedbackFactory(programme=programme, text="Second", engagement=asked, response="Done")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert page.words.index("Survey") < page.words.index("No engagement named")
    assert "2 points of feedback: none without an answer, 2 answered." in page.words
    empty = ProgrammeFactory()
    assert "No feedback yet" in open_page(signed_in(Role.BOARD_MEMBER, empty), url(empty)).words


def test_what_is_made_up_is_marked(programme):
    FeedbackFactory(programme=programme, illustrative=True)
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert "Some of what this page shows is illustrative" in page.html
    assert "Illustrative" in page.tables[0][0][0]


# --- forms --------------------------------------------------------------------------------------------------------


def test_a_point_is_recorded_by_its_form_and_waits(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    wrong = manager.post(url(programme, "feedback_add"), {"text": "", "reason": "", "said": "whenever"})
    assert wrong.status_code == 422
    words = Page(wrong).words
    for problem in ("Say what was said", "Say where it comes from", "“whenever” is not a date"):
        assert problem in words
    assert "No engagement is recorded for this programme yet" in words
    sent = {
        "text": "Nobody rang back",
        "said": "March 2019",
        "reason": "A letter",
        "said_by": "A parents’ forum",
    }
    answer = manager.post(url(programme, "feedback_add"), sent, follow=True)
    assert "It waits for an answer until somebody gives one." in Page(answer).words
    assert "1 point of feedback: 1 without an answer, 0 answered." in Page(answer).words


def test_an_answer_is_given_changed_for_a_reason_and_both_are_shown(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    row = FeedbackFactory(programme=programme, text="Nobody rang back", said="March 2019")
    address = url(programme, "feedback_answer", row.reference)
    assert "Nobody has answered yet." in open_page(manager, address).words
    wrong = manager.post(address, {"response": "", "responded": "", "reason": "", "version": 1})
    assert wrong.status_code == 422
    assert "Say what was answered or done" in Page(wrong).words

    sent = {"response": "We ring back in two days", "responded": "April 2019", "reason": "", "version": 1}
    assert "Saved." in Page(manager.post(address, sent, follow=True)).words
    stale = manager.post(address, {**sent, "response": "Three days", "reason": "Late"})
    assert stale.status_code == 409
    words = Page(stale).words
    assert "Somebody answered this after you had opened it" in words
    assert "The answer that stands, April 2019: We ring back in two days" in words
    assert "Three days" in Page(stale).html

    again = {**sent, "response": "Three days", "version": 2}
    unreasoned = manager.post(address, again)
    assert unreasoned.status_code == 422
    assert "Say why the answer changes" in Page(unreasoned).words
    changed = Page(manager.post(address, {**again, "reason": "Two could not be kept."}, follow=True))
    for part in (
        "Answers that were changed",
        "Before: We ring back in two days (April 2019)",
        "Now: Three days (April 2019)",
        "Two could not be kept.",
    ):
        assert part in changed.words


# --- files --------------------------------------------------------------------------------------------------------


def test_the_file_holds_the_view_with_the_wait_as_two_whole_numbers(presented):
    analyst = signed_in(Role.ANALYST, presented)
    address = "/programmes/hampshire/tables/feedback.csv?on=2018-12-13"
    body = analyst.get(address).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert rows[0]["Reference"] == "HAM-FB-5"
    assert [row["Answer marker"] for row in rows] == [
        "no answer recorded",
        "none needed",
        "answered",
        "answered",
        "answered",
    ]
    first = rows[0]
    assert (
        first["Answer"],
        first["Days without an answer, at least"],
        first["Days without an answer, at most"],
    ) == (
        "",
        "74",
        "103",
    )
    assert rows[2]["Answer printed in"] == "HAM-2018-12 para 4.4"
    only = analyst.get(f"{address}&answer=unanswered").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(only)))) == 1
    assert analyst.get(f"{address}&answer=perhaps").status_code == 400
    assert signed_in(Role.BOARD_MEMBER, presented).get(address).status_code == 403
