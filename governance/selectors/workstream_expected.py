"""What a work stream is expected to have on record, and whether it is there.

A lead; a status within the days that it is to be reported in; of its phase the next milestone with a date, and risks
that are assessed and whose reviews are not overdue; an answer to each board action that its lead owns. What can not be
told (a work stream of no phase has no milestone of its own) is not expected, and so never counts for or against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.models import Workstream
from governance.rules.freshness import Expected
from governance.selectors.action_views import ActionView
from governance.selectors.actions import actions
from governance.selectors.risks import RiskView, risks
from procurement.selectors.milestones import CONTRACTS_END, MilestoneRow, milestones
from programmes.models import Programme
from programmes.rules_milestones import day_words


@dataclass(frozen=True)
class Around:
    """The registers that a work stream's own records stand in, read once for all of them."""

    milestones: tuple[MilestoneRow, ...]
    risks: tuple[RiskView, ...]
    actions: tuple[ActionView, ...]
    on: date


@dataclass(frozen=True)
class Told:
    """The latest status: on which day somebody gave it, and whether the work is over, complete or stopped."""

    on: date | None
    is_over: bool


def around(programme: Programme, on: date) -> Around:
    rows = tuple(row for row in milestones(programme, on=on) if row.kind_code != CONTRACTS_END)
    return Around(rows, risks(programme, on), actions(programme, on), on)


def expected_of(row: Workstream, told: Told | None, beside: Around) -> tuple[Expected, ...]:
    """Everything that is expected of the work stream. Of one that is over only a lead and a status are."""
    is_over = bool(told and told.is_over)
    found = [
        Expected("lead", "Lead", bool(row.lead_role.strip())),
        Expected(
            "status",
            "Status",
            told is not None,
            told.on if told else None,
            None if is_over else max(row.report_every_days, 1),
        ),
    ]
    if is_over:
        return tuple(found)
    number = row.phase.number if row.phase else None
    if number is not None:
        found += [_next_milestone(number, beside), *_risks(number, beside)]
    return (*found, *_actions(row.lead_role, beside))


def _next_milestone(number: int, beside: Around) -> Expected:
    """There is one still to come with a date, the last day of which has not passed."""
    ahead = any(
        not row.is_done and row.when.end is not None and row.when.end >= beside.on
        for row in beside.milestones
        if row.phase_number == number
    )
    return Expected("milestone", f"A dated milestone ahead in phase {number}", ahead)


def _risks(number: int, beside: Around) -> Iterator[Expected]:
    own = [row for row in beside.risks if row.is_open and row.phase_number == number]
    yield Expected(
        "risks",
        f"Risks of phase {number}, each assessed",
        bool(own) and all(row.score is not None for row in own),
    )
    for row in own:
        if row.review_due is not None:
            yield Expected(f"review-{row.reference}", _review(row), not row.review_overdue)


def _review(row: RiskView) -> str:
    return f"Review of risk {row.reference}, due {day_words(row.review_due)}" if row.review_due else ""


def _actions(lead: str, beside: Around) -> Iterator[Expected]:
    """Each open board action that the lead's role owns has an answer."""
    wanted = lead.strip().casefold()
    for row in beside.actions:
        if wanted and row.is_open and row.owner_role.strip().casefold() == wanted:
            yield Expected(f"action-{row.reference}", f"Answer to {row.reference}", row.is_answered)
