"""A highlight report from its draft to its approval by two people, read afterwards by a third."""

import pytest
from playwright.sync_api import expect

from governance.models import HighlightReport
from tests.factories.registers import IssueFactory
from tests.functional.reading import main_of

HAMPSHIRE, COUNTY = "/programmes/hampshire/", "/programmes/illustration/"
WIDTHS = (1280, 375)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_is_drafted_written_approved_and_stays_as_it_was(visit, javascript):
    author = visit("commissioner", javascript=javascript)
    page = author.open(f"{HAMPSHIRE}reports/")
    page.get_by_role("link", name="Draft a report").click()
    page.get_by_label("First day of the period").fill("1 September 2018")
    page.get_by_label("Last day of the period").fill("31 August 2018")
    page.get_by_role("button", name="Draft it from the records").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "before it begins" in main_of(page)
    page.get_by_label("Last day of the period").fill("30 September 2018")
    page.get_by_role("button", name="Draft it from the records").click()

    page.get_by_label("Summary").fill("Phase 1 is in procurement.")
    page.get_by_label("Cost: what do you state?").select_option(label="Green: delivery is highly likely")
    page.get_by_role("button", name="Save this report").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Cost: the records suggest not rated and you state green. Say why." in main_of(page)
    page.get_by_label("Cost: why it differs from what the records suggest").fill(
        "The CCGs have set their budgets."
    )
    page.get_by_role("button", name="Save this report").click()
    words = main_of(page)
    assert "Phase 1 is in procurement." in words
    assert "The CCGs have set their budgets." in words
    if javascript:
        author.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Draft again from the records").click()
    assert "Everything that you typed is kept" in main_of(page)
    page.get_by_role("link", name="Send for review").click()
    page.get_by_role("button", name="Send for review").click()
    assert "In review" in main_of(page)
    assert page.get_by_role("link", name="Approve").count() == 0

    manager = visit("programme_manager", javascript=javascript)
    report = HighlightReport.objects.get(programme__key="hampshire")
    page = manager.open(f"{HAMPSHIRE}reports/{report.reference}/")
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve").click()
    assert "its fingerprint matches" in main_of(page)
    assert page.get_by_role("link", name="Write this report").count() == 0

    IssueFactory(programme=report.programme, title="Lease not signed")
    board = visit("board_member", javascript=javascript)
    page = board.open(f"{HAMPSHIRE}reports/{report.reference}/?on=2018-09-30")
    expect(page.get_by_role("heading", name="1 figure has since changed")).to_be_visible()
    assert "Issues open" in main_of(page)
    if javascript:
        board.check_page(widths=WIDTHS)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="This report as a PDF").click()
        assert waiting.value.suggested_filename == f"{report.reference}-2018-09-30.pdf"


def test_the_pages_of_a_report_and_of_work_streams_are_sound_on_a_phone_and_a_desk(visit):
    manager = visit("programme_manager")
    for path in (
        "reports/ILL-HR-1/",
        "reports/ILL-HR-2/change/",
        "reports/ILL-HR-2/steps/approve/",
        "workstreams/?on=2026-11-20",
        "workstreams/ILL-WS-2/?on=2026-11-20",
        "workstreams/ILL-WS-4/status/",
        "status-scales/",
        "status-scales/ILL-SCALE-1/",
        "tolerances/",
    ):
        manager.open(f"{COUNTY}{path}")
        manager.check_page(widths=(1280, 320))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_scale_keeps_what_is_in_use_and_a_status_is_given(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{COUNTY}status-scales/")
    assert "“Completed” is not the last point" in main_of(page)
    page.get_by_role("link", name="Change this scale").click()
    page.get_by_role("group", name="Embedded").get_by_label("Name").fill("")
    page.get_by_label("Why?").fill("Agreed in March.")
    page.get_by_role("button", name="Save this scale").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "“Embedded” can not be removed" in main_of(page)

    page = manager.open(f"{COUNTY}workstreams/ILL-WS-4/")
    assert "0 of 2 there" in main_of(page)
    page.get_by_role("link", name="Give a status").click()
    page.get_by_label("Where does the work stand?").select_option(label="Completed")
    page.get_by_label("Since when?").fill("1 March 2026")
    page.get_by_label("What was done, and what comes next?").fill("The plan was agreed.")
    page.get_by_role("button", name="Save this status").click()
    assert "Completed" in main_of(page)
    assert "The plan was agreed." in main_of(page)
