"""Bring database, reference data, demonstration data and static files up to date before `make run` or `make dev`.

One process for all steps: each would otherwise spend a second on starting. Every step may be repeated or cut short;
migrations and loads are transactions, and loading never overwrites what a person has edited.
"""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))


def prepare(environment: str) -> None:
    """Run the steps for "evaluation" (served like production) or "development" (reloading, DEBUG)."""
    import django

    django.setup()
    if not os.environ.get("DATABASE_URL"):
        print("Database: embedded PostgreSQL in var/postgres")
    step("Bringing the database up to date", "migrate", interactive=False, verbosity=0)
    step("Loading reference data", "load_reference")
    step("Loading demonstration data", "load_demo")
    step("Working out what boards show of KPIs", "refresh_kpis", all=True)
    if environment == "evaluation":
        step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
    print()
    step("", "demo_sign_ins")
    print(flush=True)


def is_for_production() -> bool:
    """Whether the shell or this folder's .env says production, where demonstration accounts must never be loaded."""
    import environ

    file = BASE_DIR / ".env"
    if file.is_file():
        environ.Env.read_env(file)
    return os.environ.get("ENVIRONMENT") == "production"


def step(title: str, command: str, **options: object) -> None:
    """Run one management command under its own name, so that the history says what wrote each row."""
    from django.core.management import call_command

    from commissioning.core.audit import acting_as_command

    if title:
        print(title, flush=True)
    with acting_as_command(command):
        call_command(command, **options)


def explanation(error: Exception) -> str:
    """What a person can do about a failure that is about this machine rather than about the product."""
    if "PostgreSQL" in str(error) and "or later is required" in str(error):
        return f"The database named in DATABASE_URL is too old: {error}."
    if isinstance(error, PermissionError):
        return (
            f"{error.filename} belongs to another user, because an earlier run was made by that user or as root.\n"
            "Run this as that user, or remove the folder var/ as that user and start afresh (its data would be lost)."
        )
    source = (
        "The database named in DATABASE_URL" if os.environ.get("DATABASE_URL") else "The embedded database"
    )
    return f"{source} does not answer:\n{error}"


def main(environment: str) -> None:
    """Prepare, or end with a sentence instead of a traceback where a person can put things right."""
    if is_for_production():
        sys.exit(
            "This folder is set up for production (ENVIRONMENT=production), where demonstration data have no place.\n"
            "docs/operations.md says how to serve it. To look round, use another copy of the project."
        )
    os.environ["ENVIRONMENT"] = environment
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.db import NotSupportedError, OperationalError

    try:
        prepare(environment)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except (NotSupportedError, OperationalError, PermissionError) as error:
        sys.exit(explanation(error))
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Run the same command again: it carries on from here.")


if __name__ == "__main__":
    main(sys.argv[1])
