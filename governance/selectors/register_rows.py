"""Any of the four registers by its name, and how each field of a row reads, now and in its history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from governance.rules.register_fields import Kind, Register
from governance.selectors.registers import (
    RegisterRow,
    assumptions,
    change_requests,
    dependencies,
    issues,
)
from programmes.models import Programme
from programmes.rules_milestones import day_words
from programmes.selectors.edits import WatchedField

READERS: Mapping[str, Callable[..., tuple[RegisterRow, ...]]] = {
    "issues": issues,
    "dependencies": dependencies,
    "assumptions": assumptions,
    "change_requests": change_requests,
}


def register_rows(
    register: Register, programme: Programme, on: date, *, include_later: bool = False
) -> tuple[RegisterRow, ...]:
    """The rows of a register as at the day; two queries."""
    return READERS[register.page](programme, on, include_later=include_later)


def row_of(rows: tuple[RegisterRow, ...], reference: str) -> RegisterRow | None:
    return next((row for row in rows if row.reference == reference), None)


def printed_value(register: Register, row: Any, name: str) -> str:
    """A field of a record, or of a row of its history, in words; "" where it is empty."""
    kind = register.kind(name)
    if kind == Kind.DATE:
        parts = ("text", "start", "end", "precision", "status")
        return FuzzyDate(*(getattr(row, f"{name}_{part}") for part in parts)).printed
    value = getattr(row, name, None)
    return words_of(register, name, value)


def words_of(register: Register, name: str, value: Any) -> str:
    """A value of a field in words, as a form or a record holds it; "" where it is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, FuzzyDate):
        return value.printed
    if isinstance(value, date):
        return day_words(value)
    if register.kind(name) == Kind.CHOICE:
        return dict(register.choices(name)).get(str(value), str(value))
    return str(value)


def watched(register: Register) -> tuple[WatchedField, ...]:
    """Every field of the register, each as a row of history holds it."""

    def show(name: str) -> Callable[[Any], str]:
        return lambda row: printed_value(register, row, name)

    return tuple(WatchedField(field.name, field.label, show(field.name)) for field in register.fields)
