"""A manager publishes open contracting data by keyboard; everybody else sees what is published, on a phone too."""

import pytest
from playwright.sync_api import expect

from procurement.models import PublishedRelease
from tests.functional.reading import main_of

OCDS = "/programmes/hampshire/ocds/"
WIDTHS = (1280, 375)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_has_changed_is_published_after_a_look(visit, settings, javascript):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(OCDS)
    assert "Ready to publish" in main_of(page)
    assert "every release is valid against OCDS 1.1.5" in main_of(page)
    page.get_by_role("link", name="Publish what has changed").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Publish open contracting data")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Phase 3").uncheck()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check before you publish")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and publish").click()
    expect(page.get_by_text("Published: 3 releases.")).to_be_visible()
    words = main_of(page)
    assert "ocds-a1b2c3-HAM-PH-1" in words
    assert "As published" in words
    assert sorted(row.ocid for row in PublishedRelease.objects.all()) == [
        "ocds-a1b2c3-HAM-PH-1",
        "ocds-a1b2c3-HAM-PH-2",
        "ocds-a1b2c3-HAM-PRG",
    ]
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_the_example_prefix_says_what_to_do_and_a_board_member_publishes_nothing(visit):
    page = visit("programme_manager").open(OCDS)
    assert "Example prefix: nothing can be published" in main_of(page)
    assert "Register a prefix with the Open Contracting Partnership" in main_of(page)
    board = visit("board_member")
    words = main_of(board.open(OCDS))
    assert "Publish what has changed" not in words
    assert "Preview" not in words
    board.check_page(widths=WIDTHS)
