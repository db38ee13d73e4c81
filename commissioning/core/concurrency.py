"""Two people, one record: the second writer is told, never silently overwritten.

Every editable record has a `version`. A database trigger adds one at each update and refuses a write that carries
another version than the row has, on every path that writes a whole record: form, admin, API, import, shell.
"""

from typing import Any, TypeVar

import pgtrigger
from django.db import OperationalError, models

STALE_SQLSTATE = "40001"
Record = TypeVar("Record", bound="Versioned")

BUMP_VERSION = f"""
IF NEW.version <> OLD.version THEN
    RAISE EXCEPTION 'stale edit of % %', TG_TABLE_NAME, OLD.id USING ERRCODE = '{STALE_SQLSTATE}';
END IF;
NEW.version := OLD.version + 1;
RETURN NEW;
"""


class StaleEdit(Exception):  # noqa: N818 (an outcome that pages answer with a choice, not a fault)
    """The record changed after the editor opened it. `current` is the record as it stands now."""

    def __init__(self, current: "Versioned") -> None:
        # Not the record's own words: they may need a query, and the transaction may have failed by now.
        super().__init__(
            f"{current._meta.label} {current.pk} was changed by someone else after it was opened."
        )
        self.current = current


def version_trigger() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="bump_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=BUMP_VERSION,
    )


class Versioned(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        triggers = [version_trigger()]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, refusing with StaleEdit where the row has moved on since this instance was read."""
        updating = not self._state.adding
        if updating and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        try:
            super().save(*args, **kwargs)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) == STALE_SQLSTATE and "stale edit" in str(error):
                raise StaleEdit(self) from error
            raise
        if updating:
            self.version += 1  # what the trigger has just done to the row


def lock_for_edit(model: type[Record], pk: int, version: int) -> Record:
    """The row, locked until the transaction ends. Raises StaleEdit when it is no longer at `version`."""
    record: Record = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    if record.version != version:
        raise StaleEdit(record)
    return record
