"""Stable references such as HAM-SVC-17: handed out in order, one at a time, and never twice."""

from typing import Any

from django.db import connection, models

from programmes.models import Programme, Service

LOCK_CLASS = 7_301  # the first half of the advisory lock's key; the programme is the second


def lock_programme(programme_id: int) -> None:
    """Make the writers of one programme's scope follow one another, until the transaction ends.

    Names and references are then checked and taken without another writer in between. It may be taken twice by
    one transaction. Rows of the programme stay readable, and writable by everything else.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, programme_id])


def next_service_reference(programme: Programme) -> str:
    """The reference of the programme's next service: after HAM-SVC-16 comes HAM-SVC-17."""
    stem = f"{programme.reference.split('-')[0]}-SVC-"
    return _next(Service, stem, programme.pk, digits=2)


def next_reference(model: type[models.Model], word: str, programme: Programme | None = None) -> str:
    """The next reference of a record entered by hand: HAM-BL-15 for the word BL, ORG-3 where no programme owns it.

    Padded with a nought where those given before are.
    """
    stem = f"{programme.reference.split('-')[0]}-{word}-" if programme else f"{word}-"
    _, padded = _ever_given(model, stem)
    return _next(model, stem, programme.pk if programme else 0, digits=2 if padded else 1)


def next_reference_of(service: Service, model: type[models.Model], word: str) -> str:
    """The next reference of a record kept for a service, such as HAM-SVC-03-CHANGE-2 for the word CHANGE."""
    return _next(model, f"{service.reference}-{word}-", service.programme_id, digits=1)


def next_reference_under(stem: str, programme_id: int, model: type[models.Model], word: str) -> str:
    """The next reference of a record kept under another, such as HAM-PH-2-BID-3: numbers start anew under each.

    For sealed records, so that a number says nothing of how many another phase has.
    """
    return _next(model, f"{stem}-{word}-", programme_id, digits=1)


def _next(model: type[models.Model], stem: str, programme_id: int, *, digits: int) -> str:
    """One more than the highest number ever given, to deleted records too: exported files may still name them.

    Call it inside a transaction: it holds the programme's lock until that ends.
    """
    lock_programme(programme_id)
    highest, _ = _ever_given(model, stem)
    return f"{stem}{highest + 1:0{digits}}"


def _ever_given(model: type[models.Model], stem: str) -> tuple[int, bool]:
    """(highest number ever given behind the stem, whether any is padded with a nought); one query."""
    history: Any = model._meta.get_field("events").related_model
    tables = [connection.ops.quote_name(each._meta.db_table) for each in (model, history)]
    given = " UNION ALL ".join(
        f"SELECT substr(reference, %(from)s) AS tail FROM {table} WHERE starts_with(reference, %(stem)s)"  # noqa: S608
        for table in tables  # names of our own tables
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(tail::numeric) FILTER (WHERE tail ~ '^[0-9]+$'), bool_or(tail LIKE '0%%')"  # noqa: S608
            f" FROM ({given}) AS given",
            {"from": len(stem) + 1, "stem": stem},
        )
        highest, padded = cursor.fetchone()
    return int(highest or 0), bool(padded)
