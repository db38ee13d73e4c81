"""A manager turns a risk that came true into an issue, resolves it, and decides a request; also without scripts."""

import pytest
from playwright.sync_api import expect

from governance.models import ChangeRequest, Issue
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/"
WIDTHS = (1280, 375)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_risk_that_came_true_becomes_an_issue_and_is_resolved(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{COUNTY}issues/add/?risk=ILL-RISK-4")
    assert page.get_by_label("Issue", exact=True).input_value() != ""
    page.get_by_label("Issue", exact=True).fill("")
    page.get_by_role("button", name="Add this issue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Issue", exact=True).fill("The import lost letters")
    page.get_by_label("Severity").select_option(label="High")
    page.get_by_label("Raised").fill("2 November 2026")
    page.get_by_label("Why?").fill("Records group, minute 2.")
    page.get_by_role("button", name="Add this issue").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    issue = Issue.objects.get(title="The import lost letters")
    assert issue.risk.reference == "ILL-RISK-4"
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("link", name="Change this issue").click()
    page.get_by_label("State").select_option(label="Resolved")
    page.get_by_label("Why?").fill("Records group, minute 5.")
    page.get_by_role("button", name="Save this change").click()
    assert "Say how it was resolved" in main_of(page)
    page.get_by_label("How it was resolved").fill("The letters were sent again.")
    page.get_by_role("button", name="Save this change").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "The letters were sent again." in main_of(page)
    page = manager.open(f"{COUNTY}issues/")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Dependencies", exact=True).click()
    assert "dependencies" in page.url


def test_a_request_for_change_is_decided(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{COUNTY}change-requests/?attention=awaited")
    assert "Leave infant feeding out of phase 1" in main_of(page)
    page.get_by_role("link", name="Leave infant feeding out").click()
    page.get_by_role("link", name="Record what was decided").click()
    manager.check_page(widths=WIDTHS)
    page.get_by_label("Rejected").check()
    page.get_by_label("Why?").fill("It would start a year later.")
    page.get_by_role("button", name="Save this decision").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "It would start a year later." in main_of(page)
    assert ChangeRequest.objects.get(reference="ILL-CR-2").state == "rejected"


def test_a_board_member_reads_each_register_and_is_offered_no_change(visit):
    board = visit("board_member")
    for page in ("issues", "dependencies", "assumptions", "change-requests"):
        words = main_of(board.open(f"{COUNTY}{page}/"))
        assert "Add a" not in words
        board.check_page(widths=WIDTHS)
