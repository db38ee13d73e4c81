"""A benefit is recorded, reported on, corrected and printed; what was said is answered, with and without scripts."""

import pytest
from playwright.sync_api import expect

from governance.models import Benefit, BenefitRealised
from programmes.models import Feedback
from tests.functional.reading import main_of

HAMPSHIRE = "/programmes/hampshire/"
WIDTHS = (1280, 375)
WHY = "Agreed by the programme board of 10 December."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_benefit_is_followed_from_its_profile_to_a_corrected_value(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}benefits/")
    assert "6 benefits are named: 6 without an audience." in main_of(page)
    page.get_by_role("link", name="Record a benefit").click()
    page.get_by_label("Baseline as a number").fill("40 %")
    page.get_by_role("button", name="Save this benefit").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Say what the benefit is" in main_of(page)
    assert "enter a plain number, such as 40 or 62.5, without its unit" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_label("What is the benefit?").fill("More staff stay two years or longer")
    page.get_by_label("For whom?").select_option("staff")
    page.get_by_label("Owner").fill("Head of Workforce")
    page.get_by_label("Unit").fill("%")
    page.get_by_label("Which way is better?").select_option("up")
    page.get_by_label("Baseline as a number").fill("40")
    page.get_by_label("Baseline of").fill("2017/18")
    page.get_by_label("Target as a number").fill("60")
    page.get_by_label("To be reached by").fill("by March 2099")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Save this benefit").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "Too early to say" in main_of(page)

    for when, much, corrects in (("2018/19", "58", 0), ("March 2020", "55", 0), ("2018/19", "48", 1)):
        page.get_by_role("link", name="Add what was realised").click()
        page.get_by_label("By when had it been realised?").fill(when)
        page.get_by_label("How much, as a number").fill(much)
        if corrects:
            page.get_by_label("Does it correct an entry?").select_option(index=1)
        page.get_by_label("Why?").fill("The workforce return.")
        page.get_by_role("button", name="Add this entry").click()
        expect(page.get_by_role("heading", name="Success")).to_be_visible()
    words = main_of(page)
    assert "2 values reported, the last 55 % by March 2020; baseline 40 %, target 60 %." in words
    assert "it no longer counts." in words
    assert "75 % of the way from baseline to target." in words
    assert (
        BenefitRealised.objects.filter(benefit=Benefit.objects.get(programme__key="hampshire")).count() == 3
    )
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_who_is_overtaken_chooses_field_by_field(visit):
    manager = visit("programme_manager")
    page = manager.open("/programmes/illustration/benefits/ILL-BEN-2/change/")
    Benefit.objects.filter(reference="ILL-BEN-2").update(owner_role="Head of Records")
    page.get_by_label("Owner").fill("Director of Digital")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Save this benefit").click()
    expect(page.get_by_role("heading", name="Somebody else changed this benefit")).to_be_visible()
    words = main_of(page)
    assert "Head of Records" in words
    assert "Director of Digital" in words
    assert WHY in words
    manager.check_page(widths=WIDTHS)
    page.locator("input[name=keep_owner_role][value=yours]").check()
    page.get_by_role("button", name="Save these choices").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "Owner role: from “Head of Records” to “Director of Digital”." in main_of(page)


def test_the_register_filters_without_a_new_page_and_prints(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{HAMPSHIRE}benefits/add/")
    page.get_by_label("What is the benefit?").fill("Fewer missed appointments")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Save this benefit").click()
    page = manager.open(f"{HAMPSHIRE}benefits/")
    page.get_by_label("State", exact=True).select_option("behind")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("#results").get_by_text("No benefit fits these filters")).to_be_visible()
    assert "state=behind" in page.url
    manager.open(f"{HAMPSHIRE}benefits/")
    manager.check_page(widths=WIDTHS)
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Record a benefit").is_visible()
    assert page.get_by_text("Fewer missed appointments").first.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_one_point_that_nobody_answered_is_found_and_answered(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{HAMPSHIRE}feedback/")
    page.get_by_role("link", name="1 without an answer", exact=True).click()
    assert "Ensure due diligence has been completed" in main_of(page)
    page.get_by_role("link", name="Answer to HAM-FB-5").click()
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("What was answered or done?").fill("Due diligence ended on 3 January 2019.")
    page.get_by_label("When was it answered?").fill("January 2019")
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert "none without an answer, 4 answered, 1 that needs none." in main_of(page)
    assert Feedback.objects.get(reference="HAM-FB-5").responded.printed == "January 2019"

    page.get_by_role("link", name="Change the answer to HAM-FB-5").click()
    page.get_by_label("What was answered or done?").fill("Due diligence ended on 10 January 2019.")
    page.get_by_label("Why does the answer change?").fill("The minute has the later day.")
    page.get_by_role("button", name="Save this answer").click()
    words = main_of(page)
    assert "Before: Due diligence ended on 3 January 2019. (January 2019)" in words
    assert "The minute has the later day." in words
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_a_board_member_reads_and_changes_nothing(visit):
    member = visit("board_member")
    page = member.open(f"{HAMPSHIRE}feedback/")
    assert "Record what was said" not in main_of(page)
    for path in ("feedback/add/", "feedback/HAM-FB-5/answer/", "benefits/add/"):
        member.open(f"{HAMPSHIRE}{path}", status=403)
