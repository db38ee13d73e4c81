"""A commissioner's day: from Home to a settled question, and what is not theirs to change."""

from datetime import date

from playwright.sync_api import Page, expect

from programmes.models import Programme, ScopeChange, Service, ServiceScope
from programmes.selectors.scope import scope_on
from tests.functional.reading import main_of

PORTAGE = "/programmes/hampshire/services/HAM-SVC-08/"
REASON = "Confirmed by the director on 2 April 2019."


def tile(page: Page, heading: str):
    """The tile of a dashboard with this heading."""
    return page.locator(".app-tile").filter(has=page.get_by_role("heading", name=heading, exact=True))


def tbc(on: date) -> set[str]:
    programme = Programme.objects.get(key="hampshire")
    return {row.name for row in scope_on(programme, on) if row.state == "in_scope_tbc"}


def test_a_commissioner_settles_what_home_says_is_open(visit):
    commissioner = visit()
    page = commissioner.sign_in_by_form("commissioner")
    expect(page.get_by_role("heading", name="What needs me")).to_be_visible()
    needs = page.locator("section").filter(has=page.get_by_role("heading", name="What needs me"))
    assert "Portage is still to be confirmed" in needs.inner_text()
    assert "has no amount" not in needs.inner_text()
    commissioner.open("/programmes/hampshire/")
    expect(tile(page, "Services in scope")).to_contain_text("3 TBC")

    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("link", name="Portage is still to be confirmed").click()
    page.get_by_label("Settle what is to be confirmed").check()
    page.get_by_label("Its lead commissioner").select_option(
        label="Hampshire County Council Children's Services"
    )
    page.get_by_label("From when does it count?").fill("April 2019")
    page.get_by_role("button", name="Continue to the summary").click()

    # The reason was left out: the problem is focused, and its link leads to the box.
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')")
    page.get_by_role("link", name="Say why the scope changes").click()
    expect(page.get_by_label("Why?")).to_be_focused()
    assert page.get_by_label("From when does it count?").input_value() == "April 2019"
    assert not ScopeChange.objects.filter(made_by__isnull=False).exists()
    page.get_by_label("Why?").fill(REASON)
    page.get_by_role("button", name="Continue to the summary").click()

    expect(page.get_by_role("heading", name="Check this change before you save it")).to_be_visible()
    sentence = "Lead commissioner confirmed as Hampshire County Council Children's Services from April 2019"
    assert sentence in main_of(page)
    assert not ScopeChange.objects.filter(made_by__isnull=False).exists()
    page.get_by_role("button", name="Confirm and save").click()

    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert page.url.endswith(PORTAGE)
    history = page.locator("section[aria-labelledby=history]")
    expect(history).to_contain_text(sentence)
    expect(history).to_contain_text(REASON)
    change = ScopeChange.objects.get(made_by__isnull=False)
    assert (change.kind, change.reason, change.effective.text) == ("tbc_settled", REASON, "April 2019")
    assert change.made_by.email == "commissioner@example.org"
    assert ServiceScope.objects.get(service__reference="HAM-SVC-08").commissioner_tbc is False

    commissioner.open("/programmes/hampshire/")
    expect(tile(page, "Services in scope")).to_contain_text("2 TBC")
    commissioner.open("/programmes/hampshire/?on=2018-12-13")
    expect(tile(page, "Services in scope")).to_contain_text("3 TBC")
    assert "Portage" not in tbc(date(2019, 4, 1))
    assert "Portage" in tbc(date(2019, 3, 31))
    commissioner.open("/")
    assert "Portage is still to be confirmed" not in main_of(page)
    assert "Portage: " in main_of(page)  # among what people changed


def test_a_service_of_another_commissioner_is_read_only(visit):
    commissioner = visit("commissioner")
    camhs = f"/programmes/hampshire/services/{Service.objects.get(name='CAMHS').reference}/"
    page = commissioner.open(camhs)
    expect(page.get_by_role("heading", level=1)).to_contain_text("CAMHS")
    assert not page.get_by_role("link", name="Change scope").count()
    page = commissioner.open(f"{camhs}change/", status=403)
    assert "changed by the commissioners of Hampshire CCGs, which leads this service" in main_of(page)
    assert not ScopeChange.objects.filter(made_by__isnull=False).exists()
    commissioner.open(f"{PORTAGE}change/")


def test_two_sessions_on_one_service_lose_nothing(visit):
    """One renames while the other settles: the second sees what the first did, field by field, and both stay."""
    commissioner, manager = visit("commissioner"), visit("programme_manager")
    page = commissioner.open(f"{PORTAGE}change/")
    page.get_by_label("Change its name").check()
    page.get_by_label("New name").fill("Portage home visiting")
    _when_and_why(page)

    other = manager.open(f"{PORTAGE}change/")
    other.get_by_label("Change its name").check()
    other.get_by_label("New name").fill("Portage service")
    _when_and_why(other, reason="As the contract names it.")
    _confirm(other)

    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="Somebody else changed this service")).to_be_visible()
    said = main_of(page)
    for words in (
        "Portage home visiting",
        "Portage service",
        "Programme manager",
        "As the contract names it.",
    ):
        assert words in said
    commissioner.check_page(widths=(1280, 375))
    page.get_by_label("Yours").check()
    page.get_by_role("button", name="Continue to the summary").click()
    assert page.url.endswith("/change/")
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()

    service = Service.objects.get(reference="HAM-SVC-08")
    assert service.name == "Portage home visiting"
    changes = ScopeChange.objects.filter(scope__service=service, kind="renamed").order_by("pk")
    assert [change.after["name"] for change in changes] == ["Portage service", "Portage home visiting"]
    assert [str(change.made_by) for change in changes] == [
        "Programme manager",
        "Commissioner, Children's Services",
    ]


def _when_and_why(page: Page, reason: str = REASON) -> None:
    page.get_by_label("From when does it count?").fill("April 2019")
    page.get_by_label("Why?").fill(reason)


def _confirm(page: Page) -> None:
    page.get_by_role("button", name="Continue to the summary").click()
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
