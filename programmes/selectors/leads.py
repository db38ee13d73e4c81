"""Who leads services, and which organisations a person may name as a service's lead commissioner."""

from collections.abc import Collection
from datetime import date

from commissioning.core.access import Permission
from programmes.access import Grants
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    Programme,
    ProgrammePartner,
)
from programmes.models.programmes import PartnerRole
from programmes.models.responsibilities import ResponsibilityRole

LEADING_ROLES = (PartnerRole.LEAD_COMMISSIONER, PartnerRole.CO_COMMISSIONER)


def lead_organisations(programme_ids: Collection[int], on: date) -> dict[int, int]:
    """The governing lead commissioner's organisation on the day, by the service's id, in many programmes at once."""
    held = CommissioningResponsibility.objects.filter(
        programme__in=programme_ids, role=ResponsibilityRole.LEAD_COMMISSIONER, governing=True
    )
    return dict(held.on(on).values_list("service_id", "organisation_id"))


def leads_to_name(programme: Programme, grants: Grants) -> tuple[Organisation, ...]:
    """The programme's commissioners; for a person who may only change their own services, their own organisations.

    A programme's commissioners are those that its papers print a code for, or name as lead or co-commissioner. A
    commissioner cannot give a service to another organisation, nor take one on for it.
    """
    if not grants.may(Permission.CHANGE_SCOPE, programme.pk):
        own = Organisation.objects.filter(pk__in=grants.own_organisations(programme.pk))
        return tuple(own.order_by("name"))
    coded = CommissionerCode.objects.filter(programme=programme).values("organisation")
    partners = ProgrammePartner.objects.filter(programme=programme, role__in=LEADING_ROLES).values(
        "organisation"
    )
    return tuple(Organisation.objects.filter(pk__in=coded.union(partners)).order_by("name"))


def may_add_services(programme: Programme, grants: Grants) -> bool:
    """A programme manager may, and a commissioner for their own organisation."""
    own = grants.own_organisations(programme.pk)
    return grants.may(Permission.CHANGE_SCOPE, programme.pk) or bool(own)
