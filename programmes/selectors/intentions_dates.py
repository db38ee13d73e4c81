"""The deadlines of intentions and the milestones of their projects, as they stood on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import Milestone, Programme
from programmes.models.delivery import MilestoneKind, MilestoneState
from programmes.rules_milestones import FINISHED, Fit, Place, day_words, place_within
from programmes.selectors.milestone_days import Changes, changes_by_milestone, standing


@dataclass(frozen=True)
class PlanDate:
    """A deadline or a milestone with its date as printed, and where it lies against its project's own dates.

    `overdue` only where the latest day that the date can mean has passed and it is not finished; never while undated.
    """

    reference: str
    kind: str
    text: str
    when: FuzzyDate
    state: str
    state_label: str
    owner_role: str
    note: str
    place: Place
    outside_words: str
    overdue: bool
    intention_id: int | None
    summary_id: int | None
    fact_id: int | None
    illustrative: bool

    @property
    def is_dated(self) -> bool:
        return self.when.is_dated

    @property
    def is_milestone(self) -> bool:
        return self.kind == MilestoneKind.MILESTONE

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED


def plan_dates(
    programme: Programme,
    on: date | None,
    *,
    periods: Mapping[int, FuzzyDate],
    summary_id: int | None = None,
) -> tuple[PlanDate, ...]:
    """Every date that belongs to an intention or a project summary, in their printed order; two queries.

    `periods` are the projects' own dates by their id. Without a day, state and forecast are those recorded now, and
    nothing is called overdue. Give an id to read those of one project.
    """
    rows = Milestone.objects.filter(programme=programme)
    if summary_id is not None:
        rows = rows.filter(summary=summary_id)
    else:
        rows = rows.filter(Q(intention__isnull=False) | Q(summary__isnull=False))
    changes = changes_by_milestone(programme.pk)
    return tuple(
        _plan_date(row, changes.get(row.pk, ()), periods.get(row.summary_id or 0), on)
        for row in rows.order_by("summary", "intention", "position", "reference")
    )


def _plan_date(row: Milestone, changes: Changes, period: FuzzyDate | None, on: date | None) -> PlanDate:
    then = standing(row, changes, on)
    state = MilestoneState(then.state)
    place = place_within(then.when, period)
    return PlanDate(
        reference=row.reference,
        kind=row.kind,
        text=row.text,
        when=then.when,
        state=state,
        state_label=str(state.label),
        owner_role=then.owner_role,
        note=row.note,
        place=place,
        outside_words=outside_words(place, period),
        overdue=on is not None and then.when.is_overdue(on, done=state in FINISHED),
        intention_id=row.intention_id,
        summary_id=row.summary_id,
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def outside_words(place: Place, period: FuzzyDate | None) -> str:
    """ "after the end (31 March 2014)", "may be before the start (1 May 2013)"; empty within, or where unknown."""
    if period is None or place.fit in (Fit.WITHIN, Fit.NOT_KNOWN):
        return ""
    before = place.fit in (Fit.BEFORE, Fit.MAY_BE_BEFORE)
    may = "may be " if place.fit in (Fit.MAY_BE_BEFORE, Fit.MAY_BE_AFTER) else ""
    edge = period.start if before else period.end
    where = "before the start" if before else "after the end"
    return f"{may}{where} ({day_words(edge)})" if edge else ""
