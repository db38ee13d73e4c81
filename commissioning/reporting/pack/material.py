"""Everything that a pack is made of, read once from the selectors that the pages themselves show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commissioning.reporting.selectors.plans import Plans, plans
from commissioning.reporting.selectors.position import Position, position
from governance.models import Body, Meeting
from governance.selectors.actions import LateRow, late_and_slipped
from governance.selectors.asks import AskRow, asks
from governance.selectors.decision_rows import AwaitedRow, DecisionRow
from governance.selectors.decisions import decision_rows, positions_awaited
from governance.selectors.feedback import FeedbackRow, feedback_on
from governance.selectors.registers import ChangeRequestRow, change_requests
from governance.selectors.risks import RiskView, risks
from procurement.selectors.funding import FundingRow, funding
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.stages import PhaseStages, stages_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.rooms import rooms_of

ASKED = "asked"


@dataclass(frozen=True)
class Material:
    """The position of the meeting's programme on a day, and what is asked of whom.

    A pack is read by whoever may read the programme, so nothing in it is what only some of them may see: of what is
    sealed in a procurement it holds what everybody is shown.
    """

    meeting: Meeting
    at: Position
    plans: Plans
    asks: tuple[AskRow, ...]
    decisions: tuple[DecisionRow, ...]
    awaited: tuple[AwaitedRow, ...]
    requests: tuple[ChangeRequestRow, ...]
    late: tuple[LateRow, ...]
    risks: tuple[RiskView, ...]
    feedback: tuple[FeedbackRow, ...]
    funding: tuple[FundingRow, ...]
    stages: Mapping[int, PhaseStages]
    sovereign: tuple[str, ...]
    on_agenda: frozenset[str]

    @property
    def programme(self) -> Programme:
        return self.at.programme

    @property
    def on(self) -> date:
        return self.at.on

    @property
    def is_made_up(self) -> bool:
        """The programme, or the meeting itself, is illustrative."""
        return self.programme.illustrative or self.meeting.illustrative

    @cached_property
    def to(self) -> Addresses:
        """Addresses without a day: a figure leads to its record, and the page adds the day that it asks about."""
        return Addresses(self.programme.key, "")

    @cached_property
    def asked_here(self) -> tuple[AskRow, ...]:
        """What the papers on this meeting's agenda ask; without such papers, what its body is asked and has not
        answered.
        """
        own = tuple(
            row for row in self.asks if {row.document_reference, row.paper_reference} & self.on_agenda
        )
        if own:
            return own
        body = self.meeting.body.reference
        return tuple(row for row in self.asks if row.body_reference == body and self._waits(row))

    @cached_property
    def asked_elsewhere(self) -> tuple[AskRow, ...]:
        """What no decision answers yet, besides what is asked here."""
        here = {row.reference for row in self.asked_here}
        return tuple(
            row
            for row in self.asks
            if self._waits(row)
            and (not row.outcome or row.decision)
            and row.reference not in here | self._answered
        )

    @cached_property
    def _answered(self) -> frozenset[str]:
        """What some decision of the day answers, whatever it says."""
        return frozenset(row.ask_reference for row in self.decisions)

    def _waits(self, row: AskRow) -> bool:
        """Asked and not answered on the day; a decision made later does not answer it yet."""
        return row.state == ASKED or (bool(row.decision) and row.reference not in self._answered)

    @cached_property
    def top_risks(self) -> tuple[RiskView, ...]:
        return tuple(row for row in self.risks if row.is_open)

    @cached_property
    def unassessed(self) -> tuple[RiskView, ...]:
        return tuple(row for row in self.top_risks if row.score is None)

    @cached_property
    def unanswered(self) -> tuple[FeedbackRow, ...]:
        return tuple(row for row in self.feedback if row.is_unanswered)


def material(meeting: Meeting, on: date) -> Material:
    """Read everything once: a fixed number of queries for any number of rows in the programme."""
    programme = meeting.programme
    at = position(programme, on)
    found = decision_rows(programme, on)
    return Material(
        meeting=meeting,
        at=at,
        plans=plans(at, frozenset(room.name for room in rooms_of(programme))),
        asks=asks(programme),
        decisions=found,
        awaited=positions_awaited(programme, on, found),
        requests=tuple(row for row in change_requests(programme, on) if row.is_awaited),
        late=late_and_slipped(programme, on),
        risks=risks(programme, on),
        feedback=feedback_on(programme, on),
        funding=funding(programme),
        stages={row.number: row for row in stages_of(programme, on)} if at.phases else {},
        sovereign=tuple(
            Body.objects.filter(programme=programme, is_sovereign=True)
            .exclude(pk=meeting.body_id)
            .values_list("name", flat=True)
        ),
        on_agenda=frozenset(
            reference
            for pair in meeting.items.values_list("document__reference", "paper__reference")
            for reference in pair
            if reference
        ),
    )


def pages_of(about: Material) -> tuple[PhaseSummary, ...]:
    """The phases that have anything of their own to say: services, lines or a stated value."""
    return tuple(phase for phase in about.at.phases if phase.services or phase.lines or phase.stated)
