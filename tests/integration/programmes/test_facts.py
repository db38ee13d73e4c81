"""The anchor between a record and its sources."""

import pytest

from programmes.models import Fact, SourceReference
from tests.factories import ChallengeFactory, DocumentFactory

pytestmark = pytest.mark.django_db


def cited_challenge():
    challenge = ChallengeFactory()
    document = DocumentFactory(programme=challenge.programme)
    fact = Fact.objects.create(programme=challenge.programme, kind="programmes.challenge")
    challenge.fact = fact
    challenge.save()
    SourceReference.objects.create(fact=fact, document=document, locator="para 6.1")
    return challenge


def test_a_deleted_record_takes_its_sources_with_it_and_no_others():
    gone, kept = cited_challenge(), cited_challenge()
    gone.delete()
    assert list(Fact.objects.values_list("pk", flat=True)) == [kept.fact_id]
    assert list(SourceReference.objects.values_list("fact_id", flat=True)) == [kept.fact_id]


def test_deleting_without_the_application_leaves_no_orphan_either():
    challenge = cited_challenge()
    type(challenge).objects.filter(pk=challenge.pk)._raw_delete("default")
    assert not Fact.objects.exists()
