"""The doors of meetings: what they write, what they refuse beside what passes, and who is overtaken."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.history import beginning_of
from governance.models import AgendaItem, Attendance, InterestDeclared, Meeting
from governance.services import agenda, attendance, meetings
from governance.services.agenda import ItemGiven
from governance.services.attendance import Attended, InterestGiven
from programmes.access import grants_for
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    BoardPaperFactory,
    BodyFactory,
    DecisionFactory,
    DocumentFactory,
    InterestDeclaredFactory,
    MeetingFactory,
    OrganisationFactory,
    ProgrammeFactory,
    cite,
    person_with,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
WHY = "The clerk’s list"


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def who(programme):
    person = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return {"by": person, "grants": grants_for(person, ON)}


@pytest.fixture
def body(programme):
    return BodyFactory(programme=programme)


@pytest.fixture
def meeting(programme, body):
    return MeetingFactory(programme=programme, body=body)


def refused(door, *given, **more):
    with pytest.raises(ValidationError) as caught:
        door(*given, **more)
    return {name: errors[0] for name, errors in caught.value.message_dict.items()}


def told(values, when="13 December 2018", state="held", **more):
    return {"held": parse_fuzzy_date(when), "state": state, "reason": WHY, "on": ON, **values, **more}


# --- meetings -----------------------------------------------------------------------------------------------------


def test_a_meeting_is_recorded_with_its_reason_and_is_illustrative_where_its_body_is(programme, who):
    add = partial(meetings.add_meeting, programme, **who)
    real, invented = (BodyFactory(programme=programme, illustrative=flag) for flag in (False, True))
    made = add(body=real, place=" County hall ", **told({}))
    assert (made.reference.split("-")[-2:], made.place, made.illustrative) == (
        ["MEET", "1"],
        "County hall",
        False,
    )
    assert beginning_of(made).why == WHY
    assert add(body=invented, **told({})).illustrative


def test_what_is_refused_of_a_meeting(programme, body, who, meeting):
    add = partial(meetings.add_meeting, programme, **who)
    elsewhere = BodyFactory(programme=ProgrammeFactory())
    assert refused(add, body=None, **told({})) == {"body": "Choose a body of this programme."}
    assert "body" in refused(add, body=elsewhere, **told({}))
    problem = refused(add, body=body, **told({}))
    assert meeting.reference in problem["held"]
    assert "to come" in refused(add, body=body, **told({}, "14 December 2018"))["held"]
    assert set(refused(add, body=body, **told({}, "", reason=""))) == {"held", "reason"}
    paper = DocumentFactory(programme=programme)
    assert (
        "no minutes" in refused(add, body=body, minutes=paper, **told({}, "May 2018", "planned"))["minutes"]
    )
    foreign = DocumentFactory(programme=ProgrammeFactory())
    assert "this programme" in refused(add, body=body, minutes=foreign, **told({}, "May 2018"))["minutes"]
    assert Meeting.objects.count() == 1
    assert add(body=body, minutes=paper, **told({}, "May 2018")).minutes == paper
    assert add(body=body, title="Extraordinary meeting", **told({})).held == meeting.held


def change(meeting, who, **more):
    kept = {"title": "", "place": "", "minutes": None, "note": "", "version": meeting.version}
    return meetings.change_meeting(meeting, **told(kept, **more), **who)


def test_a_change_of_a_meeting_and_who_is_overtaken(meeting, who):
    change(meeting, who, place="By video")
    assert Meeting.objects.get().place == "By video"
    with pytest.raises(StaleEdit):
        change(meeting, who, place="County hall")
    assert Meeting.objects.get().place == "By video"


def test_a_meeting_with_decisions_is_not_cancelled(meeting, who):
    DecisionFactory(programme=meeting.programme, body=meeting.body, meeting=meeting)
    kept = {"title": "", "place": "", "minutes": None, "note": "", "version": meeting.version}
    problems = refused(meetings.change_meeting, meeting, **told(kept, state="cancelled"), **who)
    assert "1 decision recorded" in problems["state"]
    other = MeetingFactory(programme=meeting.programme, body=meeting.body, held="May 2018")
    AttendanceFactory(meeting=other, presence="apologies")
    assert change(other, who, state="cancelled", held=other.held).state == "cancelled"


# --- the agenda ---------------------------------------------------------------------------------------------------


def order(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).values_list("title", flat=True))


def test_items_stand_where_they_are_put(meeting, who):
    add = partial(agenda.add_item, meeting, reason=WHY, **who)
    first = add(ItemGiven("Minutes", number="1"))
    add(ItemGiven("Any other business", after=first.reference))
    add(ItemGiven("Delivery system", after=first.reference))
    add(ItemGiven("Apologies"))
    assert order(meeting) == ["Apologies", "Minutes", "Delivery system", "Any other business"]


def test_moving_an_item_leaves_the_forms_of_others_open(meeting, who):
    add = partial(agenda.add_item, meeting, reason=WHY, **who)
    one = add(ItemGiven("One"))
    two = add(ItemGiven("Two", after=one.reference))
    three = add(ItemGiven("Three", after=two.reference))
    agenda.change_item(three, ItemGiven("Three", after=one.reference), reason=WHY, version=1, **who)
    assert order(meeting) == ["One", "Three", "Two"]
    agenda.change_item(two, ItemGiven("Two B", after=three.reference), reason=WHY, version=1, **who)
    assert order(meeting) == ["One", "Three", "Two B"]
    with pytest.raises(StaleEdit):
        agenda.change_item(two, ItemGiven("Two C", after=three.reference), reason=WHY, version=1, **who)


def test_what_is_refused_of_an_item(meeting, who):
    add = partial(agenda.add_item, meeting, reason=WHY, **who)
    here = add(ItemGiven("Minutes", number="1"))
    other = AgendaItemFactory(programme=meeting.programme)
    foreign = DocumentFactory(programme=ProgrammeFactory())
    theirs = BoardPaperFactory(programme=meeting.programme, body=BodyFactory(programme=meeting.programme))
    both = {
        "paper": BoardPaperFactory(programme=meeting.programme, body=meeting.body),
        "document": DocumentFactory(programme=meeting.programme),
    }
    assert "title" in refused(add, ItemGiven(" "))
    assert "another number" in refused(add, ItemGiven("Again", number="1"))["number"]
    assert "of this agenda" in refused(add, ItemGiven("Lost", after=other.reference))["after"]
    assert "of this programme" in refused(add, ItemGiven("Paper", document=foreign))["paper"]
    assert "for another body" in refused(add, ItemGiven("Paper", paper=theirs))["paper"]
    assert "one paper" in refused(add, ItemGiven("Paper", **both))["paper"]
    assert "presenter_role" in refused(add, ItemGiven("Named", presenter_role="Dr Jones"))
    assert order(meeting) == [here.title]
    made = add(ItemGiven("Paper", paper=both["paper"], number="2", minute="Noted"))
    assert (made.paper, made.minute) == (both["paper"], "Noted")


def test_a_minute_needs_a_meeting_that_was_held(programme, body, who):
    planned = MeetingFactory(programme=programme, body=body, state="planned")
    add = partial(agenda.add_item, planned, reason=WHY, **who)
    assert "minute" in refused(add, ItemGiven("Item", minute="Noted"))
    assert add(ItemGiven("Item")).minute == ""


def test_an_item_is_removed_only_while_nothing_hangs_on_it(meeting, who):
    remove = partial(agenda.remove_item, reason=WHY, version=1, **who)
    bare, declared, minuted, printed = (
        AgendaItemFactory(programme=meeting.programme, meeting=meeting, minute="Noted" if is_minuted else "")
        for is_minuted in (False, False, True, False)
    )
    InterestDeclaredFactory(programme=meeting.programme, meeting=meeting, item=declared)
    cite(printed, "item 10")
    for item in (declared, minuted):
        with pytest.raises(ValidationError, match="cannot be removed"):
            remove(item)
    with pytest.raises(ValidationError, match="a paper prints it"):
        agenda.remove_item(printed, reason=WHY, version=AgendaItem.objects.get(pk=printed.pk).version, **who)
    assert "reason" in refused(agenda.remove_item, bare, reason=" ", version=1, **who)
    with pytest.raises(StaleEdit):
        agenda.remove_item(bare, reason=WHY, version=7, **who)
    remove(bare)
    assert set(AgendaItem.objects.all()) == {declared, minuted, printed}


# --- who was there, and interests ---------------------------------------------------------------------------------


def test_rows_are_added_changed_and_taken_away_together(meeting, who):
    council = OrganisationFactory(name="Council")
    stays, changes, goes = (AttendanceFactory(meeting=meeting, role_title=role) for role in ("A", "B", "C"))
    rows = [
        Attended("A", None, "present", stays.pk),
        Attended("B", council, "apologies", changes.pk),
        Attended("C", None, "present", goes.pk, gone=True),
        Attended("Chief nurse", council, "in_attendance"),
    ]
    given = {"reason": WHY, "expected": attendance.seen(meeting), **who}
    assert attendance.set_attendance(meeting, rows, **given) == 3
    found = Attendance.objects.values_list("role_title", "organisation__name", "presence", "version")
    assert set(found) == {
        ("A", None, "present", 1),
        ("B", "Council", "apologies", 2),
        ("Chief nurse", "Council", "in_attendance", 1),
    }


def test_who_is_overtaken_writes_nothing_and_rows_of_others_stay(meeting, who):
    expected = attendance.seen(meeting)
    AttendanceFactory(meeting=meeting, role_title="Somebody else’s row")
    put = partial(attendance.set_attendance, meeting, [Attended("Mine", None, "present")], reason=WHY, **who)
    with pytest.raises(StaleEdit):
        put(expected=expected)
    assert Attendance.objects.count() == 1
    put(expected=attendance.seen(meeting))
    assert {row.role_title for row in Attendance.objects.all()} == {"Mine", "Somebody else’s row"}


def test_what_is_refused_of_attendance_names_its_row(meeting, programme, body, who):
    planned = MeetingFactory(programme=programme, body=body, held="May 2019", state="planned")

    def problems(of, *rows):
        return refused(attendance.set_attendance, of, rows, reason=WHY, expected=attendance.seen(of), **who)

    twice = problems(meeting, Attended("Chair", None, "present"), Attended("chair ", None, "apologies"))
    assert list(twice) == ["row_1"]
    assert "listed already" in twice["row_1"]
    assert "name" in problems(meeting, Attended("Ms Patel", None, "present"))["row_0"]
    assert "only apologies" in problems(planned, Attended("Chair", None, "present"))["row_0"]
    assert not Attendance.objects.exists()
    apologies = [Attended("Chair", None, "apologies")]
    attendance.set_attendance(planned, apologies, reason=WHY, expected="", **who)
    assert Attendance.objects.get().meeting == planned


def test_an_interest_with_what_was_done(meeting, programme, body, who):
    declare = partial(attendance.declare_interest, meeting, reason=WHY, **who)
    item = AgendaItemFactory(programme=programme, meeting=meeting)
    elsewhere = AgendaItemFactory(programme=programme, meeting=MeetingFactory(programme=programme, body=body))
    given = InterestGiven("Chief nurse", "Trustee of a provider", item=item, outcome="left")
    made = declare(given)
    assert (made.item, made.get_outcome_display()) == (item, "Left the meeting")
    assert "item" in refused(declare, InterestGiven("Chief nurse", "Trustee", item=elsewhere))
    assert "dispensation" in refused(declare, InterestGiven("Chief nurse", "T", outcome="dispensation"))
    assert set(refused(declare, InterestGiven("", ""))) == {"role_title", "text"}
    cancelled = MeetingFactory(programme=programme, body=body, held="May 2018", state="cancelled")
    with pytest.raises(ValidationError, match="cancelled"):
        attendance.declare_interest(cancelled, given, reason=WHY, **who)
    assert InterestDeclared.objects.count() == 1


def test_only_those_who_keep_meetings_pass_any_door(programme, body, meeting):
    person = person_with(Role.COMMISSIONER, programme=programme)
    who = {"by": person, "grants": grants_for(person, ON)}
    item = AgendaItemFactory(programme=programme, meeting=meeting)
    for door in (
        partial(meetings.add_meeting, programme, body=body, **told({})),
        partial(change, meeting),
        partial(agenda.add_item, meeting, ItemGiven("Item"), reason=WHY),
        partial(agenda.change_item, item, ItemGiven("Item"), reason=WHY, version=1),
        partial(agenda.remove_item, item, reason=WHY, version=1),
        partial(attendance.set_attendance, meeting, [], reason=WHY, expected=""),
        partial(attendance.declare_interest, meeting, InterestGiven("Chair", "Text"), reason=WHY),
    ):
        with pytest.raises(PermissionDenied):
            door(who) if door.func is change else door(**who)
