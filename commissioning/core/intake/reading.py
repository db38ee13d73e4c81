"""A file that somebody hands in, read into typed cells or refused in plain words; nothing else can come of it.

`read_file` reads in a process of its own, with a limit on its memory and time, that is started for the one file and
knows neither the database nor the settings: whatever a file does to its reader, the site goes on.
"""

import hashlib
import importlib.util
import logging
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from threading import BoundedSemaphore, Event, Timer
from typing import IO, Final

from .cells import FileRefused, ReadFile
from .frames import Frame, assemble
from .limits import LIMITS, Limits
from .sniffing import check_bytes, sniff

__all__ = ["answer", "read_file", "read_here"]

AT_ONCE: Final = 2  # each may take as much memory as its limit allows
_TURNS: Final = BoundedSemaphore(AT_ONCE)
_LOG: Final = logging.getLogger(__name__)
_CHILD: Final = Path(__file__).with_name("child.py")
_ROOT: Final = Path(__file__).parents[3]
_SMALLER: Final = (
    "Leave out sheets, colours and formulas that are not needed, or split the rows over several files."
)


def read_file(content: bytes, name: str, *, limits: Limits = LIMITS) -> ReadFile:
    """Raises FileRefused, and nothing else, for whatever cannot be read rightly. `name` is what the person calls it.

    At most `AT_ONCE` files are read at the same moment by one process of the site; others wait their turn, and are
    refused when it does not come.
    """
    check_bytes(content, limits)
    if not _TURNS.acquire(timeout=limits.wall_seconds):
        raise FileRefused("Other files are being read at the moment.", "Hand it in again in a minute.")
    try:
        return _read_apart(content, name, limits)
    finally:
        _TURNS.release()


def _read_apart(content: bytes, name: str, limits: Limits) -> ReadFile:
    with subprocess.Popen(
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = Timer(limits.wall_seconds, stop)
        timer.start()
        try:
            return _converse(process, content, name, limits)
        except (EOFError, OSError, ValueError, TypeError) as error:
            raise _died(_status(process), late=late.is_set()) from error
        finally:
            timer.cancel()
            process.kill()


def read_here(content: bytes, name: str, *, limits: Limits = LIMITS) -> ReadFile:
    """The same in this process, without limits on memory and time: for tests, and for what wrote the file itself."""
    return assemble(answer(content, name, limits), _hash(content))


def answer(content: bytes, name: str, limits: Limits) -> Iterator[Frame]:
    """The frames that tell what the file holds; the last one says that it is refused, where it is."""
    try:
        check_bytes(content, limits)
        if sniff(content, name) == "csv":
            from .csv_reading import read_csv  # each kind of file brings only what it needs

            yield from read_csv(content, name, limits)
        else:
            from .workbook_reading import read_workbook

            yield from read_workbook(content, limits)
    except FileRefused as refused:
        yield "refused", refused.message, refused.cure
    except MemoryError:
        yield "refused", *_too_large()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # noqa: BLE001 - a fault within the reader of values does not even count as an Exception
        yield "refused", *_unreadable()


def _command() -> list[str]:
    """Without the site's packages on the way in (-I -S): what the child needs is put on its path by name."""
    library = importlib.util.find_spec("python_calamine")
    assert library is not None  # noqa: S101 - it is locked
    assert library.origin is not None  # noqa: S101
    return [sys.executable, "-I", "-S", str(_CHILD), str(_ROOT), str(Path(library.origin).parents[1])]


def _environment() -> dict[str, str]:
    """Nothing of ours, no secret above all; only what some systems need to start Python at all."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}


def _converse(process: subprocess.Popen[bytes], content: bytes, name: str, limits: Limits) -> ReadFile:
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    asked = marshal.dumps((name, astuple(limits)))
    process.stdin.write(len(asked).to_bytes(4, "big") + asked)
    process.stdin.write(content)
    process.stdin.close()
    return assemble(_frames(process.stdout, limits), _hash(content))


def _frames(out: IO[bytes], limits: Limits) -> Iterator[Frame]:
    left = limits.answer * 2
    while len(head := out.read(4)) == 4:
        length = int.from_bytes(head, "big")
        left -= length
        if left < 0:
            raise EOFError
        frame: Frame = marshal.loads(out.read(length))  # noqa: S302 - plain values, written by our own process
        yield frame


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _status(process: subprocess.Popen[bytes]) -> int:
    """How the process ended, 0 where it did not end by itself."""
    try:
        return process.wait(1)
    except subprocess.TimeoutExpired:
        return 0


def _died(status: int, *, late: bool) -> FileRefused:
    """Killed for its time, by its limit of processor time, or ended by the limit of memory."""
    _LOG.warning(
        "The process that reads files ended with status %s%s.", status, ", out of time" if late else ""
    )
    if late or status == -signal.SIGXCPU:
        return FileRefused("Reading the file takes too long, so it was stopped.", _SMALLER)
    if -status in {signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV}:
        return FileRefused(*_too_large())
    return FileRefused(*_unreadable())


def _too_large() -> tuple[str, str]:
    return "Reading the file takes more memory than is allowed, so it was stopped.", _SMALLER


def _unreadable() -> tuple[str, str]:
    return (
        "The file is damaged: it looks like a table, but its cells cannot be read.",
        "Open it in your spreadsheet program, save it as a new .xlsx file and try again.",
    )
