"""The pages of phases: the board, the stages, a gateway from what is missing to its decision, the regime, notices."""

import pytest

from commissioning.core.access import Role
from procurement.models import GatewayDecision, Notice, ProcurementPhase, ProcurementStage
from tests.factories.phases import LotFactory, NoticeFactory, NoticeKindFactory
from tests.integration.procurement.pages import open_page, signed_in
from tests.integration.procurement.phase_world import phase_world

pytestmark = pytest.mark.django_db
BOARD = "/programmes/alpha/procurement/"
PHASE = "/programmes/alpha/phases/1/"
WHY = "Agreed by the board."


@pytest.fixture
def world():
    return phase_world()


@pytest.fixture
def manager(world):
    return signed_in(Role.PROGRAMME_MANAGER, world.phase.programme, job_title="Programme manager")


@pytest.fixture
def reader(world):
    return signed_in(Role.BOARD_MEMBER, world.phase.programme)


def posted(client, path, status=200, **data):
    response = client.post(path, data)
    form = response.context and response.context.get("form")
    assert response.status_code == status, form and form.errors
    return " ".join(response.content.decode().split()) if status != 302 else ""


def test_the_board_says_where_each_phase_stands_and_what_its_next_gateway_lacks(reader):
    page = open_page(reader, f"{BOARD}?on=2026-03-02")
    assert "1 phase with 7 stages at 2 March 2026: 0 done, 0 late" in page.words
    assert "Next gateway: Need and options" in page.words
    assert "The need is written down: Attach the business case." in page.words
    assert "The procurement start of phase 1 is not stated." in page.words
    assert "June 2026" in page.words


def test_the_board_can_show_the_gateways_alone(reader):
    page = open_page(reader, f"{BOARD}?on=2026-03-02&shown=gateways")
    assert "Decision to procure" in page.results
    assert "Tender issued" not in page.results
    empty = open_page(reader, f"{BOARD}?on=2026-03-02&q=zebra")
    assert "No stage fits these filters" in empty.results


def test_a_stage_is_changed_with_a_reason_and_the_page_keeps_what_stood_before(manager, world):
    path = f"{PHASE}stages/tender/change/"
    stage = world.stage("tender")
    given = {"planned": "June 2026", "forecast": "July 2026", "owner": "", "version": stage.version}
    words = posted(manager, path, 422, **given, reason="")
    assert "Say why, for those who read the history later" in words
    posted(manager, path, 302, **given, reason=WHY)
    page = open_page(manager, f"{PHASE}stages/?on=2026-03-02")
    assert "Forecast: from not stated to July 2026" in page.words or "Forecast: July 2026" in page.words
    assert WHY in page.words
    assert "1 month later" in page.words


def test_a_gateway_goes_from_what_is_missing_to_its_decision(manager, world):
    path = f"{PHASE}stages/need/gateway/"
    page = open_page(manager, path)
    assert "1 of 1 requirements is missing" in page.words
    stage = world.stage("need")
    decided = {
        "outcome": "passed",
        "decided_by": "Programme board",
        "decided_on": "1 March 2026",
        "reason": WHY,
        "version": stage.version,
    }
    refused = posted(manager, path, 422, step="preview", **decided)
    assert "The need is written down: Attach the business case" in refused
    assert not GatewayDecision.objects.exists()
    data = {"evidence-requirement": world.evidence.reference, "evidence-text": "Minute 4"}
    posted(manager, path, 302, step="evidence", **data)
    summary = posted(manager, path, 200, step="preview", **decided)
    assert "Nothing has been saved yet" in summary
    assert not GatewayDecision.objects.exists()
    posted(manager, path, 302, step="confirm", **decided)
    decision = GatewayDecision.objects.get()
    assert (decision.outcome, decision.decided_by, decision.missing) == ("passed", "Programme board", [])
    assert "Passed: Programme board." in open_page(manager, path).words


def test_a_manager_may_pass_it_all_the_same_and_what_was_missing_is_kept(manager, world):
    path = f"{PHASE}stages/need/gateway/"
    decided = {
        "outcome": "passed",
        "override": "on",
        "decided_by": "Programme board",
        "decided_on": "1 March 2026",
        "reason": WHY,
        "version": world.stage("need").version,
    }
    summary = posted(manager, path, 200, step="preview", **decided)
    assert "Passed with requirements missing" in summary
    assert 'name="override" value="on"' in summary
    posted(manager, path, 302, step="confirm", **decided)
    assert GatewayDecision.objects.get().missing == ["The need is written down"]
    assert "Missing then: The need is written down" in open_page(manager, path).words


def test_a_commissioner_is_not_offered_to_pass_it_all_the_same(world):
    commissioner = signed_in(Role.COMMISSIONER, world.phase.programme)
    page = open_page(commissioner, f"{PHASE}stages/need/gateway/")
    assert "Record what was decided" in page.words
    assert "although something is missing" not in page.words


def test_a_reader_sees_the_gateway_and_no_form(reader):
    page = open_page(reader, f"{PHASE}stages/need/gateway/")
    assert "The need is written down" in page.words
    assert "Record what was decided" not in page.words
    assert reader.post(f"{PHASE}stages/need/gateway/", {"step": "evidence"}).status_code == 403


