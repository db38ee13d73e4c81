"""How complete and how fresh the record of a workstream is, with every gap by name.

Counted in parts, never judged: what is expected is a setting of the programme, and where nothing is expected there is
no score, which is not a full one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from .words import counted


@dataclass(frozen=True)
class Expected:
    """Something that a workstream ought to record. `due_every_days` is None for what need not be renewed."""

    key: str
    label: str
    is_present: bool
    updated_on: date | None = None
    due_every_days: int | None = None


class GapKind:
    """Why a thing expected is not in order, by code."""

    MISSING: Final = "missing"
    STALE: Final = "stale"
    UNDATED: Final = "undated"


@dataclass(frozen=True)
class Gap:
    """One thing expected that is missing, stale, or of an age nobody can tell. `days_late` is None unless stale."""

    key: str
    label: str
    kind: str
    words: str
    days_late: int | None = None


@dataclass(frozen=True)
class Score:
    """`complete` and `fresh` of `of` things expected. What is fresh is complete too; a gap names each of the others."""

    complete: int
    fresh: int
    of: int
    gaps: tuple[Gap, ...]

    @property
    def percent(self) -> int | None:
        """Half for being there and half for being fresh, rounded down so that 100 means all; None without a score."""
        return (self.complete + self.fresh) * 100 // (2 * self.of) if self.of else None

    @property
    def words(self) -> str:
        """ "75%: 4 of 4 complete, 2 of 4 fresh"; never a percentage without its parts."""
        if not self.of:
            return "No score: nothing is expected"
        return f"{self.percent}%: {self.complete} of {self.of} complete, {self.fresh} of {self.of} fresh"


def workstream_score(expected: Sequence[Expected], on: date) -> Score:
    """The score on a day. Fresh: present, and last updated no more than `due_every_days` days before.

    A thing to be renewed whose date of update is not known, or lies after the day, is present and not fresh. Raises
    ValueError for a period below one day and for a key given twice.
    """
    _check(expected)
    gaps = [gap for each in expected if (gap := _gap(each, on)) is not None]
    missing = sum(gap.kind == GapKind.MISSING for gap in gaps)
    return Score(
        complete=len(expected) - missing, fresh=len(expected) - len(gaps), of=len(expected), gaps=tuple(gaps)
    )


def combined(scores: Iterable[Score]) -> Score:
    """The score of several workstreams: their parts are added, never their percentages averaged."""
    each = list(scores)
    return Score(
        complete=sum(score.complete for score in each),
        fresh=sum(score.fresh for score in each),
        of=sum(score.of for score in each),
        gaps=tuple(gap for score in each for gap in score.gaps),
    )


def _gap(each: Expected, on: date) -> Gap | None:
    if not each.is_present:
        return Gap(each.key, each.label, GapKind.MISSING, f"{each.label}: missing")
    if each.due_every_days is None:
        return None
    if each.updated_on is None:
        return Gap(each.key, each.label, GapKind.UNDATED, f"{each.label}: when it was updated is not known")
    age = (on - each.updated_on).days
    if age < 0:
        updated = f"{each.updated_on.day} {each.updated_on:%B %Y}"
        return Gap(each.key, each.label, GapKind.UNDATED, f"{each.label}: updated only on {updated}")
    late = age - each.due_every_days
    return None if late <= 0 else Gap(each.key, each.label, GapKind.STALE, _stale(each, age), late)


def _stale(each: Expected, age: int) -> str:
    every = each.due_every_days or 0
    return f"{each.label}: updated {counted(age, 'day')} ago, due every {'day' if every == 1 else f'{every} days'}"


def _check(expected: Sequence[Expected]) -> None:
    if problem := next(_problems(expected), None):
        raise ValueError(problem)


def _problems(expected: Sequence[Expected]) -> Iterator[str]:
    seen: set[str] = set()
    for each in expected:
        if each.due_every_days is not None and each.due_every_days < 1:
            yield f"“{each.label}” is due every {each.due_every_days} days. Give 1 or more, or leave it out."
        if each.key in seen:
            yield f"“{each.key}” is expected twice. Give each its own key."
        seen.add(each.key)
