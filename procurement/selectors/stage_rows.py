"""What the stages and gateways of a phase say on a day, as plain data that pages, exports and calendars share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models.regimes import Check
from procurement.models.stages import GatewayOutcome
from procurement.rules_stages import StageState, StageStatus, Variance
from programmes.selectors.sources import Place

PASSED = (GatewayOutcome.PASSED, GatewayOutcome.OVERRIDDEN)


@dataclass(frozen=True)
class EvidenceRow:
    """What somebody attached to a requirement, and has not withdrawn by the day."""

    record_id: int
    version: int
    reference: str
    text: str
    document_reference: str
    document_title: str
    added_by: str
    added_on: date


@dataclass(frozen=True)
class RequirementRow:
    """One thing that the gateway asks for, whether it is there, and what was found."""

    requirement_id: int
    reference: str
    text: str
    cure: str
    check: str
    is_met: bool
    found: str
    evidence: tuple[EvidenceRow, ...]
    source: str
    is_certain: bool

    @property
    def takes_evidence(self) -> bool:
        return self.check == Check.EVIDENCE


@dataclass(frozen=True)
class MissingRow:
    """A requirement that is not met: what it is, what was found instead, and what to do."""

    code: str
    words: str
    cure: str
    found: str = ""

    @property
    def sentence(self) -> str:
        """ "The business case is approved: attach the minute." """
        return f"{self.words.rstrip('.')}: {self.cure.rstrip('.')}."


@dataclass(frozen=True)
class DecisionRow:
    """What a body decided at a gateway, and what was missing when it did."""

    reference: str
    outcome: str
    outcome_label: str
    decided_by: str
    decided_on: date
    reason: str
    missing: tuple[str, ...]
    made_by: str

    @property
    def is_pass(self) -> bool:
        return self.outcome in PASSED


@dataclass(frozen=True)
class StageRow:
    """One stage as it stands on the day. `variance` is (actual, else forecast) less planned; None without both."""

    stage_id: int
    version: int
    reference: str
    code: str
    name: str
    position: int
    is_gateway: bool
    planned: FuzzyDate
    is_frozen: bool
    forecast: FuzzyDate
    actual: FuzzyDate
    status: StageStatus
    reason: str
    variance: Variance | None
    owner: str
    note: str
    not_applicable: bool
    why_not_applicable: str
    decisions: tuple[DecisionRow, ...]
    warning: str
    phase_status: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def decision(self) -> DecisionRow | None:
        """The latest decision by the day."""
        return self.decisions[-1] if self.decisions else None

    @property
    def date(self) -> FuzzyDate:
        """The best date there is: actual, else forecast, else planned (which may say nothing)."""
        return next((each for each in (self.actual, self.forecast) if each.is_dated), self.planned)

    @property
    def is_done(self) -> bool:
        return self.status.state == StageState.DONE


@dataclass(frozen=True)
class PhaseStages:
    """A phase with its stages in their order. `requirements` are those of every gateway, by its code."""

    phase_id: int
    reference: str
    number: int
    name: str
    regime: str
    regime_label: str
    light_touch: bool
    process: str
    process_label: str
    procurement_start: FuzzyDate
    go_live: FuzzyDate
    rows: tuple[StageRow, ...]
    status: str
    next_gateway: StageRow | None
    missing_for_next: tuple[MissingRow, ...]
    requirements: Mapping[str, tuple[RequirementRow, ...]]
    ended: bool
    ended_because: str
    illustrative: bool

    @property
    def title(self) -> str:
        return f"Phase {self.number}: {self.name}"

    @property
    def latest_done(self) -> StageRow | None:
        done = [row for row in self.rows if row.is_done]
        return done[-1] if done else None

    def row(self, code: str) -> StageRow | None:
        return next((row for row in self.rows if row.code == code), None)

    def missing(self, code: str) -> tuple[MissingRow, ...]:
        """What the gateway of that code lacks."""
        return missing_of(self.requirements.get(code, ()))


def missing_of(requirements: Iterable[RequirementRow]) -> tuple[MissingRow, ...]:
    """The requirements that are not met, in their order."""
    return tuple(
        MissingRow(row.reference, row.text, row.cure, row.found) for row in requirements if not row.is_met
    )