def test_a_stage_that_is_no_gateway_has_no_such_page(manager):
    assert manager.get(f"{PHASE}stages/tender/gateway/").status_code == 404


def test_evidence_is_taken_away_with_a_reason(manager, world):
    path = f"{PHASE}stages/need/gateway/"
    data = {"evidence-requirement": world.evidence.reference, "evidence-text": "Minute 4"}
    posted(manager, path, 302, step="evidence", **data)
    piece = world.stage("need").evidence.get()
    gone = {"withdraw-evidence": piece.reference, "withdraw-version": piece.version}
    posted(manager, path, 422, step="withdraw", **gone, **{"withdraw-reason": ""})
    posted(manager, path, 302, step="withdraw", **gone, **{"withdraw-reason": WHY})
    assert "1 of 1 requirements is missing" in open_page(manager, path).words


def test_the_regime_page_suggests_and_a_person_decides(manager, world):
    path = f"{PHASE}regime/"
    page = open_page(manager, path)
    assert "Cannot be told yet" in page.words
    looked = posted(manager, path, 200, step="look", health_care="no", cpv="80000000", mixed="no")
    assert "It is not health care to individuals." in looked
    given = {
        "health_care": "no",
        "cpv": "80000000",
        "mixed": "no",
        "regime": "pa2023",
        "version": world.phase.version,
    }
    refused = posted(
        manager, path, 422, step="save", **given, decided_by="", decided_on="1 March 2026", reason=WHY
    )
    assert "Say which role or body decides" in refused
    posted(
        manager,
        path,
        302,
        step="save",
        **given,
        decided_by="Head of Procurement",
        decided_on="1 March 2026",
        reason=WHY,
    )
    phase = ProcurementPhase.objects.get()
    assert (phase.regime, phase.cpv, phase.regime_decided_by) == ("pa2023", "80000000", "Head of Procurement")


def test_a_notice_is_planned_published_and_the_award_opened_after_a_summary(manager, world):
    kind = NoticeKindFactory(
        code="UK6",
        regime="pa2023",
        starts_standstill=True,
        opens_award=True,
        is_required=True,
        name="Award notice",
    )
    expected = open_page(manager, "/programmes/alpha/procurement/notices/?on=2026-03-02")
    assert "UK6 Award notice" in expected.results
    assert "Expected" in expected.results
    posted(manager, "/programmes/alpha/procurement/notices/add/", 302, kind="1:UK6", reason=WHY)
    notice = Notice.objects.get(kind=kind)
    path = f"/programmes/alpha/procurement/notices/{notice.reference}/"
    given = {
        "publish-published_on": "26 March 2026",
        "publish-reason": WHY,
        "publish-version": notice.version,
    }
    summary = posted(manager, path, 200, step="publish", **given)
    assert "ends the secrecy of the award" in summary
    assert ProcurementPhase.objects.get().award_public_from is None
    posted(manager, path, 302, step="confirm", **given)
    assert str(ProcurementPhase.objects.get().award_public_from) == "2026-03-26"
    page = open_page(manager, f"{path}?on=2026-04-01")
    assert "8 April 2026" in page.words
    assert "section 51" in page.words


def test_every_page_opens_for_a_reader(reader, world):
    LotFactory(phase=world.phase, programme=world.phase.programme)
    NoticeFactory(phase=world.phase, programme=world.phase.programme, reference="A-NOT-1")
    for path in (
        f"{BOARD}pipeline/",
        f"{BOARD}notices/",
        f"{BOARD}notices/A-NOT-1/",
        f"{PHASE}stages/",
        f"{PHASE}regime/",
        f"{PHASE}market/",
    ):
        open_page(reader, path)


def test_every_form_opens_for_a_manager_and_a_phase_is_abandoned_and_resumed(manager, world):
    lot = LotFactory(phase=world.phase, programme=world.phase.programme, reference="A-LOT-1", number=1)
    for path in (
        "market/lots/add/",
        f"market/lots/{lot.reference}/",
        f"market/lots/{lot.reference}/remove/",
        "market/engagement/add/",
        "abandon/",
    ):
        open_page(manager, f"{PHASE}{path}")
    open_page(manager, f"{BOARD}notices/add/")
    version = ProcurementPhase.objects.get().version
    given = {"ended_as": "cancelled", "ended_on": "1 March 2026", "reason": WHY, "version": version}
    posted(manager, f"{PHASE}abandon/", 302, **given)
    assert "Cancelled" in open_page(manager, f"{PHASE}stages/").words
    posted(manager, f"{PHASE}abandon/", 302, reason="By mistake.")
    assert ProcurementPhase.objects.get().ended_as == ""


def test_who_was_overtaken_keeps_what_they_typed(manager, world):
    stage = world.stage("tender")
    stage.owner = "Somebody quicker"
    stage.save()
    words = posted(
        manager,
        f"{PHASE}stages/tender/change/",
        422,
        planned="June 2026",
        owner="Head of Procurement",
        reason=WHY,
        version=1,
    )
    assert "Somebody changed this while you had it open" in words
    assert "Head of Procurement" in words
    assert ProcurementStage.objects.get(pk=stage.pk).owner == "Somebody quicker"
