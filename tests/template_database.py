"""A migrated, empty database that test databases are copied from.

Applying all migrations takes half a minute, copying the result a tenth of a second. The copy is remade whenever a
migration or a locked package changes, so tests still run on what the migrations make; `make migrations` and the
set-up tests apply them from nothing.
"""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

PREFIX = "commissioning_tests_"
KEPT = 3  # several branches, or several people on one server, each have theirs


def fingerprint() -> str:
    """What the copy depends on: every migration of the project, and the packages that bring their own."""
    digest = hashlib.sha256()
    apps = ("commissioning", "programmes", "outcomes", "procurement", "governance")
    files = sorted(path for app in apps for path in (settings.BASE_DIR / app).rglob("migrations/*.py"))
    for path in [*files, settings.BASE_DIR / "requirements.txt"]:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Parallel test workers make the copy once between them."""
    lock = Path(settings.BASE_DIR) / "var" / "test-template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def server() -> psycopg.Connection[tuple[object, ...]]:
    """A connection to the server's own database, to make and drop others."""
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
    return psycopg.connect(dbname="postgres", autocommit=True, **wanted)


def copy_database(source: str, target: str) -> None:
    """Make `target` a copy of `source`, replacing any there is and ending whoever is connected to it."""
    drop_database(target)
    with server() as admin:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(target), sql.Identifier(source)
        )
        if waits_for_no_disk(admin):  # then copying files is quicker than writing each page to the log first
            create += sql.SQL(" STRATEGY FILE_COPY")
        admin.execute(create)


def waits_for_no_disk(admin: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether this is a server like the embedded one for tests, of a release that offers ways to copy."""
    fsync = admin.execute("SHOW fsync").fetchone()
    return fsync == ("off",) and admin.info.server_version >= 150000


def drop_database(name: str) -> None:
    """Remove a copy, ending whoever is connected to it."""
    with server() as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point this process's connection at another database for a while."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


def ensure() -> str:
    """The name of a migrated, empty database for today's migrations, made first if there is none."""
    name = PREFIX + fingerprint()
    with one_at_a_time(), server() as admin:
        found = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"]
        )
        existing = [str(row[0]) for row in found]
        if name in existing:
            return name
        partial = "partial_" + name
        copy_database("template1", partial)
        with connected_to(partial):
            call_command("migrate", interactive=False, verbosity=0)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(partial), sql.Identifier(name)
        )
        admin.execute(rename)
        for old in existing[: -KEPT + 1]:
            with contextlib.suppress(psycopg.Error):  # someone is copying it
                admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
    return name


if __name__ == "__main__":
    # `make test` makes the copy before the workers start: measuring coverage would make the migrations far slower.
    import django

    django.setup()
    ensure()
