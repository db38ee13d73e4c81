"""What stands in the way of undoing an import, in words: later changes, newer records that rest on what it added."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import models, router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.timezone import localtime

from commissioning.exchange.models import ImportRun
from commissioning.exchange.selectors.written import WrittenRows, later_changes

MOST_NAMED: Final = 10
Keys = dict[type[models.Model], set[int]]


def resting_on(rows: Sequence[WrittenRows], run: ImportRun) -> tuple[str, ...]:
    """The first of what stands in the way, and whether there is more."""
    found = list(islice(_problems(rows, run), MOST_NAMED + 1))
    return (*found[:MOST_NAMED], "… and more.") if len(found) > MOST_NAMED else tuple(found)


def _problems(rows: Sequence[WrittenRows], run: ImportRun) -> Iterator[str]:
    yield from _later(rows, run)
    yield from _resting(rows)
    yield from _unknown(rows)


def _later(rows: Iterable[WrittenRows], run: ImportRun) -> Iterator[str]:
    for each in rows:
        newest = {event.pgh_obj_id: event for event in later_changes(each, run)}
        for key, event in newest.items():
            when = localtime(event.pgh_created_at)
            name = _name(each.model, key) or str(event)
            yield f"{name} was changed after the import, on {when:%-d %B %Y at %H:%M}."


def _resting(rows: Iterable[WrittenRows]) -> Iterator[str]:
    """Newer records that would go, or lose what they point at, with what the import added."""
    added = {each.model: set(each.added) for each in rows if each.added}
    touched: Keys = defaultdict(set)
    for model, keys in added.items():
        for other, others in _pointing_at(model, keys).items():
            touched[other] |= others - added.get(other, set())
    for other, others in touched.items():
        if hasattr(other, "pgh_event_models"):  # what keeps no history is worked out from what does
            for record in other._base_manager.filter(pk__in=others).order_by("pk"):
                yield f"{str(record._meta.verbose_name).capitalize()} “{record}” rests on what was imported."


def _pointing_at(model: type[models.Model], keys: set[int]) -> Keys:
    """Every record that deleting these would delete, change, or be refused for."""
    collector = Collector(using=router.db_for_write(model), origin=None)
    found: Keys = defaultdict(set)
    try:
        collector.collect(list(model._base_manager.filter(pk__in=keys)))
    except (ProtectedError, RestrictedError) as error:
        protected: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
        for record in protected:
            found[type(record)].add(record.pk)
    for other, records in collector.data.items():
        found[other] |= {record.pk for record in records}
    for fast in collector.fast_deletes:
        found[fast.model] |= set(fast.values_list("pk", flat=True))
    updates: Any = collector.field_updates.values()
    for batches in updates:
        for record in (record for batch in batches for record in batch):
            found[type(record)].add(record.pk)
    return found


def _unknown(rows: Iterable[WrittenRows]) -> Iterator[str]:
    """Records of which history does not say how they stood before."""
    for each in rows:
        for key, before in {**each.changed, **each.removed}.items():
            if before is None:
                yield f"History does not say how {each.model._meta.verbose_name} {key} stood before."


def _name(model: type[models.Model], key: int) -> str:
    record = model._base_manager.filter(pk=key).first()
    return "" if record is None else f"{str(model._meta.verbose_name).capitalize()} “{record}”"
