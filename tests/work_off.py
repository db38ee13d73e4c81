"""The queue, worked off by a test in its own transaction."""

from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import jobs, waiting


def waiting_jobs() -> list[tuple[str, dict]]:
    """Name and identities of whatever waits, in its order."""
    rows = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [(row.task_name, row.args) for row in rows]


def work_off() -> int:
    """Do all that waits, with what is queued meanwhile; how many jobs there were. Raises what a job raises."""
    done = 0
    while queued := ProcrastinateJob.objects.filter(status="todo").order_by("pk").first():
        jobs.declared[queued.task_name].run(queued.pk, jobs.given(queued.args))
        waiting._end(queued.pk, "succeeded")
        done += 1
    return done
