"""The doors of stages: who may, what is refused with which cure, and what is kept. Each refusal beside its twin."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import ProcurementStage, StageChange
from procurement.services.stages import Wanted, change_stage, make_stages
from tests.factories.phases import NoticeFactory, NoticeKindFactory, StageKindFactory
from tests.integration.procurement.phase_world import ON, phase_world

pytestmark = pytest.mark.django_db
WHY = "The board of 2 March agreed it."


@pytest.fixture
def world():
    return phase_world()


def change(world, code, who="manager", on=ON, reason=WHY, **wanted):
    return change_stage(world.stage(code), Wanted(**wanted), on=on, reason=reason, **world.acting(who))


def passed(world, *codes):
    """Mark gateways as having happened, as the papers of an older programme may say."""
    for code in codes:
        stage = world.stage(code)
        stage.actual = parse_fuzzy_date("1 February 2026")
        stage.save()


def test_a_forecast_moves_and_every_change_is_kept_with_its_reason(world):
    change(world, "tender", forecast=parse_fuzzy_date("July 2026"), owner="Head of Procurement")
    stage = world.stage("tender")
    assert (stage.forecast.printed, stage.owner) == ("July 2026", "Head of Procurement")
    assert stage.planned.printed == "June 2026"
    kept = {(row.field, row.before, row.after, row.reason) for row in StageChange.objects.filter(stage=stage)}
    assert kept == {
        ("forecast", "not stated", "July 2026", WHY),
        ("owner", "", "Head of Procurement", WHY),
    }


@pytest.mark.parametrize("who", ["manager", "commissioner"])
def test_who_keeps_procurement_may_change_a_stage(world, who):
    change(world, "tender", who, owner="Head of Procurement")
    assert world.stage("tender").owner == "Head of Procurement"


@pytest.mark.parametrize("who", ["board", "finance", "analyst"])
def test_nobody_else_may(world, who):
    with pytest.raises(PermissionDenied):
        change(world, "tender", who, owner="Head of Procurement")
    with pytest.raises(PermissionDenied):
        make_stages(world.phase, on=ON, reason=WHY, **world.acting(who))


@pytest.mark.parametrize(
    ("wanted", "reason", "field", "words"),
    [
        ({"owner": "Head of Procurement"}, " ", "reason", "Say why"),
        ({}, WHY, "act", "nothing differs"),
        ({"owner": "Dr Example"}, WHY, "owner", "role"),
        ({"not_applicable": True}, WHY, "why_not_applicable", "Say why"),
    ],
)
def test_what_is_missing_is_named_at_its_field(world, wanted, reason, field, words):
    with pytest.raises(ValidationError) as refusal:
        change(world, "tender", reason=reason, **wanted)
    assert words in refusal.value.message_dict[field][0]


def test_the_plan_moves_until_it_is_frozen_and_afterwards_only_the_forecast(world):
    change(world, "tender", planned=parse_fuzzy_date("May 2026"))
    ProcurementStage.objects.filter(pk=world.stages["tender"].pk).update(planned_frozen_on=date(2026, 2, 1))
    with pytest.raises(ValidationError) as refusal:
        change(world, "tender", planned=parse_fuzzy_date("April 2026"))
    assert "frozen on 1 February 2026" in refusal.value.message_dict["planned"][0]
    assert "Change the forecast" in refusal.value.message_dict["planned"][0]
    change(world, "tender", forecast=parse_fuzzy_date("April 2026"))
    assert world.stage("tender").planned.printed == "May 2026"


def test_a_stage_after_a_gateway_waits_for_it_and_the_refusal_says_what_is_missing(world):
    with pytest.raises(ValidationError) as refusal:
        change(world, "specification", actual=parse_fuzzy_date("1 March 2026"))
    words = refusal.value.message_dict["actual"][0]
    assert "“Need and options”" in words
    assert "The need is written down: Attach the business case." in words
    passed(world, "need")
    with pytest.raises(ValidationError, match="Decision to procure"):
        change(world, "specification", actual=parse_fuzzy_date("1 March 2026"))
    passed(world, "decision")
    change(world, "specification", actual=parse_fuzzy_date("1 March 2026"))
    assert world.stage("specification").actual.printed == "1 March 2026"


def test_a_gateway_happens_by_its_decision_alone(world):
    with pytest.raises(ValidationError) as refusal:
        change(world, "need", actual=parse_fuzzy_date("1 March 2026"))
    assert "record what was decided" in refusal.value.message_dict["actual"][0]
    with pytest.raises(ValidationError) as refusal:
        change(world, "need", not_applicable=True, why_not_applicable="No need")
    assert "A gateway is not left out" in refusal.value.message_dict["not_applicable"][0]


def test_what_has_not_come_yet_is_no_actual_date(world):
    passed(world, "need", "decision")
    with pytest.raises(ValidationError) as refusal:
        change(world, "specification", actual=parse_fuzzy_date("3 March 2026"))
    assert "Enter it as the forecast" in refusal.value.message_dict["actual"][0]
    change(world, "specification", actual=parse_fuzzy_date("2 March 2026"))


def test_signing_waits_for_the_day_after_standstill(world):
    passed(world, "need", "decision", "award")
    uk6 = NoticeKindFactory(code="UK6", regime="pa2023", starts_standstill=True, opens_award=True)
    with pytest.raises(ValidationError) as refusal:
        change(world, "signature", actual=parse_fuzzy_date("1 March 2026"))
    assert "No notice that starts the standstill" in refusal.value.message_dict["actual"][0]
    # The reference's table: published Thursday 26 March 2026, the Act's standstill ends on Wednesday 8 April.
    NoticeFactory(
        phase=world.phase, programme=world.phase.programme, kind=uk6, published_on=date(2026, 3, 26)
    )
    with pytest.raises(ValidationError) as refusal:
        change(world, "signature", on=date(2026, 4, 8), actual=parse_fuzzy_date("8 April 2026"))
    assert "sign from 9 April 2026" in refusal.value.message_dict["actual"][0]
    change(world, "signature", on=date(2026, 4, 9), actual=parse_fuzzy_date("9 April 2026"))


def test_stages_are_made_for_the_regime_and_only_those_that_are_missing(world):
    ours = StageKindFactory(code="standstill", name="Standstill", position=11, regimes=["pa2023", "psr"])
    StageKindFactory(code="exempt-only", name="Exempt only", position=5, regimes=["exempt"])
    made = make_stages(world.phase, on=ON, reason=WHY, **world.acting())
    assert [stage.kind for stage in made] == [ours]
    with pytest.raises(ValidationError, match="No stage of this regime is missing"):
        make_stages(world.phase, on=ON, reason=WHY, **world.acting())


def test_two_people_at_one_stage_and_the_second_is_told(world):
    seen = world.stage("tender")
    change(world, "tender", owner="Head of Procurement")
    with pytest.raises(StaleEdit):
        change_stage(
            seen, Wanted(owner="Somebody else"), on=ON, reason=WHY, version=seen.version, **world.acting()
        )


def test_an_abandoned_phase_changes_no_more(world):
    world.phase.ended_as, world.phase.ended_on = "cancelled", date(2026, 2, 1)
    world.phase.save()
    with pytest.raises(ValidationError, match="abandoned"):
        change(world, "tender", owner="Head of Procurement")


def test_taking_the_wish_to_leave_a_stage_out_back_takes_the_reason_with_it(world):
    change(world, "tender", not_applicable=True, why_not_applicable="Direct award")
    change(world, "tender", not_applicable=False)
    assert world.stage("tender").why_not_applicable == ""
