"""The dates of phases among the milestones: what the stages of a phase say has happened is done, and so not late."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from procurement.selectors.milestones import CONTRACTS_END, MilestoneRow, milestones
from procurement.selectors.stage_rows import PhaseStages
from procurement.stage_codes import GO_LIVE
from programmes.models import Programme
from programmes.models.delivery import MilestoneState


def milestones_by_stages(
    programme: Programme, on: date, phases: Sequence[PhaseStages]
) -> tuple[MilestoneRow, ...]:
    """Milestones and dates of phases on a day, without the ends of contracts; `phases` are those of the same day.

    A phase's own dates have no state. A procurement has started once any stage of it is done; a phase is live once its
    stage of that name is done.
    """
    by_number = {phase.number: phase for phase in phases}
    rows = []
    for row in milestones(programme, on=on):
        if row.kind_code == CONTRACTS_END:
            continue
        phase = by_number.get(row.phase_number) if row.record_id is None and row.phase_number else None
        rows.append(replace(row, state=MilestoneState.DONE) if phase and _happened(row, phase) else row)
    return tuple(rows)


def _happened(row: MilestoneRow, phase: PhaseStages) -> bool:
    live = phase.row(GO_LIVE)
    if row.kind_code == "procurement_start":
        return phase.latest_done is not None
    return row.kind_code == "go_live" and live is not None and live.is_done
