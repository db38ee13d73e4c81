"""A KPI's page in a browser: a manager sets limits anew, an analyst comments, a board member reads by keyboard."""

import pytest
from playwright.sync_api import expect

from outcomes.models import KPI, ChartDecision, KPIComment, Target
from tests.functional.reading import main_of

COUNTY = "/programmes/illustration/kpis/"
WAIT = f"{COUNTY}ILL-KPI-29/"  # made up to be concerning and to fail its target
WIDTHS = (1280, 375)
CAUSE = "A second clinic opened in March 2026; the data group agreed it."


def limits_broken(page):
    """The marks of rebases on the drawing that is shown."""
    return page.locator(".app-wide svg").first.get_by_text("A", exact=True).count()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_manager_sets_limits_anew_with_a_reason_and_sees_them_break(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(WAIT)
    assert "concerning, high" in main_of(page)
    page.get_by_role("link", name="Set limits anew or leave a point out").click()
    assert "Without a known cause the limits stay" in main_of(page)

    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.title().startswith("Error: ")
    if javascript:
        page.wait_for_load_state()  # the header folds when its script has come; a click does not wait for that
        assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
        manager.check_page(widths=WIDTHS)

    page.get_by_label("Set the mean and limits anew from a period on").check()
    page.get_by_label("Which period?").select_option("2026-03-01")
    page.get_by_label("What is known to have changed").fill(CAUSE)
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="Check this decision before you save it")).to_be_visible()
    words = main_of(page)
    assert "Nothing has been saved yet" in words
    assert "A concern would no longer be shown" in words
    assert "As it is now" in words
    assert "After the change" in words
    if javascript:
        page.wait_for_load_state()
        manager.check_page(widths=WIDTHS)
    assert not ChartDecision.objects.filter(kpi__reference="ILL-KPI-29").exists()

    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    words = main_of(page)
    assert "Limits set anew from March 2026" in words
    assert CAUSE in words
    assert "Provisional limits: they rest on 8 points." in words
    assert limits_broken(page) >= 1

    page.get_by_role("link", name="Withdraw “Limits set anew from March 2026”").click()
    page.get_by_label("Why?").fill("The clinic did not open after all.")
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and save").click()
    words = main_of(page)
    assert "concerning, high" in words
    assert "The clinic did not open after all." in words
    assert CAUSE in words


def test_an_analyst_comments_and_an_empty_comment_is_refused_beside_its_box(visit):
    analyst = visit("analyst")
    page = analyst.open(WAIT)
    assert page.get_by_role("link", name="Set a target").count() == 0
    page.get_by_role("button", name="Add this comment").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("link", name="Write the comment").click()
    assert page.evaluate("document.activeElement.id") == "id_comment_text"
    analyst.check_page(widths=WIDTHS)
    page.get_by_label("Comment or question").fill("Two posts were vacant from January.")
    page.get_by_role("button", name="Add this comment").click()
    expect(page.get_by_text("Two posts were vacant from January.")).to_be_visible()
    assert KPIComment.objects.filter(text="Two posts were vacant from January.").count() == 1


def test_a_board_member_reads_by_keyboard_and_on_a_phone(visit):
    member = visit("board_member", width=375)
    page = member.open(WAIT)
    assert member.overflow() <= 0
    assert page.get_by_role("button", name="Add this comment").count() == 0
    drawing = page.locator(".app-narrow svg").first
    expect(drawing).to_be_visible()
    assert page.locator(".app-wide svg").first.is_hidden()
    smallest = drawing.evaluate(
        "svg => Math.min(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().height))"
    )
    assert smallest >= 10, "text of the chart is too small to read on a phone"
    summary = page.get_by_text("Wait for a first mental health appointment: values as a table")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Concerning, high: two of three").first).to_be_visible()
    member.check_page(widths=(1280, 768, 375))
    member.open(f"{WAIT}change/", status=403)


def test_what_a_blind_reader_is_told_of_the_chart_is_its_finding(visit):
    member = visit("board_member")
    page = member.open(WAIT)
    finding = page.locator("figcaption h2").inner_text()
    assert finding.startswith("Latest ")
    chart = page.locator(".app-wide svg[role=img]").first
    named = chart.evaluate(
        "svg => (svg.getAttribute('aria-labelledby') + ' ' + (svg.getAttribute('aria-describedby') || ''))"
        ".split(' ').map(id => document.getElementById(id)?.textContent || '').join(' ')"
    )
    assert finding in named


@pytest.mark.parametrize("javascript", [True, False])
def test_a_manager_sets_a_target_and_the_old_one_stays_to_be_read(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{COUNTY}ILL-KPI-05/")
    page.get_by_role("link", name="Set a target").click()
    page.get_by_label("Target in numbers").fill("sixty")
    page.get_by_label("Why?").fill("Raised by the board.")
    page.get_by_role("button", name="Continue to the summary").click()
    assert "Target in numbers: “sixty” is not a number" in main_of(page)
    page.get_by_label("Target in numbers").fill("60")
    page.get_by_label("Holds from").fill("1 April 2026")
    page.get_by_label("Who set it").fill("Board, 3 March 2026")
    page.get_by_role("button", name="Continue to the summary").click()
    words = main_of(page)
    assert "55 %, to 31 March 2026" in words
    assert "Assurance now: will not consistently pass or fail (hit or miss) (55 %)." in words
    assert "After the change: will consistently (F)ail the target if nothing changes (60 %)." in words
    page.get_by_role("button", name="Go back and change").click()
    assert page.get_by_label("Target in numbers").input_value() == "60"
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and save").click()
    words = main_of(page)
    assert "Origin: Board, 3 March 2026" in words
    assert "From the first point to 31 March 2026" in words
    assert Target.objects.filter(kpi=KPI.objects.get(reference="ILL-KPI-05")).count() == 2
