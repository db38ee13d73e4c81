"""A commissioner changes a service's scope, two people meet on one record, and a finance lead settles a line."""

import pytest

PORTAGE = "/programmes/hampshire/services/HAM-SVC-08/"
WIDTHS = (1280, 375)


def fill(page, *, effective="April 2019", reason="Agreed by the programme board on 3 March."):
    page.get_by_label("From when does it count?").fill(effective)
    page.get_by_label("Why?").fill(reason)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_commissioner_moves_their_service_to_another_phase(visit, javascript):
    commissioner = visit("commissioner", javascript=javascript)
    page = commissioner.open(PORTAGE)
    page.get_by_role("link", name="Change scope of Portage").click()
    if javascript:
        commissioner.check_page(widths=WIDTHS)
        assert not page.get_by_label("New phase").is_visible()
    page.get_by_label("Move it to another phase").check()
    page.get_by_label("New phase").select_option("3")
    page.get_by_label("Portage: TBC (HAM-BL-10)").check()
    fill(page)
    page.get_by_role("button", name="Continue to the summary").click()

    page.get_by_role("heading", name="Check this change before you save it").wait_for()
    words = page.inner_text("main")
    assert "Moved from phase 2 to phase 3 from April 2019, with budget line HAM-BL-10." in words
    assert "Moves to phase 3 at once" in words
    if javascript:
        commissioner.check_page(widths=WIDTHS)

    page.get_by_role("button", name="Go back and change").click()
    assert page.get_by_label("Why?").input_value() == "Agreed by the programme board on 3 March."
    assert page.get_by_label("Move it to another phase").is_checked()
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and save").click()

    page.get_by_role("heading", name="Success").wait_for()
    words = page.inner_text("main")
    assert "Saved. Moved from phase 2 to phase 3 from April 2019" in words
    assert "Phase 3" in page.inner_text("section[aria-labelledby=position]")


def test_what_is_wrong_is_said_at_the_top_and_at_the_field(visit):
    commissioner = visit("commissioner")
    page = commissioner.open(f"{PORTAGE}change/")
    page.get_by_label("Change its name").check()
    page.get_by_label("New name").fill("Portage")
    page.get_by_label("From when does it count?").fill("soon")
    page.get_by_role("button", name="Continue to the summary").click()

    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.title().startswith("Error: ")
    commissioner.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Say why the scope changes").click()
    assert page.evaluate("document.activeElement.id") == "id_reason"
    assert page.get_by_label("New name").is_visible()
    fill(page)
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("link", name="already called “Portage”").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_two_people_change_one_service_and_nothing_is_lost(visit):
    first, second = visit("commissioner"), visit("programme_manager")
    for visitor, name in ((first, "Portage home visiting"), (second, "Portage for under-fives")):
        page = visitor.open(f"{PORTAGE}change/")
        page.get_by_label("Change its name").check()
        page.get_by_label("New name").fill(name)
        fill(page, reason=f"{name}: as the specification words it.")
    for visitor in (first, second):
        visitor.page.get_by_role("button", name="Continue to the summary").click()
    first.page.get_by_role("button", name="Confirm and save").click()
    first.page.get_by_role("heading", name="Success").wait_for()

    page = second.page
    page.get_by_role("button", name="Confirm and save").click()
    page.get_by_role("heading", name="Somebody else changed this service").wait_for()
    words = page.inner_text("main")
    for said in ("Portage home visiting", "Portage for under-fives", "Commissioner, Children's Services"):
        assert said in words
    second.check_page(widths=WIDTHS)
    page.get_by_label("Yours").check()
    page.get_by_role("button", name="Continue to the summary").click()
    assert (
        "Renamed from “Portage home visiting” to “Portage for under-fives” from April 2019."
        in page.inner_text("main")
    )
    page.get_by_role("button", name="Confirm and save").click()
    page.get_by_role("heading", name="Success").wait_for()
    history = page.inner_text("section[aria-labelledby=history]")
    assert "Renamed from “Portage” to “Portage home visiting” from April 2019." in history


def test_a_commissioner_adds_a_service_of_their_own(visit):
    commissioner = visit("commissioner")
    page = commissioner.open("/programmes/hampshire/services/add/")
    commissioner.check_page(widths=WIDTHS)
    page.get_by_label("Name of the service").fill("Short breaks")
    page.get_by_label("Phase that is to procure it").select_option("3")
    fill(page)
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("heading", name="Check this service before you add it").wait_for()
    commissioner.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and add").click()
    page.get_by_role("heading", name="Success").wait_for()
    assert page.url.endswith("/programmes/hampshire/services/HAM-SVC-17/")


def test_a_finance_lead_settles_a_line(visit):
    finance = visit("finance_lead")
    page = finance.open("/programmes/hampshire/money/lines/HAM-BL-10/settle/")
    finance.check_page(widths=WIDTHS)
    page.get_by_label("Amount").fill("£0.53m")
    page.get_by_label("Indicative").check()
    page.get_by_label("Why?").fill("From the finance group.")
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("heading", name="Check this amount before you save it").wait_for()
    words = page.inner_text("main")
    assert "£12.47m, 2 of 8 lines TBC" in words
    assert "£13.00m, 1 of 8 lines TBC" in words
    finance.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Confirm and save").click()
    page.get_by_role("heading", name="Success").wait_for()
    page = finance.open("/programmes/hampshire/money/lines/HAM-BL-10/settle/")
    assert "This line has its amount" in page.inner_text("main")
    finance.check_page(widths=WIDTHS)


def test_a_board_member_is_refused_in_plain_words_and_offered_nothing(visit):
    member = visit("board_member")
    page = member.open(PORTAGE)
    assert not page.get_by_role("link", name="Change scope").count()
    page = member.open(f"{PORTAGE}change/", status=403)
    assert "You may read “Portage”" in page.inner_text("main")
    member.check_page(widths=WIDTHS)
