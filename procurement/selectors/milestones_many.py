"""The milestones of several programmes at once, for pages that set programmes side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from procurement.models import ExistingContracts, PhaseMilestone, ProcurementPhase
from procurement.selectors.milestones import (
    MilestoneRow,
    contract_end_row,
    milestone_row,
    phase_dates,
    target_date_row,
)
from programmes.models import Milestone, MilestoneChange, Programme, ProgrammeTargetDate
from programmes.selectors.milestone_days import standing


def milestones_of_many(programmes: Iterable[Programme], on: date) -> dict[int, tuple[MilestoneRow, ...]]:
    """The rows that `milestones` gives for each of the programmes, without the places they are printed at.

    Six queries for any number of programmes.
    """
    by_id = {programme.pk: programme for programme in programmes}
    found: defaultdict[int, list[MilestoneRow]] = defaultdict(list)
    phases: defaultdict[int, dict[int, ProcurementPhase]] = defaultdict(dict)
    for phase in ProcurementPhase.objects.filter(programme__in=by_id):
        phases[phase.programme_id][phase.number] = phase
    for programme_id, own in phases.items():
        found[programme_id] += phase_dates(own.values())
    for row in _milestones(by_id, phases, on):
        found[row[0]].append(row[1])
    for target in ProgrammeTargetDate.objects.filter(programme__in=by_id):
        found[target.programme_id].append(target_date_row(target))
    for contracts in ExistingContracts.objects.filter(programme__in=by_id):
        found[contracts.programme_id].append(contract_end_row(contracts))
    return {pk: tuple(sorted(found[pk], key=lambda row: (row.when.sort_key, row.reference))) for pk in by_id}


def _milestones(
    by_id: Mapping[int, Programme], phases: Mapping[int, Mapping[int, ProcurementPhase]], on: date
) -> Iterable[tuple[int, MilestoneRow]]:
    links = PhaseMilestone.objects.filter(phase__programme__in=by_id)
    numbers = dict(links.values_list("milestone_id", "phase__number"))
    changes: defaultdict[int, list[MilestoneChange]] = defaultdict(list)
    for change in MilestoneChange.objects.filter(milestone__programme__in=by_id):
        changes[change.milestone_id].append(change)
    for item in Milestone.objects.filter(programme__in=by_id).select_related("summary", "intention"):
        item.programme = by_id[item.programme_id]
        number = numbers.get(item.pk)
        phase = phases[item.programme_id].get(number) if number is not None else None
        yield item.programme_id, milestone_row(item, number, phase, standing(item, changes[item.pk], on))
