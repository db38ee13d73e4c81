"""What an address asks of the list of board actions: read once here, for the page and for its exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from governance.forms_actions import MISSING, OVERDUE, UNANSWERED, WEAKENED, ActionFilterForm
from governance.selectors.actions import ActionView, actions
from programmes.models import Programme


@dataclass(frozen=True)
class ActionListing:
    """Every action as at the day, and those of the view."""

    every: tuple[ActionView, ...]
    form: ActionFilterForm
    rows: tuple[ActionView, ...]


def action_listing(programme: Programme, params: QueryDict, on: date) -> ActionListing:
    """The actions that the address asks for, in the papers' order."""
    every = actions(programme, on)
    form = ActionFilterForm(params, every)
    return ActionListing(every, form, filtered(every, form, on))


def filtered(views: Sequence[ActionView], form: ActionFilterForm, on: date) -> tuple[ActionView, ...]:
    """The actions that fit every side in use; the search looks at the action, its answers and its owner."""
    words = str(form.chosen("q")).casefold().split()
    body, state, attention = (form.chosen(name) for name in ("body", "state", "attention"))
    return tuple(
        view
        for view in views
        if all(word in _searched(view) for word in words)
        and body in {"", view.body_reference}
        and state in {"", view.state}
        and (not attention or needs(view, attention, on))
    )


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
    }[attention]
