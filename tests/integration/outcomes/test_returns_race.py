"""Eight people at one moment: one approval goes through and seven are told; one return of a period is taken."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from outcomes.models import KPIReturn, Measurement, ReturnStep
from outcomes.services.returns import accept, withdraw
from tests.factories.people import person_with
from tests.integration.outcomes.returning import ON, by, cast, line, sent

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 8


def together(work):
    start = Barrier(PEOPLE)

    def one(person):
        try:
            start.wait(timeout=30)
            return work(person)
        except (StaleEdit, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_of_eight_approvals_one_is_written_and_the_others_are_told_by_whom():
    world = cast()
    found = sent(world, line("April 2025", of=(55, 100)))
    managers = [person_with(Role.PROGRAMME_MANAGER, programme=world.programme) for _ in range(PEOPLE)]
    given = [by(manager) for manager in managers]
    results = together(lambda n: accept(found, **given[n], on=ON, expected=found.version))
    assert sum(isinstance(result, KPIReturn) for result in results) == 1
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) == PEOPLE - 1
    assert all("was approved by Programme manager" in refusal.messages[0] for refusal in refused)
    assert Measurement.objects.count() == 1
    assert ReturnStep.objects.filter(step="accepted").count() == 1


def test_of_eight_returns_of_one_period_one_is_taken():
    world = cast()
    given = by(world.commissioner)
    assert given["by"] == world.commissioner
    results = together(lambda n: sent(world, line("April 2025", of=(50 + n, 100))))
    assert sum(isinstance(result, KPIReturn) for result in results) == 1
    assert KPIReturn.objects.count() == 1


def test_approval_against_withdrawal_ends_in_one_of_the_two():
    world = cast()
    found = sent(world, line("April 2025", of=(55, 100)))
    manager, owner = by(world.manager), by(world.commissioner)
    results = together(
        lambda n: (
            accept(found, **manager, on=ON, expected=found.version)
            if n % 2
            else withdraw(found, **owner, expected=found.version)
        )
    )
    assert sum(isinstance(result, KPIReturn) for result in results) == 1
    state = KPIReturn.objects.get().state
    assert Measurement.objects.count() == (1 if state == "accepted" else 0)
