"""What every door of a risk does: check who may, lock the risk, refuse by field."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import Risk, RiskAct
from governance.models.risks import RiskActKind
from programmes.access import Grants
from programmes.references import lock_programme, next_reference

NOT_YOURS = "Your role in this programme does not allow this."


def may(grants: Grants, permission: Permission, programme_id: int) -> None:
    """Refuse with PermissionDenied what the person's roles in the programme do not allow."""
    if not grants.may(permission, programme_id):
        raise PermissionDenied(NOT_YOURS)


@contextmanager
def risk_locked(
    risk: Risk, *, by: User, grants: Grants, reason: str, version: int | None = None
) -> Iterator[Risk]:
    """The risk as it stands now, locked for one change of it, for one who keeps risks.

    Raises PermissionDenied (EDIT_RISKS), and StaleEdit where it has moved on since `version`; without one, what is
    added beside the risk does not depend on what others changed of it.
    """
    may(grants, Permission.EDIT_RISKS, risk.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(risk.programme_id)
        if version is not None:
            yield lock_for_edit(Risk, risk.pk, version)
        else:
            yield Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)


def keep_state(risk: Risk, state: str, *, on: date, reason: str, by: User) -> RiskAct:
    """Write down that the risk moves from its state to another, and save it so."""
    act = RiskAct(
        reference=next_reference(RiskAct, "RACT", risk.programme),
        programme_id=risk.programme_id,
        risk=risk,
        kind=RiskActKind.STATE,
        state_before=risk.state,
        state_after=state,
        on=on,
        reason=reason.strip(),
        made_by=by,
        illustrative=risk.illustrative,
    )
    act.full_clean()
    act.save()
    risk.state = state
    risk.save()
    return act


def latest_on(risk: Risk, *kinds: RiskActKind) -> date | None:
    """The day of the newest act of these kinds: one recorded later may not count from before it."""
    newest = RiskAct.objects.filter(risk=risk, kind__in=kinds).order_by("on").last()
    return newest.on if newest else None
