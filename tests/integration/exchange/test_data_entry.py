"""Data entry leads to the site's own import and export of a register, so that both have one set of rules."""

import pytest
from django.urls import reverse

from commissioning.core.access import Role
from tests.factories import MilestoneFactory, ProgrammeFactory
from tests.factories.people import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


def listed(client, programme, role, page):
    client.force_login(person_with(role, programme=programme))
    return client.get(reverse(f"admin:{page}_changelist")).content.decode()


def test_a_list_of_records_leads_to_their_import_and_export(client):
    programme = MilestoneFactory(programme__place="Ownshire").programme
    page = listed(client, programme, Role.PROGRAMME_MANAGER, "programmes_milestone")
    assert reverse("import_add", args=[programme.key, "milestones"]) in page
    assert reverse("table_xlsx", args=[programme.key, "milestones"]) in page
    assert "Import, Ownshire" in page


def test_a_list_that_is_no_register_leads_nowhere(client):
    page = listed(client, ProgrammeFactory(), Role.PROGRAMME_MANAGER, "programmes_challenge")
    assert "Import, " not in page


def test_it_leads_only_into_programmes_in_which_the_person_may_import(client):
    other = ProgrammeFactory(place="Otherland")
    page = listed(client, ProgrammeFactory(place="Ownshire"), Role.FINANCE_LEAD, "procurement_budgetline")
    assert "Import, Ownshire" in page
    assert other.place not in page
