"""When things happen in a contracting process: its status, its periods and its milestones, from the stages of a phase.

What shows that an award is decided is held back until the notice of it is published: until then the stages from the
award on have plans and no actual dates (Procurement Act 2023 section 94; SI 2023/1348 regulation 21).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from procurement.models import ProcurementPhase, ProcurementStage
from procurement.ocds.dates import first_moment, last_moment, period_of
from procurement.publishing.words import Json, counted, kept, sentences, worded

# The state that a stage puts its phase in, once the award is decided; what comes before is preparation or the tender.
AWARDED: Final = frozenset({"award", "mobilisation", "live", "under review", "ended"})
TENDERING: Final = frozenset({"procurement"})
UNDATED: Final = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
# The type of each stage's milestone (milestoneType.csv); a stage that none fits has no type.
TYPES: Final = {
    "need": "preProcurement",
    "decision": "approval",
    "engagement": "engagement",
    "specification": "preProcurement",
    "route": "approval",
    "clarification": "engagement",
    "evaluation": "assessment",
    "award": "approval",
    "signature": "futureSignatureDate",
    "mobilisation": "delivery",
    "go_live": "delivery",
    "review": "reporting",
    "extension": "approval",
}
# Where the milestones of a stage stand, by the first part of its path in the table of stages.
SECTIONS: Final = {"planning": "planning", "tender": "tender", "awards": "tender", "contracts": "contracts"}


@dataclass(frozen=True)
class Timetable:
    """The stages of one phase as the public may know them on a day."""

    phase: ProcurementPhase
    stages: Sequence[ProcurementStage]
    on: date
    award_is_public: bool

    # --- status ---

    def status(self) -> str:
        """tender.status: planning (an idea), planned (dated), active, complete, or how it was abandoned."""
        phase = self.phase
        if phase.ended_as and phase.ended_on is not None and phase.ended_on <= self.on:
            return str(phase.ended_as)
        reached = {row.kind.phase_status for row in self.stages if self._is_done(row)}
        if self.award_is_public or reached & AWARDED:
            return "complete"
        if reached & TENDERING:
            return "active"
        tender = self.date_of("tender")
        return "planned" if phase.procurement_start.is_dated or tender.is_dated else "planning"

    def _is_done(self, row: ProcurementStage) -> bool:
        return not row.not_applicable and self._actual(row).is_dated

    def _actual(self, row: ProcurementStage) -> FuzzyDate:
        """What happened, as far as it had by the day and may be known."""
        sealed = row.kind.phase_status in AWARDED and not self.award_is_public
        happened = row.actual.start is not None and row.actual.start <= self.on
        return row.actual if happened and not sealed else UNDATED

    # --- periods ---

    def date_of(self, code: str) -> FuzzyDate:
        """The best date of a stage: actual, else forecast, else planned."""
        row = next((row for row in self.stages if row.kind.code == code and not row.not_applicable), None)
        if row is None:
            return UNDATED
        return next((day for day in (self._actual(row), row.forecast) if day.is_dated), row.planned)

    def tender_period(self) -> Json | None:
        """From the tender's issue, else the phase's own start, to the day bids are due."""
        issued = self.date_of("tender")
        starts = issued if issued.is_dated else self.phase.procurement_start
        return worded(period_of(_said(starts), _said(self.date_of("bids"))))

    def enquiry_period(self) -> Json | None:
        """Up to the day on which clarification closes."""
        return worded(period_of(None, _said(self.date_of("clarification"))))

    def award_period(self) -> Json | None:
        """The evaluation, as far as its days are known."""
        evaluation = _said(self.date_of("evaluation"))
        return worded(period_of(evaluation, evaluation))

    def contract_period(self, ends: FuzzyDate | None, last_possible_end: FuzzyDate | None) -> Json | None:
        """From go-live, as the phase or its stage states it, to the ends that public contracts have."""
        starts = self.go_live()
        return worded(period_of(_said(starts), counted(ends), last_possible_end=counted(last_possible_end)))

    def go_live(self) -> FuzzyDate:
        """As its stage states it, else as the phase does."""
        stage = self.date_of("go_live")
        return stage if stage.is_dated else self.phase.go_live

    # --- milestones ---

    def milestones(self, section: str) -> list[Json]:
        """The stages whose milestones stand in "planning", "tender" or "contracts"."""
        rows = (row for row in self.stages if not row.not_applicable)
        return [self._milestone(row) for row in rows if section_of(row.kind.ocds_path) == section]

    def _milestone(self, row: ProcurementStage) -> Json:
        """dueDate is the forecast, else the plan; met by the actual date, not met once the due date is past."""
        expected = row.forecast if row.forecast.is_dated else row.planned
        actual = self._actual(row)
        due, met = last_moment(expected), last_moment(actual)
        exact = actual.is_dated and actual.precision == Precision.DAY
        words = [f"Due {due.words}" if due.words else "", f"Done {met.words}" if actual.is_dated else ""]
        return kept(
            {
                "id": row.reference,
                "title": row.kind.name,
                "code": row.kind.code,
                "type": TYPES.get(row.kind.code),
                "description": sentences(*(each if each != "Done " else "" for each in words)),
                "dueDate": due.at,
                "dateMet": first_moment(actual).at if exact else met.at,
                "status": _milestone_status(expected, actual, self.on),
            }
        )


def section_of(path: str) -> str:
    """The part of a release in which a stage's milestone stands; "" where it has none of its own."""
    return SECTIONS.get(path.split("/")[0], "")


def latest(dates: Iterable[FuzzyDate | None]) -> FuzzyDate | None:
    """The last of several stated dates; None as soon as one of them is not known."""
    found = list(dates)
    dated = [day for day in found if day is not None and day.end is not None]
    return max(dated, key=lambda day: day.end or date.min) if dated and len(dated) == len(found) else None


def _milestone_status(expected: FuzzyDate, actual: FuzzyDate, on: date) -> str | None:
    if actual.is_dated:
        return "met"
    if expected.end is None:
        return None
    return "notMet" if expected.end < on else "scheduled"


def _said(stated: FuzzyDate) -> FuzzyDate | None:
    """None for a date of which nothing at all is said: it is then left out without a word."""
    blank = not stated.is_dated and stated.status == DateStatus.BLANK and not stated.text
    return None if blank else stated
