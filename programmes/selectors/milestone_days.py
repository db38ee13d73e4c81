"""Milestones as they stood on a day: state, forecast and owner from the changes that counted by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import Milestone, MilestoneChange
from programmes.models.delivery import MilestoneChangeKind
from programmes.rules_milestones import is_slip, value_on

Changes = Sequence[MilestoneChange]


@dataclass(frozen=True)
class Standing:
    """One milestone on one day. `original` is its date before any re-forecast; a slip moves the last day later."""

    state: str
    when: FuzzyDate
    owner_role: str
    original: FuzzyDate
    reforecasts: int
    slips: int


def changes_by_milestone(programme_id: int) -> dict[int, list[MilestoneChange]]:
    """Every change of a programme's milestones in the order in which they count; one query."""
    found: dict[int, list[MilestoneChange]] = {}
    for change in MilestoneChange.objects.filter(milestone__programme=programme_id):
        found.setdefault(change.milestone_id, []).append(change)
    return found


def standing(milestone: Milestone, changes: Changes, on: date | None) -> Standing:
    """State, forecast and owner as at `on` (None: as recorded now), with how often the forecast has moved by then."""
    dates = _values(changes, MilestoneChangeKind.REFORECAST, "date")
    moved = [each for each in dates if on is None or each[0] <= on]
    return Standing(
        state=value_on(milestone.state, _values(changes, MilestoneChangeKind.STATE, "state"), on),
        when=value_on(milestone.date, dates, on),
        owner_role=value_on(milestone.owner_role, _values(changes, MilestoneChangeKind.OWNER, "owner"), on),
        original=dates[0][1] if dates else milestone.date,
        reforecasts=len(moved),
        slips=sum(is_slip(before, after) for _, before, after in moved),
    )


def _values(changes: Changes, kind: MilestoneChangeKind, name: str) -> list[tuple[date, Any, Any]]:
    return [
        (change.effective_on, getattr(change, f"{name}_before"), getattr(change, f"{name}_after"))
        for change in changes
        if change.kind == kind
    ]
