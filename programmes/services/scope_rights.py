"""Who may change what of a programme's scope, service by service: asked by pages, imports and the API alike."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.fuzzydate import FuzzyDate
from programmes.access import Grants
from programmes.models import CommissioningResponsibility, Organisation, Service
from programmes.models.responsibilities import ResponsibilityRole
from programmes.rules import effective_day


def governing_on(service: Service, on: date) -> CommissioningResponsibility | None:
    """The term that governs who leads the service on a day, with its organisation; one query."""
    rows = CommissioningResponsibility.objects.filter(
        service=service, role=ResponsibilityRole.LEAD_COMMISSIONER, governing=True
    )
    term: CommissioningResponsibility | None = rows.on(on).select_related("organisation").first()
    return term


def require_own_scope(service: Service, *, grants: Grants, on: date) -> Organisation | None:
    """The organisation that leads the service today, for one who may change its scope. Raises PermissionDenied.

    A programme manager may change any service; a commissioner those that their own organisation leads on the day.
    """
    term = governing_on(service, on)
    lead = term.organisation if term else None
    if not grants.may_change_scope(service.programme_id, lead.pk if lead else None):
        who = f"{lead.name}, which leads this service," if lead else "the service’s lead commissioner"
        raise PermissionDenied(
            f"You may read “{service.name}”. Its scope is changed by the commissioners of {who} "
            "or by a programme manager."
        )
    return lead


def refuse_another_lead(service: Service, effective: FuzzyDate, *, grants: Grants) -> None:
    """Who leads today may give their own lead away, not one that an organisation after them takes up later."""
    day = effective_day(effective)
    term = governing_on(service, day) if day is not None else None
    if term is None or grants.may_change_scope(service.programme_id, term.organisation_id):
        return
    problem = (
        f"{term.organisation} leads the service then. Its commissioners or a programme manager hand it over from "
        "that day; enter a day on which your own organisation leads."
    )
    raise ValidationError({"effective": problem})
