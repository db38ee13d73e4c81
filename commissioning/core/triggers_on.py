"""Every connection says that it leaves out no trigger, so that triggers need not find that out by failing.

Each trigger of pgtrigger asks a setting which triggers are to be left out. On a connection that never set it the
question is an error, caught inside the database at every row of every write: 5,000 inserts of measurements took 3.0 s
in place of 0.2 s. An empty list answers it.
"""

from typing import Any

from django.db.backends.signals import connection_created

NONE_LEFT_OUT = "SELECT set_config('pgtrigger.ignore', '{}', false)"


def say_so(connection: Any, **_: Any) -> None:
    with connection.connection.cursor() as cursor:  # the driver's own: no query of the product's
        cursor.execute(NONE_LEFT_OUT)


def install() -> None:
    connection_created.connect(say_so, dispatch_uid="no trigger is left out")
