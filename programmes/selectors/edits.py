"""What others made of a record after a person opened it: field by field, who, when and why.

Read from the protected history that triggers keep, which also knows of edits made past the product's own forms. Only
for the person who was overtaken; the history that pages tell comes from recorded changes (`selectors.history`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from commissioning.core.concurrency import Versioned
from commissioning.core.models import User


@dataclass(frozen=True)
class Versions:
    """The versions of a service and of its scope that the writer has seen."""

    service: int
    scope: int


@dataclass(frozen=True)
class WatchedField:
    """A field to compare; `show` puts its value in words, from the record or from a row of its history."""

    name: str
    label: str
    show: Callable[[Any], str]


@dataclass(frozen=True)
class FieldEdit:
    """One field changed by somebody else: from what, to what, and on whose word."""

    name: str
    label: str
    before: str
    after: str
    who: str
    at: datetime
    why: str = ""


def edits_since(record: Versioned, version: int, fields: Sequence[WatchedField]) -> tuple[FieldEdit, ...]:
    """The edits of the watched fields after the record was at `version`, oldest first; at most two queries."""
    history: Any = _history_of(record)
    rows = list(
        history.objects.filter(pgh_obj_id=record.pk, version__gte=version).order_by("version", "pgh_id")
    )
    people = _people(rows)
    edits = []
    for earlier, later in pairwise(rows):
        context = later.pgh_context or {}
        for field in fields:
            before, after = field.show(earlier), field.show(later)
            if before != after:
                who, why = _who(context, people), str(context.get("reason", ""))
                edits.append(
                    FieldEdit(field.name, field.label, before, after, who, later.pgh_created_at, why)
                )
    return tuple(edits)


def _history_of(record: Any) -> Any:
    return record._meta.get_field("events").related_model


def _people(rows: Sequence[Any]) -> dict[int, str]:
    ids: set[int] = {row.pgh_context["user"] for row in rows if (row.pgh_context or {}).get("user")}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}


def _who(context: dict[str, Any], people: dict[int, str]) -> str:
    command = context.get("command")
    return people.get(context.get("user", 0)) or (f"the command {command}" if command else "someone unnamed")
