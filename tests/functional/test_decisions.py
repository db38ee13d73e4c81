"""A decision from ask to effect: four bodies' positions, a condition that becomes an action, and the change made."""

import pytest
from playwright.sync_api import Page, expect

from governance.models import BoardAction, Decision, DecisionEffect
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/"
HAMPSHIRE = "/programmes/hampshire/"
CRISIS = f"{COUNTY}decisions/ILL-BDEC-1/"
WIDTHS = (1280, 375)
WHY = "Minute 7 of the trust’s board."


def saved(page: Page) -> str:
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    return main_of(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sovereign_body_agrees_with_a_condition_and_nothing_says_approved(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{COUNTY}decisions/")
    assert "Agreed by 3 of 4, 1 of them with conditions; awaited from 1" in main_of(page)
    assert "Hospitals trust board" in page.locator("section[aria-labelledby=awaited]").inner_text()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="A crisis service within phase 2").first.click()
    positions = page.locator("section[aria-labelledby=positions]")
    assert "approved" not in f"{page.locator('.app-lede').inner_text()} {positions.inner_text()}".lower()
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("link", name="Record a position").click()
    page.get_by_label("Whose position is it?").select_option(label="Hospitals trust board")
    page.get_by_label("Agreed with conditions").check()
    page.get_by_label("When?", exact=True).fill("20 November 2026")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Record this position").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Enter each condition on a line of its own" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    conditions = page.get_by_role("textbox", name="Conditions (optional)", exact=True)
    conditions.fill("The night staffing model is shared first.")
    page.get_by_label("Who is to meet the conditions").fill("Programme director")
    page.get_by_role("button", name="Record this position").click()
    assert "Agreed by all 4, 2 of them with conditions" in saved(page)
    action = BoardAction.objects.get(text="The night staffing model is shared first.")
    assert (action.body.name, action.owner_role) == ("Hospitals trust board", "Programme director")
    page.get_by_role("link", name="The night staffing model is shared first. (open)").click()
    assert "The night staffing model is shared first." in main_of(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_ask_is_decided_and_the_decision_moves_a_service_through_its_own_door(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}asks/HAM-REC-1/")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Record the decision").click()
    page.get_by_label("What was decided?").fill("The board agreed it.")
    page.get_by_label("Agreed", exact=True).check()
    page.get_by_label("When was it decided?").fill("13 December 2018")
    page.get_by_label("When does it take effect?").fill("1 April 2019")
    page.get_by_label("Why?").fill("Minute 6 of 13 December 2018.")
    page.get_by_role("button", name="Record this decision").click()
    words = saved(page)
    assert "no reasons recorded" in words
    assert "In effect" in words
    if javascript:
        manager.check_page(widths=WIDTHS)
    decision = Decision.objects.get(programme__key="hampshire")

    page.get_by_role("link", name="Plan a change of scope").click()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Which service?").select_option(label="Portage")
    page.get_by_label("Remove it from the scope").check()
    page.get_by_label("From which day does it count?").fill("1 April 2019")
    page.get_by_label("Why?").fill("The decision says so.")
    page.get_by_role("button", name="Keep this plan").click()
    assert "Planned" in saved(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Continue to the summary").click()
    assert "Takes “Portage” out of the scope from 1 April 2019" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and put into effect").click()
    assert "What it did" in saved(page)
    assert DecisionEffect.objects.get(decision=decision).scope_change is not None
    page.get_by_role("link", name="Portage", exact=True).click()
    assert f"Decision {decision.reference} of" in main_of(page)
    asks = main_of(manager.open(f"{HAMPSHIRE}asks/"))
    assert "Agreed, 13 December 2018" in asks
    assert "No outcome is recorded for 2 of 3." in asks


def test_a_board_member_reads_it_and_printed_nothing_is_a_form(visit):
    member = visit("board_member")
    page = member.open(CRISIS)
    assert "Record a position" not in main_of(page)
    member.open(f"{CRISIS}change/", status=403)
    page = member.open(CRISIS)
    page.emulate_media(media="print")
    assert "deferred, since replaced" in main_of(page)
    assert not page.get_by_role("button").filter(visible=True).count()
