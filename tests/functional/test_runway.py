"""A commissioner asks what happens if a phase goes live later, and takes the programme's dates into a calendar."""

import pytest
from playwright.sync_api import expect

from procurement.models import CalendarLink, ProcurementPhase
from tests.functional.reading import main_of

RUNWAY = "/programmes/hampshire/runway/?on=2018-12-13"
WIDTHS = (1280, 375)


def test_a_go_live_is_moved_by_keyboard_alone(visit):
    commissioner = visit("commissioner")
    page = commissioner.open(RUNWAY)
    assert "Gaps of 4, 12 and 24 months before phases 1, 2 and 3 go live" in main_of(page)
    page.get_by_label("Phase 1 goes live").focus()
    page.keyboard.type("2020-12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What if phase 1 goes live December 2020?")).to_be_visible()
    words = main_of(page)
    assert "Gaps of 8, 12 and 24 months before phases 1, 2 and 3 go live" in words
    assert "Nothing is saved" in words
    assert "go_live_1=2020-12" in page.url
    commissioner.check_page(widths=WIDTHS)
    assert ProcurementPhase.objects.get(reference="HAM-PH-1").go_live.printed == "Aug 2020"


def test_the_same_without_scripts_and_by_the_address_alone(visit):
    commissioner = visit("commissioner", javascript=False)
    page = commissioner.open(RUNWAY)
    page.get_by_label("Phase 1 goes live").fill("December 2020")
    page.get_by_label("Tender takes (weeks)").fill("8")
    page.get_by_role("button", name="Show the runway").click()
    moved = main_of(page)
    assert "What if phase 1 goes live December 2020 and tender takes 8 weeks?" in moved
    board = visit("board_member", javascript=False)
    assert "What if phase 1 goes live December 2020" in main_of(board.open(page.url.replace(board.site, "")))
    page.get_by_role("link", name="Back to what is recorded").click()
    assert "What if phase 1" not in main_of(page)
    assert "Gaps of 4, 12 and 24 months" in main_of(page)


@pytest.mark.parametrize("path", ["runway/", "calendar/"])
def test_the_pages_are_sound_on_a_phone_and_a_desk(visit, path):
    board = visit("board_member")
    board.open(f"/programmes/hampshire/{path}?on=2019-09-01")
    board.check_page(widths=WIDTHS)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_private_link_is_shown_once_read_without_signing_in_and_ended(visit, javascript):
    board = visit("board_member", javascript=javascript)
    page = board.open("/programmes/hampshire/calendar/")
    page.get_by_role("button", name="Make my private link").click()
    address = page.get_by_label("Address of the feed").input_value()
    if javascript:
        board.check_page(widths=WIDTHS)
    nobody = visit(javascript=False)
    path = address.replace(nobody.site, "")
    assert path.startswith("/calendar/")
    words, status = nobody.fetch(path)
    assert (status, words[:15]) == (200, "BEGIN:VCALENDAR")
    assert not nobody.client.cookies
    page = board.open("/programmes/hampshire/calendar/")
    assert address.rpartition("/")[2] not in page.content()
    page.get_by_role("button", name="End my link").click()
    expect(page.get_by_text("Your calendar link is ended.")).to_be_visible()
    assert nobody.fetch(path)[1] == 404
    assert CalendarLink.objects.get().ended_at is not None
