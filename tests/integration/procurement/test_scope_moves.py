"""Moving services between phases, with the money that may and may not follow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.preview import undone
from procurement.models import BudgetLine, PhaseScope, ProcurementPhase
from procurement.selectors.phases import phase_of_scope
from procurement.services import scope as doors
from procurement.services.scope import ScopeCommand, change_scope
from programmes.models import Programme, ScopeChange, Service, ServiceScope
from programmes.rules import Act, Inclusion
from programmes.selectors.edits import Versions
from tests.factories import (
    BudgetLineFactory,
    OrganisationFactory,
    PhaseScopeFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
REASON = "Agreed by the programme board."


@dataclass
class Desk:
    programme: Programme
    phases: dict[int, ProcurementPhase]
    by: User

    def act(
        self, door: Callable[..., Any], service: Service, effective: str = "April 2020", **more: Any
    ) -> Any:
        given = {"by": self.by, "reason": REASON, "expected": versions(service), **more}
        return door(service, effective=parse_fuzzy_date(effective), **given)

    def move(
        self, service: Service, number: int | None, effective: str = "April 2020", **more: Any
    ) -> ScopeChange:
        phase = self.phases[number] if number else None
        change: ScopeChange = self.act(doors.move_service, service, effective, phase=phase, **more)
        return change

    def phase_on(self, service: Service, *day: int) -> int | None:
        return phase_of_scope(self.programme, date(*day)).get(service.scope.pk)


def versions(service: Service) -> Versions:
    scope = ServiceScope.objects.select_related("service").get(service=service)
    return Versions(scope.service.version, scope.version)


def refusal(field: str, write: Callable[[], Any]) -> str:
    before = list(PhaseScope.objects.order_by("pk").values()), ScopeChange.objects.count()
    with pytest.raises(ValidationError) as refused:
        write()
    assert (list(PhaseScope.objects.order_by("pk").values()), ScopeChange.objects.count()) == before
    assert list(refused.value.message_dict) == [field]
    (message,) = refused.value.message_dict[field]
    return message


@pytest.fixture
def desk() -> Desk:
    programme = ProgrammeFactory(reference="HAM-PRG")
    phases = {number: ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2, 3)}
    return Desk(programme, phases, UserFactory(job_title="Commissioner"))


def test_a_move_closes_one_phase_on_the_day_and_opens_the_next(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])

    change = desk.move(service, 3)

    assert [desk.phase_on(service, 2020, *day) for day in ((3, 31), (4, 1))] == [2, 3]
    assert (change.kind, change.before, change.after) == ("moved", {"phase": 2}, {"phase": 3})
    assert (change.made_by, change.reason) == (desk.by, REASON)


def test_a_service_without_a_phase_is_placed_in_its_first(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme)

    change = desk.move(service, 3)

    assert (change.before, change.after) == ({"phase": None}, {"phase": 3})
    assert [desk.phase_on(service, 2020, *day) for day in ((3, 31), (4, 1))] == [None, 3]


def test_two_moves_on_one_day_leave_no_phase_of_no_days(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[1])
    desk.move(service, 2)
    desk.move(service, 3)

    held = (
        PhaseScope.objects.filter(scope=service.scope).order_by("pk").values_list("phase__number", "ends_on")
    )
    assert list(held) == [(1, date(2020, 4, 1)), (3, None)]
    assert ScopeChange.objects.filter(scope=service.scope).count() == 2


def test_moves_that_change_nothing_or_lead_nowhere_are_refused(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])
    foreign = ProcurementPhaseFactory(number=3)

    assert "in phase 2 already" in refusal("phase", lambda: desk.move(service, 2))
    assert "Choose the phase" in refusal("phase", lambda: desk.move(service, None))
    elsewhere = refusal("phase", lambda: desk.act(doors.move_service, service, phase=foreign))
    assert "own programme" in elsewhere
    desk.move(service, 1)


def test_a_move_behind_a_recorded_phase_is_refused(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme)
    PhaseScopeFactory(phase=desk.phases[2], scope=service.scope, starts_on=date(2021, 4, 1))

    assert "joins phase 2 on 1 April 2021" in refusal("phase", lambda: desk.move(service, 3))
    assert "joins phase 2" in refusal("effective", lambda: desk.act(doors.remove_service, service))
    desk.move(service, 3, "May 2021")


# --- budget lines -----------------------------------------------------------------------------------------------


def test_a_line_for_this_service_alone_moves_when_ticked_and_stays_when_not(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])
    ticked, unticked = (
        BudgetLineFactory(phase=desk.phases[2], programme=desk.programme, services=[service], reference=ref)
        for ref in ("HAM-BL-04", "HAM-BL-05")
    )

    change = desk.move(service, 3, lines=[ticked.pk])

    ticked.refresh_from_db()
    unticked.refresh_from_db()
    assert (ticked.phase.number, unticked.phase.number) == (3, 2)
    assert (change.before["lines"], change.after["lines"]) == ({"HAM-BL-04": 2}, {"HAM-BL-04": 3})


def test_a_shared_line_is_never_split_and_stays(desk: Desk) -> None:
    nursing, paediatrics = (
        service_in_scope(phase=desk.phases[2], name=name) for name in ("Nursing", "Paediatrics")
    )
    shared = BudgetLineFactory(
        phase=desk.phases[2],
        programme=desk.programme,
        services=[nursing, paediatrics],
        money="3.0m",
        label="Both",
    )

    message = refusal("lines", lambda: desk.move(nursing, 3, lines=[shared.pk]))
    assert message == (
        "“Both” also pays for Paediatrics, so it stays where it is: a shared amount is never split. Untick it."
    )
    desk.move(nursing, 3)
    shared.refresh_from_db()
    assert shared.phase.number == 2


def test_lines_of_other_services_and_programmes_do_not_move(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])
    other = BudgetLineFactory(
        phase=desk.phases[2], programme=desk.programme, services=[service_in_scope(phase=desk.phases[2])]
    )
    foreign = BudgetLineFactory()

    assert "does not pay for this service" in refusal(
        "lines", lambda: desk.move(service, 3, lines=[other.pk])
    )
    assert "no longer there" in refusal("lines", lambda: desk.move(service, 3, lines=[foreign.pk]))


# --- leaving and joining with a change of scope ------------------------------------------------------------------


def test_a_removed_service_leaves_its_phase_and_its_lines_stay(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])
    line = BudgetLineFactory(phase=desk.phases[2], programme=desk.programme, services=[service])

    change = desk.act(doors.remove_service, service)

    assert change.before == {"state": "in_scope", "phase": 2}
    assert change.after == {"state": "removed", "phase": None}
    assert [desk.phase_on(service, 2020, *day) for day in ((3, 31), (4, 1))] == [2, None]
    assert BudgetLine.objects.get(pk=line.pk).phase == desk.phases[2]


def test_a_service_put_back_may_join_a_phase(desk: Desk) -> None:
    service = service_in_scope(phase=desk.phases[2])
    desk.act(doors.remove_service, service)

    change = desk.act(doors.bring_into_scope, service, "May 2020", phase=desk.phases[3])

    assert (change.before, change.after) == (
        {"state": "removed", "phase": None},
        {"state": "in_scope", "phase": 3},
    )
    assert [desk.phase_on(service, 2020, *day) for day in ((4, 30), (5, 1))] == [None, 3]


def test_a_refused_service_leaves_its_phase_and_a_confirmed_one_stays(desk: Desk) -> None:
    refused, confirmed = (
        service_in_scope(phase=desk.phases[2], state="in_scope_tbc", inclusion_tbc=True) for _ in range(2)
    )

    desk.act(doors.settle_tbc, refused, inclusion=Inclusion.REFUSED)
    desk.act(doors.settle_tbc, confirmed, inclusion=Inclusion.CONFIRMED)

    assert [desk.phase_on(service, 2020, 4, 1) for service in (refused, confirmed)] == [None, 2]


def test_an_added_service_joins_its_phase_from_the_day(desk: Desk) -> None:
    service = doors.add_service_to_phase(
        desk.programme,
        name="Speech therapy",
        lead=OrganisationFactory(),
        phase=desk.phases[3],
        effective=date(2020, 4, 6),
        reason=REASON,
        by=desk.by,
    )

    assert [desk.phase_on(service, 2020, 4, day) for day in (5, 6)] == [None, 3]
    assert ScopeChange.objects.get(scope=service.scope).after["phase"] == 3


# --- the one door of the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (ScopeCommand(Act.RENAME, parse_fuzzy_date("May 2020"), REASON, name="New"), "in_scope_tbc"),
        (ScopeCommand(Act.MOVE, parse_fuzzy_date("May 2020"), REASON), "in_scope_tbc"),
        (
            ScopeCommand(Act.SETTLE, parse_fuzzy_date("May 2020"), REASON, inclusion=Inclusion.CONFIRMED),
            "in_scope_tbc",
        ),
        (ScopeCommand(Act.REMOVE, parse_fuzzy_date("May 2020"), REASON), "in_scope_tbc"),
        (ScopeCommand(Act.BRING_IN, parse_fuzzy_date("May 2020"), REASON), "removed"),
    ],
    ids=lambda given: str(getattr(given, "act", given)),
)
def test_every_act_goes_through_the_one_door_and_can_be_undone_whole(
    desk: Desk, command: ScopeCommand, state: str
) -> None:
    service = service_in_scope(phase=desk.phases[2], state=state, inclusion_tbc=True, name="Old")
    if command.act == Act.MOVE:
        command = ScopeCommand(command.act, command.effective, REASON, phase=desk.phases[3])
    seen = versions(service)

    previewed = undone(lambda: change_scope(service, command, by=desk.by, expected=seen))
    assert not ScopeChange.objects.exists()
    assert versions(service) == seen

    written = change_scope(service, command, by=desk.by, expected=seen)
    assert (written.kind, written.before, written.after) == (
        previewed.kind,
        previewed.before,
        previewed.after,
    )
    assert written.reference == previewed.reference
