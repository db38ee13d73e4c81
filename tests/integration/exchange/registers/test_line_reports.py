"""Forecast and outturn from a sheet: months reported, reported again as a revision, and history left alone."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from commissioning.exchange.models import Verdict
from procurement.models import LineReport
from tests.factories import BudgetLineFactory, LineReportFactory, ProgrammeFactory, person_with
from tests.integration.exchange.registers.by_hand import (
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    exported,
    one,
    planned,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
REPORTS = "line_reports"
MAY, JUNE = date(2020, 5, 1), date(2020, 6, 1)
OUTTURN = {"Outturn": Decimal(72_500), "Outturn_as_printed": "£72,500"}
MORE = {"Outturn": Decimal(80_000), "Outturn_as_printed": "£80,000"}


@pytest.fixture
def world() -> SimpleNamespace:
    """Two lines of a year; May of the first is reported."""
    programme = ProgrammeFactory()
    of_year = parse_money("£870,000", basis="budget_year", year="2020/21")
    line, other = (
        BudgetLineFactory(programme=programme, label=name, money=of_year) for name in ("Nursing", "Portage")
    )
    lead = person_with(Role.FINANCE_LEAD, programme=programme)
    report = LineReportFactory(
        programme=programme,
        line=line,
        month=MAY,
        outturn=parse_money("£72,500", basis="budget_year", year="2020/21"),
        forecast=parse_money("£880,000", basis="budget_year", year="2020/21"),
        sign="",
    )
    return SimpleNamespace(
        programme=programme,
        line=line,
        other=other,
        report=report,
        act=act_of(lead, programme, on=timezone.localdate()),
    )


def newest(month: date = MAY) -> LineReport:
    found: LineReport = LineReport.objects.filter(month=month).latest("revision")
    return found


# --- a month is reported ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", [JUNE, "June 2020", "2020-06", "01/06/2020"])
def test_a_new_row_reports_its_month(world: SimpleNamespace, month: object) -> None:
    row = {
        "Line reference": world.line.reference,
        "Month": month,
        "Outturn": 71000,
        "Forecast": "£0.9m",
        "Variance as reported": "-£12,000",
        "Its sign": "above 0 is favourable",
        "Explanation": "Two vacancies",
    }

    added(REPORTS, world.act, row)

    made = newest(JUNE)
    assert (made.line, made.revision, made.made_by) == (world.line, 1, world.act.by)
    assert (made.outturn.amount, made.forecast.printed, made.variance.amount) == (71_000, "£0.9m", -12_000)
    assert (made.outturn.basis, made.outturn.year) == ("budget_year", "2020/21")
    assert (made.sign, made.explanation) == ("favourable_positive", "Two vacancies")


def test_a_sheet_of_names_with_every_column_reports_the_same_once(world: SimpleNamespace) -> None:
    empty = dict.fromkeys(exported(REPORTS, world.act)[0])
    row = {**empty, "Line": "portage", "Month": "June 2020", "Outturn": 71000}

    added(REPORTS, world.act, row)

    assert newest(JUNE).line == world.other


def test_what_the_month_cost_may_be_left_out_and_is_not_nought(world: SimpleNamespace) -> None:
    row = {"Line reference": world.line.reference, "Month": JUNE, "Forecast": 900000}

    added(REPORTS, world.act, row)

    assert newest(JUNE).outturn.amount is None


# --- and reported again -------------------------------------------------------------------------------------------


def test_other_figures_are_a_revision_that_says_why(world: SimpleNamespace) -> None:
    row = row_of(REPORTS, world.act, Line="Nursing")

    found = changed(REPORTS, world.act, row, **MORE, Explanation="Invoice came late", Reference=None)

    made = newest()
    assert (made.revision, made.outturn.amount, made.explanation) == (2, 80_000, "Invoice came late")
    assert made.forecast == world.report.forecast
    assert found.key == (made.reference,)
    assert {change[0] for change in found.changes} == {"Outturn", "Outturn as printed", "Explanation"}
    world.report.refresh_from_db()
    assert (world.report.revision, world.report.outturn.amount) == (1, 72_500)


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Forecast": Decimal(900_000), "Forecast_as_printed": "£900,000"}, "forecast.amount", 900_000),
        ({"Outturn_qualifier": "approximate"}, "outturn.qualifier", "approx"),
        (
            {"Variance_as_reported": "£10,000", "Its_sign": "above 0 is adverse"},
            "variance.amount",
            10_000,
        ),
        ({"Explanation": "Two vacancies"}, "explanation", "Two vacancies"),
    ],
)
def test_each_figure_makes_a_revision_by_its_own(
    world: SimpleNamespace, cells: dict[str, Any], name: str, value: object
) -> None:
    one(REPORTS, world.act, with_cells(row_of(REPORTS, world.act, Line="Nursing"), **cells))

    now: Any = newest()
    assert now.revision == 2
    for part in name.split("."):
        now = getattr(now, part)
    assert now == value


def test_a_revision_without_words_of_its_own_has_the_reason_of_the_import(world: SimpleNamespace) -> None:
    row = with_cells(row_of(REPORTS, world.act, Line="Nursing"), **MORE, Reference=None)

    assert one(REPORTS, world.act, row).verdict == Verdict.CHANGED

    assert newest().explanation == WHY
    assert_settled(REPORTS, world.act, [row])


def test_a_row_of_an_earlier_revision_is_history(world: SimpleNamespace) -> None:
    old = row_of(REPORTS, world.act, Line="Nursing")
    one(REPORTS, world.act, with_cells(old, **MORE, Explanation="Invoice came late"))

    heading, message = refusal(REPORTS, world.act, old, Outturn=Decimal(1), Outturn_as_printed="£1")

    assert heading == "Reference"
    assert message == (
        f"{world.report.reference} is revision 1 of May 2020: it is history and stays. {newest().reference} took its "
        "place; change that one."
    )
    current = row_of(REPORTS, world.act, Line="Nursing")
    assert one(REPORTS, world.act, with_cells(current, **OUTTURN)).verdict == Verdict.CHANGED
    assert newest().revision == 3


def test_line_and_month_find_the_newest_revision(world: SimpleNamespace) -> None:
    one(REPORTS, world.act, with_cells(row_of(REPORTS, world.act, Line="Nursing"), **MORE))
    second = newest()

    for month in ("May 2020", MAY, "2020-05"):
        for line in ({"Line reference": world.line.reference}, {"Line": "nursing"}):
            plan = planned(REPORTS, world.act, [{**line, "Month": month, "Outturn": 80000}])
            assert [row.verdict for row in plan.rows] == [Verdict.SAME], [told(row) for row in plan.rows]
            assert plan.rows[0].record == second


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Month": "May 2021"}, "Month", "This line is for 2020/21"),
        ({"Month": "summer"}, "Month", "year"),
        ({"Outturn": None}, "Forecast", "what the month cost"),
        ({"Variance as reported": "£10,000"}, "Its sign", "adverse or favourable"),
        ({"Its sign": "up"}, "Its sign", "up"),
        ({"Line reference": "T-BL-99999"}, "Line reference", "is not a budget line of this programme"),
        ({"Line reference": None}, "Line reference", "needs this"),
        ({"Outturn": "a lot"}, "Outturn", "is not an amount"),
    ],
)
def test_a_new_row_is_refused_at_the_column_to_put_right(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    good = {"Line reference": world.line.reference, "Month": "June 2020", "Outturn": 71000}

    found = refusal(REPORTS, world.act, {**good, **cells})

    assert found[0] == heading
    assert part in found[1]
    assert one(REPORTS, world.act, good).verdict == Verdict.NEW


@pytest.mark.parametrize("cells", [{"Month": JUNE}, {"Line_reference": "", "Line": "Portage"}])
def test_a_report_stays_with_its_line_and_month(world: SimpleNamespace, cells: dict[str, Any]) -> None:
    row = row_of(REPORTS, world.act, Line="Nursing")

    assert "stays with its line and its month" in refusal(REPORTS, world.act, row, **cells)[1]


def test_a_line_of_another_programme_is_unknown(world: SimpleNamespace) -> None:
    theirs = LineReportFactory(month=JUNE)
    good = {"Line reference": world.line.reference, "Month": "June 2020", "Outturn": 71000}

    assert refusal(REPORTS, world.act, good, Line_reference=theirs.line.reference)[0] == "Line reference"
    assert (
        "No monthly report with this reference"
        in refusal(REPORTS, world.act, good, Reference=theirs.reference)[1]
    )
    assert one(REPORTS, world.act, good).verdict == Verdict.NEW


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER])
def test_who_reports_no_money_is_refused_where_finance_passes(world: SimpleNamespace, role: Role) -> None:
    person = person_with(role, programme=world.programme)
    theirs = act_of(person, world.programme, on=world.act.on)
    row = with_cells(row_of(REPORTS, world.act, Line="Nursing"), **MORE)
    new = {"Line reference": world.line.reference, "Month": "June 2020", "Outturn": 71000}

    for each in (row, new):
        found = one(REPORTS, theirs, each)
        assert found.verdict == Verdict.REFUSED
        assert "finance leads and programme managers" in told(found)[0][3]
    plan = written(REPORTS, world.act, [row, new])
    assert [found.verdict for found in plan.rows] == [Verdict.CHANGED, Verdict.NEW]
