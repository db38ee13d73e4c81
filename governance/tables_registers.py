"""The four registers as tables, each with the columns that its rows have."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.models.registers import Severity
from governance.rules.register_fields import Register
from governance.selectors.registers import RegisterRow
from programmes.addresses import Addresses

OWNER, STATE = Column("Owner", key="owner"), Column("State", key="state")
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "issues": (
        Column("Issue", key="title"),
        Column("Severity", key="severity"),
        Column("Raised", key="raised"),
        Column("To be resolved by", key="due"),
        OWNER,
        STATE,
    ),
    "dependencies": (
        Column("What is needed", key="title"),
        Column("Who needs it", key="direction"),
        Column("Other party"),
        Column("Needed by", key="due"),
        OWNER,
        STATE,
    ),
    "assumptions": (
        Column("What is taken for granted", key="title"),
        Column("If it is wrong"),
        Column("Next review", key="due"),
        OWNER,
        STATE,
    ),
    "change_requests": (
        Column("Change", key="title"),
        Column("What it would touch"),
        Column("Raised", key="raised"),
        Column("Raised by", key="owner"),
        STATE,
        Column("Decided"),
    ),
}
STATE_TONES: Final[Mapping[str, Tone]] = {
    **dict.fromkeys(("open", "resolving", "raised", "assessed"), Tone.INFO),
    **dict.fromkeys(("resolved", "met", "holds", "approved", "done"), Tone.GOOD),
    **dict.fromkeys(("closed", "withdrawn", "rejected"), Tone.NEUTRAL),
    **dict.fromkeys(("at_risk", "missed", "failed", "deferred"), Tone.WARN),
}
SEVERITY_TONES: Final[Mapping[str, Tone]] = {
    Severity.LOW: Tone.NEUTRAL,
    Severity.MEDIUM: Tone.INFO,
    Severity.HIGH: Tone.WARN,
    Severity.CRITICAL: Tone.ALERT,
}


def register_table(
    register: Register, rows: Sequence[RegisterRow], params: QueryDict, to: Addresses, *, empty: str
) -> Table:
    """One row for each row of the register, as at the day."""
    cells = _CELLS[register.page]
    return Table(
        register.many.capitalize(),
        sorted_columns(COLUMNS[register.page], params, default=""),
        tuple(
            Row((_named(register, row, to), *cells(row)), id=row.reference, highlight=bool(row.is_overdue))
            for row in rows
        ),
        caption_hidden=True,
        empty=empty,
        id=register.page,
    )


def _named(register: Register, row: RegisterRow, to: Addresses) -> Cell:
    note = " · ".join(part for part in (row.reference, row.phase) if part)
    tags = (Tag("Illustrative"),) if row.illustrative else ()
    return Cell(row.title, to.of(register.noun, row.reference), note, tags=tags)


def state_tag(row: RegisterRow) -> Tag:
    return Tag(row.state_label, STATE_TONES[row.state])


def severity_tag(severity: str, label: str) -> Tag:
    return Tag(label, SEVERITY_TONES.get(severity, Tone.UNKNOWN))


def due_cell(row: RegisterRow) -> Cell:
    """The date by which a row wants something, said to be past where it is."""
    return date_cell(row.due, overdue=row.is_overdue)


def known(text: str, otherwise: str = "nobody named") -> Cell:
    return Cell(text or otherwise, unknown=not text)


def _issue(row: Any) -> tuple[Cell, ...]:
    raised = date_cell(row.raised, note=f"{row.age.printed} ago" if row.age and row.is_open else "")
    note = f"escalated to {row.escalated_to}" if row.escalated_to else ""
    state = Cell(tags=(state_tag(row),), note=note)
    severity = Cell(tags=(severity_tag(row.severity, row.severity_label),))
    return severity, raised, due_cell(row), known(row.owner_role), state


def _dependency(row: Any) -> tuple[Cell, ...]:
    due = due_cell(row)
    if row.clash:
        due = replace(due, note=row.clash, tags=(*due.tags, Tag("Does not fit", Tone.WARN)))
    other = ", ".join(part for part in (row.other_party, row.organisation) if part)
    return (
        Cell(row.direction_label),
        known(other, "not stated"),
        due,
        known(row.owner_role),
        Cell(tags=(state_tag(row),)),
    )


def _assumption(row: Any) -> tuple[Cell, ...]:
    wrong = known(row.if_wrong, "not stated")
    return wrong, due_cell(row), known(row.owner_role), Cell(tags=(state_tag(row),))


def _change_request(row: Any) -> tuple[Cell, ...]:
    decided = Cell(row.decided_because) if row.decided_because else Cell("–", words="not decided")
    if row.decision_reference:
        decided = Cell(row.decided_because, note=row.decision_title)
    return (
        known(", ".join(name for name, _ in row.effects), "no effect stated"),
        date_cell(row.raised, note=f"{row.age.printed} ago" if row.age and row.is_awaited else ""),
        known(row.raised_by_role),
        Cell(tags=(state_tag(row),)),
        decided,
    )


_CELLS: Final[Mapping[str, Callable[[Any], tuple[Cell, ...]]]] = {
    "issues": _issue,
    "dependencies": _dependency,
    "assumptions": _assumption,
    "change_requests": _change_request,
}
