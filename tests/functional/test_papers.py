"""A manager finishes a paper, is refused until it is complete, and issues it; also without scripts and by keyboard."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from governance.models import BoardPaper, PaperIssue
from tests.functional.reading import main_of

PAPERS = "/programmes/illustration/papers/"
PAPER = f"{PAPERS}ILL-PAPER-1/"
WIDTHS = (1280, 375)
EQUALITIES = (
    "Children with a disability are asked first where the unit should be; an assessment follows by January."
)


def look(page, name):
    """A picture of the page, where somebody wants to look at one."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_paper_is_completed_made_ready_and_issued(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{PAPERS}?state=draft")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Nights in the crisis service").click()
    assert "1 thing in the way of ready" in main_of(page)
    assert "Appendix B is “Who decides what”" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
        look(page, "paper")

    page.get_by_role("link", name="Mark it ready").click()
    page.get_by_label("Who has read it?").fill("The finance director")
    page.get_by_role("button", name="Mark it ready").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "“Equalities implications” is blank." in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
        look(page, "ready-refused")

    page.get_by_role("link", name="Go to it").first.click()
    assert page.url.endswith("#id_implication_equalities")
    page.get_by_label("Equalities implications").fill(EQUALITIES)
    page.get_by_role("button", name="Insert from the records: Risks").click()
    assert "Nothing has been saved yet" in main_of(page)
    assert "From the records on" in page.get_by_label("Key issues/challenges").input_value()
    assert page.get_by_label("Equalities implications").input_value() == EQUALITIES
    page.get_by_label("What did you change?").fill("Equalities, as the board asked")
    if javascript:
        manager.check_page(widths=WIDTHS)
        look(page, "change")
    page.get_by_role("button", name="Save this paper").last.click()
    assert EQUALITIES in main_of(page)
    assert "Nothing stands in the way of ready" in main_of(page)

    page.get_by_role("link", name="Mark it ready").click()
    page.get_by_label("Who has read it?").fill("The finance director")
    page.get_by_role("button", name="Mark it ready").click()
    page.get_by_role("link", name="Issue it").click()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Why is it issued?").fill("For the October meeting")
    page.get_by_role("button", name="Issue it").click()
    assert page.url.endswith(f"{PAPER}issues/1/")
    assert "Nothing of the paper has changed since." in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
        look(page, "issued")
    issue = PaperIssue.objects.get(paper__reference="ILL-PAPER-1")
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF of record").click()
    assert Path(taken.value.path()).read_bytes() == bytes(issue.pdf)
    assert taken.value.suggested_filename == "ILL-PAPER-1-issue-1.pdf"


def test_enter_in_a_box_saves_and_inserts_nothing(visit):
    """The first button of a form is the one that Enter presses: it must be Save."""
    manager = visit("programme_manager")
    page = manager.open(f"{PAPER}change/")
    page.get_by_label("What did you change?").fill("The title")
    box = page.get_by_label("Title", exact=True)
    box.fill("A crisis service at night")
    box.press("Enter")
    page.wait_for_url(re.compile(r"papers/ILL-PAPER-1/$"))
    paper = BoardPaper.objects.get(reference="ILL-PAPER-1")
    assert paper.title == "A crisis service at night"
    assert not paper.sections.filter(text__contains="From the records").exists()


def test_a_new_paper_is_begun_and_its_page_prints_without_buttons(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{PAPERS}add/")
    manager.check_page(widths=WIDTHS)
    page.get_by_label("Which body is it for?").select_option(label="County council cabinet")
    page.get_by_label("Title").fill("Night cover")
    page.get_by_label("House style").select_option(label="Derby Health and Well-being Board")
    page.get_by_label("Why is it written?").fill("Asked for in October")
    page.get_by_role("button", name="Begin this paper").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    manager.check_page(widths=WIDTHS)
    page = manager.open(f"{PAPERS}?q=night+cover")
    page.get_by_role("link", name="Night cover", exact=True).click()
    manager.check_page(widths=WIDTHS)
    page.emulate_media(media="print")
    printed = page.inner_text("body")
    assert "REASONS FOR RECOMMENDATIONS" in printed
    for left_out in ("Write this paper", "Go to it", "Sign out"):
        assert left_out not in printed
    page.emulate_media(media="screen")
