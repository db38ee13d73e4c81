"""The doors of lots and market engagement: what a phase puts to the market, and how the market was asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from commissioning.core.access import Permission
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import Lot, LotService, MarketEngagement, PhaseScope, ProcurementPhase
from procurement.models.lots import EngagementKind
from procurement.services.phase_door import may, phase_locked, refuse_ended
from programmes.access import Grants
from programmes.models import Service
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

LONGEST_REASON = 300


def save_lot(
    phase: ProcurementPhase,
    *,
    title: str,
    description: str,
    services: Sequence[Service],
    by: User,
    grants: Grants,
    reason: str,
    lot: Lot | None = None,
    version: int | None = None,
) -> Lot:
    """Add a lot, which takes the next number, or change one; its services are those given, all of them in the phase.

    A service may stand in several lots. Raises PermissionDenied (EDIT_PROCUREMENT), ValidationError by field (title,
    services, reason), StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason) as row:
        refuse_ended(row)
        refuse(
            {
                "title": "" if title.strip() else "Say what the lot is called.",
                "services": _services_problem(row, services),
                "reason": reason_problem(reason),
            }
        )
        if lot is None:
            lot = Lot(
                reference=next_reference(Lot, "LOT", row.programme),
                programme_id=row.programme_id,
                phase=row,
                number=_next_number(row),
            )
        else:
            lot = lock_for_edit(Lot, lot.pk, lot.version if version is None else version)
        lot.title, lot.description = title.strip(), description.strip()
        lot.full_clean()
        lot.save()
        _put_services(lot, services)
        return lot


def remove_lot(lot: Lot, *, by: User, grants: Grants, reason: str, version: int | None = None) -> None:
    """Take a lot away. Refused while anything hangs on it: an estimate, a bid, a contract, a declaration.

    Raises PermissionDenied, ValidationError, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, lot.programme_id)
    with phase_locked(lot.phase, by=by, reason=reason) as row:
        refuse_ended(row)
        locked = lock_for_edit(Lot, lot.pk, lot.version if version is None else version)
        refuse(
            {
                "act": "This lot is in use and cannot be taken away. Rename it instead."
                if _in_use(locked)
                else "",
                "reason": reason_problem(reason),
            }
        )
        for each in locked.lot_services.all():
            each.delete()
        locked.delete()


def _in_use(lot: Lot) -> bool:
    """Whether a record of any kind points at the lot, sealed or not: which one is not told.

    Its own services and its history do not count.
    """
    related: Iterable[Any] = Lot._meta.related_objects
    return any(
        each.related_model._default_manager.filter(**{each.field.name: lot}).exists()
        for each in related
        if each.related_model is not LotService and each.field.name != "pgh_obj" and not each.many_to_many
    )


def _services_problem(phase: ProcurementPhase, services: Sequence[Service]) -> str:
    own = set(
        PhaseScope.objects.filter(phase=phase, ends_on__isnull=True).values_list(
            "scope__service_id", flat=True
        )
    )
    foreign = [service.name for service in services if service.pk not in own]
    return f"Not in this phase: {', '.join(foreign)}. Choose services of the phase." if foreign else ""


def _next_number(phase: ProcurementPhase) -> int:
    return max(Lot.objects.filter(phase=phase).values_list("number", flat=True), default=0) + 1


def _put_services(lot: Lot, services: Sequence[Service]) -> None:
    wanted = {service.pk for service in services}
    for each in LotService.objects.filter(lot=lot):
        if each.service_id not in wanted:
            each.delete()
        wanted.discard(each.service_id)
    for service_id in sorted(wanted):
        LotService.objects.create(lot=lot, service_id=service_id)


# --- market engagement ------------------------------------------------------------------------------------------


def save_engagement(
    phase: ProcurementPhase,
    *,
    kind: str,
    held: FuzzyDate,
    text: str,
    learnt: str,
    providers: int | None,
    by: User,
    grants: Grants,
    reason: str,
    engagement: MarketEngagement | None = None,
    version: int | None = None,
) -> MarketEngagement:
    """Add or change what was asked of the market. Providers are counted, never named; an unknown count stays empty.

    Raises PermissionDenied (EDIT_PROCUREMENT), ValidationError by field (kind, text, providers, reason), StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason) as row:
        refuse_ended(row)
        refuse(
            {
                "kind": "" if kind in EngagementKind.values else "Choose a kind from the list.",
                "text": "" if text.strip() else "Say what was asked.",
                "reason": reason_problem(reason),
            }
        )
        if engagement is None:
            engagement = MarketEngagement(
                reference=next_reference(MarketEngagement, "ME", row.programme),
                programme_id=row.programme_id,
                phase=row,
            )
        else:
            pk, seen = engagement.pk, engagement.version if version is None else version
            engagement = lock_for_edit(MarketEngagement, pk, seen)
        engagement.kind, engagement.held, engagement.providers = kind, held, providers
        engagement.text, engagement.learnt = text.strip(), learnt.strip()
        engagement.full_clean()
        engagement.save()
        return engagement


def go_without_engagement(
    phase: ProcurementPhase, *, why: str, by: User, grants: Grants, version: int | None = None
) -> ProcurementPhase:
    """Write down why the market is not asked; empty takes that back. The Act's tender notice has to explain it.

    Raises PermissionDenied, ValidationError (why), StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=why, version=version) as row:
        refuse_ended(row)
        said = why.strip()
        held = MarketEngagement.objects.filter(phase=row).exists()
        refuse(
            {
                "why": f"Say it in {LONGEST_REASON} characters or fewer."
                if len(said) > LONGEST_REASON
                else "Market engagement is recorded: it was not gone without."
                if said and held
                else ""
            }
        )
        row.no_engagement_because = said
        row.save()
        return row
