"""The doors through which services join, change and leave phases, and the one door of the change-scope page.

They stand on the doors of `programmes.services.scope`: one transaction, one ScopeChange, whatever a change touches.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import ProcurementPhase
from procurement.rules import move_problem
from procurement.services.lines import lines_to_move, move_lines
from procurement.services.memberships import (
    foreign_phase_problem,
    join,
    later_phase,
    leave,
    leaving_phase,
    membership_on,
)
from programmes.models import Organisation, Programme, ScopeChange, Service
from programmes.models.services import ScopeChangeKind
from programmes.references import lock_programme
from programmes.rules import Act, Inclusion, effective_day
from programmes.selectors.edits import Versions
from programmes.services import scope as programme_doors
from programmes.services.scope_door import (
    Also,
    as_stated,
    common_problems,
    day_of,
    locked_scope,
    record_change,
    refuse,
)


@dataclass(frozen=True)
class ScopeCommand:
    """One change of scope as a person asked for it; only the fields of its act are read.

    `phase` is where a service moves, or joins on coming into scope. `lines` are the ids of the budget lines ticked to
    move with it.
    """

    act: Act
    effective: FuzzyDate
    reason: str
    name: str = ""
    phase: ProcurementPhase | None = None
    lines: frozenset[int] = frozenset()
    inclusion: Inclusion | None = None
    commissioner: Organisation | None = None
    inclusion_tbc: bool = False
    commissioner_tbc: bool = False


def change_scope(service: Service, command: ScopeCommand, *, by: User, expected: Versions) -> ScopeChange:
    """Carry out a change of scope. Raises ValidationError by field, StaleEdit where the record has moved on."""
    common: dict[str, Any] = {
        "effective": command.effective,
        "reason": command.reason,
        "by": by,
        "expected": expected,
    }
    flags: dict[str, Any] = {
        "inclusion_tbc": command.inclusion_tbc,
        "commissioner_tbc": command.commissioner_tbc,
    }
    settled: dict[str, Any] = {"inclusion": command.inclusion, "commissioner": command.commissioner}
    doors: dict[Act, Callable[[], ScopeChange]] = {
        Act.RENAME: lambda: programme_doors.rename_service(service, name=command.name, **common),
        Act.MOVE: lambda: move_service(service, phase=command.phase, lines=command.lines, **common),
        Act.SETTLE: lambda: settle_tbc(service, **settled, **common),
        Act.REMOVE: lambda: remove_service(service, **common),
        Act.BRING_IN: lambda: bring_into_scope(service, phase=command.phase, **flags, **common),
    }
    return doors[command.act]()


# --- doors ------------------------------------------------------------------------------------------------------


def add_service_to_phase(
    programme: Programme,
    *,
    name: str,
    lead: Organisation | None,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    phase: ProcurementPhase | None = None,
    **more: Any,
) -> Service:
    """Add a service to the programme and, where one is named, to the phase that is to procure it.

    `more` is what `programmes.services.scope.add_service` takes besides.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        refuse({"phase": foreign_phase_problem(phase, programme.pk)})
        also: Also = {"phase": (None, phase.number)} if phase else {}
        service = programme_doors.add_service(
            programme, name=name, lead=lead, effective=effective, reason=reason, by=by, also=also, **more
        )
        if phase is not None:
            join(service, phase, day_of(as_stated(effective)))
        return service


def move_service(
    service: Service,
    *,
    phase: ProcurementPhase | None,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    lines: Collection[int] = (),
) -> ScopeChange:
    """Move a service to another phase, or into its first, from a date on.

    `lines` are the ids of budget lines to move with it, at once, since a line keeps no past phases. A line that pays
    for other services too is never split: it is refused, and stays where it is.
    """
    effective = as_stated(effective)
    with locked_scope(service, by=by, reason=reason, expected=expected) as scope:
        problems = common_problems(scope, Act.MOVE, effective, reason)
        day = effective_day(effective)
        present = membership_on(service, day) if day else None
        problems["phase"] = foreign_phase_problem(phase, service.programme_id) or move_problem(
            present.phase.number if present else None,
            phase.number if phase else None,
            *later_phase(service, day),
        )
        moving, problems["lines"] = lines_to_move(service, lines)
        refuse(problems)
        if phase is None or day is None:
            raise ValueError("A move that was let pass has a phase and a day.")
        leave(present, day)
        join(service, phase, day)
        changed: dict[str, tuple[Any, Any]] = {
            "phase": (present.phase.number if present else None, phase.number)
        }
        changed.update(move_lines(moving, phase))
        return record_change(
            scope, ScopeChangeKind.MOVED, changed=changed, effective=effective, reason=reason, by=by
        )


def remove_service(
    service: Service, *, effective: FuzzyDate | date, reason: str, by: User, expected: Versions
) -> ScopeChange:
    """Take a service out of scope and out of the phase that was to procure it. Budget lines stay as they are."""
    with leaving_phase(service, effective, by=by, reason=reason) as also:
        return programme_doors.remove_service(
            service, effective=effective, reason=reason, by=by, expected=expected, also=also
        )


def settle_tbc(
    service: Service,
    *,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    inclusion: Inclusion | None = None,
    commissioner: Organisation | None = None,
) -> ScopeChange:
    """Settle what is to be confirmed about a service; one that is refused leaves its phase too."""
    common: dict[str, Any] = {"effective": effective, "reason": reason, "by": by, "expected": expected}
    if inclusion != Inclusion.REFUSED:
        return programme_doors.settle_tbc(service, inclusion=inclusion, commissioner=commissioner, **common)
    with leaving_phase(service, effective, by=by, reason=reason) as also:
        return programme_doors.settle_tbc(
            service, inclusion=inclusion, commissioner=commissioner, also=also, **common
        )


def bring_into_scope(
    service: Service,
    *,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    phase: ProcurementPhase | None = None,
    inclusion_tbc: bool = False,
    commissioner_tbc: bool = False,
) -> ScopeChange:
    """Put a service into scope, again or for the first time, and into a phase where one is named."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(service.programme_id)
        refuse({"phase": foreign_phase_problem(phase, service.programme_id)})
        day = effective_day(as_stated(effective))
        present = membership_on(service, day) if day else None
        before = present.phase.number if present else None
        after = phase.number if phase else before
        change = programme_doors.bring_into_scope(
            service,
            effective=effective,
            reason=reason,
            by=by,
            expected=expected,
            inclusion_tbc=inclusion_tbc,
            commissioner_tbc=commissioner_tbc,
            also={"phase": (before, after)} if before != after else {},
        )
        if phase is not None and before != after and day is not None:
            leave(present, day)
            join(service, phase, day)
        return change
