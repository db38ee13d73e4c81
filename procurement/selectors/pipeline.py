"""What is to be bought, by the stage that each phase has reached, with what it is worth as far as may be known."""

from dataclasses import dataclass
from datetime import date

from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from procurement.models import Estimate
from procurement.rules_sealed import Secret
from procurement.selectors.lines import money_by_phase
from procurement.selectors.sealed import SealedMoney, Sight, VisibleTotal, visible_total
from procurement.selectors.stages import PhaseStages, StageRow, stages_of
from programmes.models import Programme

NOT_BEGUN = "No stage done yet"


@dataclass(frozen=True)
class PipelineRow:
    """One phase: the stage it has reached, the next one, its estimate, and its budget lines.

    `estimate` is None where there is none or the reader may not see it; `hidden` then says so in words, whether or not
    there is one.
    """

    phase: PhaseStages
    stage: str
    position: int
    following: StageRow | None
    estimate: Money | None
    estimated_on: date | None
    hidden: str
    lines: tuple[MoneyTotal, ...]
    line_count: int


@dataclass(frozen=True)
class PipelineStage:
    """The phases that have reached one stage, and what the reader sees of their estimates together."""

    name: str
    position: int
    rows: tuple[PipelineRow, ...]
    estimates: VisibleTotal
    without: int

    @property
    def words(self) -> str:
        """ "£12.47m; 1 value not shown before award; 1 phase without an estimate"."""
        said = [self.estimates.printed] if self.estimates.totals or self.estimates.note else []
        if self.without:
            said.append(f"{self.without} phase{'' if self.without == 1 else 's'} without an estimate")
        return "; ".join(said) or "no estimate"


@dataclass(frozen=True)
class Pipeline:
    stages: tuple[PipelineStage, ...]
    whole: PipelineStage

    @property
    def rows(self) -> tuple[PipelineRow, ...]:
        return self.whole.rows


def pipeline(programme: Programme, on: date, sight: Sight) -> Pipeline:
    """The phases that go on, by the latest stage done on the day, furthest last; abandoned ones are left out.

    An estimate counts from the day it was made, and only the latest of a phase. What a reader may not see is in no sum;
    a phase without an estimate is counted beside the sum where its absence may be known, never as nothing. Budget lines
    are as they stood on the day. Three queries besides those of the stages.
    """
    phases = [phase for phase in stages_of(programme, on) if not phase.ended]
    estimates = _latest_estimates(programme, on)
    lines = money_by_phase(programme, on)
    rows = tuple(_row(phase, estimates.get(phase.phase_id), lines[phase.phase_id], sight) for phase in phases)
    names = {(row.position, row.stage) for row in rows}
    stages = tuple(
        _stage(name, position, tuple(row for row in rows if row.stage == name), estimates, sight)
        for position, name in sorted(names)
    )
    return Pipeline(stages, _stage("Every stage", 0, rows, estimates, sight))


def _latest_estimates(programme: Programme, on: date) -> dict[int, Estimate]:
    rows = Estimate.objects.filter(programme=programme, lot__isnull=True, made_on__lte=on)
    return {row.phase_id: row for row in rows.order_by("made_on", "pk")}


def _row(phase: PhaseStages, estimate: Estimate | None, lines: list[Money], sight: Sight) -> PipelineRow:
    done = phase.latest_done
    seen = sight.may(Secret.ESTIMATE, phase.phase_id)
    left = [row for row in phase.rows if not row.is_done and not row.not_applicable]
    after = [row for row in left if done is None or row.position > done.position]
    return PipelineRow(
        phase=phase,
        stage=done.name if done else NOT_BEGUN,
        position=done.position if done else -1,
        following=after[0] if after else None,
        estimate=estimate.money if estimate and seen else None,
        estimated_on=estimate.made_on if estimate and seen else None,
        hidden="" if seen else sight.words(phase.phase_id),
        lines=totals_by_basis(lines),
        line_count=len(lines),
    )


def _stage(
    name: str, position: int, rows: tuple[PipelineRow, ...], estimates: dict[int, Estimate], sight: Sight
) -> PipelineStage:
    """A phase with sealed estimates counts as one value not shown, whether or not it has any."""
    seen = [row for row in rows if not row.hidden]
    money = [
        SealedMoney(estimates[row.phase.phase_id].money, Secret.ESTIMATE, row.phase.phase_id)
        for row in seen
        if row.estimate is not None
    ]
    total = visible_total(money, sight)
    return PipelineStage(
        name=name,
        position=position,
        rows=rows,
        estimates=VisibleTotal(total.totals, len(rows) - len(seen)),
        without=sum(row.estimate is None for row in seen),
    )
