"""Long files in the background: checked and written by the same services, with rights that are asked anew."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from commissioning.core import progress
from commissioning.core.audit import acting
from commissioning.core.jobs import job
from commissioning.exchange.access import act_for
from commissioning.exchange.models import WORKING, ImportRun, RunState
from commissioning.exchange.registers.base import Act
from commissioning.exchange.services import columns, exports, keeping, receiving, runs
from programmes.models import Programme

KIND: Final = "import"  # of the progress that is told
LONG: Final = 300  # rows; fewer are done while the person waits
STOPPED: Final = "The work was interrupted several times. Nothing was imported. Hand the file in again."
FAILED: Final = "The work failed. Nothing was imported. If it fails again, tell whoever runs the site."


def give_up(*, interrupted: bool, run: str) -> None:
    """Say in the run that nothing was imported, where its work will not be done."""
    found = ImportRun.objects.filter(pk=run, state__in=WORKING).defer("content").first()
    if found is None:
        return
    with acting(by=found.confirmed_by or found.made_by, reason="Interrupted"):
        found.state, found.problem = RunState.INTERRUPTED, STOPPED if interrupted else FAILED
        found.save()


@job("check an import", gave_up=give_up)
def check_import(*, run: str) -> None:
    """Make the preview of a run that is being checked; of any other, nothing."""
    found = ImportRun.objects.get(pk=run)
    if found.state != RunState.CHECKING:
        return
    act = act_for(found, found.made_by, timezone.localdate())
    with progress.of(KIND, run) as told:
        _unless_refused(found, lambda: runs.check(found, act, progress=told.at))


@job("write an import", gave_up=give_up)
def write_import(*, run: str) -> None:
    """Write a confirmed run; of any other, nothing."""
    found = ImportRun.objects.get(pk=run)
    if found.state != RunState.WRITING or found.confirmed_by is None:
        return
    act = act_for(found, found.confirmed_by, timezone.localdate(), reason=found.reason)
    with progress.of(KIND, run) as told:
        _unless_refused(found, lambda: runs.commit(found, act, progress=told.at))


def check_now_or_soon(run: ImportRun, act: Act) -> ImportRun:
    """Make the preview at once for a short file, in the background for a long one."""
    if run.state == RunState.CHECKING:
        if is_long(run):
            check_import.queue(run=str(run.pk))
        else:
            return runs.check(run, act)
    return run


def receive_and_check(
    register: str, act: Act, *, content: bytes, file_name: str, programme: Programme | None = None
) -> ImportRun:
    """Keep a file and see to its preview: one act, so that no file is left waiting for a check that nobody does."""
    with transaction.atomic():
        run = receiving.receive(register, act, content=content, file_name=file_name, programme=programme)
        return check_now_or_soon(run, act)


def match_and_check(
    run: ImportRun, chosen: Mapping[int, str], act: Act, *, remember: bool, shared: bool
) -> ImportRun:
    """Take which column is which, and see to the preview, as one act. Raises what `columns.match` raises, StaleEdit."""
    with transaction.atomic():
        matched = columns.match(run, chosen, act, remember=remember, shared=shared)
        return check_now_or_soon(matched, act)


def confirm_and_write(
    run: ImportRun, act: Act, *, version: int, reason: str, leave_out: bool = False
) -> ImportRun:
    """Take the yes, and write at once where the file is short, in the background where it is long.

    One act: whatever stops it halfway, the import is then at its preview as before, never confirmed with nobody at it.
    Raises what `runs.confirm` raises.
    """
    with transaction.atomic():
        confirmed = runs.confirm(run, act, version=version, reason=reason, leave_out=leave_out)
        if not is_long(confirmed):
            return runs.commit(confirmed, act)
        write_import.queue(run=str(confirmed.pk))
        return confirmed


def is_long(run: ImportRun) -> bool:
    return int(run.counts.get("rows", 0)) > LONG


def _unless_refused(run: ImportRun, work: Callable[[], object]) -> None:
    """A right that was lost meanwhile ends the run with its reason; it is no failure of the work."""
    try:
        work()
    except (PermissionDenied, ValidationError) as refusal:
        with acting(by=run.confirmed_by or run.made_by, reason="Refused"):
            run.refresh_from_db()
            run.state = RunState.INTERRUPTED
            run.problem = f"Nothing was imported. {' '.join(getattr(refusal, 'messages', [str(refusal)]))}"
            run.save()


@job("make saved exports", cron="*/30 * * * *")
def make_exports(*, due: datetime) -> None:  # noqa: ARG001  (what is due is asked of the database)
    """Make the file of every saved export that is due today."""
    exports.make_due(timezone.localdate())


@job("remove old files of imports and exports", cron="20 3 * * *")
def remove_old_files(*, due: datetime) -> None:
    """Remove the files that were kept long enough; receipts stay."""
    keeping.tidy(due)
