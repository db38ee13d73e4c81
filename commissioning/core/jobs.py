"""Work in the background: how a job is declared, queued and run.

    @job("Import rows", gave_up=mark_as_failed)
    def import_rows(*, run: int, by: int) -> None: ...

    import_rows.queue(run=run.pk, by=user.pk)

What holds for every job:

- It is queued in the caller's transaction: rolled-back work queues nothing, and no job starts before its caller has
  committed.
- Its arguments are identities, never records, texts or rights. Whoever it works for is looked up, and what they may do
  is asked, when it runs.
- It is one transaction with its own receipt (`FinishedJob`), so that it is done once or not at all, wherever its worker
  is killed.
- One that failed is not tried again. One that was interrupted (a stop, a killed worker, a database gone away) is, up
  to `MOST_STARTS` times in all; then, or when it failed, `gave_up` is told.
- Two jobs for the same thing never run at the same moment, and while one waits another is not queued.

The queue is procrastinate's, in the product's own PostgreSQL. `core.worker` runs what is queued here.
"""

import inspect
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate import exceptions
from procrastinate import jobs as queue_jobs
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from commissioning.core.audit import acting_as_command
from commissioning.core.models import FinishedJob

logger = logging.getLogger(__name__)

Identity = int | str
MOST_STARTS = 3
SECONDS_BEFORE_NEXT_START = 2
LOCK_CLASS = 7_302  # the first half of the advisory lock's key; the job is the second
LOCK_NUMBERS = 2**31
KEY = re.compile(r"[\w.:/@+-]{1,100}", re.ASCII)
# Through Django's own connection, also inside a worker: a job that queues another does so in its own transaction.
connector = DjangoConnector()
manager = JobManager(connector)
declared: dict[str, "Job"] = {}
stopping = threading.Event()  # set once when the worker is asked to stop


class Interrupted(Exception):  # noqa: N818 (not an error: the work is broken off)
    """The work was broken off through no fault of its own; nothing of it is kept, and it will be started again."""


class OnlyAfterInterruption(BaseRetryStrategy):
    """What was interrupted is started again; what failed would only fail again."""

    def get_retry_decision(self, *, exception: BaseException, job: queue_jobs.Job) -> RetryDecision | None:
        if was_interrupted(exception) and job.attempts + 1 < MOST_STARTS:
            return RetryDecision(retry_in={"seconds": SECONDS_BEFORE_NEXT_START})
        return None


def was_interrupted(error: BaseException) -> bool:
    """Whether the job can be no fault of what was thrown: a stop, a lost connection, a deadlock."""
    return isinstance(error, Interrupted | OperationalError | InterfaceError)


