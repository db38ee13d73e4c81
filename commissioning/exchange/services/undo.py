"""Undo an import as a whole: every record stands again as it did before, or nothing is undone.

What the import wrote is read from the protected history, side effects included, and taken back row by row. It is
refused where anything of it was changed later or something newer rests on it. Nothing is lost: that the rows were
written and taken away again stays in the history, and the database itself lets only rows of this very import go.
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.selectors.moment import now_in_database
from commissioning.exchange.selectors.resting import resting_on
from commissioning.exchange.selectors.written import WrittenRows, written_by
from commissioning.exchange.services.taking_back import hold, take_back

NOT_YOURS: Final = "An import is undone by whoever confirmed it, or by a programme manager."
NOT_DONE: Final = "Only an import that is done can be undone; this one is: {state}."
UNREASONED: Final = "Say why the import is undone; it stands in the history of each record."
BUSY: Final = (
    "Somebody is changing one of these records at this moment. Nothing was undone; try again in a minute."
)
NOT_LET: Final = (
    "Something of it cannot be taken back: a figure was approved, or another record now has its name, reference or "
    "period. Nothing was undone."
)
HELD: Final = {"55P03", "40P01"}  # another transaction holds a row for long, or each waits for the other


@dataclass(frozen=True)
class UndoPlan:
    """What undoing would take back, and what stands in its way, in words; it is possible where nothing does."""

    rows: tuple[WrittenRows, ...]
    in_the_way: tuple[str, ...]

    @property
    def possible(self) -> bool:
        return not self.in_the_way

    @property
    def count(self) -> int:
        return sum(len(each.keys) for each in self.rows)


def may_undo(run: ImportRun, act: Act) -> bool:
    """Whoever confirmed it and may still write the register, or who keeps the programme's data."""
    keeps = Permission.EDIT_DATA if run.programme_id else Permission.EDIT_REFERENCE
    own = run.confirmed_by_id == act.by.pk and resource_of(run.register).may(act)
    return own or act.grants.may(keeps, run.programme_id)


def plan_undo(run: ImportRun) -> UndoPlan:
    """What stands in the way of undoing: later changes of the same records, and newer records that rest on them."""
    rows = tuple(written_by(run))
    return UndoPlan(rows, resting_on(rows, run))


def undo(run: ImportRun, act: Act, *, reason: str) -> ImportRun:
    """Take back everything the import wrote, in one transaction.

    Raises PermissionDenied, and ValidationError where it is not done, no reason is given, something rests on it, or
    somebody is changing one of its records at this moment.
    """
    if not may_undo(run, act):
        raise PermissionDenied(NOT_YOURS)
    if not reason.strip():
        raise ValidationError({"reason": UNREASONED})
    with transaction.atomic(), acting(by=act.by, reason=reason.strip(), undoes=str(run.pk)):
        locked: ImportRun = ImportRun.objects.select_for_update().defer("content").get(pk=run.pk)
        if locked.state != RunState.DONE:
            raise ValidationError(NOT_DONE.format(state=locked.get_state_display().lower()))
        _take_back_unless_in_the_way(locked)
        locked.state, locked.undone_by, locked.undone_at = RunState.UNDONE, act.by, now_in_database()
        locked.undo_reason = reason.strip()
        locked.save()
    return locked


def _take_back_unless_in_the_way(run: ImportRun) -> None:
    rows = written_by(run)
    try:
        with transaction.atomic():
            hold(rows)  # before asking what is in the way, so that nothing gets in the way afterwards
            plan = UndoPlan(tuple(rows), resting_on(rows, run))
            if not plan.possible:
                raise ValidationError([*plan.in_the_way])
            take_back(rows, run)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in HELD:
            raise
        raise ValidationError(BUSY) from error
    except IntegrityError as error:
        raise ValidationError(NOT_LET) from error
