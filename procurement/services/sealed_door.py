"""What every act in the evaluation room does: lock, see what the person may, refuse or write, under their name.

What is refused says nothing that the person may not read: a refusal for want of a seat comes before anything is looked
up, and is the same whatever is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import ProcurementPhase
from procurement.rules_sealed import MOMENT_WORDS, Moment, Seat, Standing
from procurement.selectors.sealed import NOT_AVAILABLE, PhaseSight, Sight
from programmes.access import Grants
from programmes.models import Scoped
from programmes.references import lock_programme, next_reference_under

UNDECLARED = "Declare your interests first. Nobody on the team reads or scores before they have."
NOT_YOURS = "Your place in this procurement does not allow this."
Record = TypeVar("Record", bound=Scoped)


@contextmanager
def evaluation_act(
    phase: ProcurementPhase, *, by: User, grants: Grants, on: date, reason: str = ""
) -> Iterator[PhaseSight]:
    """One change, after any other of the programme's, with the person's sight as it is at that moment."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(phase.programme_id)
        yield Sight.for_person(by, grants, phase.programme, on).phases[phase.pk]


def require_seat(sight: PhaseSight, seats: frozenset[Seat]) -> None:
    """PermissionDenied, in words for the person, unless they may act in one of these capacities."""
    problem = seat_problem(sight, seats)
    if problem:
        raise PermissionDenied(problem)


def seat_problem(sight: PhaseSight, seats: frozenset[Seat]) -> str:
    """Why the person may not act in these capacities; "" where they may."""
    if sight.standing == Standing.CONFLICTED:
        return f"{NOT_AVAILABLE}: you have declared a conflict of interest."
    if sight.standing == Standing.UNDECLARED:
        return UNDECLARED
    return "" if sight.acts_as(seats) else NOT_YOURS


def require_moment(sight: PhaseSight, moments: frozenset[Moment], why: str) -> None:
    """ValidationError where the phase is too early or too late for the act, with the reason and how far it has come."""
    if sight.moment not in moments:
        raise ValidationError(f"{MOMENT_WORDS[sight.moment]}: {why}")


def add_record(model: type[Record], phase: ProcurementPhase, word: str, **values: Any) -> Record:
    """A new sealed record of the phase, checked and saved. Raises ValidationError by field."""
    record = model(
        reference=next_reference_under(phase.reference, phase.programme_id, model, word),
        programme_id=phase.programme_id,
        illustrative=phase.illustrative,
    )
    if any(field.name == "phase" for field in model._meta.fields):
        values["phase"] = phase
    return save_record(record, values)


def save_record(record: Record, values: dict[str, Any]) -> Record:
    """Set the values, check the record and save it. Raises ValidationError by field, StaleEdit if it has moved on."""
    for name, value in values.items():
        setattr(record, name, value)
    # A weighing of no key criteria is an empty one; the model's own check would take it for a gap in a form.
    record.full_clean(exclude={f.name for f in record._meta.fields if getattr(record, f.attname) == {}})
    record.save()
    return record


def locked(rows: "models.QuerySet[Any]", pk: int) -> Any:
    """One of the phase's own records for a change; ValidationError, the same for none and for another phase's."""
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise ValidationError("Choose one of this phase’s own records.")
    return found
