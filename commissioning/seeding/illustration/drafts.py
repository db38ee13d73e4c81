"""What every record of the illustrative county shares: its programme, and the mark that nothing of it is printed."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.db import models

from commissioning.core.fuzzydate import FuzzyDate, parse_fuzzy_date
from commissioning.seeding.load import Draft, Load, with_values
from commissioning.seeding.records import Record

Model = TypeVar("Model", bound=models.Model)
Values = Callable[[Load, Record, int], dict[str, Any]]


def save_each(
    load: Load, model: type[Model], records: Sequence[Record], values: Values
) -> list[tuple[Record, Model]]:
    """Write the records that are new, with what `values(load, record, place)` reads; returns those written."""
    drafts = [
        Draft(record.id, partial(_make, load, model, record, place, values))
        for place, record in enumerate(records, 1)
    ]
    made = load.save(model, drafts)
    return [(record, made[record.id]) for record in records if record.id in made]


def save_ties(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows that have no reference of their own; they come with the record that they hang on."""
    model._default_manager.bulk_create(rows)


def a_date(record: Record, field: str) -> dict[str, FuzzyDate]:
    """The date of a field, written as people write it, as a value to set; nothing where the record has none."""
    return {field: parse_fuzzy_date(record.text(field))} if field in record else {}


def found(load: Load, model: type[Model], record: Record, field: str) -> Model:
    """The record that a field names. Raises RecordGoneError when a person has deleted it."""
    return load.find(model, record.text(field), record=record, field=field)


def each_left(load: Load, model: type[Model], record: Record, field: str) -> list[Model]:
    """The records that a field lists, without those that a person has deleted."""
    return load.those_left(model, record.strings(field), record=record, field=field)


def _make(load: Load, model: type[Model], record: Record, place: int, values: Values) -> Model:
    shared: dict[str, Any] = {"illustrative": True}
    if any(column.name == "programme" for column in model._meta.fields):
        shared["programme"] = load.programme
    return with_values(model, **shared, **values(load, record, place))
