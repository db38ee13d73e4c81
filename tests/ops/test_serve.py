"""What `make run` leaves beside the web server: one worker, another when it is killed, none once the server is gone."""

import subprocess
import sys
import time

import psutil
import pytest
from django.conf import settings

from tools import serve

pytestmark = pytest.mark.crash
# The server is played by `sleep`, and so is the worker.
PLAYED = """
import sys
from tools import serve
serve.SECONDS_FOR_THE_SITE = serve.SECONDS_BETWEEN_WORKERS = 0.2
serve.WORKER = ["sleep", "61"]
serve.server = lambda environment: ["/bin/sh", "-c", "exec sleep 62"]
serve.main("evaluation")
"""


def soon(what):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("not within 20 seconds")


def is_over(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def site():
    started = subprocess.Popen([sys.executable, "-c", PLAYED], cwd=settings.BASE_DIR)
    yield psutil.Process(started.pid)
    started.kill()
    started.wait()


def worker_of(site):
    return [child for child in site.children(recursive=True) if is_a_worker(child)]


def is_a_worker(process):
    try:
        return process.cmdline() == ["sleep", "61"]
    except psutil.Error:  # it has ended meanwhile
        return False


@pytest.mark.parametrize("end", [psutil.Process.kill, psutil.Process.terminate])
def test_a_worker_is_kept_going_for_as_long_as_the_server_lives(site, end):
    [worker] = soon(lambda: worker_of(site))
    assert soon(lambda: site.cmdline() == ["sleep", "62"])
    assert worker.nice() >= serve.LESS_URGENT
    [keeper] = site.children()
    worker.kill()
    [another] = soon(lambda: [found for found in worker_of(site) if found.pid != worker.pid])
    end(site)
    soon(lambda: is_over(keeper) and is_over(another))


def test_the_keeper_asked_to_stop_leaves_no_worker(site):
    [worker] = soon(lambda: worker_of(site))
    [keeper] = site.children()
    keeper.terminate()
    soon(lambda: is_over(keeper) and is_over(worker))


def test_each_environment_has_its_server(monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    assert serve.server("evaluation")[1:] == ["-m", "gunicorn", "commissioning.wsgi"]
    assert serve.server("development")[1:] == ["manage.py", "runserver", "127.0.0.1:8123"]
