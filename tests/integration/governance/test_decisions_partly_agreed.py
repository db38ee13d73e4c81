"""What a decision makes of its ask while others have to agree, and on which records it may rest."""

import pytest
from django.core.exceptions import ValidationError

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.selectors.asks import asks
from governance.services.decisions import FIELDS, change_decision
from governance.services.positions import Stated, record_position
from governance.services.recommendations import mark_actioned
from tests.factories import RecommendationFactory
from tests.factories.boards import MeetingFactory
from tests.integration.governance.decision_world import WHY, decision_world

pytestmark = pytest.mark.django_db
DAY = parse_fuzzy_date("14 January 2019")


@pytest.fixture
def world():
    return decision_world()


def problems(refusal):
    return refusal.value.message_dict


def change(world, decision, **more):
    values = {name: getattr(decision, name) for name in FIELDS} | more
    return change_decision(decision, values, asked=(), version=decision.version, reason=WHY, **world.acting())


def says(world, decision, **more):
    stated = Stated(**{"body": world.councils[0], "position": "agreed", "on": DAY, **more})
    return record_position(decision, stated, version=decision.version, reason=WHY, **world.acting())


def test_an_ask_is_not_agreed_while_only_some_of_the_bodies_asked_have_agreed(world):
    asked = RecommendationFactory(programme=world.programme, body=world.board, verb="approve")
    decision = world.decide(recommendation=asked, asked=world.councils)
    for council in world.councils[:2]:
        says(world, decision, body=council)
        decision.refresh_from_db()
    asked.refresh_from_db()
    assert asked.state == "asked"
    assert asked.outcome == (
        f"Agreed by 2 of 3; awaited from 1; decided 13 December 2018 ({decision.reference})"
    )
    assert (
        asks(world.programme)[0].decision_words
        == "Agreed by 2 of 3; awaited from 1; decided 13 December 2018"
    )
    with pytest.raises(ValidationError) as refusal:
        mark_actioned(
            asked,
            version=asked.version,
            by=world.people["manager"],
            grants=world.acting()["grants"],
            reason=WHY,
        )
    assert "Only what a body has agreed to" in problems(refusal)["state"][0]
    says(world, decision, body=world.councils[2])
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == (
        "agreed",
        f"Agreed by all 3; decided 13 December 2018 ({decision.reference})",
    )
    decision.refresh_from_db()
    says(
        world, decision, body=world.councils[2], position="not_agreed", on=parse_fuzzy_date("20 January 2019")
    )
    asked.refresh_from_db()
    assert (asked.state, asked.outcome.split("; decided")[0]) == (
        "asked",
        "Agreed by 2 of 3; not agreed by 1",
    )


def test_nothing_was_decided_or_said_at_a_meeting_that_was_cancelled(world):
    called_off = MeetingFactory(programme=world.programme, body=world.board, state="cancelled")
    with pytest.raises(ValidationError) as refusal:
        world.decide(meeting=called_off)
    assert "That meeting was cancelled" in problems(refusal)["meeting"][0]
    council = world.councils[0]
    decision = world.decide(asked=[council])
    given = {"body": council, "state": "cancelled", "programme": world.programme}
    with pytest.raises(ValidationError) as refusal:
        says(world, decision, meeting=MeetingFactory(**given))
    assert "That meeting was cancelled" in problems(refusal)["meeting"][0]
    assert says(world, decision, meeting=MeetingFactory(**{**given, "state": "held"})).meeting


def test_a_decision_that_comes_to_rest_on_a_made_up_meeting_is_made_up(world):
    decision = world.decide()
    assert not decision.illustrative
    change(
        world,
        decision,
        meeting=MeetingFactory(programme=world.programme, body=world.board, illustrative=True),
    )
    decision.refresh_from_db()
    assert decision.illustrative
