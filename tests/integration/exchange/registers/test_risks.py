"""Risks from a sheet: words, assessments at each level, escalation and state, each with its own trace."""

from datetime import date
from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from governance.models import RiskAct, RiskAssessment
from tests.factories import (
    BodyFactory,
    MitigationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    RiskAssessmentFactory,
    RiskFactory,
    RiskMitigationFactory,
)
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    changed,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
NEW = {"Risk": "Provider withdraws", "Event": "The only bidder withdraws"}


@pytest.fixture
def world() -> SimpleNamespace:
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=2, name="School nursing")
    board = BodyFactory(programme=programme, name="Programme board")
    risk = RiskFactory(
        programme=programme,
        title="Staff leave",
        event="Staff leave before transfer",
        owner_role="Lead",
        raised="May 2018",
    )
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme, phase=phase, board=board, risk=risk, act=act_of(manager, programme)
    )


def assessed(world: SimpleNamespace, **more: object) -> None:
    RiskAssessmentFactory(programme=world.programme, risk=world.risk, **more)
    world.risk.state = "assessed"
    world.risk.save()


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Risk": "Staff leave early"}, "title", "Staff leave early"),
        ({"What": "As the paper says"}, "text", "As the paper says"),
        ({"Cause": "Notice periods"}, "cause", "Notice periods"),
        ({"Event": "Staff leave at once"}, "event", "Staff leave at once"),
        ({"Effect": "Gaps in cover"}, "effect", "Gaps in cover"),
        ({"Owner": None}, "owner_role", ""),
        ({"Response": "treat"}, "response", "treat"),
        ({"Review due": date(2019, 9, 1)}, "review_due", date(2019, 9, 1)),
    ],
)
def test_each_word_changes_in_the_record(
    world: SimpleNamespace, cells: dict[str, object], name: str, value: object
) -> None:
    changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), **cells)
    world.risk.refresh_from_db()
    assert getattr(world.risk, name) == value


@pytest.mark.parametrize("words", ["2", "phase 2", "Phase 2: School nursing", "School nursing"])
def test_a_phase_is_known_by_each_of_its_names(world: SimpleNamespace, words: str) -> None:
    changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), Phase=words)
    world.risk.refresh_from_db()
    assert world.risk.phase == world.phase
    row = row_of("risks", world.act, Risk="Staff leave")
    changed("risks", world.act, row, Phase=None)
    world.risk.refresh_from_db()
    assert world.risk.phase is None


def test_when_it_was_raised_changes(world: SimpleNamespace) -> None:
    row = row_of("risks", world.act, Risk="Staff leave")
    changed("risks", world.act, row, Raised_as_printed="June 2018", Raised_from=None, Raised_to=None)
    heading, message = refusal(
        "risks", world.act, row_of("risks", world.act, Risk="Staff leave"),
        Raised_as_printed="August 2019", Raised_from=None, Raised_to=None,
    )  # fmt: skip
    assert (heading, "is still to come" in message) == ("Raised as printed", True)


# --- scores -----------------------------------------------------------------------------------------------------


def test_a_score_adds_an_assessment_with_the_reason_as_its_rationale(world: SimpleNamespace) -> None:
    changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), Likelihood=4, Impact=5)
    made = RiskAssessment.objects.get()
    assert (made.level, made.likelihood, made.impact, made.on) == ("current", 4, 5, ON)
    assert (made.rationale, made.made_by) == (WHY, world.act.by)
    act = RiskAct.objects.get()
    assert (act.state_before, act.state_after) == ("identified", "assessed")


def test_one_number_is_judged_anew_beside_the_other(world: SimpleNamespace) -> None:
    assessed(world, likelihood=3, impact=4, on=date(2019, 1, 1))
    row = row_of("risks", world.act, Risk="Staff leave")
    changed("risks", world.act, row, Likelihood=2, Assessed_on=date(2019, 5, 1))
    latest = RiskAssessment.objects.latest("pk")
    assert (latest.likelihood, latest.impact, latest.on) == (2, 4, date(2019, 5, 1))
    assert RiskAssessment.objects.count() == 2


