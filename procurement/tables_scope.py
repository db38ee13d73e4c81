"""What a summary to confirm shows: each value before and after, and what becomes of the budget lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from commissioning.core.components import HistoryEntry
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.models import ProcurementPhase
from procurement.selectors.scope_change import PayingLine, flag_words, phase_words
from programmes.models import Organisation, ScopeChange
from programmes.models.services import ScopeState
from programmes.rules import Act
from programmes.selectors.history import HistoryEntry as Recorded

LABELS = {
    "name": "Name",
    "state": "State",
    "phase": "Phase",
    "lead": "Lead commissioner",
    "inclusion_tbc": "Inclusion",
    "commissioner_tbc": "Commissioner",
}
NONE = Cell("–", words="none")


def changes_table(change: ScopeChange, *, added: bool = False) -> Table:
    """Each value that changes, as it is and as it will be; of a new service, each value it gets."""
    names = _names(change)
    shown = [name for name in LABELS if name in change.after]
    rows = tuple(
        Row(
            (
                Cell(LABELS[name]),
                *(_value(name, values.get(name), names) for values in (change.before, change.after)),
            )
        )
        if not added
        else Row((Cell(LABELS[name]), _value(name, change.after.get(name), names)))
        for name in shown
    )
    columns = (
        Column("Field"),
        *(() if added else (Column("Now"),)),
        Column("New" if added else "After the change"),
    )
    return Table("What is added" if added else "What changes", columns, rows)


def lines_table(
    lines: Sequence[PayingLine],
    *,
    act: Act,
    moving: frozenset[int] = frozenset(),
    phase: ProcurementPhase | None = None,
) -> Table:
    """The budget lines that pay for the service, and what becomes of each."""
    rows = tuple(
        Row(
            (
                Cell(paying.line.label, note=paying.line.reference),
                money_cell(paying.line.money),
                Cell(phase_words(paying.line.phase.number if paying.line.phase else None)),
                Cell(_fate(paying, act, moving, phase)),
            )
        )
        for paying in lines
    )
    columns = (
        Column("Budget line"),
        Column("Amount", numeric=True),
        Column("Phase now"),
        Column("What becomes of it"),
    )
    return Table("Budget lines that pay for it", columns, rows, empty="No budget line pays for this service.")


def history_to_be(entry: Recorded) -> HistoryEntry:
    """The entry exactly as the service's history will show it."""
    if entry.on is None:
        raise ValueError("A change being made has the day on which it is made.")
    return HistoryEntry(entry.sentence, entry.on, entry.who, entry.why)


def _fate(paying: PayingLine, act: Act, moving: frozenset[int], phase: ProcurementPhase | None) -> str:
    if paying.line.pk in moving and phase is not None:
        return f"Moves to phase {phase.number} at once"
    if paying.shared_with:
        return f"Stays: it also pays for {' and '.join(paying.shared_with)}, and is never split"
    return "Stays: you did not tick it" if act == Act.MOVE else "Stays as it is"


def _names(change: ScopeChange) -> Mapping[str, str]:
    references = [values["lead"] for values in (change.before, change.after) if values.get("lead")]
    return dict(Organisation.objects.filter(reference__in=references).values_list("reference", "name"))


def _value(name: str, value: Any, names: Mapping[str, str]) -> Cell:
    if name in {"inclusion_tbc", "commissioner_tbc"}:
        return Cell(flag_words(value), unknown=value is True)
    if value is None:
        return NONE
    if name == "state":
        return Cell(str(ScopeState(value).label))
    if name == "phase":
        return Cell(phase_words(value))
    return Cell(names.get(value, value) if name == "lead" else str(value))
