"""Eight people at the same moment: each change is kept, once, or refused with a clear word; none is lost silently."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from commissioning.core.money import parse_money
from procurement.models import BudgetLine, PhaseScope, ProcurementPhase
from procurement.services import scope as doors
from procurement.services.budget import settle_budget_line
from programmes.access import Grants
from programmes.models import Programme, ScopeChange, Service, ServiceScope
from programmes.selectors.edits import Versions
from programmes.services.scope import add_service, rename_service
from tests.factories import (
    BudgetLineFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 8
WHEN = date(2020, 4, 1)


def together(work: Callable[[int], Any]) -> list[Any]:
    """Each person's result, or the refusal they met, with everybody starting at the same moment."""
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


def current(service: Service) -> Versions:
    scope = ServiceScope.objects.select_related("service").get(service=service)
    return Versions(scope.service.version, scope.version)


@pytest.fixture
def by() -> User:
    person: User = UserFactory()
    return person


@pytest.fixture
def service() -> Service:
    return service_in_scope(name="Portage", reference="HAM-SVC-08")


def test_one_of_eight_with_the_same_form_saves_and_the_others_are_told(service: Service, by: User) -> None:
    seen = current(service)

    def rename(person: int) -> ScopeChange:
        return rename_service(
            service, name=f"Name {person}", effective=WHEN, reason="Race", by=by, expected=seen
        )

    results = together(rename)

    saved = [result for result in results if isinstance(result, ScopeChange)]
    assert len(saved) == 1
    assert sum(isinstance(result, StaleEdit) for result in results) == PEOPLE - 1
    service.refresh_from_db()
    assert service.name == saved[0].after["name"]
    assert ScopeChange.objects.count() == 1


def test_no_update_is_lost_when_everybody_tries_again_until_it_is_saved(service: Service, by: User) -> None:
    rounds = 5

    def rename(person: int) -> int:
        refused = 0
        for turn in range(rounds):
            while True:
                try:
                    rename_service(
                        service,
                        name=f"Name {person}.{turn}",
                        effective=WHEN,
                        reason="Race",
                        by=by,
                        expected=current(service),
                    )
                    break
                except StaleEdit:
                    refused += 1
        return refused

    results = together(rename)

    assert all(isinstance(refused, int) for refused in results)
    changes = list(ScopeChange.objects.order_by("pk"))
    assert len(changes) == PEOPLE * rounds
    names = ["Portage", *(change.after["name"] for change in changes)]
    assert [change.before["name"] for change in changes] == names[:-1]
    assert len(set(names)) == PEOPLE * rounds + 1
    service.refresh_from_db()
    assert service.name == names[-1]
    assert current(service) == Versions(1 + PEOPLE * rounds, 1 + PEOPLE * rounds)


def test_eight_new_services_get_eight_references_in_a_row(by: User) -> None:
    programme: Programme = ProgrammeFactory(reference="HAM-PRG")
    lead = OrganisationFactory()

    def add(person: int) -> str:
        service = add_service(
            programme, name=f"New {person}", lead=lead, effective=WHEN, reason="Race", by=by
        )
        return str(service.reference)

    assert sorted(together(add)) == [f"HAM-SVC-{number:02}" for number in range(1, PEOPLE + 1)]


def test_one_name_is_given_once(by: User) -> None:
    programme: Programme = ProgrammeFactory(reference="HAM-PRG")
    lead = OrganisationFactory()

    def add(_: int) -> Service:
        return add_service(programme, name="Speech therapy", lead=lead, effective=WHEN, reason="Race", by=by)

    results = together(add)

    assert sum(isinstance(result, Service) for result in results) == 1
    refusals = [result for result in results if isinstance(result, ValidationError)]
    assert len(refusals) == PEOPLE - 1
    assert all("already has this name" in refusal.message_dict["name"][0] for refusal in refusals)


def test_a_service_ends_in_one_phase_whoever_moves_it(by: User) -> None:
    programme: Programme = ProgrammeFactory()
    phases: list[ProcurementPhase] = [
        ProcurementPhaseFactory(programme=programme, number=number) for number in range(PEOPLE + 1)
    ]
    service = service_in_scope(phase=phases[PEOPLE])
    seen = current(service)

    def move(person: int) -> ScopeChange:
        return doors.move_service(
            service, phase=phases[person], effective=WHEN, reason="Race", by=by, expected=seen
        )

    results = together(move)

    assert sum(isinstance(result, ScopeChange) for result in results) == 1
    assert PhaseScope.objects.on(WHEN).filter(scope__service=service).count() == 1


def test_a_line_is_settled_once(by: User) -> None:
    line: BudgetLine = BudgetLineFactory(money="TBC")

    def settle(person: int) -> BudgetLine:
        return settle_budget_line(
            line,
            money=parse_money(f"£{person + 1}m"),
            status="confirmed",
            reason="Race",
            by=by,
            grants=Grants(everything=True),
            on=date(2019, 3, 3),
            expected=1,
        )

    results = together(settle)

    settled = [result for result in results if isinstance(result, BudgetLine)]
    assert len(settled) == 1
    line.refresh_from_db()
    assert (line.money.text, line.version) == (settled[0].money.text, 2)
