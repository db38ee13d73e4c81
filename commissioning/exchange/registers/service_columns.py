"""Columns of a service that say one thing in several cells: its lead by name and code, its state and what is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from commissioning.core.intake import values
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import Unread, is_blank, same
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.fields import ChoiceColumn, Column
from commissioning.exchange.registers.naming import folded
from programmes.models.services import ScopeState

NAME, CODE = "Lead commissioner", "Lead commissioner code"
STATE, COMMISSIONER, INCLUSION, PHASE = "State", "Commissioner TBC", "Inclusion TBC", "Phase"
FLAGS: Final = {COMMISSIONER: "commissioner_tbc", INCLUSION: "inclusion_tbc"}
NOTHING_OPEN = "“In scope” says that nothing is to be confirmed, and a TBC column says that something is."
TBC_OR_NO = "Write “In scope – TBC” here, or no in the TBC columns."
SAYS_WHAT = "“In scope – TBC” needs a yes in “Commissioner TBC” or in “Inclusion TBC”."
OR_IN_SCOPE = "Write it there, or “In scope” here."
NO_PHASE = "A service that is removed leaves its phase."
EMPTY_IT = "Empty this cell."


@dataclass(frozen=True)
class LeadSaid:
    """The lead as cells name it: by name, by code or by both, which must be one organisation."""

    name: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.code)


class LeadColumns(Column):
    """Reads to LeadSaid. `before` are the words that mean who leads today. Empty cells leave the lead as it is."""

    @property
    def headings(self) -> tuple[str, ...]:
        return NAME, CODE

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),  # noqa: ARG002
        before: Any = None,
    ) -> Any:
        told = {heading: cell for heading, cell in given.items() if not is_blank(cell)}
        if exported is not None and all(
            same(cell, exported[heading]) or folded(cell) in (before or ()) for heading, cell in told.items()
        ):
            return SAME
        words = {heading: values.read_text(cell) or "" for heading, cell in told.items()}
        return LeadSaid(words.get(NAME, ""), words.get(CODE, ""))


@dataclass(frozen=True)
class ScopeSaid:
    """The state and the flags that cells say, by the names of the record; `fresh` are those that are news."""

    state: str | None = None
    flags: Mapping[str, bool | None] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()

    @property
    def new_state(self) -> str | None:
        return self.state if "state" in self.fresh else None

    def settles(self, flag: str) -> bool:
        return flag in self.fresh and self.flags.get(flag) is False

    @property
    def opened(self) -> tuple[str, ...]:
        return tuple(flag for flag, value in self.flags.items() if value)


class ScopeColumns(ChoiceColumn):
    """Reads to ScopeSaid; cells that contradict each other are refused, since nobody can tell which is meant.

    The phase is looked at, not read: whoever removes a service empties it. Empty cells leave what stands.
    """

    @property
    def headings(self) -> tuple[str, ...]:
        return STATE, COMMISSIONER, INCLUSION, PHASE

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),  # noqa: ARG002
        before: Any = None,  # noqa: ARG002
    ) -> Any:
        told = {heading: cell for heading, cell in given.items() if not is_blank(cell)}
        state = self._state(told)
        flags = {FLAGS[heading]: self._flag(told[heading], heading) for heading in FLAGS if heading in told}
        fresh = {
            FLAGS.get(heading, "state")
            for heading, cell in told.items()
            if heading != PHASE and (exported is None or not self._stands(heading, cell, exported))
        }
        if not fresh:
            return ScopeSaid() if exported is None else SAME
        self._refuse_contradictions(state, flags)
        if state == ScopeState.REMOVED and "state" in fresh and PHASE in told:
            raise Unread(NO_PHASE, EMPTY_IT, heading=PHASE)
        return ScopeSaid(state, flags, frozenset(fresh))

    def _state(self, told: Mapping[str, Cell]) -> str | None:
        try:
            return values.read_choice(told.get(STATE), self.choices)
        except Unread as unread:
            raise unread.at(STATE) from None

    @staticmethod
    def _flag(cell: Cell, heading: str) -> bool | None:
        try:
            return values.read_yes_no(cell, not_said=True)
        except Unread as unread:
            raise unread.at(heading) from None

    def _stands(self, heading: str, cell: Cell, exported: Mapping[str, Value]) -> bool:
        """Whether a cell says, in these words or others, what the export writes."""
        if same(cell, exported[heading]):
            return True
        if heading == STATE:
            return dict(self.choices).get(self._state({STATE: cell}) or "") == exported[STATE]
        return self._flag(cell, heading) == self._flag(exported[heading], heading)

    @staticmethod
    def _refuse_contradictions(state: str | None, flags: Mapping[str, bool | None]) -> None:
        if state == ScopeState.IN_SCOPE and any(flags.values()):
            raise Unread(NOTHING_OPEN, TBC_OR_NO, heading=STATE)
        if state == ScopeState.IN_SCOPE_TBC and len(flags) == len(FLAGS) and not any(flags.values()):
            raise Unread(SAYS_WHAT, OR_IN_SCOPE, heading=STATE)
