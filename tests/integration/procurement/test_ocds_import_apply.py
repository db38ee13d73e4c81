"""Importing the samples: what is written, read from the samples themselves, and what is not written twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from procurement.models import (
    Contract,
    ContractChange,
    ContractEnd,
    ContractParty,
    ContractValue,
    ExtensionOption,
    Lot,
    Notice,
    OcdsImport,
    ProcurementPhase,
    ReceivedRecord,
)
from procurement.services.ocds_import import decide_parties, discard
from procurement.services.ocds_import_apply import StalePlanError
from programmes.models import Organisation
from tests.factories.contracts import OrganisationIdentifierFactory
from tests.factories.programmes import OrganisationFactory
from tests.integration.procurement.import_world import (
    CONTRACTS_FINDER,
    FIND_A_TENDER,
    find_a_tender,
    import_world,
)

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world():
    return import_world()


def test_the_find_a_tender_sample_becomes_two_phases_with_their_records(world):
    receipt = world.apply(find_a_tender(world))
    # 2 phases, 2 lots, 5 notices, 2 contracts, 1 amendment
    assert receipt == {"created": 12, "updated": 0, "unchanged": 0, "refused": 0}
    parenting, community = ProcurementPhase.objects.filter(programme=world.programme)
    assert (parenting.name, parenting.number, parenting.illustrative) == ("parenting programmes", 1, True)
    assert (parenting.ocid, parenting.local_reference) == ("ocds-h6vhtk-0fffa1", "SCC-2025-042")
    assert (parenting.regime, parenting.light_touch) == ("pa2023", True)
    assert (community.regime, community.light_touch, community.cpv) == ("psr", False, "85323000")
    assert parenting.award_public_from == date(2026, 1, 12)
    assert list(Lot.objects.filter(phase=parenting).values_list("number", "title")) == [
        (1, "Illustrative lot: groups"),
        (2, "Illustrative lot: digital"),
    ]
    assert list(
        Notice.objects.filter(phase=parenting).values_list("kind__code", "external_id", "published_on")
    ) == [
        ("UK4", "090001-2025", date(2025, 9, 1)),
        ("UK6", "090450-2026", date(2026, 1, 12)),
        ("UK7", "091200-2026", date(2026, 2, 16)),
        ("UK10", "096007-2026", date(2026, 9, 14)),
    ]


def test_a_contract_has_its_first_value_and_the_amended_one_each_from_its_day(world):
    world.apply(find_a_tender(world))
    contract = Contract.objects.get(number="SCC-2025-042-1")
    assert (contract.signed_on, contract.public_from) == (date(2026, 2, 10), date(2026, 1, 12))
    values = ContractValue.objects.filter(contract=contract).order_by("starts_on", "pk")
    told = {(v.money.amount, v.money.net_gross.value, v.starts_on, v.ends_on) for v in values}
    changed = date(2026, 9, 10)
    assert told == {
        (Decimal(1425000), "net", None, changed),
        (Decimal(1710000), "gross", None, changed),
        (Decimal(1605000), "net", changed, None),
        (Decimal(1926000), "gross", changed, None),
    }
    (end,) = ContractEnd.objects.filter(contract=contract)
    assert (contract.starts.start, end.ends.end) == (date(2026, 4, 1), date(2029, 3, 31))
    assert list(ExtensionOption.objects.filter(contract=contract).values_list("months", flat=True)) == [
        12,
        12,
    ]
    assert list(ContractChange.objects.filter(contract=contract).values_list("kind", "effective_on")) == [
        ("awarded", date(2026, 1, 9)),
        ("signed", date(2026, 2, 10)),
        ("variation", changed),
    ]
    assert [lot.number for lot in contract.lots.all()] == [1]


def test_parties_are_added_once_with_their_numbers(world):
    world.apply(find_a_tender(world))
    supplier = Organisation.objects.get(name="Cedar Sample Parenting CIC")
    assert list(supplier.identifiers.values_list("scheme", "identifier")) == [("GB-COH", "07654321")]
    assert list(supplier.provider_details.values_list("is_sme", "is_vcse")) == [(True, True)]
    roles = ContractParty.objects.filter(contract__number="SCC-2025-042-1")
    assert set(roles.values_list("role", "organisation__name")) == {
        ("lead_commissioner", "Sampleshire County Council"),
        ("lead_provider", "Cedar Sample Parenting CIC"),
    }


def test_the_contracts_finder_sample_asks_for_the_end_and_keeps_an_unknown_value_unknown(world):
    record = world.receive(CONTRACTS_FINDER)
    world.answer(record, go="new")
    world.answer(record, regime="undecided")
    assert "last possible end" in [ask.question for ask in world.plan(record).processes[0].asks][-1]
    world.answer(record, is_31_July_2029="last")
    world.everybody_is_new(record)
    receipt = world.apply(record)
    # a phase and a contract; two notices wait for the regime
    assert (receipt["created"], receipt["refused"]) == (2, 2)
    contract = Contract.objects.get()
    assert (contract.starts.start, contract.public_from) == (date(2024, 8, 1), date(2024, 5, 20))
    (end,) = ContractEnd.objects.all()
    assert (end.extension, end.ends.end) == ("with_extension", date(2029, 7, 31))
    (value,) = ContractValue.objects.all()
    assert value.money.amount == Decimal("612500.00")
    assert set(ContractParty.objects.values_list("role", "organisation__name")) == {
        ("lead_commissioner", "Sampleshire County Council"),
        ("lead_provider", "Alder Sample Care Limited"),
        ("provider", "Birch Sample Partnership"),
    }


def test_the_same_content_again_changes_nothing_whether_as_the_same_file_or_another(world):
    first = find_a_tender(world)
    world.apply(first)
    counts = {
        model: model.objects.count() for model in (ProcurementPhase, Contract, Notice, Lot, ContractChange)
    }
    again = world.receive(FIND_A_TENDER)
    assert again.pk == first.pk
    other = world.receive(FIND_A_TENDER + b"\n", "other.json")
    assert other.pk != first.pk
    for record in (again, other):
        world.answers = {}
        plan = world.plan(record)
        assert (plan.writes, plan.open_questions) == (0, ())
        assert plan.counts == {"created": 0, "updated": 0, "unchanged": 12, "refused": 0}
        world.apply(record)
    assert counts == {model: model.objects.count() for model in counts}


def test_nothing_is_imported_while_anything_is_undecided(world):
    record = world.receive(FIND_A_TENDER)
    with pytest.raises(ValidationError, match="not decided yet"):
        world.apply(record)
    assert not ProcurementPhase.objects.exists()


def test_a_name_alone_never_matches_and_an_identifier_does(world):
    council = OrganisationFactory(name="Sampleshire County Council")
    cedar = OrganisationFactory(name="Another name altogether")
    OrganisationIdentifierFactory(organisation=cedar, scheme="GB-COH", identifier="07654321")
    record = world.receive(FIND_A_TENDER)
    for process in (0, 1):
        world.answer(record, process=process, go="new")
    parties = {party.name: party for party in world.plan(record).parties}
    assert (parties["Sampleshire County Council"].how, parties["Sampleshire County Council"].answer) == (
        "offered",
        "",
    )
    assert parties["Sampleshire County Council"].candidates == (council.reference,)
    assert parties["Cedar Sample Parenting CIC"].answer == cedar.reference
    assert parties["Sample Community Health Trust"].how == "none"


def test_a_party_called_new_that_has_the_name_of_one_here_is_not_imported(world):
    OrganisationFactory(name="sampleshire county council")
    record = find_a_tender(world)
    party = next(p for p in world.plan(record).parties if p.name == "Sampleshire County Council")
    assert "this very name" in party.problem
    with pytest.raises(ValidationError):
        world.apply(record)


def test_half_a_failure_leaves_nothing(world, monkeypatch):
    record = find_a_tender(world)

    def fails(*_args, **_kwargs):
        raise ValidationError("The door refuses.")

    monkeypatch.setattr("procurement.services.ocds_import_contracts.vary", fails)
    with pytest.raises(
        ValidationError, match="ocds-h6vhtk-0fffa1 contracts/SCC-2025-042-1/amendments/1: The door"
    ):
        world.apply(record)
    assert not ProcurementPhase.objects.exists()
    assert not ReceivedRecord.objects.exists()
    assert not Organisation.objects.filter(name="Cedar Sample Parenting CIC").exists()
    assert OcdsImport.objects.get().state == "previewed"


def test_what_changed_between_preview_and_import_is_told(world):
    record = find_a_tender(world)
    world.apply(record)
    changed = FIND_A_TENDER.replace(
        b'"title": "Illustrative contract: groups"', b'"title": "Groups for parents"'
    )
    later = world.receive(changed, "later.json")
    seen = world.plan(later).fingerprint
    contract = Contract.objects.get(number="SCC-2025-042-1")
    contract.name = "Groups, as people here call it"
    contract.save()
    with pytest.raises(StalePlanError):
        world.apply(later, seen)
    assert Contract.objects.get(pk=contract.pk).name == "Groups, as people here call it"


def test_a_change_made_here_is_a_conflict_to_choose_and_ours_is_remembered(world):
    world.apply(find_a_tender(world))
    changed = FIND_A_TENDER.replace(
        b'"title": "Illustrative contract: groups"', b'"title": "Groups for parents"'
    )
    later = world.receive(changed, "later.json")
    untouched = world.plan(later)
    assert (untouched.writes, untouched.open_questions) == (1, ())
    contract = Contract.objects.get(number="SCC-2025-042-1")
    contract.name = "Ours"
    contract.save()
    plan = world.plan(later)
    (ask,) = [ask for ask in plan.processes[0].asks if ask.is_open]
    assert [words for _, words in ask.choices] == ["Keep ours: Ours", "Take the file’s: Groups for parents"]
    world.answers[ask.key] = "ours"
    assert world.apply(later)["updated"] == 0
    world.answers = {}
    assert world.plan(later).open_questions == ()
    assert Contract.objects.get(pk=contract.pk).name == "Ours"


def test_a_change_that_nobody_here_touched_is_taken(world):
    world.apply(find_a_tender(world))
    changed = FIND_A_TENDER.replace(
        b'"title": "Illustrative contract: groups"', b'"title": "Groups for parents"'
    )
    assert world.apply(world.receive(changed, "later.json"))["updated"] == 1
    assert Contract.objects.get(number="SCC-2025-042-1").name == "Groups for parents"


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.FINANCE_LEAD, Role.BOARD_MEMBER])
def test_only_those_who_publish_receive_and_import(world, role):
    record = find_a_tender(world)
    version = record.version
    world.role = role
    for attempt in (
        lambda: world.receive(FIND_A_TENDER),
        lambda: world.apply(record),
        lambda: discard(record, version=version, **world.who),
        lambda: decide_parties(record, {}, {}, **world.who),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    world.role = Role.PROGRAMME_MANAGER
    assert world.apply(record)["created"] == 12


def test_one_that_was_put_aside_is_taken_up_again_by_its_file(world):
    record = world.receive(FIND_A_TENDER)
    assert discard(record, version=record.version, **world.who).state == "discarded"
    with pytest.raises(ValidationError, match="put aside"):
        world.apply(record)
    assert world.receive(FIND_A_TENDER).state == "previewed"


def test_one_that_was_imported_is_not_put_aside(world):
    record = find_a_tender(world)
    world.apply(record)
    record.refresh_from_db()
    with pytest.raises(ValidationError, match="has been imported"):
        discard(record, version=record.version, **world.who)
