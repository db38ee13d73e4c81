"""A contract whose award is not public, in a sheet: words go back as they came, nothing tells what is behind them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act
from procurement.models import Contract, ContractParty
from procurement.models.terms import ContractValue
from procurement.selectors.sealed import NOT_SHOWN, Sight
from programmes.models import Programme
from tests.factories import (
    ContractFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    person_with,
)
from tests.factories.contracts import ContractPartyFactory, ContractValueFactory
from tests.factories.phases import ConflictDeclarationFactory, TeamMemberFactory
from tests.integration.exchange.registers.by_hand import (
    ON,
    act_of,
    assert_settled,
    changed,
    exported,
    one,
    planned,
    row_of,
    told,
    with_cells,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
CONTRACTS = "contracts"
TRUTH = Decimal(16_180_339)


@pytest.fixture
def world() -> SimpleNamespace:
    """A contract of a phase that is being evaluated, a manager outside the team and the lead of the team."""
    programme = ProgrammeFactory()
    council, other = OrganisationFactory(name="Council"), OrganisationFactory(name="Known Care")
    ziggurat = OrganisationFactory(name="Ziggurat Providing")
    for organisation in (council, other):
        ProgrammePartnerFactory(programme=programme, organisation=organisation)
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    contract = ContractFactory(
        programme=programme,
        name="Secret",
        phase=phase,
        public_from=None,
        starts="1 April 2020",
        lead_provider=ziggurat,
    )
    ContractPartyFactory(contract=contract, organisation=council, role="lead_commissioner")
    ContractValueFactory(contract=contract, money=parse_money("£16,180,339", basis="total_contract_value"))
    outside = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    lead = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    TeamMemberFactory(programme=programme, phase=phase, user=lead, role="lead", joined_on=date(2018, 1, 1))
    ConflictDeclarationFactory(programme=programme, phase=phase, user=lead, has_conflict=False)
    return SimpleNamespace(
        programme=programme,
        phase=phase,
        contract=contract,
        other=other,
        outside=act_with_sight(outside, programme),
        inside=act_with_sight(lead, programme),
    )


def act_with_sight(person: Any, programme: Programme) -> Act:
    act = act_of(person, programme)
    return replace(act, sight=Sight.for_person(person, act.grants, programme, ON))


def secret(act: Act) -> dict[str, Any]:
    return row_of(CONTRACTS, act, Contract="Secret")


def test_the_premise_one_sees_the_award_and_one_does_not(world: SimpleNamespace) -> None:
    assert (secret(world.outside)["Lead provider"], secret(world.outside)["Value"]) == (NOT_SHOWN, None)
    assert (secret(world.inside)["Lead provider"], secret(world.inside)["Value"]) == (
        "Ziggurat Providing",
        TRUTH,
    )


@pytest.mark.parametrize("who", ["outside", "inside"])
def test_what_each_may_see_goes_back_unchanged(world: SimpleNamespace, who: str) -> None:
    act = getattr(world, who)

    plan = planned(CONTRACTS, act, exported(CONTRACTS, act))

    assert [row.verdict for row in plan.rows] == [Verdict.SAME]


@pytest.mark.parametrize(
    "words", [NOT_SHOWN, "not shown before award", f"[{NOT_SHOWN.lower()}]", "Not available to you"]
)
def test_the_words_leave_what_is_behind_them_as_it_is(world: SimpleNamespace, words: str) -> None:
    """Also where the file was taken by somebody who saw less than who hands it in."""
    for act in (world.outside, world.inside):
        cells = {"Lead_provider": words, "Value": None, "Value_as_printed": words, "Value_marker": words}
        assert_settled(CONTRACTS, act, [with_cells(secret(act), **cells, Row_check=None)])


@pytest.mark.parametrize(
    "probes",
    [
        [
            {"Value": TRUTH},
            {"Value": TRUTH + 1},
            {"Value": TRUTH - 1},
            {"Value": Decimal(1)},
            {"Value": "TBC"},
        ],
        [
            {"Value as printed": words}
            for words in ("£16,180,339", "£16.18m", "over £1", "under £100m", "nil")
        ],
        [{"Value qualifier": words} for words in ("exact", "over", "range")],
        [{"Value upper end": TRUTH}, {"Value upper end": TRUTH - 1}],
        [{"Lead provider": words} for words in ("Ziggurat Providing", "Known Care", "Nobody at all")],
    ],
)
def test_no_verdict_and_no_message_tells_what_is_sealed(
    world: SimpleNamespace, probes: list[dict[str, Any]]
) -> None:
    """Right, wrong, higher or lower: the same answer, for a record and for its rehearsal."""
    answers = set()
    for cells in probes:
        found = one(CONTRACTS, world.outside, {**secret(world.outside), **cells})
        answers.add(
            (found.verdict, tuple((at, message) for _, at, _, message in told(found)), str(found.values))
        )

    assert len(answers) == 1
    (verdict, problems, values), *_ = answers
    assert (verdict, len(problems), values) == (Verdict.REFUSED, 1, "{}")


def test_nothing_sealed_is_written_by_a_file_and_the_rest_is(world: SimpleNamespace) -> None:
    for act in (world.outside, world.inside):
        row = secret(act)
        assert one(CONTRACTS, act, with_cells(row, Value=Decimal(5))).verdict == Verdict.REFUSED
        assert one(CONTRACTS, act, with_cells(row, Lead_provider="Known Care")).verdict == Verdict.REFUSED
    changed(CONTRACTS, world.outside, secret(world.outside), Department="Health")

    assert ContractValue.objects.get(contract=world.contract).money.amount == TRUTH
    provider = ContractParty.objects.get(contract=world.contract, role="lead_provider")
    assert provider.organisation.name == "Ziggurat Providing"
    assert Contract.objects.get(pk=world.contract.pk).department == "Health"


def test_a_provider_known_only_from_the_sealed_contract_is_as_unknown_as_any(world: SimpleNamespace) -> None:
    def answer(provider: str) -> str:
        row = {"Contract": "Another", "Lead commissioner": "Council", "Start as printed": "TBC"}
        found = one(CONTRACTS, world.outside, {**row, "Lead provider": provider})
        return str(told(found)[0][3]).replace(provider, "…") if found.problems else "added"

    assert answer("Ziggurat Providing") == answer("Nobody Providing") != "added"
    assert answer("Known Care") == "added"


def test_funders_of_a_sealed_contract_change_by_those_who_know_it(world: SimpleNamespace) -> None:
    found = one(CONTRACTS, world.outside, with_cells(secret(world.outside), Funders="Known Care"))
    assert (found.verdict, "not public yet" in told(found)[0][3]) == (Verdict.REFUSED, True)

    changed(CONTRACTS, world.inside, secret(world.inside), Funders="Known Care")


def test_a_sealed_contract_stays_with_its_phase(world: SimpleNamespace) -> None:
    found = one(CONTRACTS, world.outside, with_cells(secret(world.outside), Phase=None))

    assert (told(found)[0][1], "stays with its phase" in told(found)[0][3]) == ("Phase", True)


def test_the_day_on_which_an_award_is_to_open_is_not_told(world: SimpleNamespace) -> None:
    Contract.objects.filter(pk=world.contract.pk).update(public_from=date(2019, 9, 1))

    assert secret(world.outside)["Public since"] is None
    assert secret(world.outside)["Lead provider"] == NOT_SHOWN
