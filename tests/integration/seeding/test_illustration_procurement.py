"""Procurement of the illustrative county: every regime and state occurs, all is marked, and the registers read it."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.models import (
    Bid,
    BidScore,
    BudgetLine,
    ConflictDeclaration,
    Contract,
    ContractChange,
    Estimate,
    GatewayDecision,
    LineReport,
    Notice,
    PooledFund,
    ProcurementPhase,
    ProcurementStage,
    ReviewedKPI,
    TeamMember,
)
from procurement.rules_acts import ContractState
from procurement.selectors.contracts import contract_rows
from procurement.selectors.sealed import PUBLIC
from procurement.selectors.stages import stages_of

TODAY = date(2026, 11, 22)
RECORDED = (
    ProcurementPhase,
    ProcurementStage,
    Notice,
    Contract,
    ContractChange,
    BudgetLine,
    LineReport,
    PooledFund,
    TeamMember,
    Estimate,
    Bid,
    BidScore,
    GatewayDecision,
)


@pytest.fixture
def history(illustration):
    """The contract that has been through everything, on a day."""

    def on(day):
        rows = contract_rows(illustration, day, PUBLIC)
        return next(row for row in rows if row.reference == "ILL-CON-7")

    return on


def test_everything_is_marked_as_made_up(illustration):
    for model in RECORDED:
        rows = model.objects.filter(programme=illustration)
        assert rows.exists(), model
        assert not rows.filter(illustrative=False).exists(), model


def test_phases_under_each_regime_stand_at_different_stages(illustration):
    found = {phase.number: phase for phase in stages_of(illustration, TODAY)}
    assert {phase.regime for phase in found.values()} == {"pcr2015", "pa2023", "psr", "exempt", ""}
    assert {number: phase.status for number, phase in found.items()} == {
        1: "Live",
        2: "Procurement",
        3: "Mobilisation",
        4: "Scoping",
        5: "Not begun",
        6: "Unsuccessful",
        7: "Not begun",
    }
    assert found[3].missing_for_next == ()  # its mobilisation gateway may be passed
    assert {row.words for row in found[2].missing_for_next} >= {"The decision record is final"}


def test_gateways_passed_held_and_overridden(illustration):
    decisions = GatewayDecision.objects.filter(programme=illustration)
    assert set(decisions.values_list("outcome", flat=True)) == {"passed", "held", "overridden"}
    overridden = decisions.get(outcome="overridden")
    assert overridden.missing == ["Every service in the phase has a KPI"]
    assert overridden.reason


@pytest.mark.parametrize(
    ("day", "state", "ends"),
    [
        (date(2020, 6, 30), ContractState.PLANNED, "2023-09-30"),
        (date(2020, 10, 1), ContractState.LIVE, "2023-09-30"),
        (date(2021, 4, 1), ContractState.VARIED, "2023-09-30"),
        (date(2023, 3, 13), ContractState.VARIED, "2023-09-30"),
        (date(2023, 3, 14), ContractState.EXTENDED, "2024-09-30"),
        (date(2024, 1, 1), ContractState.NOVATED, "2024-09-30"),
        (date(2024, 9, 30), ContractState.NOVATED, "2024-09-30"),
        (date(2024, 10, 1), ContractState.ENDED, "2024-09-30"),
    ],
)
def test_one_contract_from_award_to_expiry(history, day, state, ends):
    row = history(day)
    assert (row.state, row.current_end.end.isoformat()) == (state, ends)


def test_values_and_provider_of_that_contract_at_every_date_between(illustration):
    contract = Contract.objects.get(reference="ILL-CON-7")

    def known(day):
        (value,) = contract.values.on(day)
        (provider,) = contract.parties.on(day).filter(role="lead_provider")
        return value.money.amount, provider.organisation.reference

    assert known(date(2021, 3, 31)) == (Decimal(1_200_000), "ILL-ORG-CHARITY")
    assert known(date(2021, 4, 1)) == (Decimal(1_320_000), "ILL-ORG-CHARITY")
    assert known(date(2023, 12, 31)) == (Decimal(1_380_000), "ILL-ORG-CHARITY")
    assert known(date(2024, 1, 1)) == (Decimal(1_380_000), "ILL-ORG-CHT")
    taken, lapsed = contract.options.order_by("sequence")
    assert (taken.change.kind, lapsed.lapsed_on) == ("extension", date(2024, 3, 31))


def test_seven_years_and_three_with_notice_of_a_year(illustration):
    rows = contract_rows(illustration, TODAY, PUBLIC)
    row = next(each for each in rows if each.reference == "ILL-CON-8")
    assert row.term_as_printed == "7 + 3 years"
    assert (row.current_end.end, row.last_possible_end.end) == (date(2031, 3, 31), date(2034, 3, 31))
    assert row.notice_by.end == date(2030, 3, 31)


def test_a_proposed_variation_changes_nothing(illustration):
    proposed = ContractChange.objects.get(kind="variation", signed_on__isnull=True)
    assert [v.money.amount for v in proposed.contract.values.filter(money_basis="total_contract_value")] == [
        Decimal(14_500_000)
    ]


def test_what_is_sealed_has_a_team_with_one_conflict(illustration):
    conflicts = ConflictDeclaration.objects.filter(programme=illustration, has_conflict=True)
    assert [(each.phase.number, each.user.email) for each in conflicts] == [
        (2, "commissioner.illustration@example.org")
    ]
    assert (
        Bid.objects.filter(phase__number=2, organisation__isnull=False, programme=illustration).count() == 0
    )
    assert ProcurementPhase.objects.get(programme=illustration, number=2).award_public_from is None
    assert (
        str(ProcurementPhase.objects.get(programme=illustration, number=3).award_public_from) == "2026-11-09"
    )


def test_budget_lines_of_two_years_and_reports_with_both_signs(illustration):
    lines = BudgetLine.objects.filter(programme=illustration)
    assert set(lines.values_list("money_year", flat=True)) - {""} == {"2026/27", "2027/28"}
    assert set(lines.values_list("status", flat=True)) == {"tbc", "indicative", "confirmed", "forecast"}
    reports = LineReport.objects.filter(programme=illustration)
    assert set(reports.values_list("sign", flat=True)) - {""} == {"adverse_positive", "favourable_positive"}
    assert reports.filter(line__reference="ILL-BL-02", month="2026-08-01").count() == 2
    for report in reports.exclude(variance_amount=None):
        # what is printed is forecast against budget, in the direction that the sign states
        over = report.forecast.amount - report.line.money.amount
        printed = report.variance.amount if report.sign == "adverse_positive" else -report.variance.amount
        assert over == printed, report.reference


def test_funds_of_each_arrangement_and_a_contribution_that_is_not_known(illustration):
    funds = {fund.arrangement: fund for fund in PooledFund.objects.filter(programme=illustration)}
    assert set(funds) == {"pooled", "aligned", "in_view"}
    known = [row.money.is_known for row in funds["pooled"].contributions.all()]
    assert known == [True, True, False]
    assert funds["pooled"].host is not None


def test_a_review_keeps_its_kpis_as_they_stood(illustration):
    kept = ReviewedKPI.objects.filter(review__programme=illustration)
    assert kept.count() == 3
    assert all(row.standing["as_at"] == row.review.held_on.isoformat() for row in kept)
