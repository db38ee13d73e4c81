"""The analyst finds what another area learnt, attaches it to an intention of a plan, and takes it off again."""

import pytest
from django.urls import reverse

from governance.models import EvidenceLink
from programmes.models import CommissioningIntention

WHY = "The same practices are asked to join in here."


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_evidence_is_found_attached_and_taken_off(visit, javascript):
    visitor = visit("analyst", javascript=javascript)
    page = visitor.open(reverse("evidence_search", args=["essex"]))
    page.get_by_label("Words").fill("willing GPs")
    page.get_by_role("button", name="Show results").click()
    page.get_by_role("link", name="Attach as evidence").first.wait_for()
    page.get_by_role("link", name="Attach as evidence").first.click()

    page.get_by_role("heading", name="Attach as evidence").wait_for()
    intention = CommissioningIntention.objects.filter(programme__key="derby").first()
    page.get_by_label("Attach it to").select_option(f"intention:{intention.reference}")
    page.get_by_role("button", name="Attach").click()
    page.get_by_text("Say why it bears on this").first.wait_for()
    page.get_by_label("Why does it bear on this?").fill(WHY)
    page.get_by_role("button", name="Attach").click()

    page.get_by_role("heading", name="Evidence from elsewhere").wait_for()
    assert WHY in page.locator("main").inner_text()
    assert EvidenceLink.objects.get().attached_by.email == "analyst@example.org"
    if javascript:
        visitor.check_page()

    page.get_by_role("link", name="Take it off").click()
    page.get_by_role("heading", name="Take this evidence off").wait_for()
    if javascript:
        visitor.check_page()
    page.get_by_label("Why is it taken off?").fill("It speaks of other practices")
    page.get_by_role("button", name="Take it off").click()
    page.get_by_text("The history keeps it").wait_for()
    assert not EvidenceLink.objects.exists()


def test_areas_are_set_side_by_side_by_keyboard_alone(visit):
    visitor = visit("board_member")
    page = visitor.open(reverse("areas", args=["essex"]))
    page.get_by_label("CC4C", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="CC4C · GM").wait_for()
    assert "area=CC4C&area=GM" in page.url
    assert page.get_by_role("columnheader").count() == 3


def test_the_matrix_scrolls_in_its_own_region_on_a_phone_and_prints_on_its_side(visit):
    visitor = visit("board_member", width=375)
    page = visitor.open(reverse("themes", args=["essex"]))
    assert visitor.overflow() <= 0
    region = page.get_by_role("group", name="Themes by area")
    assert region.evaluate("element => element.scrollWidth > element.clientWidth")
    page.get_by_role("link", name="CC4C: headline", exact=True).first.click()
    page.get_by_role("heading", name="Cited with the headline").wait_for()
    assert "area=CC4C" in page.url
