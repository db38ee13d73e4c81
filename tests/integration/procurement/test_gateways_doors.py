"""The doors of gateways: evidence, decisions, overriding, what is kept, and the baseline that an approval freezes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.money import parse_money
from procurement.models import GatewayDecision, ProcurementStage
from procurement.selectors.stages import stages_of
from procurement.services.gateways import Decided, add_evidence, decide, withdraw_evidence
from tests.factories import BudgetLineFactory
from tests.factories.phases import GatewayRequirementFactory, NoticeFactory, NoticeKindFactory
from tests.integration.procurement.phase_world import ON, phase_world

pytestmark = pytest.mark.django_db
WHY = "The board of 2 March agreed it."


@pytest.fixture
def world():
    return phase_world()


def decided(**more):
    return Decided(
        **{"passed": True, "decided_by": "Programme board", "decided_on": ON, "reason": WHY, **more}
    )


def settle(world, code, who="manager", on=ON, **more):
    return decide(world.stage(code), decided(**more), on=on, **world.acting(who))


def attach(world, who="manager", **more):
    given = {"text": "Minute 4", **more}
    return add_evidence(world.stage("need"), world.evidence, on=ON, **given, **world.acting(who))


def missing(world, code):
    (phase,) = stages_of(world.phase.programme, ON)
    return [each.words for each in phase.missing(code)]


def test_passing_is_refused_with_what_is_missing_and_its_cure_and_allowed_once_it_is_there(world):
    with pytest.raises(ValidationError) as refusal:
        settle(world, "need")
    words = refusal.value.message_dict["outcome"][0]
    assert "The need is written down: Attach the business case" in words
    assert not GatewayDecision.objects.exists()
    attach(world)
    decision = settle(world, "need")
    assert (decision.outcome, decision.missing) == ("passed", [])
    assert world.stage("need").actual.start == ON


def test_evidence_withdrawn_is_missing_again(world):
    piece = attach(world)
    assert missing(world, "need") == []
    with pytest.raises(ValidationError) as refusal:
        withdraw_evidence(piece, on=ON, reason=" ", **world.acting())
    assert "reason" in refusal.value.message_dict
    withdraw_evidence(piece, on=ON, reason=WHY, **world.acting())
    assert missing(world, "need") == ["The need is written down"]
    piece.refresh_from_db()
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_evidence(piece, on=ON, reason=WHY, **world.acting())


def test_evidence_says_something_and_fits_the_gateway(world):
    with pytest.raises(ValidationError) as refusal:
        attach(world, text=" ")
    assert "Say where the proof is found" in refusal.value.message_dict["text"][0]
    other = GatewayRequirementFactory(stage=world.stages["award"].kind)
    with pytest.raises(ValidationError) as refusal:
        add_evidence(world.stage("need"), other, text="Minute 4", on=ON, **world.acting())
    assert "does not ask for this" in refusal.value.message_dict["requirement"][0]


@pytest.mark.parametrize("who", ["manager"])
def test_a_role_that_may_passes_it_all_the_same_and_what_was_missing_is_kept(world, who):
    decision = settle(world, "need", who, override=True)
    assert decision.outcome == "overridden"
    assert decision.missing == ["The need is written down"]
    assert decision.reason == WHY


@pytest.mark.parametrize("who", ["commissioner", "finance", "board", "analyst"])
def test_no_other_role_may_override(world, who):
    with pytest.raises(PermissionDenied):
        settle(world, "need", who, override=True)
    assert not GatewayDecision.objects.exists()


def test_an_override_without_a_reason_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        settle(world, "need", override=True, reason=" ")
    assert "reason" in refusal.value.message_dict


def test_a_commissioner_may_decide_and_a_board_member_may_not(world):
    attach(world, "commissioner")
    with pytest.raises(PermissionDenied):
        settle(world, "need", "board")
    assert settle(world, "need", "commissioner").outcome == "passed"


def test_a_body_may_hold_a_gateway_whatever_is_missing_and_pass_it_later(world):
    held = settle(world, "need", passed=False)
    assert (held.outcome, held.missing) == ("held", ["The need is written down"])
    assert not world.stage("need").actual.is_dated
    attach(world)
    assert settle(world, "need").outcome == "passed"
    with pytest.raises(ValidationError, match="What was decided stays"):
        settle(world, "need", passed=False)


def test_an_earlier_gateway_comes_first(world):
    with pytest.raises(ValidationError) as refusal:
        settle(world, "decision")
    assert "“Need and options” comes first" in refusal.value.message_dict["outcome"][0]
    settle(world, "need", override=True)
    assert settle(world, "decision").outcome == "passed"


def test_approving_to_procure_freezes_the_plan_of_every_stage(world):
    settle(world, "need", override=True)
    assert not ProcurementStage.objects.filter(planned_frozen_on__isnull=False).exists()
    settle(world, "decision")
    assert set(ProcurementStage.objects.values_list("planned_frozen_on", flat=True)) == {ON}


def test_a_decision_is_written_once(world):
    decision = settle(world, "need", override=True)
    decision.reason = "Another reason"
    with pytest.raises(DatabaseError), transaction.atomic():
        decision.save()


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("decided_by", {"decided_by": ""}, "which body"),
        ("decided_by", {"decided_by": "Mr Example"}, "role"),
        ("decided_on", {"decided_on": date(2026, 3, 3)}, "has not come yet"),
    ],
)
def test_who_decided_and_when_are_asked_for(world, field, given, words):
    attach(world)
    with pytest.raises(ValidationError) as refusal:
        settle(world, "need", **given)
    assert words in refusal.value.message_dict[field][0]


# --- what can be looked up ----------------------------------------------------------------------------------------


def ask_for(world, check, **more):
    GatewayRequirementFactory(
        stage=world.stages["need"].kind, check_kind=check, text=f"Asked: {check}", **more
    )
    return f"Asked: {check}" in missing(world, "need")


def test_a_budget_line_to_be_confirmed_is_missing_until_it_has_an_amount(world):
    phase = world.phase
    line = BudgetLineFactory(programme=phase.programme, phase=phase, money="TBC", status="tbc")
    assert ask_for(world, "budget")
    line.money, line.status = parse_money("£1m"), "confirmed"
    line.save()
    assert "Asked: budget" not in missing(world, "need")


def test_no_budget_line_at_all_is_no_budget(world):
    assert ask_for(world, "budget")


def test_a_notice_counts_from_the_day_it_is_published_or_recorded_as_not_needed(world):
    kind = NoticeKindFactory(code="UK4", regime="pa2023")
    notice = NoticeFactory(phase=world.phase, programme=world.phase.programme, kind=kind)
    assert ask_for(world, "notice", notice_code="UK4")
    notice.published_on = date(2026, 3, 3)  # the day after the one asked about
    notice.save()
    assert "Asked: notice" in missing(world, "need")
    notice.published_on = ON
    notice.save()
    assert "Asked: notice" not in missing(world, "need")
    notice.published_on, notice.not_needed_because = None, "A direct award"
    notice.save()
    assert "Asked: notice" not in missing(world, "need")


def test_going_without_engagement_needs_its_reason(world):
    assert ask_for(world, "engagement")
    world.phase.no_engagement_because = "One provider alone is capable"
    world.phase.save()
    assert "Asked: engagement" not in missing(world, "need")


def test_a_requirement_of_another_regime_is_not_asked_for(world):
    assert not ask_for(world, "process", regimes=["psr"])
    assert ask_for(world, "process", regimes=["pa2023"])
