"""Contracts from a sheet: added with their terms, their record changed, what acts change refused."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from commissioning.core.access import Role
from commissioning.core.history import changes_of
from commissioning.core.money import parse_money
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act
from procurement.models import Contract, ContractParty
from procurement.models.terms import ContractEnd, ContractValue, ExtensionOption
from procurement.selectors.sealed import Sight
from programmes.models import Programme
from tests.factories import (
    ContractFactory,
    KPIFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ServiceFactory,
    person_with,
)
from tests.factories.contracts import ContractPartyFactory, ContractValueFactory
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    exported,
    one,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
CONTRACTS = "contracts"


def act_with_sight(person: Any, programme: Programme) -> Act:
    act = act_of(person, programme)
    return replace(act, sight=Sight.for_person(person, act.grants, programme, ON))


@pytest.fixture
def world() -> SimpleNamespace:
    """A council that commissions, a trust that provides, and one contract that is public."""
    programme = ProgrammeFactory()
    council, trust, board = (
        OrganisationFactory(name=f"{name} {n}") for n, name in ((1, "Council"), (2, "Trust"), (3, "Board"))
    )
    for organisation in (council, trust, board):
        ProgrammePartnerFactory(programme=programme, organisation=organisation)
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    contract = ContractFactory(
        programme=programme,
        name="School nursing",
        number="C-1",
        starts="1 April 2015",
        ends="31 March 2020",
        lead_provider=trust,
    )
    for organisation, role in ((council, "lead_commissioner"), (council, "funder")):
        ContractPartyFactory(contract=contract, organisation=organisation, role=role)
    ContractValueFactory(contract=contract, money=parse_money("£5m", basis="total_contract_value"))
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme,
        council=council,
        trust=trust,
        board=board,
        phase=phase,
        contract=contract,
        nursing=ServiceFactory(programme=programme, name="Nursing"),
        kpi=KPIFactory(programme=programme, name="Seen within 14 days"),
        act=act_with_sight(manager, programme),
    )


def fresh(world: SimpleNamespace) -> Contract:
    found: Contract = Contract.objects.get(pk=world.contract.pk)
    return found


def new_row(**cells: Any) -> dict[str, Any]:
    return {
        "Contract": "Portage service",
        "Lead commissioner": "Council 1",
        "Start as printed": "1 April 2021",
        **cells,
    }


# --- what is added ----------------------------------------------------------------------------------------------


def test_a_new_row_is_a_contract_with_the_terms_it_begins_with(world: SimpleNamespace) -> None:
    row = new_row(
        **{
            "Number": "C-2",
            "Funders": "Board 3; council 1",
            "Lead provider": "trust 2",
            "Value": "£1.2m",
            "Value basis": "total contract value",
            "Current end as printed": "31 March 2028",
            "Term as printed": "7 + 1 + 1 years",
            "Option months": "12; 12",
            "Services": "Nursing",
            "KPIs": "Seen within 14 days",
            "Notice months": 6,
            "CPV code": "85323000",
            "Public since": date(2019, 1, 1),
            "Replaces": world.contract.reference,
        }
    )

    added(CONTRACTS, world.act, row)

    made = Contract.objects.get(number="C-2")
    parties = {(party.role, party.organisation) for party in ContractParty.objects.filter(contract=made)}
    assert parties == {
        ("lead_commissioner", world.council),
        ("funder", world.board),
        ("funder", world.council),
        ("lead_provider", world.trust),
    }
    assert ContractValue.objects.get(contract=made).money.amount == 1_200_000
    assert ContractEnd.objects.get(contract=made).ends.end == date(2028, 3, 31)
    assert [option.months for option in ExtensionOption.objects.filter(contract=made)] == [12, 12]
    assert (list(made.services.all()), list(made.kpis.all())) == ([world.nursing], [world.kpi])
    assert (made.notice_months, made.cpv, made.replaces, made.starts.printed) == (
        6,
        "85323000",
        world.contract,
        "1 April 2021",
    )
    assert changes_of(made)[-1].why == WHY


def test_a_sheet_with_every_column_and_little_in_them_adds_the_same_once(world: SimpleNamespace) -> None:
    empty = dict.fromkeys(exported(CONTRACTS, world.act)[0])
    worth = {"Value": 1_200_000, "Value basis": "total contract value"}

    added(CONTRACTS, world.act, {**empty, **new_row(), "Public since": date(2019, 1, 1), **worth})

    assert Contract.objects.get(name="Portage service").public_from == date(2019, 1, 1)


# --- what is changed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Contract": "School health"}, "name", "School health"),
        ({"Number": "C-1a"}, "number", "C-1a"),
        ({"Term_as_printed": "5 years"}, "term_as_printed", "5 years"),
        ({"Phase": 1}, "phase.number", 1),
        ({"Department": "Public health"}, "department", "Public health"),
        ({"Procurement_route": "Open"}, "route", "Open"),
        ({"CPV_code": "85323000"}, "cpv", "85323000"),
        ({"Notice_months": 6}, "notice_months", 6),
        ({"Review_every_months": "12"}, "review_every_months", 12),
        ({"Description": "For ages 5 to 19"}, "description", "For ages 5 to 19"),
        (
            {"Start_as_printed": "1 May 2015", "Start_from": date(2015, 5, 1), "Start_to": date(2015, 5, 1)},
            "starts.printed",
            "1 May 2015",
        ),
    ],
)
def test_the_record_itself_is_changed(
    world: SimpleNamespace, cells: dict[str, Any], name: str, value: object
) -> None:
    changed(CONTRACTS, world.act, row_of(CONTRACTS, world.act, Number="C-1"), **cells)

    now: Any = fresh(world)
    for part in name.split("."):
        now = getattr(now, part)
    assert now == value
    assert changes_of(fresh(world))[0].why == WHY


def test_services_and_kpis_become_those_named(world: SimpleNamespace) -> None:
    row = row_of(CONTRACTS, world.act, Number="C-1")

    changed(CONTRACTS, world.act, row, Service_references=world.nursing.reference, KPIs="seen within 14 days")

    assert (list(fresh(world).services.all()), list(fresh(world).kpis.all())) == (
        [world.nursing],
        [world.kpi],
    )


def test_funders_come_and_go_from_the_day_on(world: SimpleNamespace) -> None:
    row = row_of(CONTRACTS, world.act, Number="C-1")

    changed(CONTRACTS, world.act, row, Funders="Board 3")

    parts = ContractParty.objects.filter(contract=world.contract, role="funder")
    assert {(part.organisation, part.starts_on, part.ends_on) for part in parts} == {
        (world.council, None, ON),
        (world.board, ON, None),
    }


def test_a_sheet_finds_its_contract_by_number_or_by_name(world: SimpleNamespace) -> None:
    ContractFactory(programme=world.programme, name="Audiology", number="")

    for row in ({"Number": "c-1", "Department": "Health"}, {"Contract": "audiology", "Department": "Health"}):
        assert one(CONTRACTS, world.act, row).verdict == Verdict.CHANGED
    heading, message = refusal(CONTRACTS, world.act, new_row(Contract="Audiology", Number="C-9"))
    assert (heading, "has this name and no number" in message) == ("Contract", True)
    added(CONTRACTS, world.act, new_row(Contract="School nursing", Number="C-3"))


# --- what only acts change ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Value": 6_000_000, "Value as printed": "£6m"}, "Value", "changes by a variation"),
        ({"Value basis": "per annum"}, "Value basis", "changes by a variation"),
        ({"Lead provider": "Board 3"}, "Lead provider", "by award or novation"),
        ({"Lead provider": None}, "Lead provider", "by award or novation"),
        ({"Lead commissioner": "Board 3"}, "Lead commissioner", "by award or novation"),
        ({"Current end as printed": "31 March 2022"}, "Current end as printed", "by extension"),
        ({"Current end to": date(2022, 3, 31)}, "Current end to", "by extension"),
        ({"Option months": "24"}, "Option months", "Options are taken or lapse by an act"),
        ({"Signed on": date(2015, 1, 1)}, "Signed on", "signed by an act"),
        ({"Public since": date(2018, 1, 1)}, "Public since", "Publishing the notice"),
        ({"Replaces": "X"}, "Replaces", "and stays"),
    ],
)
def test_what_an_act_changes_no_file_changes(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    row = row_of(CONTRACTS, world.act, Number="C-1")

    found = refusal(CONTRACTS, world.act, {**row, **cells})

    assert found[0] == heading
    assert part in found[1]
    assert one(CONTRACTS, world.act, with_cells(row, Department="Health")).verdict == Verdict.CHANGED


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Contract": None}, "Contract", "needs this"),
        ({"Lead commissioner": None}, "Lead commissioner", "needs this"),
        ({"Lead commissioner": "Nobody"}, "Lead commissioner", "is not an organisation of this programme"),
        ({"Start as printed": None}, "Start as printed", "Enter the start, or TBC"),
        ({"CPV code": "853"}, "CPV code", "853"),
        ({"Phase": 7}, "Phase", "has no phase 7"),
        ({"Option months": "a year"}, "Option months", "not a number of months"),
        ({"Option months": "700"}, "Option months", "700 months cannot be"),
        ({"Current end as printed": "31 March 2020"}, "Current end as printed", "cannot be before that"),
        ({"Signed on": date(2018, 1, 1)}, "Signed on", "signed by an act"),
        ({"Public since": date(2030, 1, 1)}, "Public since", "has not come"),
        ({"Replaces": "T-CON-99999"}, "Replaces", "No contract of this programme"),
        ({"Lead provider": "Not shown before award"}, "Lead provider", "may not be shown yet"),
        ({"Value marker": "[not shown before award]"}, "Value marker", "may not be shown yet"),
        ({"Value as printed": "Not shown before award"}, "Value as printed", "may not be shown yet"),
    ],
)
def test_a_new_row_is_refused_at_the_column_to_put_right(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    found = refusal(CONTRACTS, world.act, new_row(**cells))

    assert found[0] == heading
    assert part in found[1]
    assert one(CONTRACTS, world.act, new_row()).verdict == Verdict.NEW


def test_what_belongs_to_another_programme_is_unknown(world: SimpleNamespace) -> None:
    theirs = ContractFactory()
    stranger = KPIFactory()
    row = row_of(CONTRACTS, world.act, Number="C-1")

    assert (
        "No contract with this reference" in refusal(CONTRACTS, world.act, row, Reference=theirs.reference)[1]
    )
    assert refusal(CONTRACTS, world.act, row, KPI_references=stranger.reference)[0] == "KPI references"
    assert refusal(CONTRACTS, world.act, new_row(Replaces=theirs.reference))[0] == "Replaces"
    changed(CONTRACTS, world.act, row, KPI_references=world.kpi.reference)


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.authz
def test_a_commissioner_changes_what_their_own_organisation_commissions(world: SimpleNamespace) -> None:
    ours, theirs = (
        act_with_sight(
            person_with(Role.COMMISSIONER, programme=world.programme, organisation=organisation),
            world.programme,
        )
        for organisation in (world.council, world.board)
    )
    row = with_cells(row_of(CONTRACTS, ours, Number="C-1"), Department="Health")

    found = one(CONTRACTS, theirs, row)
    assert (found.verdict, "You may read this contract" in told(found)[0][3]) == (Verdict.REFUSED, True)
    found = one(CONTRACTS, theirs, new_row())
    assert told(found)[0][1] == "Lead commissioner"
    plan = written(CONTRACTS, ours, [row, new_row()])
    assert [each.verdict for each in plan.rows] == [Verdict.CHANGED, Verdict.NEW]


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.FINANCE_LEAD, Role.BOARD_MEMBER])
def test_who_keeps_no_contracts_is_refused_where_a_manager_passes(world: SimpleNamespace, role: Role) -> None:
    theirs = act_with_sight(person_with(role, programme=world.programme), world.programme)
    row = with_cells(row_of(CONTRACTS, world.act, Number="C-1"), Department="Health")

    for each in (row, new_row(), with_cells(row, Funders="Board 3")):
        found = one(CONTRACTS, theirs, each)
        assert (found.verdict, "You may read this contract" in told(found)[0][3]) == (Verdict.REFUSED, True)
    assert one(CONTRACTS, world.act, row).verdict == Verdict.CHANGED
    assert_settled(CONTRACTS, world.act, [row])
