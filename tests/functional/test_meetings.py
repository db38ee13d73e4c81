"""A programme manager keeps a meeting from its agenda to who was there; a board member reads it, on paper too."""

import re

import pytest
from playwright.sync_api import expect

from governance.models import AgendaItem, Attendance
from tests.functional.reading import main_of

MEETING = "/programmes/hampshire/meetings/HAM-MEET-1/"
PAGES = (
    "/programmes/nottinghamshire/boards/",
    "/programmes/nottinghamshire/boards/NOT-GOV-HUB/",
    "/programmes/essex/boards/",
    "/programmes/illustration/meetings/ILL-MEET-1/",
)


@pytest.mark.parametrize("address", PAGES)
def test_boards_bodies_and_meetings_are_clean_wide_and_narrow(reader, address):
    member = reader("board_member")
    member.open(address)
    member.check_page(widths=(1280, 375))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_meeting_from_its_state_to_who_was_there(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(MEETING)
    expect(page.get_by_text("nobody has recorded whether it was held")).to_be_visible()
    page.get_by_role("link", name="Record it as held or cancelled").click()
    page.get_by_label("Held", exact=True).check()
    page.get_by_label("Why?").fill("The clerk’s list")
    page.get_by_role("button", name="Save this change").click()
    expect(page.get_by_text("Saved. What stood before is kept in the history")).to_be_visible()

    page.get_by_role("link", name="Put an item on the agenda").click()
    page.get_by_label("What is it about?").fill("Apologies and substitutes")
    page.get_by_label("Where does it stand?").select_option(label="First")
    page.get_by_label("Why?").fill("The agenda as published")
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.locator("#agenda + *").get_by_role("row").nth(1)).to_contain_text("Apologies and substitutes")

    page.get_by_role("link", name="Record who was there").click()
    row = page.get_by_role("group", name="Row 1: new")
    row.get_by_label("Role").fill("Director of Public Health")
    page.get_by_label("Why?").fill("The minutes")
    page.get_by_role("button", name="Save the attendance").click()
    problem = page.get_by_role("link", name="Choose the presence in row 1")
    expect(problem).to_be_visible()
    if javascript:
        manager.check_page(widths=(375,))
    problem.click()
    expect(row.get_by_label("Presence")).to_be_focused()
    row.get_by_label("Presence").select_option("Present")
    page.get_by_role("button", name="Add three more rows").click()
    expect(page.get_by_role("group", name="Row 6: new")).to_be_visible()
    page.get_by_role("button", name="Save the attendance").click()
    expect(page.get_by_text("1 present for the body, of 1 role recorded.")).to_be_visible()
    assert Attendance.objects.get(meeting__reference="HAM-MEET-1").role_title == "Director of Public Health"

    page.get_by_role("link", name=re.compile("^Change item Apologies")).click()
    page.get_by_role("button", name="Take it off the agenda").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Take “Apologies and substitutes” off the agenda?"
    )
    page.get_by_label("Why?").fill("Not an item of the paper")
    page.get_by_role("button", name="Yes, take it off").click()
    expect(page.get_by_text("Taken off the agenda.")).to_be_visible()
    assert not AgendaItem.objects.filter(title="Apologies and substitutes").exists()


def test_on_a_phone_the_map_is_a_list_that_leads_to_each_body(visit):
    member = visit("board_member", width=375)
    page = member.open("/programmes/nottinghamshire/boards/")
    assert not page.locator(".app-governance .app-wide").is_visible()
    listed = page.locator(".app-governance__list")
    expect(listed).to_contain_text("Line managed by")
    listed.get_by_role("link", name="Integrated Commissioning Hub", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Integrated Commissioning Hub")
    assert "2 lines of accountability" in main_of(page)


def test_printed_the_map_is_drawn_and_no_form_is(visit):
    member = visit("board_member")
    page = member.open("/programmes/nottinghamshire/boards/")
    page.emulate_media(media="print")
    expect(page.locator(".app-governance svg")).to_be_visible()
    assert not page.locator(".app-governance__list").is_visible()
    page = member.open("/programmes/illustration/meetings/ILL-MEET-1/")
    assert page.locator("form.app-as-at").count() == 1
    assert not page.locator("form.app-as-at").is_visible()
