"""The rows of an import put back as history has them: a few statements for each table, however many rows there are."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, models, router

from commissioning.core.audit import UNDO_SETTING
from commissioning.exchange.models import ImportRun
from commissioning.exchange.selectors.written import WrittenRows, history_of

LONGEST_WAIT: Final = "5s"  # for a row that somebody else holds


def hold(rows: Iterable[WrittenRows]) -> None:
    """Lock every row that is to change or go, so that nobody changes it or comes to rest on it meanwhile.

    Raises OperationalError where somebody holds one of them for long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        for each in rows:
            locked = each.model._base_manager.filter(pk__in=each.keys).order_by("pk").select_for_update()
            len(locked.values_list("pk"))
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


def take_back(rows: Sequence[WrittenRows], run: ImportRun) -> None:
    """Foreign keys are checked at the end, so the order of the tables does not matter.

    What was added goes first: its names and references may be those of what comes back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [UNDO_SETTING, str(run.pk)])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for each in rows:
            _remove(each)
        for each in rows:
            _bring_back(cursor, each)
            _put_back(cursor, each)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config(%s, '', true)", [UNDO_SETTING])


def _remove(rows: WrittenRows) -> None:
    if not rows.added:
        return
    using = router.db_for_write(rows.model)
    for relation in rows.model._meta.related_objects:
        other: Any = relation.related_model
        if relation.one_to_many or relation.one_to_one:
            worked_out = not hasattr(other, "pgh_event_models") and not hasattr(other, "pgh_tracked_model")
            if worked_out and not relation.field.null:
                derived: Any = other._base_manager.filter(**{f"{relation.field.name}__in": rows.added})
                derived._raw_delete(using)
    gone: Any = rows.model._base_manager.filter(pk__in=rows.added)
    gone._raw_delete(using)


def _bring_back(cursor: Any, rows: WrittenRows) -> None:
    """Insert what the import removed as its last history row before has it."""
    if not rows.removed:
        return
    columns = ", ".join(["id", *_columns(rows.model)])
    cursor.execute(
        f"INSERT INTO {_table(rows.model)} ({columns}) SELECT {_of_event('pgh_obj_id', rows.model)}"  # noqa: S608
        f" FROM {_table(history_of(rows.model))} AS event WHERE event.pgh_id = ANY(%s)",
        [[*rows.removed.values()]],
    )


def _of_event(key: str, model: type[models.Model]) -> str:
    return ", ".join(f"event.{column}" for column in [key, *_columns(model)])


def _put_back(cursor: Any, rows: WrittenRows) -> None:
    """Give what the import changed the values of its last history row before; the version goes on."""
    if not rows.changed:
        return
    values = ", ".join(
        f"{column} = event.{column}" for column in _columns(rows.model) if column != _quoted("version")
    )
    cursor.execute(
        f"UPDATE {_table(rows.model)} AS record SET {values} FROM {_table(history_of(rows.model))} AS event"  # noqa: S608
        " WHERE event.pgh_id = ANY(%s) AND record.id = event.pgh_obj_id",
        [[*rows.changed.values()]],
    )


def _columns(model: type[models.Model]) -> list[str]:
    """Every column that history keeps, the key aside."""
    kept = {field.column for field in history_of(model)._meta.concrete_fields}
    return [
        _quoted(str(field.column))
        for field in model._meta.concrete_fields
        if field.column in kept and not field.primary_key
    ]


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
