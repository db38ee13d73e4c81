"""A fifth programme by hand, in the browser, from nothing to a dashboard, as docs/how-to/add-a-programme.md says."""

import re

import pytest
from playwright.sync_api import Page, expect

PLACE = "Riverside"
NAME = "Community health together"
WHY = "From the cabinet report of March 2026"


def save(page: Page) -> None:
    """Give the reason, save, and see that data entry took it."""
    page.get_by_label("Reason for adding").fill(WHY)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()


def step(page: Page, words: str) -> None:
    """From the new programme's dashboard, the link that its page offers."""
    page.goto("/programmes/riverside/")
    folded = page.locator("summary").filter(has_text="Add to this programme")
    if folded.count():
        folded.click()
    page.get_by_role("link", name=words, exact=True).click()


def tile(page: Page, heading: str):
    return page.locator(".app-tile").filter(has=page.get_by_role("heading", name=heading, exact=True))


def add_organisation(page: Page) -> None:
    page.goto("/admin/")
    page.locator("#content").get_by_role("link", name="Organisations").click()
    page.get_by_role("link", name="Add organisation").click()
    page.locator("#id_name").fill("Riverside Council")
    page.locator("#id_kind").select_option(label="Local authority")
    save(page)


def add_programme(page: Page) -> None:
    page.goto("/admin/programmes/programme/add/")
    page.locator("#id_reference").fill("RIV-PRG")
    page.locator("#id_key").fill("riverside")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_place").fill(PLACE)
    save(page)


def add_paper_and_commissioner(page: Page) -> None:
    step(page, "Add its paper")
    page.locator("#id_title").fill("Community health together: business case")
    page.locator("#id_dated").fill("12 March 2026")
    save(page)
    step(page, "Name a commissioner")
    page.locator("#id_organisation").select_option(label="Riverside Council")
    page.locator("#id_role").select_option(label="Lead commissioner")
    save(page)


def add_phase(page: Page) -> None:
    step(page, "Add a phase")
    page.locator("#id_number").fill("1")
    page.locator("#id_name").fill("Community nursing")
    page.locator("#id_procurement_start").fill("April 2027")
    page.locator("#id_go_live").fill("January 2028")
    save(page)


def add_service(page: Page, name: str) -> None:
    page.goto("/programmes/riverside/services/add/")
    page.get_by_label("Name of the service").fill(name)
    page.get_by_label("Lead commissioner").select_option(label="Riverside Council")
    page.get_by_label("Phase that is to procure it").select_option(index=1)
    page.get_by_label("From when does it count?").fill("March 2026")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and add").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def add_milestone(page: Page) -> None:
    step(page, "Add a milestone")
    page.get_by_label("What is to be done or reached?").fill("Cabinet decides")
    page.get_by_label("By when?").fill("Autumn 2090")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name=re.compile("Save|Add|Continue")).last.click()
    confirm = page.get_by_role("button", name=re.compile("Confirm|Save"))
    if confirm.count():
        confirm.first.click()
    expect(page.get_by_text("Cabinet decides").first).to_be_visible()


def add_line(page: Page, label: str, money: str, service: str) -> None:
    step(page, "Add a budget line")
    expect(page.locator("#id_programme option:checked")).to_have_text(f"{PLACE}: {NAME}")
    page.locator("#id_label").fill(label)
    page.locator("#id_phase").select_option(label="Phase 1: Community nursing")
    page.locator("#id_money").fill(money)
    page.locator("#id_status").select_option(label="To be confirmed" if money == "TBC" else "Confirmed")
    page.locator("#id_line_services-0-service").select_option(label=service)
    page.locator("#id_line_funders-0-organisation").select_option(label="Riverside Council")
    save(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_nothing_to_a_dashboard(visit, javascript):
    visitor = visit("platform_administrator", javascript=javascript)
    page = visitor.page
    add_organisation(page)
    add_programme(page)

    page.goto("/programmes/riverside/")
    expect(page.get_by_text("Nothing is recorded of this programme yet.")).to_be_visible()
    if javascript:
        visitor.check_page()
    add_paper_and_commissioner(page)
    add_phase(page)
    add_service(page, "School nursing")
    add_service(page, "Health visiting")
    add_milestone(page)
    add_line(page, "School nursing", "£1.2m p.a.", "School nursing")
    add_line(page, "Health visiting", "TBC", "Health visiting")

    page.goto("/programmes/riverside/")
    expect(tile(page, "Services in scope")).to_contain_text("2")
    expect(tile(page, "Known value").or_(tile(page, "Known annual value"))).to_contain_text("£1.20m")
    expect(page.get_by_text("1 of 2 lines to be confirmed").first).to_be_visible()
    expect(page.get_by_text("Nothing is recorded")).to_have_count(0)
    if javascript:
        visitor.check_page()

    page.goto("/programmes/riverside/services/")
    for service in ("School nursing", "Health visiting"):
        row = page.get_by_role("row").filter(has_text=service)
        expect(row).to_contain_text("Riverside Council")

    page.goto("/portfolio/")
    row = page.get_by_role("row").filter(has_text=PLACE)
    for words in ("£1.20m", "1 of 2 lines not known", "1 phase", "12 March 2026"):
        expect(row).to_contain_text(words)

    page.goto("/search/?q=school+nursing")
    expect(page.get_by_role("link", name="School nursing").first).to_be_visible()
    expect(page.get_by_text("Service · Riverside · RIV-SVC-01")).to_be_visible()


def test_the_switcher_by_keyboard_and_on_a_phone(visit):
    visitor = visit("platform_administrator", width=375)
    page = visitor.open("/programmes/hampshire/?on=2018-12-13")
    switcher = page.locator("summary").filter(has_text="Hampshire")
    switcher.focus()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Programmes").get_by_role("link", name="Derby").press("Enter")
    expect(page).to_have_url(re.compile(r"/programmes/derby/\?on=2018-12-13$"))
    pages = page.get_by_role("navigation", name="Pages of this programme")
    expect(pages).to_have_count(1)
    pages.locator("summary").click()
    pages.get_by_role("link", name="Intentions").click()
    expect(page).to_have_url(re.compile(r"/programmes/derby/intentions/"))
    visitor.check_page()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/portfolio/", 1),
        ("/programmes/nottinghamshire/?on=2014-06-01", 3),
        ("/programmes/derby/?on=2013-12-01", 3),
        ("/programmes/essex/", 2),
    ],
)
def test_what_a_board_reads_prints_on_few_sheets_without_the_header(visit, address, most):
    page = visit("platform_administrator").open(address)
    pdf = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most
    page.emulate_media(media="print")
    for left_out in (".app-rooms", ".nhsuk-header", ".app-filter", ".app-search", "details"):
        for found in page.locator(left_out).all():
            expect(found).to_be_hidden()
