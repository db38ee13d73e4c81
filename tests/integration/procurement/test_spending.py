"""Forecast and outturn by month: the door, the figures, the pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from procurement.models import LineReport
from procurement.selectors.funds import funds
from procurement.selectors.spending import spending
from procurement.services.spending import report_month
from programmes.access import grants_for
from tests.factories import (
    BudgetLineFactory,
    FundContributionFactory,
    FundLineFactory,
    FundSchemeFactory,
    LineReportFactory,
    OrganisationFactory,
    PooledFundFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    person_with,
)

from .pages import open_page, signed_in

pytestmark = pytest.mark.django_db
ON = date(2020, 7, 15)
BUDGET = {"basis": "budget_year", "year": "2020/21"}


def line_of(programme, amount="£120,000", **more):
    return BudgetLineFactory(
        programme=programme,
        money=parse_money(amount, **BUDGET),
        status="tbc" if amount == "TBC" else "confirmed",
        **more,
    )


def person(programme, role):
    return person_with(role, programme=programme)


def report(line, who, month=date(2020, 4, 1), **given):
    typed = {
        "outturn": "£10,000",
        "forecast": "£120,000",
        "variance": "",
        "sign": "",
        "explanation": "",
    } | given
    money = {name: parse_money(typed[name]) for name in ("outturn", "forecast", "variance")}
    return report_month(
        line,
        month=month,
        **money,
        sign=typed["sign"],
        explanation=typed["explanation"],
        by=who,
        grants=grants_for(who, ON),
        on=ON,
        expected_revision=typed.get("expected"),
    )


# --- the door ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.FINANCE_LEAD, Role.PROGRAMME_MANAGER])
def test_finance_and_managers_report_a_month(role):
    line = line_of(ProgrammeFactory())
    who = person(line.programme, role)
    made = report(line, who, forecast="£126,000", explanation="Agency staff")
    assert (made.month, made.revision, made.made_by) == (date(2020, 4, 1), 1, who)
    assert (made.forecast.basis, made.forecast.year) == ("budget_year", "2020/21")


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.ANALYST, Role.COMMISSIONER, Role.EVALUATOR])
def test_nobody_else_does(role):
    line = line_of(ProgrammeFactory())
    with pytest.raises(PermissionDenied):
        report(line, person(line.programme, role))
    assert not LineReport.objects.exists()


def test_the_finance_lead_of_another_programme_does_not():
    line = line_of(ProgrammeFactory())
    with pytest.raises(PermissionDenied):
        report(line, person(ProgrammeFactory(), Role.FINANCE_LEAD))


def test_a_month_reported_again_keeps_both_and_needs_a_reason():
    line = line_of(ProgrammeFactory())
    who = person(line.programme, Role.FINANCE_LEAD)
    report(line, who)
    with pytest.raises(ValidationError) as refused:
        report(line, who, outturn="£11,000")
    assert "Say why the figures change" in refused.value.message_dict["explanation"][0]
    report(line, who, outturn="£11,000", explanation="An invoice came late")
    assert [str(row.outturn.text) for row in line.reports.order_by("revision")] == ["£10,000", "£11,000"]
    (row,) = spending(line.programme, date.max).rows
    assert row.outturn.known == Decimal(11_000)


def test_nobody_replaces_a_report_that_they_have_not_read():
    line = line_of(ProgrammeFactory())
    who = person(line.programme, Role.FINANCE_LEAD)
    report(line, who, expected=0)
    with pytest.raises(ValidationError) as refused:
        report(line, who, expected=0, explanation="Mine")
    assert "Somebody else has reported this month" in refused.value.message_dict["explanation"][0]
    assert report(line, who, expected=1, explanation="Read it").revision == 2


def test_a_report_is_never_changed_afterwards():
    made = LineReportFactory()
    with pytest.raises(Exception, match="append_only"):
        LineReport.objects.filter(pk=made.pk).update(explanation="other")


# --- the figures ------------------------------------------------------------------------------------------------------


@pytest.fixture
def year():
    """Three lines of 2020/21: one over by £6,000 and one under by £2,000 at the newest month, one to be confirmed."""
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    over = line_of(programme, label="Over", phase=phase)
    under = line_of(programme, "£60,000", label="Under", phase=phase)
    unknown = line_of(programme, "TBC", label="Unknown", phase=None)
    who = person(programme, Role.FINANCE_LEAD)
    report(over, who, forecast="£121,000")
    report(over, who, month=date(2020, 5, 1), forecast="£126,000", variance="£6,000", sign="adverse_positive")
    report(
        under,
        who,
        month=date(2020, 5, 1),
        outturn="£4,500",
        forecast="£58,000",
        variance="£2,500",
        sign="favourable_positive",
    )
    return programme, over, under, unknown, who


def test_the_newest_forecast_less_the_budget(year):
    programme, *_ = year
    found = {row.line.label: row for row in spending(programme, date.max).rows}
    assert found["Over"].variance.words == "£6,000 adverse"
    assert found["Over"].latest.month.label == "May 2020"
    assert found["Over"].outturn.known == Decimal(20_000)
    assert not found["Over"].disagrees
    assert found["Under"].variance.words == "£2,000 favourable"
    assert found["Under"].disagrees  # £2,500 was printed
    assert found["Unknown"].variance.words == "not known"


def test_a_month_without_a_report_is_missing(year):
    programme, *_ = year
    rows = {row.line.label: row for row in spending(programme, date(2020, 7, 15)).rows}
    # Reports entered after the day are not known on it: nobody had made one then.
    assert [month.label for month in rows["Under"].missing] == ["April 2020", "May 2020", "June 2020"]
    rows = {row.line.label: row for row in spending(programme, date.max).rows}
    assert len(rows["Under"].missing) == 11


def test_lines_together_leave_the_unknown_out_and_count_it(year):
    programme, *_ = year
    found = spending(programme, date.max)
    phase, none = found.by("phase")
    assert (phase.label, phase.variance.amount, phase.not_compared) == ("Phase 1", Decimal(4_000), 0)
    assert (none.label, none.variance.amount, none.not_compared) == ("No phase", None, 1)
    assert found.whole.variance.amount == Decimal(4_000)
    assert found.whole.not_compared == 1
    assert [(row.month.label, row.outturn.known, row.reported) for row in found.months[:2]] == [
        ("April 2020", Decimal(10_000), 1),
        ("May 2020", Decimal(14_500), 2),
    ]


def test_a_line_in_two_funds_stands_apart(year):
    programme, over, under, *_ = year
    first, second = (PooledFundFactory(programme=programme, name=name) for name in ("First", "Second"))
    FundLineFactory(fund=first, line=over)
    FundLineFactory(fund=first, line=under)
    FundLineFactory(fund=second, line=under)
    found = {
        group.label: [row.line.label for row in group.rows] for group in spending(programme, ON).by("pool")
    }
    assert found == {"First": ["Over"], "In several funds": ["Under"], "In no fund": ["Unknown"]}


# --- funds ------------------------------------------------------------------------------------------------------------


def test_a_fund_says_what_its_record_leaves_open():
    fund = PooledFundFactory(arrangement="pooled")
    (view,) = funds(fund.programme)
    assert len(view.doubts) == 4
    whole = PooledFundFactory(
        programme=fund.programme,
        name="Z",
        host=OrganisationFactory(),
        agreement="NHS Act 2006 section 75, 1 April 2019",
        variance_carried_by="host",
    )
    FundContributionFactory(fund=whole, money="£3m")
    FundContributionFactory(fund=whole, money="TBC")
    FundSchemeFactory(fund=whole, money="£3.5m")
    view = funds(fund.programme)[1]
    assert view.doubts == ()
    assert view.given[0].printed == "£3.00m, 1 of 2 lines TBC"
    assert view.comparison.unknown_count == 0


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_page_shows_both_variances_and_what_is_missing(year):
    programme, *_ = year
    page = open_page(
        signed_in(Role.BOARD_MEMBER, programme=programme), f"/programmes/{programme.key}/money/spending/"
    )
    assert "£6,000 adverse" in page.words
    assert "reported as £2,500 (above 0 is favourable): it does not agree" in page.words
    assert "1 of 3 lines not compared" in page.words
    assert "Report a month" not in page.words


def test_a_report_goes_by_its_summary(year):
    programme, _, _, unknown, _who = year
    client = signed_in(Role.FINANCE_LEAD, programme=programme)
    url = f"/programmes/{programme.key}/money/lines/{unknown.reference}/report/"
    typed = {
        "month": "June 2020",
        "outturn": "£7,000",
        "forecast": "TBC",
        "variance": "",
        "sign": "",
        "explanation": "",
    }
    checked = client.post(url, {**typed, "step": "preview"})
    assert checked.status_code == 200
    assert "Check this report before you save it" in checked.content.decode()
    assert not unknown.reports.exists()
    saved = client.post(url, {**typed, "step": "confirm", "stamp": "0"})
    assert saved.status_code == 302
    assert unknown.reports.get().outturn.amount == Decimal(7_000)
    again = client.post(url, {**typed, "step": "confirm", "stamp": "0"})
    assert again.status_code == 422
    assert unknown.reports.count() == 1


def test_a_month_in_another_year_names_the_field(year):
    programme, over, *_ = year
    url = f"/programmes/{programme.key}/money/lines/{over.reference}/report/"
    typed = {
        "month": "June 2022",
        "outturn": "£7,000",
        "forecast": "",
        "variance": "",
        "sign": "",
        "explanation": "",
    }
    refused = signed_in(Role.FINANCE_LEAD, programme=programme).post(url, {**typed, "step": "preview"})
    assert refused.status_code == 422
    assert "June 2022 is not in it" in refused.content.decode()
