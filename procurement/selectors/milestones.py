"""Everything dated that a programme is to do or reach, in one list: milestones, next steps, phase and target dates."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from procurement.models import ExistingContracts, PhaseMilestone, ProcurementPhase
from procurement.selectors.phases import PhaseSummary
from programmes import rules_milestones as rules
from programmes.models import Milestone, Programme, ProgrammeTargetDate
from programmes.models.delivery import MilestoneState
from programmes.rules_milestones import FINISHED, Fit
from programmes.selectors.milestone_days import Standing, changes_by_milestone, standing
from programmes.selectors.sources import Place, places_of

CONTRACTS_END = "contracts_end"
OWN_DATES = {"procurement_start": "Procurement starts", "go_live": "Go-live", "completion": "Completion"}


@dataclass(frozen=True)
class Parent:
    """What a milestone belongs to. `code` stands in addresses; `period` is None where the paper prints none."""

    kind: str = "programme"
    code: str = "programme"
    label: str = "Programme"
    period: FuzzyDate | None = None


@dataclass(frozen=True)
class MilestoneRow:
    """One dated (or undated) thing as it stood on the list's day. `phase_number` is None outside the phases.

    `record_id` is None for dates that are kept with something else: a phase, the programme, contracts in force.
    """

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
    kind_code: str = ""
    parent: Parent = field(default_factory=Parent)
    place: rules.Place = field(default_factory=lambda: rules.Place(Fit.NOT_KNOWN))
    original: FuzzyDate | None = None
    reforecasts: int = 0
    slips: int = 0
    record_id: int | None = None

    @property
    def is_done(self) -> bool:
        return self.state in FINISHED

    def is_overdue(self, on: date) -> bool:
        """Late only once the latest day that the date can mean has passed; never while undated, nor when finished.

        The end of contracts in force is a fact of theirs, not something to be done.
        """
        return self.kind_code != CONTRACTS_END and self.when.is_overdue(on, done=self.is_done)


def milestones(
    programme: Programme,
    *,
    on: date | None = None,
    phases: Iterable[ProcurementPhase | PhaseSummary] | None = None,
) -> tuple[MilestoneRow, ...]:
    """In date order, undated last, with state, forecast and owner as at `on` (None: as recorded now).

    Seven queries for any number of rows, six where the phases are given.
    """
    found = tuple(ProcurementPhase.objects.filter(programme=programme) if phases is None else phases)
    rows = [
        *_milestones(programme, found, on),
        *phase_dates(found),
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
    """A phase's date takes the places printed for that date alone; everything else those of the whole record."""
    found = places.get(row.fact_id or 0, ())
    own = tuple(each for each in found if row.kind_code in OWN_DATES and each.field == row.kind_code)
    return replace(row, places=own or tuple(each for each in found if not each.field))


# --- milestones of the programme, its phases, intentions and project summaries -----------------------------------


def parent_of(milestone: Milestone, phase: ProcurementPhase | PhaseSummary | None = None) -> Parent:
    """The project summary, the intention or the phase it belongs to, else the programme with its horizon."""
    if milestone.summary is not None:
        summary = milestone.summary
        return Parent("summary", summary.reference, summary.name, summary.period)
    if milestone.intention is not None:
        intention = milestone.intention
        return Parent("intention", intention.reference, f"Intention {intention.number}: {intention.title}")
    if phase is not None:
        return phase_parent(phase)
    return Parent(period=milestone.programme.horizon)


def phase_parent(phase: ProcurementPhase | PhaseSummary) -> Parent:
    """A phase ends when it is complete; what prepares it may come before its procurement, so that it has no start."""
    end = phase.completion.end
    ended = (
        FuzzyDate(phase.completion.text, None, end, Precision.RANGE, DateStatus.STATED)
        if end is not None
        else None
    )
    return Parent("phase", f"phase-{phase.number}", f"Phase {phase.number}", ended)


def _milestones(
    programme: Programme, phases: Iterable[ProcurementPhase | PhaseSummary], on: date | None
) -> list[MilestoneRow]:
    links = PhaseMilestone.objects.filter(phase__programme=programme)
    numbers = dict(links.values_list("milestone_id", "phase__number"))
    by_number = {phase.number: phase for phase in phases}
    changes = changes_by_milestone(programme.pk)
    rows = []
    for item in Milestone.objects.filter(programme=programme).select_related("summary", "intention"):
        item.programme = programme
        number = numbers.get(item.pk)
        phase = by_number.get(number) if number is not None else None
        rows.append(milestone_row(item, number, phase, standing(item, changes.get(item.pk, ()), on)))
    return rows


def milestone_row(
    item: Milestone, number: int | None, phase: ProcurementPhase | PhaseSummary | None, then: Standing
) -> MilestoneRow:
    """One milestone as it stood (`then`), in the phase of that number; without its places."""
    parent = parent_of(item, phase)
    return MilestoneRow(
        reference=item.reference,
        kind=item.get_kind_display(),
        text=item.text[:1].upper() + item.text[1:],
        when=then.when,
        state=then.state,
        state_label=str(MilestoneState(then.state).label),
        phase_number=number,
        owner_role=then.owner_role,
        places=(),
        fact_id=item.fact_id,
        illustrative=item.illustrative,
        kind_code=item.kind,
        parent=parent,
        place=rules.place_within(then.when, parent.period),
        original=then.original,
        reforecasts=then.reforecasts,
        slips=then.slips,
        record_id=item.pk,
    )


# --- dates that are kept with something else ---------------------------------------------------------------------


def phase_dates(phases: Iterable[ProcurementPhase | PhaseSummary]) -> list[MilestoneRow]:
    """The dates of the phases themselves; a completion that is not dated is left out."""
    rows = []
    for phase in phases:
        dates = (
            ("procurement_start", phase.procurement_start, "start"),
            ("go_live", phase.go_live, "go-live"),
            ("completion", phase.completion, "completion"),
        )
        for code, when, suffix in dates:
            if not when.is_dated and code == "completion":
                continue
            kind = OWN_DATES[code]
            starts = code == "procurement_start"
            text = f"Phase {phase.number} procurement starts" if starts else f"{kind} of phase {phase.number}"
            row = _planned(f"{phase.reference}-{suffix}", code, kind, text, when, phase)
            rows.append(replace(row, phase_number=phase.number, parent=phase_parent(phase)))
    return rows


def _target_dates(programme: Programme) -> list[MilestoneRow]:
    return [target_date_row(item) for item in ProgrammeTargetDate.objects.filter(programme=programme)]


def target_date_row(item: ProgrammeTargetDate) -> MilestoneRow:
    return _planned(item.reference, "target_date", "Target date", item.label, item.date, item)


def _contract_ends(programme: Programme) -> list[MilestoneRow]:
    return [contract_end_row(item) for item in ExistingContracts.objects.filter(programme=programme)]


def contract_end_row(item: ExistingContracts) -> MilestoneRow:
    return _planned(item.reference, CONTRACTS_END, "Existing contracts end", item.text, item.ends, item)


def _planned(
    reference: str,
    kind_code: str,
    kind: str,
    text: str,
    when: FuzzyDate,
    record: ProcurementPhase | PhaseSummary | ProgrammeTargetDate | ExistingContracts,
) -> MilestoneRow:
    return MilestoneRow(
        reference=reference,
        kind=kind,
        text=text[:1].upper() + text[1:],
        when=when,
        state=MilestoneState.PLANNED,
        state_label=str(MilestoneState.PLANNED.label),
        phase_number=None,
        owner_role="",
        places=(),
        fact_id=record.fact_id,
        illustrative=record.illustrative,
        kind_code=kind_code,
    )
