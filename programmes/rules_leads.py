"""Rules of handing over and of succession, as pure functions: no database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models.organisations import SuccessionKind
from programmes.rules import effective_day, effective_problem

UNREASONED = "Say why it changes, for those who read the history later."
UNDECIDED = "Say who decided it, where and when, such as: Children’s Trust Board, 15 April 2013."


@dataclass(frozen=True)
class Term:
    """A term as the rules need it: whose it is, and from when; a start of None is open."""

    organisation_id: int
    organisation: str
    starts_on: date | None


def dated_problem(effective: FuzzyDate) -> str:
    """Responsibilities pass on a day: a date is needed whose first day is known (the first it can mean counts)."""
    return effective_problem(effective, None)


def reason_problem(reason: str) -> str:
    return "" if reason.strip() else UNREASONED


def decision_problem(decision: str) -> str:
    return "" if decision.strip() else UNDECIDED


def receiver_problem(present: Term | None, organisation_id: int, organisation: str) -> str:
    """A lead is handed to another organisation than the one that has it."""
    if present is not None and present.organisation_id == organisation_id:
        return f"{organisation} leads the service already. Choose the organisation that takes over."
    return ""


def handover_day_problem(day: date, present: Term | None, later: Term | None) -> str:
    """A term ends after it began, and before a later one on record; otherwise the history would contradict itself."""
    if later is not None and later.starts_on is not None:
        when = long(later.starts_on)
        return (
            f"{later.organisation} leads the service from {when}, as already recorded. "
            f"Enter a day after {when}."
        )
    if present is not None and present.starts_on is not None and day <= present.starts_on:
        when = long(present.starts_on)
        return f"{present.organisation} began to lead on {when}. Enter a day after {when}."
    return ""


def succession_problems(
    kind: str, predecessors: Sequence[str], successors: Sequence[str], *, shared: str
) -> dict[str, str]:
    """What is wrong with the two sides of a succession: how many there are on each, and none on both.

    Renamed is one for one; a split has several successors; a merger several predecessors, or one that joins another.
    `shared` names an organisation that stands on both sides, "" where none does.
    """
    before, after = len(predecessors), len(successors)
    problems = {}
    if not before:
        problems["predecessors"] = "Choose the organisations that are succeeded."
    if not after:
        problems["successors"] = "Choose the organisations that take over, or name new ones."
    if shared:
        problems["successors"] = f"{shared} stands on both sides. An organisation does not succeed itself."
    if before and after and not _kind_fits(kind, before, after):
        problems["kind"] = {
            SuccessionKind.RENAMED: "A renaming has one organisation on each side.",
            SuccessionKind.SPLIT: "A split has several organisations that take over.",
            SuccessionKind.MERGED: "A merger has several organisations that are succeeded, or one that joins another.",
        }.get(SuccessionKind(kind), "")
    return problems


def _kind_fits(kind: str, before: int, after: int) -> bool:
    if kind == SuccessionKind.RENAMED:
        return before == after == 1
    if kind == SuccessionKind.SPLIT:
        return after > 1
    return before > 1 or after == 1


def never_began(starts_on: date | None, closed: FuzzyDate | None) -> bool:
    """Whether an act closed a term on or before the day on which it was to begin: it then holds on no day at all.

    `closed` is the date of the act that closed it, None where none did.
    """
    day = effective_day(closed) if closed is not None else None
    return day is not None and starts_on is not None and day <= starts_on


def day_of(effective: FuzzyDate) -> date:
    """The day on which terms end and begin; only for dates that `dated_problem` has let pass."""
    day = effective_day(effective)
    if day is None:
        raise ValueError("An undated change has no day.")
    return day


def long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
