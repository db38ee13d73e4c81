"""Eight people hand one lead over at the same moment: one does, seven are told, and one term governs each day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.concurrency import StaleEdit
from programmes.models import CommissioningResponsibility, Organisation, ResponsibilityChange
from programmes.selectors.handover import seen_leads
from programmes.services.handover import hand_over_lead
from programmes.services.succession import record_succession
from tests.factories import (
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 8
WHEN = date(2015, 4, 1)
SAID: dict[str, Any] = {"effective": WHEN, "reason": "Race", "decision": "Board"}


def together(work: Any) -> list[Any]:
    start = Barrier(PEOPLE)

    def one(person: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(person)
        except (StaleEdit, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_of_eight_handovers_one_is_carried_out_and_the_others_are_told() -> None:
    programme = ProgrammeFactory()
    service = service_in_scope(programme=programme)
    CommissioningResponsibilityFactory(programme=programme, service=service, starts_on=date(2013, 4, 1))
    receivers = [OrganisationFactory() for _ in range(PEOPLE)]
    by, seen = UserFactory(), seen_leads(service)

    results = together(
        lambda person: hand_over_lead(service, to=receivers[person], by=by, expected=seen, **SAID)
    )

    assert sorted(type(result).__name__ for result in results) == sorted(
        ["ResponsibilityChange", *["StaleEdit"] * 7]
    )
    assert ResponsibilityChange.objects.count() == 1
    assert CommissioningResponsibility.objects.filter(governing=True).on(WHEN).count() == 1
    assert CommissioningResponsibility.objects.count() == 2


def test_of_eight_successions_of_one_organisation_one_is_recorded() -> None:
    programme = ProgrammeFactory()
    trust = OrganisationFactory(name="Trust")
    for _ in range(3):
        CommissioningResponsibilityFactory(
            programme=programme,
            service=service_in_scope(programme=programme),
            organisation=trust,
            starts_on=date(2010, 4, 1),
        )
    board = OrganisationFactory(name="Board")
    by = UserFactory()

    results = together(
        lambda _: record_succession(
            programme, predecessors=[trust], successors=[board], kind="renamed", by=by, **SAID
        )
    )

    assert sum(isinstance(result, ResponsibilityChange) for result in results) == 1
    assert all(isinstance(r, ResponsibilityChange | ValidationError) for r in results)
    assert CommissioningResponsibility.objects.filter(organisation=board).count() == 3
    assert Organisation.objects.filter(name="Board").count() == 1
