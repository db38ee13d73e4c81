"""Whatever writes a record, search reads the same words afterwards: triggers keep its entry."""

import pytest
from django.db import connection

from commissioning.core.audit import acting_as_command
from programmes.models import Organisation, SearchEntry, Service, ServiceAlias
from programmes.models.search import WRITES
from tests.factories import (
    CommissionerCodeFactory,
    OrganisationFactory,
    ServiceAliasFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_command():
    with acting_as_command("test"):
        yield


def entry(record):
    return SearchEntry.objects.filter(model=record._meta.label_lower, record_id=record.pk).first()


def test_a_new_record_is_found_by_its_words():
    service = ServiceFactory(name="School nursing", description="For ages 5 to 19")
    assert (entry(service).title, entry(service).body) == ("School nursing", "For ages 5 to 19")
    assert (entry(service).programme_id, entry(service).reference) == (
        service.programme_id,
        service.reference,
    )


@pytest.mark.parametrize("by", ["save", "update", "sql"])
def test_a_change_by_any_path_changes_the_entry(by):
    service = ServiceFactory(name="School nursing")
    if by == "save":
        service.name = "Public health nursing"
        service.save()
    elif by == "update":
        Service.objects.filter(pk=service.pk).update(name="Public health nursing")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE programmes_service SET name = 'Public health nursing' WHERE id = %s", [service.pk]
            )
    assert entry(service).title == "Public health nursing"


def test_a_record_that_is_gone_is_not_found():
    service = ServiceFactory()
    kept = ServiceFactory(programme=service.programme)
    key = service.pk
    service.delete()
    assert not SearchEntry.objects.filter(model="programmes.service", record_id=key).exists()
    assert entry(kept) is not None


def test_an_alias_is_found_with_its_service_until_it_goes():
    service = ServiceFactory(name="Speech and language therapy", description="")
    alias = ServiceAliasFactory(service=service, programme=service.programme, name="SALT")
    assert entry(service).body == "SALT"
    ServiceAlias.objects.filter(pk=alias.pk).update(name="SLT")
    assert entry(service).body == "SLT"
    alias.delete()
    assert entry(service).body == ""


def test_a_renamed_organisation_is_found_by_its_new_name_wherever_it_stands():
    organisation = OrganisationFactory(name="South Coast CCG")
    code = CommissionerCodeFactory(organisation=organisation, code="SC")
    assert entry(code).title == "SC, South Coast CCG"
    Organisation.objects.filter(pk=organisation.pk).update(name="South Coast ICB")
    assert entry(code).title == "SC, South Coast ICB"
    assert (entry(organisation).title, entry(organisation).programme_id) == ("South Coast ICB", None)


def test_a_programme_takes_its_entries_with_it():
    service = ServiceFactory()
    programme = service.programme
    programme.delete()
    assert not SearchEntry.objects.filter(programme_id__isnull=False).exists()


def test_what_the_triggers_wrote_is_what_reading_everything_again_gives(hampshire):
    """The statements that a migration runs over rows already there, against what the triggers made of the same rows."""
    columns = ("model", "record_id", "programme_id", "reference", "title", "body", "illustrative")

    def all_entries():
        return sorted(SearchEntry.objects.values_list(*columns), key=str)

    kept = all_entries()
    assert len({model for model, *_ in kept}) > 15
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in WRITES.values():
            cursor.execute(statement)
    assert all_entries() == kept
