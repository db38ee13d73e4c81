"""A pack tells of an ask what had been decided by its own day, and claims no more than the bodies asked have said."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.reporting.pack.asked import outcome_words
from commissioning.reporting.pack.material import material
from programmes.models import Feedback
from tests.factories import RecommendationFactory
from tests.factories.boards import (
    BodyPositionFactory,
    DecisionFactory,
    MeetingFactory,
    PositionAskedFactory,
)

pytestmark = pytest.mark.django_db


def test_what_was_decided_after_the_day_of_a_pack_had_not_happened_on_it():
    meeting = MeetingFactory(held="13 December 2018")
    ask = RecommendationFactory(
        programme=meeting.programme,
        body=meeting.body,
        state="agreed",
        outcome="Agreed, 14 January 2019 (X-DEC-1)",
    )
    decision = DecisionFactory(
        programme=meeting.programme,
        body=meeting.body,
        recommendation=ask,
        outcome="agreed",
        decided="14 January 2019",
    )
    before = material(meeting, date(2018, 12, 13))
    assert [row.reference for row in before.asked_here] == [ask.reference]
    assert outcome_words(before.asked_here[0], before.decisions) == "none recorded"
    after = material(meeting, date(2019, 1, 14))
    assert after.asked_here == ()
    (row,) = after.asks
    assert outcome_words(row, after.decisions) == "Agreed"
    asked = [PositionAskedFactory(decision=decision) for _ in range(2)]
    BodyPositionFactory(decision=decision, body=asked[0].body, position="agreed", on="14 January 2019")
    partly = material(meeting, date(2019, 1, 14))
    assert outcome_words(partly.asks[0], partly.decisions) == "Agreed by 1 of 2; awaited from 1"


def test_an_answer_given_after_the_day_of_a_pack_had_not_been_given_on_it():
    meeting = MeetingFactory(held="13 December 2018")
    said = Feedback(
        reference="X-FB-1", programme=meeting.programme, text="Open at night", response="From April it is."
    )
    said.said, said.responded = parse_fuzzy_date("12 September 2018"), parse_fuzzy_date("14 January 2019")
    said.save()
    assert [row.reference for row in material(meeting, date(2018, 12, 13)).unanswered] == ["X-FB-1"]
    assert material(meeting, date(2019, 1, 14)).unanswered == ()
    assert material(meeting, date(2018, 9, 1)).feedback == ()
