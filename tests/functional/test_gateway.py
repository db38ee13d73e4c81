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


def test_the_regime_a_notice_a_lot_and_the_market_are_kept(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{HAMPSHIRE}phases/1/regime/")
    assert "What is recorded points to the Public Contracts Regulations 2015" in main_of(page)
    page.get_by_label("Under which rules does the phase buy?").select_option("pcr2015")
    page.get_by_label("Who decided?").fill("Head of Procurement")
    page.get_by_label("When was it decided?").fill("2 November 2026")
    page.get_by_label("Why?").fill("It began in February 2019.")
    page.get_by_role("button", name="Record this choice").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()

    page = manager.open(f"{HAMPSHIRE}procurement/notices/add/")
    page.get_by_label("Which notice?").select_option("1:R86")
    page.get_by_label("Why?").fill("The award is near.")
    page.get_by_role("button", name="Add this notice").click()
    page.get_by_role("link", name="R86").click()
    page.get_by_label("Published on").fill("2 November 2026")
    page.get_by_label("Why?").first.fill("Sent to every bidder.")
    page.get_by_role("button", name="Record as published").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    # Sent on Monday 2 November 2026, the tenth day is Thursday 12 November: regulation 87.
    assert "12 November 2026" in main_of(page)
    manager.check_page(widths=WIDTHS)

    page = manager.open(f"{HAMPSHIRE}phases/1/market/lots/add/")
    page.get_by_label("What is the lot called?").fill("North of the county")
    page.get_by_label("Why?").fill("Smaller providers asked for it.")
    page.get_by_role("button", name="Save this lot").click()
    assert "Lot 1: North of the county" in main_of(page)
    page.get_by_role("link", name="Record market engagement").click()
    page.get_by_label("What was asked?").fill("Would lots by district attract you?")
    page.get_by_label("When?").fill("October 2026")
    page.get_by_label("Why?").fill("Agreed by the project team.")
    page.get_by_role("button", name="Save this").click()
    assert "Would lots by district attract you?" in main_of(page)
    manager.check_page(widths=WIDTHS)
    for change in ("Change lot 1", "Take away lot 1", "Change Event"):
        manager.open(f"{HAMPSHIRE}phases/1/market/").get_by_role("link", name=change).click()
        manager.check_page(widths=WIDTHS)
