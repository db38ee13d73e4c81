"""How far long work has come, told while its transaction is still open.

    with progress.of("import", run.pk) as told:
        for number, row in enumerate(rows, start=1):
            ...
            told.at(number, len(rows))

    progress.read("import", run.pk)        # by the page that shows the bar

What a transaction writes nobody else sees before it is committed, so progress is written through a connection of its
own. It is a courtesy: when it cannot be written the work goes on.
"""

import logging
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from commissioning.core.jobs import go_on_unless_stopping
from commissioning.core.models import Progress

logger = logging.getLogger(__name__)
SECONDS_BETWEEN = 0.5
WRITE = """
    INSERT INTO core_progress (name, done, "of", words, heartbeat_at) VALUES (%s, %s, %s, %s, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET
        done = EXCLUDED.done, "of" = EXCLUDED."of", words = EXCLUDED.words, heartbeat_at = EXCLUDED.heartbeat_at
"""


def name_of(kind: str, pk: int | str) -> str:
    return f"{kind}:{pk}"


def of(kind: str, pk: int | str) -> "Telling":
    """What the work on one record tells its progress with; to be closed, or used with `with`."""
    return Telling(name_of(kind, pk))


def read(kind: str, pk: int | str) -> Progress | None:
    """The last that was told of the work on this record, or None when nothing was."""
    return Progress.objects.filter(name=name_of(kind, pk)).first()


def forget(kind: str, pk: int | str) -> None:
    """Take away what was told, once the work has its own end to show."""
    Progress.objects.filter(name=name_of(kind, pk)).delete()


@dataclass
class Telling:
    """Writes at most twice a second, the first and the last always."""

    name: str
    _last: float = field(default=0.0, init=False)
    _apart: BaseDatabaseWrapper | None = field(default=None, init=False)

    def at(self, done: int, of: int, words: str = "") -> None:
        """So much of so much is done. Raises jobs.Interrupted when the worker is to stop."""
        go_on_unless_stopping()
        now = monotonic()
        if self._last and done < of and now - self._last < SECONDS_BETWEEN:
            return
        self._last = now
        self._write(done, of, words)

    def _write(self, done: int, of: int, words: str) -> None:
        try:
            with self._line().cursor() as cursor:
                cursor.execute(WRITE, [self.name, done, of, words[:200]])
        except Error:
            logger.warning("Progress could not be written: %s", self.name)
            self.close()

    def _line(self) -> BaseDatabaseWrapper:
        """A connection of its own; in tests, which roll everything back, the one of the work."""
        if not settings.PROGRESS_APART:
            return connection
        if self._apart is None:
            self._apart = connection.copy()
            with self._apart.cursor() as cursor:
                # The work must never wait for itself, should its own transaction hold the row.
                cursor.execute("SET lock_timeout = '2s'")
        return self._apart

    def close(self) -> None:
        if self._apart is not None:
            self._apart.close()
            self._apart = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()
