"""The door through which intentions are written: who passes it, what it refuses, and who is told of the other."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from programmes.models import CommissioningIntention, IntentionLine
from programmes.models.intentions import IntentionState
from programmes.selectors.intentions_history import plan_history
from programmes.selectors.intentions_plan import IntentionPlan, PlanLine, intention_plan, stamp_of
from programmes.services import intentions_checks
from programmes.services.intentions import TAKEN, add_intention, change_intention
from tests.factories import ProgrammeFactory, person_with
from tests.factories.intentions import CommissioningIntentionFactory, IntentionLineFactory

pytestmark = pytest.mark.django_db
ON = date(2013, 9, 1)
REASON = "Agreed by the board."


@pytest.fixture
def programme():
    return ProgrammeFactory(reference="DER-PRG", key="derby-t", place="Derby")


@pytest.fixture
def intention(programme):
    row = CommissioningIntentionFactory(
        programme=programme, reference="DER-CI-1", number=1, title="Best start"
    )
    for place, text in enumerate(("reduce risks", "support development", "reduce inequalities"), 1):
        IntentionLineFactory(intention=row, kind="priority", text=text, position=place)
    return row


@pytest.fixture
def manager(programme):
    return person_with(Role.PROGRAMME_MANAGER, programme=programme)


def lines_of(intention):
    return list(IntentionLine.objects.filter(intention=intention))


def plan_with(intention, **changed):
    now = intention_plan(intention, lines_of(intention))
    return IntentionPlan(**{**now.__dict__, **changed})


def change(intention, by, plan, expected=None):
    return change_intention(
        intention,
        plan,
        by=by,
        reason=REASON,
        on=ON,
        expected=expected or stamp_of(intention, lines_of(intention)),
    )


def add(programme, by, **given):
    return add_intention(programme, IntentionPlan(**given), by=by, reason=REASON, on=ON)


def test_who_may_not_edit_plans_adds_and_changes_nothing(programme, intention, manager):
    for role in (Role.BOARD_MEMBER, Role.ANALYST, Role.FINANCE_LEAD):
        person = person_with(role, programme=programme)
        with pytest.raises(PermissionDenied):
            add(programme, person, number=2, title="Another")
        with pytest.raises(PermissionDenied):
            change(intention, person, plan_with(intention, title="Changed"))
    assert add(programme, manager, number=2, title="Another").record.number == 2
    assert change(intention, manager, plan_with(intention, title="Changed")).changed == ("Title",)


def test_a_number_is_one_intentions_own(programme, intention, manager):
    with pytest.raises(ValidationError) as refusal:
        add(programme, manager, number=1, title="Another")
    assert refusal.value.message_dict == {
        "number": ["Number 1 is “Best start”. Give this intention another number; the first one free is 2."]
    }
    elsewhere = ProgrammeFactory(reference="T-PRG")
    manager_there = person_with(Role.PROGRAMME_MANAGER, programme=elsewhere)
    assert add(elsewhere, manager_there, number=1, title="Another").record.number == 1


def test_a_number_taken_past_the_door_this_very_moment(programme, intention, manager, monkeypatch):
    """Data entry does not wait for the door: the constraint of the database has the last word, and is put in words."""
    monkeypatch.setattr(intentions_checks, "number_problem", lambda *_given, **_more: "")
    with pytest.raises(ValidationError) as refusal:
        add(programme, manager, number=1, title="Another")
    assert refusal.value.message_dict == {"number": [TAKEN]}


def test_only_the_priority_that_differs_is_rewritten(intention, manager):
    before = {line.pk: line.version for line in lines_of(intention)}
    lists = {
        "priority": tuple(
            map(PlanLine, ("reduce risks", "support healthy development", "reduce inequalities"))
        )
    }
    assert change(intention, manager, plan_with(intention, lists=lists)).changed == ("Priorities",)
    after = {line.pk: line.version for line in lines_of(intention)}
    assert after.keys() == before.keys()
    assert sum(after[pk] != before[pk] for pk in before) == 1
    newest = plan_history(CommissioningIntention.objects.get())[0]
    assert newest.details == ["Priority: from “support development” to “support healthy development”"]


def test_state_and_flags_are_told_in_words(intention, manager):
    plan = plan_with(intention, state=IntentionState.DELIVERING, is_top_priority=True)
    assert change(intention, manager, plan).changed == ("State", "Top priority")
    newest = plan_history(CommissioningIntention.objects.get())[0]
    assert "State: from “Not stated” to “Delivering”" in newest.details
    assert newest.why == REASON


def test_whoever_was_overtaken_is_told(intention, manager):
    seen = stamp_of(intention, lines_of(intention))
    change(intention, manager, plan_with(intention, title="Theirs"), seen)
    with pytest.raises(StaleEdit):
        change(intention, manager, plan_with(intention, title="Mine"), seen)
    assert CommissioningIntention.objects.get().title == "Theirs"
