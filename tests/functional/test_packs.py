"""A board pack from the meeting to the member who reads it: made in one action, frozen, compared, printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from commissioning.core.money import parse_money
from governance.models import BoardPack
from procurement.models import StatedValue
from tests.functional.reading import main_of

HAMPSHIRE = "/programmes/hampshire/"
WIDTHS = (1280, 375)
PATIENCE = 60_000  # milliseconds


def press(page: Page) -> None:
    """The work takes about a second, but the first time, and on a busy machine, longer than a click may wait."""
    page.get_by_role("button", name="Make the pack").click(no_wait_after=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_manager_makes_a_pack_and_a_board_member_reads_it_beside_what_has_changed(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}packs/")
    assert "No pack has been made yet." in main_of(page)
    page.get_by_role("link", name="Make a pack").click()
    press(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Choose the meeting that the pack is for.").click()
    page.get_by_label("For which meeting?").select_option(
        label="Hampshire Health and Wellbeing Board, 13 December 2018"
    )
    page.get_by_label("Every budget line as printed").check()
    press(page)
    expect(page.get_by_role("heading", name="Success")).to_be_visible(timeout=PATIENCE)
    pack = BoardPack.objects.get()
    assert page.url.split("#")[0].endswith(f"{HAMPSHIRE}packs/{pack.reference}/")

    stated = StatedValue.objects.filter(programme=pack.programme, covers__icontains="phase 1").first()
    stated.money = parse_money("~£21m")
    stated.save()

    member = visit("board_member", javascript=javascript)
    page = member.open(f"{HAMPSHIRE}packs/")
    page.get_by_role("link", name="Hampshire Health and Wellbeing Board, 13 December 2018, pack 1").click()
    said = main_of(page)
    assert "Made on" in said
    assert "as at 13 December 2018. It does not change." in said
    assert "figures have since changed" in said
    assert "Stated ~20.5m (para 2.4); known lines £20.95m" in said
    if javascript:
        member.check_page(widths=WIDTHS)
    page.get_by_role("link", name="3. Phase by phase").click()
    assert page.locator(page.url[page.url.index("#") :]).inner_text() == "3. Phase by phase"
    with page.expect_download() as waited:
        page.get_by_role("link", name="PDF of record").click()
    assert waited.value.suggested_filename == "hampshire-board-pack-2018-12-13-1.pdf"

    again = visit("programme_manager", javascript=javascript)
    page = again.open(f"{HAMPSHIRE}packs/add/?meeting=HAM-MEET-1")
    press(page)
    page.get_by_role("link", name="Compare with").click(timeout=PATIENCE)
    said = main_of(page)
    assert "~£21m" in said
    assert "Only in the later" in said
    if javascript:
        again.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Board packs").first.click()
    assert "2 packs for 1 meeting." in main_of(page)
    if javascript:
        again.check_page(widths=WIDTHS)


def test_the_pack_prints_with_its_charts_and_without_what_only_a_screen_needs(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{HAMPSHIRE}packs/add/?meeting=HAM-MEET-1")
    press(page)
    expect(page.get_by_role("heading", name="Success")).to_be_visible(timeout=PATIENCE)
    pdf = page.pdf(format="A4", print_background=True)
    assert 6 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 16
    page.emulate_media(media="print")
    said = main_of(page)
    for words in ("What phase 3 buys", "£13.70m", "Top risks", "How it was made"):
        assert words in said
    assert "Parts of this pack" not in said
    assert "Take it away" not in said
    drawings = page.locator(".app-pack .app-wide svg")
    assert drawings.count() == 5
    assert all(drawing.is_visible() for drawing in drawings.all())
