"""What an address asks of the register of benefits: read once here, for the page and for its exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import Column, chosen_sort
from governance.forms_benefits import UNSTATED, WITH_OWNER, BenefitFilterForm
from governance.models.benefits import BenefitAudience
from governance.rules.benefits import BenefitState
from governance.selectors.benefits import BenefitView, benefits
from programmes.models import Programme

BENEFIT_COLUMNS = (
    Column("Benefit", key="title"),
    Column("Owner", key="owner"),
    Column("Baseline"),
    Column("Target", key="target"),
    Column("Realised so far"),
    Column("State", key="state"),
)
AUDIENCES = [audience.value for audience in BenefitAudience]
# What asks for most comes first.
STATES = [
    BenefitState.BEHIND,
    BenefitState.NO_BASELINE,
    BenefitState.NO_TARGET,
    BenefitState.WORDS_ONLY,
    BenefitState.TOO_EARLY,
    BenefitState.ON_THE_WAY,
    BenefitState.REALISED,
]


@dataclass(frozen=True)
class BenefitListing:
    """Every benefit as at the day, those of the view in its order, and the column that orders them, if any."""

    every: tuple[BenefitView, ...]
    form: BenefitFilterForm
    rows: tuple[BenefitView, ...]
    sort: str


def benefit_listing(programme: Programme, params: QueryDict, on: date) -> BenefitListing:
    """The benefits that the address asks for; by audience, then by reference, unless a column is chosen."""
    every = benefits(programme, on)
    form = BenefitFilterForm(params, every)
    column, descending = chosen_sort(params, BENEFIT_COLUMNS, default="")
    return BenefitListing(every, form, in_order(filtered(every, form), column, descending=descending), column)


def filtered(views: Sequence[BenefitView], form: BenefitFilterForm) -> tuple[BenefitView, ...]:
    """The benefits that fit every side in use; the search looks at words, owner, measure and reports."""
    words = str(form.chosen("q")).casefold().split()
    audience, state, owner = (form.chosen(name) for name in ("audience", "state", "owner"))
    phase = form.chosen("phase") if "phase" in form.fields else ""
    return tuple(
        view
        for view in views
        if all(word in _searched(view) for word in words)
        and audience in {"", view.audience or UNSTATED}
        and state in {"", view.state.value}
        and (not owner or bool(view.owner_role) == (owner == WITH_OWNER))
        and (not phase or str(view.phase) == phase)
    )


def in_order(
    views: Sequence[BenefitView], column: str, *, descending: bool = False
) -> tuple[BenefitView, ...]:
    """Sorted by a column; what has no value there comes last in either direction, by reference."""
    if not column:
        return tuple(sorted(views, key=lambda view: (AUDIENCES.index(view.audience), view.reference)))
    keyed = [(_key(view, column), view) for view in views]
    known = sorted(((key, view) for key, view in keyed if key is not None), key=lambda pair: pair[0])
    if descending:
        known.reverse()
    return tuple([view for _, view in known] + [view for key, view in keyed if key is None])


def _key(view: BenefitView, column: str) -> Any:
    """The value of a column to sort by; None where nothing is stated."""
    first = view.target_by.start or view.target_by.end
    return {
        "title": (view.title.casefold(), view.reference),
        "owner": (view.owner_role.casefold(), view.reference) if view.owner_role else None,
        "target": (first, view.reference) if first else None,
        "state": (STATES.index(view.state), view.reference),
    }[column]


def _searched(view: BenefitView) -> str:
    said = " ".join(row.text for row in view.realised)
    kpi = f"{view.measured.reference} {view.measured.name}" if view.measured else ""
    own = (view.title, view.text, view.reference, view.owner_role, view.measurement, view.baseline_text)
    return f"{' '.join(own)} {view.target_text} {kpi} {said}".casefold()
