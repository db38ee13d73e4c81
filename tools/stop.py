"""Stop the site started by `make run` in this folder, then the embedded database."""

import sys
import time
from pathlib import Path

import psutil

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
from commissioning import embedded  # noqa: E402
from commissioning.embedded_account import EmbeddedDatabaseError  # noqa: E402

SECONDS_FOR_REQUESTS = 40  # longer than gunicorn's own graceful timeout


def site_process(note: Path) -> psutil.Process | None:
    """The server that wrote the note, if the process number in it still belongs to a server of this folder."""
    try:
        process = psutil.Process(int(note.read_text()))
        same = Path(process.cwd()).samefile(BASE_DIR) and "gunicorn" in " ".join(process.cmdline())
    except (OSError, ValueError, psutil.Error):
        return None
    return process if same else None


def children(process: psutil.Process) -> list[psutil.Process]:
    """What the server started: its own processes, and the worker beside it."""
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def stop_sites() -> int:
    """Let requests under way finish, then end every server of this folder; returns how many there were.

    The worker beside a server ends with it: it is waited for, so that it is not at work when the database stops.
    """
    notes = list((BASE_DIR / "var").glob("site-*.pid"))
    running = [process for note in notes if (process := site_process(note))]
    all_of_them = [*running, *(child for process in running for child in children(process))]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + SECONDS_FOR_REQUESTS
    while any(embedded.is_alive(process.pid) for process in all_of_them) and time.monotonic() < deadline:
        time.sleep(0.1)
    for note in notes:
        note.unlink(missing_ok=True)
    return len(running)


if __name__ == "__main__":
    print("The site is stopped." if stop_sites() else "The site was not running.")
    try:
        stopped = embedded.stop(BASE_DIR)
        print("The embedded database is stopped." if stopped else "The embedded database was not running.")
    except EmbeddedDatabaseError as error:
        sys.exit(str(error))
