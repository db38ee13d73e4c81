"""Every table with its columns, without any programme's rows: what the description of the API is made from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from commissioning.core.audit import acting_as_command
from commissioning.exchange.api.tables import PROGRAMME_TABLES, SHARED, ApiTable, table_of
from commissioning.exchange.registers.base import Act
from programmes.access import Grants
from programmes.models import Programme

NO_DAY = date(2018, 12, 13)  # columns are the same on every day


def catalogue() -> tuple[tuple[ApiTable, ...], tuple[ApiTable, ...]]:
    """(tables of a programme, tables that programmes share), each without a row of a real programme.

    A table is only made for a programme, so one is made, and taken back.
    """
    with _nowhere() as programme:
        every = Grants(everything=True)
        nobody = AnonymousUser()

        def act(of: Programme | None) -> Act:
            return Act(of, nobody, every, NO_DAY, NO_DAY, "")  # type: ignore[arg-type]  # nothing is written

        of_programme = tuple(table_of(name, act(programme)) for name in PROGRAMME_TABLES)
        return of_programme, tuple(table_of(name, act(None)) for name in SHARED)


@contextmanager
def _nowhere() -> Iterator[Programme]:
    with acting_as_command("document_api"), transaction.atomic():
        yield Programme.objects.create(key="nowhere", name="Nowhere", place="Nowhere", reference="NOWHERE")
        transaction.set_rollback(True)
