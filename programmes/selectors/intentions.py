"""Commissioning intentions: who leads each, how far it has got, by when, and which projects carry it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import CommissioningIntention, IntentionLine, Programme
from programmes.models.intentions import IntentionLineKind, IntentionState, PlannedElsewhere
from programmes.selectors.intentions_completeness import Completeness, completeness_of
from programmes.selectors.intentions_dates import PlanDate
from programmes.selectors.intentions_summary import (
    SummaryView,
    summaries,
    summaries_and_dates,
    summary_page,
)
from programmes.selectors.sources import Place, places_of

__all__ = [
    "IntentionRow",
    "completeness",
    "intention_page",
    "intentions",
    "summaries",
    "summary_page",
]


@dataclass(frozen=True)
class LeadRow:
    """A lead as printed, with the organisation that it names, where it names one that is on record."""

    text: str
    organisation: str
    organisation_reference: str


@dataclass(frozen=True)
class IntentionRow:
    """An intention as recorded now, with its dates as they stood on the day asked about.

    `parts` is how many intentions stand under one number (Derby's seventh is two).
    """

    pk: int
    version: int
    reference: str
    number: int
    title: str
    leads: tuple[LeadRow, ...]
    group: str
    maturity: str
    state: str
    state_label: str
    progress: str
    is_top_priority: bool
    planned_elsewhere: str
    planned_elsewhere_label: str
    section_75: str
    parts: int
    priorities: tuple[str, ...]
    deadlines: tuple[PlanDate, ...]
    summaries: tuple[SummaryView, ...]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool

    @property
    def has_vacancy(self) -> bool:
        """A project of it names a post with nobody in it."""
        return any(summary.has_vacancy for summary in self.summaries)

    @property
    def has_no_lead(self) -> bool:
        """Neither the intention nor any of its projects names a lead: a gap (domain rule: derived figures)."""
        return not self.leads and not any(summary.leads for summary in self.summaries)

    @property
    def is_planned_elsewhere(self) -> bool:
        return self.planned_elsewhere != PlannedElsewhere.NO

    @property
    def next_deadline(self) -> FuzzyDate | None:
        dated = [row.when for row in self.deadlines if row.is_dated]
        return min(dated, key=lambda when: when.sort_key, default=None)


def intentions(programme: Programme, on: date) -> tuple[IntentionRow, ...]:
    """Every intention of the programme, by number; eight queries for any number of them."""
    found = list(CommissioningIntention.objects.filter(programme=programme).select_related("group"))
    projects, dates = summaries_and_dates(programme, on)
    lines = _lines_of(IntentionLine.objects.filter(intention__programme=programme))
    places = places_of([row.fact_id for row in found])
    return tuple(
        _row(
            row,
            lines.get(row.pk, []),
            tuple(each for each in dates if each.intention_id == row.pk),
            tuple(each for each in projects if each.intention_id == row.pk),
            places.get(row.fact_id or 0, ()),
        )
        for row in found
    )


def intention_page(programme: Programme, reference: str, on: date) -> IntentionRow | None:
    """One intention; None where the programme has none of this reference."""
    return next((row for row in intentions(programme, on) if row.reference == reference), None)


def completeness(
    programme: Programme, on: date, *, rows: Iterable[IntentionRow] | None = None
) -> Completeness:
    """How complete the plan of each intention is; no query of its own where the rows are given."""
    return completeness_of(intentions(programme, on) if rows is None else rows)


def _lines_of(rows: Iterable[IntentionLine]) -> dict[int, list[IntentionLine]]:
    by_intention: dict[int, list[IntentionLine]] = {}
    for line in rows.select_related("organisation"):  # type: ignore[attr-defined]
        by_intention.setdefault(line.intention_id, []).append(line)
    return by_intention


def _row(
    row: CommissioningIntention,
    lines: Iterable[IntentionLine],
    deadlines: tuple[PlanDate, ...],
    projects: tuple[SummaryView, ...],
    places: tuple[Place, ...],
) -> IntentionRow:
    lines = list(lines)
    return IntentionRow(
        pk=row.pk,
        version=row.version,
        reference=row.reference,
        number=row.number,
        title=row.title,
        leads=tuple(_lead(line) for line in lines if line.kind == IntentionLineKind.LEAD),
        group=row.group.name if row.group else "",
        maturity=row.maturity,
        state=row.state,
        state_label=str(IntentionState(row.state).label),
        progress=row.progress,
        is_top_priority=row.is_top_priority,
        planned_elsewhere=row.planned_elsewhere,
        planned_elsewhere_label=str(PlannedElsewhere(row.planned_elsewhere).label),
        section_75=row.section_75,
        parts=row.parts,
        priorities=tuple(line.text for line in lines if line.kind == IntentionLineKind.PRIORITY),
        deadlines=deadlines,
        summaries=projects,
        fact_id=row.fact_id,
        places=places,
        illustrative=row.illustrative,
    )


def _lead(line: IntentionLine) -> LeadRow:
    organisation = line.organisation
    return LeadRow(
        line.text,
        organisation.name if organisation else "",
        organisation.reference if organisation else "",
    )
