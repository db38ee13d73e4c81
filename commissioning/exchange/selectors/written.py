"""Everything an import wrote, in every table, from the protected history: what undoing it has to take back.

A fixed number of queries for each table, however many rows the import wrote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, Min

from commissioning.exchange.models import ImportRun, RunState

MARK = "import"  # in the history's context
UNDOES = "undoes"  # in the context of what undid it


@dataclass(frozen=True)
class WrittenRows:
    """The rows of one table that an import touched, by key.

    `added` were not there before and are there now; `changed` and `removed` have with them the number of the history
    row that says how they stood before the import, None where history does not say. `last` is the newest history row
    of the import here.
    """

    model: type[models.Model]
    added: frozenset[int]
    changed: dict[int, int | None]
    removed: dict[int, int | None]
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


def history_of(model: type[models.Model]) -> type[models.Model]:
    """The model of the history's rows of a tracked model."""
    related: Any = model._meta.get_field("events").related_model
    return related  # type: ignore[no-any-return]


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
    ends = {row["first"] for row in touched} | {row["last"] for row in touched}
    labels = dict(_events(model).filter(pk__in=ends).values_list("pk", "pgh_label"))
    was_there = {row["pgh_obj_id"]: row["first"] for row in touched if labels[row["first"]] != "insert"}
    is_there = {row["pgh_obj_id"] for row in touched if labels[row["last"]] != "delete"}
    before = _before(model, was_there)
    return WrittenRows(
        model,
        frozenset(is_there - set(was_there)),
        {key: before.get(key) for key in was_there if key in is_there},
        {key: before.get(key) for key in was_there if key not in is_there},
        {row["pgh_obj_id"]: row["last"] for row in touched},
    )


def _before(model: type[models.Model], first: dict[int, int]) -> dict[int, int]:
    """Key → the newest history row before the import's first.

    Whatever wrote one of these rows between the import's first and last history row had to wait for it, so that its
    history is newer than the import's: below the newest of the firsts there is only the import's own and older.
    """
    if not first:
        return {}
    older = _events(model).filter(pgh_obj_id__in=[*first], pgh_id__lt=max(first.values()))
    newest = (
        older.exclude(pgh_id__in=[*first.values()])
        .order_by("pgh_obj_id", "-pgh_id")
        .values_list("pgh_obj_id", "pgh_id")
    )
    found: dict[int, int] = {}
    for key, number in newest.iterator():
        if number < first[key]:
            found.setdefault(key, number)
    return found


def later_changes(rows: WrittenRows, run: ImportRun) -> Iterator[Any]:
    """History rows of these records that were written after the import, by anything else, and still stand.

    What a later import wrote and its undoing took back is as if it had not been.
    """
    gone = {str(key) for key in _undone_since(run)}
    later = _events(rows.model).filter(pgh_obj_id__in=rows.keys, pgh_id__gt=min(rows.last.values()))
    for event in later.order_by("pgh_id").iterator():
        context = event.pgh_context or {}
        ours = {context.get(MARK), context.get(UNDOES)} & {str(run.pk), *gone}
        if event.pgh_id > rows.last[event.pgh_obj_id] and not ours:
            yield event


def _undone_since(run: ImportRun) -> Any:
    return ImportRun.objects.filter(state=RunState.UNDONE, undone_at__gte=run.made_at).values_list(
        "pk", flat=True
    )


def _events(model: type[models.Model]) -> Any:
    return history_of(model)._default_manager.all()
