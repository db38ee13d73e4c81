"""The hub as a board member reads it: on screen, without scripts, and on one sheet of paper."""

import re

import pytest

from tests.functional.reading import main_of

HUB = "/programmes/nottinghamshire/hub/"


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_overview_to_where_a_post_is_printed(visit, javascript):
    member = visit("board_member", javascript=javascript)
    page = member.open("/programmes/nottinghamshire/")
    page.get_by_role("link", name="The hub").first.click()
    assert page.url.endswith(HUB)
    said = main_of(page)
    assert "£115,505 to £129,652" in said
    assert "£346,515 to £388,956" in said
    assert "6 funders, 2 named; no amount is stated" in said
    page.locator("#hub-posts").get_by_role("link", name="para 20, para 21").click()
    assert "Senior Public Health and Commissioning Manager" in main_of(page)


def test_it_prints_on_one_sheet_with_everything_but_the_links(visit):
    page = visit("board_member").open(HUB)
    pdf = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    said = main_of(page)
    for words in (
        "Business Support Administrator",
        "not known",
        "Health and Wellbeing Board",
        "from 1 April 2015",
    ):
        assert words in said
    assert "More about its work" not in said


def test_on_a_phone_every_row_stands_by_itself_and_nothing_scrolls_sideways(visit):
    member = visit("board_member")
    member.open(HUB)
    member.check_page()
