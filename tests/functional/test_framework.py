"""A programme manager makes the next version of Hampshire's framework, and anyone follows the golden thread."""

import pytest
from playwright.sync_api import expect

from outcomes.models import OutcomesFramework
from tests.functional.reading import main_of

HAMPSHIRE = "/programmes/hampshire/"
WIDTHS = (1280, 375)
WHY = "The board asked for outcomes that families would recognise."


def agree(page, why):
    page.get_by_label("When was it agreed?").fill("13 December 2018")
    page.get_by_label("Where was it agreed?").fill("Health and Wellbeing Board, item 7")
    page.get_by_label("Why?").fill(why)
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_version_is_made_reworded_compared_and_agreed(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}outcomes/")
    page.get_by_role("link", name="Agree this version", exact=True).click()
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    agree(page, "It was endorsed with the report.")

    page.get_by_role("link", name="Make a new version", exact=True).click()
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Continue to the summary").click()
    assert "Nothing has been saved yet" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    draft = OutcomesFramework.objects.get(programme__key="hampshire", edition=2)
    assert (draft.state, draft.outcomes.count()) == ("draft", 4)

    page.get_by_role("link", name="Edit it in data entry").click()
    page.locator("#result_list").get_by_role("link", name="improved school readiness").click()
    page.get_by_label("Text", exact=False).first.fill("children are ready for school at five")
    page.get_by_label("Reason", exact=False).first.fill(WHY)
    page.get_by_role("button", name="Save", exact=True).click()

    page = manager.open(f"{HAMPSHIRE}frameworks/{draft.reference}/changes/")
    words = main_of(page)
    assert "1 difference from version 1: 1 × outcome reworded." in words
    assert "improved school readiness" in words
    assert "children are ready for school at five" in words
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Agree this version").click()
    agree(page, WHY)
    assert "Children are ready for school at five" in main_of(page)
    states = OutcomesFramework.objects.filter(programme__key="hampshire").order_by("edition")
    assert list(states.values_list("state", flat=True)) == ["superseded", "agreed"]
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_the_golden_thread_is_followed_by_keyboard(visit):
    """Tab reaches the filter, the list and every break; Enter opens the list and the filter needs no mouse."""
    board = visit("board_member")
    page = board.open(f"{HAMPSHIRE}golden-thread/?on=2018-12-13")
    assert "0 of 4 outcomes are measured directly, 1 by a proxy only, 3 by nothing." in main_of(page)
    page.locator("details.app-thread__as-list > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".app-thread__list").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.app-thread__list') !== null")

    page.get_by_label("Show", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#finding").get_by_text("Of what the filter leaves")).to_be_visible()
    assert "breaks=only" in page.url
    board.check_page(widths=WIDTHS)


def test_on_a_phone_the_thread_is_a_list_and_nothing_is_drawn(visit):
    board = visit("board_member", width=375)
    page = board.open(f"{HAMPSHIRE}golden-thread/?on=2018-12-13")
    expect(page.locator(".app-thread__drawing")).to_be_hidden()
    expect(page.locator(".app-thread__open")).to_be_visible()


@pytest.mark.parametrize("path", ["hampshire/outcomes/", "essex/outcomes/", "hampshire/measurability/"])
def test_the_pages_are_sound_on_a_phone_and_a_desk(visit, path):
    reader = visit("board_member")
    reader.open(f"/programmes/{path}")
    reader.check_page(widths=WIDTHS)
