"""Rules of meetings as pure functions. No database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from governance.rules.words import counted, joined
from programmes.rules_intentions import role_problem
from programmes.rules_milestones import HONORIFIC, day_words

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
DISPENSATION: Final = "dispensation"


def role_title_problem(role: str) -> str:
    """People stand in records by their role; what can only be a person's (an address, Mrs or Dr) is refused."""
    if not role.strip():
        return "Enter the role, such as Director of Public Health."
    if problem := role_problem(role):
        return problem
    if HONORIFIC.search(role):
        return "This looks like a person’s name. Enter a role, such as Director of Public Health."
    return ""


def held_problem(held: FuzzyDate, state: str, on: date) -> str:
    """A meeting that was held has a day or a month that has come; a planned or cancelled one may have any date."""
    if state != HELD:
        return ""
    first = held.start or held.end
    if first is None:
        return "Enter when it was held, such as 13 December 2018 or December 2018, or choose Planned."
    if first > on:
        return f"{held.printed} is still to come. Choose Planned, or enter {day_words(on)} or an earlier day."
    return ""


def state_problem(state: str, *, attendance: int, decisions: int, minuted: int, has_minutes: bool) -> str:
    """A meeting that did something was held: it is neither planned nor cancelled while that is recorded of it."""
    if state not in {PLANNED, HELD, CANCELLED}:
        return "Choose Planned, Held or Cancelled."
    if state == HELD:
        return ""
    done = [
        counted(attendance, "person’s attendance", "people’s attendance") if attendance else "",
        counted(decisions, "decision") if decisions else "",
        counted(minuted, "item with a minute", "items with a minute") if minuted else "",
        "its minutes" if has_minutes else "",
    ]
    found = [words for words in done if words]
    if not found:
        return ""
    return f"It was held: {joined(found)} recorded. Leave it as Held, or take that away first."


def dispensation_problem(outcome: str, explanation: str) -> str:
    """Who took part by dispensation did so because somebody allowed it: the record says who and why, or has none."""
    if outcome == DISPENSATION and not explanation.strip():
        return "Say who gave the dispensation and why, such as “Monitoring officer: only two members could vote”."
    if outcome != DISPENSATION and explanation.strip():
        return "Choose “Took part by dispensation”, or leave this empty."
    return ""


def removal_problem(*, interests: int, has_minute: bool, is_printed: bool) -> str:
    """An item goes only while nothing hangs on it: no interest declared in it, no minute, and no paper prints it."""
    hanging = [
        counted(interests, "interest declared in it", "interests declared in it") if interests else "",
        "what the minutes say of it" if has_minute else "",
        "the place where a paper prints it" if is_printed else "",
    ]
    found = [words for words in hanging if words]
    if not found:
        return ""
    return f"It cannot be removed: {joined(found)} would be lost with it. Take that away first, or keep the item."


GAP: Final = 10


def places_after(order: Sequence[str], positions: Sequence[int], moved: str, after: str) -> dict[str, int]:
    """The new position of every item that has to move, for `moved` to follow `after` ("" for the first place).

    `order` are the references as they stand, with their `positions`. Only the one that moves changes where there is
    room between its neighbours, so that nobody else's open form goes stale; otherwise all are numbered anew.
    """
    rest = [(name, place) for name, place in zip(order, positions, strict=True) if name != moved]
    names = [name for name, _ in rest]
    at = names.index(after) + 1 if after else 0
    low = rest[at - 1][1] if at else 0
    high = rest[at][1] if at < len(rest) else low + 2 * GAP
    ascending = all(one[1] < two[1] for one, two in pairwise(rest))
    if ascending and high - low > 1:
        return {moved: (low + high) // 2}
    names.insert(at, moved)
    return {name: (place + 1) * GAP for place, name in enumerate(names)}