def test_a_new_day_alone_says_that_it_was_looked_at_again(world: SimpleNamespace) -> None:
    assessed(world, likelihood=3, impact=4, on=date(2019, 1, 1))
    row = row_of("risks", world.act, Risk="Staff leave")
    changed("risks", world.act, row, Assessed_on=date(2019, 5, 1))
    assert [(each.score, each.on) for each in map(_scored, RiskAssessment.objects.order_by("on"))] == [
        (12, date(2019, 1, 1)),
        (12, date(2019, 5, 1)),
    ]


def _scored(each: RiskAssessment) -> SimpleNamespace:
    return SimpleNamespace(score=each.likelihood * each.impact, on=each.on)


def test_each_level_has_its_own_columns(world: SimpleNamespace) -> None:
    row = row_of("risks", world.act, Risk="Staff leave")
    changed(
        "risks",
        world.act,
        row,
        Inherent_likelihood=5,
        Inherent_impact=5,
        Target_likelihood=1,
        Target_impact=2,
    )
    made = RiskAssessment.objects.values_list("level", "likelihood", "impact")
    assert set(made) == {("inherent", 5, 5), ("target", 1, 2)}


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Likelihood": 4}, "Impact", "Write both"),
        ({"Impact": 4}, "Likelihood", "Write both"),
        ({"Likelihood": 6, "Impact": 1}, "Likelihood", "Choose a number from 1 to 5."),
        ({"Likelihood": "high", "Impact": 1}, "Likelihood", ""),
        ({"Likelihood": 3, "Impact": 3, "Assessed on": date(2019, 7, 1)}, "Assessed on", "is still to come"),
        (
            {"Likelihood": 3, "Impact": 3, "Assessed on": date(2018, 4, 1)},
            "Assessed on",
            "was raised May 2018",
        ),
        ({"Target impact": 1}, "Target likelihood", "Write both"),
        ({"Event": None}, "Event", "Say what might happen."),
        ({"Risk": None}, "Risk", "Say in a few words"),
        ({"Owner": "Mr Brown"}, "Owner", "looks like a person’s name"),
        ({"Phase": "7"}, "Phase", "Its phases: Phase 2: School nursing."),
        ({"Response": "Hope"}, "Response", "is not one of the choices"),
        ({"State": "Assessed"}, "State", "write its likelihood and its impact"),
        ({"State": "Accepted"}, "State", "Assess this risk first"),
        ({"State": "Mitigating"}, "State", "Record a mitigation first"),
        ({"Escalated to": "Cabinet"}, "Escalated to", "is no board that can be named here"),
    ],
)
def test_what_is_wrong_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), **cells)
    assert found[0] == heading
    assert part in found[1]


def test_an_earlier_assessment_than_the_latest_is_refused(world: SimpleNamespace) -> None:
    assessed(world, on=date(2019, 3, 1))
    row = row_of("risks", world.act, Risk="Staff leave")
    heading, message = refusal("risks", world.act, row, Likelihood=1, Assessed_on=date(2019, 2, 1))
    assert (heading, "of 1 March 2019" in message) == ("Assessed on", True)


# --- state and escalation -----------------------------------------------------------------------------------------


def test_a_state_changes_by_its_act_and_back(world: SimpleNamespace) -> None:
    assessed(world)
    mitigation = MitigationFactory(programme=world.programme)
    RiskMitigationFactory(risk=world.risk, mitigation=mitigation)
    for state in ("Mitigating", "Accepted", "Closed", "Assessed"):
        changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), State=state)
    acts = RiskAct.objects.order_by("pk").values_list("state_after", "reason")
    assert list(acts) == [(state, WHY) for state in ("mitigating", "accepted", "closed", "assessed")]


