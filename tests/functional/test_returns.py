"""A commissioner sends figures, a manager sends them back, the commissioner mends them, the manager approves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from commissioning.core.models import User
from outcomes.models import KPI, KPIReturn, Measurement
from outcomes.rules_periods import period_containing
from programmes.models import Programme, RoleAssignment
from tests.factories import KPIFactory
from tests.functional.reading import main_of
from tests.functional.visitor import demo_account

RETURNS = "/programmes/hampshire/returns/"
WIDTHS = (1280, 375)


def months_before_today(count):
    """The last whole months before today, oldest first."""
    found = []
    day = timezone.localdate().replace(day=1)
    for _ in range(count):
        found.insert(0, period_containing("month", day - timedelta(days=1)))
        day = found[0].start
    return found


@pytest.fixture
def kpi(site):
    """A KPI of the commissioner's own organisation, reported for three months and owed for all of them."""
    programme = Programme.objects.get(key="hampshire")
    person = User.objects.get(email=demo_account("commissioner")[0])
    role = RoleAssignment.objects.filter(user=person, role="commissioner", organisation__isnull=False).first()
    months = months_before_today(3)
    return KPIFactory(
        programme=programme,
        reference="HAM-KPI-90",
        name="Reviews done in time",
        owner=role.organisation,
        owner_role="Contracts officer",
        frequency="month",
        measure="percentage",
        unit="%",
        floor=0,
        ceiling=100,
        state="reporting",
        reported_from=months[0].start,
        return_days=10,
        numerator="Reviews done within six weeks.",
        denominator="Reviews that were due.",
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_figures_are_pasted_sent_back_mended_and_approved(visit, kpi, javascript):
    months = [period.printed for period in months_before_today(3)]
    commissioner = visit("commissioner", javascript=javascript)
    manager = visit("programme_manager", javascript=javascript)

    def check(visitor):
        if javascript:
            visitor.check_page(widths=WIDTHS)

    page = commissioner.open(RETURNS)
    assert f"{months[0]}, " in main_of(page)
    assert "days late" in main_of(page)
    check(commissioner)
    page.locator("tr", has_text=kpi.name).get_by_role("link", name="Enter figures").click()

    page.get_by_label("Figures to paste").fill(f"{months[0]}\t55\t100\n{months[1]}\tn/a\t100")
    page.get_by_role("button", name="Continue to the check").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Row 2 of the paste: “n/a” can mean several things" in main_of(page)
    check(commissioner)
    page.get_by_label("Figures to paste").fill(f"{months[0]}\t55\t100\n{months[1]}\t5\t100")
    page.get_by_role("button", name="Continue to the check").click()
    assert "Nothing has been stored yet. 2 new, 0 changed, 0 unchanged, 0 refused." in main_of(page)
    assert not KPIReturn.objects.filter(kpi=kpi).exists()
    check(commissioner)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    sent = KPIReturn.objects.get(kpi=kpi)
    check(commissioner)

    page = manager.open("/")
    page.get_by_role("link", name="1 return awaits approval").click()
    page.get_by_role("link", name=sent.reference).click()
    assert "5.0 % (5/100)" in main_of(page)
    page.get_by_role("button", name="Send back with this reason").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check(manager)
    page.get_by_label("what is to be changed").fill("A nought seems to be missing")
    page.get_by_role("button", name="Send back with this reason").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()

    page = commissioner.open(RETURNS)
    page.get_by_role("link", name=sent.reference).first.click()
    page.get_by_role("link", name="Change it and submit it again").click()
    assert "A nought seems to be missing" in main_of(page)
    check(commissioner)
    page.locator("#id_p1_numerator").fill("50")
    page.get_by_label("What did you change?").fill("The nought that was lost")
    page.get_by_role("button", name="Continue to the check").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()

    page = manager.open(f"{RETURNS}{sent.reference}/")
    assert "The nought that was lost" in main_of(page)
    check(manager)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert list(
        Measurement.objects.filter(kpi=kpi).order_by("period_start").values_list("numerator", flat=True)
    ) == [
        55,
        50,
    ]

    page = commissioner.open(f"{RETURNS}enter/{kpi.reference}/")
    page.locator("#id_p0_numerator").fill("61")
    page.locator("#id_p0_denominator").fill("100")
    page.get_by_role("button", name="Continue to the check").click()
    page.get_by_role("button", name="Submit for approval").click()
    last = KPIReturn.objects.filter(kpi=kpi).latest("pk")
    page = manager.open(f"{RETURNS}{last.reference}/")
    page.get_by_role("button", name="Approve").click()
    page = manager.open(f"{RETURNS}tracker/?q=Reviews+done&on={timezone.localdate()}")
    row = " ".join(page.locator("tr", has_text=kpi.name).inner_text().split())
    assert months[2] in row
    assert "Up to date" in row
    check(manager)


def test_a_template_is_filled_in_uploaded_and_submitted(visit, kpi, tmp_path):
    months = months_before_today(3)
    commissioner = visit("commissioner")
    page = commissioner.open(f"{RETURNS}upload/")
    commissioner.check_page(widths=WIDTHS)
    with page.expect_download() as download:
        page.get_by_role("link", name="A workbook with what is due from you").click()
    path = tmp_path / "filled.xlsx"
    download.value.save_as(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    sheet = book["Returns"]
    places = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == kpi.reference]
    assert [sheet.cell(row, 3).value for row in places] == [period.printed for period in months]
    for row in places:
        sheet.cell(row, 5).value, sheet.cell(row, 6).value = 0, 100
    sheet.cell(places[2], 5).value = 101
    book.save(path)
    page.get_by_label("A spreadsheet or CSV file").set_input_files(path)
    page.get_by_role("button", name="Continue to the check").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "2 new, 0 changed, 0 unchanged, 1 refused" in main_of(page)
    assert "numerator is above the denominator" in main_of(page)
    commissioner.check_page(widths=WIDTHS)

    sheet.cell(places[2], 5).value = 61
    book.save(path)
    page.get_by_label("A spreadsheet or CSV file").set_input_files(path)
    page.get_by_role("button", name="Continue to the check").click()
    commissioner.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("heading", name="Success")).to_be_visible()
    assert KPIReturn.objects.get(kpi=kpi).lines.count() == 3


def test_an_approved_figure_is_corrected_in_sight_and_others_may_not(visit, kpi):
    months = months_before_today(3)
    Measurement.objects.create(
        reference="HAM-MEA-9001",
        programme=kpi.programme,
        kpi=kpi,
        period=months[0],
        numerator=55,
        denominator=100,
    )
    commissioner = visit("commissioner")
    page = commissioner.open(f"/programmes/hampshire/kpis/{kpi.reference}/correct/")
    commissioner.check_page(widths=WIDTHS)
    page.locator("#id_p0_numerator").fill("58")
    page.get_by_label("Why do the figures change?").fill("Three reviews were coded late")
    page.get_by_role("button", name="Continue to the check").click()
    assert "55.0 % (55/100)" in main_of(page)
    commissioner.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Submit for approval").click()
    assert KPIReturn.objects.get(kpi=kpi).kind == "correction"
    member = visit("board_member")
    member.open(f"/programmes/hampshire/kpis/{kpi.reference}/correct/", status=403)
    member.open(f"{RETURNS}upload/", status=403)
    page = member.open(RETURNS)
    assert "You neither send nor approve returns here" in main_of(page)
    assert KPI.objects.get(pk=kpi.pk).version == kpi.version
