"""A programme manager's work: names, phases, additions, removals, discrepancies, a budget line; and their history."""

from datetime import date
from decimal import Decimal

from playwright.sync_api import Page, expect

from governance.models import Discrepancy, DiscrepancyNote
from procurement.models import BudgetLine
from procurement.selectors.phases import phase_of_scope
from programmes.models import Challenge, Programme, ScopeChange, Service
from tests.functional.reading import main_of

HOME = "/programmes/hampshire/"
PARENTING = f"{HOME}services/HAM-SVC-05/"


def change(page: Page, act: str, *, effective: str, reason: str) -> None:
    """The form as far as the choice of what to change; the fields of the act are the caller's."""
    page.get_by_label(act).check()
    page.get_by_label("From when does it count?").fill(effective)
    page.get_by_label("Why?").fill(reason)


def confirm(page: Page, button: str = "Confirm and save") -> None:
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()


def services_of_phase(visitor, number: int, on: str) -> str:
    return visitor.open(f"{HOME}phases/{number}/?on={on}").inner_text("section[aria-labelledby=services]")


def test_a_service_is_renamed_and_moved_and_each_day_shows_its_own_state(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{PARENTING}change/")
    change(page, "Change its name", effective="1 April 2019", reason="As the specification words it.")
    page.get_by_label("New name").fill("Parenting support")
    confirm(page)
    page = manager.open(f"{PARENTING}change/")
    change(page, "Move it to another phase", effective="June 2019", reason="Agreed at the May board.")
    page.get_by_label("New phase").select_option("3")
    confirm(page)

    before, between, after = "2019-03-31", "2019-05-31", "2019-06-01"
    assert "Parenting\n" in services_of_phase(manager, 2, before) + "\n"
    assert "Parenting support" not in services_of_phase(manager, 2, before)
    assert "Parenting support" in services_of_phase(manager, 2, between)
    assert "Parenting support" not in services_of_phase(manager, 2, after)
    assert "Parenting support" in services_of_phase(manager, 3, after)
    assert "Parenting support" not in services_of_phase(manager, 3, between)
    scope = Service.objects.get(reference="HAM-SVC-05").scope
    hampshire = Programme.objects.get(key="hampshire")
    assert phase_of_scope(hampshire, date(2019, 5, 31))[scope.pk] == 2
    assert phase_of_scope(hampshire, date(2019, 6, 1))[scope.pk] == 3

    history = manager.open(PARENTING).inner_text("section[aria-labelledby=history]")
    moved = history.index("Moved from phase 2 to phase 3 from June 2019")
    assert moved < history.index("Renamed from “Parenting” to “Parenting support” from 1 April 2019")
    assert "Agreed at the May board." in history
    found = manager.open(f"{HOME}services/?q=parenting").inner_text("#results")
    assert "Parenting support" in found


def test_a_service_is_added_and_removed_again(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{HOME}services/")
    page.get_by_role("link", name="Add a service").click()
    page.get_by_label("Name of the service").fill("Short breaks")
    page.get_by_label("Lead commissioner").first.select_option(
        label="Hampshire County Council Children's Services"
    )
    page.get_by_label("Phase that is to procure it").select_option("3")
    page.get_by_label("From when does it count?").fill("April 2019")
    page.get_by_label("Why?").fill("Asked for by families.")
    confirm(page, "Confirm and add")
    assert "17 services" in manager.open(HOME).inner_text("main")
    assert "16 services" in manager.open(f"{HOME}?on=2019-03-31").inner_text("main")

    page = manager.open(f"{HOME}services/HAM-SVC-17/change/")
    change(page, "Remove it from the scope", effective="October 2019", reason="Commissioned elsewhere.")
    confirm(page)
    assert "16 services" in manager.open(HOME).inner_text("main")
    assert "17 services" in manager.open(f"{HOME}?on=2019-09-30").inner_text("main")
    kinds = ScopeChange.objects.filter(scope__service__name="Short breaks").order_by("pk")
    assert [each.kind for each in kinds] == ["added", "removed"]
    assert "Removed from scope from October 2019" in manager.open(f"{HOME}services/HAM-SVC-17/").inner_text(
        "section[aria-labelledby=history]"
    )


def test_a_discrepancy_gets_an_owner_who_is_named_on_the_dashboard(visit):
    manager = visit("programme_manager")
    page = manager.open(HOME)
    panel = page.locator(".app-panel").filter(has_text="NHS England leads 1 service")
    expect(panel).to_contain_text("no owner recorded yet")
    panel.get_by_role("link", name="See the statements and the arithmetic").click()
    page.get_by_label("Owner").fill("Chair of the programme board")
    page.get_by_role("textbox", name="Note").fill("A seat is offered at the next meeting.")
    page.get_by_role("button", name="Save with this note").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    expect(page.locator("section[aria-labelledby=notes]")).to_contain_text("A seat is offered")
    note = DiscrepancyNote.objects.get()
    assert (note.owner_role, str(note.made_by)) == ("Chair of the programme board", "Programme manager")

    page = manager.open(HOME)
    expect(page.locator(".app-panel").filter(has_text="NHS England leads 1 service")).to_contain_text(
        "Chair of the programme board"
    )
    board = visit("board_member").open(HOME)
    expect(board.locator(".app-panel").filter(has_text="NHS England leads 1 service")).to_contain_text(
        "Chair of the programme board"
    )
    assert Discrepancy.objects.filter(owner_role="Chair of the programme board").count() == 1


def test_a_budget_line_is_settled_and_phase_and_programme_follow(visit):
    manager = visit("programme_manager")
    page = manager.open("/")
    page.get_by_role("link", name="Wheel chair assessment has no amount").click()
    page.get_by_label("Amount").fill("£0.6m")
    page.get_by_label("Confirmed").check()
    page.get_by_label("Why?").fill("From the finance group of 5 March.")
    confirm(page)
    line = BudgetLine.objects.get(label="Wheel chair assessment")
    assert (line.money.amount, line.status) == (Decimal(600_000), "confirmed")
    assert "£47.72m" in main_of(manager.open(HOME))
    assert "2 of 14 lines to be confirmed" in main_of(page)
    assert "£13.07m" in main_of(manager.open(f"{HOME}phases/2/"))
    manager.open("/")
    assert "Wheel chair assessment has no amount" not in main_of(page)


def test_a_challenge_is_corrected_with_a_reason_that_its_history_keeps(visit):
    challenge = Challenge.objects.order_by("pk").first()
    manager = visit("programme_manager")
    page = manager.open("/")
    page.get_by_role("link", name="Data entry").click()
    page.get_by_role("link", name="Challenges", exact=True).click()
    page.get_by_role("link", name=str(challenge)).click()
    page.get_by_label("Mitigation").fill("Rural clinics on two days a week")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Say why you are changing this record.")).to_be_visible()
    page.get_by_label("Reason for change").fill("Asked by the board in March")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    challenge.refresh_from_db()
    assert challenge.mitigation == "Rural clinics on two days a week"
    page.get_by_role("link", name=str(challenge)).first.click()
    page.get_by_role("link", name="History").click()
    for words in ("Asked by the board in March", "Programme manager", "Rural clinics on two days a week"):
        expect(page.get_by_text(words).first).to_be_visible()
    about = manager.open(f"{HOME}about/")
    assert "Rural clinics on two days a week" in about.inner_text("main")
