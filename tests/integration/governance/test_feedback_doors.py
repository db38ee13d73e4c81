"""“You said, we did”: Hampshire's September feedback as its paper has it, and the doors that record and answer."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.selectors.feedback import (
    changed_answers,
    engagement,
    feedback,
    feedback_of,
    feedback_on,
    unanswered_first,
)
from programmes.access import Grants, grants_for
from programmes.models import Engagement, Feedback
from programmes.services.feedback import add_feedback, answer_feedback
from tests.factories import (
    EngagementFactory,
    FeedbackFactory,
    ProgrammeFactory,
    UserFactory,
    cite,
    person_with,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
EVERYTHING = Grants(everything=True)
NOWHEN = parse_fuzzy_date("")


def said(programme, text="Say more about money", when="September 2018", **given):
    return add_feedback(
        programme,
        **{
            "text": text,
            "said": parse_fuzzy_date(when),
            "today": ON,
            "by": UserFactory(),
            "grants": EVERYTHING,
            "reason": "The minutes of the partner boards.",
            **given,
        },
    )


def answer(row, text="It is in section 4", when="12 December 2018", **given):
    return answer_feedback(
        row,
        **{
            "response": text,
            "responded": parse_fuzzy_date(when),
            "today": ON,
            "by": UserFactory(job_title="Programme manager"),
            "grants": EVERYTHING,
            **given,
        },
    )


def refusal_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return {name: messages[0] for name, messages in refusal.value.message_dict.items()}


# --- the paper ----------------------------------------------------------------------------------------------------


def test_septembers_five_points_three_answered_one_pure_support_and_one_without_an_answer(hampshire):
    """Para 3.12: five points; the answers to three stand in paras 4.4, 3.12 and 5.2; due diligence has none."""
    rows = feedback(hampshire)
    assert [row.reference for row in rows] == [f"HAM-FB-{number}" for number in range(1, 6)]
    assert [row.reference for row in rows if row.response] == ["HAM-FB-2", "HAM-FB-3", "HAM-FB-4"]
    assert [row.text for row in rows if not row.needs_an_answer] == [
        "all organisations fully supported integration"
    ]
    assert [row.text for row in rows if row.is_unanswered] == ["ensure due diligence has been completed"]
    assert unanswered_first(rows)[0].reference == "HAM-FB-5"


def test_the_wait_of_the_unanswered_point_is_as_loose_as_the_september_of_its_presentation(hampshire):
    presented = Engagement.objects.get(reference="HAM-ENG-3")
    Feedback.objects.filter(programme=hampshire, reference="HAM-FB-5").update(engagement=presented)
    row = feedback_of(feedback(hampshire), "HAM-FB-5")
    assert (row.said.printed, row.said.year_inferred) == ("September", True)
    assert row.waited(ON).printed == "74 to 103 days"
    assert feedback_of(feedback(hampshire), "HAM-FB-2").waited(ON) is None


def test_people_were_asked_by_workshops_a_survey_and_a_presentation(hampshire):
    """Paras 3.1, 3.2 and 3.12; over 600 responses keep their “over”."""
    rows = engagement(hampshire, feedback(hampshire))
    assert [(row.reference, row.kind, row.responses) for row in rows] == [
        ("HAM-ENG-1", "Workshops", ""),
        ("HAM-ENG-2", "Online survey", "over 600 responses"),
        ("HAM-ENG-3", "Presentation to all partner decision-making bodies", ""),
    ]


# --- what is said -------------------------------------------------------------------------------------------------


def test_a_point_is_recorded_and_waits():
    programme = ProgrammeFactory(reference="WIL-PROG")
    asked = EngagementFactory(programme=programme)
    made = said(programme, engagement=asked, said_by="Parents at the workshops", sentiment="concern")
    row = feedback_of(feedback(programme), made.reference)
    assert row.reference == "WIL-FB-1"
    assert (row.engagement_reference, row.said_by, row.sentiment) == (
        asked.reference,
        "Parents at the workshops",
        "concern",
    )
    assert row.is_unanswered
    assert not said(programme, sentiment="support").response


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": " "}, {"text": "Say what was said."}),
        ({"reason": ""}, {"reason": "Say why, for those who read the history later."}),
        (
            {"when": "January 2019"},
            {"said": "January 2019 is still to come. Enter 13 December 2018 or an earlier day."},
        ),
        (
            {"said_by": "Mrs Jones"},
            {
                "said_by": "This looks like a person’s name. Enter a group or a role, such as Parents at the workshops."
            },
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given, expected):
    programme = ProgrammeFactory()
    assert refusal_of(said, programme, **given) == expected
    assert feedback(programme) == ()


def test_engagement_is_of_the_programme_and_made_up_engagement_gives_made_up_points():
    programme = ProgrammeFactory()
    assert refusal_of(said, programme, engagement=EngagementFactory()) == {
        "engagement": "Choose engagement of this programme."
    }
    assert said(programme, engagement=EngagementFactory(programme=programme, illustrative=True)).illustrative
    assert not said(programme, engagement=EngagementFactory(programme=programme)).illustrative


# --- answers ------------------------------------------------------------------------------------------------------


def test_a_first_answer_needs_its_day_and_no_reason():
    row = said(ProgrammeFactory())
    assert refusal_of(answer, row, text=" ", when="") == {
        "response": "Say what was answered or done.",
        "responded": "Enter when it was answered, such as 12 December 2018 or December 2018.",
    }
    answered = answer(row)
    assert (answered.response, answered.responded.printed) == ("It is in section 4", "12 December 2018")
    assert not feedback(row.programme)[0].is_unanswered
    assert changed_answers(row.programme) == ()


def test_no_answer_comes_before_what_it_answers_or_after_today():
    row = said(ProgrammeFactory())
    assert refusal_of(answer, row, when="31 August 2018") == {
        "responded": "It was said September 2018. Enter a day on or after 1 September 2018."
    }
    assert refusal_of(answer, row, when="14 December 2018") == {
        "responded": "14 December 2018 is still to come. Enter 13 December 2018 or an earlier day."
    }
    assert answer(row, when="September 2018").pk


def test_a_changed_answer_says_why_and_the_one_before_is_kept():
    row = answer(said(ProgrammeFactory()))
    assert refusal_of(answer, row, text="It is in section 5") == {
        "reason": "Say why the answer changes, for those who were given the one before."
    }
    assert refusal_of(answer, row, reason="Again.") == {
        "response": "This is the answer that stands already. Change it, or leave it."
    }
    answer(row, text="It is in section 5", reason="The sections were renumbered.")
    (change,) = changed_answers(row.programme)
    assert (change.before, change.after) == (
        "It is in section 4 (12 December 2018)",
        "It is in section 5 (12 December 2018)",
    )
    assert (change.who, change.why) == ("Programme manager", "The sections were renumbered.")


def test_a_changed_answer_is_no_longer_shown_as_printed_where_the_paper_had_the_old_one():
    row = FeedbackFactory(response="section 4")
    cite(row, "para 3.12")
    cite(row, "para 4.4", field="response")
    before = feedback(row.programme)[0]
    assert [place.locator for place in before.response_places] == ["para 4.4"]

    answer(row, text="section 5", when="", reason="The paper was wrong.")
    after = feedback(row.programme)[0]
    assert after.response_places == ()
    assert [place.locator for place in after.places] == ["para 3.12"]


def test_the_date_of_a_printed_answer_may_be_added_and_its_source_stays():
    row = FeedbackFactory(response="section 4")
    cite(row, "para 4.4", field="response")
    answer(row, text="section 4", when="December 2018", reason="The minute has the date.")
    after = feedback(row.programme)[0]
    assert after.responded.printed == "December 2018"
    assert [place.locator for place in after.response_places] == ["para 4.4"]


def test_who_was_overtaken_by_an_answer_is_told():
    row = said(ProgrammeFactory())
    answer(row, version=1)
    with pytest.raises(StaleEdit):
        answer(row, text="Another", reason="Why not", version=1)
    assert Feedback.objects.get(pk=row.pk).response == "It is in section 4"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PROGRAMME_MANAGER, True),
        (Role.COMMISSIONER, True),
        (Role.BOARD_MEMBER, False),
        (Role.ANALYST, False),
        (Role.FINANCE_LEAD, False),
    ],
)
def test_those_who_keep_plans_record_and_answer(role, may):
    programme = ProgrammeFactory()
    grants = grants_for(person_with(role, programme=programme), ON)
    if may:
        assert answer(said(programme, grants=grants), grants=grants).response
        with pytest.raises(PermissionDenied):
            said(ProgrammeFactory(), grants=grants)
        return
    row = said(programme)
    for write in (lambda: said(programme, grants=grants), lambda: answer(row, grants=grants)):
        with pytest.raises(PermissionDenied):
            write()


# --- as at a day --------------------------------------------------------------------------------------------------


def test_on_an_earlier_day_the_answer_had_not_been_given_nor_the_point_made():
    programme = ProgrammeFactory()
    FeedbackFactory(
        programme=programme, said="12 September 2018", response="Yes", responded="12 December 2018"
    )
    FeedbackFactory(programme=programme, said=NOWHEN, response="As printed")

    def on(day):
        return [(bool(row.response), row.waited(day)) for row in feedback_on(programme, day)]

    assert [answered for answered, _ in on(date(2018, 12, 12))] == [True, True]
    (first, waited), (second, _) = on(date(2018, 12, 11))
    assert (first, second, waited.printed) == (False, True, "90 days")
    assert [answered for answered, _ in on(date(2018, 9, 11))] == [True]
