"""One board action as a reader meets it: what was agreed, when it is due now and was at first, and every answer."""

from dataclasses import dataclass
from datetime import date, datetime

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.actions import BoardActionState, ResponseKind
from governance.rules.reports import Missed
from governance.rules.slips import SlipSummary
from programmes.selectors.sources import Place

FINISHED = frozenset({BoardActionState.COMPLETE, BoardActionState.CLOSED})


@dataclass(frozen=True)
class ResponseRow:
    """One answer, or a person's mark. `who` is empty for what a paper reports."""

    reference: str
    kind: str
    kind_label: str
    text: str
    reported: FuzzyDate
    document_reference: str
    document_title: str
    state_before: str
    state_after: str
    who: str
    made_at: datetime
    places: tuple[Place, ...]
    fact_id: int | None

    @property
    def is_answer(self) -> bool:
        return self.kind == ResponseKind.RESPONSE


@dataclass(frozen=True)
class Waiting:
    """Days between two stated dates' bounds: one number for an exact day, else from fewest to most."""

    fewest: int
    most: int

    @property
    def printed(self) -> str:
        if self.fewest == self.most:
            return f"{self.most:,} {'day' if self.most == 1 else 'days'}"
        return f"{self.fewest:,} to {self.most:,} days"


@dataclass(frozen=True)
class DateChangeRow:
    """One new target date: from what, to what, the day it was given, why, and by whose hand."""

    before: FuzzyDate
    after: FuzzyDate
    on: date
    reason: str
    who: str
    made_at: datetime


@dataclass(frozen=True)
class Origin:
    """Where an action comes from, as far as it is recorded; each part is empty where it is not.

    `condition_body` is the sovereign body that attached the action as a condition of its agreement.
    """

    meeting_reference: str = ""
    meeting_title: str = ""
    meeting_held: FuzzyDate | None = None
    decision_reference: str = ""
    decision_title: str = ""
    condition_body: str = ""


@dataclass(frozen=True)
class ActionView:
    """One action as at a day. `since` counts from the last answer, or from the agreement where there is none.

    `due` is the target of that day, `original_due` the first one there was, `slips` how it has moved by then; `age`
    counts from the agreement.
    `weakened` is the mark of that day, `weakened_now` the one there is, which a person may change. `is_ahead` where it
    was agreed only after the day.
    """

    reference: str
    text: str
    body: str
    body_reference: str
    agreed: FuzzyDate
    due: FuzzyDate
    original_due: FuzzyDate
    slips: SlipSummary
    date_changes: tuple[DateChangeRow, ...]
    origin: Origin
    owner_role: str
    promised: str
    promised_label: str
    state: str
    state_label: str
    state_note: str
    weakened: bool
    weakened_now: bool
    responses: tuple[ResponseRow, ...]
    marks: tuple[ResponseRow, ...]
    missed: Missed | None
    since: Waiting | None
    age: Waiting | None
    hint: str
    version: int
    is_ahead: bool
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_open(self) -> bool:
        return self.state not in FINISHED

    @property
    def is_answered(self) -> bool:
        return bool(self.responses)

    @property
    def age_days(self) -> int | None:
        """Days since it was agreed, at the least; None where no day of that is known."""
        return self.age.fewest if self.age else None

    @property
    def last(self) -> ResponseRow | None:
        return self.responses[-1] if self.responses else None

    @property
    def missed_count(self) -> int:
        return len(self.missed.missed) if self.missed else 0

    def is_overdue(self, on: date) -> bool:
        """Late only once the last day that the date due can mean has passed; never while undated or finished."""
        return self.due.is_overdue(on, done=not self.is_open)
