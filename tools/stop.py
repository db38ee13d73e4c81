"""Stop the site started by `make run` in this folder, then the embedded database."""

import sys
import time
from pathlib import Path

import psutil

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
SECONDS_FOR_REQUESTS = 40  # longer than gunicorn's own graceful timeout


def site_process() -> psutil.Process | None:
    """The server of this folder, if the number it wrote down still belongs to it."""
    note = BASE_DIR / "var" / "gunicorn.pid"
    try:
        process = psutil.Process(int(note.read_text()))
        same = Path(process.cwd()).samefile(BASE_DIR) and "gunicorn" in " ".join(process.cmdline())
    except (OSError, ValueError, psutil.Error):
        return None
    return process if same else None


def stop_site() -> bool:
    """Let requests under way finish, then end the server; False when none runs."""
    process = site_process()
    if process is None:
        return False
    process.terminate()
    deadline = time.monotonic() + SECONDS_FOR_REQUESTS
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


if __name__ == "__main__":
    from commissioning import embedded

    print("The site is stopped." if stop_site() else "The site was not running.")
    try:
        print(
            "The embedded database is stopped."
            if embedded.stop(BASE_DIR)
            else "The embedded database was not running."
        )
    except embedded.EmbeddedDatabaseError as error:
        sys.exit(str(error))
