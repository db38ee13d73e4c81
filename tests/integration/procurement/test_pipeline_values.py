"""The pipeline by stage and value: what may be seen is summed, what is sealed is in no sum, unknowns are counted."""

import pytest

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money
from procurement.models.sealed import TeamRole
from procurement.selectors.pipeline import pipeline
from procurement.selectors.sealed import Sight
from tests.factories import ProcurementPhaseFactory
from tests.factories.phases import (
    ConflictDeclarationFactory,
    EstimateFactory,
    ProcurementStageFactory,
    TeamMemberFactory,
)
from tests.integration.procurement.pages import open_page, signed_in
from tests.integration.procurement.phase_world import ON, phase_world

pytestmark = pytest.mark.django_db
PAGE = "/programmes/alpha/procurement/pipeline/"


@pytest.fixture
def world():
    made = phase_world()
    programme = made.phase.programme
    made.second = ProcurementPhaseFactory(programme=programme, number=2)
    ProcurementPhaseFactory(programme=programme, number=3)
    EstimateFactory(programme=programme, phase=made.phase, money=parse_money("£1.25m"), made_on="2026-01-01")
    EstimateFactory(programme=programme, phase=made.second, money=parse_money("TBC"), made_on="2026-01-01")
    return made


def seen(world, who, on=ON):
    programme = world.phase.programme
    sight = Sight.for_person(world.people[who], world.grants(who), programme, on)
    return pipeline(programme, on, sight)


@pytest.mark.parametrize("who", ["manager", "finance"])
def test_who_may_see_estimates_sees_them_summed_with_the_unknown_counted(world, who):
    found = seen(world, who)
    assert [row.estimate.printed if row.estimate else None for row in found.rows] == ["£1.25m", "TBC", None]
    assert "£1.25m, 1 of 2 lines TBC" in found.whole.words
    assert "1 phase without an estimate" in found.whole.words


@pytest.mark.parametrize("who", ["commissioner", "board", "analyst"])
def test_who_may_not_see_them_learns_neither_an_amount_nor_whether_there_is_one(world, who):
    found = seen(world, who)
    assert {row.hidden for row in found.rows} == {"Not shown before award"}
    assert found.whole.words == "3 values not shown before award"


def test_a_declared_conflict_takes_the_estimate_out_of_the_sum_at_once(world):
    programme, finance = world.phase.programme, world.people["finance"]
    TeamMemberFactory(programme=programme, phase=world.phase, user=finance, role=TeamRole.PRICE_EVALUATOR)
    ConflictDeclarationFactory(programme=programme, phase=world.phase, user=finance)
    assert "£1.25m" in seen(world, "finance").whole.words
    ConflictDeclarationFactory(
        programme=programme, phase=world.phase, user=finance, has_conflict=True, text="A relation works there"
    )
    found = seen(world, "finance")
    assert "£1.25m" not in found.whole.words
    assert found.rows[0].hidden == "Not available to you"


def test_the_latest_estimate_counts_and_one_made_later_does_not_yet(world):
    programme = world.phase.programme
    EstimateFactory(programme=programme, phase=world.phase, money=parse_money("£2m"), made_on="2026-03-03")
    assert seen(world, "manager").rows[0].estimate.printed == "£1.25m"


def test_phases_stand_by_the_stage_they_have_reached_and_abandoned_ones_are_left_out(world):
    stage = world.stage("need")
    stage.actual = parse_fuzzy_date("1 February 2026")
    stage.save()
    ProcurementStageFactory(programme=world.phase.programme, phase=world.second, kind=stage.kind)
    assert [(each.name, len(each.rows)) for each in seen(world, "manager").stages] == [
        ("No stage done yet", 2),
        ("Need and options", 1),
    ]
    world.second.ended_as, world.second.ended_on = "withdrawn", ON
    world.second.save()
    assert len(seen(world, "manager").rows) == 2


def test_the_page_says_what_is_sealed_and_gives_no_amount_away(world):
    reader = signed_in(Role.BOARD_MEMBER, world.phase.programme)
    page = open_page(reader, f"{PAGE}?on=2026-03-02")
    assert "Not shown before award" in page.words
    assert "1.25" not in page.html
    manager = signed_in(Role.PROGRAMME_MANAGER, world.phase.programme)
    assert "£1.25m" in open_page(manager, f"{PAGE}?on=2026-03-02").words
