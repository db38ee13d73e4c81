"""The door for organisations that pass to others: one bulk act ends and opens responsibilities on a day.

Old rows are never rewritten: each term of a predecessor is given its end, its standing and the act that closed it, and
a term of a successor begins beside it. What is to happen is worked out once, for the preview and for the deed.
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules_leads
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ResponsibilityChange,
)
from programmes.models.organisations import SuccessionKind
from programmes.models.responsibilities import ResponsibilityChangeKind, ResponsibilityRole
from programmes.references import lock_programme, next_reference, next_reference_of
from programmes.rules import tidy
from programmes.services.leads import close, write_act
from programmes.services.scope_door import as_stated
from programmes.services.succession_plan import Assignments, Passing, preview_succession

__all__ = ["preview_succession", "record_succession", "succession_text"]


def record_succession(
    programme: Programme,
    *,
    predecessors: Sequence[Organisation],
    successors: Sequence[Organisation],
    kind: SuccessionKind | str,
    effective: FuzzyDate | date,
    assignments: Assignments | None = None,
    reason: str,
    decision: str,
    by: User,
    expected: str | None = None,
) -> ResponsibilityChange:
    """Record that organisations passed to others, and pass on their responsibilities in the programme; one act.

    Raises ValidationError with every problem at once: no organisation on a side or one on both, a kind that does not
    fit their number, an undated day, an empty reason or decision, a succession recorded before, a responsibility
    without a choice between several successors; StaleEdit where the responsibilities are not those that `expected`
    (the preview's stamp) was made from.
    """
    stated = as_stated(effective)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        _lock_terms(programme, predecessors)
        seen = preview_succession(
            programme,
            predecessors=predecessors,
            successors=successors,
            kind=kind,
            effective=stated,
            assignments=assignments,
        )
        problems = {
            **seen.problems,
            **{k: v for k, v in _word_problems(reason, decision).items() if v},
        }
        if problems:
            raise ValidationError(problems)
        if expected is not None and seen.stamp != expected:
            raise StaleEdit(programme)
        found = _saved(successors, predecessors)
        act = write_act(
            programme,
            kind=ResponsibilityChangeKind.SUCCESSION,
            text=succession_text(predecessors, successors, kind),
            effective=stated,
            decision=decision,
            reason=reason,
            by=by,
            illustrative=any(each.illustrative for each in predecessors),
        )
        _write_pairs(act, predecessors, found, kind, rules_leads.day_of(stated))
        for passing in seen.passings:
            _pass(passing, act)
        return act


def _word_problems(reason: str, decision: str) -> dict[str, str]:
    return {
        "reason": rules_leads.reason_problem(reason),
        "decision": rules_leads.decision_problem(decision),
    }


def _lock_terms(programme: Programme, predecessors: Sequence[Organisation]) -> None:
    rows = CommissioningResponsibility.objects.filter(
        programme=programme, organisation__in=[each for each in predecessors if each.pk]
    )
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


# --- writing it -------------------------------------------------------------------------------------------------


def _saved(
    successors: Sequence[Organisation], predecessors: Sequence[Organisation]
) -> tuple[Organisation, ...]:
    """The successors, new ones written with the kind of the first predecessor."""
    for each in successors:
        if each._state.adding:
            each.name = tidy(each.name)
            each.kind = predecessors[0].kind
            each.reference = next_reference(Organisation, "ORG")
            each.full_clean()
            each.save()
    return tuple(successors)


def _write_pairs(
    act: ResponsibilityChange,
    predecessors: Sequence[Organisation],
    successors: Sequence[Organisation],
    kind: SuccessionKind | str,
    day: date,
) -> None:
    """One row for each predecessor and successor, as NOT-CRC-2-1; one that another programme recorded is left."""
    number = 0
    for before in predecessors:
        for after in successors:
            if OrganisationSuccession.objects.filter(predecessor=before, successor=after).exists():
                continue
            number += 1
            row = OrganisationSuccession(
                reference=f"{act.reference}-{number}",
                predecessor=before,
                successor=after,
                kind=kind,
                took_effect_on=day,
                illustrative=act.illustrative,
            )
            row.full_clean()
            row.save()


def _pass(passing: Passing, act: ResponsibilityChange) -> None:
    """Close the predecessor's term, then open the successor's: the same part, duty and standing, to the same end."""
    old = passing.term
    governing, standing = old.governing, old.standing
    close(old, passing.opens_on, act)
    word = "LEAD" if old.role == ResponsibilityRole.LEAD_COMMISSIONER else "PART"
    new = CommissioningResponsibility(
        reference=next_reference_of(old.service, CommissioningResponsibility, word),
        programme=old.programme,
        service=old.service,
        organisation=passing.to,
        role=old.role,
        standing=standing,
        governing=governing,
        statutory=old.statutory,
        starts_on=passing.opens_on,
        ends_on=passing.until,
        opened_by=act,
        illustrative=old.illustrative,
    )
    new.full_clean()
    new.save()


def succession_text(
    predecessors: Sequence[Organisation], successors: Sequence[Organisation], kind: SuccessionKind | str
) -> str:
    """The sentence that the act keeps, such as “County PCT split between CCGs and Public Health.”"""
    before, after = (_listed([each.name for each in side]) for side in (predecessors, successors))
    word = {"renamed": "renamed", "merged": "merged into", "split": "split between"}[
        SuccessionKind(kind).value
    ]
    return f"{before} {word} {after}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
