"""How complete the plan of each intention is: a summary, who answers for it, who leads it, targets, dates.

Each cell counts what is there of what would be wanted and says so in words; the words alone carry the meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from programmes.models.intentions import PlannedElsewhere
from programmes.rules_intentions import Standing, role_is_stated, standing_of

if TYPE_CHECKING:
    from programmes.selectors.intentions import IntentionRow
    from programmes.selectors.intentions_summary import SummaryView

ELSEWHERE = {
    PlannedElsewhere.DETAILED_PLAN: "none; a more detailed plan exists elsewhere",
    PlannedElsewhere.SEPARATE_REPORT: "none; it is in a separate report",
    PlannedElsewhere.NO: "none, and no other plan is named",
}


@dataclass(frozen=True)
class CompletenessCell:
    """One part of one intention's plan: how many are `there` of those `wanted`, and what is to be said of it."""

    standing: Standing
    there: int
    wanted: int
    words: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompletenessRow:
    reference: str
    number: int
    title: str
    summary: CompletenessCell
    sro: CompletenessCell
    lead: CompletenessCell
    metrics: CompletenessCell
    milestones: CompletenessCell

    @property
    def cells(self) -> tuple[CompletenessCell, ...]:
        """In the order of PARTS."""
        return (self.summary, self.sro, self.lead, self.metrics, self.milestones)


PARTS = (
    "Project summary",
    "Senior responsible owner (SRO)",
    "Lead",
    "Metrics with a target",
    "Dated milestones",
)


@dataclass(frozen=True)
class Completeness:
    rows: tuple[CompletenessRow, ...]

    def counts(self, part: int) -> Counter[Standing]:
        """How many intentions have the part wholly, partly and not at all."""
        return Counter(row.cells[part].standing for row in self.rows)

    @property
    def with_summary(self) -> tuple[CompletenessRow, ...]:
        return tuple(row for row in self.rows if row.summary.there)

    @property
    def without_summary(self) -> tuple[CompletenessRow, ...]:
        return tuple(row for row in self.rows if not row.summary.there)

    @property
    def summary_count(self) -> int:
        return sum(row.summary.there for row in self.rows)

    @property
    def metric_count(self) -> int:
        return sum(row.metrics.wanted for row in self.rows)

    @property
    def metrics_with_target(self) -> int:
        return sum(row.metrics.there for row in self.rows)


def completeness_of(rows: Iterable[IntentionRow]) -> Completeness:
    """The grid of intentions against the parts of a plan, in the order of the rows."""
    return Completeness(
        tuple(
            CompletenessRow(
                reference=row.reference,
                number=row.number,
                title=row.title,
                summary=_summary(row),
                sro=_sro(row.summaries),
                lead=_lead(row),
                metrics=_metrics(row.summaries),
                milestones=_milestones(row),
            )
            for row in rows
        )
    )


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _summary(row: IntentionRow) -> CompletenessCell:
    count = len(row.summaries)
    if not count:
        words = ELSEWHERE[PlannedElsewhere(row.planned_elsewhere)]
        return CompletenessCell(Standing.NO, 0, 1, words)
    return CompletenessCell(Standing.YES, count, count, counted(count, "summary", "summaries"))


def _sro(projects: Sequence[SummaryView]) -> CompletenessCell:
    """A project has one where a paper names somebody in a stated role; a name without a role counts partly."""
    if not projects:
        return CompletenessCell(Standing.NO, 0, 0, "no summary to name one")
    there = sum(project.has_stated_sro for project in projects)
    unstated = sum(not role_is_stated(text) for project in projects for text in project.sros)
    any_named = any(project.sros for project in projects)
    words = f"{there} of {counted(len(projects), 'project')}"
    if unstated:
        words += f"; {counted(unstated, 'person', 'people')} without a stated role"
    standing = standing_of(there, len(projects))
    return CompletenessCell(_at_least_partly(standing, any_named), there, len(projects), words)


def _lead(row: IntentionRow) -> CompletenessCell:
    """Leads of the intention itself and of each project. A post without anyone in it is a vacancy, and partly there."""
    projects = row.summaries
    there = sum(project.has_stated_lead for project in projects)
    vacant = sum(project.has_vacancy for project in projects)
    unstated = sum(
        not role_is_stated(text) for project in projects if not project.has_vacancy for text in project.leads
    )
    flags = ("SRO = lead",) if any(project.sro_is_lead for project in projects) else ()
    if row.has_no_lead and not vacant:
        return CompletenessCell(Standing.NO, 0, max(1, len(projects)), "no lead stated", flags)
    parts = [f"{len(row.leads)} named for the intention"] if row.leads else []
    if projects:
        parts.append(f"{there} of {counted(len(projects), 'project')}")
    if vacant:
        parts.append(f"{'a vacancy' if vacant == 1 else f'{vacant} vacancies'} (name to be confirmed)")
    if unstated:
        parts.append(f"{counted(unstated, 'person', 'people')} without a stated role")
    wanted, filled = len(projects) + bool(row.leads), there + bool(row.leads)
    named = bool(row.leads) or any(project.leads for project in projects)
    standing = _at_least_partly(standing_of(filled, wanted), named)
    return CompletenessCell(standing, filled, wanted, "; ".join(parts), flags)


def _metrics(projects: Sequence[SummaryView]) -> CompletenessCell:
    metrics = [metric for project in projects for metric in project.metrics]
    if not metrics:
        return CompletenessCell(Standing.NO, 0, 0, "no metric" if projects else "no summary, so no metric")
    there = sum(bool(metric.target) for metric in metrics)
    words = f"{there} of {counted(len(metrics), 'metric')}"
    return CompletenessCell(standing_of(there, len(metrics)), there, len(metrics), words)


def _milestones(row: IntentionRow) -> CompletenessCell:
    """Milestones of its projects and deadlines of its own: deadlines alone are part of a plan and not all of one."""
    milestones = [each for project in row.summaries for each in project.milestones]
    there = sum(each.is_dated for each in milestones)
    deadlines = sum(each.is_dated for each in row.deadlines)
    words = f"{there} of {counted(len(milestones), 'milestone')}" if milestones else "no milestone"
    if row.deadlines:
        words += f"; {deadlines} of {counted(len(row.deadlines), 'deadline')}"
    standing = standing_of(there, len(milestones)) if milestones else Standing.NO
    return CompletenessCell(
        _at_least_partly(standing, bool(deadlines)),
        there + deadlines,
        len(milestones) + len(row.deadlines),
        words,
    )


def _at_least_partly(standing: Standing, something: bool) -> Standing:
    return Standing.PARTLY if standing == Standing.NO and something else standing
