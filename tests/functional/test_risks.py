"""A manager records a risk, scores it, ties a mitigation to two risks and escalates; also without scripts."""

import pytest
from playwright.sync_api import expect

from governance.models import Risk
from tests.functional.reading import main_of

HUB = "/programmes/nottinghamshire/risks/"
WIDTHS = (1280, 375)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_risk_from_its_first_words_to_the_body_that_is_told(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(HUB)
    assert "3 risks: 3 not assessed, 3 without an owner, 1 without a mitigation." in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("link", name="Record a risk").click()
    page.get_by_label("The risk in a few words").fill("Provider withdraws")
    page.get_by_label("Cause").fill("The price is capped")
    page.get_by_label("Effect").fill("Families wait longer")
    page.get_by_label("Why?").fill("Raised at the board.")
    page.get_by_role("button", name="Record this risk").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("link", name="Say what might happen").click()
    expect(page.get_by_label("Event")).to_be_focused()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Event").fill("The provider withdraws")
    page.get_by_role("button", name="Record this risk").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "there is a risk that the provider withdraws" in main_of(page)
    reference = Risk.objects.get(title="Provider withdraws").reference

    for level, likelihood, impact in (
        ("Current", "5: almost certain", "4: large"),
        ("Target", "2: unlikely", "4: large"),
    ):
        page.get_by_role("link", name="Assess it").click()
        page.get_by_role("radio", name=level).check()
        page.get_by_role("group", name="Likelihood").get_by_label(likelihood, exact=True).check()
        page.get_by_role("group", name="Impact").get_by_label(impact, exact=True).check()
        page.get_by_label("Why these numbers?").fill("Two providers have said so.")
        if javascript and level == "Current":
            manager.check_page(widths=WIDTHS)
        page.get_by_role("button", name="Save this assessment").click()
        expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "To be escalated: no body has been told of this extreme risk" in main_of(page)

    page.get_by_role("link", name="Record a mitigation").click()
    page.get_by_label("What is done, or is to be done?").fill("Monthly talks with providers")
    page.get_by_role("checkbox", name="NOT-RISK-1:").check()
    page.get_by_label("Why?").fill("Agreed at the board.")
    page.get_by_role("button", name="Record this mitigation").click()
    assert "It serves 2 risks together." in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)

    page = manager.open(f"{HUB}{reference}/")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Escalate it to a body").click()
    page.get_by_label("Which body is told?").select_option(index=1)
    page.get_by_label("Why?").fill("Beyond what the hub can settle.")
    page.get_by_role("button", name="Escalate it").click()
    words = main_of(page)
    assert "Escalated to" in words
    assert "Beyond what the hub can settle." in words
    assert "no body has been told" not in words

    page = manager.open(HUB)
    assert "4 risks: 1 extreme; 3 not assessed; none of 1 has reached its target." in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Needs attention").select_option(label="Escalated")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("#results").get_by_text("Showing 1 risk").first).to_be_visible()
    expect(page.locator("#results").get_by_role("link", name="Provider withdraws").last).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_bands_are_set_after_a_look_at_what_each_risk_becomes(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HUB}bands/")
    assert "this programme has not set its own" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    first = page.get_by_role("group", name="Band 2", exact=True)
    first.get_by_label("Lowest score").fill("6")
    page.get_by_label("From which day do they count?").fill("1 April 2026")
    page.get_by_label("Why?").fill("Agreed by the hub's board.")
    page.get_by_role("button", name="See what changes").click()
    words = main_of(page)
    assert "Nothing has been saved yet." in words
    assert "No risk has been assessed, so none changes band." in words
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "From 1 April 2026" in main_of(page)
    assert "this programme’s own bands" in main_of(manager.open(HUB))


def test_the_review_shows_cornwalls_mitigations_against_its_risks(visit):
    analyst = visit("analyst")
    page = analyst.open("/programmes/essex/risks/")
    assert "each of which serves all 3 risks" in main_of(page)
    analyst.check_page(widths=WIDTHS)
