"""kill -9 at random moments of an import being written: all of it is there or nothing, and its record says which.

CRASHES=200 tries harder.
"""

import os
import random
import signal
import time

import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import jobs as queue
from commissioning.core.models import FinishedJob
from commissioning.exchange import jobs
from commissioning.exchange.models import ImportRun, RunState, Verdict
from commissioning.exchange.selectors.receipt import receipt
from commissioning.exchange.services import runs
from programmes.models import Milestone
from tests.integration.exchange.planned_imports import REASON, act_of, place, previewed

pytestmark = [
    pytest.mark.crash,
    pytest.mark.intake,
    pytest.mark.no_cover,
    pytest.mark.django_db(transaction=True),
]
CRASHES = int(os.environ.get("CRASHES", "10"))
ROWS = 25
OTHERS = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def ready(programme, manager, name):
    """A confirmed run of so many new rows, and its job in the queue."""
    rows = [["", f"{name}, step {number}", "March 2014", "", ""] for number in range(ROWS)]
    run = previewed(programme, manager, *rows, name=f"{name}.csv")
    runs.confirm(run, act_of(programme, manager), version=run.version, reason=REASON)
    jobs.write_import.queue(run=str(run.pk))
    return run, ProcrastinateJob.objects.latest("pk")


def work(job):
    queue.declared[job.task_name].run(job.pk, queue.given(job.args), last=False)


def killed_after(seconds, job):
    """The job in a process of its own, killed by -9 after so long, if it has not ended by then."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work(job)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with connection.cursor() as cursor:  # the server notices by itself, a moment later
        for _ in range(300):
            cursor.execute(OTHERS)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("The killed process is still connected.")


def written(name):
    return Milestone.objects.filter(text__startswith=f"{name}, step ").count()


def test_killed_at_any_moment_all_of_it_is_there_or_nothing_and_it_is_done_once():
    programme, manager, _ = place()
    run, job = ready(programme, manager, "Whole")
    began = time.monotonic()
    work(job)
    whole = time.monotonic() - began
    dice = random.Random(7)  # noqa: S311
    interrupted = 0
    for number in range(CRASHES):
        name = f"Plan {number}"
        run, job = ready(programme, manager, name)
        killed_after(dice.uniform(0, whole * 1.2), job)
        found = ImportRun.objects.get(pk=run.pk)
        finished = FinishedJob.objects.filter(job=job.pk).count()
        assert (found.state, written(name), finished) in {(RunState.WRITING, 0, 0), (RunState.DONE, ROWS, 1)}
        if found.state == RunState.WRITING:
            interrupted += 1
            assert receipt(found)["at"] is None
        work(job)
        found.refresh_from_db()
        assert (found.state, written(name)) == (RunState.DONE, ROWS)
        said = {row["key"] for row in receipt(found)["rows"] if row["verdict"] == Verdict.NEW}
        assert said == set(
            Milestone.objects.filter(text__startswith=f"{name}, step ").values_list("reference", flat=True)
        )
        assert FinishedJob.objects.filter(job=job.pk).count() == 1
    assert interrupted, "none was killed while it wrote"


def test_one_that_is_given_up_says_that_nothing_was_imported():
    programme, manager, _ = place()
    run, _ = ready(programme, manager, "Lost")
    queue.declared["write an import"].give_up({"run": str(run.pk)}, interrupted=True)
    run.refresh_from_db()
    assert (run.state, run.problem, written("Lost")) == (RunState.INTERRUPTED, jobs.STOPPED, 0)


def test_a_page_that_fails_while_it_writes_leaves_the_import_at_its_preview(monkeypatch):
    programme, manager, _ = place()
    run = previewed(programme, manager, ["", "Cut off", "March 2014", "", ""])

    def cut_off(*_args, **_more):
        raise RuntimeError("The process went away.")

    monkeypatch.setattr(runs, "_keep", cut_off)
    with pytest.raises(RuntimeError):
        jobs.confirm_and_write(run, act_of(programme, manager), version=run.version, reason=REASON)
    run.refresh_from_db()
    assert (run.state, run.confirmed_by, Milestone.objects.filter(text="Cut off").count()) == (
        RunState.PREVIEWED,
        None,
        0,
    )
