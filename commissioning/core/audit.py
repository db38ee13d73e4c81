"""Who changed what, when, from what, to what and why: one decorator and one context for the whole product.

Database triggers write the history, so that bulk updates, raw SQL and deletes leave a row too. The actor and the
reason lie on the append-only history row itself, where nothing can edit them afterwards.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection, models, transaction

from commissioning.core import plain_sql, trigger_index

trigger_index.install()  # before any model is made
plain_sql.install()
FORGET = (
    "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
)
TRUNCATE_SETTING = "commissioning.truncate"
UNDO_SETTING = "commissioning.undo"  # the import that the transaction undoes
ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def tracked(model: ModelClass) -> ModelClass:
    """Keep every insert, update and delete of the model's rows, append-only, written once per statement."""
    return tracked_except()(model)


def tracked_except(*secret: str) -> Callable[[ModelClass], ModelClass]:
    """As `tracked`, leaving out fields that history must not keep, such as a password's hash."""

    def decorate(model: ModelClass) -> ModelClass:
        decorated: ModelClass = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(secret),
            append_only=True,
            context_field=pghistory.ContextJSONField(),
            level=pgtrigger.Statement,
            meta={"triggers": [refuse_truncate()]},
        )(model)
        pgtrigger.register(refuse_truncate())(decorated)
        return decorated

    return decorate


def refuse_truncate() -> pgtrigger.Trigger:
    """TRUNCATE fires none of the triggers that keep history, so tracked tables and their histories refuse it.

    Only a session that says so beforehand may do it: the tests' own clearing of their database.
    """
    return pgtrigger.Trigger(
        name="refuse_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=(
            f"IF COALESCE(CURRENT_SETTING('{TRUNCATE_SETTING}', TRUE), '') <> 'allowed' THEN"
            " RAISE EXCEPTION 'TRUNCATE of % would leave no history', TG_TABLE_NAME; END IF; RETURN NULL;"
        ),
    )


# The history's table is the row's own with “event” behind it; the name is known only to the trigger that runs.
STAYS = f"""
IF TG_OP = 'DELETE' AND COALESCE(CURRENT_SETTING('{UNDO_SETTING}', TRUE), '') <> '' THEN
    EXECUTE FORMAT(
        'SELECT EXISTS (SELECT 1 FROM %I WHERE pgh_obj_id = $1 AND pgh_label = ''insert'''
        ' AND pgh_context ->> ''import'' = $2)', TG_TABLE_NAME || 'event'
    ) INTO of_import USING OLD.id, CURRENT_SETTING('{UNDO_SETTING}', TRUE);
    IF of_import THEN RETURN OLD; END IF;
END IF;
RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
"""  # noqa: S608 (the trigger's own table)


def append_only() -> pgtrigger.Trigger:
    """For business history (scope changes, notes): a row once written is neither changed nor deleted.

    One exception, held by the database: undoing an import takes away the rows which that very import wrote, and only
    those; what was written and that it was taken away stay in the protected history of the table.
    """
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        declare=[("of_import", "BOOLEAN")],
        func=STAYS,
    )


@contextmanager
def acting(*, by: models.Model, reason: str = "", **more: Any) -> Iterator[None]:
    """Everything written inside carries the user and the reason.

    Entered at the service door; an outer context (the request, the command) keeps what it knows, such as the
    request id, and this adds to it. On leaving, the reason is taken off again, so that it cannot stick to the next
    write of the same request.
    """
    from pghistory.runtime import _tracker

    with _context():
        metadata = _tracker.value.metadata
        before = dict(metadata)
        metadata.update({"user": by.pk, "reason": reason, **more})
        try:
            yield
        finally:
            metadata.clear()
            metadata.update(before)


@contextmanager
def acting_as_command(name: str, *, reason: str = "") -> Iterator[None]:
    """Everything a management command writes carries the command's name, so that the actor is never empty."""
    why = {"reason": reason} if reason else {}
    with _context(command=name, **why):
        yield


@contextmanager
def _context(**metadata: Any) -> Iterator[None]:
    """A history context; the outermost one is also taken off the transaction that goes on after it.

    The library tells the database who is acting for as long as the transaction lasts, so that a later write of the same
    transaction, outside any context, would otherwise be put down to the same person and reason.
    """
    from pghistory.runtime import _tracker

    outermost = not hasattr(_tracker, "value")
    with pghistory.context(**metadata):
        yield
    if outermost and transaction.get_connection().in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
