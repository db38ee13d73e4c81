"""Serve the site for `make run` or `make dev`, with the worker for what is done in the background beside it.

This process becomes the web server. A child of it keeps one worker going, starts another when it is killed, and ends
with the server however that ends. In production systemd does this (docs/operations.md).
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
LESS_URGENT = 10  # people in front of a page come first
SECONDS_FOR_THE_SITE = 2  # it is to be ready first, too
SECONDS_BETWEEN_WORKERS = 2
SECONDS_TO_STOP = 15  # longer than a worker takes to break its work off
WORKER = [sys.executable, str(BASE_DIR / "manage.py"), "work", "--beside"]


def server(environment: str) -> list[str]:
    """The command of the web server."""
    if environment == "development":
        return [sys.executable, "manage.py", "runserver", f"127.0.0.1:{os.environ.get('PORT', '8000')}"]
    return [sys.executable, "-m", "gunicorn", "commissioning.wsgi"]


class Keeper:
    """Keeps a worker going for as long as the process that started this one lives."""

    def __init__(self, parent: int) -> None:
        self.parent = parent
        self.asked_to_stop = False
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)

    def _stop(self, *_: object) -> None:
        self.asked_to_stop = True

    def wait(self, seconds: float, worker: "subprocess.Popen[bytes] | None" = None) -> bool:
        """Wait, or until the worker ends. False when it is time to stop."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and (worker is None or worker.poll() is None):
            if self.asked_to_stop or os.getppid() != self.parent:
                return False
            time.sleep(0.2)
        return True

    def keep(self) -> None:
        os.nice(LESS_URGENT)
        going = self.wait(SECONDS_FOR_THE_SITE)
        while going:
            worker = subprocess.Popen(WORKER, cwd=BASE_DIR)
            going = self.wait(float("inf"), worker) and self.wait(SECONDS_BETWEEN_WORKERS)
            end(worker)


def end(worker: "subprocess.Popen[bytes]") -> None:
    """Stop a worker that may have ended already."""
    if worker.poll() is None:
        worker.terminate()
    try:
        worker.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        worker.kill()


def main(environment: str) -> None:
    """Become the web server of this environment, with a worker beside it."""
    os.environ["ENVIRONMENT"] = environment
    command = server(environment)
    parent = os.getpid()
    if os.fork() == 0:
        Keeper(parent).keep()
        os._exit(0)
    os.execv(command[0], command)  # noqa: S606 (no shell is wanted)


if __name__ == "__main__":
    main(sys.argv[1])
