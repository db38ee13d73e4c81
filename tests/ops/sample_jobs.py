"""Jobs as a part of the product would declare them, for the tests of what holds for all."""

import os
import signal
import time
from pathlib import Path

from django.db import OperationalError, connection

from commissioning.core import progress
from commissioning.core.jobs import job
from commissioning.core.models import User

PEOPLE = 40
given_up: list[tuple[int, bool]] = []


def write_down(*, number: int, interrupted: bool) -> None:
    given_up.append((number, interrupted))
    User.objects.create_user(f"given-up-{number}@example.org", job_title=f"interrupted: {interrupted}")


def add(number: int, which: int) -> None:
    User.objects.create(email=f"{number}-{which}@example.org", job_title="Made by a job", password="!")


@job("sample: add people", gave_up=write_down)
def add_people(*, number: int) -> None:
    """Several rows, one after the other, telling how far it is."""
    with progress.of("sample", number) as told:
        for which in range(PEOPLE):
            add(number, which)
            told.at(which + 1, PEOPLE, "people")


@job("sample: add people slowly", gave_up=write_down)
def add_slowly(*, number: int, hundredths: int) -> None:
    """The same, at a pace that leaves time to kill it."""
    with progress.of("sample", number) as told:
        for which in range(PEOPLE):
            add(number, which)
            told.at(which + 1, PEOPLE)
            time.sleep(hundredths / 100)


@job("sample: kill the worker", gave_up=write_down)
def kill_the_worker(*, number: int) -> None:
    """What brings its worker down each time, as for want of memory."""
    add(number, 0)
    os.kill(os.getpid(), signal.SIGKILL)


@job("sample: wait in the database", gave_up=write_down)
def wait_in_the_database(*, number: int, hundredths: int) -> None:
    """Work that cannot be broken off by asking."""
    add(number, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [hundredths / 100])


@job("sample: fail", gave_up=write_down)
def fail(*, number: int) -> None:
    add(number, 0)
    raise ValueError("as expected")


@job("sample: lose the database", gave_up=write_down)
def lose_the_database(*, number: int) -> None:
    add(number, 0)
    raise OperationalError("the connection is gone")


@job("sample: queue another")
def queue_another(*, number: int) -> None:
    add_people.queue(number=number)


@job("sample: by the calendar", cron="0 3 * * *")
def by_the_calendar(*, due: object) -> None:
    Path(os.environ["SAMPLE_DUE"]).write_text(str(due))
