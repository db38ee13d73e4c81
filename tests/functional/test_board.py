"""A board member and the KPIs of the illustrative county: by keyboard, on a phone, printed; an analyst reports."""

import re

import pytest
from playwright.sync_api import Page, expect

from outcomes.models import ExceptionReport
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/kpis/"
PAGES = (COUNTY, f"{COUNTY}matrix/", f"{COUNTY}exceptions/", "/kpis/", f"{COUNTY}?q=nothing+says+zebra")


def shown(page: Page) -> list[str]:
    return page.locator(".app-board tbody th a").all_inner_texts()


def counted(page: Page) -> tuple[int, int]:
    """(shown, of all) as the page words it."""
    found = re.search(r"(\d+) of (\d+) KPIs", main_of(page))
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("address", PAGES)
def test_every_view_is_clean_in_a_window_of_middling_width(reader, address):
    """Wide and narrow, every role is shown these very pages in the sweep."""
    member = reader("board_member")
    member.open(address)
    member.check_page(widths=(768,))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_table_by_filter_to_the_matrix_and_an_exception(visit, javascript):
    member = visit("board_member", javascript=javascript)
    page = member.open(COUNTY)
    everything = len(shown(page))
    page.get_by_label("Change", exact=True).select_option("concern")
    page.get_by_label("Against its target").select_option("fail")
    page.get_by_role("button", name="Show results").click()
    for chip in (
        "Concerning, high or low",
        "Consistently fails",
    ):  # with scripts each choice is an answer of its own
        expect(page.get_by_role("link", name=f"Remove filter: {chip}")).to_be_visible()
    few = shown(page)
    assert 0 < len(few) < everything
    assert counted(page)[0] == len(few)

    page.get_by_role("link", name="Matrix", exact=True).click()
    expect(page.get_by_role("heading", name="KPIs: change against target")).to_be_visible()
    assert sorted(page.locator("td.app-matrix__strong li a").all_inner_texts()) == sorted(few)
    page.get_by_role("link", name="Exceptions", exact=True).click()
    expect(page.locator(".app-exception")).to_have_count(len(few))
    assert "variation=concern" in page.url
    page.locator(".app-exception").first.get_by_role("link", name="Everything said of this exception").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exception:")
    assert not page.get_by_role("button", name="Save the report").count()


def test_each_count_of_the_matrix_opens_exactly_its_kpis(visit):
    member = visit("board_member")
    page = member.open(f"{COUNTY}matrix/")
    cells = page.locator(".app-matrix td").filter(has=page.locator("li"))
    for place in range(cells.count()):
        cell = cells.nth(place)
        named = sorted(cell.locator("li a").all_inner_texts())
        cell.locator(".app-matrix__advice a").click()
        page.wait_for_selector(".app-board")
        assert sorted(shown(page)) == named
        page.go_back()


def test_the_keyboard_alone_sorts_the_table(visit):
    member = visit("board_member")
    page = member.open(COUNTY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = page.get_by_role("columnheader", name="Data age").first.get_by_role("link")
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("link => link === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=age**")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    expect(
        page.get_by_role("link", name="Back to the order by domain, the most urgent first")
    ).to_be_visible()


def test_on_a_phone_a_row_is_name_latest_figure_and_icons(visit):
    member = visit("board_member")
    member.resize(375)
    page = member.open(COUNTY)
    row = page.locator(".app-board tbody tr").first
    cells = row.locator("td")
    assert [cells.nth(place).is_visible() for place in range(8)] == [True, False, True, True] + [False] * 4
    assert row.locator("svg.app-icon:visible").count() == 2
    assert member.overflow() <= 0


def test_printed_the_table_has_all_its_columns_and_each_exception_its_page(visit):
    member = visit("board_member")
    page = member.open(COUNTY)
    page.emulate_media(media="print")
    cells = page.locator(".app-board tbody tr").first.locator("td")
    assert all(cells.nth(place).is_visible() for place in range(8))
    assert not page.locator(".app-filter").is_visible()
    page = member.open(f"{COUNTY}exceptions/")
    breaks = page.locator(".app-exception").evaluate_all(
        "all => all.map(one => getComputedStyle(one).breakBefore)"
    )
    assert set(breaks[1:]) == {"page"}


def test_an_analyst_reports_and_is_told_what_is_missing(visit):
    analyst = visit("analyst")
    page = analyst.open(f"{COUNTY}exceptions/?variation=concern&assurance=fail")
    page.get_by_role("link", name=re.compile("^Report on this exception")).last.click()
    before = ExceptionReport.objects.count()
    page.get_by_role("button", name="Save the report").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Name the role that does it, such as Head of service").click()
    expect(page.get_by_label("Who does it")).to_be_focused()
    analyst.check_page(widths=(375,))
    page.get_by_label("Cause").fill("Two posts are vacant.")
    page.get_by_label("Action").fill("Recruit to both.")
    page.get_by_label("Who does it").fill("Head of service")
    page.get_by_label("By when").fill("June 2027")
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_text("Report saved.")).to_be_visible()
    assert "Recruit to both." in main_of(page)
    assert ExceptionReport.objects.count() == before + 1
