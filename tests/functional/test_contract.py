"""A manager finds a contract, keeps the view, and varies it with a look before saving; also without scripts."""

import pytest
from playwright.sync_api import expect

from procurement.models import SavedView
from procurement.models.terms import ContractChange
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/contracts/"
WIDTHS = (1280, 375)
NAME = "Children's community health"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_contract_is_found_kept_in_a_view_and_varied(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(COUNTY)
    page.get_by_label("State").select_option(label="Live")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("#results").get_by_text("State: Live").first).to_be_visible()
    assert "state=live" in page.url
    if javascript:
        manager.check_page(widths=WIDTHS)
    page = manager.open(f"{COUNTY}?state=live")

    page.get_by_text("Save this view").first.click()
    page.get_by_label("Name of this view").fill("Running contracts")
    page.get_by_label("Share it with everybody in the programme").check()
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    view = SavedView.objects.get(name="Running contracts")
    assert (view.query, view.is_shared) == ("state=live", True)
    page.goto(page.url.split("?")[0])
    page.get_by_role("link", name="Running contracts").click()
    assert "state=live" in page.url

    page.get_by_role("link", name=NAME).first.click()
    assert "From service to outcome" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    if not page.get_by_role(
        "link", name="Vary it"
    ).is_visible():  # the check of the page opens what is folded
        page.get_by_text("Record an act").click()
    page.get_by_role("link", name="Vary it").click()
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Name the body or role that decided" in main_of(page)

    page.get_by_label("Who decided?").fill("Partnership commissioning board")
    page.get_by_label("When was it decided?").fill("1 October 2026")
    page.get_by_label("From when does it count?").fill("1 November 2026")
    page.get_by_label("Value: total contract value, base term only, net").fill("£15.1m")
    page.get_by_label("When was it signed?").fill("20 October 2026")
    page.get_by_label("Why?").fill("One more clinic in Eastmoor.")
    page.get_by_role("button", name="Continue to the summary").click()
    summary = main_of(page)
    assert "Nothing has been saved yet" in summary
    assert "£15.1m, total contract value" in summary
    assert not ContractChange.objects.filter(reason="One more clinic in Eastmoor.").exists()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    words = main_of(page)
    assert "£14.5m, now £15.1m" in words
    assert "One more clinic in Eastmoor." in words
    before = main_of(manager.open(f"{COUNTY}?q=community+health&on=2026-10-31"))
    after = main_of(manager.open(f"{COUNTY}?q=community+health&on=2026-11-01"))
    assert "£14.5m" in before
    assert "£15.1m" in after


def test_every_form_of_a_contract_is_sound_on_a_phone_and_a_desk(visit):
    manager = visit("programme_manager")
    for path in ("add/", "bulk/", "ILL-CON-1/change/", "ILL-CON-1/acts/novate/", "ILL-CON-1/reviews/add/"):
        manager.open(f"{COUNTY}{path}")
        manager.check_page(widths=WIDTHS)
