"""A manager finds what slipped, gives an action another date, and marks Derby's weaker answer; also without scripts."""

import pytest
from playwright.sync_api import expect

from governance.models import BoardAction, TargetDateChange
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/actions/"
DERBY = "/programmes/derby/actions/"
WIDTHS = (1280, 375)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_slipped_is_found_and_put_off_again_with_its_first_date_kept(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(COUNTY)
    page.get_by_role("link", name="1 put off to a later date").click()
    # The county's records were to move in July 2026 and now move in January 2027: six months, in two steps.
    assert "first 31 July 2026, slipped 2 times, by 6 months" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Move the health visiting records").click()
    page.get_by_role("link", name="Give a new target date").click()
    page.get_by_role("button", name="Save this date").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("New target date").fill("30 April 2027")
    page.get_by_label("Why?").fill("One clinic has no network yet.")
    page.get_by_role("button", name="Save this date").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "slipped 3 times, by 9 months" in main_of(page)
    assert "Target date changed from 31 January 2027 to 30 April 2027." in main_of(page)
    assert TargetDateChange.objects.filter(reason="One clinic has no network yet.").count() == 1
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_actions_stand_by_the_meeting_they_come_from(visit):
    board = visit("board_member")
    page = board.open(f"{COUNTY}?group=meeting")
    captions = page.locator("table caption").all_inner_texts()
    assert any("20 October 2026" in caption for caption in captions)
    board.check_page(widths=WIDTHS)


def test_a_reader_of_derbys_answers_marks_the_one_that_says_regular_for_quarterly(visit):
    """Derby, para 4.4: quarterly progress reports were agreed; the answer is of further, regular reports."""
    manager = visit("programme_manager")
    page = manager.open(f"{DERBY}?on=2013-10-01")
    assert "4 actions" in main_of(page)
    page.get_by_role("link", name="Quarterly").first.click()
    assert "Reports were promised every quarter; no answer repeats that." in main_of(page)
    page.get_by_label("Why?").fill("Regular is less than quarterly.")
    page.get_by_role("button", name="Mark as weakened").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert BoardAction.objects.get(reference="DER-ACT-4").weakened
    assert "1 marked as weakened" in main_of(manager.open(DERBY))
