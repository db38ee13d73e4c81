"""What the database server itself must promise; gunicorn refuses to serve production without it.

Run by `manage.py check --deploy --database default`. A server that does not answer is reported but no reason to stay
down: pages say so until it is back.
"""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import Error, connections

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")


@checks.register(checks.Tags.database, deploy=True)
def check_database_server(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Durability settings must be on, and the product must not connect as the server's superuser."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(
                    "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABILITY)]
                )
                off = sorted(name for name, setting in cursor.fetchall() if setting == "off")
                cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                superuser = bool(cursor.fetchone()[0])
        except Error as error:
            found.append(checks.Warning(f"The database does not answer: {error}", id="commissioning.W001"))
            continue
        found.extend(judge(off, superuser=superuser))
    return found


def judge(off: list[str], *, superuser: bool) -> list[checks.CheckMessage]:
    """What is wrong with a server that has these durability settings off and this kind of role."""
    found: list[checks.CheckMessage] = []
    if off:
        found.append(
            checks.Error(
                f"The database has {', '.join(off)} turned off: a power cut could lose or tear what was saved.",
                hint="Turn them on in postgresql.conf and restart the server.",
                id="commissioning.E001",
            )
        )
    if superuser:
        found.append(
            checks.Error(
                "The product connects as a database superuser, who may switch off the history triggers.",
                hint="Make it a role of its own: CREATE ROLE commissioning LOGIN; see docs/operations.md.",
                id="commissioning.E002",
            )
        )
    return found
