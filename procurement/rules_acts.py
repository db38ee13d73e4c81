"""What a contract is on a day, worked out from its dates and from the acts recorded against it; never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices

from commissioning.core.fuzzydate import FuzzyDate


class ActKind(TextChoices):
    """A dated act on a contract. It is added to those before it and never overwrites one."""

    TENDERED = "tendered", "Tendered"
    AWARD_INTENDED = "award_intended", "Award intended"
    AWARDED = "awarded", "Awarded"
    SIGNED = "signed", "Signed"
    VARIATION = "variation", "Varied"
    EXTENSION = "extension", "Extended"
    NOVATION = "novation", "Novated"
    TERMINATION = "termination", "Terminated"


class ContractState(TextChoices):
    """The life of a contract, in its order."""

    PLANNED = "planned", "Planned"
    TENDERED = "tendered", "Tendered"
    AWARD_INTENDED = "award_intended", "Award intended"
    AWARDED = "awarded", "Awarded"
    LIVE = "live", "Live"
    VARIED = "varied", "Varied"
    EXTENDED = "extended", "Extended"
    NOVATED = "novated", "Novated"
    ENDED = "ended", "Ended"


UNTIL_LIVE: Final = {
    ActKind.TENDERED: ContractState.TENDERED,
    ActKind.AWARD_INTENDED: ContractState.AWARD_INTENDED,
    ActKind.AWARDED: ContractState.AWARDED,
    ActKind.SIGNED: ContractState.AWARDED,
}
WHILE_LIVE: Final = {
    ActKind.VARIATION: ContractState.VARIED,
    ActKind.EXTENSION: ContractState.EXTENDED,
    ActKind.NOVATION: ContractState.NOVATED,
}
BEFORE_AWARD: Final = frozenset({ActKind.TENDERED, ActKind.AWARD_INTENDED})


@dataclass(frozen=True)
class Act:
    """An act in force from `effective_on`, that day included.

    `number` orders acts of one day: its place in the record, not among the acts of its kind. A termination is in force
    from the first day that the contract no longer covers. `ends` is the contract's new last day where the act changes
    it, as an extension does. A variation that is only proposed is no act. Raises ValueError for a kind that does not
    exist.
    """

    kind: ActKind | str
    effective_on: date
    number: int = 0
    ends: date | FuzzyDate | None = None

    def __post_init__(self) -> None:
        if self.kind not in ActKind.values:
            kinds = ", ".join(ActKind.values)
            raise ValueError(f"There is no act “{self.kind}” on a contract. Choose one of: {kinds}.")
        object.__setattr__(self, "kind", ActKind(self.kind))


def in_force(acts: Iterable[Act], on: date) -> tuple[Act, ...]:
    """The acts in force on the day, the last one last."""
    found = (act for act in acts if act.effective_on <= on)
    return tuple(sorted(found, key=lambda act: (act.effective_on, act.number)))


def end_on(acts: Iterable[Act], ends: date | FuzzyDate | None, on: date) -> date | FuzzyDate | None:
    """The contract's end as it stood on the day: that of the last act that changed it, else the one agreed first."""
    changed = [act.ends for act in in_force(acts, on) if act.ends is not None]
    return changed[-1] if changed else ends


def contract_state(
    acts: Iterable[Act],
    starts: date | FuzzyDate | None,
    ends: date | FuzzyDate | None,
    on: date,
) -> ContractState:
    """What the contract is on the day.

    - Ended from a termination, or from the day after its end (`ends`, the firm end or the current one, unless an act in
      force gives a later or earlier one).
    - Before its first day: the last of planned, tendered, award intended, awarded (or signed).
    - From its first day: the last act in force decides between varied, extended and novated; without one it is live.

    Nothing becomes live by its date alone while the acts say that it is only tendered or about to be awarded. Where no
    act at all is recorded up to the day, as for contracts older than the register, the dates alone decide. A date as
    stated is begun from the first day it can mean and over after the last; one that is not known never comes.
    """
    known = in_force(acts, on)
    last_day = _last(end_on(known, ends, on))
    if any(act.kind == ActKind.TERMINATION for act in known) or (last_day is not None and last_day < on):
        return ContractState.ENDED
    first_day = _first(starts)
    if first_day is not None and first_day <= on and _was_awarded(known):
        return _latest(known, WHILE_LIVE, ContractState.LIVE)
    return _latest(known, UNTIL_LIVE, ContractState.PLANNED)


def _was_awarded(known: tuple[Act, ...]) -> bool:
    return not known or any(act.kind not in BEFORE_AWARD for act in known)


def _latest(
    known: tuple[Act, ...], states: Mapping[ActKind, ContractState], otherwise: ContractState
) -> ContractState:
    found = [states[act.kind] for act in known if isinstance(act.kind, ActKind) and act.kind in states]
    return found[-1] if found else otherwise


def _first(stated: date | FuzzyDate | None) -> date | None:
    return (stated.start or stated.end) if isinstance(stated, FuzzyDate) else stated


def _last(stated: date | FuzzyDate | None) -> date | None:
    return stated.end if isinstance(stated, FuzzyDate) else stated
