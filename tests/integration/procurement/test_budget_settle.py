"""Putting an amount to a budget line that is to be confirmed (domain rules: money, life cycle of a budget line)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from commissioning.core.money import parse_money
from procurement.models import BudgetLine
from procurement.services.budget import settle_budget_line
from programmes.access import Grants
from tests.factories import BudgetLineFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = "Confirmed by the finance group."
SETTLED_ON = date(2019, 3, 3)


@pytest.fixture
def by() -> User:
    person: User = UserFactory(job_title="Finance lead")
    return person


@pytest.fixture
def portage() -> BudgetLine:
    """As the paper prints Portage: TBC in a table of budgets for 2020/21."""
    line: BudgetLine = BudgetLineFactory(
        label="Portage", money=parse_money("TBC", basis="budget_year", year="2020/21")
    )
    return line


def settle(line: BudgetLine, by: User, text: str, **more: Any) -> BudgetLine:
    given = {"status": "confirmed", "reason": REASON, "expected": line.version, "on": SETTLED_ON, **more}
    given.setdefault("grants", Grants(everything=True))
    return settle_budget_line(line, money=parse_money(text), by=by, **given)


@pytest.mark.parametrize(
    ("text", "amount", "qualifier", "status"),
    [
        ("£0.5m", Decimal(500_000), "exact", "confirmed"),
        ("~£0.5m", Decimal(500_000), "approx", "indicative"),
        ("£870,000", Decimal(870_000), "exact", "indicative"),
        ("nil", Decimal(0), "nil", "confirmed"),
        ("£0.4m to £0.6m", Decimal(400_000), "range", "indicative"),
    ],
)
def test_the_amount_is_kept_as_typed_on_the_lines_own_basis_and_year(
    portage: BudgetLine, by: User, text: str, amount: Decimal, qualifier: str, status: str
) -> None:
    settle(portage, by, text, status=status)

    portage.refresh_from_db()
    money = portage.money
    assert (money.text, money.amount, money.qualifier) == (text, amount, qualifier)
    assert (money.basis, money.year) == ("budget_year", "2020/21")
    assert portage.status == status


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Enter the amount, such as £870,000 or £0.87m"),
        ("TBC", "stays to be confirmed until there is one"),
        ("about half", "cannot be read as one amount"),
        ("£10,657m", "£10.657m or"),
        ("0.87", "could mean £0.87 or £0.87m"),
        ("£1.2m p.a.", "says “"),
        ("£1.2m in 2021/22", "is for 2021/22"),
        ("-£5,000", "£0 or more"),
    ],
)
def test_what_is_not_one_amount_of_the_line_is_refused_with_its_cure(
    portage: BudgetLine, by: User, text: str, part: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settle(portage, by, text)

    (message,) = refused.value.message_dict["amount"]
    assert part in message
    portage.refresh_from_db()
    assert portage.money.amount is None


def test_a_line_that_may_be_negative_takes_a_negative_amount(by: User) -> None:
    saving = BudgetLineFactory(money="TBC", may_be_negative=True)

    settle(saving, by, "-£5,000")

    saving.refresh_from_db()
    assert saving.money.amount == Decimal(-5_000)


def test_a_line_with_an_amount_is_not_settled_again(portage: BudgetLine, by: User) -> None:
    settle(portage, by, "£0.5m")
    portage.refresh_from_db()

    with pytest.raises(ValidationError, match=r"has an amount already: £0\.5m"):
        settle(portage, by, "£0.6m")


@pytest.mark.parametrize(("field", "more"), [("status", {"status": "outturn"}), ("reason", {"reason": "  "})])
def test_a_status_and_a_reason_are_needed(
    portage: BudgetLine, by: User, field: str, more: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        settle(portage, by, "£0.5m", **more)
    assert list(refused.value.message_dict) == [field]


def test_a_line_that_moved_on_is_refused(portage: BudgetLine, by: User) -> None:
    BudgetLine.objects.filter(pk=portage.pk).update(note="Edited under Data entry")

    with pytest.raises(StaleEdit):
        settle(portage, by, "£0.5m")


@pytest.mark.audit
def test_the_history_row_carries_who_why_before_and_after(portage: BudgetLine, by: User) -> None:
    settle(portage, by, "£0.5m")

    before, after = portage.events.order_by("pgh_id")
    assert (before.money_amount, after.money_amount) == (None, Decimal(500_000))
    assert (after.pgh_context["user"], after.pgh_context["reason"]) == (by.pk, REASON)
