"""The pages of risks and mitigations: what is wrong is said, refusals stand beside what passes, nobody is overtaken."""

from datetime import date

import pytest

from commissioning.core.access import Role
from governance.models import Mitigation, Risk, RiskAct, RiskAssessment
from governance.selectors.risks import risks
from governance.views.risk_page import sentence_of
from tests.factories import (
    BodyFactory,
    MitigationFactory,
    ProgrammeFactory,
    RiskAssessmentFactory,
    RiskFactory,
    RiskMitigationFactory,
)
from tests.factories.programmes import cite
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
AT = "/programmes/plan/risks/"
GIVEN = {
    "title": "Provider withdraws",
    "cause": "The price is capped",
    "event": "The provider withdraws",
    "effect": "Families wait longer",
    "reason": "Raised at the board",
}


@pytest.fixture
def plan():
    return ProgrammeFactory(key="plan", place="Planton")


@pytest.fixture
def manager(plan):
    return signed_in(Role.PROGRAMME_MANAGER, plan)


@pytest.fixture
def risk(plan):
    return RiskFactory(programme=plan, title="Provider withdraws", event="The provider withdraws")


def at(risk, *more):
    return f"{AT}{risk.reference}/{''.join(f'{part}/' for part in more)}"


def sent(client, path, data):
    return Page(client.post(path, data, follow=True))


# --- recorded and changed ---------------------------------------------------------------------------------------


def test_a_risk_is_recorded_and_leads_to_its_page_unassessed(manager, plan):
    page = sent(manager, f"{AT}add/", GIVEN)
    risk = Risk.objects.get()
    assert f"Saved. The risk is {risk.reference}. It is not assessed yet." in page.words
    assert "Nobody has assessed this risk" in page.words
    said = (
        "Because the price is capped, there is a risk that the provider withdraws; its effect would be: families "
        "wait longer."
    )
    assert said in page.words
    assert "Raised at the board" in page.words


def test_what_is_wrong_is_said_by_field_and_what_was_typed_stays(manager, plan):
    answer = manager.post(f"{AT}add/", {**GIVEN, "event": "", "review_due": "soon"})
    page = Page(answer)
    assert answer.status_code == 422
    assert 'href="#id_review_due"' in page.html
    assert "Families wait longer" in page.words
    again = Page(manager.post(f"{AT}add/", {**GIVEN, "event": ""}))
    assert "Say what might happen" in again.words
    assert not Risk.objects.exists()


def test_a_printed_risk_keeps_its_title_and_words_and_gains_an_owner(manager, plan):
    risk = RiskFactory(programme=plan, title="As printed", text="in the paper's words")
    cite(risk, "para 12")
    form = open_page(manager, at(risk, "change"))
    assert 'name="title"' not in form.html
    assert "stay as printed" in form.words
    risk.refresh_from_db()
    page = sent(
        manager, at(risk, "change"), {"owner_role": "Director", "version": risk.version, "reason": "Named"}
    )
    assert "Saved. Changed: Owner." in page.words
    assert "Owner changed from “(blank)” to “Director”." in page.words
    risk.refresh_from_db()
    assert (risk.title, risk.text, risk.owner_role) == ("As printed", "in the paper's words", "Director")


def test_who_was_overtaken_sees_both_versions_and_chooses(manager, plan, risk):
    """Another owner was named meanwhile: 409, both shown; kept theirs, and the cause typed is saved."""
    opened = risk.version
    risk.owner_role = "Chief Officer"
    risk.save()
    typed = {**GIVEN, "owner_role": "Director", "version": opened}
    answer = manager.post(at(risk, "change"), typed)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Chief Officer" in page.words
    assert "Director" in page.words
    risk.refresh_from_db()
    assert risk.owner_role == "Chief Officer"
    chosen = {**typed, "version": risk.version, "step": "resolve", "keep_owner_role": "theirs"}
    assert "Saved. Changed: Cause, Effect." in sent(manager, at(risk, "change"), chosen).words
    risk.refresh_from_db()
    assert (risk.owner_role, risk.cause) == ("Chief Officer", "The price is capped")


def test_nothing_is_saved_where_nothing_differs(manager, risk):
    before = risk.version
    same = {"title": risk.title, "event": risk.event, "version": before, "reason": "Looked"}
    assert "Nothing differs" in sent(manager, at(risk, "change"), same).words
    risk.refresh_from_db()
    assert risk.version == before


def test_the_sentence_keeps_abbreviations_and_leaves_out_what_is_not_said(plan):
    RiskFactory(programme=plan, event="CAMHS closes")
    RiskFactory(programme=plan, text="as printed")
    said = {sentence_of(view) for view in risks(plan)}
    assert said == {"There is a risk that CAMHS closes.", ""}


# --- assessed and acted on ----------------------------------------------------------------------------------------


def test_an_assessment_is_added_and_shown_with_its_band_and_reason(manager, risk):
    given = {"level": "current", "likelihood": "4", "impact": "4", "day": "1 October 2026"}
    refused = manager.post(at(risk, "assess"), given)
    assert refused.status_code == 422
    assert "Say why" in Page(refused).words
    page = sent(manager, at(risk, "assess"), {**given, "rationale": "Two providers said so"})
    assert "Saved. Current: 4 × 4 = 16." in page.words
    assert "Assessed, current: 4 × 4 = 16, which is extreme." in page.words
    assert "To be escalated: no body has been told of this extreme risk" in page.words
    before = open_page(manager, at(risk) + "?on=2026-09-30")
    assert "Nobody has assessed this risk" in before.words
    assert "16" not in before.tables[0][1][1]


