"""A board member's reading: from Home to the place in the paper, by keyboard, without scripts and printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.reading import main_of, rows

HAMPSHIRE = "/programmes/hampshire/"
PAPER_DAY = "?on=2018-12-13"


def tile(page: Page, heading: str):
    return page.locator(".app-tile").filter(has=page.get_by_role("heading", name=heading, exact=True))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_home_to_the_place_in_the_paper(visit, javascript):
    member = visit(javascript=javascript)
    page = member.sign_in_by_form("board_member")
    page.get_by_role("link", name="13 December 2018").first.click()
    expect(page.get_by_text("Position at 13 December 2018. Change to:")).to_be_visible()
    assert page.url.endswith(f"{HAMPSHIRE}{PAPER_DAY}")
    said = main_of(page)
    assert "£47.12m" in said
    assert "3 of 14 lines to be confirmed" in said
    assert "met, £2.12m above" in said

    page.get_by_role("link", name="Phase 1: Public Health nursing").first.click()
    assert "differs, £0.45m above" in main_of(page)
    page.get_by_role("link", name="Next phase: Phase 2").click()
    assert "cannot be judged yet, £0.53m below" in main_of(page)
    assert "2 of 8 lines to be confirmed" in main_of(page)
    page.get_by_role("link", name="Next phase: Phase 3").click()
    assert "cannot reconcile, £1.70m above" in main_of(page)
    page.get_by_role("link", name="Hampshire", exact=True).click()
    assert page.url.endswith(PAPER_DAY)

    page.get_by_role("link", name="Asks, feedback and seats").click()
    assert "1 to agree and 2 to endorse" in main_of(page)
    page.go_back()
    panel = page.locator(".app-panel").filter(has_text="~£20.5m stated, lines come to £20.95m")
    panel.get_by_role("link", name="See the statements and the arithmetic").click()
    assert "£19.5m + £1.45m = £20.95m" in main_of(page)
    page.locator("section[aria-labelledby=statements]").get_by_role("link", name="para 2.4").first.click()
    assert "para 2.4" in main_of(page)
    assert "Delivering system wide integration" in main_of(page)


TILES = [
    ("Known annual value", "14", 14),
    ("Services in scope", "16", 16),
    ("Added since the first scope", "8", 8),
    ("Next milestone", "22", 22),
]


@pytest.mark.parametrize(("heading", "said", "count"), TILES)
def test_each_figure_opens_exactly_the_rows_behind_it(visit, heading, said, count):
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}{PAPER_DAY}")
    link = tile(page, heading).get_by_role("link")
    assert link.inner_text().startswith(said)
    link.click()
    assert rows(page) == count
    assert "on=2018-12-13" in page.url


def test_the_rows_behind_a_phase_are_its_own(visit):
    member = visit("board_member")
    for number, services, lines in ((1, 3, 2), (2, 9, 8), (3, 4, 4)):
        page = member.open(f"{HAMPSHIRE}phases/{number}/{PAPER_DAY}")
        tile(page, "Services in scope").get_by_role("link").click()
        assert rows(page) == services
        page.go_back()
        tile(page, "Known budget lines").get_by_role("link").click()
        assert rows(page) == lines


def test_nothing_is_offered_that_a_board_member_may_not_do(visit):
    member = visit("board_member")
    for path in ("", "services/", "services/HAM-SVC-08/", "money/", "money/lines/", "discrepancies/"):
        page = member.open(f"{HAMPSHIRE}{path}{PAPER_DAY}")
        assert not page.locator("[data-download]").count(), path
        assert not page.locator("main form[method=post]").count(), path
        for words in ("Change scope", "Add a service", "Settle", "Data entry", "workbook"):
            assert not page.get_by_role("link", name=words).count(), (path, words)
    for path in ("workbook.xlsx", "tables/services.csv", "tables/services.xlsx", "services/add/"):
        member.open(f"{HAMPSHIRE}{path}", status=403)
    member.open("/admin/", status=404)


def test_the_keyboard_alone_reaches_the_figures(visit):
    """Tab to the skip link, past the header, and on to the first tile's rows."""
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}{PAPER_DAY}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = tile(page, "Known annual value").get_by_role("link")
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.closest('main') !== null")
        assert focused, "the skip link left the reader in the header"
        outline = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
                       return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                         || style.backgroundColor !== 'rgba(0, 0, 0, 0)' }"""
        )
        assert outline, "focus cannot be seen"
        if wanted.evaluate("link => link === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/money/lines/**")
    assert rows(page) == 14


# --- printed ----------------------------------------------------------------------------------------------------


def sheets(page: Page) -> int:
    """How many sheets of A4 the page prints on."""
    pdf = page.pdf(format="A4", print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def on_paper(page: Page) -> str:
    page.emulate_media(media="print")
    words = " ".join(page.inner_text("body").split())
    page.emulate_media(media="screen")
    return words


LEFT_OUT = (
    "Sign out",
    "Skip to",
    "Sources",
    "Back to today",
    "Accessibility statement",
    "See the statements",
)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_phase_prints_on_one_or_two_sheets(visit, number):
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}phases/{number}/{PAPER_DAY}")
    assert sheets(page) <= 2
    text = on_paper(page)
    assert "Position at 13 December 2018" in text
    assert [words for words in LEFT_OUT if words in text] == []
    for kept in ("Stated against summed", "Scope and lead commissioners", "Budget lines", "Open points"):
        assert kept in text


def test_the_programme_prints_without_navigation(visit):
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}{PAPER_DAY}")
    assert sheets(page) <= 3
    text = on_paper(page)
    assert "£47.12m" in text
    assert [words for words in LEFT_OUT if words in text] == []
