"""A programme manager takes a phase through a gateway: what is missing, evidence, a refusal, and a reason."""

import pytest
from playwright.sync_api import expect

from procurement.models import GatewayDecision, ProcurementStage
from tests.functional.reading import main_of

HAMPSHIRE = "/programmes/hampshire/"
WIDTHS = (1280, 375)
REASON = "The board of 2 November accepted the options paper as it stands."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_gateway_is_refused_with_what_is_missing_and_passed_with_a_reason(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}procurement/")
    assert "Next gateway: Need and options" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Open the gateway Need and options Phase 2").click()
    assert "2 of 3 requirements are missing" in main_of(page)

    page.get_by_label("Where is the proof found?").fill("Options paper, board of 2 November 2026, item 6")
    page.get_by_role("button", name="Add this evidence").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "1 of 3 requirements is missing" in main_of(page)

    page.get_by_label("Go on: the gateway is passed").check()
    page.get_by_label("Who decided?").fill("Programme board")
    page.get_by_label("Why?").fill(REASON)
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Every service in the phase is confirmed: Confirm each service’s scope" in main_of(page)
    assert not GatewayDecision.objects.filter(stage__phase__programme__key="hampshire").exists()
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_label("Pass it although something is missing").check()
    page.get_by_role("button", name="Continue to the summary").click()
    assert "Passed with requirements missing" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and record").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    words = main_of(page)
    assert REASON in words
    assert "Missing then: Every service in the phase is confirmed" in words
    stage = ProcurementStage.objects.get(
        phase__programme__key="hampshire", phase__number=2, kind__code="need"
    )
    assert stage.actual.is_dated
    assert "Next gateway: Decision to procure" in main_of(manager.open(f"{HAMPSHIRE}phases/2/stages/"))
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_a_board_member_reads_the_gateway_and_decides_nothing(visit):
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}phases/2/stages/need/gateway/")
    assert "2 of 3 requirements are missing" in main_of(page)
    assert "Record what was decided" not in main_of(page)
    member.open(f"{HAMPSHIRE}phases/2/stages/tender/change/", status=403)
