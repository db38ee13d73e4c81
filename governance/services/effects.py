"""The doors of a decision's effects: plan one, carry it out once, or take the plan away before it is carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import Decision, DecisionEffect
from governance.models.decisions import EffectKind
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.selectors.decisions import decision_rows
from governance.services.effect_kinds import Doing, EffectPlan
from governance.services.effect_passing import GatewayPlan, TargetPlan
from governance.services.effect_scope import LeadPlan, ScopePlan
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

PLANS: Final[Mapping[str, type[EffectPlan]]] = {
    EffectKind.SCOPE_CHANGE: ScopePlan,
    EffectKind.LEAD_HANDOVER: LeadPlan,
    EffectKind.GATEWAY: GatewayPlan,
    EffectKind.TARGET_CHANGE: TargetPlan,
}
LONGEST_WORDS: Final = 300
DONE: Final = "It has been put into effect already. What it did is named on its page."


def plan_of(kind: str, decision: Decision, plan: Mapping[str, Any], on: date) -> EffectPlan:
    """A stored plan, or one to be stored, read against the records as they stand. KeyError for no kind of effect."""
    return PLANS[kind](decision, plan, on)


def plan_effect(
    decision: Decision,
    kind: str,
    plan: Mapping[str, Any],
    *,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> DecisionEffect:
    """Write down what a decision is to put into effect; nothing else changes until it is carried out.

    Raises PermissionDenied (RECORD_DECISIONS) and ValidationError by field of the plan: for a record that does not
    exist, a value that cannot be read, or a decision that puts nothing into effect.
    """
    may(grants, Permission.RECORD_DECISIONS, decision.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if row.outcome not in PUTS_INTO_EFFECT:
            raise ValidationError(
                f"The decision is “{row.get_outcome_display()}”, which puts nothing into effect."
            )
        read = plan_of(kind, row, plan, on)
        refuse({**read.problems(), "reason": reason_problem(reason)})
        effect = DecisionEffect(
            reference=next_reference(DecisionEffect, "EFFECT", row.programme),
            programme_id=row.programme_id,
            decision=row,
            kind=kind,
            words=read.words()[:LONGEST_WORDS],
            plan=dict(plan),
            illustrative=row.illustrative,
        )
        effect.full_clean()
        effect.save()
        return effect


def held_up_by(decision: Decision, on: date) -> str:
    """Why nothing of the decision can be put into effect on the day; "" where it can."""
    rows = decision_rows(decision.programme, on, reference=decision.reference)
    if not rows:
        return f"It is not yet made: {decision.decided.printed}."
    (row,) = rows
    return "" if row.in_effect.answer is True else row.in_effect.reason


def may_apply(read: EffectPlan, grants: Grants) -> bool:
    """Whether the person may carry it out: they may record decisions, and the door of the change is open to them."""
    return grants.may(Permission.RECORD_DECISIONS, read.programme.pk) and read.allows(grants)


def apply_effect(
    effect: DecisionEffect, *, stamp: str, version: int, by: User, grants: Grants, on: date
) -> DecisionEffect:
    """Carry out what a decision puts into effect, through the door that makes that change for anybody; once.

    The plan is read again, and refused where it no longer fits. `stamp` is what the person had seen of the record that
    changes (`EffectPlan.stamp`). The reason on that record is the decision. Nobody may carry out a decision that is not
    in effect, or that a body asked has not agreed to.

    Raises PermissionDenied (RECORD_DECISIONS, and the permission of the door), StaleEdit where the effect or the record
    has moved on, and ValidationError, by field of the plan or as a whole.
    """
    may(grants, Permission.RECORD_DECISIONS, effect.programme_id)
    with transaction.atomic():
        lock_programme(effect.programme_id)
        row = lock_for_edit(DecisionEffect, effect.pk, version)
        if row.applied_at is not None:
            raise ValidationError(DONE)
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=row.decision_id)
        if problem := held_up_by(decision, on):
            raise ValidationError(problem)
        read = plan_of(row.kind, decision, row.plan, on)
        refuse(read.problems())
        if not read.allows(grants):
            raise PermissionDenied(f"This is put into effect by {read.door}.")
        made = read.carry_out(Doing(by, grants, stamp))
        with acting(by=by, reason=read.reason):
            setattr(row, read.made, made)
            row.applied_at, row.applied_by = Now(), by  # the database’s clock
            row.save()
        row.refresh_from_db()
        return row


def withdraw_effect(effect: DecisionEffect, *, version: int, by: User, grants: Grants, reason: str) -> None:
    """Take a plan away that has not been carried out; its history stays.

    Raises PermissionDenied (RECORD_DECISIONS), StaleEdit, and ValidationError for one carried out, or without a reason.
    """
    may(grants, Permission.RECORD_DECISIONS, effect.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(DecisionEffect, effect.pk, version)
        if row.applied_at is not None:
            raise ValidationError(DONE)
        refuse({"reason": reason_problem(reason)})
        row.delete()
