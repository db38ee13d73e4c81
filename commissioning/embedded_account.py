"""The operating-system account the embedded PostgreSQL works under.

PostgreSQL refuses to run as root. An ordinary user's server runs as that user; root's runs as the owner of the data
folder or, the first time, as a system account made for it.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ACCOUNT_NAME = "pgserver"


class EmbeddedDatabaseError(ImproperlyConfigured):
    """The embedded database cannot be used; the message says what a person can do about it."""


@dataclass(frozen=True)
class Account:
    """Who runs the server; `uid` and `gid` are None when that is simply whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    def give(self, path: Path) -> None:
        """Make the account the owner of something made for it."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def run(self, command: list[str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this account, with its output captured."""
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            **self._identity(),
        )

    def launch(self, command: list[str], *, cwd: Path, log: Path) -> int:
        """Start a server that outlives this process and is not its child; returns the server's process number."""
        # The shell passes its arguments on unread, so no character of a path can be taken for syntax.
        shell = ["/bin/sh", "-c", '"$@" </dev/null >&2 & echo $!', "sh", *command]
        with log.open("ab") as output:
            self.give(log)
            options = {"cwd": cwd, "env": environment(), "start_new_session": True, **self._identity()}
            started = subprocess.run(
                shell, stdout=subprocess.PIPE, stderr=output, text=True, check=True, **options
            )
        return int(started.stdout)

    def _identity(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}


def environment() -> dict[str, str]:
    """A small, fixed environment: the caller's PGPORT, locale or secrets have no business in the server."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def account_for(data: Path, program: Path) -> Account:
    """The account that runs `program` on the folder `data`, made able to reach both.

    Raises EmbeddedDatabaseError when this is root and no such account can be had.
    """
    if os.geteuid() != 0:
        return Account()
    owner = data.stat() if data.exists() else None
    if owner is not None and owner.st_uid != 0:
        account = Account(owner.st_uid, owner.st_gid)
    else:
        entry = _system_account()
        account = Account(entry.pw_uid, entry.pw_gid)
        # A folder that root copied without its owners.
        for path in (data, *data.rglob("*")) if owner else ():
            account.give(path)
    if not _can_reach(account, program, data.parent):
        _open_the_way(program, data.parent)
        if not _can_reach(account, program, data.parent):
            raise EmbeddedDatabaseError(
                f"Root's embedded database works under the account {ACCOUNT_NAME}, which cannot reach {data.parent} "
                "or .venv. Move the project folder, run it as an ordinary user, or set DATABASE_URL."
            )
    return account


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        pass
    print(f"Making the system account '{ACCOUNT_NAME}': PostgreSQL refuses to run as root.", file=sys.stderr)
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    try:
        subprocess.run(command, capture_output=True, check=False)
        return pwd.getpwnam(ACCOUNT_NAME)
    except (OSError, KeyError) as error:
        raise EmbeddedDatabaseError(
            f"PostgreSQL refuses to run as root, and the account '{ACCOUNT_NAME}' could not be made for it. "
            "Run this as an ordinary user, or set DATABASE_URL."
        ) from error


def _can_reach(account: Account, program: Path, folder: Path) -> bool:
    attempt = ["/bin/sh", "-c", '"$1" --version && cd "$2"', "sh", str(program), str(folder)]
    return account.run(attempt, cwd=Path("/")).returncode == 0


def _open_the_way(program: Path, folder: Path) -> None:
    """Let other accounts pass through (not list) the folders above, and read the PostgreSQL programs themselves."""
    for above in (folder, *folder.parents, *program.parents):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            print(f"Letting the database account pass through {above} (chmod o+x).", file=sys.stderr)
            above.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
    for path in program.parents[1].rglob("*"):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            passing = stat.S_IXOTH if path.is_dir() or mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | passing)
