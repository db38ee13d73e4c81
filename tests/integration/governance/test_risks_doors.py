"""The doors of risks: recorded, assessed, escalated, reviewed, closed, each kept and none of it overwritten."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import Risk, RiskAct, RiskAssessment
from governance.rules.risk_states import Act
from governance.selectors.risks import risk_of, risks
from governance.services.mitigations import MitigationWords, add_mitigation, change_mitigation
from governance.services.risk_acts import Done, act_on
from governance.services.risks import Judgement, RiskWords, add_risk, assess, change_risk
from programmes.access import Grants, grants_for
from tests import factories
from tests.factories import (
    BodyFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    RiskFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
ALL = Grants(everything=True)
TODAY = date(2026, 11, 22)
WORDS = RiskWords(
    title="Provider withdraws",
    cause="the price is capped",
    event="the provider withdraws",
    effect="families wait longer",
    owner_role="Programme Director",
    response="treat",
    review_due=date(2026, 12, 1),
)


@pytest.fixture
def programme():
    return ProgrammeFactory(key="plan")


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def risk(programme, by):
    return add_risk(programme, WORDS, by=by, grants=ALL, reason="Raised at the board")


def judged(likelihood=3, impact=4, *, level="current", on=TODAY, rationale="Two providers have said so"):
    return Judgement(level, likelihood, impact, on, rationale)


def seen(programme, risk, on=TODAY):
    return risk_of(risks(programme, on), risk.reference)


def problems(refusal):
    return refusal.value.message_dict


# --- recorded -----------------------------------------------------------------------------------------------------


def test_a_risk_is_recorded_and_is_not_assessed(programme, risk, by):
    assert (risk.reference, risk.state) == ("PLAN-RISK-1", "identified") or risk.reference.endswith("RISK-1")
    view = seen(programme, risk)
    assert (view.score, view.band, view.inherent, view.target) == (None, None, None, None)
    assert (view.cause, view.event, view.effect) == (WORDS.cause, WORDS.event, WORDS.effect)
    event = Risk.events.rel.related_model.objects.get(pgh_obj_id=risk.pk, pgh_label="insert")
    assert (event.pgh_context["reason"], event.pgh_context["user"]) == ("Raised at the board", by.pk)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"title": " "}, "title", "Say in a few words"),
        ({"event": ""}, "event", "what might happen"),
        ({"owner_role": "Mrs Smith"}, "owner_role", "role"),
        ({"response": "ignore"}, "response", "from the list"),
    ],
)
def test_a_risk_that_is_none_is_refused_by_field(programme, by, change, field, says):
    words = RiskWords(**{**vars(WORDS), **change})
    with pytest.raises(ValidationError) as refusal:
        add_risk(programme, words, by=by, grants=ALL, reason="Why")
    assert says in problems(refusal)[field][0]
    assert not Risk.objects.exists()


def test_a_phase_of_another_programme_and_a_missing_reason_are_refused_together(programme, by):
    words = RiskWords(**{**vars(WORDS), "phase": ProcurementPhaseFactory()})
    with pytest.raises(ValidationError) as refusal:
        add_risk(programme, words, by=by, grants=ALL, reason=" ")
    assert set(problems(refusal)) == {"phase", "reason"}
    own = RiskWords(**{**vars(WORDS), "phase": ProcurementPhaseFactory(programme=programme)})
    assert add_risk(programme, own, by=by, grants=ALL, reason="Why").phase == own.phase


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.ANALYST, Role.FINANCE_LEAD, Role.EVALUATOR])
def test_who_only_reads_keeps_no_risk(programme, risk, role):
    person = person_with(role, programme=programme)
    grants = grants_for(person, TODAY)
    told = Done(TODAY, "Why", BodyFactory(programme=programme))
    for door in (
        lambda: add_risk(programme, WORDS, by=person, grants=grants, reason="Why"),
        lambda: change_risk(risk, WORDS, version=risk.version, by=person, grants=grants, reason="Why"),
        lambda: assess(risk, judged(), by=person, grants=grants, on=TODAY),
        lambda: act_on(risk, Act.ESCALATE, told, by=person, grants=grants, on=TODAY),
        lambda: add_mitigation(programme, MitigationWords("A", [risk]), by=person, grants=grants, reason="W"),
    ):
        with pytest.raises(PermissionDenied):
            door()
    assert not RiskAssessment.objects.exists()


def test_a_commissioner_keeps_them(programme):
    person = person_with(Role.COMMISSIONER, programme=programme)
    grants = grants_for(person, TODAY)
    risk = add_risk(programme, WORDS, by=person, grants=grants, reason="Why")
    assert assess(risk, judged(), by=person, grants=grants, on=TODAY).likelihood == 3


def test_a_change_says_what_changed_and_refuses_who_was_overtaken(risk, by):
    opened = risk.version
    words = RiskWords(**{**vars(WORDS), "owner_role": "Chief Officer"})
    assert change_risk(risk, words, version=opened, by=by, grants=ALL, reason="Handed over") == ("Owner",)
    with pytest.raises(StaleEdit):
        change_risk(risk, WORDS, version=opened, by=by, grants=ALL, reason="Later")
    risk.refresh_from_db()
    assert risk.owner_role == "Chief Officer"
    assert change_risk(risk, words, version=risk.version, by=by, grants=ALL, reason="Again") == ()


# --- assessed -----------------------------------------------------------------------------------------------------


def test_the_first_assessment_takes_a_risk_from_identified_to_assessed_and_is_kept(programme, risk, by):
    assess(risk, judged(3, 4), by=by, grants=ALL, on=TODAY)
    view = seen(programme, risk)
    assert (view.likelihood, view.impact, view.score, view.state) == (3, 4, 12, "assessed")
    act = RiskAct.objects.get()
    assert (act.state_before, act.state_after, act.reason) == (
        "identified",
        "assessed",
        "Two providers have said so",
    )


def test_an_inherent_or_target_score_alone_leaves_it_identified(programme, risk, by):
    assess(risk, judged(5, 5, level="inherent"), by=by, grants=ALL, on=TODAY)
    assess(risk, judged(1, 2, level="target"), by=by, grants=ALL, on=TODAY)
    view = seen(programme, risk)
    assert (view.inherent.score, view.current, view.target.score) == (25, None, 2)
    assert (view.score, view.state) == (None, "identified")


def test_the_latest_day_counts_and_a_day_before_any_has_none(programme, risk, by):
    """5 × 4 on 1 November, 2 × 4 on 20 November; 3 × 3 of 10 November is entered last."""
    for day, likelihood, impact in ((1, 5, 4), (20, 2, 4), (10, 3, 3)):
        assess(risk, judged(likelihood, impact, on=date(2026, 11, day)), by=by, grants=ALL, on=TODAY)
    scores = {day: seen(programme, risk, date(2026, 11, day)) for day in (1, 9, 10, 19, 20)}
    assert [view.score for view in scores.values()] == [20, 20, 9, 9, 8]
    before = seen(programme, risk, date(2026, 10, 31))
    assert (before.score, before.band, before.state) == (None, None, "identified")
    assert seen(programme, risk).score == 8
    assert len(seen(programme, risk).assessments) == 3


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"likelihood": 0}, "likelihood", "1 to 5"),
        ({"impact": 6}, "impact", "1 to 5"),
        ({"level": "residual"}, "level", "what the score is of"),
        ({"on": date(2026, 11, 23)}, "day", "still to come"),
        ({"rationale": "  "}, "rationale", "Say why"),
    ],
)
def test_a_score_that_is_none_is_refused_by_field(risk, by, change, field, says):
    with pytest.raises(ValidationError) as refusal:
        assess(risk, Judgement(**{**vars(judged()), **change}), by=by, grants=ALL, on=TODAY)
    assert says in problems(refusal)[field][0]
    assert not RiskAssessment.objects.exists()


def test_no_score_is_of_a_day_before_the_risk_was_raised(programme, by):
    words = RiskWords(**{**vars(WORDS), "raised": parse_fuzzy_date("3 November 2026")})
    risk = add_risk(programme, words, by=by, grants=ALL, reason="Why")
    with pytest.raises(ValidationError) as refusal:
        assess(risk, judged(on=date(2026, 11, 2)), by=by, grants=ALL, on=TODAY)
    assert "raised 3 November 2026" in problems(refusal)["day"][0]
    assert assess(risk, judged(on=date(2026, 11, 3)), by=by, grants=ALL, on=TODAY)
    assert risk_of(risks(programme, date(2026, 11, 2)), risk.reference) is None


def test_the_database_lets_nobody_rewrite_a_score_or_an_act(risk, by):
    made = assess(risk, judged(), by=by, grants=ALL, on=TODAY)
    for row, change in ((made, {"likelihood": 1}), (RiskAct.objects.get(), {"reason": "Nicer"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
    made.refresh_from_db()
    assert made.likelihood == 3


# --- escalated, reviewed, closed ------------------------------------------------------------------------------------


def done(day=TODAY, **given):
    return Done(day, given.pop("reason", "Agreed at the meeting"), **given)


def test_an_escalation_names_the_body_and_the_reason_until_it_ends(programme, risk, by):
    board = BodyFactory(programme=programme, name="Joint Board")
    first, last = date(2026, 11, 2), date(2026, 11, 16)
    act_on(risk, Act.ESCALATE, done(first, body=board), by=by, grants=ALL, on=TODAY)
    risk.refresh_from_db()
    act_on(risk, Act.RETURN, done(last), by=by, grants=ALL, on=TODAY)
    days = (date(2026, 11, 1), first, date(2026, 11, 15), last, TODAY)
    assert [seen(programme, risk, day).escalated_to for day in days] == [
        "",
        "Joint Board",
        "Joint Board",
        "",
        "",
    ]
    assert seen(programme, risk, first).escalated_because == "Agreed at the meeting"
    assert RiskAct.objects.get(kind="returned").body == board


def test_an_escalation_to_nobody_to_a_body_elsewhere_or_twice_is_refused(programme, risk, by):
    own = BodyFactory(programme=programme)
    for body, says in ((None, "Choose the body"), (BodyFactory(), "of this programme")):
        with pytest.raises(ValidationError) as refusal:
            act_on(risk, Act.ESCALATE, done(body=body), by=by, grants=ALL, on=TODAY)
        assert says in problems(refusal)["body"][0]
    act_on(risk, Act.ESCALATE, done(body=own), by=by, grants=ALL, on=TODAY)
    risk.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        act_on(risk, Act.ESCALATE, done(body=own), by=by, grants=ALL, on=TODAY)
    assert "already" in problems(refusal)["body"][0]
    assert RiskAct.objects.count() == 1


def test_a_review_sets_the_next_and_an_overdue_one_is_shown_until_then(programme, risk, by):
    assert seen(programme, risk, date(2026, 12, 1)).review_overdue is False
    assert seen(programme, risk, date(2026, 12, 2)).review_overdue is True
    late = date(2026, 12, 3)
    with pytest.raises(ValidationError) as refusal:
        act_on(risk, Act.REVIEW, done(late, review_due=late), by=by, grants=ALL, on=late)
    assert "comes after this one" in problems(refusal)["review_due"][0]
    act_on(risk, Act.REVIEW, done(late, review_due=date(2027, 3, 1)), by=by, grants=ALL, on=late)
    view = seen(programme, risk, late)
    assert (view.review_due, view.review_overdue) == (date(2027, 3, 1), False)


def test_a_closed_risk_is_neither_overdue_nor_assessed_until_it_is_reopened(programme, risk, by):
    assess(risk, judged(5, 5, on=date(2026, 11, 1)), by=by, grants=ALL, on=TODAY)
    assert seen(programme, risk).needs_escalation
    risk.refresh_from_db()
    act_on(risk, Act.CLOSE, done(), by=by, grants=ALL, on=TODAY)
    view = seen(programme, risk, date(2027, 1, 1))
    assert (view.is_open, view.review_overdue, view.needs_escalation) == (False, False, False)
    assert seen(programme, risk, date(2026, 11, 21)).is_open  # the day before it was closed
    with pytest.raises(ValidationError) as refusal:
        assess(risk, judged(), by=by, grants=ALL, on=TODAY)
    assert "Reopen it first" in problems(refusal)["act"][0]
    risk.refresh_from_db()
    act_on(risk, Act.REOPEN, done(), by=by, grants=ALL, on=TODAY)
    assert seen(programme, risk).state == "assessed"
    assert assess(risk, judged(1, 1), by=by, grants=ALL, on=TODAY)


def test_an_act_counts_from_no_day_before_the_last_of_its_kind_and_from_none_to_come(risk, by):
    act_on(risk, Act.CLOSE, done(date(2026, 11, 10)), by=by, grants=ALL, on=TODAY)
    risk.refresh_from_db()
    for day, says in ((date(2026, 11, 9), "10 November 2026"), (date(2026, 11, 23), "still to come")):
        with pytest.raises(ValidationError) as refusal:
            act_on(risk, Act.REOPEN, done(day), by=by, grants=ALL, on=TODAY)
        assert says in problems(refusal)["day"][0]
    assert act_on(risk, Act.REOPEN, done(date(2026, 11, 10)), by=by, grants=ALL, on=TODAY)


def test_who_was_overtaken_does_nothing(risk, by):
    opened = risk.version
    act_on(risk, Act.REVIEW, done(), by=by, grants=ALL, on=TODAY, version=opened)
    with pytest.raises(StaleEdit):
        act_on(risk, Act.CLOSE, done(), by=by, grants=ALL, on=TODAY, version=opened)
    assert RiskAct.objects.count() == 1


# --- mitigations ----------------------------------------------------------------------------------------------------


def test_one_mitigation_of_two_risks_stands_beside_each_and_names_the_other(programme, risk, by):
    second = RiskFactory(programme=programme, title="Staff leave")
    words = MitigationWords("Monthly talks with providers", [risk, second], "Contract Manager")
    made = add_mitigation(programme, words, by=by, grants=ALL, reason="Agreed")
    assert seen(programme, risk).mitigations[0].shared_with == ((second.reference, "Staff leave"),)
    assert seen(programme, second).mitigations[0].shared_with == ((risk.reference, risk.title),)
    only = MitigationWords(words.text, [second], words.owner_role, state="dropped")
    changed = change_mitigation(made, only, version=made.version, by=by, grants=ALL, reason="Stopped")
    assert changed == ("State", "Risks")
    assert seen(programme, risk).mitigations == ()
    assert seen(programme, second).mitigation == ""  # a dropped one does nothing about it
    with pytest.raises(StaleEdit):
        change_mitigation(made, words, version=made.version, by=by, grants=ALL, reason="Late")


def test_a_mitigation_of_nothing_or_of_a_risk_elsewhere_is_refused(programme, risk, by):
    cases = (
        (MitigationWords("", [risk]), "text", "Say what is done"),
        (MitigationWords("Talks", []), "risks", "at least one"),
        (MitigationWords("Talks", [risk, RiskFactory()]), "risks", "of this programme"),
        (MitigationWords("Talks", [risk], "Dr Jones"), "owner_role", "role"),
        (MitigationWords("Talks", [risk], state="later"), "state", "from the list"),
    )
    for words, field, says in cases:
        with pytest.raises(ValidationError) as refusal:
            add_mitigation(programme, words, by=by, grants=ALL, reason="Why")
        assert says in problems(refusal)[field][0]
    assert not factories.MitigationFactory._meta.model.objects.exists()


def test_what_hangs_on_a_made_up_record_is_made_up(programme, risk, by):
    phase = ProcurementPhaseFactory(programme=programme, number=1, illustrative=True)
    who = {"by": by, "grants": ALL, "reason": "Raised at the board"}
    assert not risk.illustrative
    assert add_risk(programme, replace(WORDS, phase=phase), **who).illustrative
    mitigation = add_mitigation(programme, MitigationWords("Talk to them", [risk], state="proposed"), **who)
    assert not mitigation.illustrative
    change_risk(risk, replace(WORDS, phase=phase), version=risk.version, **who)
    risk.refresh_from_db()
    assert risk.illustrative
    words = MitigationWords("Talk to them soon", [risk], state="proposed")
    change_mitigation(mitigation, words, version=mitigation.version, **who)
    mitigation.refresh_from_db()
    assert mitigation.illustrative
