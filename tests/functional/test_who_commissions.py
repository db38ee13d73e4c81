"""Who led on a day, in the browser: the matrix, a lead handed over, a split previewed row by row."""

from playwright.sync_api import Page, expect

from programmes.models import CommissioningResponsibility, OrganisationSuccession, ResponsibilityChange
from tests.functional.reading import main_of

HUB = "Nottinghamshire Integrated Commissioning Hub"
AREA = "/programmes/nottinghamshire/"


def row(page: Page, service: str):
    """The row of the matrix that a service heads."""
    return page.locator("#matrix tbody tr").filter(has=page.get_by_role("rowheader").filter(has_text=service))


def test_one_address_answers_who_led_and_the_filter_keeps_the_day(visit):
    page = visit("board_member").open(f"{AREA}commissioners/?on=2015-03-01")
    expect(row(page, "Health visiting")).to_contain_text("Leads")
    assert "NHSE AT 3" in main_of(page)

    page.get_by_label("Position at").fill("2015-05-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#matrix caption")).to_contain_text("Who commissions what on 1 May 2015")
    assert "NHSE AT 1" in main_of(page)

    page.get_by_label("Model").select_option(label="Integrated")
    expect(page.locator("#matrix tbody tr")).to_have_count(7)
    assert "on=2015-05-01" in page.url
    page.get_by_role("link", name="Remove filter: Model: Integrated").click()
    expect(page.locator("#matrix tbody tr")).to_have_count(19)
    assert "on=2015-05-01" in page.url


def test_a_manager_hands_a_lead_over_and_every_page_says_so(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{AREA}services/NOT-T1-07/")
    page.get_by_role("link", name="Hand the lead over").click()
    page.get_by_label("Who takes the lead over?").select_option(label=HUB)
    page.get_by_label("From when does it count?").fill("April 2014")
    page.get_by_label("Why?").fill("Pooled under section 75.")
    page.get_by_role("button", name="Continue to the summary").click()

    # The decision was left out: the problem is focused, and its link leads to the box.
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')")
    page.get_by_role("link", name="Say who decided it").click()
    page.keyboard.type("Committee, 10 June 2013")
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="Check this handover before you save it")).to_be_visible()
    manager.check_page()
    assert not ResponsibilityChange.objects.filter(made_by__isnull=False).exists()
    page.get_by_role("button", name="Confirm and save").click()

    assert f"handed over from Nottinghamshire CCGs (six) to {HUB}" in main_of(page)
    act = ResponsibilityChange.objects.get(made_by__isnull=False)
    assert CommissioningResponsibility.objects.get(closed_by=act).reference == "NOT-T1-07-LEAD"
    for day, lead in (("2014-03-31", "Nottinghamshire CCGs (six)"), ("2014-04-01", HUB)):
        manager.open(f"{AREA}services/NOT-T1-07/?on={day}")
        assert f"{lead} leads it on" in main_of(page)


def test_a_split_is_previewed_row_by_row_and_nothing_is_written_without_the_choices(visit):
    manager = visit("programme_manager")
    manager.resize(375)
    page = manager.open(f"{AREA}successions/add/")
    before = OrganisationSuccession.objects.count()
    page.get_by_role("group", name="Which organisations are succeeded?").get_by_label(
        "Nottinghamshire CCGs (six)"
    ).check()
    page.get_by_label("Split", exact=True).check()
    page.get_by_role("group", name="Which organisations take over?").get_by_label(
        "Public Health England"
    ).check()
    page.get_by_label("New organisations that take over").fill("Integrated Care Board")
    page.get_by_label("From when does it count?").fill("1 July 2022")
    page.get_by_label("Who decided it").fill("Parliament")
    page.get_by_label("Why?").fill("The Act of 2022.")
    page.get_by_role("button", name="Continue to the summary").click()

    choices = page.locator("select")
    expect(choices).to_have_count(5)  # the five services of Table 1 that CCGs lead
    page.get_by_role("button", name="Confirm and save").click()
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')")
    manager.check_page()
    assert OrganisationSuccession.objects.count() == before

    for place in range(5):
        choices.nth(place).select_option(label="Integrated Care Board")
    page.get_by_role("button", name="Confirm and save").click()
    assert "5 responsibilities passed on" in main_of(page)
    assert OrganisationSuccession.objects.count() == before + 2