def test_a_closed_risk_is_assessed_only_where_the_row_opens_it(world: SimpleNamespace) -> None:
    assessed(world)
    changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), State="Closed")
    closed = row_of("risks", world.act, Risk="Staff leave")
    assert "Reopen it first" in refusal("risks", world.act, closed, Likelihood=1)[1]
    changed("risks", world.act, closed, Likelihood=1, State="Assessed", Assessed_on=None)
    assert row_of("risks", world.act, Risk="Staff leave")["Score"] == 4


def test_a_risk_that_was_scored_does_not_reopen_as_if_it_were_not(world: SimpleNamespace) -> None:
    assessed(world)
    changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), State="Closed")
    row = row_of("risks", world.act, Risk="Staff leave")
    heading, message = refusal("risks", world.act, row, State="Identified", Likelihood=None, Impact=None)
    assert (heading, "does not go back" in message) == ("State", True)
    changed("risks", world.act, row, State="Assessed")


def test_it_is_escalated_and_returned(world: SimpleNamespace) -> None:
    for name in ("Programme board", world.board.reference):
        changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), Escalated_to=name)
        changed("risks", world.act, row_of("risks", world.act, Risk="Staff leave"), Escalated_to=None)
    acts = RiskAct.objects.order_by("pk")
    assert [act.kind for act in acts] == ["escalated", "returned"] * 2
    assert {act.body for act in acts} == {world.board}


# --- new ones ---------------------------------------------------------------------------------------------------


def test_a_new_row_adds_a_risk_with_its_scores_and_state(world: SimpleNamespace) -> None:
    blank = {"Cause": None, "Assessed on": None, "Response": "", "Escalated to": "", "Phase": None}
    scores = {"Likelihood": 3, "Impact": 4, "Target likelihood": 1, "Target impact": 4, "State": "Identified"}
    found = added(
        "risks", world.act, {**NEW, **blank, **scores, "Owner": "Lead", "Raised as printed": "May 2019"}
    )
    row = row_of("risks", world.act, Reference=found.key[0])
    assert (row["Score"], row["Target score"], row["State"], row["Owner"]) == (12, 4, "Assessed", "Lead")
    assert RiskAssessment.objects.count() == 2


def test_a_new_row_may_close_at_once_or_be_escalated(world: SimpleNamespace) -> None:
    added("risks", world.act, {**NEW, "State": "Closed", "Escalated to": "Programme board"})
    row = row_of("risks", world.act, Risk="Provider withdraws")
    assert (row["State"], row["Escalated to"]) == ("Closed", "Programme board")


def test_a_new_row_that_fails_late_leaves_nothing(world: SimpleNamespace) -> None:
    assert refusal("risks", world.act, {**NEW, "Likelihood": 3})[0] == "Impact"
    assert refusal("risks", world.act, {"Risk": "No event"})[0] == "Event"
    assert world.programme.risks.count() == 1


# --- whose ------------------------------------------------------------------------------------------------------


def test_another_programmes_risk_is_unknown_here(world: SimpleNamespace) -> None:
    other = RiskFactory(programme=ProgrammeFactory())
    assert refusal("risks", world.act, {"Reference": other.reference, "Risk": other.title})[0] == "Reference"


def test_only_who_keeps_risks_changes_or_adds(world: SimpleNamespace) -> None:
    row = with_cells(row_of("risks", world.act, Risk="Staff leave"), Likelihood=2, Impact=2)
    for role, verdicts in (
        (Role.ANALYST, [Verdict.REFUSED, Verdict.REFUSED]),
        (Role.COMMISSIONER, [Verdict.CHANGED, Verdict.NEW]),
    ):
        act = act_of(person_with(role, programme=world.programme), world.programme)
        plan = written("risks", act, [row, NEW])
        assert [each.verdict for each in plan.rows] == verdicts, [told(each) for each in plan.rows]
