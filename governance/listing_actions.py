"""What an address asks of the list of board actions: read once here, for the page and for its exports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from governance.forms_actions import (
    BY_MEETING,
    CONDITION,
    HELD,
    MISSING,
    NO_MEETING,
    NOBODY,
    OVERDUE,
    SLIPPED,
    UNANSWERED,
    WEAKENED,
    ActionFilterForm,
    meeting_words,
)
from governance.models.actions import BoardActionState
from governance.selectors.actions import ActionView, actions
from governance.tables_actions import COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class Group:
    """The actions of one meeting; where no meeting is recorded, those that one board agreed at one time."""

    reference: str
    words: str
    rows: tuple[ActionView, ...]


@dataclass(frozen=True)
class ActionListing:
    """Every action as at the day, and those of the view in its order."""

    every: tuple[ActionView, ...]
    form: ActionFilterForm
    rows: tuple[ActionView, ...]

    @property
    def is_grouped(self) -> bool:
        return bool(self.form.chosen("group") == BY_MEETING)


def action_listing(programme: Programme, params: QueryDict, on: date) -> ActionListing:
    """The actions that the address asks for, sorted as it asks; in the papers' order where it does not."""
    every = actions(programme, on)
    form = ActionFilterForm(params, every)
    key, descending = chosen_sort(params, COLUMNS, default="")
    return ActionListing(every, form, in_order(filtered(every, form, on), key, descending=descending))


_STATES = list(BoardActionState)
_SORTS: Mapping[str, Callable[[ActionView], Any]] = {
    "action": lambda view: view.text.casefold(),
    "agreed": lambda view: view.agreed.sort_key if view.agreed.is_dated else None,
    "due": lambda view: view.due.end,
    "since": lambda view: view.since.fewest if view.since else None,
    "state": lambda view: _STATES.index(BoardActionState(view.state)),
}


def in_order(views: Sequence[ActionView], key: str, *, descending: bool) -> tuple[ActionView, ...]:
    """By a column; what has no value in it comes last both ways. Without a key, in the order given."""
    value_of = _SORTS.get(key)
    if value_of is None:
        return tuple(views)
    known = [view for view in views if value_of(view) is not None]
    unknown = [view for view in views if value_of(view) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)


def groups_of(views: Sequence[ActionView]) -> tuple[Group, ...]:
    """The actions by the meeting that they come from, the latest meeting first; those without one last."""
    found: dict[tuple[str, str], list[ActionView]] = {}
    for view in views:
        found.setdefault((view.origin.meeting_reference, _group_words(view)), []).append(view)
    ordered = sorted(found.items(), key=lambda pair: _latest(pair[1][0]), reverse=True)
    return tuple(
        Group(reference, words, tuple(rows))
        for with_meeting in (True, False)
        for (reference, words), rows in ordered
        if bool(reference) == with_meeting
    )


def _group_words(view: ActionView) -> str:
    if view.origin.meeting_reference:
        return meeting_words(view)
    return f"{view.body}, agreed {view.agreed.printed or 'on a day not stated'}"


def _latest(view: ActionView) -> date:
    held = view.origin.meeting_held or view.agreed
    return held.end or held.start or date.min


def filtered(views: Sequence[ActionView], form: ActionFilterForm, on: date) -> tuple[ActionView, ...]:
    """The actions that fit every side in use; the search looks at the action, its answers and its owner."""
    words = str(form.chosen("q")).casefold().split()
    body, attention = (form.chosen(name) for name in ("body", "attention"))
    return tuple(
        view
        for view in views
        if all(word in _searched(view) for word in words)
        and body in {"", view.body_reference}
        and _in_state(view, form.chosen("state"))
        and form.chosen("meeting") in {"", view.origin.meeting_reference or NO_MEETING}
        and form.chosen("owner") in {"", view.owner_role or NOBODY}
        and (not attention or needs(view, attention, on))
    )


def _in_state(view: ActionView, state: str) -> bool:
    return view.is_open if state == HELD else state in {"", view.state}


def _searched(view: ActionView) -> str:
    said = " ".join(row.text for row in (*view.responses, *view.marks))
    return f"{view.text} {view.reference} {view.body} {view.owner_role} {said}".casefold()


def needs(view: ActionView, attention: str, on: date) -> bool:
    """Whether an action wants looking at in the way asked for."""
    return {
        UNANSWERED: not view.is_answered,
        MISSING: view.missed_count > 0,
        WEAKENED: view.weakened,
        OVERDUE: view.is_overdue(on),
        SLIPPED: view.slips.count > 0,
        CONDITION: bool(view.origin.condition_body),
    }[attention]
