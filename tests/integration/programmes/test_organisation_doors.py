"""Organisations are shared by every programme: few may keep them, and data entry keeps the same rules as the doors."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.admin_forms import REASON
from commissioning.core.concurrency import StaleEdit
from programmes.access import Grants, grants_for
from programmes.models import Organisation
from programmes.services.organisations import add_organisation, change_organisation
from tests.factories import OrganisationAliasFactory, OrganisationFactory, ProgrammeFactory
from tests.factories.people import PASSWORD, person_with
from tests.integration.exchange.registers.by_hand import ON, WHY
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db
ALL = Grants(everything=True)


@pytest.fixture
def keeper():
    return person_with(Role.PLATFORM_ADMINISTRATOR)


def test_only_who_keeps_them_adds_and_changes(keeper):
    manager = person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory())
    common = {"reason": WHY}
    with pytest.raises(PermissionDenied):
        add_organisation(name="New", by=manager, grants=grants_for(manager, ON), **common)
    made = add_organisation(name="  New   body ", by=keeper, grants=grants_for(keeper, ON), **common)
    assert (made.name, made.kind) == ("New body", "other")
    with pytest.raises(PermissionDenied):
        change_organisation(made, version=1, name="X", by=manager, grants=grants_for(manager, ON), **common)
    assert change_organisation(made, version=1, name="X", by=keeper, grants=ALL, **common).name == "X"


def test_two_who_change_one_are_told(keeper):
    made = add_organisation(name="New", reason=WHY, by=keeper, grants=ALL)
    change_organisation(made, version=made.version, other_names=["N"], reason=WHY, by=keeper, grants=ALL)
    with pytest.raises(StaleEdit):
        change_organisation(made, version=made.version, kind="provider", reason=WHY, by=keeper, grants=ALL)


def test_a_reason_is_needed(keeper):
    with pytest.raises(ValidationError) as refusal:
        add_organisation(name="New", reason=" ", by=keeper, grants=ALL)
    assert list(refusal.value.message_dict) == ["reason"]
    assert not Organisation.objects.exists()


def test_data_entry_refuses_what_the_doors_refuse(client, keeper):
    council = OrganisationFactory(name="County Council")
    team = OrganisationFactory(name="Team", parent=council)
    client.login(email=keeper.email, password=PASSWORD)
    address = reverse("admin:programmes_organisation_change", args=[council.pk])
    form = {**shown_in(client.get(address)), REASON: "A test"}
    page = client.post(address, {**form, "parent": team.pk, "name": "team"})
    errors = page.context["adminform"].form.errors
    assert "not part of itself" in errors["parent"][0]
    assert "has this name already" in errors["name"][0]
    assert client.post(address, {**form, "name": "The County Council"}).status_code == 302


def test_another_organisation_s_name_is_no_other_name():
    OrganisationFactory(name="County Council")
    alias = OrganisationAliasFactory(name="The Team")
    alias.name = "county council"
    with pytest.raises(ValidationError, match="name of another organisation"):
        alias.full_clean()
    alias.name = "Another name"
    alias.full_clean()
