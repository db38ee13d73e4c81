"""What was decided, on a day: outcome, positions of sovereign bodies, call-in, conditions, and who is awaited."""

from datetime import date

import pytest

from governance.selectors.decisions import decision_rows, positions_awaited
from tests.factories import BodyFactory, ProgrammeFactory
from tests.factories.boards import (
    BodyPositionFactory,
    DecisionFactory,
    InterestDeclaredFactory,
    MeetingFactory,
    PositionAskedFactory,
)
from tests.factories.papers import BoardActionFactory

pytestmark = pytest.mark.django_db
ON = date(2019, 2, 1)


@pytest.fixture
def decision(db):
    """A decision of 13 December 2018 that four sovereign bodies have to agree to, each for itself."""
    row = DecisionFactory(programme=ProgrammeFactory(), effective="2 January 2019")
    for number in range(1, 5):
        body = BodyFactory(programme=row.programme, name=f"Council {number}", is_sovereign=True)
        PositionAskedFactory(decision=row, body=body)
    return row


def says(decision, number, position, on, **more):
    body = decision.positions_asked.get(body__name=f"Council {number}").body
    return BodyPositionFactory(
        programme=decision.programme, decision=decision, body=body, position=position, on=on, **more
    )


def row_of(decision, on=ON):
    (row,) = decision_rows(decision.programme, on)
    return row


def test_agreed_by_three_of_four_is_never_approved(decision):
    for number in (1, 2, 3):
        says(decision, number, "agreed", "14 January 2019")
    row = row_of(decision)
    assert row.tally_words == "Agreed by 3 of 4; awaited from 1"
    assert "approved" not in row.agreed_words.lower()
    # 13 December 2018 to 1 February 2019: 18 + 31 + 1 days.
    assert [(each.body, each.days) for each in row.awaited] == [("Council 4", 50)]
    says(decision, 4, "agreed", "31 January 2019")
    assert row_of(decision).tally_words == "Agreed by all 4"
    assert row_of(decision).awaited == ()


def test_a_position_counts_from_its_day_and_a_later_one_takes_its_place(decision):
    says(decision, 1, "deferred", "14 January 2019")
    says(decision, 1, "agreed", "20 February 2019")
    assert row_of(decision).tally_words == "Agreed by none of 4; deferred by 1; awaited from 3"
    later = row_of(decision, date(2019, 2, 20))
    assert later.tally_words == "Agreed by 1 of 4; awaited from 3"
    assert [(each.label, each.replaced) for each in later.positions] == [
        ("Deferred", True),
        ("Agreed", False),
    ]


def test_a_condition_is_met_by_a_complete_action_and_not_by_a_closed_one(decision):
    position = says(decision, 2, "agreed_with_conditions", "14 January 2019")
    action = BoardActionFactory(programme=decision.programme, condition_of=position, decision=decision)
    assert row_of(decision).tally.conditions_words == "1 condition is not yet met"
    action.state = "closed"
    action.save()
    assert row_of(decision).tally.conditions_open == 1
    action.state = "complete"
    action.save()
    assert row_of(decision).tally.conditions_open == 0


def test_awaited_are_listed_by_body_with_those_who_deferred_and_not_for_what_was_rejected(decision):
    says(decision, 1, "deferred", "14 January 2019")
    says(decision, 2, "not_agreed", "14 January 2019")
    waiting = positions_awaited(decision.programme, ON)
    assert [(each.body, each.has_deferred, each.decision_reference) for each in waiting] == [
        ("Council 1", True, decision.reference),
        ("Council 3", False, decision.reference),
        ("Council 4", False, decision.reference),
    ]
    decision.outcome = "rejected"
    decision.save()
    assert positions_awaited(decision.programme, ON) == ()


def test_a_position_of_a_body_that_was_not_asked_makes_no_part_of_the_count(decision):
    stranger = BodyFactory(programme=decision.programme, name="Council 9")
    BodyPositionFactory(programme=decision.programme, decision=decision, body=stranger)
    row = row_of(decision)
    assert row.tally_words == "Agreed by none of 4; awaited from 4"
    assert [each.body for each in row.positions] == ["Council 9"]


def test_a_decision_is_not_known_before_its_day(decision):
    assert decision_rows(decision.programme, date(2018, 12, 12)) == ()
    assert len(decision_rows(decision.programme, date(2018, 12, 13))) == 1


def test_what_the_record_lacks_is_named_and_interests_of_its_meeting_count(decision):
    assert row_of(decision).lacking == (
        "no reasons recorded",
        "no alternatives recorded as rejected",
        "not recorded whether interests were declared",
    )
    decision.meeting = MeetingFactory(programme=decision.programme, body=decision.body)
    decision.save()
    InterestDeclaredFactory(programme=decision.programme, meeting=decision.meeting)
    assert "not recorded whether interests were declared" not in row_of(decision).lacking


def test_call_in_holds_a_decision_back_until_its_last_day_has_passed(decision):
    for number in range(1, 5):
        says(decision, number, "agreed", "14 December 2018")
    decision.is_key = decision.subject_to_call_in = True
    decision.published_on = date(2018, 12, 28)
    decision.save()
    # Friday 28 December 2018; then 31 December, 2, 3, 4 and 7 January are five working days.
    assert row_of(decision, date(2019, 1, 7)).call_in.words == "Open to call-in until 7 January 2019"
    assert row_of(decision, date(2019, 1, 7)).in_effect.answer is False
    assert row_of(decision, date(2019, 1, 8)).in_effect.answer is True


def test_three_of_four_is_not_in_effect_whatever_its_date(decision):
    for number in (1, 2, 3):
        says(decision, number, "agreed", "14 January 2019")
    assert row_of(decision).in_effect.answer is False
    assert "every body asked" in row_of(decision).in_effect.reason
    says(decision, 4, "agreed", "31 January 2019")
    assert row_of(decision).in_effect.answer is True


def test_a_dispensation_given_at_its_meeting_is_not_missing(decision):
    decision.meeting = MeetingFactory(programme=decision.programme, body=decision.body)
    decision.save()
    given = {"outcome": "dispensation", "dispensation": "Given by the chair"}
    InterestDeclaredFactory(programme=decision.programme, meeting=decision.meeting)
    missing = "not recorded whether a dispensation was given for the interests declared"
    assert missing in row_of(decision).lacking
    InterestDeclaredFactory(programme=decision.programme, meeting=decision.meeting, **given)
    assert missing not in row_of(decision).lacking


def test_many_decisions_take_no_more_queries_than_one(decision, django_assert_max_num_queries):
    for _ in range(3):
        other = DecisionFactory(programme=decision.programme)
        PositionAskedFactory(decision=other, body=BodyFactory(programme=decision.programme))
    with django_assert_max_num_queries(9):
        assert len(decision_rows(decision.programme, ON)) == 4
