"""Who leads a service, from when: one responsibility ends on the day on which the next begins."""

from datetime import date

from django.core.exceptions import ValidationError

from commissioning.core.effective import EffectiveQuerySet
from programmes.models import CommissioningResponsibility, Organisation, Service
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.references import next_reference_of


def lead_from(service: Service, organisation: Organisation, day: date) -> CommissioningResponsibility:
    """Open the governing lead responsibility of an organisation, from a day on."""
    lead = CommissioningResponsibility(
        reference=next_reference_of(service, CommissioningResponsibility, "LEAD"),
        programme=service.programme,
        service=service,
        organisation=organisation,
        starts_on=day,
        illustrative=service.illustrative,
    )
    lead.full_clean()
    lead.save()
    return lead


def hand_over(
    service: Service, organisation: Organisation, day: date
) -> dict[str, tuple[str | None, str | None]]:
    """Make the organisation the governing lead from a day on; returns the pair of references, empty for no change.

    Where it leads already, a responsibility that was only proposed becomes current. One that began on the very day
    would have held for no day: it is kept as a claim that does not govern. Raises ValidationError where a later
    handover is on record.
    """
    later = _governing(service).filter(starts_on__gt=day).select_related("organisation").first()
    if later is not None and later.starts_on is not None:
        when = f"{later.starts_on.day} {later.starts_on:%B %Y}"
        raise ValidationError(
            {
                "effective": f"{later.organisation} leads the service from {when}. Enter that day or a later one."
            }
        )
    present = _governing(service).on(day).select_related("organisation").first()
    if present is not None and present.organisation_id == organisation.pk:
        if present.standing != Standing.CURRENT:
            present.standing = Standing.CURRENT
            present.save()
        return {}
    if present is not None:
        _close(present, day)
    lead_from(service, organisation, day)
    return {"lead": (present.organisation.reference if present else None, organisation.reference)}


def _governing(service: Service) -> EffectiveQuerySet:
    rows: EffectiveQuerySet = CommissioningResponsibility.objects.filter(
        service=service, role=ResponsibilityRole.LEAD_COMMISSIONER, governing=True
    )
    return rows.select_for_update(of=("self",))


def _close(present: CommissioningResponsibility, day: date) -> None:
    if present.starts_on == day:
        present.governing = False
    else:
        present.ends_on = day
    present.standing = Standing.ENDED
    present.full_clean()
    present.save()
