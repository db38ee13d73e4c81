"""A finance lead's work: what has no amount on Home, settled, and every figure that follows."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from procurement.models import BudgetLine
from tests.functional.reading import main_of

HAMPSHIRE = "/programmes/hampshire/"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_line_is_settled_from_home_and_every_figure_follows(visit, javascript):
    finance = visit(javascript=javascript)
    page = finance.sign_in_by_form("finance_lead")
    assert "Portage is still to be confirmed" not in main_of(page)  # scope is not theirs
    page.get_by_role("link", name="Behaviour support has no amount").click()
    page.get_by_label("Amount").fill("about 300k-ish")
    page.get_by_label("Indicative").check()
    page.get_by_label("Why?").fill("First estimate of the finance group.")
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert BudgetLine.objects.get(label="Behaviour support").money.amount is None
    page.get_by_label("Amount").fill("~£0.3m")
    page.get_by_role("button", name="Continue to the summary").click()
    summary = main_of(page)
    assert "£13.70m, 1 of 4 lines TBC" in summary
    assert "£14.00m" in summary
    assert BudgetLine.objects.get(label="Behaviour support").money.amount is None
    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()

    line = BudgetLine.objects.get(label="Behaviour support")
    assert (line.money.amount, str(line.money.qualifier), line.status) == (
        Decimal(300_000),
        "approx",
        "indicative",
    )
    assert line.money.text == "~£0.3m"
    dashboard = main_of(finance.open(HAMPSHIRE))
    assert "£47.42m" in dashboard
    assert "2 of 14 lines to be confirmed" in dashboard
    phase = main_of(finance.open(f"{HAMPSHIRE}phases/3/"))
    assert "£14.00m" in phase
    assert "cannot reconcile" not in phase  # nothing is open any more: it simply differs
    assert "£2.00m above" in phase
    finance.open("/")
    assert "Behaviour support has no amount" not in main_of(page)


def test_a_finance_lead_handles_discrepancies_and_leaves_scope_alone(visit):
    finance = visit("finance_lead")
    page = finance.open(f"{HAMPSHIRE}discrepancies/ham-inc-01/")
    page.get_by_label("Owner").fill("Finance lead")
    page.get_by_role("textbox", name="Note").fill("Asked the author which figure stands.")
    page.get_by_role("button", name="Save with this note").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    finance.open(f"{HAMPSHIRE}services/HAM-SVC-08/change/", status=403)
    finance.open(f"{HAMPSHIRE}services/add/", status=403)
