"""The life of an import once its columns are known: its preview, its confirmation, its receipt.

Nothing of a file is in the register before its confirmation, and then all of it in one transaction. Page, data entry
and command come this way; `exchange.jobs` calls the same functions for long files.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.intake.cells import ReadRow
from commissioning.core.intake.headings import letter_of
from commissioning.core.intake.reading import read_file
from commissioning.core.models import User
from commissioning.exchange.models import ImportRun, RunState, Verdict
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.measurements import MeasurementResource
from commissioning.exchange.selectors.earlier import imported_before
from commissioning.exchange.selectors.moment import now_in_database
from commissioning.exchange.selectors.planned import Plan
from commissioning.exchange.selectors.standing import standing
from commissioning.exchange.services import sets
from commissioning.exchange.services.planning import Planner
from commissioning.exchange.services.receiving import require
from commissioning.exchange.services.rehearsing import rehearse_in_pieces
from commissioning.exchange.services.rows import keep_rows
from commissioning.exchange.services.sets import SetPlan
from commissioning.exchange.services.writing import Progress, rehearse, unheard, write
from programmes.access import grants_for

NOT_READY: Final = "This import is not waiting to be confirmed: {state}."
UNREASONED: Final = "Say why these records change; it stands in the history of each of them."
SOME_REFUSED: Final = (
    "{count} refused: put the file right and hand it in again, or choose to leave those rows out."
)
NOTHING_TO_WRITE: Final = "There is nothing to import: no row is new or changed."
MOVED_ON: Final = (
    "The register changed after this preview was made, so nothing was imported. This is the preview as of now: look "
    "at it again before you confirm."
)
LOST: Final = "Your rights changed while this was being written, so nothing was imported."
FEWEST_FOR_SETS: Final = 500


class MovedOn(Exception):  # noqa: N818 (an outcome that is answered with a new preview)
    """The register changed between preview and commit; nothing was written."""


def check(run: ImportRun, act: Act, *, progress: Progress = unheard) -> ImportRun:
    """Make the preview: every row with its verdict, by trying it at its door and taking everything back.

    Raises PermissionDenied where the person may no longer do this.
    """
    require(resource_of(run.register), act)
    plan = _plan(run, act, mark="", progress=progress)
    with transaction.atomic(), acting(by=act.by, reason="Checked"):
        _keep(run, plan, RunState.PREVIEWED)
    return run


def _plan(run: ImportRun, act: Act, *, mark: str, progress: Progress, whole: bool = False) -> Plan | SetPlan:
    """Plan the file's rows and put them through their doors: for good with a mark, rehearsed without."""
    file = read_file(bytes(run.content), run.file_name)
    sheet = next(each for each in file.sheets if each.name[:60] == run.sheet)
    places = {int(place): heading for place, heading in run.columns.items()}
    letters = {heading: letter_of(place) for place, heading in places.items()}
    rows = Below(sheet.rows, run.heading_row)
    resource = resource_of(run.register)
    if isinstance(resource, MeasurementResource) and run.counts.get("rows", 0) > FEWEST_FOR_SETS:
        return sets.plan(
            run, resource, rows, places, letters, sheet.percent, act, mark=mark, progress=progress
        )
    before = standing(resource, act)
    plan = Planner(before, places, letters, sheet.percent, imported_before(run)).plan(rows)
    if mark:
        write(plan.rows, before, act, letters, mark=mark, progress=progress)
    else:
        rehearsal = rehearse if whole else rehearse_in_pieces
        rehearsal(plan.rows, before, act, letters, progress=progress)
    return plan


class Below:
    """The rows under the headings, as often as they are asked for, without a second copy of a long file."""

    def __init__(self, rows: Iterable[ReadRow], headings: int) -> None:
        self.rows, self.headings = rows, headings

    def __iter__(self) -> Iterator[ReadRow]:
        return (row for row in self.rows if row.number > self.headings)


def _keep(run: ImportRun, plan: Plan | SetPlan, state: RunState, *, told: str = "") -> None:
    if isinstance(plan, Plan):
        keep_rows(run, plan.rows)
    run.counts = {"rows": plan.total, **plan.counts}
    run.told = [*dict.fromkeys([*([told] if told else []), *run.told, *plan.told])]
    run.seen, run.state = plan.seen, state
    run.save()


def confirm(run: ImportRun, act: Act, *, version: int, reason: str, leave_out: bool = False) -> ImportRun:
    """Take the person's yes to the preview they saw (`version` of the run): the run is then WRITING.

    `leave_out` imports the other rows where some are refused. Raises PermissionDenied, StaleEdit, ValidationError.
    """
    require(resource_of(run.register), act)
    with transaction.atomic(), acting(by=act.by, reason=reason.strip()):
        locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.PREVIEWED:
            raise ValidationError(NOT_READY.format(state=locked.get_state_display().lower()))
        if locked.version != version:
            raise StaleEdit(locked)
        refused = locked.counts.get(Verdict.REFUSED, 0)
        problems = {
            "reason": "" if reason.strip() else UNREASONED,
            "leave_out": SOME_REFUSED.format(count=_rows(refused)) if refused and not leave_out else "",
        }
        found = {name: problem for name, problem in problems.items() if problem}
        if found:
            raise ValidationError(found)
        if not locked.counts.get(Verdict.NEW, 0) + locked.counts.get(Verdict.CHANGED, 0):
            raise ValidationError(NOTHING_TO_WRITE)
        locked.state, locked.confirmed_by = RunState.WRITING, act.by
        locked.reason, locked.leave_out = reason.strip(), leave_out
        locked.save()
    return locked


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count:,} rows are"


def commit(run: ImportRun, act: Act, *, progress: Progress = unheard) -> ImportRun:
    """Write a confirmed run: one transaction, the register as it is now. A second call does nothing.

    Where the register would now answer otherwise than the preview did, nothing is written and the run is back at its
    preview, made anew. Raises PermissionDenied.
    """
    require(resource_of(run.register), act)
    try:
        with transaction.atomic(), acting(by=act.by, reason=run.reason):
            locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.state != RunState.WRITING:
                return locked
            plan = _plan(locked, act, mark=str(locked.pk), progress=progress)
            if plan.seen != locked.seen:
                raise MovedOn
            _require_still(act)
            locked.done_at = now_in_database()
            _keep(locked, plan, RunState.DONE)
            return locked
    except MovedOn:
        plan = _plan(run, act, mark="", progress=progress, whole=True)
        with transaction.atomic(), acting(by=act.by, reason="Checked again"):
            again: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
            again.confirmed_by, again.reason, again.leave_out = None, "", False
            _keep(again, plan, RunState.PREVIEWED, told=MOVED_ON)
        return again


def _require_still(act: Act) -> None:
    """Raise PermissionDenied where the person's rights changed while a long file was being written."""
    by = User.objects.get(pk=act.by.pk)
    if grants_for(by, act.on) != act.grants:
        raise PermissionDenied(LOST)


def discard(run: ImportRun, act: Act, *, version: int) -> ImportRun:
    """Give up an import that has written nothing. Raises PermissionDenied, StaleEdit, ValidationError."""
    require(resource_of(run.register), act)
    with transaction.atomic(), acting(by=act.by, reason="Discarded"):
        locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.version != version:
            raise StaleEdit(locked)
        if locked.state not in {RunState.COLUMNS, RunState.PREVIEWED, RunState.INTERRUPTED}:
            raise ValidationError(NOT_READY.format(state=locked.get_state_display().lower()))
        locked.state = RunState.DISCARDED
        locked.save()
    return locked
