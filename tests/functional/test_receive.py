"""A programme manager receives a file of notices: upload, decide, check, import; with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from procurement.models import OcdsImport, ProcurementPhase
from tests.functional.reading import main_of

SAMPLE = Path(__file__).parents[2] / "fixtures" / "samples" / "ocds_find_a_tender.json"
IMPORTS = "/programmes/hampshire/ocds/imports/"
WIDTHS = (1280, 375)


def upload(page):
    page.get_by_role("link", name="Receive a file").click()
    page.get_by_label("An OCDS file (.json)").set_input_files(SAMPLE)
    page.get_by_role("button", name="Continue to the preview").click()
    expect(page.get_by_role("heading", name="ocds_find_a_tender.json")).to_be_visible()


def answer(page):
    """Both processes to new phases, under the regime that the file tells; then the parties and what is left."""
    for group in page.get_by_role("group", name="Where does this process go?").all():
        group.get_by_label("A new phase").check()
    first, second = page.get_by_role("group", name="Under which regime is it bought?").all()
    first.get_by_label("Procurement Act 2023").check()
    second.get_by_label("Provider Selection Regime").check()
    page.get_by_role("group", name="how are its extensions recorded?").get_by_label("2 options").check()
    page.get_by_role("button", name="Keep these answers and look again").click()
    for notice, kind in (("award 090450-2026", "UK6"), ("094100-2026", "PSR-CONFIRM")):
        page.get_by_role("group", name=notice).get_by_label(kind).check()
    for party in page.get_by_label("Who is ").all():
        party.select_option("new")
    page.get_by_role("button", name="Continue to the check").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_is_received_decided_checked_and_imported(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(IMPORTS)
    upload(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    answer(page)
    assert "Check before these notices are imported" in main_of(page), main_of(page)[:800]
    assert not ProcurementPhase.objects.filter(ocid="ocds-h6vhtk-0fffa1").exists()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and import").click()
    assert "12 created, 0 updated, 0 unchanged, 0 refused" in main_of(page)
    assert ProcurementPhase.objects.filter(ocid="ocds-h6vhtk-0fffa1").exists()
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_what_is_undecided_is_named_in_the_summary_and_leads_to_its_field(visit):
    manager = visit("programme_manager")
    page = manager.open(IMPORTS)
    upload(page)
    page.get_by_role("button", name="Continue to the check").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    manager.taken_complaints()  # the browser notes that the page was answered 422
    manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Answer “Where does this process go?”").first.click()
    expect(page.get_by_label("A new phase").first).to_be_focused()
    assert OcdsImport.objects.get().state == "previewed"
