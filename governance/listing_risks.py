"""What an address asks of the register of risks: read once here, for the page and for its exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from governance.forms_risks import (
    ESCALATED,
    NONE,
    OPEN,
    OVERDUE,
    TO_ESCALATE,
    UNASSESSED,
    UNMITIGATED,
    UNOWNED,
    RiskFilterForm,
)
from governance.selectors.risk_bands import Banding
from governance.selectors.risks import RiskView, bands_on, risks
from governance.tables_risks import RISK_COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class RiskListing:
    """Every risk as at the day, the bands of that day, and the risks of the view in its order."""

    every: tuple[RiskView, ...]
    banding: Banding
    form: RiskFilterForm
    rows: tuple[RiskView, ...]


def risk_listing(programme: Programme, params: QueryDict, on: date) -> RiskListing:
    """The risks that the address asks for, sorted as it asks; the highest score first where it does not."""
    banding = bands_on(programme, on)
    every = risks(programme, on, banding=banding)
    form = RiskFilterForm(params, every, banding.bands)
    key, descending = chosen_sort(params, RISK_COLUMNS, default="")
    return RiskListing(every, banding, form, _sorted(filtered(every, form), key, descending=descending))


def filtered(views: Sequence[RiskView], form: RiskFilterForm) -> tuple[RiskView, ...]:
    """The risks that fit every side in use; the search looks at the risk, its owner and what is done about it."""
    words = str(form.chosen("q")).casefold().split()
    band, owner, phase = (form.chosen(name) for name in ("band", "owner", "phase"))
    return tuple(
        view
        for view in views
        if all(word in _searched(view) for word in words)
        and _in_state(view, form.chosen("state"))
        and (not band or (view.band is not None and view.band.name == band))
        and owner in {"", view.owner_role}
        and phase in {"", NONE if view.phase_number is None else str(view.phase_number)}
        and needs(view, form.chosen("attention"))
    )


def needs(view: RiskView, attention: str) -> bool:
    """Whether a risk wants looking at in the way asked for; a closed one needs neither score nor owner any more."""
    tests: dict[str, Callable[[RiskView], bool]] = {
        UNASSESSED: lambda risk: risk.is_open and risk.score is None,
        UNOWNED: lambda risk: risk.is_open and not risk.owner_role,
        UNMITIGATED: lambda risk: risk.is_open and not risk.mitigation,
        OVERDUE: lambda risk: risk.review_overdue,
        ESCALATED: lambda risk: bool(risk.escalated_to),
        TO_ESCALATE: lambda risk: risk.needs_escalation,
    }
    return tests[attention](view) if attention in tests else True


def _in_state(view: RiskView, state: str) -> bool:
    return view.is_open if state == OPEN else state in {"", view.state}


def _searched(view: RiskView) -> str:
    said = (view.title, view.text, view.cause, view.event, view.effect, view.owner_role, view.mitigation)
    return " ".join((view.reference, *said)).casefold()


SORTS: dict[str, Callable[[RiskView], Any]] = {
    "risk": lambda view: view.title.casefold(),
    "now": lambda view: view.score,
    "inherent": lambda view: view.inherent.score if view.inherent else None,
    "target": lambda view: view.target.score if view.target else None,
    "owner": lambda view: view.owner_role.casefold() or None,
    "review": lambda view: view.review_due,
}


def _sorted(views: Sequence[RiskView], key: str, *, descending: bool) -> tuple[RiskView, ...]:
    """By one column; what is not known comes last whichever way round."""
    if key not in SORTS:
        return tuple(views)
    value = SORTS[key]
    known = [view for view in views if value(view) is not None]
    unknown = [view for view in views if value(view) is None]
    return (*sorted(known, key=value, reverse=descending), *unknown)
