"""Everything dated that a programme is to do or reach, in one list: next steps, phase dates and target dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import ExistingContracts, PhaseMilestone, ProcurementPhase
from procurement.selectors.phases import PhaseSummary
from programmes.models import Milestone, Programme, ProgrammeTargetDate
from programmes.models.delivery import MilestoneState
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class MilestoneRow:
    """One dated (or undated) thing. `phase_number` is None for what concerns the whole programme."""

    reference: str
    kind: str
    text: str
    when: FuzzyDate
    state: str
    state_label: str
    phase_number: int | None
    owner_role: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_done(self) -> bool:
        return self.state == MilestoneState.DONE

    def is_overdue(self, on: date) -> bool:
        """Late only once the latest day that the printed date can mean has passed; never while undated."""
        return self.when.is_overdue(on, done=self.is_done)


def milestones(
    programme: Programme, *, phases: Iterable[ProcurementPhase | PhaseSummary] | None = None
) -> tuple[MilestoneRow, ...]:
    """In date order, undated last; six queries for any number of rows, five where the phases are given."""
    if phases is None:
        phases = ProcurementPhase.objects.filter(programme=programme)
    rows = [
        *_milestones(programme),
        *_phase_dates(phases),
        *_target_dates(programme),
        *_contract_ends(programme),
    ]
    places = places_of([row.fact_id for row in rows])
    sourced = [_with_places(row, places) for row in rows]
    return tuple(sorted(sourced, key=lambda row: (row.when.sort_key, row.reference)))


def next_milestone(rows: tuple[MilestoneRow, ...], on: date) -> MilestoneRow | None:
    """The earliest one not done whose latest possible day is `on` or later, by that latest day."""
    ahead = [row for row in rows if not row.is_done and row.when.end is not None and row.when.end >= on]
    return min(ahead, key=lambda row: (row.when.end, row.when.sort_key, row.reference), default=None)


def _with_places(row: MilestoneRow, places: dict[int, tuple[Place, ...]]) -> MilestoneRow:
    found = places.get(row.fact_id or 0, ())
    field = {"Procurement starts": "procurement_start", "Go-live": "go_live", "Completion": "completion"}.get(
        row.kind
    )
    own = tuple(place for place in found if place.field == field) if field else ()
    return MilestoneRow(**{**row.__dict__, "places": own or tuple(p for p in found if not p.field)})


def _milestones(programme: Programme) -> list[MilestoneRow]:
    links = PhaseMilestone.objects.filter(phase__programme=programme)
    phases = dict(links.values_list("milestone_id", "phase__number"))
    return [
        MilestoneRow(
            reference=item.reference,
            kind=item.get_kind_display(),
            text=item.text[:1].upper() + item.text[1:],
            when=item.date,
            state=item.state,
            state_label=item.get_state_display(),
            phase_number=phases.get(item.pk),
            owner_role=item.owner_role,
            places=(),
            fact_id=item.fact_id,
            illustrative=item.illustrative,
        )
        for item in Milestone.objects.filter(programme=programme)
    ]


def _phase_dates(phases: Iterable[ProcurementPhase | PhaseSummary]) -> list[MilestoneRow]:
    rows = []
    for phase in phases:
        dates = (
            ("Procurement starts", phase.procurement_start, "start"),
            ("Go-live", phase.go_live, "go-live"),
            ("Completion", phase.completion, "completion"),
        )
        rows += [
            _planned(
                f"{phase.reference}-{suffix}",
                kind,
                f"{kind} of phase {phase.number}"
                if kind != "Procurement starts"
                else f"Phase {phase.number} procurement starts",
                when,
                phase.number,
                phase.fact_id,
                phase.illustrative,
            )
            for kind, when, suffix in dates
            if when.is_dated or kind != "Completion"
        ]
    return rows


def _target_dates(programme: Programme) -> list[MilestoneRow]:
    targets = ProgrammeTargetDate.objects.filter(programme=programme)
    return [
        _planned(item.reference, "Target date", item.label, item.date, None, item.fact_id, item.illustrative)
        for item in targets
    ]


def _contract_ends(programme: Programme) -> list[MilestoneRow]:
    contracts = ExistingContracts.objects.filter(programme=programme)
    return [
        _planned(
            item.reference,
            "Existing contracts end",
            item.text,
            item.ends,
            None,
            item.fact_id,
            item.illustrative,
        )
        for item in contracts
    ]


def _planned(
    reference: str,
    kind: str,
    text: str,
    when: FuzzyDate,
    phase_number: int | None,
    fact_id: int | None,
    illustrative: bool,
) -> MilestoneRow:
    return MilestoneRow(
        reference=reference,
        kind=kind,
        text=text[:1].upper() + text[1:],
        when=when,
        state=MilestoneState.PLANNED,
        state_label=str(MilestoneState.PLANNED.label),
        phase_number=phase_number,
        owner_role="",
        places=(),
        fact_id=fact_id,
        illustrative=illustrative,
    )
