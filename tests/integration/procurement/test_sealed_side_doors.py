"""Doors beside the evaluation room that lead to what is sealed: each refusal with the twin that is let through."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from procurement.models import Contract, ContractParty, SealedReading
from procurement.services.contracts import add_party, end_party
from tests.factories import OrganisationFactory
from tests.integration.procurement.sealed_world import SealedWorld, sealed_world

pytestmark = [pytest.mark.django_db, pytest.mark.authz]
WHY = "As agreed."


@pytest.fixture
def world() -> SealedWorld:
    made = sealed_world()
    made.at("decided")
    return made


def give_part(world: SealedWorld, who: str, role: str, organisation: Any) -> ContractParty:
    contract = Contract.objects.get(pk=world.contract.pk)
    return add_party(
        contract,
        organisation=organisation,
        role=role,
        starts_on=None,
        version=contract.version,
        reason=WHY,
        **world.acting(who),
    )


def refusal_of(world: SealedWorld, who: str, role: str, organisation: Any) -> str:
    try:
        give_part(world, who, role, organisation)
    except (PermissionDenied, ValidationError) as refusal:
        return str(refusal)
    return "let through"


@pytest.mark.parametrize("role", ["lead_provider", "provider", "subcontractor"])
@pytest.mark.parametrize("who", ["manager", "conflicted", "undeclared"])
def test_adding_a_provider_to_a_sealed_contract_tells_nothing_of_its_provider(world, who, role):
    """The refusal “has this part already” would name the provider to whoever tries one organisation after another."""
    held = ContractParty.objects.get(role="lead_provider")
    ContractParty.objects.filter(pk=held.pk).update(role=role)
    said = {refusal_of(world, who, role, one) for one in (held.organisation, OrganisationFactory())}
    assert len(said) == 1
    assert "not public yet" in said.pop()


def test_ending_a_part_in_a_sealed_contract_tells_nothing_of_its_parties(world):
    """The refusals for a part that is there and for one that is not would differ."""
    held = ContractParty.objects.get(role="lead_provider")
    for party in (held, None):
        with pytest.raises(PermissionDenied, match="not public yet"):
            end_party(
                world.contract,
                party=party,
                ends_on=world.today,
                version=world.contract.version,
                reason=WHY,
                **world.acting("manager"),
            )
    held.refresh_from_db()
    assert held.ends_on is None


def test_who_may_know_the_provider_adds_another_and_anybody_once_the_award_is_public(world):
    """The twins: the panel's decision maker before publication, and the manager after it."""
    ContractParty.objects.create(
        contract=world.contract, organisation=OrganisationFactory(), role="lead_commissioner"
    )
    world.people["decider"].role_assignments.update(role="programme_manager")
    assert give_part(world, "decider", "provider", OrganisationFactory()).pk
    world.at("published")
    assert give_part(world, "manager", "provider", OrganisationFactory()).pk
    held = ContractParty.objects.get(role="lead_provider").organisation
    assert "has a lead provider already" in refusal_of(world, "manager", "lead_provider", held)


@pytest.mark.parametrize(("sent", "status"), [({}, 200), ({"step": "preview"}, 422)])
def test_a_refused_form_that_shows_sealed_figures_is_logged_as_any_page_is(world, sent, status):
    """Otherwise an empty box sent off would read the value of a contract unseen."""
    world.people["decider"].role_assignments.update(role="programme_manager")
    address = reverse("contract_act", args=[world.key, world.contract.reference, "vary"])
    answer = world.client("decider").post(address, sent)
    assert answer.status_code == status
    assert "16,180,339" in answer.content.decode()
    assert SealedReading.objects.filter(user=world.people["decider"], what=address).count() == 1


def test_a_page_that_is_refused_outright_logs_no_reading(world):
    address = reverse("contract_act", args=[world.key, world.contract.reference, "vary"])
    assert world.client("manager").post(address, {"step": "preview"}).status_code == 403
    assert not SealedReading.objects.filter(user=world.people["manager"]).exists()
