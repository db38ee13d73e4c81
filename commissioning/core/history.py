"""One record's history, as people read it: who changed what, when, from what, to what, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import formats

from commissioning.core.fields import CompositeField
from commissioning.core.models import User

LABELS = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
# The columns that a value's printed form already says, so that a change of "£1m" to "£2m" is one line and not four.
PRINTED_PARTS = {"text", "amount", "upper", "currency", "qualifier", "start", "end", "precision", "status"}
UNSAID = {"id", "version", "fact"}
SEALED = "not shown before award"


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after; an empty string where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One write to a record. `version` is the record's after it, None for records without one."""

    label: str
    at: datetime
    who: str
    why: str
    fields: tuple[FieldChange, ...]
    version: int | None


def history_model(model: type[models.Model]) -> type[models.Model]:
    """The append-only table of the model's events."""
    related: Any = model._meta.get_field("events").related_model
    events: type[models.Model] = related
    return events


def changes_of(record: models.Model) -> tuple[Change, ...]:
    """Every write to the record, newest first. Two queries, and one more for each kind of record it points at.

    Of a field that the record says is sealed today (`sealed_fields`), that it changed, and not from what to what.
    """
    model = type(record)
    events = list(history_model(model)._default_manager.filter(pgh_obj_id=record.pk).order_by("pgh_id"))
    people = _people(events)
    words = _Words(model, events, sealed=frozenset(getattr(record, "sealed_fields", ())))
    changes: list[Change] = []
    before: models.Model | None = None
    for event in events:
        changes.append(_change(event, before, people, words))
        before = event
    return tuple(reversed(changes))


def beginning_of(record: models.Model) -> Change | None:
    """The write that first recorded it, without its values; None where history does not reach back. Two queries."""
    events = history_model(type(record))._default_manager.filter(pgh_obj_id=record.pk, pgh_label="insert")
    first = events.order_by("pgh_id").first()
    if first is None:
        return None
    context = getattr(first, "pgh_context", None) or {}
    return Change(
        label=LABELS["insert"],
        at=getattr(first, "pgh_created_at"),  # noqa: B009  (a column that only the tables of events have)
        who=_who(context, _people([first])),
        why=context.get("reason") or "",
        fields=(),
        version=getattr(first, "version", None),
    )


def snapshot(record: models.Model, version: int) -> models.Model | None:
    """The record as it stood at a version, unsaved; None where history does not reach back so far."""
    model = type(record)
    event = history_model(model)._default_manager.filter(pgh_obj_id=record.pk, version=version).last()
    return None if event is None else _as_record(model, event)


def _as_record(model: type[models.Model], event: models.Model) -> models.Model:
    kept = {field.attname for field in event._meta.concrete_fields}
    values = {f.attname: getattr(event, f.attname) for f in model._meta.concrete_fields if f.attname in kept}
    record = model(**values)
    record._state.adding = False
    return record


def _people(events: Iterable[Any]) -> Mapping[int, str]:
    users = ((event.pgh_context or {}).get("user") for event in events)
    ids = {user for user in users if user is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def _who(context: Mapping[str, Any], people: Mapping[int, str]) -> str:
    if context.get("user") is not None:
        return people.get(context["user"], "An account since removed")
    if context.get("command"):
        return f"The command “{context['command']}”"
    return "Written to the database from outside the product"


def _change(event: Any, before: models.Model | None, people: Mapping[int, str], words: "_Words") -> Change:
    context = event.pgh_context or {}
    return Change(
        label=LABELS.get(event.pgh_label, event.pgh_label),
        at=event.pgh_created_at,
        who=_who(context, people),
        why=context.get("reason") or "",
        fields=() if event.pgh_label == "delete" else tuple(words.differences(before, event)),
        version=getattr(event, "version", None),
    )


class _Words:
    """Words for the values of one model's events; what foreign keys point at is fetched once for all of them."""

    def __init__(
        self, model: type[models.Model], events: Iterable[models.Model], *, sealed: frozenset[str]
    ) -> None:
        self.model = model
        self.sealed = sealed
        self.composites = composites_of(model)
        self.hidden = UNSAID | {
            column
            for name, field in self.composites.items()
            for column in field.columns
            if column.removeprefix(f"{name}_") in PRINTED_PARTS
        }
        first = next(iter(events), None)
        kept = {field.name for field in first._meta.fields} if first is not None else set()
        self.fields = [f for f in model._meta.concrete_fields if f.name in kept - self.hidden]
        self.related = {f.attname: self._targets(f, events) for f in self.fields if f.is_relation}

    @staticmethod
    def _targets(field: Any, events: Iterable[models.Model]) -> Mapping[Any, str]:
        keys = {getattr(event, field.attname) for event in events} - {None}
        rows = field.related_model._default_manager.filter(pk__in=keys)
        return {row.pk: str(row) for row in rows}

    def differences(self, before: models.Model | None, after: models.Model) -> Iterable[FieldChange]:
        old = _as_record(self.model, before) if before is not None else None
        new = _as_record(self.model, after)
        sealed = self.sealed
        for name, field in self.composites.items():
            was, now = (getattr(row, name).printed if row is not None else "" for row in (old, new))
            if was != now and name in sealed:
                was, now = (SEALED if words else "" for words in (was, now))
                yield FieldChange(_sentence_case(field.verbose_name or name.replace("_", " ")), was, now)
            elif was != now:
                yield FieldChange(_sentence_case(field.verbose_name or name.replace("_", " ")), was, now)
        for column in self.fields:
            was, now = ("" if row is None else self._word(column, row) for row in (old, new))
            if was != now:
                yield FieldChange(_sentence_case(str(column.verbose_name)), was, now)

    def _word(self, field: Any, row: models.Model) -> str:
        value = getattr(row, field.attname)
        if value is None or value == "":
            return ""
        if field.is_relation:
            return self.related[field.attname].get(value, "(since deleted)")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, date):
            return formats.date_format(value, "j F Y")
        return str(value)


def composites_of(model: type[models.Model]) -> dict[str, CompositeField[Any]]:
    """The model's money and stated dates by attribute name, in the order in which it declares them."""
    found: dict[str, CompositeField[Any]] = {}
    for ancestor in reversed(model.__mro__):
        found.update(
            {name: value for name, value in vars(ancestor).items() if isinstance(value, CompositeField)}
        )
    return found


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]
