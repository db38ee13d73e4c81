"""The door through which the lead of a service is handed over: one act closes the term there is and opens the next."""

from datetime import date

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules_leads
from programmes.models import CommissioningResponsibility, Organisation, ResponsibilityChange, Service
from programmes.references import lock_programme
from programmes.rules import effective_day
from programmes.selectors.handover import LeadStamp, stamp_of, succeeded
from programmes.services.leads import as_term, governing_terms, pass_lead, term_after, term_on
from programmes.services.scope_door import as_stated, refuse


def hand_over_lead(
    service: Service,
    *,
    to: Organisation,
    effective: FuzzyDate | date,
    reason: str,
    decision: str,
    by: User,
    expected: LeadStamp,
) -> ResponsibilityChange:
    """Hand the lead of a service to another organisation from a day on, by a decision and for a reason.

    The term that governs on the day ends then (half-open: its last day is the day before), and the next begins. No
    other field of any term changes. Where nobody leads on the day, the organisation takes the lead up.

    Raises ValidationError by field for the organisation that leads already or has been succeeded, for a date that is
    undated, at or before the start of the present term, or before a later term, and for an empty reason or decision;
    StaleEdit where the governing terms are not those of `expected`.
    """
    stated = as_stated(effective)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(service.programme_id)
        terms = governing_terms(service)
        if stamp_of(terms, service) != expected:
            raise StaleEdit(terms[-1] if terms else service)
        refuse(_problems(terms, to, stated, reason=reason, decision=decision))
        present = term_on(terms, rules_leads.day_of(stated))
        return pass_lead(service, to, present, effective=stated, reason=reason, decision=decision, by=by)


def _problems(
    terms: tuple[CommissioningResponsibility, ...],
    to: Organisation,
    effective: FuzzyDate,
    *,
    reason: str,
    decision: str,
) -> dict[str, str]:
    """Everything that is wrong with a handover, by field."""
    problems = {
        "effective": rules_leads.dated_problem(effective),
        "reason": rules_leads.reason_problem(reason),
        "decision": rules_leads.decision_problem(decision),
    }
    day = effective_day(effective)
    if day is None:
        return problems
    present, later = as_term(term_on(terms, day)), as_term(term_after(terms, day))
    problems["to"] = rules_leads.receiver_problem(present, to.pk, to.name) or _succeeded_problem(to, day)
    problems["effective"] = problems["effective"] or rules_leads.handover_day_problem(day, present, later)
    return problems


def _succeeded_problem(to: Organisation, day: date) -> str:
    """An organisation that has passed to others takes no lead on that day or later."""
    passed = succeeded(to)
    if passed is None or passed.took_effect_on > day:
        return ""
    when = rules_leads.long(passed.took_effect_on)
    return f"{to} was succeeded on {when}. Choose an organisation that there is on {rules_leads.long(day)}."
