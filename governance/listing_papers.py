"""What an address asks of the list of papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from governance.forms_papers import PaperFilterForm
from governance.models.board_papers import PaperState
from governance.selectors.board_papers import PaperRow, paper_rows
from governance.tables_papers import COLUMNS
from programmes.models import Programme

_STATES = list(PaperState)
_SORTS: Mapping[str, Callable[[PaperRow], Any]] = {
    "title": lambda row: row.title.casefold(),
    "body": lambda row: row.body.casefold(),
    "dated": lambda row: row.dated.sort_key if row.dated.is_dated else None,
    "style": lambda row: row.style_label,
    "asked": lambda row: row.asked,
    "state": lambda row: _STATES.index(PaperState(row.state)),
}


@dataclass(frozen=True)
class PaperListing:
    """Every paper, and those of the view in its order."""

    every: tuple[PaperRow, ...]
    form: PaperFilterForm
    rows: tuple[PaperRow, ...]


def paper_listing(programme: Programme, params: QueryDict) -> PaperListing:
    """The papers that the address asks for, sorted as it asks; the latest first where it does not."""
    every = paper_rows(programme)
    form = PaperFilterForm(params, every)
    key, descending = chosen_sort(params, COLUMNS, default="")
    return PaperListing(every, form, in_order(_fitting(every, form), key, descending=descending))


def in_order(rows: Sequence[PaperRow], key: str, *, descending: bool) -> tuple[PaperRow, ...]:
    """By a column; what has no value in it comes last both ways. Without a key, in the order given."""
    value_of = _SORTS.get(key)
    if value_of is None:
        return tuple(rows)
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)


def _fitting(rows: Sequence[PaperRow], form: PaperFilterForm) -> tuple[PaperRow, ...]:
    """The search looks at the title, the reference, the body and the author."""
    words = str(form.chosen("q")).casefold().split()
    body, state, style, purpose = (form.chosen(name) for name in ("body", "state", "style", "purpose"))
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and body in {"", row.body_reference}
        and state in {"", row.state}
        and style in {"", row.style}
        and purpose in {"", row.purpose}
    )


def _searched(row: PaperRow) -> str:
    return f"{row.title} {row.reference} {row.body} {row.author_role}".casefold()
