"""The doors through which a framework gets a new version, and a draft is agreed in place of the one before."""

from datetime import date
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from outcomes import rules_frameworks as rules
from outcomes.models import (
    FrameworkDeveloper,
    Outcome,
    OutcomeAim,
    OutcomeDomain,
    OutcomeMeasure,
    OutcomesFramework,
)
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.framework_stamp import framework_stamp
from outcomes.services.numbered import numbered
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

REFUSED = "Versions of frameworks and strategies are made and agreed by programme managers."


class Edited(Protocol):
    """What frameworks and strategies have in common."""

    pk: int
    programme_id: int
    version: int


def allow(record: Edited, grants: Grants) -> None:
    """Raises PermissionDenied for whoever may not edit the KPIs of the record's programme."""
    if not grants.may(Permission.EDIT_KPIS, record.programme_id):
        raise PermissionDenied(REFUSED)


def later_version(record: Any) -> str:
    """The version that replaces the record, in words; "" for the newest."""
    later = type(record)._default_manager.filter(replaces=record).first()
    return str(later) if later else ""


def open_draft(record: Any) -> str:
    """A draft of the same name in the programme, in words; "" where there is none."""
    rows = type(record)._default_manager.filter(
        programme=record.programme_id, name=record.name, state=FrameworkState.DRAFT
    )
    draft = rows.exclude(pk=record.pk).first()
    return str(draft) if draft else ""


def new_version(
    framework: OutcomesFramework, *, by: User, grants: Grants, reason: str, expected: str | None = None
) -> OutcomesFramework:
    """Make a draft with the framework's developers, domains, outcomes, aims and measures; KPIs are not copied.

    The draft replaces nothing until it is agreed. Commitments stay with the version that they were made in.

    Raises PermissionDenied without EDIT_KPIS; ValidationError for a draft, for a version that has a later one, while
    another draft is open, and for an empty reason; StaleEdit where the framework no longer holds what `expected`, its
    stamp, says.
    """
    allow(framework, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        old = _locked(framework, expected)
        problem = rules.copying_problem(old.state, later=later_version(old), draft=open_draft(old))
        refuse({"__all__": problem, "reason": rules.reason_problem(reason)})
        draft = OutcomesFramework(
            reference=next_reference(OutcomesFramework, "OF", old.programme),
            programme=old.programme,
            name=old.name,
            edition=old.edition + 1,
            state=FrameworkState.DRAFT,
            kpi_approach=old.kpi_approach,
            strategy=old.strategy,
            replaces=old,
            illustrative=old.illustrative,
        )
        draft.full_clean()
        draft.save()
        for developer in old.developers.all():
            FrameworkDeveloper.objects.create(
                framework=draft,
                organisation=developer.organisation,
                name_as_printed=developer.name_as_printed,
            )
        _copy_outcomes(old, draft, _copy_domains(old, draft))
        return draft


def _locked(framework: OutcomesFramework, expected: str | None) -> OutcomesFramework:
    """The framework, with the writers of its programme kept waiting until the transaction ends."""
    lock_programme(framework.programme_id)
    row: OutcomesFramework = OutcomesFramework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
    if expected is not None and framework_stamp(row) != expected:
        raise StaleEdit(row)
    return row


def _copy_domains(old: OutcomesFramework, draft: OutcomesFramework) -> dict[int, OutcomeDomain]:
    """The new domains by the key of the one that each was copied from."""
    rows = list(OutcomeDomain.objects.filter(framework=old))
    references = numbered(OutcomeDomain, "DOM", draft.programme, len(rows))
    return {
        row.pk: OutcomeDomain.objects.create(
            reference=reference,
            programme=draft.programme,
            framework=draft,
            name=row.name,
            position=row.position,
            copied_from=row,
            illustrative=row.illustrative,
        )
        for row, reference in zip(rows, references, strict=True)
    }


def _copy_outcomes(
    old: OutcomesFramework, draft: OutcomesFramework, domains: dict[int, OutcomeDomain]
) -> None:
    rows = list(Outcome.objects.filter(framework=old).order_by("position", "reference"))
    references = numbered(Outcome, "OUT", draft.programme, len(rows))
    copies = {
        row.pk: Outcome.objects.create(
            reference=reference,
            programme=draft.programme,
            framework=draft,
            domain=domains.get(row.domain_id or 0),
            text=row.text,
            position=row.position,
            copied_from=row,
            illustrative=row.illustrative,
        )
        for row, reference in zip(rows, references, strict=True)
    }
    OutcomeAim.objects.bulk_create(
        OutcomeAim(outcome=copies[tie.outcome_id], aim_id=tie.aim_id)
        for tie in OutcomeAim.objects.filter(outcome__framework=old)
    )
    OutcomeMeasure.objects.bulk_create(
        OutcomeMeasure(outcome=copies[tie.outcome_id], kpi_id=tie.kpi_id, is_proxy=tie.is_proxy)
        for tie in OutcomeMeasure.objects.filter(outcome__framework=old)
    )


def agree(
    framework: OutcomesFramework,
    *,
    on: date | None,
    where: str,
    by: User,
    grants: Grants,
    reason: str,
    today: date,
    expected: str | None = None,
) -> OutcomesFramework:
    """Agree a draft: it is in force, and the version that it replaces is superseded.

    Raises PermissionDenied without EDIT_KPIS; ValidationError by field (on, where, reason) and for what is no draft or
    holds no outcome; StaleEdit where the draft no longer holds what `expected`, its stamp, says.
    """
    allow(framework, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        draft = _locked(framework, expected)
        old = draft.replaces
        refuse(
            {
                "__all__": rules.agreeing_problem(draft.state, holds=draft.outcomes.count(), what="outcome"),
                "on": rules.agreed_on_problem(on, today=today, before=old.agreed_on if old else None),
                "where": rules.place_problem(where),
                "reason": rules.reason_problem(reason),
            }
        )
        draft.state = FrameworkState.AGREED
        draft.agreed_on, draft.agreed_where = on, where.strip()
        draft.full_clean()
        draft.save()
        if old is not None and old.state != FrameworkState.SUPERSEDED:
            old.state = FrameworkState.SUPERSEDED
            old.save()
        return draft
