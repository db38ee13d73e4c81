"""Everything an import wrote, in every table, from the protected history: what undoing it has to take back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, Min

from commissioning.exchange.models import ImportRun

MARK = "import"  # in the history's context


@dataclass(frozen=True)
class WrittenRows:
    """The rows of one table that an import touched, by key.

    `added` were not there before and are there now; `changed` and `removed` have with them the history row that says
    how they stood before the import. `last` is the newest history row of the import here.
    """

    model: type[models.Model]
    added: frozenset[int]
    changed: dict[int, Any]
    removed: dict[int, Any]
    last: dict[int, int]

    @property
    def keys(self) -> set[int]:
        return set(self.last)


@cache
def tracked_models() -> tuple[type[models.Model], ...]:
    """Every model that keeps history, users and imports themselves aside."""
    return tuple(
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_event_models") and model._meta.app_label not in {"core", "exchange"}
    )


def written_by(run: ImportRun) -> list[WrittenRows]:
    """What the import wrote, table by table; one query for each table that keeps history, two more where it wrote."""
    found = []
    for model in tracked_models():
        events = _events(model).filter(**{f"pgh_context__{MARK}": str(run.pk)})
        touched = list(
            events.values("pgh_obj_id")
            .annotate(first=Min("pgh_id"), last=Max("pgh_id"))
            .order_by("pgh_obj_id")
        )
        if touched:
            found.append(_rows(model, touched))
    return found


def _rows(model: type[models.Model], touched: Sequence[dict[str, Any]]) -> WrittenRows:
    events = _events(model)
    first = events.in_bulk([row["first"] for row in touched])
    last = events.in_bulk([row["last"] for row in touched])
    added: set[int] = set()
    changed: dict[int, Any] = {}
    removed: dict[int, Any] = {}
    for row in touched:
        key = row["pgh_obj_id"]
        was_there = first[row["first"]].pgh_label != "insert"
        is_there = last[row["last"]].pgh_label != "delete"
        if not was_there and is_there:
            added.add(key)
        elif was_there:
            before = events.filter(pgh_obj_id=key, pgh_id__lt=row["first"]).order_by("-pgh_id").first()
            (changed if is_there else removed)[key] = before
    return WrittenRows(
        model, frozenset(added), changed, removed, {row["pgh_obj_id"]: row["last"] for row in touched}
    )


def later_changes(rows: WrittenRows, run: ImportRun) -> Iterator[Any]:
    """History rows of these records that were written after the import, by anything else."""
    later = _events(rows.model).filter(pgh_obj_id__in=rows.keys, pgh_id__gt=min(rows.last.values()))
    for event in later.order_by("pgh_id").iterator():
        if event.pgh_id > rows.last[event.pgh_obj_id] and (event.pgh_context or {}).get(MARK) != str(run.pk):
            yield event


def _events(model: type[models.Model]) -> Any:
    related: Any = model._meta.get_field("events").related_model
    return related._default_manager.all()
