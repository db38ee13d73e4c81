"""The rows that the checks read: plain data, gathered once by a selector. No check asks for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.selectors.lines import LineRow
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.stated import StatedRow, StatedSum
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place

from .evidence_areas import AreaEvidence
from .evidence_commissioning import CommissioningEvidence
from .evidence_plans import DatedRow as DatedRow
from .evidence_plans import PlanEvidence


@dataclass(frozen=True)
class TargetRow:
    """One printed statement of when the programme is to be complete."""

    reference: str
    label: str
    date: FuzzyDate
    fact_id: int | None = None


@dataclass(frozen=True)
class PrintedName:
    """A name of a service, with the fact whose places print it: the service itself, or one of its aliases."""

    service_reference: str
    name: str
    fact_id: int | None = None


@dataclass(frozen=True)
class GapRow:
    """Something that is said to be missing, or is left unanswered."""

    reference: str
    text: str
    detail: str = ""
    fact_id: int | None = None


@dataclass(frozen=True)
class AskedOutside:
    """An ask, or other recommendation, printed in the body of a paper and not among its recommendations."""

    reference: str
    text: str
    body: str
    fact_id: int | None = None


@dataclass(frozen=True)
class LeadSeat:
    """A lead commissioner in scope and the programme-board seats that count as theirs.

    `own` are its own seats; `through` those of a parent or a part of it, which count and are named.
    """

    organisation_id: int
    organisation: str
    code: str
    services: tuple[ScopeRow, ...]
    own: tuple[str, ...] = ()
    through: tuple[str, ...] = ()

    @property
    def is_seated(self) -> bool:
        return bool(self.own or self.through)


@dataclass(frozen=True)
class BoardView:
    """The programme board with the seats it is printed to have."""

    reference: str
    name: str
    seats: tuple[str, ...]
    fact_id: int | None = None


@dataclass(frozen=True)
class Evidence:
    """Everything the checks of a programme read, as at `on`. Gathered by governance.selectors.evidence."""

    reference: str
    on: date
    scope: tuple[ScopeRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    stated: tuple[StatedRow, ...] = ()
    sums: tuple[StatedSum, ...] = ()
    phases: tuple[PhaseSummary, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    names: tuple[PrintedName, ...] = ()
    milestones: tuple[DatedRow, ...] = ()
    evidence_dates: tuple[DatedRow, ...] = ()
    document_dates: Mapping[str, FuzzyDate] = field(default_factory=dict)
    kpis_without_target: tuple[GapRow, ...] = ()
    known_gaps: tuple[GapRow, ...] = ()
    unanswered: tuple[GapRow, ...] = ()
    asked_outside: tuple[AskedOutside, ...] = ()
    procurements: tuple[GapRow, ...] = ()
    board: BoardView | None = None
    seats: tuple[LeadSeat, ...] = ()
    scope_facts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    commissioning: CommissioningEvidence = field(default_factory=CommissioningEvidence)
    plans: PlanEvidence = field(default_factory=PlanEvidence)
    areas: AreaEvidence = field(default_factory=AreaEvidence)
    places: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)

    def places_for(self, fact_ids: Iterable[int | None], field: str = "") -> tuple[Place, ...]:
        """The places of facts: those that support the field asked for or, where none does, the whole record."""
        found = [
            place for fact_id in fact_ids if fact_id is not None for place in self.places.get(fact_id, ())
        ]
        own = [place for place in found if field and place.field == field]
        return tuple(own or [place for place in found if not place.field])

    def service_places(self, row: ScopeRow) -> tuple[Place, ...]:
        """Where the service is named as in (or out of) scope: the places of the service and of its scope record."""
        return self.places_for(self.scope_facts.get(row.scope_id, ()))

    def lines_places(self, lines: Iterable[LineRow]) -> tuple[Place, ...]:
        """Where the lines are printed."""
        return self.places_for([line.fact_id for line in lines])
