"""Which phase procures a service, from when to when: a move closes one membership and opens the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import PhaseScope, ProcurementPhase
from programmes.models import Service
from programmes.references import lock_programme
from programmes.rules import effective_day
from programmes.services.scope_door import Also, as_stated


def foreign_phase_problem(phase: ProcurementPhase | None, programme_id: int) -> str:
    foreign = phase is not None and phase.programme_id != programme_id
    return "Choose a phase of the service’s own programme." if foreign else ""


def membership_on(service: Service, day: date) -> PhaseScope | None:
    rows = PhaseScope.objects.select_for_update(of=("self",)).select_related("phase")
    membership: PhaseScope | None = rows.filter(scope__service=service).on(day).first()
    return membership


def later_phase(service: Service, day: date | None) -> tuple[int | None, date | None]:
    """The number and first day of a phase that the service joins after `day`."""
    if day is None:
        return None, None
    rows = PhaseScope.objects.filter(scope__service=service, starts_on__gt=day).order_by("starts_on")
    found: tuple[int, date] | None = rows.values_list("phase__number", "starts_on").first()
    return found or (None, None)


def leave(present: PhaseScope | None, day: date) -> None:
    """End a membership on the day; one that began that very day would have held for none, and goes."""
    if present is None:
        return
    if present.starts_on == day:
        present.delete()
        return
    present.ends_on = day
    present.full_clean()
    present.save()


def join(service: Service, phase: ProcurementPhase, day: date) -> None:
    membership = PhaseScope(phase=phase, scope=service.scope, starts_on=day)
    membership.full_clean()
    membership.save()


@contextmanager
def leaving_phase(service: Service, effective: FuzzyDate | date, *, by: User, reason: str) -> Iterator[Also]:
    """For a change that takes a service out of its phase: gives what to record, and ends the membership after it."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(service.programme_id)
        day = effective_day(as_stated(effective))
        present = membership_on(service, day) if day else None
        number, first = later_phase(service, day)
        if number is not None and first is not None:
            when = f"{first.day} {first:%B %Y}"
            raise ValidationError(
                {"effective": f"The service joins phase {number} on {when}. Enter that day or a later one."}
            )
        yield {"phase": (present.phase.number, None)} if present else {}
        if day is not None:
            leave(present, day)
