"""Where each sovereign body stands on one decision, counted in words that claim no more than was agreed.

Each organisation decides for itself, so agreement by some is never agreement by all (domain rule on sovereign
decisions): the words name how many of how many, what is awaited and what was agreed with conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .words import joined


class PositionKind:
    """What a body can have said, by code. A body that has said nothing has no position: it is awaited."""

    AGREED: Final = "agreed"
    AGREED_WITH_CONDITIONS: Final = "agreed_with_conditions"
    NOTED: Final = "noted"
    NOT_AGREED: Final = "not_agreed"
    DEFERRED: Final = "deferred"


POSITION_LABELS: Final = {
    PositionKind.AGREED: "Agreed",
    PositionKind.AGREED_WITH_CONDITIONS: "Agreed with conditions",
    PositionKind.NOTED: "Noted",
    PositionKind.NOT_AGREED: "Not agreed",
    PositionKind.DEFERRED: "Deferred",
}
AWAITED_LABEL: Final = "Awaited"


@dataclass(frozen=True)
class Stance:
    """The latest position of one body: its kind, and how many conditions it made that are not yet met."""

    kind: str
    conditions_open: int = 0


@dataclass(frozen=True)
class Tally:
    """How many bodies said what. `agreed` includes those with conditions, of which there are `conditional`.

    `of` is the number of bodies asked: agreed, not agreed, deferred, noted and awaited add up to it.
    """

    agreed: int
    conditional: int
    not_agreed: int
    deferred: int
    noted: int
    awaited: int
    of: int
    conditions_open: int

    @property
    def is_complete(self) -> bool:
        """Nobody's final answer is outstanding: none awaited and none deferred. It does not say that all agreed."""
        return self.of > 0 and not self.awaited and not self.deferred

    @property
    def is_agreed_by_all(self) -> bool:
        """Every body asked has agreed, with conditions or without; having noted is not having agreed."""
        return self.of > 0 and self.agreed == self.of

    @property
    def is_unconditional(self) -> bool:
        """Every body asked has agreed and every condition made has been met."""
        return self.is_agreed_by_all and not self.conditions_open

    @property
    def words(self) -> str:
        """ "Agreed by 3 of 4, 1 of them with conditions; awaited from 1", "Agreed by all 4", "No body is asked"."""
        if not self.of:
            return "No body is asked"
        return "; ".join([self._agreed_words, *self._other_words()])

    @property
    def _agreed_words(self) -> str:
        if not self.agreed:
            return f"Agreed by none of {self.of}"
        if self.of == 1:
            return "Agreed by the 1 body asked" + (" with conditions" if self.conditional else "")
        count = f"all {self.of}" if self.is_agreed_by_all else f"{self.agreed} of {self.of}"
        return f"Agreed by {count}{self._conditional_words}"

    @property
    def _conditional_words(self) -> str:
        if not self.conditional:
            return ""
        if self.agreed == 1:
            return ", with conditions"
        return f", {'all' if self.conditional == self.agreed else self.conditional} of them with conditions"

    def _other_words(self) -> Iterator[str]:
        for number, words in (
            (self.not_agreed, "not agreed by"),
            (self.deferred, "deferred by"),
            (self.noted, "noted only by"),
            (self.awaited, "awaited from"),
        ):
            if number:
                yield f"{words} {number}"

    @property
    def conditions_words(self) -> str:
        """ "1 condition is not yet met", "2 conditions are not yet met"; empty when there is none."""
        if not self.conditions_open:
            return ""
        noun = "condition is" if self.conditions_open == 1 else "conditions are"
        return f"{self.conditions_open} {noun} not yet met"


def tally(bodies_asked: Collection[str], latest_positions: Mapping[str, Stance]) -> Tally:
    """Counts the latest position of each body asked; a body without one is awaited.

    Bodies are named by any key of the caller's, such as their references. Raises ValueError for a position of a body
    that was not asked, which would make "3 of 4" false, and for a kind of position that does not exist.
    """
    asked = set(bodies_asked)
    if strangers := sorted(set(latest_positions) - asked):
        raise ValueError(f"{joined(strangers)} took a position without being asked. Ask the body first.")
    if unknown := sorted({each.kind for each in latest_positions.values()} - set(POSITION_LABELS)):
        raise ValueError(f"There is no position “{unknown[0]}”. Choose one of: {', '.join(POSITION_LABELS)}.")
    kinds = Counter(each.kind for each in latest_positions.values())
    conditional = kinds[PositionKind.AGREED_WITH_CONDITIONS]
    return Tally(
        agreed=kinds[PositionKind.AGREED] + conditional,
        conditional=conditional,
        not_agreed=kinds[PositionKind.NOT_AGREED],
        deferred=kinds[PositionKind.DEFERRED],
        noted=kinds[PositionKind.NOTED],
        awaited=len(asked) - len(latest_positions),
        of=len(asked),
        conditions_open=sum(each.conditions_open for each in latest_positions.values()),
    )
