"""What lists and pages of meetings are made of: plain, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.meetings import InterestOutcome, MeetingState
from programmes.selectors.sources import Place


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in a list. `items` counts its agenda, `papers` those items that have a paper."""

    meeting_id: int
    reference: str
    body: str
    body_reference: str
    title: str
    held: FuzzyDate
    state: str
    state_label: str
    place: str
    minutes: str
    minutes_reference: str
    items: int
    papers: int
    decisions: int
    packs: int
    illustrative: bool

    @property
    def name(self) -> str:
        """Its own title, or that of its body."""
        return self.title or self.body

    def is_to_come(self, on: date) -> bool:
        """Planned, and not surely past: a day still to come, or none that is known."""
        return self.state == MeetingState.PLANNED and not self.is_unsettled(on)

    def is_unsettled(self, on: date) -> bool:
        """Planned for a time that has passed: nobody has said whether it was held."""
        return self.state == MeetingState.PLANNED and self.held.end is not None and self.held.end < on


@dataclass(frozen=True)
class PaperLink:
    """A paper put to a meeting: one written here, or one received."""

    reference: str
    title: str
    is_written_here: bool


@dataclass(frozen=True)
class ItemRow:
    """One item of an agenda. `minute` is what the minutes say of it; empty where nothing is recorded."""

    reference: str
    number: str
    position: int
    title: str
    purpose: str
    purpose_label: str
    presenter_role: str
    paper: PaperLink | None
    minute: str
    interests: int
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool
    version: int

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class AttendanceRow:
    attendance_id: int
    role_title: str
    organisation: str
    organisation_id: int | None
    presence: str
    presence_label: str
    version: int


@dataclass(frozen=True)
class InterestRow:
    """An interest declared. `outcome_label` is empty where nobody recorded what was done about it."""

    reference: str
    role_title: str
    organisation: str
    nature_label: str
    text: str
    item: str
    item_reference: str
    outcome: str
    outcome_label: str
    dispensation: str
    illustrative: bool

    @property
    def was_dispensed(self) -> bool:
        return self.outcome == InterestOutcome.DISPENSATION


@dataclass(frozen=True)
class PutRow:
    """A recommendation put to the meeting; `outcome` is what was decided here, or what a paper reports.

    `tally` says how many of the sovereign bodies asked have agreed, where others have to agree too.
    """

    reference: str
    verb_label: str
    text: str
    paper: str
    outcome: str
    tally: str
    decision_reference: str
    illustrative: bool


@dataclass(frozen=True)
class StanceRow:
    """The position that the body gave at a meeting on what another body decided."""

    body: str
    label: str
    decision_reference: str
    decision: str
    decided_by: str
    note: str


@dataclass(frozen=True)
class PackRow:
    reference: str
    number: int
    as_at: date
    made_by: str
    made_at: datetime
    illustrative: bool
