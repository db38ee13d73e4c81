"""The doors of asks, decisions and positions: who may, what is refused, and what follows in the same act."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.history import changes_of
from governance.models import BoardAction, BodyPosition, Decision, Recommendation
from governance.selectors.decisions import decision_rows
from governance.services.decisions import FIELDS, add_decision, change_decision
from governance.services.positions import Stated, record_position
from governance.services.recommendations import add_ask
from programmes.selectors.sources import places_of
from tests.factories import BodyFactory, RecommendationFactory
from tests.factories.boards import DecisionEffectFactory, MeetingFactory
from tests.integration.governance.decision_world import ON, WHY, decision_world

pytestmark = pytest.mark.django_db
DAY = parse_fuzzy_date("14 January 2019")


@pytest.fixture
def world():
    return decision_world()


def problems(refusal):
    return refusal.value.message_dict


def change(world, decision, who="manager", asked=(), version=None, **more):
    values = {name: getattr(decision, name) for name in FIELDS} | more
    version = decision.version if version is None else version
    return change_decision(
        decision, values, asked=asked, version=version, reason="The minute says so.", **world.acting(who)
    )


def says(world, decision, who="manager", version=None, **more):
    stated = Stated(**{"body": world.councils[0], "position": "agreed", "on": DAY, **more})
    version = decision.version if version is None else version
    return record_position(decision, stated, version=version, reason=WHY, **world.acting(who))


# --- asks ---------------------------------------------------------------------------------------------------------


def ask(world, who="manager", **more):
    document = RecommendationFactory(programme=world.programme, body=world.board).document
    given = {
        "verb": "note",
        "text": "Note the plan",
        "body": world.board,
        "document": document,
        "reason": WHY,
        **more,
    }
    acting = {name: value for name, value in world.acting(who).items() if name != "on"}
    return add_ask(world.programme, **given, **acting)


def test_an_ask_of_the_body_text_is_recorded_with_where_it_is_printed(world):
    row = ask(world, verb="support", in_recommendations_section=False, locator="para 4.7")
    assert (row.verb, row.in_recommendations_section, row.state) == ("support", False, "asked")
    (place,) = places_of([row.fact_id])[row.fact_id]
    assert place.locator == "para 4.7"
    assert ask(world, who="commissioner").reference != row.reference
    with pytest.raises(PermissionDenied):
        ask(world, who="board")


@pytest.mark.parametrize(
    ("field", "value"), [("verb", "demand"), ("text", " "), ("body", None), ("document", None)]
)
def test_an_ask_is_refused_by_field(world, field, value):
    with pytest.raises(ValidationError) as refusal:
        ask(world, **{field: value})
    assert list(problems(refusal)) == [field]


# --- decisions ----------------------------------------------------------------------------------------------------


def test_a_decision_is_recorded_with_its_reason_in_history_and_a_reader_may_not(world):
    decision = world.decide(asked=world.councils)
    assert decision.reference.endswith("-DEC-1")
    assert [each.body for each in decision.positions_asked.order_by("body__name")] == world.councils
    (first,) = changes_of(decision)
    assert (first.who, first.why) == (str(world.people["manager"]), WHY)
    for who in ("commissioner", "board"):
        with pytest.raises(PermissionDenied):
            world.decide(who=who)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("body", None, "Choose the body"),
        ("title", "", "title"),
        ("text", " ", "Say what was decided"),
        ("outcome", "approved", "Choose what the body decided"),
        ("decided", parse_fuzzy_date("2 February 2019"), "has not come yet"),
        ("published_on", date(2019, 2, 2), "has not come yet"),
        ("published_on", date(2018, 12, 12), "published before it was made"),
        ("call_in_ends_on", date(2018, 12, 20), "Say that it can be called in"),
        ("called_in_on", date(2018, 12, 20), "not subject to call-in"),
        ("key_because", "Over £500,000", "Say that it is a key decision"),
        ("delegated_to", "Mr Smith", "role"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_field(world, field, value, said):
    with pytest.raises(ValidationError) as refusal:
        world.decide(**{field: value})
    assert said in problems(refusal)[field][0]
    assert not Decision.objects.exists()
    assert world.decide().reference


def test_a_decision_belongs_with_the_meeting_and_the_ask_of_its_own_body(world):
    elsewhere = MeetingFactory(programme=world.programme, body=world.councils[0])
    with pytest.raises(ValidationError) as refusal:
        world.decide(meeting=elsewhere)
    assert "This meeting is that of Council 1" in problems(refusal)["meeting"][0]
    own = MeetingFactory(programme=world.programme, body=world.board)
    assert world.decide(meeting=own).meeting == own


def test_only_bodies_that_decide_for_an_organisation_are_asked(world):
    with pytest.raises(ValidationError) as refusal:
        world.decide(asked=[BodyFactory(programme=world.programme, name="Advisory group")])
    assert "Advisory group does not decide" in problems(refusal)["asked"][0]


def test_the_last_day_of_call_in_is_the_fifth_working_day_and_another_may_be_given(world):
    # Friday 14, Monday 17 to Thursday 20 December 2018 are the five working days after Thursday 13 December.
    open_to_it = {"subject_to_call_in": True, "published_on": date(2018, 12, 13)}
    assert world.decide(**open_to_it).call_in_ends_on == date(2018, 12, 20)
    given = world.decide(**open_to_it, call_in_ends_on=date(2018, 12, 18))
    assert given.call_in_ends_on == date(2018, 12, 18)


def test_how_a_call_in_ended_is_told_in_words_that_can_be_read(world):
    called = {
        "subject_to_call_in": True,
        "published_on": date(2018, 12, 13),
        "called_in_on": date(2018, 12, 17),
    }
    with pytest.raises(ValidationError) as refusal:
        world.decide(**called, call_in_result="The committee met.")
    assert "Begin with “Confirmed” or “Sent back”" in problems(refusal)["call_in_result"][0]
    decision = world.decide(**called, call_in_result="Confirmed by the committee of 4 January 2019.")
    (row,) = decision_rows(world.programme, ON, reference=decision.reference)
    assert row.in_effect.answer is True


def test_an_ask_takes_the_outcome_of_its_decision_and_of_its_correction(world):
    asked = RecommendationFactory(programme=world.programme, body=world.board, verb="approve")
    decision = world.decide(recommendation=asked, outcome="deferred")
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("deferred", f"Deferred, 13 December 2018 ({decision.reference})")
    later = world.decide(
        recommendation=asked, outcome="amended", decided=parse_fuzzy_date("20 December 2018")
    )
    asked.refresh_from_db()
    assert asked.state == "amended"
    change(world, later, recommendation=None)
    asked.refresh_from_db()
    assert asked.state == "deferred"
    change(world, decision, recommendation=None)
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("asked", "")


def test_noting_what_was_to_be_approved_leaves_it_asked(world):
    approve, note = (
        RecommendationFactory(programme=world.programme, body=world.board, verb=verb)
        for verb in ("approve", "note")
    )
    world.decide(recommendation=approve, outcome="noted")
    world.decide(recommendation=note, outcome="noted")
    assert Recommendation.objects.get(pk=approve.pk).state == "asked"
    assert Recommendation.objects.get(pk=note.pk).state == "agreed"


def test_a_correction_keeps_both_versions_and_whoever_was_overtaken_is_told(world):
    decision = world.decide()
    assert change(world, decision, reasons="The contracts end in 2020.") == ("reasons",)
    latest = changes_of(decision)[0]
    assert (latest.why, [each.after for each in latest.fields]) == (
        "The minute says so.",
        ["The contracts end in 2020."],
    )
    with pytest.raises(StaleEdit):
        change(world, decision, reasons="Something else")
    decision.refresh_from_db()
    assert change(world, decision) == ()
    for who in ("commissioner", "board"):
        with pytest.raises(PermissionDenied):
            change(world, decision, who=who)
    with pytest.raises(ValidationError) as refusal:
        change_decision(
            decision, world.values(), asked=(), version=decision.version, reason=" ", **world.acting()
        )
    assert "reason" in problems(refusal)
    with pytest.raises(KeyError):
        add_decision(world.programme, {"author": "x"}, reason=WHY, **world.acting())


def test_a_plan_alone_does_not_bind_its_decision(world):
    decision = world.decide()
    DecisionEffectFactory(decision=decision, programme=world.programme)
    change(world, decision, outcome="deferred")  # planned only: nothing rests on it yet
    decision.refresh_from_db()
    change(world, decision, outcome="agreed")


# --- positions ----------------------------------------------------------------------------------------------------


def test_each_condition_becomes_an_action_of_the_body_in_the_same_act(world):
    decision = world.decide(asked=world.councils)
    position = says(
        world,
        decision,
        position="agreed_with_conditions",
        conditions=["A yearly report comes to us.", "", " The budget is capped. "],
        owner_role="Director of Public Health",
        due=parse_fuzzy_date("by April 2019"),
    )
    actions = BoardAction.objects.filter(condition_of=position).order_by("reference")
    assert [each.text for each in actions] == ["A yearly report comes to us.", "The budget is capped."]
    assert {
        (each.body, each.decision, each.agreed.printed, each.owner_role, each.due.printed) for each in actions
    } == {(world.councils[0], decision, "14 January 2019", "Director of Public Health", "by April 2019")}
    (row,) = decision_rows(world.programme, ON)
    assert row.tally_words == "Agreed by 1 of 3, with conditions; awaited from 2"
    assert row.tally.conditions_words == "2 conditions are not yet met"


def test_a_position_is_refused_by_field_and_leaves_no_action_behind(world):
    decision = world.decide(asked=world.councils[:2])
    for field, more in (
        ("body", {"body": world.councils[2]}),
        ("position", {"position": "approved"}),
        ("on", {"on": parse_fuzzy_date("TBC")}),
        ("on", {"on": parse_fuzzy_date("2 February 2019")}),
        ("conditions", {"position": "agreed_with_conditions"}),
        ("conditions", {"conditions": ["A cap"]}),
        ("meeting", {"meeting": MeetingFactory(programme=world.programme, body=world.board)}),
        ("owner_role", {"owner_role": "Mrs Smith"}),
    ):
        with pytest.raises(ValidationError) as refusal:
            says(world, decision, **more)
        assert list(problems(refusal)) == [field]
    assert not BoardAction.objects.exists()
    assert says(world, decision).reference.endswith("-POS-1")
    for who in ("commissioner", "board"):
        decision.refresh_from_db()
        with pytest.raises(PermissionDenied):
            says(world, decision, who=who)


def test_a_position_is_written_once_and_raises_the_version_of_its_decision(world):
    decision = world.decide(asked=world.councils)
    position = says(world, decision)
    with pytest.raises(StaleEdit):
        says(world, decision, body=world.councils[1])
    position.note = "changed"
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        position.save()
    decision.refresh_from_db()
    says(world, decision, position="not_agreed", on=parse_fuzzy_date("20 January 2019"))
    assert BodyPosition.objects.count() == 2


def test_a_body_that_gave_its_position_stays_asked(world):
    decision = world.decide(asked=world.councils)
    says(world, decision)
    decision.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        change(world, decision, asked=world.councils[1:])
    assert "Council 1 gave a position already" in problems(refusal)["asked"][0]
    assert change(world, decision, asked=world.councils[:2]) == ("positions asked for",)
    assert decision.positions_asked.count() == 2


def test_a_position_of_another_programme_s_paper_is_refused(world):
    decision = world.decide(asked=world.councils)
    other = RecommendationFactory().document
    stated = Stated(body=world.councils[0], position="agreed", on=DAY)
    with pytest.raises(ValidationError) as refusal:
        record_position(
            decision,
            replace(stated, document=other),
            version=decision.version,
            reason=WHY,
            **world.acting(),
        )
    assert "document" in problems(refusal)
