"""What every door of a phase does: check who may, lock, refuse by field, and keep each change of a stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.models import User
from procurement.models import ProcurementPhase, ProcurementStage, StageChange
from programmes.access import Grants
from programmes.references import lock_programme
from programmes.rules_milestones import printed

ENDED = "This phase has been abandoned, so nothing about it changes any more."
NO_DATE = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)


def may(grants: Grants, permission: Permission, programme_id: int) -> None:
    """Refuse with PermissionDenied what the person's roles in the programme do not allow."""
    if not grants.may(permission, programme_id):
        raise PermissionDenied("Your role in this programme does not allow this.")


@contextmanager
def phase_locked(
    phase: ProcurementPhase, *, by: User, reason: str, version: int | None = None
) -> Iterator[ProcurementPhase]:
    """The phase, locked for one change. Raises StaleEdit where it has moved on since `version`."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(phase.programme_id)
        yield lock_for_edit(ProcurementPhase, phase.pk, phase.version if version is None else version)


@contextmanager
def stage_locked(
    stage: ProcurementStage, *, by: User, reason: str, version: int | None = None
) -> Iterator[ProcurementStage]:
    """The stage, locked for one change, with its phase. Refuses where the phase has been abandoned."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(stage.programme_id)
        locked = lock_for_edit(ProcurementStage, stage.pk, stage.version if version is None else version)
        refuse_ended(locked.phase)
        yield locked


def refuse_ended(phase: ProcurementPhase) -> None:
    """An abandoned phase stands as it stood."""
    if phase.ended_as:
        raise ValidationError(ENDED)


def keep_change(
    stage: ProcurementStage, field: str, before: object, after: object, *, by: User, reason: str
) -> StageChange:
    """Write down one change of a stage beside the change itself."""
    return StageChange.objects.create(
        stage=stage,
        field=field,
        before=_words(before)[:300],
        after=_words(after)[:300],
        reason=reason.strip(),
        made_by=by,
    )


def on_day(day: date) -> FuzzyDate:
    """An exact day as the stated date that records keep."""
    return FuzzyDate(f"{day.day} {day:%B %Y}", day, day, Precision.DAY, DateStatus.STATED)


def _words(value: object) -> str:
    if isinstance(value, FuzzyDate):
        return printed(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
