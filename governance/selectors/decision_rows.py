"""What a list and a page of decisions are made of: plain, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from governance.rules.call_in import CallIn, InEffect
from governance.rules.positions import Tally
from programmes.selectors.sources import Place


@dataclass(frozen=True)
class ConditionRow:
    """A condition that a body attached to its position: the action that it became, and whether it is met."""

    action_reference: str
    text: str
    owner_role: str
    due: FuzzyDate
    state_label: str
    is_met: bool


@dataclass(frozen=True)
class PositionRow:
    """One position of one body as it was given. `replaced` is one that a later position of the same body followed."""

    reference: str
    body: str
    body_reference: str
    kind: str
    label: str
    on: FuzzyDate
    note: str
    meeting: str
    meeting_reference: str
    document: str
    document_reference: str
    who: str
    conditions: tuple[ConditionRow, ...]
    replaced: bool
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class AskedRow:
    """A body whose own position the decision needs: the latest it gave, or None while it is awaited.

    `days` since it was asked are counted while it is awaited or has deferred, None where nobody knows since when.
    """

    body: str
    body_reference: str
    position: PositionRow | None
    asked_on: date | None
    days: int | None

    @property
    def is_awaited(self) -> bool:
        """It has given no final answer: none at all, or one that defers it."""
        return self.position is None or self.position.kind == "deferred"


@dataclass(frozen=True)
class EffectRow:
    """What the decision is to put into effect, or has put: `result` names the one record that it made."""

    reference: str
    kind: str
    kind_label: str
    words: str
    is_applied: bool
    result: str


@dataclass(frozen=True)
class DecisionRow:
    """One decision as a register shows it, on a day.

    `tally_words` say how many of the bodies asked agreed, and never that all did because some did; "" where none was
    asked. `in_effect` has the reason with its answer. `lacking` names what the record does not hold.
    """

    decision_id: int
    reference: str
    title: str
    text: str
    body: str
    body_reference: str
    meeting: str
    meeting_reference: str
    ask_reference: str
    ask_words: str
    outcome: str
    outcome_label: str
    decided: FuzzyDate
    delegated_to: str
    is_key: bool
    tally: Tally
    asked: tuple[AskedRow, ...]
    positions: tuple[PositionRow, ...]
    effects: tuple[EffectRow, ...]
    call_in: CallIn
    in_effect: InEffect
    effective: FuzzyDate
    lacking: tuple[str, ...]
    illustrative: bool
    places: tuple[Place, ...]
    fact_id: int | None

    @property
    def tally_words(self) -> str:
        return self.tally.words if self.asked else ""

    @property
    def awaited(self) -> tuple[AskedRow, ...]:
        """The bodies that have given no final answer."""
        return tuple(row for row in self.asked if row.is_awaited)

    @property
    def agreed_words(self) -> str:
        """How many of those asked agreed, where others have to agree too; else the outcome. Never “approved”."""
        return self.tally_words or self.outcome_label


@dataclass(frozen=True)
class AwaitedRow:
    """One body and one decision that waits for it."""

    body: str
    body_reference: str
    decision_reference: str
    title: str
    asked_on: date | None
    days: int | None
    has_deferred: bool
    illustrative: bool
