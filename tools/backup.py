"""Write the whole database to one file, and load such a file again: `make backup`, `make restore FILE=…`.

Works on the embedded database and on any PostgreSQL named in DATABASE_URL, with the programs of the embedded one.
A restore is one transaction: it replaces everything or nothing, after saving what it is about to replace.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
from commissioning.embedded import program  # noqa: E402

FRESH_SCHEMA = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
HEADER_LINES = 50  # settings of the session come first, and only there
LIBPQ_NAMES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}


def connection_environment() -> dict[str, str]:
    """The variables that lead PostgreSQL's own programs to the product's database; none shows in a process list."""
    from django.conf import settings

    config = settings.DATABASES["default"]
    named = {variable: str(config[name]) for name, variable in LIBPQ_NAMES.items() if config.get(name)}
    options = {f"PG{name.upper()}": str(value) for name, value in config.get("OPTIONS", {}).items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | named | options | {"PGOPTIONS": "-c client_min_messages=warning"}


def save(file: Path) -> None:
    """Write a backup; a file cut short never bears the final name."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".partial")
    dump = [
        str(program("pg_dump")),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--file",
        str(partial),
    ]
    if subprocess.run(dump, env=connection_environment(), check=False).returncode:
        partial.unlink(missing_ok=True)
        sys.exit("The backup failed (see above); nothing was written.")
    partial.chmod(0o600)  # it holds everything the database holds
    partial.replace(file)
    print(f"Backup written: {file}  ({file.stat().st_size / 1_000_000:.1f} MB)")


def load(file: Path) -> None:
    """Replace the database's contents by a backup's, then bring them up to this release."""
    from django.core.management import call_command

    if not file.is_file():
        sys.exit(f"There is no backup at {file}. Name one: make restore FILE=var/backups/….dump")
    save(default_file("before-restore"))
    script = file.with_name(file.name + ".sql.partial")
    try:
        unpack(file, script)
        psql = [
            str(program("psql")),
            "--quiet",
            "--no-psqlrc",
            "--single-transaction",
            "--set",
            "ON_ERROR_STOP=1",
        ]
        command = [*psql, "--output", os.devnull, "--file", str(script)]
        subprocess.run(command, env=connection_environment(), check=True)
    except subprocess.CalledProcessError:
        sys.exit("The restore failed (see above); the database is as it was.")
    finally:
        script.unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    print(f"Restored from {file}. Start the site again so that nobody is shown what was there before.")


def unpack(file: Path, script: Path) -> None:
    """Write a backup out as statements that empty the database and fill it again.

    Raises CalledProcessError when the file is not a whole backup.
    """
    command = [str(program("pg_restore")), "--no-owner", "--no-privileges", "--file", "-", str(file)]
    with script.open("wb") as output, subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        os.fchmod(output.fileno(), 0o600)
        output.write(FRESH_SCHEMA)
        for number, line in enumerate(process.stdout or ()):
            # Servers before PostgreSQL 17 do not know this setting of the session, and would stop at it.
            if number > HEADER_LINES or not line.startswith(b"SET transaction_timeout"):
                output.write(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def default_file(label: str) -> Path:
    """A name that sorts by time."""
    return BASE_DIR / "var" / "backups" / f"{label}-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"


def main(action: str) -> None:
    """Save to or load from FILE."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    named = os.environ.get("FILE", "")
    if action == "restore":
        load(Path(named))
    else:
        save(Path(named) if named else default_file("commissioning"))


if __name__ == "__main__":
    main(sys.argv[1])
