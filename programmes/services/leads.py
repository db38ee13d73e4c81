"""Who leads a service, from when: one term ends on the day on which the next begins, and one act says so.

Everything that changes who governs comes this way: handing a lead over, and settling a commissioner that was TBC.
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules_leads
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.models.responsibilities import ResponsibilityChangeKind, ResponsibilityRole, Standing
from programmes.references import next_reference, next_reference_of
from programmes.rules_leads import Term, day_of


def lead_from(
    service: Service,
    organisation: Organisation,
    day: date,
    *,
    opened_by: ResponsibilityChange | None = None,
) -> CommissioningResponsibility:
    """Open the governing lead responsibility of an organisation, from a day on."""
    lead = CommissioningResponsibility(
        reference=next_reference_of(service, CommissioningResponsibility, "LEAD"),
        programme=service.programme,
        service=service,
        organisation=organisation,
        starts_on=day,
        opened_by=opened_by,
        illustrative=service.illustrative,
    )
    lead.full_clean()
    lead.save()
    return lead


def hand_over(
    service: Service, organisation: Organisation, *, effective: FuzzyDate, reason: str, by: User
) -> dict[str, tuple[str | None, str | None]]:
    """Make the organisation the governing lead as a TBC is settled; the pair of references, empty for no change.

    Where it leads already, a responsibility that was only proposed becomes current. One that began on the very day
    would have held for no day: it is kept as a claim that does not govern. Raises ValidationError where a later
    handover is on record.
    """
    day = day_of(effective)
    terms = governing_terms(service)
    present, later = term_on(terms, day), term_after(terms, day)
    if later is not None and later.starts_on is not None:
        when = rules_leads.long(later.starts_on)
        raise ValidationError(
            {
                "effective": f"{later.organisation} leads the service from {when}. Enter that day or a later one."
            }
        )
    if present is not None and present.organisation_id == organisation.pk:
        if present.standing != Standing.CURRENT:
            present.standing = Standing.CURRENT
            present.save()
        return {}
    pass_lead(service, organisation, present, effective=effective, reason=reason, by=by)
    return {"lead": (present.organisation.reference if present else None, organisation.reference)}


def pass_lead(
    service: Service,
    to: Organisation,
    present: CommissioningResponsibility | None,
    *,
    effective: FuzzyDate,
    reason: str,
    by: User,
    decision: str = "",
) -> ResponsibilityChange:
    """Write the act, close the present term on its day and open the next; only for what has been checked and locked.

    Of the term that closes, nothing but its end, its standing and the act that closed it changes. One that began on
    the very day stops governing instead, since it would have held for no day.
    """
    day = day_of(effective)
    act = write_act(
        service.programme,
        kind=ResponsibilityChangeKind.HANDOVER,
        text=_handover_text(service, present, to),
        effective=effective,
        decision=decision,
        reason=reason,
        by=by,
        illustrative=service.illustrative,
    )
    if present is not None:
        close(present, day, act)
    lead_from(service, to, day, opened_by=act)
    return act


def write_act(
    programme: Programme,
    *,
    kind: ResponsibilityChangeKind,
    text: str,
    effective: FuzzyDate,
    decision: str,
    reason: str,
    by: User,
    illustrative: bool = False,
) -> ResponsibilityChange:
    """The record of one act; written once, by trigger."""
    act = ResponsibilityChange(
        reference=next_reference(ResponsibilityChange, "CRC", programme),
        programme=programme,
        kind=kind,
        text=text,
        decision=decision.strip(),
        reason=reason.strip(),
        made_by=by,
        illustrative=illustrative,
    )
    act.effective = effective
    act.full_clean()
    act.save()
    return act


def close(term: CommissioningResponsibility, day: date, act: ResponsibilityChange) -> None:
    """End a term on a day. One that begins then or later would hold for no day: it stops governing, dates unchanged."""
    if term.starts_on is not None and term.starts_on >= day:
        term.governing = False
    else:
        term.ends_on = day
    term.standing = Standing.ENDED
    term.closed_by = act
    term.full_clean()
    term.save()


def governing_terms(service: Service) -> tuple[CommissioningResponsibility, ...]:
    """The terms that govern who leads the service, by their start, locked until the transaction ends."""
    rows = CommissioningResponsibility.objects.filter(
        service=service, role=ResponsibilityRole.LEAD_COMMISSIONER, governing=True
    )
    locked = rows.select_related("organisation").select_for_update(of=("self",)).order_by("pk")
    return tuple(sorted(locked, key=lambda term: term.starts_on or date.min))


def term_on(terms: Sequence[CommissioningResponsibility], day: date) -> CommissioningResponsibility | None:
    """The term that governs on the day; None where nobody leads then."""
    return next((term for term in terms if term.in_force(day)), None)


def term_after(terms: Sequence[CommissioningResponsibility], day: date) -> CommissioningResponsibility | None:
    """The first term that begins after the day."""
    return next((term for term in terms if term.starts_on is not None and term.starts_on > day), None)


def as_term(term: CommissioningResponsibility | None) -> Term | None:
    """A term as the rules take it."""
    return Term(term.organisation_id, term.organisation.name, term.starts_on) if term is not None else None


def _handover_text(service: Service, present: CommissioningResponsibility | None, to: Organisation) -> str:
    if present is None:
        return f"{to} takes the lead of “{service}”, which nobody led."
    return f"Lead of “{service}” handed over from {present.organisation} to {to}."