class Job:
    """A declared job. Calling it does the work here and now, as its function would."""

    def __init__(
        self, name: str, function: Callable[..., None], gave_up: Callable[..., None] | None = None
    ) -> None:
        self.name = name
        self.function = function
        self.gave_up = gave_up

    def __call__(self, **ids: Identity) -> None:
        self.function(**ids)

    def queue(self, *, not_before: datetime | None = None, **ids: Identity) -> bool:
        """Have the work done soon after the transaction of the caller is committed, or from a moment on.

        False when the same work waits already: it will be done once. Raises TypeError for arguments that are no
        identities, or not those of the function.
        """
        thing = self.thing(ids)
        job = queue_jobs.Job(
            id=None,
            queue=queue_jobs.DEFAULT_QUEUE,
            lock=thing,
            queueing_lock=thing,
            task_name=self.name,
            task_kwargs=dict(ids),
            scheduled_at=not_before,
        )
        try:
            with transaction.atomic():
                manager.defer_job(job)
        except exceptions.AlreadyEnqueued:
            return False
        return True

    def thing(self, ids: Mapping[str, Identity]) -> str:
        """What the job is about, in a text that is the same for the same work."""
        for name, value in ids.items():
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise TypeError(
                    f"{name}: a job is given the number or key of a record, not {type(value).__name__}."
                )
            if isinstance(value, str) and not KEY.fullmatch(value):
                raise TypeError(f"{name}: a job is given a key, not a text.")
        inspect.signature(self.function).bind(**ids)
        return " ".join([self.name, *(f"{name}={ids[name]}" for name in sorted(ids))])

    def run(self, number: int, ids: Mapping[str, Any], *, last: bool = True) -> None:
        """Do the work of one queued job, unless it is done already.

        `last` says that it will not be started again if it is interrupted once more. Raises what the function raised,
        after telling `gave_up`; Interrupted when another process is at this very job.
        """
        with acting_as_command(self.name), only_one(number):
            try:
                with transaction.atomic():
                    if not FinishedJob.objects.filter(job=number).exists():
                        self.function(**ids)
                        FinishedJob.objects.create(job=number)
            except Exception as error:
                if last or not was_interrupted(error):
                    self.give_up(ids, interrupted=was_interrupted(error))
                raise

    def give_up(self, ids: Mapping[str, Any], *, interrupted: bool) -> None:
        """Let the declared function write down that the work will not be done; its own failure is only logged."""
        if self.gave_up is None:
            return
        try:
            with acting_as_command(self.name), transaction.atomic():
                self.gave_up(interrupted=interrupted, **ids)
        except Exception:  # whatever it is, the failure that led here is the one to report
            logger.exception("What was to be written down of a failed job could not be: %s", self.name)


def job(
    name: str, *, gave_up: Callable[..., None] | None = None, cron: str | None = None
) -> Callable[[Callable[..., None]], Job]:
    """Declare a job. `name` stands in the history as the command that wrote; it is never used for another job.

    `gave_up(interrupted=…, **ids)` is called in a transaction of its own when the work will not be done.
    `cron` queues it by the calendar, in UTC, without anybody asking; the function is then given `due`, the moment it
    was due, and nothing else. Moments that passed more than ten minutes before a worker started are left out, so what
    must not be missed asks the database what is due, every few minutes.
    """

    def declare(function: Callable[..., None]) -> Job:
        made = Job(name, function, gave_up)

        def start(context: JobContext, /, **ids: Any) -> None:
            _start(made, context.job, given(ids))

        task: Any = app.task(
            name=name, queue=queue_jobs.DEFAULT_QUEUE, pass_context=True, retry=OnlyAfterInterruption()
        )(start)
        if cron:
            app.periodic_registry.register_task(
                task=task, cron=cron, periodic_id="", configure_kwargs={"lock": name, "queueing_lock": name}
            )
        declared[name] = made
        return made

    return declare


def given(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What a function is given, from what the queue keeps: of a job by the calendar, the moment it was due."""
    ids = dict(kept)
    if "timestamp" in ids:
        ids["due"] = datetime.fromtimestamp(ids.pop("timestamp"), UTC)
    return ids


def _start(made: Job, queued: queue_jobs.Job, ids: Mapping[str, Any]) -> None:
    """Run a job in a thread of the worker, on a connection that nothing earlier has left anything on."""
    number = queued.id
    if number is None:
        raise ValueError("A job that was never queued cannot be run.")
    connection.close()
    try:
        made.run(number, ids, last=queued.attempts + 1 >= MOST_STARTS)
    finally:
        connection.close()


@contextmanager
def only_one(number: int) -> Iterator[None]:
    """Hold the job for this connection; the server lets go of it by itself when the connection ends.

    So a job that nobody holds has lost its worker (`core.lost_jobs`), and one that a killed worker's connection still
    works at is not started beside it. Raises Interrupted when somebody else holds it.
    """
    key = [LOCK_CLASS, number % LOCK_NUMBERS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if not cursor.fetchone()[0]:
            raise Interrupted("Another process is at this job.")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def go_on_unless_stopping() -> None:
    """Called now and then by long work, through `core.progress`. Raises Interrupted when the worker is to stop."""
    if stopping.is_set():
        raise Interrupted("The worker stops.")
