"""Long files in the background: checked and written by the same services, with rights that are asked anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commissioning.core import progress
from commissioning.core.audit import acting
from commissioning.core.jobs import job
from commissioning.exchange.models import WORKING, ImportRun, RunState
from commissioning.exchange.registers.base import Act
from commissioning.exchange.services import exports, runs

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
    act = runs.act_for(found, found.made_by, timezone.localdate())
    with progress.of(KIND, run) as told:
        _unless_refused(found, lambda: runs.check(found, act, progress=told.at))


@job("write an import", gave_up=give_up)
def write_import(*, run: str) -> None:
    """Write a confirmed run; of any other, nothing."""
    found = ImportRun.objects.get(pk=run)
    if found.state != RunState.WRITING or found.confirmed_by is None:
        return
    act = runs.act_for(found, found.confirmed_by, timezone.localdate(), reason=found.reason)
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


def write_now_or_soon(run: ImportRun, act: Act) -> ImportRun:
    """Write a confirmed run at once where it is short, in the background where it is long."""
    if is_long(run):
        write_import.queue(run=str(run.pk))
        return run
    return runs.commit(run, act)


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
