"""New target dates of boards' actions: what the door takes, what the tracker shows of them, and what a pack is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import TargetDateChange
from governance.selectors.actions import action_of, actions, late_and_slipped
from governance.services.action_dates import redate
from governance.services.actions import add_action, mark_weakened, respond
from programmes.access import NOTHING, Grants
from programmes.services.milestones import change_milestone
from tests.factories import (
    BoardActionFactory,
    BodyFactory,
    MilestoneFactory,
    ProgrammeFactory,
    UserFactory,
)
from tests.factories.boards import (
    BodyPositionFactory,
    DecisionFactory,
    MeetingFactory,
    TargetDateChangeFactory,
)
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2013, 9, 30)
EVERYTHING = Grants(everything=True)
ROOT = "/programmes/own/actions/"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="own")


@pytest.fixture
def action(programme):
    return BoardActionFactory(programme=programme, agreed="April 2013", due="June 2013")


def fuzzy(text):
    return parse_fuzzy_date(text)


def moved(action, to, **given):
    values = {"reason": "More time was needed", "by": UserFactory(), "grants": EVERYTHING, "on": TODAY}
    action.refresh_from_db()
    return redate(action, to=fuzzy(to), **{**values, "version": action.version, **given})


def view_of(action, on=TODAY):
    return action_of(actions(action.programme, on), action.reference)


# --- the door -----------------------------------------------------------------------------------------------------


def test_two_slips_are_counted_and_measured_from_the_first_date(action):
    """June to September to October 2013: three, then four months after the first; the first date stays."""
    moved(action, "September 2013", given_on=date(2013, 6, 3))
    assert view_of(action).slips.words == "slipped once, by 3 months"
    moved(action, "by October 2013", given_on=date(2013, 9, 2))
    view = view_of(action)
    assert (view.slips.count, view.due.printed, view.original_due.printed) == (
        2,
        "by October 2013",
        "June 2013",
    )
    assert [change.reason for change in view.date_changes] == ["More time was needed"] * 2


def test_an_earlier_day_shows_the_date_of_that_day(action):
    moved(action, "September 2013", given_on=date(2013, 6, 3))
    moved(action, "October 2013", given_on=date(2013, 9, 2))
    days = (date(2013, 6, 2), date(2013, 6, 3), date(2013, 9, 1), date(2013, 9, 2))
    seen = [view_of(action, day) for day in days]
    assert [view.due.printed for view in seen] == [
        "June 2013",
        "September 2013",
        "September 2013",
        "October 2013",
    ]
    assert [view.slips.count for view in seen] == [0, 1, 1, 2]


def test_a_date_brought_forward_is_no_slip(action):
    moved(action, "May 2013")
    view = view_of(action)
    assert (view.slips.count, view.slips.words) == (0, "not slipped")


@pytest.mark.parametrize(
    ("to", "given", "field"),
    [
        ("June 2013", {}, "to"),
        ("March 2013", {}, "to"),
        ("September 2013", {"reason": " "}, "reason"),
        ("September 2013", {"given_on": date(2013, 10, 1)}, "given_on"),
        ("September 2013", {"given_on": date(2013, 3, 31)}, "given_on"),
    ],
)
def test_a_new_date_is_refused_by_field(action, to, given, field):
    with pytest.raises(ValidationError) as caught:
        moved(action, to, **given)
    assert set(caught.value.message_dict) == {field}
    assert not TargetDateChange.objects.exists()
    moved(action, "September 2013")  # the twin that passes


def test_changes_follow_one_another_and_what_is_finished_has_no_target(action):
    moved(action, "September 2013", given_on=date(2013, 6, 3))
    with pytest.raises(ValidationError) as caught:
        moved(action, "October 2013", given_on=date(2013, 6, 2))
    assert "3 June 2013" in caught.value.message_dict["given_on"][0]
    moved(action, "October 2013", given_on=date(2013, 6, 3))
    action.refresh_from_db()
    action.state = "complete"
    action.save()
    with pytest.raises(ValidationError) as caught:
        moved(action, "November 2013")
    assert "state" in caught.value.message_dict


def test_who_was_overtaken_is_told_and_a_change_is_written_once(action):
    moved(action, "September 2013")
    with pytest.raises(StaleEdit):
        moved(action, "October 2013", version=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetDateChange.objects.update(reason="Other")


def test_every_door_of_actions_asks_for_the_permission_itself(programme, action):
    who = {"by": UserFactory(), "grants": NOTHING, "reason": "Minute 4"}
    calls = (
        lambda: add_action(
            programme, body=BodyFactory(programme=programme), text="Do it", agreed=fuzzy("May 2013"), **who
        ),
        lambda: respond(
            action,
            text="Done",
            reported=fuzzy("May 2013"),
            state="complete",
            today=TODAY,
            expected_version=1,
            **who,
        ),
        lambda: mark_weakened(action, True, today=TODAY, expected_version=1, **who),
        lambda: moved(action, "September 2013", grants=NOTHING),
    )
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    moved(action, "September 2013")


def test_an_action_keeps_the_meeting_decision_and_condition_it_comes_from(programme):
    body = BodyFactory(programme=programme, name="Health and Wellbeing Board")
    meeting = MeetingFactory(programme=programme, body=body, held="13 December 2018")
    decision = DecisionFactory(programme=programme, title="A joint team")
    position = BodyPositionFactory(
        programme=programme, decision=decision, body=BodyFactory(programme=programme, name="The council")
    )
    given = {"body": body, "text": "Report every quarter", "agreed": fuzzy("13 December 2018")}
    who = {"by": UserFactory(), "grants": EVERYTHING, "reason": "Minute 4"}
    with pytest.raises(ValidationError) as caught:
        add_action(programme, **given, **who, meeting=MeetingFactory())
    assert set(caught.value.message_dict) == {"meeting"}
    made = add_action(programme, **given, **who, meeting=meeting, condition_of=position)
    origin = view_of(made, date(2018, 12, 14)).origin
    assert (origin.meeting_title, origin.meeting_held.printed) == (
        "Health and Wellbeing Board",
        "13 December 2018",
    )
    assert (origin.decision_title, origin.condition_body) == ("A joint team", "The council")


# --- late and slipped ---------------------------------------------------------------------------------------------


def test_late_and_slipped_holds_both_kinds_the_latest_first(programme):
    person = UserFactory()
    late = BoardActionFactory(programme=programme, agreed="April 2013", due="31 August 2013")
    slipped = BoardActionFactory(programme=programme, agreed="April 2013", due="30 June 2013")
    BoardActionFactory(programme=programme, agreed="April 2013", due="31 December 2013")  # on time
    BoardActionFactory(programme=programme, agreed="April 2013", due="1 May 2013", state="complete")
    moved(slipped, "30 November 2013")
    milestone = MilestoneFactory(programme=programme, date="31 July 2013")
    change_milestone(
        milestone,
        state=milestone.state,
        when=fuzzy("15 September 2013"),
        owner_role="",
        effective_on=date(2013, 8, 1),
        today=TODAY,
        reason="Holidays",
        by=person,
        expected_version=milestone.version,
    )
    rows = late_and_slipped(programme, TODAY)
    # 31 August to 30 September are 30 days; 15 September to 30 September 15.
    assert [(row.reference, row.days_late, row.slips.count) for row in rows] == [
        (late.reference, 30, 0),
        (milestone.reference, 15, 1),
        (slipped.reference, 0, 1),
    ]
    assert [row.page for row in rows] == ["action", "milestone", "action"]
    assert rows[1].original.printed == "31 July 2013"
    assert rows[1].slips.words == "slipped once, by 2 months"  # July to September


def test_before_a_milestone_was_put_off_it_had_not_slipped(programme):
    milestone = MilestoneFactory(programme=programme, date="31 July 2013")
    assert late_and_slipped(programme, date(2013, 7, 31)) == ()
    assert [row.days_late for row in late_and_slipped(programme, date(2013, 8, 1))] == [1]
    assert milestone.reference == late_and_slipped(programme, TODAY)[0].reference


def test_late_and_slipped_asks_no_more_for_more_rows(programme):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            late_and_slipped(programme, TODAY)
        return len(captured)

    def more():
        moved(BoardActionFactory(programme=programme, agreed="April 2013", due="May 2013"), "July 2013")
        MilestoneFactory(programme=programme, date="May 2013")

    more()
    few = asked()
    for _ in range(4):
        more()
    assert asked() == few


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(programme):
    return signed_in(Role.PROGRAMME_MANAGER, programme, job_title="Director of Public Health")


def test_a_new_date_is_given_on_its_page(manager, action):
    address = f"{ROOT}{action.reference}/new-date/"
    given = {"to": "September 2013", "given_on": "3 June 2013", "reason": "Leave", "version": action.version}
    refused = manager.post(address, {**given, "to": "", "reason": ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"to", "reason"})
    page = Page(manager.post(f"{address}", given, follow=True))
    assert "Target date changed from June 2013 to September 2013." in page.words
    assert "First June 2013, slipped once, by 3 months." in page.words
    late = manager.post(address, {**given, "to": "October 2013"})
    assert late.status_code == 409
    assert late.context["form"]["to"].value() == "October 2013"
    assert "slipped once, by 3 months" in Page(late).words


def test_the_tracker_marks_what_slipped_and_each_filter_holds_exactly_its_actions(programme, manager):
    board = BodyFactory(programme=programme, name="Programme board")
    meeting = MeetingFactory(programme=programme, body=board, held="12 April 2013")
    factory = {"programme": programme, "body": board, "agreed": "April 2013"}
    own = BoardActionFactory(
        **factory, text="Mine", due="June 2013", owner_role="Director of Public Health", meeting=meeting
    )
    BoardActionFactory(
        **factory, text="Theirs", due="May 2013", owner_role="Head of Finance", state="complete"
    )
    BoardActionFactory(**factory, text="Nobody’s")
    moved(own, "October 2013", given_on=date(2013, 6, 3))
    page = open_page(manager, f"{ROOT}?on=2013-09-30")
    assert "1 open and yours to do" in page.words
    assert "1 put off to a later date" in page.words
    assert "first June 2013, slipped once, by 4 months" in page.results
    assert "Slipped 1 time" in page.results
    for asked, expected in (
        ("attention=slipped", ["Mine"]),
        ("owner=Director+of+Public+Health&state=held", ["Mine"]),
        ("owner=nobody", ["Nobody’s"]),
        ("state=held", ["Mine", "Nobody’s"]),
        (f"meeting={meeting.reference}", ["Mine"]),
        ("meeting=none", ["Theirs", "Nobody’s"]),
        ("sort=-due", ["Mine", "Theirs", "Nobody’s"]),
        ("sort=action", ["Mine", "Nobody’s", "Theirs"]),
    ):
        found = open_page(manager, f"{ROOT}?on=2013-09-30&{asked}").first_column
        assert [name.split()[0] for name in found] == expected, asked


def test_by_meeting_the_latest_comes_first_and_what_has_no_meeting_last(programme, manager):
    board = BodyFactory(programme=programme, name="Programme board")
    for text, held in (("Earlier", "12 March 2013"), ("Later", "12 April 2013")):
        meeting = MeetingFactory(programme=programme, body=board, held=held)
        BoardActionFactory(programme=programme, body=board, text=text, agreed=held, meeting=meeting)
    BoardActionFactory(programme=programme, body=board, text="Loose", agreed="May 2013")
    page = open_page(manager, f"{ROOT}?on=2013-09-30&group=meeting")
    assert [[row[0].split()[0] for row in table] for table in page.tables] == [
        ["Later"],
        ["Earlier"],
        ["Loose"],
    ]
    captions = [table.caption for table in page.response.context["tables"]]
    assert captions == [
        "Programme board, 12 April 2013",
        "Programme board, 12 March 2013",
        "Programme board, agreed May 2013",
    ]


def test_the_form_of_a_new_action_takes_its_meeting_from_the_address(programme, manager):
    board = BodyFactory(programme=programme, name="Programme board")
    meeting = MeetingFactory(programme=programme, body=board)
    MeetingFactory()
    form = manager.get(f"{ROOT}add/?meeting={meeting.reference}").context["form"]
    assert (form["meeting"].value(), form["body"].value()) == (meeting.reference, board.reference)
    assert [code for code, _ in form.fields["meeting"].choices] == ["", meeting.reference]
    assert "decision" not in form.fields


def test_who_may_only_read_gets_403_and_sees_what_moved(programme, action):
    TargetDateChangeFactory(action=action, before="June 2013", after="September 2013")
    board = signed_in(Role.BOARD_MEMBER, programme)
    assert board.get(f"{ROOT}{action.reference}/new-date/").status_code == 403
    words = open_page(board, f"{ROOT}{action.reference}/?on=2013-09-30").words
    assert "Target date changed from June 2013 to September 2013." in words
    assert "Give a new target date" not in words


def test_a_meeting_and_a_decision_lead_to_a_new_action_for_who_may(programme, manager):
    meeting, decision = MeetingFactory(programme=programme), DecisionFactory(programme=programme)
    board = signed_in(Role.BOARD_MEMBER, programme)
    for page, asked in (
        (f"meetings/{meeting.reference}/", f"meeting={meeting.reference}"),
        (f"decisions/{decision.reference}/", f"decision={decision.reference}"),
    ):
        address = f'href="{ROOT}add/?{asked}"'
        assert address in open_page(manager, f"/programmes/own/{page}").html
        assert address not in open_page(board, f"/programmes/own/{page}").html
