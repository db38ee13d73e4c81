"""A programme manager keeps Derby's plans: finds what a plan lacks, writes a project on its one page, meets another."""

import re

import pytest

LIST = "/programmes/derby/intentions/"
PROJECT = "/programmes/derby/summaries/DER-PRJ-1/"
WIDTHS = (1280, 375)


def press_until(page, label, *, most=80):
    """Tab on until the control with the label has the focus, as somebody without a mouse does."""
    wanted = page.get_by_label(label, exact=True)
    for _ in range(most):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"“{label}” is not reached by keyboard.")


def test_a_project_is_written_by_keyboard_alone(visit):
    manager = visit("programme_manager")
    page = manager.open(PROJECT)
    manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Change this summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Change the project summary").wait_for()
    manager.check_page(widths=WIDTHS)

    press_until(page, "Metrics (optional)")
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.type(" | 20 looked-after children")
    press_until(page, "New milestones (optional)")
    page.keyboard.type("review of panels again | Autumn 2014")
    press_until(page, "Why?")
    page.keyboard.type("Agreed by the CIC Commissioning Group on 15 May.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Save the summary"
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Success").wait_for()
    words = page.inner_text("main")
    assert "Saved. Changed: Metrics, Milestones." in words
    assert "20 looked-after children" in words
    assert "6 of 8 milestones fall after the end (31 March 2014)." in words
    assert "Agreed by the CIC Commissioning Group on 15 May." in words
    manager.check_page(widths=WIDTHS)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{PROJECT}change/")
    page.get_by_label("Lead (optional)", exact=True).fill("Commissioning Manager, manager@example.org")
    page.get_by_label("Start and end (optional)").fill("soon")
    page.get_by_label("Aim (optional)").fill("Kept")
    page.get_by_label("Why?").fill("Agreed.")
    page.get_by_role("button", name="Save the summary").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Aim (optional)").input_value() == "Kept"
    page.get_by_role("link", name="“soon”").click()
    if javascript:
        assert page.evaluate("document.activeElement.id") == "id_period"
        manager.check_page(widths=WIDTHS)
    page.get_by_label("Start and end (optional)").fill("April 2013 to March 2014")
    page.get_by_role("button", name="Save the summary").click()
    page.get_by_role("link", name="write a role, not a name").wait_for()
    page.get_by_label("Lead (optional)", exact=True).fill("Commissioning Manager")
    page.get_by_role("button", name="Save the summary").click()
    page.get_by_role("heading", name="Success").wait_for()
    assert "Changed: Lead, Aim." in page.inner_text("main")


def test_two_people_meet_on_one_page(visit):
    manager, administrator = visit("programme_manager"), visit("platform_administrator")
    mine, theirs = manager.open(f"{PROJECT}change/"), administrator.open(f"{PROJECT}change/")
    for page, aim, why in ((theirs, "Theirs", "Asked for by the board."), (mine, "Mine", "Agreed.")):
        page.get_by_label("Aim (optional)").fill(aim)
        page.get_by_label("Why?").fill(why)
        page.get_by_role("button", name="Save the summary").click()
    mine.get_by_role("heading", name="Somebody else changed this while you had it open").wait_for()
    words = mine.inner_text("main")
    assert "Asked for by the board." in words
    assert "Theirs" in words
    assert "Mine" in words
    manager.check_page(widths=WIDTHS)
    mine.get_by_label("Yours Mine").check()
    mine.get_by_role("button", name="Save these choices").click()
    mine.get_by_role("heading", name="Success").wait_for()
    assert "Mine" in mine.inner_text("main")


def test_what_a_plan_lacks_is_found_and_an_intention_added(visit):
    manager = visit("programme_manager")
    page = manager.open(LIST)
    manager.check_page(widths=WIDTHS)
    page.get_by_label("Plan lacks").select_option("Lacks: Project summary")
    page.locator("#results").get_by_text("Showing 4 of 8 intentions").wait_for()
    page.get_by_role("link", name="Add an intention").click()
    assert page.get_by_label("Number", exact=True).input_value() == "9"
    page.get_by_label("Number", exact=True).fill("4")
    page.get_by_label("Intention", exact=True).fill("Speech, language and communication")
    page.get_by_label("Why?").fill("Agreed by the Integrated Commissioning Board.")
    page.get_by_role("button", name="Save the intention").click()
    page.get_by_role("link", name="Number 4 is “Further improve health outcomes").wait_for()
    manager.check_page(widths=WIDTHS)
    page.get_by_label("Number", exact=True).fill("9")
    page.get_by_role("button", name="Save the intention").click()
    page.get_by_role("heading", name="Success").wait_for()
    page.get_by_role("link", name="Add a project summary").click()
    manager.check_page(widths=WIDTHS)
    page.get_by_label("Project", exact=True).fill("Early language")
    page.get_by_label("The lead is a vacancy").check()
    page.get_by_label("Why?").fill("The first project of the intention.")
    page.get_by_role("button", name="Save the summary").click()
    page.get_by_role("heading", name="Early language").wait_for()
    assert "Vacancy" in page.inner_text("main")


def test_a_board_member_reads_it_on_one_sheet(visit):
    member = visit("board_member")
    for number in range(1, 6):
        page = member.open(f"/programmes/derby/summaries/DER-PRJ-{number}/")
        assert not page.get_by_role("link", name="Change this summary").count()
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", print_background=True)))
        assert sheets == 1, f"DER-PRJ-{number} takes {sheets} sheets"
    member.open(f"{PROJECT}change/", status=403)
