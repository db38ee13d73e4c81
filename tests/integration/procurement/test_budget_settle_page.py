"""The page that settles a budget line: form, summary with its effect on the totals, confirmation, and who may."""

from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from procurement.models import BudgetLine
from programmes.models import Programme
from tests.factories import BudgetLineFactory, ProcurementPhaseFactory, ProgrammeFactory, person_with

pytestmark = pytest.mark.django_db
URL = "/programmes/hampshire/money/lines/HAM-BL-10/settle/"
MINE = {"amount": "£0.53m", "status": "confirmed", "reason": "Confirmed by the finance group."}


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


def budget(printed: str) -> Any:
    return parse_money(printed, basis="budget_year", year="2020/21")


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="hampshire")
    return programme


@pytest.fixture
def portage(programme: Programme) -> BudgetLine:
    """Phase 2 as the paper has it: £12.47m known, two lines TBC, one of them Portage."""
    phase = ProcurementPhaseFactory(programme=programme, number=2)
    same = {"programme": programme, "phase": phase}
    BudgetLineFactory(**same, money=budget("12.47m"))
    BudgetLineFactory(**same, money=budget("TBC"), reference="HAM-BL-08", label="Wheel chair assessment")
    line: BudgetLine = BudgetLineFactory(**same, money=budget("TBC"), reference="HAM-BL-10", label="Portage")
    return line


def sign_in(role: Role | None, programme: Programme) -> Client:
    client = Client()
    client.force_login(person_with(role, programme=programme))
    return client


@pytest.fixture
def client(programme: Programme, portage: BudgetLine) -> Client:
    return sign_in(Role.FINANCE_LEAD, programme)


def typed(client: Client) -> dict[str, Any]:
    return {**MINE, "stamp": client.get(URL).context["form"]["stamp"].value()}


def test_the_summary_shows_what_the_amount_does_to_the_totals(client: Client, portage: BudgetLine) -> None:
    summary = client.post(URL, {"step": "preview", **typed(client)})

    page = text(summary)
    for words in (
        "£12.47m, 2 of 3 lines TBC",
        "£13.00m, 1 of 3 lines TBC",
        "Confirmed by the finance group.",
    ):
        assert words in page
    portage.refresh_from_db()
    assert portage.money.amount is None

    done = client.post(URL, {**dict(summary.context["hidden"]), "step": "confirm"}, follow=True)
    assert "Saved. Portage: £0.53m, confirmed." in text(done)
    portage.refresh_from_db()
    assert (portage.money.text, portage.status) == ("£0.53m", "confirmed")


def test_a_settled_line_says_who_settled_it_and_why(client: Client) -> None:
    client.post(URL, {"step": "confirm", **typed(client)})

    page = text(client.get(URL))
    assert "This line has its amount" in page
    assert "Finance lead settled it on" in page
    assert "Confirmed by the finance group." in page


def test_a_line_that_came_with_its_amount_names_nobody(client: Client, programme: Programme) -> None:
    BudgetLineFactory(programme=programme, reference="HAM-BL-11", money=budget("12.3m"))

    page = text(client.get("/programmes/hampshire/money/lines/HAM-BL-11/settle/"))
    assert "This line has its amount" in page
    assert "settled it" not in page


def test_going_back_keeps_what_was_typed(client: Client) -> None:
    given = typed(client)
    back = client.post(URL, {"step": "edit", **given})

    assert back.status_code == 200
    assert {name: str(back.context["form"][name].value()) for name in given} == {
        name: str(value) for name, value in given.items()
    }


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"amount": ""}, "amount", "Enter the amount"),
        ({"amount": "0.53"}, "amount", "could mean £0.53 or £0.53m"),
        ({"amount": "TBC"}, "amount", "is not an amount"),
        ({"amount": "£1m p.a."}, "amount", "on the line’s own basis"),
        ({"status": ""}, "status", "Select whether"),
        ({"reason": " "}, "reason", "Say where the amount comes from"),
    ],
)
def test_each_refusal_is_said_at_its_field(
    client: Client, portage: BudgetLine, values: dict[str, str], field: str, part: str
) -> None:
    for step in ("preview", "confirm"):
        response = client.post(URL, {"step": step, **typed(client), **values})
        assert response.status_code == 422
        assert "<title>Error: " in response.content.decode()
        assert part in response.context["form"].errors[field][0]
    portage.refresh_from_db()
    assert portage.money.amount is None


def test_confirming_twice_saves_once_and_says_so(client: Client, portage: BudgetLine) -> None:
    given = {"step": "confirm", **typed(client)}
    client.post(URL, given)

    assert "saved already; it was not saved twice" in text(client.post(URL, given, follow=True))
    assert portage.events.count() == 2


@pytest.mark.authz
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PLATFORM_ADMINISTRATOR, 302),
        (Role.PROGRAMME_MANAGER, 302),
        (Role.FINANCE_LEAD, 302),
        (Role.COMMISSIONER, 403),
        (Role.BOARD_MEMBER, 403),
        (Role.ANALYST, 403),
        (None, 404),
    ],
)
def test_who_may_settle(programme: Programme, portage: BudgetLine, role: Role | None, status: int) -> None:
    client = sign_in(role, programme)

    assert client.get(URL).status_code == (200 if status == 302 else status)
    assert client.post(URL, {"step": "confirm", **MINE, "stamp": "1"}).status_code == status
    portage.refresh_from_db()
    assert portage.money.is_known == (status == 302)


@pytest.mark.authz
def test_a_line_of_another_programme_is_not_found_under_this_one(client: Client) -> None:
    other = BudgetLineFactory(money="TBC")
    assert client.get(f"/programmes/hampshire/money/lines/{other.reference}/settle/").status_code == 404
