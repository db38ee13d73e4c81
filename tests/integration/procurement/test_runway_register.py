"""The runway of a programme whose contracts stand in the register: what covers, what follows, what is sealed."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.rules_runway import Standing, gap_words
from procurement.selectors.runway import runway
from procurement.selectors.sealed import PUBLIC
from tests.factories import (
    ContractFactory,
    ContractServiceFactory,
    ExistingContractsFactory,
    ExtensionOptionFactory,
    PhaseScopeFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceScopeFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 10)


@pytest.fixture
def programme():
    return ProgrammeFactory(key="test", reference="T-PRG")


@pytest.fixture
def scope(programme):
    return ServiceScopeFactory(programme=programme)


def contract_for(scope, **fields):
    fields.setdefault("starts", parse_fuzzy_date("1 April 2024"))
    made = ContractFactory(programme=scope.programme, **fields)
    ContractServiceFactory(contract=made, service=scope.service)
    return made


def row_of(programme, on=ON):
    (row,) = runway(programme, on, PUBLIC).rows
    return row


def test_without_a_procurement_the_day_to_start_is_worked_back_from_the_end(programme, scope):
    """The contract ends 31 March 2027: go-live 1 April 2027 needs a start by 23 March 2026."""
    contract_for(scope, name="Nursing", ends="31 March 2027")
    row = row_of(programme)
    assert row.plan is not None
    assert row.plan.start_by == date(2026, 3, 23)
    assert row.plan.basis == "the day after “Nursing” ends"
    assert (row.where.standing, row.where.days) == (Standing.DUE, 72)
    assert "no phase procures it" in row.unknowns


def test_of_several_contracts_the_first_to_end_decides(programme, scope):
    contract_for(scope, name="Nursing", ends="31 March 2028")
    contract_for(scope, name="Vision", ends="31 March 2027")
    assert row_of(programme).plan.start_by == date(2026, 3, 23)


def test_open_options_are_room_and_taken_or_lapsed_ones_are_not(programme, scope):
    made = contract_for(scope, ends="31 March 2027")
    ExtensionOptionFactory(contract=made, sequence=1, months=12)
    ExtensionOptionFactory(
        contract=made, sequence=2, months=24, lapsed_on=date(2025, 1, 1), lapsed_because="Not needed"
    )
    phase = ProcurementPhaseFactory(programme=programme, go_live="April 2028")
    PhaseScopeFactory(phase=phase, scope=scope)
    row = row_of(programme)
    (between,) = row.betweens
    assert between.cover.room == (12,)
    assert gap_words(between.gap) == "12 months"
    assert between.if_extended is not None
    assert gap_words(between.if_extended) == "0 to 29 days"


def test_a_phase_whose_contract_runs_is_done_and_the_next_end_is_asked_about(programme, scope):
    phase = ProcurementPhaseFactory(programme=programme, go_live="April 2024")
    PhaseScopeFactory(phase=phase, scope=scope)
    contract_for(scope, name="Old", ends="31 March 2024", starts=parse_fuzzy_date("1 April 2019"))
    contract_for(scope, name="New", phase=phase, ends="31 March 2027")
    row = row_of(programme)
    assert [cover.name for cover in row.covers] == ["New"]
    assert row.betweens == ()
    assert row.plan.start_by == date(2026, 3, 23)
    assert row.unknowns == ("nothing is planned to follow “New”",)


def test_before_its_contract_runs_the_phase_is_still_what_replaces(programme, scope):
    phase = ProcurementPhaseFactory(programme=programme, go_live="April 2024")
    PhaseScopeFactory(phase=phase, scope=scope)
    contract_for(scope, name="Old", ends="31 March 2024", starts=parse_fuzzy_date("1 April 2019"))
    contract_for(scope, name="New", phase=phase, ends="31 March 2027")
    row = row_of(programme, date(2022, 5, 1))
    assert [cover.name for cover in row.covers] == ["Old"]
    assert gap_words(row.betweens[0].gap) == "0 to 29 days"
    assert row.plan.go_live.printed == "April 2024"


def test_a_phase_without_a_go_live_is_planned_from_the_end_and_says_what_is_missing(programme, scope):
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    PhaseScopeFactory(phase=phase, scope=scope)
    contract_for(scope, ends="31 March 2027")
    found = runway(programme, ON, PUBLIC)
    assert found.rows[0].plan.start_by == date(2026, 3, 23)
    assert "Phase 1: go-live is not stated." in found.unknowns
    assert gap_words(found.rows[0].betweens[0].gap) == "not known"


def test_a_contract_without_an_end_is_named_as_unknown_right_after_what_is_late(programme, scope):
    contract_for(scope, name="Open", ends="TBC")
    late = ServiceScopeFactory(programme=programme)
    contract_for(late, name="Late", ends="31 March 2026")
    due = ServiceScopeFactory(programme=programme)
    contract_for(due, name="Due", ends="31 March 2030")
    rows = runway(programme, ON, PUBLIC).rows
    assert [row.covers[0].name for row in rows] == ["Late", "Open", "Due"]
    assert "when “Open” ends is not known" in rows[1].unknowns


def test_a_register_contract_that_follows_those_of_a_paper_stands_in_their_stead(programme, scope):
    papers = ExistingContractsFactory(programme=programme, ends="March 2027")
    assert [cover.conditional for cover in row_of(programme).covers] == [True]
    contract_for(scope, name="Follower", continues=papers, ends="31 March 2029")
    assert [cover.name for cover in row_of(programme).covers] == ["Follower"]


def test_a_service_with_nothing_recorded_is_named_and_a_contract_without_service_has_a_row(programme, scope):
    ContractFactory(
        programme=programme,
        name="Shared record",
        starts=parse_fuzzy_date("1 April 2024"),
        ends="31 March 2029",
    )
    rows = {row.name: row for row in runway(programme, ON, PUBLIC).rows}
    assert rows[scope.service.name].where.standing == Standing.UNKNOWN
    assert rows[scope.service.name].unknowns == ("no phase procures it", "what covers it now is not recorded")
    assert rows["Shared record (no service recorded)"].plan is not None


def test_an_award_that_is_not_public_covers_nothing(programme, scope):
    from tests.factories.contracts import ContractChangeFactory

    sealed = contract_for(scope, name="Pending", public_from=None, ends="31 March 2029")
    ContractChangeFactory(
        contract=sealed,
        kind="awarded",
        decided_on=date(2025, 12, 1),
        effective_on=date(2025, 12, 1),
        signed_on=None,
    )
    assert row_of(programme).covers == ()


def test_the_queries_do_not_grow_with_the_rows(programme, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(count):
        for _ in range(count):
            scope = ServiceScopeFactory(programme=programme)
            phase = ProcurementPhaseFactory(programme=programme, go_live="April 2028")
            PhaseScopeFactory(phase=phase, scope=scope)
            ExtensionOptionFactory(contract=contract_for(scope, ends="31 March 2027"), sequence=1)
            ExistingContractsFactory(programme=programme, ends="March 2026")

    fill(1)
    with CaptureQueriesContext(connection) as few:
        runway(programme, ON, PUBLIC)
    fill(8)
    with django_assert_num_queries(len(few)):
        runway(programme, ON, PUBLIC)
