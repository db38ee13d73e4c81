"""The doors through which a strategy gets a new version, and a draft of one is agreed."""

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from outcomes import rules_frameworks as rules
from outcomes.models import Strategy, StrategyAim
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.framework_stamp import strategy_stamp
from outcomes.services.frameworks import allow, later_version, open_draft
from outcomes.services.numbered import numbered
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse


def new_strategy_version(
    strategy: Strategy, *, by: User, grants: Grants, reason: str, expected: str | None = None
) -> Strategy:
    """Make a draft with the strategy's aims. Frameworks stay under the version that they serve until they are moved.

    Raises PermissionDenied without EDIT_KPIS; ValidationError for a draft, for a version that has a later one, while
    another draft is open, and for an empty reason; StaleEdit where strategy or aims have changed since `expected`.
    """
    allow(strategy, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        old = _locked(strategy, expected)
        problem = rules.copying_problem(old.state, later=later_version(old), draft=open_draft(old))
        refuse({"__all__": problem, "reason": rules.reason_problem(reason)})
        draft = Strategy(
            reference=next_reference(Strategy, "STR", old.programme),
            programme=old.programme,
            name=old.name,
            edition=old.edition + 1,
            owner=old.owner,
            replaces=old,
            illustrative=old.illustrative,
        )
        draft.full_clean()
        draft.save()
        aims = list(old.aims.all())
        for aim, reference in zip(
            aims, numbered(StrategyAim, "AIM", draft.programme, len(aims)), strict=True
        ):
            StrategyAim.objects.create(
                reference=reference,
                programme=draft.programme,
                strategy=draft,
                text=aim.text,
                position=aim.position,
                illustrative=aim.illustrative,
            )
        return draft


def agree_strategy(
    strategy: Strategy, *, by: User, grants: Grants, reason: str, expected: str | None = None
) -> Strategy:
    """Agree a draft: it is in force, and the version that it replaces is superseded. The reason says who agreed it.

    Raises PermissionDenied without EDIT_KPIS; ValidationError for what is no draft or holds no aim and for an empty
    reason; StaleEdit where strategy or aims have changed since `expected`.
    """
    allow(strategy, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        draft = _locked(strategy, expected)
        problem = rules.agreeing_problem(draft.state, holds=draft.aims.count(), what="aim")
        refuse({"__all__": problem, "reason": rules.reason_problem(reason)})
        draft.state = FrameworkState.AGREED
        draft.save()
        old = draft.replaces
        if old is not None and old.state != FrameworkState.SUPERSEDED:
            old.state = FrameworkState.SUPERSEDED
            old.save()
        return draft


def _locked(strategy: Strategy, expected: str | None) -> Strategy:
    lock_programme(strategy.programme_id)
    row: Strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy.pk)
    if expected is not None and strategy_stamp(row) != expected:
        raise StaleEdit(row)
    return row
