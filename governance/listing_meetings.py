"""What an address asks of the list of meetings: read once here, for the page and for its exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.tables import chosen_sort
from governance.models.meetings import MeetingState
from governance.selectors.meetings import MeetingRow, meetings
from governance.tables_meetings import MEETING_COLUMNS
from programmes.models import Programme

TO_COME, UNSETTLED, NO_MINUTES = "to-come", "unsettled", "no-minutes"
ATTENTION = [
    ("", "Anything"),
    (TO_COME, "Still to come"),
    (UNSETTLED, "Past, and not recorded as held"),
    (NO_MINUTES, "Held, and no minutes recorded"),
]


class MeetingFilterForm(ViewForm):
    """Offers the bodies that have meetings."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    body = choice("Body", [("", "Any body")])
    state = choice("State", [("", "Any state"), *MeetingState.choices])
    show = choice("Show", ATTENTION)

    def __init__(self, data: QueryDict, rows: Sequence[MeetingRow]) -> None:
        super().__init__(data)
        named = {row.body_reference: row.body for row in rows}
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Any body"), *sorted(named.items(), key=lambda pair: pair[1])]


@dataclass(frozen=True)
class MeetingListing:
    """Every meeting, and those of the view in its order."""

    every: tuple[MeetingRow, ...]
    form: MeetingFilterForm
    rows: tuple[MeetingRow, ...]


def meeting_listing(programme: Programme, params: QueryDict, on: date) -> MeetingListing:
    """The meetings that the address asks for, the latest first unless it names another order."""
    every = meetings(programme)
    form = MeetingFilterForm(params, every)
    return MeetingListing(every, form, in_order(_filtered(every, form, on), params))


def _filtered(rows: Sequence[MeetingRow], form: MeetingFilterForm, on: date) -> tuple[MeetingRow, ...]:
    words = str(form.chosen("q")).casefold().split()
    body, state, show = (form.chosen(name) for name in ("body", "state", "show"))
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and body in {"", row.body_reference}
        and state in {"", row.state}
        and (not show or fits(row, show, on))
    )


def _searched(row: MeetingRow) -> str:
    return f"{row.reference} {row.body} {row.title} {row.held.printed} {row.place} {row.minutes}".casefold()


def fits(row: MeetingRow, show: str, on: date) -> bool:
    """Whether a meeting is one of those asked for."""
    return {
        TO_COME: row.is_to_come(on),
        UNSETTLED: row.is_unsettled(on),
        NO_MINUTES: row.state == MeetingState.HELD and not row.minutes,
    }[show]


ORDERS: dict[str, Callable[[MeetingRow], Any]] = {
    "held": lambda row: row.held.sort_key,
    "body": lambda row: row.body.casefold(),
    "state": lambda row: list(MeetingState.values).index(row.state),
}


def in_order(rows: Sequence[MeetingRow], params: QueryDict) -> tuple[MeetingRow, ...]:
    key, descending = chosen_sort(params, MEETING_COLUMNS, default="")
    if key not in ORDERS:
        return tuple(rows)
    return tuple(sorted(rows, key=ORDERS[key], reverse=descending))
