"""The way of a highlight report to its approval: who may take which step, and what it has to say before.

Written by one person and approved by another; what is approved is never altered. A rating that differs from what the
rule suggests needs its reason, and so does one that nobody has given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from commissioning.core.rag import ThreePointConfidence as Confidence

DRAFT, IN_REVIEW, RETURNED, APPROVED = "draft", "in_review", "returned", "approved"
OPEN_TO_ITS_AUTHOR: Final = frozenset({DRAFT, RETURNED})
FROZEN: Final = "This report is approved, and an approved report is never altered. Write the next one."


class Step(StrEnum):
    """A step, as it stands in addresses."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"


AFTER: Final = {
    Step.SUBMIT: IN_REVIEW,
    Step.WITHDRAW: DRAFT,
    Step.RETURN: RETURNED,
    Step.APPROVE: APPROVED,
}
OF_THE_AUTHOR: Final = frozenset({Step.SUBMIT, Step.WITHDRAW})


@dataclass(frozen=True)
class Rated:
    """One dimension as rated: the rule's suggestion, what the author states, and the author's reason."""

    label: str
    suggested: Confidence
    stated: Confidence
    because: str


def edit_problem(state: str, *, is_author: bool) -> str:
    """Why the report can not be edited by this person now; "" where it can."""
    if state == APPROVED:
        return FROZEN
    if state == IN_REVIEW:
        return "This report is in review. Its author takes it back first, or its reviewer returns it."
    return "" if is_author else "Only its author changes a report. Ask them, or return it with a note."


def step_problem(step: Step, state: str, *, is_author: bool) -> str:
    """Why the step can not be taken by this person now; "" where it can."""
    if state == APPROVED:
        return FROZEN
    if step in OF_THE_AUTHOR and not is_author:
        return "Only its author sends a report for review or takes it back."
    if step not in OF_THE_AUTHOR and is_author:
        return "You wrote this report. Somebody else approves or returns it."
    if step == Step.SUBMIT:
        return "This report is in review already." if state == IN_REVIEW else ""
    return "" if state == IN_REVIEW else "This report is not in review: its author has not sent it."


def note_problem(step: Step, note: str) -> str:
    """A report that comes back says what to mend."""
    if step == Step.RETURN and not note.strip():
        return "Say what the author has to mend."
    return ""


def rating_problem(rated: Rated) -> str:
    """Why a rating can not stand; "" where it can."""
    if rated.stated == rated.suggested or rated.because.strip():
        return ""
    return (
        f"{rated.label}: the records suggest {rated.suggested.label.lower()} and you state "
        f"{rated.stated.label.lower()}. Say why."
    )


def ready_problem(summary: str, ratings: Iterable[Rated]) -> str:
    """What a report still lacks before anybody reviews it; "" where it is complete."""
    faults = [] if summary.strip() else ["It has no summary. Write one."]
    return " ".join([*faults, *(problem for each in ratings if (problem := rating_problem(each)))])


def approval_problem(period_end: date, on: date) -> str:
    """Its figures are those of its last day, which must have passed: what is frozen can not change any more."""
    if period_end < on:
        return ""
    return (
        f"Its period runs until {period_end.day} {period_end:%B %Y}, and its figures are those of that day. "
        "Approve it from the day after."
    )


def with_lines(typed: str, drafted: Iterable[tuple[str, str]]) -> tuple[str, int]:
    """What somebody typed, with those drafted lines added whose record it does not name yet, and how many were added.

    `drafted` are (reference, line). Nothing that was typed is altered or taken away.
    """
    added = [line for reference, line in drafted if f"({reference})" not in typed]
    lines = [typed.rstrip()] if typed.strip() else []
    return "\n".join([*lines, *added]), len(added)
