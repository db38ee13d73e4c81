"""The door through which a record is tied to where papers print it."""

import pytest
from django.core.exceptions import ValidationError

from commissioning.core.history import changes_of
from programmes.models import Fact, SourceReference
from programmes.services.sources import cite
from tests.factories.people import UserFactory
from tests.factories.programmes import (
    ChallengeFactory,
    DocumentFactory,
    ExtractionFactory,
    OrganisationFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(job_title="Analyst")


def test_a_place_is_kept_with_who_named_it_and_why(by):
    challenge = ChallengeFactory()
    paper = DocumentFactory(programme=challenge.programme)
    reading = ExtractionFactory(document=paper)
    place = cite(
        challenge,
        document=paper,
        locator=" para 2.4 ",
        by=by,
        reason="Read again",
        extraction=reading,
        field="title",
        label="access",
    )
    challenge.refresh_from_db()
    assert (place.fact, place.locator, place.extraction) == (challenge.fact, "para 2.4", reading)
    assert (changes_of(place)[0].who, changes_of(place)[0].why) == ("Analyst", "Read again")
    assert cite(challenge, document=paper, locator="para 3", by=by).fact == challenge.fact


def test_a_paper_of_another_programme_is_refused(by):
    with pytest.raises(ValidationError) as refusal:
        cite(ChallengeFactory(), document=DocumentFactory(), locator="para 1", by=by)
    assert set(refusal.value.message_dict) == {"document"}
    assert not Fact.objects.exists()


def test_an_extraction_of_another_paper_is_refused(by):
    challenge = ChallengeFactory()
    paper = DocumentFactory(programme=challenge.programme)
    with pytest.raises(ValidationError) as refusal:
        cite(challenge, document=paper, locator="para 1", by=by, extraction=ExtractionFactory())
    assert set(refusal.value.message_dict) == {"extraction"}


@pytest.mark.parametrize("locator", ["", "   "])
def test_a_place_must_be_named(by, locator):
    challenge = ChallengeFactory()
    with pytest.raises(ValidationError):
        cite(challenge, document=DocumentFactory(programme=challenge.programme), locator=locator, by=by)
    challenge.refresh_from_db()
    assert challenge.fact is None


def test_the_same_place_is_named_once(by):
    challenge = ChallengeFactory()
    paper = DocumentFactory(programme=challenge.programme)
    cite(challenge, document=paper, locator="para 1", by=by)
    with pytest.raises(ValidationError):
        cite(challenge, document=paper, locator="para 1", by=by)
    assert SourceReference.objects.count() == 1


def test_a_programme_is_its_own_and_a_shared_record_keeps_to_the_programme_of_its_first_paper(by):
    programme, other = ProgrammeFactory(), ProgrammeFactory()
    own, foreign = DocumentFactory(programme=programme), DocumentFactory(programme=other)
    assert cite(programme, document=own, locator="para 1", by=by).fact.programme == programme
    with pytest.raises(ValidationError):
        cite(programme, document=foreign, locator="para 1", by=by)
    body = OrganisationFactory()
    assert cite(body, document=own, locator="para 1", by=by).fact.programme == programme
    with pytest.raises(ValidationError):
        cite(body, document=foreign, locator="para 1", by=by)
