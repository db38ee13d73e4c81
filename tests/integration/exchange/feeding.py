"""The command as a feed by the clock calls it, and a count of every row of the database."""

import json
import sys
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection

from tests.integration.exchange.sheets import csv_rows

HEADINGS = ["Reference", "What", "Date as printed", "State", "Owner"]


def feed(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit status, and what was printed as JSON."""
    out, status = StringIO(), 0
    before, sys.stdout = sys.stdout, out
    try:
        call_command("import_sheet", *arguments, "--json", stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.stdout = before
    return status, json.loads(out.getvalue())


def plan_of(*rows: list[str]) -> bytes:
    return csv_rows(HEADINGS, *rows)


def rows_of_every_table() -> dict[str, int]:
    """How many rows each table has, the history's included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = [name for (name,) in cursor.fetchall()]
        counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in names)  # noqa: S608
        cursor.execute(counts)
        return dict(cursor.fetchall())
