"""The door through which an organisation is given a part in a service other than its lead, from a day on.

A lead is handed over by `programmes.services.handover`: only one organisation leads. Several may share any other part.
"""

from datetime import date

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from programmes.access import Grants
from programmes.models import CommissioningResponsibility, Organisation, Service
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.references import lock_programme, next_reference_of
from programmes.rules_leads import long, reason_problem
from programmes.services.scope_door import refuse
from programmes.services.scope_rights import require_own_scope

NO_DAY = "Enter the first day on which it has this part, such as 1 April 2013."
LEADS = "A lead is handed over, not added. Choose another part."


def add_part(
    service: Service,
    organisation: Organisation,
    role: str,
    *,
    starts_on: date | None,
    ends_on: date | None = None,
    statutory: bool | None = None,
    note: str = "",
    reason: str,
    by: User,
    grants: Grants,
    today: date,
) -> CommissioningResponsibility:
    """Record that an organisation co-commissions, transacts for, funds or hosts a service; half-open, as every term.

    Raises PermissionDenied for one who may not change the service's scope; ValidationError by field (role, starts_on,
    ends_on, organisation, reason), also where it has that part in the period already.
    """
    require_own_scope(service, grants=grants, on=today)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(service.programme_id)
        refuse(
            {
                "role": _role_problem(role),
                "starts_on": "" if starts_on else NO_DAY,
                "ends_on": _end_problem(starts_on, ends_on),
                "reason": reason_problem(reason),
            }
        )
        refuse({"organisation": _held_problem(service, organisation, role, starts_on, ends_on)})
        part = CommissioningResponsibility(
            reference=next_reference_of(service, CommissioningResponsibility, "ROLE"),
            programme=service.programme,
            service=service,
            organisation=organisation,
            role=role,
            standing=_standing(starts_on, ends_on, today),
            statutory=statutory,
            starts_on=starts_on,
            ends_on=ends_on,
            note=note.strip(),
            illustrative=service.illustrative or organisation.illustrative,
        )
        part.full_clean()
        part.save()
        return part


def _role_problem(role: str) -> str:
    if role == ResponsibilityRole.LEAD_COMMISSIONER:
        return LEADS
    return "" if role in ResponsibilityRole.values else "Choose a part from the list."


def _end_problem(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on is None or ends_on is None or starts_on < ends_on:
        return ""
    return f"Enter a day after {long(starts_on)}: it is the first day on which it no longer has this part."


def _held_problem(
    service: Service, organisation: Organisation, role: str, starts_on: date | None, ends_on: date | None
) -> str:
    """The same part twice on one day would be counted twice."""
    held = CommissioningResponsibility.objects.filter(service=service, organisation=organisation, role=role)
    for term in held:
        before = ends_on is not None and term.starts_on is not None and ends_on <= term.starts_on
        after = term.ends_on is not None and starts_on is not None and term.ends_on <= starts_on
        if not before and not after:
            since = f" from {long(term.starts_on)}" if term.starts_on else ""
            return f"{organisation} has this part{since} already ({term.reference})."
    return ""


def _standing(starts_on: date | None, ends_on: date | None, today: date) -> Standing:
    if ends_on is not None and ends_on <= today:
        return Standing.ENDED
    return Standing.AGREED if starts_on is not None and starts_on > today else Standing.CURRENT
