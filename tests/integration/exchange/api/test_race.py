"""Programs at the same moment: one key writes once, one ETag is taken once."""

import pytest
from django.core.cache import cache

from commissioning.core.access import Role
from programmes.models import Milestone
from tests.factories.people import person_with
from tests.factories.programmes import ProgrammeFactory
from tests.integration.exchange.api.asking import program_of
from tests.integration.procurement.test_scope_race import together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NEW = {"reason": "Agreed", "fields": {"what": "Publish the offer", "date_as_printed": "March 2014"}}


@pytest.fixture
def program(db):
    cache.clear()
    programme = ProgrammeFactory(key="here")
    return program_of(person_with(Role.PROGRAMME_MANAGER, programme=programme))


def test_one_key_sent_eight_times_at_once_writes_once(program):
    def send(_):
        return program.post("programmes/here/milestones/", NEW, Idempotency_Key="one-key")

    answers = together(send)
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer for answer in answers) == 1
    assert Milestone.objects.count() == 1


def test_of_eight_changes_to_what_was_read_one_is_kept_and_seven_are_told(program):
    made = program.post("programmes/here/milestones/", NEW)
    tag, row = made["ETag"], made["Location"]

    def send(number):
        body = {"reason": "Agreed", "fields": {"owner": f"Owner {number}"}}
        return program.patch(row, body, If_Match=tag)

    answers = together(send)
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]
    kept = next(answer for answer in answers if answer.status_code == 200)
    assert Milestone.objects.get().owner_role == kept.json()["owner"]
