"""The queue as it stands: what waits and for how long, and jobs whose worker was lost."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import exceptions, sql
from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import jobs
from commissioning.core.models import FinishedJob, Progress

logger = logging.getLogger(__name__)
LONGEST_STANDSTILL = timedelta(minutes=5)
DAYS_KEPT = 30
# Since when a job could have been started: since it was queued, put back, or meant to be.
OLDEST = """
    SELECT max(clock_timestamp() - greatest(job.scheduled_at, queued.at))
    FROM procrastinate_jobs job
    CROSS JOIN LATERAL (
        SELECT max(event.at) AS at FROM procrastinate_events event
        WHERE event.job_id = job.id AND event.type IN ('deferred', 'deferred_for_retry', 'retried')
    ) queued
    WHERE job.status = 'todo' AND coalesce(job.scheduled_at, '-infinity') <= clock_timestamp()
"""
LAST_START = "SELECT clock_timestamp() - max(at) FROM procrastinate_events WHERE type = 'started'"
UNHELD = """
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status = 'doing' AND NOT EXISTS (
        SELECT 1 FROM pg_locks held
        WHERE held.locktype = 'advisory' AND held.objsubid = 2 AND held.granted
            AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND held.classid = %s AND held.objid = job.id %% %s
    )
"""


def _one(statement: str) -> timedelta | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: timedelta | None = cursor.fetchone()[0]
    return found


def oldest() -> timedelta | None:
    """How long the job that waits longest could have been started; None where nothing waits."""
    return _one(OLDEST)


def is_moving(limit: timedelta = LONGEST_STANDSTILL) -> bool:
    """False when a job has waited for longer than the limit and none was started meanwhile: no worker is at work.

    A long queue that is being worked off is in order.
    """
    waited = oldest()
    if waited is None or waited <= limit:
        return True
    last = _one(LAST_START)
    return last is not None and last <= limit


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
        return dict(cursor.fetchall())


# --- jobs whose worker was lost ---------------------------------------------------------------------------------------


def unheld() -> set[int]:
    """Jobs that count as being done, but that no connection holds.

    One that has just been taken, or has just ended, may be among them for a moment: who is in two looks some seconds
    apart has lost its worker.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNHELD, [jobs.LOCK_CLASS, jobs.LOCK_NUMBERS])
        return {number for (number,) in cursor.fetchall()}


def rescue(number: int) -> None:
    """Put a lost job back into the queue, or mark it as failed after its last start, and let it say so."""
    with transaction.atomic():
        lost = ProcrastinateJob.objects.select_for_update().filter(pk=number, status="doing").first()
        if lost is None:
            return
        if FinishedJob.objects.filter(job=number).exists():
            _end(number, "succeeded")
        elif lost.attempts + 1 < jobs.MOST_STARTS:
            logger.warning("Job %s, “%s”, has lost its worker and waits again", number, lost.task_name)
            _put_back(number)
        else:
            logger.error("Job %s, “%s”, has lost its worker once too often", number, lost.task_name)
            _end(number, "failed")
            if lost.task_name in jobs.declared:
                jobs.declared[lost.task_name].give_up(jobs.given(lost.args), interrupted=True)


def _put_back(number: int) -> None:
    try:
        with transaction.atomic():
            jobs.manager.retry_job_by_id(number, timezone.now())
    except exceptions.UniqueViolation:  # the same work waits already, in a job of its own
        _end(number, "aborted")


def _end(number: int, status: str) -> None:
    jobs.connector.execute_query(sql.queries["finish_job"], job_id=number, status=status, delete_job=False)


def tidy() -> None:
    """Forget jobs that ended long ago, with what was kept of them."""
    ended = ["succeeded", "failed", "cancelled", "aborted"]
    with transaction.atomic():
        jobs.connector.execute_query(
            sql.queries["delete_old_jobs"], nb_hours=24 * DAYS_KEPT, queue=None, statuses=ended
        )
        FinishedJob.objects.exclude(job__in=ProcrastinateJob.objects.values("pk")).delete()
        Progress.objects.filter(heartbeat_at__lt=timezone.now() - timedelta(days=DAYS_KEPT)).delete()
