"""The four things a decision can put into effect: each reads its plan, says what it would do, and does it by its door.

A plan names records by their references and days as ISO dates, so that it can be read years later. It is checked when
it is made and again when it is carried out; whatever the door refuses then stays refused.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.models import User
from governance.models import Decision
from programmes.access import Grants
from programmes.models import Organisation, Service
from programmes.rules_milestones import day_words

GONE: Final = "The plan names “{}”, which is not on record. Take the plan away and make another."


Found = TypeVar("Found")


def there(found: Found | None) -> Found:
    """A record that a plan without problems names. Raises ValueError for a plan whose problems were not looked at."""
    if found is None:
        raise ValueError("Only a plan without problems can be told or carried out.")
    return found


@dataclass(frozen=True)
class Line:
    """One value that the effect changes: as it stands, and as it would be."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class Doing:
    """Who carries it out, and what they had seen of the record that changes (`stamp`)."""

    by: User
    grants: Grants
    stamp: str


def source_words(decision: Decision) -> str:
    """ "Decision HAM-DEC-2 of Hampshire Health and Wellbeing Board, 13 December 2018: The vision"."""
    when = f", {decision.decided.printed}" if decision.decided.printed else ""
    return f"Decision {decision.reference} of {decision.body}{when}: {decision.title.rstrip('.')}"


class EffectPlan(ABC):
    """A plan of one decision, read on a day. Records that are not found are None, and `problems` says so."""

    made: ClassVar[str]  # the field of the effect that names what was made
    door: ClassVar[str]  # who may carry it out, in words

    def __init__(self, decision: Decision, plan: Mapping[str, Any], on: date) -> None:
        self.decision = decision
        self.programme = decision.programme
        self.plan = plan
        self.on = on
        self.read()

    @property
    def reason(self) -> str:
        """What the history of the changed record says: the decision, and its reasons where it has any."""
        said = self.decision.reasons.strip()
        return f"{source_words(self.decision)}.{f' {said}' if said else ''}"

    @abstractmethod
    def read(self) -> None:
        """Find the records that the plan names."""

    @abstractmethod
    def problems(self) -> dict[str, str]:
        """What is wrong with the plan whatever the state of the records, by field."""

    @abstractmethod
    def words(self) -> str:
        """What it does, in one plain sentence; only for a plan without problems."""

    @abstractmethod
    def lines(self) -> tuple[Line, ...]:
        """Each value that it changes, read as it stands now; only for a plan without problems."""

    @abstractmethod
    def stamp(self) -> str:
        """What stands now, to be given back when it is carried out: whoever was overtaken meanwhile is told."""

    @abstractmethod
    def allows(self, grants: Grants) -> bool:
        """Whether the door that makes the change is open to the person on the day."""

    @abstractmethod
    def carry_out(self, doing: Doing) -> models.Model:
        """Make the change by its own door; the record that it leaves.

        Raises what the door raises: ValidationError by field, StaleEdit, PermissionDenied.
        """

    # --- reading a plan ---

    def text(self, name: str) -> str:
        return str(self.plan.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        """An ISO date of the plan; None for one that is missing or cannot be read."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def service(self) -> Service | None:
        rows = Service.objects.filter(programme=self.programme, scope__isnull=False)
        return rows.filter(reference=self.text("service")).first()

    def organisation(self, name: str) -> Organisation | None:
        asked = self.text(name)
        return Organisation.objects.filter(reference=asked).first() if asked else None

    def known(self, name: str, found: object, ask: str) -> str:
        """What is wrong with a field that names a record: nothing chosen, or one that is not on record."""
        if found is not None:
            return ""
        return GONE.format(self.text(name)) if self.text(name) else ask

    def effective_problem(self) -> str:
        """No record changes from before the decision that changes it takes effect, or was made where that is open."""
        day, decision = self.day("effective"), self.decision
        if day is None:
            return "Enter the day from which it counts, such as 1 April 2019."
        since = decision.effective if decision.effective.start else decision.decided
        if since.start is None or day >= since.start:
            return ""
        return f"The decision counts from {since.printed}. Enter {day_words(since.start)} or a later day."

    def from_words(self, name: str = "effective") -> str:
        day = self.day(name)
        return f" from {day_words(day)}" if day else ""


def exact_day(decision: Decision) -> date:
    """The day of the decision, for a door that keeps one; refuses one that is printed more loosely."""
    first, last = decision.decided.start, decision.decided.end
    if first is None or first != last:
        raise ValidationError(
            f"The decision’s own date (“{decision.decided.printed}”) is not one day. Correct it to the day first."
        )
    return first
