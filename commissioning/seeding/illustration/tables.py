"""Rows of the illustration, section by section: a fixture's words read by the columns that they are for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, models

from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier, parse_money
from commissioning.seeding.load import Draft, Load, RecordGoneError, with_values
from commissioning.seeding.records import FixtureError, Record

People = Mapping[str, User]
Section = tuple[str, type[models.Model]]
Completes = Callable[[models.Model], None]
NOBODY: People = {}
KINDS: Mapping[str, Callable[[str], Any]] = {
    "basis": Basis,
    "extension": Extension,
    "net_gross": NetGross,
    "year": str,
}


def load_sections(
    load: Load,
    sections: Iterable[Section],
    *,
    people: People = NOBODY,
    complete: Completes = lambda _row: None,
    source: Record | None = None,
) -> None:
    """Write the rows that are new, in the order of the sections; `complete` adds what is worked out, before writing.

    `source` holds the sections; without one they are the fixture's procurement. A row that needs one which a person has
    deleted is left out, and said. Raises FixtureError by record and field.
    """

    def make(model: type[models.Model], record: Record) -> models.Model:
        row = _row(load, model, people, record)
        complete(row)
        return row

    for name, model in sections:
        records = (source or load.seed.part("procurement")).records(name)
        if any(column.name == "reference" for column in model._meta.fields):
            load.save(model, [Draft(each.id, partial(make, model, each)) for each in records])
        else:
            _save_ties(load, model, partial(make, model), records)


def _save_ties(
    load: Load,
    model: type[models.Model],
    make: Callable[[Record], models.Model],
    records: Sequence[Record],
) -> None:
    """Rows without a reference of their own: the record's id is remembered all the same, so each comes once."""
    made = []
    for record in records:
        if not load.is_new(record.id):
            load.kept += 1
            continue
        load.enter(record.id)
        try:
            made.append(make(record))
        except RecordGoneError as gone:
            load.left_out.append(f"{record.id}: {gone}, so it is left out")
    try:
        model._default_manager.bulk_create(made)
    except IntegrityError as error:
        raise FixtureError(model.__name__, "", str(error).strip()) from error
    load.created += len(made)


def _row(load: Load, model: type[models.Model], people: People, record: Record) -> models.Model:
    columns = {column.name: column for column in model._meta.fields}
    values: dict[str, Any] = {}
    if "illustrative" in columns:
        values["illustrative"] = True
    if "programme" in columns:
        values["programme"] = load.programme
    for name in record.data:
        if name != "id":
            values[name] = _value(load, columns, people, record, name)
    return with_values(model, **values)


def values_of(load: Load, model: type[models.Model], record: Record) -> dict[str, Any]:
    """The values of a record whose fields are all columns of the model."""
    columns = {column.name: column for column in model._meta.fields}
    return {name: _value(load, columns, NOBODY, record, name) for name in record.data if name != "id"}


def _value(
    load: Load, columns: Mapping[str, models.Field[Any, Any]], people: People, record: Record, name: str
) -> Any:
    column = columns.get(name)
    if f"{name}_amount" in columns:
        return _money(record, name)
    if f"{name}_precision" in columns:
        return _fuzzy(record, name)
    if column is None:
        raise record.error(name, "is not a column")
    if column.is_relation:
        return _found(load, column, people, record, name)
    if isinstance(column, models.DateTimeField | models.DateField):
        return _day(column, record, name)
    if isinstance(column, models.DecimalField):
        return record.decimal(name)
    return record.data[name]


def _found(
    load: Load, column: models.Field[Any, Any], people: People, record: Record, name: str
) -> models.Model:
    related: Any = column.related_model
    if related is not User:
        found: models.Model = load.find(related, record.text(name), record=record, field=name)
        return found
    if record.text(name) not in people:
        raise record.error(name, f"nobody has the part {record.text(name)!r}")
    return people[record.text(name)]


def _day(column: models.Field[Any, Any], record: Record, name: str) -> Any:
    try:
        return (
            column.to_python(record.text(name))
            if isinstance(column, models.DateTimeField)
            else (date.fromisoformat(record.text(name)))
        )
    except ValueError as error:
        raise record.error(name, f"{record.text(name)!r} is not a day") from error


def _fuzzy(record: Record, name: str) -> Any:
    try:
        return parse_fuzzy_date(record.text(name))
    except FuzzyDateError as error:
        raise record.error(name, str(error)) from error


def _money(record: Record, name: str) -> Money:
    """An amount as people write it, with what its column says of it: basis, year, extension, net or gross."""
    told = record.record(name)
    parts: dict[str, Any] = {part: KINDS[part](told.text(part)) for part in told.data if part in KINDS}
    money = parse_money(told.text("printed"))
    if money.qualifier == Qualifier.UNREADABLE:
        raise record.error(name, f"{told.text('printed')!r} cannot be read as an amount")
    return replace(money, **parts)
