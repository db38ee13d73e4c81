"""A programme manager keeps Derby's milestones and the board's actions up to date, with and without scripts."""

import pytest
from playwright.sync_api import expect

from governance.models import BoardAction
from programmes.models import Milestone
from tests.functional.reading import main_of

DERBY = "/programmes/derby/"
WIDTHS = (1280, 375)
REASON = "The CIC Commissioning Group of 12 September moved the pilot."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_milestone_is_found_re_forecast_and_its_history_read(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{DERBY}milestones/?on=2014-04-15")
    page.get_by_role("link", name="6 after the end of what they belong to").click()
    assert "Showing all 6 milestones" in main_of(page)
    page.get_by_role("link", name="Pilot remand/specialist fostering scheme").click()
    assert "1 day after the project’s end" in main_of(page)

    page.get_by_role("link", name="Change this milestone").click()
    page.get_by_label("Forecast").fill("when it suits")
    page.get_by_label("Owner").fill("fostering@example.org")
    page.get_by_role("button", name="Save this change").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "“when it suits” is not a date" in main_of(page)
    page.get_by_label("Forecast").fill("by June 2014")
    page.get_by_label("Owner").fill("Head of Fostering")
    page.get_by_label("Why?").fill(REASON)
    page.get_by_role("button", name="Save this change").click()

    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    words = main_of(page)
    assert "Re-forecast once, once later. The first date was April 2014." in words
    assert "Re-forecast from April 2014 to by June 2014." in words
    assert REASON in words
    assert "Programme manager" in words
    row = Milestone.objects.get(reference="DER-PRJ-1-M-3")
    assert (row.date.printed, row.owner_role) == ("by June 2014", "Head of Fostering")
    if javascript:
        manager.check_page(widths=WIDTHS)
    listed = main_of(manager.open(f"{DERBY}milestones/?q=fostering"))
    assert "by June 2014" in listed
    assert "first April 2014, slipped 1 time" in listed


def test_the_register_and_its_chart_are_sound_on_a_phone_and_a_desk(visit):
    manager = visit("programme_manager")
    for path in ("milestones/?on=2013-10-01", "milestones/add/", "milestones/DER-PRJ-1-M-3/change/"):
        manager.open(f"{DERBY}{path}")
        manager.check_page(widths=WIDTHS)


def test_the_filter_answers_without_a_new_page_and_keeps_the_address(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{DERBY}milestones/?on=2013-10-01")
    page.get_by_label("Due in").fill("September 2013")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("#results").get_by_text("Showing all 6 milestones")).to_be_visible()
    assert "due=September" in page.url
    assert "on=2013-10-01" in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_an_action_is_answered_and_its_answer_marked_as_weaker(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{DERBY}actions/?on=2014-04-15")
    page.get_by_role("link", name="1 with a promised report missing").click()
    page.get_by_role("link", name="Quarterly reports to HWB").click()
    assert "No report is recorded for 3 of 4 quarters" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("link", name="Add an answer").click()
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What was reported?").fill("The second report went to the board.")
    page.get_by_label("When was it reported?").fill("12 December 2013")
    page.get_by_label("Why?").fill("Minute 9 of the board of 12 December.")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "The second report went to the board." in main_of(page)
    then = main_of(manager.open(f"{DERBY}actions/DER-ACT-4/?on=2014-04-15"))
    assert "No report is recorded for 2 of 4 quarters" in then

    page.get_by_label("Why?").fill("“On a regular basis” is less than every quarter.")
    page.get_by_role("button", name="Mark as weakened").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert BoardAction.objects.get(reference="DER-ACT-4").weakened
    assert "Marked as weakened: “On a regular basis” is less than every quarter." in main_of(page)


def test_a_board_member_reads_and_changes_nothing(visit):
    member = visit("board_member")
    page = member.open(f"{DERBY}milestones/DER-PRJ-1-M-3/")
    assert "Change this milestone" not in main_of(page)
    member.open(f"{DERBY}milestones/DER-PRJ-1-M-3/change/", status=403)
    page = member.open(f"{DERBY}implications/")
    assert "Roles are named in 1 of 5 slots" in main_of(page)
    member.check_page(widths=WIDTHS)
