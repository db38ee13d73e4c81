"""One row of the runway: which contracts cover a service, what follows them, and what of it is not known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from procurement.models import ExistingContracts
from procurement.rules_acts import ContractState
from procurement.rules_runway import Cover, Plan, Where, between, follows, where
from procurement.rules_terms import OptionState
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.runway_plans import Planner
from procurement.selectors.runway_types import PhaseRunway, RunwayRow
from programmes.selectors.scope import ScopeRow

IN_FORCE = frozenset(
    {ContractState.LIVE, ContractState.VARIED, ContractState.EXTENDED, ContractState.NOVATED}
)
NO_PHASE = "no phase procures it"
NO_COVER = "what covers it now is not recorded"


@dataclass(frozen=True)
class Paper:
    """Contracts of a paper, the phases said to replace them, and the contracts of the register that followed them."""

    record: ExistingContracts
    replaced_by: frozenset[int]
    followed_by: frozenset[str]

    def cover(self, *, conditional: bool) -> Cover:
        return Cover(
            self.record.reference,
            self.record.text,
            self.record.ends,
            room_words=self.record.extension,
            conditional=conditional,
        )


@dataclass(frozen=True)
class Subject:
    """What a row is about: a service in scope, or what stands for services that nothing names."""

    key: str
    name: str
    service: str = ""
    lead: str = ""
    illustrative: bool = False


def subject_of(row: ScopeRow) -> Subject:
    return Subject(row.reference, row.name, row.reference, row.lead_code or row.lead_name, row.illustrative)


class RowMaker:
    """Makes rows from what was read once; remembers which contracts and papers have stood in one."""

    def __init__(
        self, held: Sequence[ContractRow], papers: Sequence[Paper], planner: Planner, on: date
    ) -> None:
        self.held = held
        self.papers = papers
        self.planner = planner
        self.on = on
        self.shown: set[str] = set()

    def row(
        self, subject: Subject, phase: PhaseRunway | None, own: Sequence[ContractRow], *, papers: bool = True
    ) -> RunwayRow:
        """The row of a subject that those contracts of the register are for.

        A contract that the phase itself brought about is what followed, so the phase's part is done and the row asks
        what comes after that contract.
        """
        made = [each for each in own if phase and each.phase_id == phase.phase_id]
        delivered = [each for each in made if is_in_force(each)]
        upcoming = phase if phase is not None and not phase.is_over and not delivered else None
        earlier = _in_force_or_last([each for each in own if each not in made])
        covers = [_held_cover(each) for each in (delivered or earlier)]
        if papers and not covers:
            covers = self._of_papers(phase, own)
        self.shown.update(cover.reference for cover in covers)
        plan, standing = self._plan(upcoming, phase, covers)
        return RunwayRow(
            key=subject.key,
            name=subject.name,
            service=subject.service,
            lead=subject.lead,
            phase=phase,
            covers=tuple(covers),
            betweens=tuple(between(cover, upcoming.go_live) for cover in covers) if upcoming else (),
            plan=plan,
            where=standing,
            unknowns=tuple(_unknowns(phase, upcoming, covers)),
            illustrative=subject.illustrative,
        )

    def _of_papers(self, phase: PhaseRunway | None, own: Sequence[ContractRow]) -> list[Cover]:
        """The papers' contracts that the phase replaces, or that nobody says which phase replaces."""
        own_references = {each.reference for each in own}
        return [
            paper.cover(conditional=not paper.replaced_by)
            for paper in self.papers
            if not paper.followed_by & own_references
            and (not paper.replaced_by or (phase is not None and phase.phase_id in paper.replaced_by))
        ]

    def _plan(
        self, upcoming: PhaseRunway | None, phase: PhaseRunway | None, covers: Sequence[Cover]
    ) -> tuple[Plan | None, Where]:
        """Back from the phase's go-live; where none is stated, from the day after the first contract that ends."""
        if upcoming is not None and upcoming.go_live.is_dated:
            return upcoming.plan, upcoming.where
        first = min(
            (each for each in covers if each.ends is not None and each.ends.end is not None),
            key=lambda cover: cover.ends.end if cover.ends and cover.ends.end else date.max,
            default=None,
        )
        if first is None or first.ends is None:
            return None, where(None, self.on, lacking=_lacking(upcoming, phase))
        plan = self.planner.after(follows(first.ends), f"the day after “{first.name}” ends")
        passed = f"“{first.name}” ended {first.ends.printed}; nothing records what followed."
        return plan, where(plan, self.on, passed=passed)


def is_in_force(contract: ContractRow) -> bool:
    return contract.state in IN_FORCE


def services_of(contract: ContractRow) -> frozenset[int]:
    return frozenset(service.pk for service in contract.services)


def rows_without_service(
    maker: RowMaker, rows: Sequence[RunwayRow], phases: Sequence[PhaseRunway], services: frozenset[int]
) -> Iterator[RunwayRow]:
    """Phases that no service in scope belongs to, then contracts, then papers, that no row shows yet."""
    with_services = {row.phase.phase_id for row in rows if row.phase is not None}
    for phase in phases:
        if phase.phase_id not in with_services:
            own = [each for each in maker.held if each.phase_id == phase.phase_id]
            yield maker.row(
                Subject(
                    phase.reference, f"{phase.title} (no service named)", illustrative=phase.illustrative
                ),
                phase,
                own,
            )
    for each in maker.held:
        if each.reference not in maker.shown and is_in_force(each) and not services_of(each) & services:
            named = "no service in scope" if each.services else "no service recorded"
            subject = Subject(each.reference, f"{each.name} ({named})", illustrative=each.illustrative)
            yield maker.row(subject, None, [each], papers=False)
    for paper in maker.papers:
        if paper.record.reference not in maker.shown and not paper.followed_by:
            yield _paper_row(maker, paper)


def _paper_row(maker: RowMaker, paper: Paper) -> RunwayRow:
    alone = RowMaker((), (Paper(paper.record, frozenset(), frozenset()),), maker.planner, maker.on)
    record = paper.record
    subject = Subject(record.reference, f"{record.text} (no service named)", illustrative=record.illustrative)
    return alone.row(subject, None, ())


def _held_cover(each: ContractRow) -> Cover:
    return Cover(
        each.reference,
        each.name,
        each.current_end,
        each.starts,
        tuple(option.months for option in each.options if option.state == OptionState.LIVE),
        each.term_as_printed,
        in_register=True,
    )


def _in_force_or_last(contracts: Sequence[ContractRow]) -> list[ContractRow]:
    """Those in force; where none is, the ended one that ended last: what it left uncovered is still to be seen."""
    live = [each for each in contracts if is_in_force(each)]
    ended = [each for each in contracts if each.state == ContractState.ENDED]
    return live or sorted(ended, key=lambda each: each.current_end.end or date.min)[-1:]


def _lacking(upcoming: PhaseRunway | None, phase: PhaseRunway | None) -> str:
    if upcoming is not None:
        return "Neither a go-live nor an end of what it replaces is known."
    if phase is None:
        return "No procurement and no end of a contract is recorded."
    return phase.where.words


def _unknowns(
    phase: PhaseRunway | None, upcoming: PhaseRunway | None, covers: Sequence[Cover]
) -> Iterator[str]:
    if phase is None:
        yield NO_PHASE
    if not covers:
        yield NO_COVER
    for cover in covers:
        if not cover.is_dated:
            yield f"when “{cover.name}” ends is not known"
        elif phase is not None and upcoming is None:
            yield f"nothing is planned to follow “{cover.name}”"
