"""The process that does the work in the background: `manage.py work`.

It is built to be killed. Whatever goes wrong with the queue or the database ends it with a failure status, and whoever
started it (tools/serve.py, systemd) starts another, which waits for the database and takes up what was lost.
"""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error, connection
from django.utils import autoreload
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from commissioning.core import jobs, waiting

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_TIDYING = 24 * 60 * 60
SECONDS_BETWEEN_TRIES = 2
HEARTBEAT, STALE = 10.0, 30.0


class Work:
    """One run of the worker, from the start of the process to its end."""

    def __init__(self, *, once: bool = False, beside: bool = False) -> None:
        self.once = once
        self.parent = os.getppid() if beside else None
        self.asked_to_stop = asyncio.Event()
        self.failed = False

    async def run(self) -> bool:
        """Work until asked to stop, or until nothing waits any more (`once`). False when it ended by itself."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.stop)
        pool = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3, timeout=10.0)
        with app.replace_connector(pool):
            async with app.open_async():
                await self._until_stopped()
        return not self.failed

    async def _until_stopped(self) -> None:
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=settings.JOBS_AT_ONCE,
                wait=not self.once,
                install_signal_handlers=False,
                shutdown_graceful_timeout=settings.JOB_SECONDS["end"],
                fetch_job_polling_interval=settings.JOB_SECONDS["poll"],
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALE,
            ),
            name="worker",
        )
        others: set[asyncio.Task[Any]] = {asyncio.create_task(self.asked_to_stop.wait(), name="stop")}
        if not self.once:
            others.add(asyncio.create_task(self._look_after(), name="look after"))
        await asyncio.wait({worker, *others}, return_when=asyncio.FIRST_COMPLETED)
        if not self.asked_to_stop.is_set() and not self.once:
            self.failed = True
            self.stop()
        for task in (worker, *others):
            task.cancel()
        ended = await asyncio.gather(worker, *others, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                self.failed = True
                logger.error("The worker ends: %r", error)

    def stop(self) -> None:
        """End soon: take nothing new, let short jobs finish, and break off the others."""
        jobs.stopping.set()
        self.asked_to_stop.set()
        give_up = threading.Timer(settings.JOB_SECONDS["end"] + 2, os._exit, args=[int(self.failed)])
        give_up.daemon = True
        give_up.start()

    async def _look_after(self) -> None:
        """Find lost jobs, throw away what is old, and notice that whoever started this has gone."""
        before: set[int] = set()
        tidied = -float(SECONDS_BETWEEN_TIDYING)
        while True:
            before = await sync_to_async(look)(before)
            if time.monotonic() - tidied >= SECONDS_BETWEEN_TIDYING:
                await sync_to_async(closing(waiting.tidy))()
                tidied = time.monotonic()
            next_look = time.monotonic() + settings.JOB_SECONDS["look"]
            while time.monotonic() < next_look:
                await asyncio.sleep(1)
                if self.parent is not None and os.getppid() != self.parent:
                    self.stop()


def look(before: set[int]) -> set[int]:
    """Rescue the jobs that were unheld in the look before and still are; returns the others that are now."""
    with contextlib.closing(connection):
        found = waiting.unheld()
        for number in found & before:
            waiting.rescue(number)
    return found - before


def closing(work: Callable[[], None]) -> Callable[[], None]:
    def closed() -> None:
        with contextlib.closing(connection):
            work()

    return closed


def wait_for_the_database() -> None:
    """Return once the database answers; a worker may be started before it, or while it is away."""
    told = False
    while True:
        try:
            with contextlib.closing(connection):
                connection.ensure_connection()
                return
        except Error as error:
            if not told:
                logger.warning("The worker waits for the database: %s", error)
            told = True
            time.sleep(SECONDS_BETWEEN_TRIES)


def stop_when_code_changes() -> None:
    """For development: a worker that went on with yesterday's code would be hard to understand."""
    seen = _times()

    def watch() -> None:
        while _times() == seen:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch", daemon=True).start()


def _times() -> dict[Path, float]:
    """When each module in use that lies in the project was last written."""
    own = (path for path in autoreload.iter_all_python_module_files() if settings.BASE_DIR in path.parents)
    times = {}
    for path in own:
        with contextlib.suppress(OSError):
            times[path] = path.stat().st_mtime
    return {path: at for path, at in times.items() if ".venv" not in path.parts}
