"""The moment at which something was done, by the clock of the history that it stands in."""

from datetime import datetime

from django.db import connection


def now_in_database() -> datetime:
    """The database's own time, which the rows of the history have too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment  # type: ignore[no-any-return]
