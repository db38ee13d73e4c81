"""The door through which a group of services is described anew: its model, its four parts, what is intended."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules_leads
from programmes.models import CommissioningModel, ServiceGroup
from programmes.services.scope_door import refuse

FIELDS = (
    "commissioning_model",
    "needs_and_priorities",
    "design_and_contracting",
    "money",
    "performance",
    "pooling",
    "rationale",
    "intended_model",
    "intended",
    "note",
)


@dataclass(frozen=True)
class GroupTerms:
    """What is to be said of a group: its model, the four parts, pooling, why, and the model intended with its date.

    What a paper prints of it (the group's name, its lead, its end) is not changed here.
    """

    commissioning_model: CommissioningModel
    needs_and_priorities: str
    design_and_contracting: str
    money: str
    performance: str
    pooling: str
    rationale: str
    intended_model: CommissioningModel | None
    intended: FuzzyDate
    note: str = ""


def change_group(
    group: ServiceGroup, terms: GroupTerms, *, reason: str, by: User, expected: int
) -> ServiceGroup:
    """Describe a group of services anew, for a reason; its history keeps what it said before.

    Raises ValidationError by field for an empty reason, for terms that change nothing, for a date without an intended
    model, for one that is the present model, and for a model of another programme; StaleEdit where the group is no
    longer at the version `expected`.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        locked = lock_for_edit(ServiceGroup, group.pk, expected)
        changed = [name for name in FIELDS if getattr(locked, name) != getattr(terms, name)]
        refuse(_problems(terms, changed, reason))
        for name in changed:
            setattr(locked, name, getattr(terms, name))
        locked.full_clean()
        locked.save()
        return locked


def _problems(terms: GroupTerms, changed: list[str], reason: str) -> dict[str, str]:
    intended, present = terms.intended_model, terms.commissioning_model
    same = intended is not None and intended.pk == present.pk
    problems: dict[str, Any] = {
        "reason": rules_leads.reason_problem(reason),
        "commissioning_model": "" if changed else "Nothing is different from what the record says.",
        "intended_model": f"It is {present} now. Choose another model, or none." if same else "",
    }
    if terms.intended.is_dated and intended is None:
        problems["intended"] = "Choose the model that is intended by then, or leave the date empty."
    return problems
