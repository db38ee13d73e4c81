"""What becomes of a line of a return beside what is recorded and what awaits approval already. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from outcomes.models.kpis import KPI
from outcomes.models.measurements import Missing
from outcomes.models.returns import ReturnKind, ReturnState
from outcomes.rules_lines import Line, line_words

STAND_INS: Final = frozenset({Missing.NOT_YET_DUE, Missing.NOT_REPORTED})


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Recorded:
    """The figure that counts now for the period: locked where it came in by an approved return."""

    measurement_id: int
    line: Line
    is_locked: bool = False

    @property
    def gives_way(self) -> bool:
        """Whether a return may replace it: it is provisional, or a reason that stands in for a figure."""
        return not self.line.is_final or self.line.missing in STAND_INS


@dataclass(frozen=True)
class Pending:
    """A line of another return that is still open."""

    reference: str
    state: str
    line: Line


@dataclass(frozen=True)
class Judged:
    fate: Fate
    words: str = ""


def judge(kpi: KPI, line: Line, kind: str, recorded: Recorded | None, pending: Pending | None) -> Judged:
    """New, changed, unchanged or refused, with the reason and the cure.

    A period with an approved final figure takes a correction, never a second return; one period is in one open return.
    """
    if pending is not None:
        return _beside_pending(kpi, line, pending)
    if recorded is None:
        if kind == ReturnKind.CORRECTION:
            return Judged(Fate.REFUSED, "nothing is recorded for this period: send it as a return instead")
        return Judged(Fate.NEW)
    if recorded.line.figures == line.figures:
        return Judged(Fate.UNCHANGED, "the same as recorded")
    if kind == ReturnKind.CORRECTION or recorded.gives_way:
        return Judged(Fate.CHANGED)
    held = "approved and locked" if recorded.is_locked else "recorded"
    return Judged(
        Fate.REFUSED,
        f"{line_words(kpi, recorded.line)} is {held} for this period: correct it, with the reason, instead",
    )


def _beside_pending(kpi: KPI, line: Line, pending: Pending) -> Judged:
    if pending.state == ReturnState.RETURNED:
        return Judged(
            Fate.REFUSED,
            f"return {pending.reference} for this period was sent back: change that one, or withdraw it first",
        )
    if pending.line.figures == line.figures:
        return Judged(Fate.UNCHANGED, f"the same figure awaits approval in {pending.reference}")
    return Judged(
        Fate.REFUSED,
        f"{line_words(kpi, pending.line)} awaits approval in {pending.reference}: withdraw that return first",
    )


def repeated(lines: Sequence[Line]) -> dict[int, int]:
    """The places of lines that come a second time, each with the place of the first for the same period."""
    first: dict[object, int] = {}
    again: dict[int, int] = {}
    for place, line in enumerate(lines):
        if line.key in first:
            again[place] = first[line.key]
        else:
            first[line.key] = place
    return again
