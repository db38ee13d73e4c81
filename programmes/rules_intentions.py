"""Rules of intentions and project summaries, as pure functions: no database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commissioning.core.fuzzydate import FuzzyDate

EMAIL = re.compile(r"\S+@\S+")
# A telephone number: ten or more figures with nothing but what is put between them; a year or a band has fewer.
PHONE = re.compile(r"\+?\(?\d(?:[\s().\-/]*\d){9,}")
NAME_TO_COME = re.compile(r"name (?:tbc|to be confirmed)|\bvacan(?:t|cy)\b|when appointed", re.IGNORECASE)
ROLE_NOT_STATED = re.compile(r"role not stated", re.IGNORECASE)
# “By March 2015” says when a project ends and nothing of when it begins.
ENDS_ONLY = re.compile(r"(?:by|until|till|up to|before|through to|no later than)\b", re.IGNORECASE)


# --- people -----------------------------------------------------------------------------------------------------


def role_problem(text: str) -> str:
    """People stand in plans by their role: an address or a number would be of a person and outlive the post."""
    for pattern, what in ((EMAIL, "an e-mail address"), (PHONE, "a telephone number")):
        found = pattern.search(text)
        if found:
            return f"Write a role, not a name: “{found[0].strip()}” looks like {what}."
    return ""


def is_vacancy(text: str) -> bool:
    """Whether the words of a lead say that nobody is in the post: “name tbc”, “vacant”, “when appointed”."""
    return bool(NAME_TO_COME.search(text))


def role_is_stated(text: str) -> bool:
    """False for a person whom the paper names without a role; the name is not kept, so “role not stated” stands."""
    return not ROLE_NOT_STATED.search(text)


def role_key(text: str) -> str:
    """A role as compared: without case, spacing, and what follows a semicolon, such as a handover to come."""
    return " ".join(text.partition(";")[0].split()).casefold()


def shared_roles(sros: Sequence[str], leads: Sequence[str]) -> tuple[str, ...]:
    """The roles that are senior responsible owner and lead at once (domain rule: “SRO = lead” is flagged)."""
    responsible = {role_key(text) for text in sros}
    return tuple(text.partition(";")[0].strip() for text in leads if role_key(text) in responsible)


# --- dates ------------------------------------------------------------------------------------------------------


class Side(StrEnum):
    """Where a date lies against the period of the project or intention that it belongs to."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Outside:
    """A date outside its parent's period. `certain` when every day that it can mean is; `days` is then how far."""

    side: Side
    certain: bool
    days: int | None


def outside_parent(parent: FuzzyDate, child: FuzzyDate) -> Outside | None:
    """Whether a date lies outside its parent's period; None inside it, or where either says nothing about it.

    Entirely outside is certain; one that overlaps the edge “may be outside” (domain rule, check 3). Warned of and
    never refused. `days` counts from the nearest day the date can mean to the edge: 29 April 2013 is two days before
    a project that starts in May 2013.
    """
    starts = None if ENDS_ONLY.match(parent.text.strip()) else parent.start
    if starts and child.start and child.start < starts:
        return _outside(Side.BEFORE, (starts - child.end).days if child.end else 0)
    if parent.end and child.end and child.end > parent.end:
        return _outside(Side.AFTER, (child.start - parent.end).days if child.start else 0)
    return None


def _outside(side: Side, days: int) -> Outside:
    return Outside(side, certain=days > 0, days=days if days > 0 else None)


# --- completeness -----------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """How far one part of an intention's plan is there."""

    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"


def standing_of(there: int, wanted: int) -> Standing:
    """Yes when everything wanted is there and something is wanted; no when nothing is there."""
    if there <= 0:
        return Standing.NO
    return Standing.YES if there >= wanted else Standing.PARTLY
