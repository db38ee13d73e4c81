"""What an address asks of one of the four registers: read once here, for the page and for its exports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from governance.forms_registers import (
    CLASH,
    NO_PHASE,
    NOBODY,
    OPEN,
    OVERDUE,
    UNDATED_ROWS,
    UNOWNED,
    RegisterFilterForm,
)
from governance.rules.register_fields import Register
from governance.selectors.register_rows import register_rows
from governance.selectors.registers import RegisterRow
from governance.tables_registers import COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class RegisterListing:
    """Every row of the register as at the day, and those of the view in its order."""

    register: Register
    every: tuple[RegisterRow, ...]
    form: RegisterFilterForm
    rows: tuple[RegisterRow, ...]


def register_listing(
    register: Register, programme: Programme, params: QueryDict, on: date
) -> RegisterListing:
    """The rows that the address asks for, sorted as it asks; by reference where it does not."""
    every = register_rows(register, programme, on)
    form = RegisterFilterForm(params, register, every)
    key, descending = chosen_sort(params, COLUMNS[register.page], default="")
    rows = in_order(register, filtered(every, form), key, descending=descending)
    return RegisterListing(register, every, form, rows)


def filtered(rows: Sequence[RegisterRow], form: RegisterFilterForm) -> tuple[RegisterRow, ...]:
    """The rows that fit every side in use; the search looks at everything that is said of a row."""
    words = str(form.chosen("q")).casefold().split()
    state, owner, phase, attention = (form.chosen(each) for each in ("state", "owner", "phase", "attention"))
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and (row.is_open if state == OPEN else state in {"", row.state})
        and owner in {"", row.owner_role or NOBODY}
        and phase in {"", NO_PHASE if row.phase_number is None else str(row.phase_number)}
        and (not attention or needs(row, attention))
    )


def _searched(row: RegisterRow) -> str:
    """Every text of a row, whichever register it is of."""
    texts = [value for value in vars(row).values() if isinstance(value, str)]
    texts += [text for pair in getattr(row, "effects", ()) for text in pair]
    return " ".join(texts).casefold()


def needs(row: RegisterRow, attention: str) -> bool:
    """Whether a row wants looking at in the way asked for."""
    return {
        OVERDUE: row.is_overdue,
        UNOWNED: row.is_open and not row.owner_role,
        UNDATED_ROWS: row.is_open and not row.due.is_dated,
        CLASH: row.is_open and bool(getattr(row, "clash", "")),
        "awaited": bool(getattr(row, "is_awaited", False)),
    }[attention]


SEVERITIES = ("low", "medium", "high", "critical")
_SORTS: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda row: row.title.casefold(),
    "owner": lambda row: row.owner_role.casefold() or None,
    "raised": lambda row: row.raised.sort_key if row.raised.is_dated else None,
    "due": lambda row: row.due.sort_key if row.due.is_dated else None,
    "severity": lambda row: SEVERITIES.index(row.severity) if row.severity else None,
    "direction": lambda row: row.direction,
}


def in_order(
    register: Register, rows: Sequence[RegisterRow], key: str, *, descending: bool
) -> tuple[RegisterRow, ...]:
    """By a column; what has no value in it comes last both ways. Without a key, in the order given."""
    states = [value for value, _ in register.choices("state")]
    value_of = (lambda row: states.index(row.state)) if key == "state" else _SORTS.get(key)
    if value_of is None:
        return tuple(rows)
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)