@pytest.mark.parametrize(
    ("field", "value"), [("likelihood", "6"), ("impact", "0"), ("level", "x"), ("day", "1 January 2999")]
)
def test_an_assessment_that_is_none_is_refused_and_nothing_is_kept(manager, risk, field, value):
    given = {
        "level": "current",
        "likelihood": "4",
        "impact": "4",
        "day": "1 October 2026",
        "rationale": "Why",
    }
    answer = manager.post(at(risk, "assess"), {**given, field: value})
    assert answer.status_code == 422
    assert 'class="nhsuk-error-summary"' in answer.content.decode()
    assert not RiskAssessment.objects.exists()


def test_escalated_with_a_reason_and_back(manager, plan, risk):
    board = BodyFactory(programme=plan, name="Joint Board")
    RiskAssessmentFactory(risk=risk, likelihood=5, impact=5, on=date(2026, 1, 1))
    told = {"body": board.reference, "day": "1 October 2026", "version": risk.version, "reason": "Beyond us"}
    refused = manager.post(at(risk, "acts", "escalate"), {**told, "body": ""})
    assert refused.status_code == 422
    assert "Choose the body that is told" in Page(refused).words
    page = sent(manager, at(risk, "acts", "escalate"), told)
    assert "Escalated to Joint Board." in page.words
    assert "Beyond us" in page.words
    assert "no body has been told" not in page.words
    stale = manager.post(at(risk, "acts", "return"), {**told, "reason": "Solved"})
    assert stale.status_code == 409
    assert "Somebody else changed this risk" in Page(stale).words
    assert "Solved" in Page(stale).words
    risk.refresh_from_db()
    back = {"day": "2 October 2026", "version": risk.version, "reason": "Solved"}
    assert "Escalation to Joint Board ended." in sent(manager, at(risk, "acts", "return"), back).words
    assert [act.kind for act in RiskAct.objects.order_by("on")] == ["escalated", "returned"]


def test_an_act_that_the_state_does_not_let_through_says_why_and_is_refused(manager, risk):
    form = open_page(manager, at(risk, "acts", "accept"))
    assert "Assess this risk first" in form.words
    assert 'name="reason"' not in form.html
    given = {"day": "1 October 2026", "version": risk.version, "reason": "Tolerable"}
    answer = manager.post(at(risk, "acts", "accept"), given)
    assert answer.status_code == 422
    assert not RiskAct.objects.exists()
    assert manager.get(at(risk, "acts", "explode")).status_code == 404
    RiskAssessmentFactory(risk=risk, on=date(2026, 1, 1))
    assert "now accepted" in sent(manager, at(risk, "acts", "accept"), given).words


def test_without_a_body_the_escalation_says_where_one_is_entered(manager, risk):
    assert (
        "No body is recorded for this programme yet" in open_page(manager, at(risk, "acts", "escalate")).words
    )


def test_a_reader_sees_the_risk_and_none_of_its_doors(plan, risk):
    board = signed_in(Role.BOARD_MEMBER, plan)
    page = open_page(board, at(risk))
    for words in ("Assess it", "Change what is said", "Do something with this risk", "Record a mitigation"):
        assert words not in page.words
    assert board.post(at(risk, "acts", "close"), {"reason": "x"}).status_code == 403
    mine = open_page(signed_in(Role.PROGRAMME_MANAGER, plan), at(risk)).words
    assert "Close it" in mine
    assert "Accept it" not in mine  # nobody has assessed it


# --- mitigations ------------------------------------------------------------------------------------------------


def test_one_mitigation_for_two_risks_is_recorded_once_and_changed_once(manager, plan, risk):
    other = RiskFactory(programme=plan, title="Staff leave")
    form = open_page(manager, f"{AT}mitigations/add/?risk={risk.reference}")
    assert form.html.count(" checked") == 1
    given = {"text": "Monthly talks", "risks": [risk.reference, other.reference], "reason": "Agreed"}
    page = sent(manager, f"{AT}mitigations/add/", given)
    assert "It serves 2 risks together." in page.words
    assert "Staff leave" in open_page(manager, at(risk)).words
    made = Mitigation.objects.get()
    one = {**given, "risks": [other.reference], "version": made.version, "state": "in_place"}
    changed = sent(manager, f"{AT}mitigations/{made.reference}/change/", one)
    assert "Saved. Changed: State, Risks." in changed.words
    assert "It serves 1 risk." in changed.words
    assert "No mitigation is recorded." in open_page(manager, at(risk)).words
    stale = manager.post(f"{AT}mitigations/{made.reference}/change/", {**given, "text": "Weekly talks"} | one)
    assert stale.status_code == 409


def test_a_mitigation_without_a_risk_is_refused(manager, plan, risk):
    for data, says in (
        ({"text": "Talks", "reason": "Why"}, "Choose at least one risk that it is for"),
        ({"text": "Talks", "reason": "Why", "risks": ["X-RISK-9"]}, "is not one of this programme’s risks"),
    ):
        answer = manager.post(f"{AT}mitigations/add/", data)
        assert (answer.status_code, Mitigation.objects.count()) == (422, 0)
        assert says in Page(answer).words


def test_a_mitigation_that_was_dropped_stands_apart(manager, plan, risk):
    RiskMitigationFactory(
        risk=risk, mitigation=MitigationFactory(programme=plan, text="leaflets", state="dropped")
    )
    page = open_page(manager, at(risk))
    assert "No longer done" in page.words
    assert "No mitigation is recorded." in page.words
