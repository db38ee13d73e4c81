"""The worker as a process of its own: killed, stopped, and cut off from its database."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import psutil
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import jobs, progress
from commissioning.core.models import FinishedJob, User
from tests.ops.sample_jobs import (
    PEOPLE,
    add_people,
    add_slowly,
    fail,
    kill_the_worker,
    wait_in_the_database,
)

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
SECONDS_TO_START = 30  # on a busy machine
SECONDS_TO_FIND_A_LOST_JOB = 60


@pytest.fixture
def start(tmp_path):
    """Starts workers on the test's database, and ends those still there afterwards."""
    started = []
    log = (tmp_path / "worker.log").open("a")

    def start(*options, **more):
        worker = subprocess.Popen(
            [sys.executable, "-W", "error::DeprecationWarning:commissioning", "manage.py", "work", *options],
            cwd=settings.BASE_DIR,
            env=environment(**more),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        started.append(worker)
        return worker

    start.log = tmp_path / "worker.log"
    yield start
    for worker in started:
        worker.kill()
        worker.wait()
    log.close()
    sys.stdout.write(start.log.read_text())


def environment(**more):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.ops.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        **more,
    }


def wait_for(what, seconds=SECONDS_TO_START):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds")


def people(number):
    return User.objects.filter(email__startswith=f"{number}-").count()


def own():
    """The jobs of the test: near the hour and half past it, a worker that starts also queues what goes by the clock."""
    return ProcrastinateJob.objects.filter(args__has_key="number")


def finished():
    return FinishedJob.objects.filter(job__in=list(own().values_list("pk", flat=True))).count()


def status():
    return {job.args["number"]: job.status for job in own()}


def is_under_way(number):
    told = progress.read("sample", number)
    return told is not None and told.done > 0


def test_what_is_queued_while_it_works_is_done_and_what_was_rolled_back_is_not(start):
    start()
    add_people.queue(number=1)
    with transaction.atomic():
        add_people.queue(number=2)
        transaction.set_rollback(True)
    add_people.queue(number=3)
    wait_for(lambda: status() == {1: "succeeded", 3: "succeeded"})
    assert (people(1), people(2), people(3)) == (PEOPLE, 0, PEOPLE)
    assert progress.read("sample", 1).done == PEOPLE


def test_killed_in_the_middle_the_work_is_done_once_by_the_next(start):
    add_slowly.queue(number=1, hundredths=10)
    worker = start()
    wait_for(lambda: is_under_way(1))
    worker.kill()
    worker.wait()
    assert people(1) == 0
    start()
    wait_for(lambda: people(1), SECONDS_TO_FIND_A_LOST_JOB)
    wait_for(lambda: status() == {1: "succeeded"})
    assert (people(1), finished()) == (PEOPLE, 1)
    assert own().get().attempts == 2


def test_another_worker_takes_over_and_no_work_is_done_by_two(start):
    add_slowly.queue(number=1, hundredths=5)
    workers = [start(), start()]
    wait_for(lambda: is_under_way(1))
    workers[0].kill()
    wait_for(lambda: status() == {1: "succeeded"}, SECONDS_TO_FIND_A_LOST_JOB)
    assert people(1) == PEOPLE


def test_work_that_kills_each_worker_is_given_up(start):
    kill_the_worker.queue(number=1)
    for _ in range(jobs.MOST_STARTS):
        worker = start()
        worker.wait(SECONDS_TO_FIND_A_LOST_JOB + SECONDS_TO_START)
        assert worker.returncode == -signal.SIGKILL
    start()
    wait_for(lambda: status() == {1: "failed"}, SECONDS_TO_FIND_A_LOST_JOB)
    assert people(1) == 0
    assert User.objects.get(email="given-up-1@example.org").job_title == "interrupted: True"


def test_failed_work_is_not_tried_again(start):
    fail.queue(number=1)
    assert start("--once").wait(SECONDS_TO_START) == 0
    assert status() == {1: "failed"}
    assert User.objects.get(email="given-up-1@example.org").job_title == "interrupted: False"
    assert people(1) == 0
    assert own().get().attempts == 1


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_breaks_long_work_off_and_the_next_does_it(start, sign):
    add_slowly.queue(number=1, hundredths=5)
    worker = start()
    wait_for(lambda: is_under_way(1))
    worker.send_signal(sign)
    assert worker.wait(12) == 0
    assert (people(1), status()) == (0, {1: "todo"})
    start()
    wait_for(lambda: status() == {1: "succeeded"})
    assert people(1) == PEOPLE


def test_asked_to_stop_it_does_not_wait_for_work_that_does_not_listen(start):
    wait_in_the_database.queue(number=1, hundredths=500)
    worker = start()
    wait_for(lambda: status() == {1: "doing"})
    worker.terminate()
    assert worker.wait(12) == 0
    assert people(1) == 0
    start()
    wait_for(lambda: status() == {1: "succeeded"}, SECONDS_TO_FIND_A_LOST_JOB)
    assert people(1) == 1


def test_cut_off_from_the_database_it_ends_by_itself_or_goes_on_and_no_work_is_lost(start):
    add_slowly.queue(number=1, hundredths=5)
    worker = start()
    wait_for(lambda: is_under_way(1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 2
    assert people(1) == 0

    def done():
        if worker.poll() is not None:
            start()
        return status() == {1: "succeeded"}

    wait_for(done, SECONDS_TO_FIND_A_LOST_JOB)
    assert people(1) == PEOPLE


def test_it_waits_for_a_database_that_is_not_there_yet(start):
    worker = start(WORKER_DATABASE="not_there_yet_" + connection.settings_dict["NAME"])
    wait_for(lambda: "waits for the database" in start.log.read_text())
    assert worker.poll() is None


def test_beside_a_server_it_ends_with_it(start):
    code = "import subprocess as s, sys; s.run([sys.executable, 'manage.py', 'work', '--beside'])"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment())
    [worker] = wait_for(lambda: psutil.Process(server.pid).children())
    add_people.queue(number=1)
    wait_for(lambda: status() == {1: "succeeded"})
    server.kill()
    server.wait()
    wait_for(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, 15)


def test_the_calendar_queues_by_itself(start, tmp_path):
    """A moment passed while no worker ran, not long ago, is made up for."""
    written = tmp_path / "due"
    now = datetime.now(UTC)
    if now.hour == 3 and now.minute < 5:
        pytest.skip("the moment of the sample job itself")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2('default', 'x', 'x', 'sample: by the calendar', 0, '', %s, %s)",
            [1_700_000_000, '{"timestamp": 1700000000}'],
        )
    assert start("--once", SAMPLE_DUE=str(written)).wait(SECONDS_TO_START) == 0
    assert written.read_text() == "2023-11-14 22:13:20+00:00"


def test_the_queue_can_be_shown(capsys):
    call_command("work", "--show")
    assert capsys.readouterr().out == "Nothing waits.\n"
    fail.queue(number=1)
    call_command("work", "--show")
    assert re.fullmatch(r"todo: 1\nThe oldest has waited for \d+ seconds.\n", capsys.readouterr().out)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    call_command("work", "--show")
    said = capsys.readouterr().out
    assert re.fullmatch(
        r"failed: 1\nNothing waits.\nFailed: job \d+, sample: fail\[\d+\]\(number=1\)\n", said
    )
