"""Everything that a highlight report tells of a period, read from the registers once, for a programme or one phase.

What belongs to no phase (board actions, decisions, requests for change) is told for the whole programme in a report on
a phase too, and says so. Nothing sealed is read: no estimate, no bid, no provider before its award is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.models.actions import BoardActionState
from governance.rules.report_periods import Period
from governance.selectors.action_views import ActionView
from governance.selectors.actions import actions
from governance.selectors.benefits import BenefitView, benefits
from governance.selectors.decision_rows import DecisionRow
from governance.selectors.decisions import decision_rows
from governance.selectors.phase_dates import milestones_by_stages
from governance.selectors.registers import (
    ChangeRequestRow,
    DependencyRow,
    IssueRow,
    change_requests,
    dependencies,
    issues,
)
from governance.selectors.risks import RiskView, risks
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.summaries import board_rows
from procurement.models import ContractKPI, ProcurementPhase
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.phases import phase_of_scope
from procurement.selectors.spending import SpendingGroup, spending
from procurement.selectors.stage_rows import PhaseStages
from procurement.selectors.stages import stages_of
from programmes.models import MilestoneChange, Programme
from programmes.models.delivery import MilestoneChangeKind
from programmes.rules_milestones import FINISHED
from programmes.selectors.scope import ScopeRow, dated_changes, scope_on

LATE = "late"


@dataclass(frozen=True)
class Facts:
    """What the registers say on the day `on` of a period. `met` are the milestones finished within it, with the day.

    `money` is everything together and `groups` its parts: the phases, or in a report on one phase its lines.
    """

    programme: Programme
    phase: ProcurementPhase | None
    period: Period
    on: date
    milestones: tuple[MilestoneRow, ...]
    met: tuple[tuple[MilestoneRow, date], ...]
    actions: tuple[ActionView, ...]
    decisions: tuple[DecisionRow, ...]
    risks: tuple[RiskView, ...]
    issues: tuple[IssueRow, ...]
    change_requests: tuple[ChangeRequestRow, ...]
    dependencies: tuple[DependencyRow, ...]
    kpis: tuple[BoardRow, ...]
    benefits: tuple[BenefitView, ...]
    scope: tuple[ScopeRow, ...]
    scope_changes: int
    gates_missed: int
    money: SpendingGroup
    groups: tuple[SpendingGroup, ...]

    @property
    def open_milestones(self) -> tuple[MilestoneRow, ...]:
        return tuple(row for row in self.milestones if not row.is_done)

    @property
    def overdue(self) -> tuple[MilestoneRow, ...]:
        return tuple(row for row in self.milestones if row.is_overdue(self.on))

    @property
    def slipped(self) -> tuple[MilestoneRow, ...]:
        """Not done, and the forecast has moved later at least once."""
        return tuple(row for row in self.open_milestones if row.slips)

    @property
    def coming(self) -> tuple[MilestoneRow, ...]:
        """Those not done that fall due, by the last day that their date can mean, in the following period."""
        return tuple(row for row in self.open_milestones if self.period.following.holds(row.when.end))

    @property
    def open_actions(self) -> tuple[ActionView, ...]:
        return tuple(row for row in self.actions if row.is_open)

    @property
    def completed(self) -> tuple[ActionView, ...]:
        """The actions that an answer of the period completed."""
        return tuple(row for row in self.actions if self.period.holds(_completed_on(row)))

    @property
    def taken(self) -> tuple[DecisionRow, ...]:
        """The decisions of the period, by the last day on which they can have been made."""
        return tuple(row for row in self.decisions if self.period.holds(row.decided.end))

    @property
    def open_risks(self) -> tuple[RiskView, ...]:
        return tuple(row for row in self.risks if row.is_open)

    @property
    def services(self) -> tuple[ScopeRow, ...]:
        return tuple(row for row in self.scope if row.is_counted)

    @property
    def illustrative(self) -> bool:
        rows = (
            self.milestones,
            self.actions,
            self.decisions,
            self.risks,
            self.issues,
            self.benefits,
            self.kpis,
        )
        return self.programme.illustrative or any(row.illustrative for each in rows for row in each)


def read_facts(programme: Programme, phase: ProcurementPhase | None, period: Period, on: date) -> Facts:
    """The facts on a day. A fixed number of queries for any number of records."""
    number = phase.number if phase else None
    phases = stages_of(programme, on, phase=number)
    rows = tuple(row for row in milestones_by_stages(programme, on, phases) if _of(row, number))
    money = spending(programme, on)
    parts = money.by("phase")
    whole = money.whole
    if phase is not None:
        whole = next(
            (part for part in parts if part.key == f"{phase.number:03}"), SpendingGroup("", "Phase", ())
        )
        parts = tuple(SpendingGroup(row.line.reference, row.line.label, (row,)) for row in whole.rows)
    return Facts(
        programme=programme,
        phase=phase,
        period=period,
        on=on,
        milestones=rows,
        met=_met(programme, rows, period),
        actions=actions(programme, on),
        decisions=decision_rows(programme, on),
        risks=tuple(row for row in risks(programme, on) if _of(row, number)),
        issues=tuple(row for row in issues(programme, on) if _of(row, number)),
        change_requests=change_requests(programme, on),
        dependencies=tuple(row for row in dependencies(programme, on) if _of(row, number)),
        kpis=_kpis(programme, phase, on),
        benefits=tuple(row for row in benefits(programme, on) if number in (None, row.phase)),
        scope=_scope(programme, number, on),
        scope_changes=_scope_changes(programme, number, period, on),
        gates_missed=_gates_missed(phases),
        money=whole,
        groups=parts,
    )


def _of(row: MilestoneRow | RiskView | IssueRow | DependencyRow, number: int | None) -> bool:
    return number is None or row.phase_number == number


def _met(
    programme: Programme, rows: Sequence[MilestoneRow], period: Period
) -> tuple[tuple[MilestoneRow, date], ...]:
    """By the day from which the newest change to a finished state counts; one without such a change has no day."""
    changes = MilestoneChange.objects.filter(
        milestone__programme=programme, kind=MilestoneChangeKind.STATE, state_after__in=FINISHED
    )
    days = dict(changes.values_list("milestone_id", "effective_on"))
    found = ((row, days.get(row.record_id or 0)) for row in rows if row.is_done)
    return tuple((row, day) for row, day in found if day is not None and period.holds(day))


def _completed_on(row: ActionView) -> date | None:
    """The last day on which the answer that completed the action can have been given."""
    if row.state != BoardActionState.COMPLETE:
        return None
    days = [each.reported.end for each in row.responses if each.state_after == BoardActionState.COMPLETE]
    return days[-1] if days else None


def _kpis(programme: Programme, phase: ProcurementPhase | None, on: date) -> tuple[BoardRow, ...]:
    """Those not retired; of a phase those that its contracts have adopted."""
    rows = tuple(row for row in board_rows(programme, on) if not row.is_retired)
    if phase is None:
        return rows
    adopted = set(ContractKPI.objects.filter(contract__phase=phase).values_list("kpi_id", flat=True))
    return tuple(row for row in rows if row.kpi_id in adopted)


def _scope(programme: Programme, number: int | None, on: date) -> tuple[ScopeRow, ...]:
    rows = scope_on(programme, on)
    if number is None:
        return rows
    phases = phase_of_scope(programme, on)
    return tuple(row for row in rows if phases.get(row.scope_id) == number)


def _scope_changes(programme: Programme, number: int | None, period: Period, on: date) -> int:
    """How many changes of scope took effect in the period, by the day asked about."""
    changes = dated_changes(programme).filter(day__range=(period.start, min(period.end, on)))
    found = list(changes.values_list("scope_id", flat=True))
    if number is None:
        return len(found)
    phases = phase_of_scope(programme, on)
    return sum(phases.get(scope_id) == number for scope_id in found)


def _gates_missed(phases: Sequence[PhaseStages]) -> int:
    """The gateways whose date has passed without anybody having passed them."""
    return sum(stage.is_gateway and stage.status.state == LATE for phase in phases for stage in phase.rows)
