"""Board actions beside their answers: Derby's as the paper has them, and the doors that record and answer them."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import BoardAction, ProgressResponse
from governance.selectors.actions import action_of, actions
from governance.services.actions import add_action, mark_weakened, respond
from programmes.access import Grants
from tests.factories import (
    BoardActionFactory,
    BodyFactory,
    DocumentFactory,
    ProgrammeFactory,
    ProgressResponseFactory,
    UserFactory,
)
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/programmes/derby/actions/"
LATER = date(2014, 4, 15)
TODAY = date(2014, 4, 15)
EVERYTHING = Grants(everything=True)


# --- the paper ----------------------------------------------------------------------------------------------------


@pytest.fixture
def views(derby):
    return {view.reference: view for view in actions(derby, LATER)}


def test_each_of_the_four_actions_stands_beside_its_answer(views):
    """Para 4.4: four actions agreed in April, each with one answer in the report of August or September 2013."""
    assert list(views) == [f"DER-ACT-{number}" for number in (1, 2, 3, 4)]
    for view in views.values():
        assert view.agreed.start == date(2013, 4, 1)
        assert (len(view.responses), view.is_answered) == (1, True)
        assert view.responses[0].document_reference == "DER-2013-09"
    assert [view.state for view in views.values()] == ["complete", "in_progress", "complete", "in_progress"]


def test_the_states_are_kept_as_the_readers(views):
    assert all("narrative only" in view.state_note for view in views.values())


def test_the_list_says_once_whose_the_states_are_and_the_page_of_an_action_says_it_of_its_own(derby):
    board = signed_in(Role.BOARD_MEMBER, derby)
    said = open_page(board, LIST)
    one = open_page(board, f"{LIST}DER-ACT-1/")

    assert said.words.count("The paper gives words only; the states are its reader’s.") == 1
    assert "the state is its reader’s" not in said.words
    assert "The paper gives words only; the state is its reader’s." in one.words
    assert "extract" not in (said.words + one.words).lower()


def test_days_since_the_answer_are_as_loose_as_its_date(views):
    # From the 30 September that the report may be of, and from its 1 August, to 15 April 2014.
    assert views["DER-ACT-1"].since.printed == "197 to 257 days"


def test_quarterly_reports_were_missed_before_the_first_and_after_it(views):
    missed = views["DER-ACT-4"].missed
    assert missed.runs == ("April to June 2013", "October 2013 to March 2014 (2 quarters)")
    assert [views[f"DER-ACT-{number}"].missed for number in (1, 2, 3)] == [None, None, None]


def test_that_regular_is_less_than_quarterly_is_a_hint_and_not_a_mark(views):
    assert "promised every quarter" in views["DER-ACT-4"].hint
    assert not any(view.weakened for view in views.values())
    assert views["DER-ACT-1"].hint == ""


def test_before_the_report_nobody_had_answered_and_before_april_nothing_was_asked(derby):
    june = actions(derby, date(2013, 6, 30))
    assert [view.is_answered for view in june] == [False] * 4
    assert june[0].since.printed == "61 to 90 days"  # since it was agreed
    assert actions(derby, date(2013, 3, 31)) == ()


# --- the doors ----------------------------------------------------------------------------------------------------


@pytest.fixture
def person():
    return UserFactory(job_title="Programme manager")


@pytest.fixture
def action():
    return BoardActionFactory(agreed="April 2013")


def refusal(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


def answered(action, person, **given):
    values = {
        "text": "A joint team is in place",
        "reported": parse_fuzzy_date("12 September 2013"),
        "state": "in_progress",
        "reason": "Minute 7",
        "expected_version": 1,
    }
    return respond(action, today=TODAY, by=person, grants=EVERYTHING, **{**values, **given})


def test_an_answer_is_added_with_the_state_it_leaves(action, person):
    response = answered(action, person)
    action.refresh_from_db()
    assert (response.state_before, response.state_after, action.state) == (
        "open",
        "in_progress",
        "in_progress",
    )
    assert response.reference == f"{action.reference}-R-1"
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgressResponse.objects.update(text="Rewritten")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"reported": parse_fuzzy_date("TBC")}, "reported"),
        ({"reported": parse_fuzzy_date("May 2014")}, "reported"),
        ({"reported": parse_fuzzy_date("March 2013")}, "reported"),
        ({"state": "nearly"}, "state"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_answer_is_refused_by_field(action, person, given, field):
    assert field in refusal(lambda: answered(action, person, **given))
    assert not action.responses.exists()
    answered(action, person)  # the twin that passes


def test_a_paper_of_another_programme_is_refused(action, person):
    assert "document" in refusal(lambda: answered(action, person, document=DocumentFactory()))
    answered(action, person, document=DocumentFactory(programme=action.programme))


def test_an_answer_entered_late_tells_of_its_time_and_leaves_the_state(action, person):
    answered(action, person)
    late = {"reported": parse_fuzzy_date("June 2013"), "expected_version": 2}
    assert "state" in refusal(lambda: answered(action, person, state="complete", **late))
    answered(action, person, state="in_progress", **late)
    view = action_of(actions(action.programme, TODAY), action.reference)
    assert [row.reported.printed for row in view.responses] == ["June 2013", "12 September 2013"]
    then = action_of(actions(action.programme, date(2013, 8, 1)), action.reference)
    assert (then.state, len(then.responses)) == ("open", 1)


def test_nothing_is_due_after_the_answer_that_completes_the_action(person):
    action = BoardActionFactory(agreed="April 2013", reports_promised="quarterly")
    answered(action, person, state="complete")
    view = action_of(actions(action.programme, date(2020, 1, 1)), action.reference)
    assert view.missed.runs == ("April to June 2013",)


def test_who_was_overtaken_is_told(action, person):
    answered(action, person)
    with pytest.raises(StaleEdit):
        answered(action, person)
    answered(action, person, expected_version=2)


def test_weakened_is_ticked_by_a_person_with_a_reason_and_taken_off_again(action, person):
    how = {"today": TODAY, "by": person, "grants": EVERYTHING}
    early = refusal(lambda: mark_weakened(action, True, reason="Less", expected_version=1, **how))
    assert "no answer yet" in early["weakened"][0]
    answered(action, person)
    assert "reason" in refusal(lambda: mark_weakened(action, True, reason=" ", expected_version=2, **how))
    mark_weakened(action, True, reason="“Regular” is less than “quarterly”", expected_version=2, **how)
    assert (
        "already"
        in refusal(lambda: mark_weakened(action, True, reason="Again", expected_version=3, **how))[
            "weakened"
        ][0]
    )
    mark_weakened(action, False, reason="The board agreed to it", expected_version=3, **how)

    view = action_of(actions(action.programme, TODAY), action.reference)
    assert (view.weakened, len(view.responses)) == (False, 1)
    assert [(row.kind, row.text) for row in view.marks] == [
        ("weakened", "“Regular” is less than “quarterly”"),
        ("not_weakened", "The board agreed to it"),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"body": None}, "body"),
        ({"text": " "}, "text"),
        ({"reports_promised": "now and then"}, "reports_promised"),
        ({"reports_promised": "quarterly", "agreed": parse_fuzzy_date("TBC")}, "agreed"),
        ({"owner_role": "jo@example.org"}, "owner_role"),
        ({"reason": ""}, "reason"),
    ],
)
def test_recording_an_action_is_refused_by_field(person, given, field):
    programme = ProgrammeFactory()
    values = {
        "body": BodyFactory(programme=programme),
        "text": "Report every quarter",
        "agreed": parse_fuzzy_date("April 2013"),
        "reason": "Minute 4",
    }
    who = {"by": person, "grants": EVERYTHING}
    assert field in refusal(lambda: add_action(programme, **who, **{**values, **given}))
    made = add_action(programme, **who, **values)
    assert made.reference == "T-ACT-1"
    assert (
        "this programme"
        in refusal(lambda: add_action(programme, **who, **{**values, "body": BodyFactory()}))["body"][0]
    )


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def board(derby):
    return signed_in(Role.BOARD_MEMBER, derby)


@pytest.fixture
def manager(derby):
    return signed_in(Role.PROGRAMME_MANAGER, derby, job_title="Programme manager")


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def test_the_list_counts_what_needs_attention_and_each_count_opens_its_actions(board):
    page = open_page(board, f"{LIST}?on=2014-04-15")
    assert "4 actions: 2 complete or closed, 2 still open." in page.words
    assert "1 with a promised report missing" in page.words
    assert "3 quarters without a report" in page.results
    missing = open_page(board, f"{LIST}?on=2014-04-15&attention=missing")
    assert missing.first_column == [next(name for name in page.first_column if "Quarterly" in name)]


def test_an_unanswered_action_stays_and_says_so(board):
    page = open_page(board, f"{LIST}?on=2013-06-30")
    assert page.results.count("No answer yet") == 4
    assert open_page(board, f"{LIST}?on=2013-06-30&attention=unanswered").results.count("No answer yet") == 4
    assert "No action fits these filters" in open_page(board, f"{LIST}?q=nothing+says+this").results


def test_the_page_of_the_quarterly_reports(board):
    page = open_page(board, f"{LIST}DER-ACT-4/?on=2014-04-15")
    assert "No report is recorded for 3 of 4 quarters" in page.words
    assert "April to June 2013 and October 2013 to March 2014 (2 quarters)" in page.words
    assert "This is the first; further reports" in page.words
    assert "The paper gives words only; the state is its reader’s." in page.words
    assert "Reports were promised every quarter" in page.words
    assert "Add an answer" not in page.words
    assert board.get(f"{LIST}DER-ACT-99/").status_code == 404


def test_the_page_of_an_action_agreed_only_later_says_so(board):
    page = open_page(board, f"{LIST}DER-ACT-4/?on=2013-03-31")
    assert "It was agreed only after this day" in page.words
    assert "It was agreed only after" not in open_page(board, f"{LIST}DER-ACT-4/?on=2013-04-01").words


def test_an_answer_is_given_on_the_page(manager):
    address = f"{LIST}DER-ACT-2/respond/"
    form = manager.get(address).context["form"]
    given = {
        "text": "The plan is agreed",
        "reported": "12 December 2013",
        "state": "complete",
        "document": "",
        "reason": "Minute 9 of 12 December",
        "version": form["version"].value(),
    }
    refused = manager.post(address, {**given, "reported": "soon", "text": ""})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"text", "reported"}
    page = Page(manager.post(address, given, follow=True))
    assert "The plan is agreed" in page.words
    assert "State Complete" in page.words
    assert "narrative only" not in page.words  # the state is now a person's, not the extractor's

    late = manager.post(address, given)  # the same form once more: the action has moved on
    assert late.status_code == 409
    assert "Somebody answered or changed this action" in text(late)
    assert late.context["form"]["text"].value() == "The plan is agreed"
    assert late.context["form"]["version"].value() != given["version"]


def test_the_mark_is_set_on_the_page_and_needs_its_reason(manager):
    page = manager.get(f"{LIST}DER-ACT-4/")
    given = {"weakened": "yes", "version": page.context["form"]["version"].value()}
    refused = manager.post(f"{LIST}DER-ACT-4/weakened/", {**given, "reason": ""})
    assert refused.status_code == 422
    assert "Say what is less" in text(refused)
    assert not BoardAction.objects.get(reference="DER-ACT-4").weakened
    done = Page(manager.post(f"{LIST}DER-ACT-4/weakened/", {**given, "reason": "Not quarterly"}, follow=True))
    assert "Marked as weakened: Not quarterly" in done.words
    assert "Take the mark off" in done.words
    again = manager.post(f"{LIST}DER-ACT-4/weakened/", {**given, "reason": "Mine"})
    assert again.status_code == 409
    assert "Mine" in text(again)


def test_an_action_is_recorded_on_the_page(manager, derby):
    body = BodyFactory(programme=derby)
    given = {
        "body": body.reference,
        "text": "Bring a savings plan",
        "agreed": "September 2013",
        "due": "by April 2014",
        "owner_role": "Director of Commissioning",
        "reports_promised": "quarterly",
        "reason": "Minute 3",
    }
    page = Page(manager.post(f"{LIST}add/", given, follow=True))
    assert "Bring a savings plan" in page.words
    assert "Nobody has answered yet" in page.words
    refused = manager.post(f"{LIST}add/", {**given, "body": "", "agreed": ""})
    assert set(refused.context["form"].errors) == {"body", "agreed"}


def test_who_may_only_read_gets_403(board):
    for path in ("add/", "DER-ACT-4/respond/"):
        assert board.get(LIST + path).status_code == 403
    assert board.post(f"{LIST}DER-ACT-4/weakened/", {}).status_code == 403


def test_a_programme_without_actions_or_boards_says_so():
    programme = ProgrammeFactory(key="empty")
    client = signed_in(Role.PROGRAMME_MANAGER, programme)
    assert "No actions yet" in open_page(client, "/programmes/empty/actions/").words
    assert "No board is recorded" in open_page(client, "/programmes/empty/actions/add/").words
    BodyFactory(programme=programme)
    assert "No board is recorded" not in open_page(client, "/programmes/empty/actions/add/").words


def test_an_answer_without_a_date_is_shown_and_proves_no_report(derby):
    action = BoardActionFactory(programme=derby, agreed="April 2013", reports_promised="yearly")
    ProgressResponseFactory(programme=derby, action=action, reported="TBC")
    view = action_of(actions(derby, LATER), action.reference)
    assert view.is_answered
    assert (view.since, view.missed.runs) == (None, ("April 2013 to March 2014",))


def test_the_page_says_who_recorded_the_action_and_when(board):
    (entry,) = open_page(board, f"{LIST}DER-ACT-4/?on=2014-04-15").response.context["recorded"]
    assert (entry.sentence, entry.who) == ("Recorded.", "The command “load_demo”")
    assert entry.when is not None
