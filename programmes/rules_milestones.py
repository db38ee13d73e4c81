"""Rules of milestones as pure functions: lateness, place within their parent, owners, circles. No database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models.delivery import MilestoneState
from programmes.rules_intentions import Side, outside_parent, role_problem

FINISHED = frozenset({MilestoneState.DONE, MilestoneState.EMBEDDED})
LONGEST_OWNER = 120
HONORIFIC = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+\w", re.IGNORECASE)


class Fit(StrEnum):
    """Where a date lies against the period of what it belongs to."""

    WITHIN = "within"
    BEFORE = "before"
    AFTER = "after"
    MAY_BE_BEFORE = "may_be_before"
    MAY_BE_AFTER = "may_be_after"
    NOT_KNOWN = "not_known"


OUTSIDE = frozenset({Fit.BEFORE, Fit.AFTER})
MAY_BE_OUTSIDE = frozenset({Fit.MAY_BE_BEFORE, Fit.MAY_BE_AFTER})


@dataclass(frozen=True)
class Place:
    """A date's place within its parent; `days` by how many it is surely outside, 0 where it is not surely outside."""

    fit: Fit
    days: int = 0


def is_by(when: FuzzyDate) -> bool:
    """Whether the paper says “by”: only the last day is then stated, the first is open."""
    return when.text.strip().lower().startswith("by ")


def place_within(when: FuzzyDate, parent: FuzzyDate | None) -> Place:
    """Outside only where every day that the date can mean is outside; where some days are, it may be outside.

    A date printed as “by X” may come about on any earlier day, so that it is never surely after the end, and never
    said to begin before the start. Without a dated parent, or without a date, nothing can be said (domain rule,
    check 3; never a reason to refuse).
    """
    if parent is None or not parent.is_dated or not when.is_dated:
        return Place(Fit.NOT_KNOWN)
    too_early = parent.start and when.end and when.end < parent.start
    child = replace(when, start=None) if is_by(when) and when.end and not too_early else when
    found = outside_parent(parent, child)
    if found is None:
        return Place(Fit.WITHIN)
    sure, maybe = _FITS[found.side]
    return Place(sure if found.certain else maybe, found.days or 0)


_FITS = {
    Side.BEFORE: (Fit.BEFORE, Fit.MAY_BE_BEFORE),
    Side.AFTER: (Fit.AFTER, Fit.MAY_BE_AFTER),
}


def is_slip(before: FuzzyDate, after: FuzzyDate) -> bool:
    """A re-forecast slips where the last day it allows moves later, or where a dated one loses its date."""
    if before.end is None:
        return False
    return after.end is None or after.end > before.end


def owner_problem(owner: str) -> str:
    """An owner is a role. What can only be a person's (an address, a telephone number, Mrs or Dr) is refused."""
    if len(owner.strip()) > LONGEST_OWNER:
        return f"Name the owner’s role in {LONGEST_OWNER} characters or fewer."
    if problem := role_problem(owner):
        return problem
    if HONORIFIC.search(owner):
        return "This looks like a person’s name. Enter a role, such as Commissioning Manager."
    return ""


def reason_problem(reason: str) -> str:
    return "" if reason.strip() else "Say why, for those who read the history later."


def effective_problem(effective_on: date | None, today: date, latest: date | None) -> str:
    """A change counts from a day that has come, and not from before the newest change of its kind on the record."""
    if effective_on is None:
        return "Enter the day from which the change counts, such as 29 August 2013."
    if effective_on > today:
        return (
            f"{day_words(effective_on)} is still to come. "
            f"Enter {day_words(today)} or an earlier day: a change is recorded once it holds."
        )
    if latest and effective_on < latest:
        return (
            f"The latest change of this kind counts from {day_words(latest)}. Enter that day or a later one."
        )
    return ""


def state_problem(state: str, present: str, when: FuzzyDate) -> str:
    """A new state is one of the list, other than the present one, and not “undated” for what has a date."""
    if state not in MilestoneState.values:
        return "Choose a state from the list."
    label = MilestoneState(state).label
    if state == present:
        return f"It is “{label}” already. Choose another state, or change something else."
    if state == MilestoneState.UNDATED and when.is_dated:
        return f"It has a date ({when.printed}). Re-forecast it to TBC first, or choose another state."
    return ""


def forecast_problem(when: FuzzyDate, present: FuzzyDate) -> str:
    """A re-forecast says something other than the present date: other days, or another kind of “not known”."""
    same = (when.start, when.end, when.status) == (present.start, present.end, present.status)
    if not same:
        return ""
    return f"It is forecast for “{printed(present)}” already. Enter another date, or change something else."


def circle_problem(
    needs: Mapping[int, Iterable[int]], names: Mapping[int, str], milestone: int, needed: int
) -> str:
    """A milestone waits neither for itself nor for one that, over however many steps, waits for it."""
    if milestone == needed:
        return "A milestone cannot wait for itself. Choose another one."
    chain = _chain(needs, needed, milestone)
    if not chain:
        return ""
    words = " needs ".join(f"“{names.get(each, each)}”" for each in chain)
    return f"That would be a circle: {words}. Take one of these away first."


def _chain(needs: Mapping[int, Iterable[int]], start: int, goal: int) -> list[int]:
    """The steps from one milestone to another along what each needs; empty where there is no way."""
    came_from: dict[int, int | None] = {start: None}
    waiting = [start]
    while waiting:
        current = waiting.pop(0)
        if current == goal:
            steps: list[int] = []
            step: int | None = current
            while step is not None:
                steps.append(step)
                step = came_from[step]
            return steps[::-1]
        for each in needs.get(current, ()):
            if each not in came_from:
                came_from[each] = current
                waiting.append(each)
    return []


def printed(when: FuzzyDate) -> str:
    """The date as printed; where nothing is printed, the word for that: TBC, awaited, ongoing, not stated."""
    return when.printed or str(when.status.label)


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def value_on(present: Any, changes: Sequence[tuple[date, Any, Any]], on: date | None) -> Any:
    """A value on a day, from its changes in the order in which they count, each (from when, before, after).

    It is what the latest change in force by then made it; before the first, what it was; without any, what it is.
    """
    if on is None or not changes:
        return present
    value = changes[0][1]
    for effective_on, _, after in changes:
        if effective_on > on:
            break
        value = after
    return value
