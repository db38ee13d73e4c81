"""What an address asks of the register of decisions: read once here, for the page and for its exports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict

from commissioning.core.tables import Column, chosen_sort
from governance.forms_decisions import AWAITED, GAPS, IN_EFFECT, NOT_IN_EFFECT, DecisionFilterForm
from governance.selectors.decisions import DecisionRow, decision_rows
from programmes.models import Programme

COLUMNS: Final = (
    Column("Decision", key="title"),
    Column("Decided by", key="body"),
    Column("When", key="decided"),
    Column("Outcome and positions", key="outcome"),
    Column("Standing", key="standing"),
    Column("Missing in the record", key="missing", numeric=True),
)
SORTS: Final[Mapping[str, Callable[[DecisionRow], Any]]] = {
    "title": lambda row: row.title.casefold(),
    "body": lambda row: row.body.casefold(),
    "decided": lambda row: row.decided.sort_key,
    "outcome": lambda row: (row.outcome_label, row.tally_words),
    "standing": lambda row: (row.in_effect.answer is not True, row.in_effect.answer is None),
    "missing": lambda row: len(row.lacking),
}


@dataclass(frozen=True)
class DecisionListing:
    """Every decision as at the day, and those of the view in its order."""

    every: tuple[DecisionRow, ...]
    form: DecisionFilterForm
    rows: tuple[DecisionRow, ...]


def decision_listing(programme: Programme, params: QueryDict, on: date) -> DecisionListing:
    """The decisions that the address asks for; the latest first where it names no column."""
    every = decision_rows(programme, on)
    form = DecisionFilterForm(params, every)
    rows = filtered(every, form)
    key, descending = chosen_sort(params, COLUMNS, default="")
    if key:
        rows = tuple(sorted(rows, key=SORTS[key], reverse=descending))
    return DecisionListing(every, form, rows)


def filtered(rows: Iterable[DecisionRow], form: DecisionFilterForm) -> tuple[DecisionRow, ...]:
    """The decisions that fit every side in use; the search looks at words, references, bodies and positions."""
    words = str(form.chosen("q")).casefold().split()
    body, outcome, key, standing = (form.chosen(name) for name in ("body", "outcome", "key", "standing"))
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and body in {"", row.body_reference}
        and outcome in {"", row.outcome}
        and key in {"", "yes" if row.is_key else "no"}
        and (not standing or stands(row, standing))
    )


def _searched(row: DecisionRow) -> str:
    said = " ".join(f"{each.body} {each.label} {each.note}" for each in row.positions)
    parts = (row.title, row.text, row.reference, row.body, row.ask_words, row.delegated_to, said)
    return " ".join(parts).casefold()


def stands(row: DecisionRow, standing: str) -> bool:
    """Whether a decision stands as asked for."""
    return {
        AWAITED: bool(row.awaited),
        IN_EFFECT: row.in_effect.answer is True,
        NOT_IN_EFFECT: row.in_effect.answer is not True,
        GAPS: bool(row.lacking),
    }[standing]
