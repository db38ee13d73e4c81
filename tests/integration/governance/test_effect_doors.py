"""A decision is put into effect once, by the door of the change it makes, and only once it stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import DecisionEffect
from governance.services.decisions import FIELDS, change_decision
from governance.services.effects import apply_effect, held_up_by, plan_effect, plan_of, withdraw_effect
from governance.services.positions import Stated, record_position
from outcomes.models import Target
from procurement.models import GatewayDecision, ProcurementStage
from procurement.selectors.scope_change import scope_record
from procurement.services.scope import ScopeCommand, change_scope
from programmes.models import CommissioningResponsibility, ScopeChange
from programmes.rules import Act
from programmes.services.scope_door import as_stated
from tests.factories import OrganisationFactory
from tests.factories.phases import GatewayRequirementFactory, ProcurementStageFactory, StageKindFactory
from tests.integration.governance.decision_world import ON, WHY, decision_world
from tests.integration.outcomes.kpi_series import kpi_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return decision_world()


def move(world):
    return {
        "act": "move",
        "service": world.service.reference,
        "phase": 2,
        "effective": "2019-01-02",
    }


def planned(world, kind, plan, decision=None, who="manager"):
    return plan_effect(decision or world.decide(), kind, plan, reason=WHY, **world.acting(who))


def applied(world, effect, who="manager", stamp=None, version=None):
    read = plan_of(effect.kind, effect.decision, effect.plan, ON)
    return apply_effect(
        effect,
        stamp=read.stamp() if stamp is None else stamp,
        version=effect.version if version is None else version,
        **world.acting(who),
    )


def phase_now(world):
    return scope_record(world.service).phase.number


def test_a_change_of_scope_is_made_once_and_its_history_names_the_decision(world):
    effect = planned(world, "scope_change", move(world))
    assert effect.words == "Moves “School nursing” to phase 2 from 2 January 2019"
    assert phase_now(world) == 1
    done = applied(world, effect)
    assert phase_now(world) == 2
    change = ScopeChange.objects.get(pk=done.scope_change_id)
    assert (change.kind, change.before["phase"], change.after["phase"]) == ("moved", 1, 2)
    assert change.reason == (
        f"Decision {done.decision.reference} of Programme board, 13 December 2018: The next phase."
    )
    assert done.applied_by == world.people["manager"]
    with pytest.raises(ValidationError, match="already"):
        applied(world, done)
    with pytest.raises(StaleEdit):
        applied(world, effect)


def test_what_it_would_do_is_told_before_it_is_done(world):
    effect = planned(world, "scope_change", move(world))
    (line,) = plan_of(effect.kind, effect.decision, effect.plan, ON).lines()
    assert (line.label, line.now, line.then) == ("Phase", "Phase 1", "Phase 2")


def test_a_plan_is_checked_when_it_is_made(world):
    decision = world.decide()
    for kind, plan, field in (
        ("scope_change", {**move(world), "service": "NO-SVC"}, "service"),
        ("scope_change", {**move(world), "phase": 9}, "phase"),
        ("scope_change", {**move(world), "act": "approve"}, "act"),
        ("scope_change", {**move(world), "effective": "soon"}, "effective"),
        (
            "scope_change",
            {**move(world), "effective": "2019-01-01"},
            "effective",
        ),  # before the decision counts
        ("scope_change", {**move(world), "act": "rename"}, "name"),
        ("scope_change", {**move(world), "act": "settle"}, "inclusion"),
        ("lead_handover", {"service": world.service.reference, "effective": "2019-04-01"}, "to"),
        ("gateway", {"phase": 1, "stage": "need", "passed": True}, "stage"),
        ("target_change", {"kpi": "none", "value": "5", "starts_on": "2019-04-01"}, "kpi"),
    ):
        with pytest.raises(ValidationError) as refusal:
            planned(world, kind, plan, decision)
        assert field in refusal.value.message_dict, plan
    with pytest.raises(KeyError):
        planned(world, "rewrite", {}, decision)
    assert not DecisionEffect.objects.exists()


@pytest.mark.parametrize("who", ["commissioner", "board"])
def test_who_may_not_record_decisions_plans_and_carries_out_nothing(world, who):
    with pytest.raises(PermissionDenied):
        planned(world, "scope_change", move(world), who=who)
    effect = planned(world, "scope_change", move(world))
    with pytest.raises(PermissionDenied):
        applied(world, effect, who=who)
    with pytest.raises(PermissionDenied):
        withdraw_effect(
            effect, version=1, reason=WHY, **{k: v for k, v in world.acting(who).items() if k != "on"}
        )
    assert phase_now(world) == 1


def test_the_permission_of_the_door_is_asked_for_too(world, monkeypatch):
    from governance.services.effect_scope import ScopePlan

    effect = planned(world, "scope_change", move(world))
    with monkeypatch.context() as without:
        without.setattr(ScopePlan, "allows", lambda *_: False)
        with pytest.raises(PermissionDenied, match="whoever may change the scope of the service"):
            applied(world, effect)
    assert applied(world, effect).scope_change_id


def test_a_decision_that_is_not_agreed_plans_nothing(world):
    with pytest.raises(ValidationError, match="puts nothing into effect"):
        planned(world, "scope_change", move(world), world.decide(outcome="deferred"))


def test_call_in_and_a_later_effective_date_hold_it_up_without_any_override(world):
    open_to_it = {
        "subject_to_call_in": True,
        "published_on": date(2019, 1, 30),
        "effective": parse_fuzzy_date("31 January 2019"),
    }
    decision = world.decide(**open_to_it)
    plan = {**move(world), "effective": "2019-03-01"}
    effect = planned(world, "scope_change", plan, decision)
    # Thursday 31 January, Friday 1, Monday 4 to Wednesday 6 February are the five working days after publication.
    with pytest.raises(ValidationError, match="open to call-in until 6 February 2019"):
        applied(world, effect)
    assert held_up_by(decision, date(2019, 2, 7)) == ""
    for loose, said in (("1 March 2019", "takes effect later"), ("TBC", "No effective date is recorded")):
        later = world.decide(effective=parse_fuzzy_date(loose))
        with pytest.raises(ValidationError, match=said):
            applied(world, planned(world, "scope_change", plan, later))
    assert phase_now(world) == 1


def test_every_body_asked_has_to_agree_first(world):
    decision = world.decide(asked=world.councils[:2])
    effect = planned(world, "scope_change", move(world), decision)
    for place, (council, position) in enumerate(((0, "agreed"), (1, "noted"), (1, "agreed_with_conditions"))):
        assert "every body asked" in held_up_by(decision, ON)
        with pytest.raises(ValidationError, match="agreement of every body asked"):
            applied(world, effect)
        decision.refresh_from_db()
        stated = Stated(
            body=world.councils[council],
            position=position,
            on=parse_fuzzy_date(f"{14 + place} January 2019"),
            conditions=["A yearly report"] if position == "agreed_with_conditions" else (),
        )
        record_position(decision, stated, version=decision.version, reason=WHY, **world.acting())
    assert held_up_by(decision, ON) == ""
    assert applied(world, effect).scope_change_id


def test_a_record_that_moved_on_meanwhile_is_not_overwritten(world):
    effect = planned(world, "scope_change", move(world))
    seen = plan_of(effect.kind, effect.decision, effect.plan, ON).stamp()
    command = ScopeCommand(Act.RENAME, as_stated(date(2019, 1, 1)), WHY, name="School nurses")
    stamp = scope_record(world.service).stamp
    change_scope(world.service, command, by=world.people["manager"], expected=stamp.versions)
    with pytest.raises(StaleEdit):
        applied(world, effect, stamp=seen)
    assert applied(world, effect).scope_change_id


def test_a_plan_whose_record_is_no_longer_as_it_was_is_refused_by_the_door(world):
    first, second = (planned(world, "scope_change", move(world)) for _ in range(2))
    applied(world, first)
    with pytest.raises(ValidationError) as refusal:
        applied(world, second)
    assert "phase" in refusal.value.message_dict
    second.refresh_from_db()
    assert second.applied_at is None


def test_a_lead_is_handed_over_by_the_decision(world):
    new = OrganisationFactory(name="The new board")
    plan = {"service": world.service.reference, "to": new.reference, "effective": "2019-04-01"}
    done = applied(world, planned(world, "lead_handover", plan))
    terms = CommissioningResponsibility.objects.filter(service=world.service).order_by("pk")
    assert [(term.organisation.name, term.starts_on, term.ends_on) for term in terms] == [
        ("The county", terms[0].starts_on, date(2019, 4, 1)),
        ("The new board", date(2019, 4, 1), None),
    ]
    assert done.lead_change.decision.startswith(f"Decision {done.decision.reference} of Programme board")


def test_a_gateway_is_passed_by_the_body_and_refused_while_something_is_missing(world):
    kind = StageKindFactory(code="need", name="Need and options", position=1, is_gateway=True)
    stage = ProcurementStageFactory(
        programme=world.programme, phase=world.phases[0], kind=kind, planned="June 2019"
    )
    plan = {"phase": 1, "stage": "need", "passed": True}
    effect = planned(world, "gateway", plan)
    missing = GatewayRequirementFactory(stage=kind, text="The need is written down", cure="Attach the case")
    with pytest.raises(ValidationError, match="The need is written down: Attach the case"):
        applied(world, effect)
    missing.delete()
    done = applied(world, effect)
    decided = GatewayDecision.objects.get(pk=done.gateway_decision_id)
    assert (decided.decided_by, decided.decided_on, decided.outcome) == (
        "Programme board",
        date(2018, 12, 13),
        "passed",
    )
    assert ProcurementStage.objects.get(pk=stage.pk).actual.start == date(2018, 12, 13)


def test_a_gateway_needs_the_very_day_of_its_decision(world):
    kind = StageKindFactory(code="need", name="Need and options", position=1, is_gateway=True)
    ProcurementStageFactory(programme=world.programme, phase=world.phases[0], kind=kind)
    decision = world.decide(decided=parse_fuzzy_date("December 2018"))
    effect = planned(world, "gateway", {"phase": 1, "stage": "need", "passed": True}, decision)
    with pytest.raises(ValidationError, match="“December 2018”"):
        applied(world, effect)


def test_a_target_is_set_from_its_day_and_says_who_set_it(world):
    kpi = kpi_with([90, 91], programme=world.programme, reference="T-KPI-1")
    plan = {"kpi": "T-KPI-1", "value": "95", "starts_on": "2019-04-01", "ends_on": None}
    effect = planned(world, "target_change", plan)
    seen = plan_of(effect.kind, effect.decision, effect.plan, ON).stamp()
    done = applied(world, effect)
    target = Target.objects.get(pk=done.target_id)
    assert (target.kpi, target.value, target.starts_on) == (kpi, Decimal(95), date(2019, 4, 1))
    assert target.origin == f"Programme board, 13 December 2018 ({done.decision.reference})"
    other = planned(world, "target_change", {**plan, "value": "96", "starts_on": "2020-04-01"})
    with pytest.raises(StaleEdit):
        applied(world, other, stamp=seen)


def test_a_plan_is_taken_away_before_it_is_carried_out_and_not_after(world):
    acting = {k: v for k, v in world.acting().items() if k != "on"}
    effect = planned(world, "scope_change", move(world))
    with pytest.raises(ValidationError) as refusal:
        withdraw_effect(effect, version=effect.version, reason=" ", **acting)
    assert "reason" in refusal.value.message_dict
    withdraw_effect(effect, version=effect.version, reason=WHY, **acting)
    assert not DecisionEffect.objects.exists()
    done = applied(world, planned(world, "scope_change", move(world)))
    with pytest.raises(ValidationError, match="already"):
        withdraw_effect(done, version=done.version, reason=WHY, **acting)


def test_once_in_effect_a_decision_stays_agreed(world):
    done = applied(world, planned(world, "scope_change", move(world)))
    decision = done.decision
    values = {name: getattr(decision, name) for name in FIELDS} | {"outcome": "rejected"}
    with pytest.raises(ValidationError, match="Record the decision that reverses it"):
        change_decision(decision, values, asked=(), version=decision.version, reason=WHY, **world.acting())
