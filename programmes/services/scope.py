"""The doors through which a programme's scope changes: page, data entry, API and import all come this way.

Each locks what it changes, refuses with ValidationError by field (StaleEdit where the record has moved on), writes
who and why, and leaves a ScopeChange with the values before and after.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from commissioning.core.audit import acting
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes import rules
from programmes.models import Organisation, Programme, ScopeChange, Service, ServiceScope
from programmes.models.services import ScopeChangeKind, ScopeState
from programmes.references import lock_programme, next_service_reference
from programmes.rules import Act, Inclusion
from programmes.selectors.edits import Versions
from programmes.selectors.names import names_of_programme
from programmes.services.aliases import keep_former_name
from programmes.services.leads import hand_over, lead_from
from programmes.services.scope_door import (
    Also,
    as_stated,
    common_problems,
    day_of,
    locked_scope,
    record_change,
    refuse,
)


def add_service(
    programme: Programme,
    *,
    name: str,
    lead: Organisation | None,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    description: str = "",
    inclusion_tbc: bool = False,
    commissioner_tbc: bool = False,
    illustrative: bool = False,
    also: Also | None = None,
) -> Service:
    """Add a service that the programme has never named, with its lead commissioner, from a date.

    Raises ValidationError for a name already used in the programme, a missing lead that is not marked as to be
    confirmed, an undated change or an empty reason.
    """
    effective = as_stated(effective)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        refuse(
            {
                "name": rules.name_problem(name, names_of_programme(programme)),
                "lead": ""
                if lead or commissioner_tbc
                else "Choose the lead commissioner, or tick that it is to be confirmed.",
                "effective": rules.effective_problem(effective, None),
                "reason": rules.reason_problem(reason),
            }
        )
        scope = _new_scope(programme, rules.tidy(name), description, illustrative=illustrative)
        scope.state = rules.state_with(inclusion_tbc=inclusion_tbc, commissioner_tbc=commissioner_tbc)
        scope.inclusion_tbc, scope.commissioner_tbc = inclusion_tbc, commissioner_tbc
        scope.added = effective
        scope.full_clean()
        scope.save()
        if lead is not None:
            lead_from(scope.service, lead, day_of(effective))
        changed = {
            "state": (rules.NOT_IN_PROGRAMME, scope.state),
            "name": (None, scope.service.name),
            "inclusion_tbc": (None, inclusion_tbc),
            "commissioner_tbc": (None, commissioner_tbc),
            "lead": (None, lead.reference if lead else None),
            **(also or {}),
        }
        kind = ScopeChangeKind.ADDED
        record_change(scope, kind, changed=changed, effective=effective, reason=reason, by=by)
        return scope.service


def _new_scope(programme: Programme, name: str, description: str, *, illustrative: bool) -> ServiceScope:
    service = Service(
        reference=next_service_reference(programme),
        programme=programme,
        name=name,
        description=description,
        illustrative=illustrative,
    )
    _save_named(service)
    last = ServiceScope.objects.filter(programme=programme).aggregate(last=Max("position"))["last"] or 0
    return ServiceScope(
        reference=f"{service.reference}-SCOPE",
        programme=programme,
        service=service,
        position=last + 1,
        illustrative=illustrative,
    )


def _save_named(service: Service) -> None:
    """Save a service under a name that was free a moment ago; writers who come past these doors do not wait."""
    service.full_clean()
    try:
        service.save()
    except IntegrityError as error:
        taken = "Somebody has given this name to a service this very moment. Look at the services, then try again."
        raise ValidationError({"name": taken}) from error


def rename_service(
    service: Service,
    *,
    name: str,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
) -> ScopeChange:
    """Give a service another name; the old one stays as a former name that ended on the effective day.

    Raises ValidationError for the name it has, and for one that another service of the programme has or had.
    """
    effective = as_stated(effective)
    with locked_scope(service, by=by, reason=reason, expected=expected) as scope:
        old = scope.service.name
        taken = names_of_programme(scope.programme)
        refuse(
            {
                **common_problems(scope, Act.RENAME, effective, reason),
                "name": rules.name_problem(name, taken, service_id=service.pk, current=old),
            }
        )
        scope.service.name = rules.tidy(name)
        _save_named(scope.service)
        keep_former_name(scope.service, old, ended_on=day_of(effective))
        changed = {"name": (old, scope.service.name)}
        return record_change(
            scope, ScopeChangeKind.RENAMED, changed=changed, effective=effective, reason=reason, by=by
        )


def remove_service(
    service: Service,
    *,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    also: Also | None = None,
) -> ScopeChange:
    """Take a service out of scope. It stays in the history, keeps its lead, and can be put back.

    Raises ValidationError for a service that is not in scope.
    """
    effective = as_stated(effective)
    with locked_scope(service, by=by, reason=reason, expected=expected) as scope:
        refuse(common_problems(scope, Act.REMOVE, effective, reason))
        before = _columns(scope)
        scope.state = ScopeState.REMOVED
        changed = {**_changed(scope, before), **(also or {})}
        return record_change(
            scope, ScopeChangeKind.REMOVED, changed=changed, effective=effective, reason=reason, by=by
        )


def bring_into_scope(
    service: Service,
    *,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    inclusion_tbc: bool = False,
    commissioner_tbc: bool = False,
    also: Also | None = None,
) -> ScopeChange:
    """Put a removed, aligned, future or proposed service into scope; this also mends a removal made by mistake.

    Raises ValidationError for a service that is in scope already.
    """
    effective = as_stated(effective)
    with locked_scope(service, by=by, reason=reason, expected=expected) as scope:
        refuse(common_problems(scope, Act.BRING_IN, effective, reason))
        before = _columns(scope)
        scope.state = rules.state_with(inclusion_tbc=inclusion_tbc, commissioner_tbc=commissioner_tbc)
        scope.inclusion_tbc, scope.commissioner_tbc = inclusion_tbc, commissioner_tbc
        if not scope.added.is_dated:
            scope.added = effective
        changed = {**_changed(scope, before), **(also or {})}
        return record_change(
            scope, ScopeChangeKind.ADDED, changed=changed, effective=effective, reason=reason, by=by
        )


def settle_tbc(
    service: Service,
    *,
    inclusion: Inclusion | None = None,
    commissioner: Organisation | None = None,
    effective: FuzzyDate | date,
    reason: str,
    by: User,
    expected: Versions,
    also: Also | None = None,
) -> ScopeChange:
    """Settle what is to be confirmed about a service: its inclusion, its commissioner, or both.

    A refused inclusion removes the service. A commissioner other than the present lead takes over on the effective
    day. The service is in scope once no flag is left. Raises ValidationError where there is nothing to settle.
    """
    effective = as_stated(effective)
    with locked_scope(service, by=by, reason=reason, expected=expected) as scope:
        before = _columns(scope)
        problems = common_problems(scope, Act.SETTLE, effective, reason)
        refuse(problems if problems["act"] else {**problems, **_settling(scope, inclusion, commissioner)})
        leads = (
            hand_over(scope.service, commissioner, effective=effective, reason=reason, by=by)
            if commissioner
            else {}
        )
        if commissioner:
            scope.commissioner_tbc = False
        if inclusion:
            scope.inclusion_tbc = False
        scope.state = (
            ScopeState.REMOVED
            if inclusion == Inclusion.REFUSED
            else rules.state_with(inclusion_tbc=scope.inclusion_tbc, commissioner_tbc=scope.commissioner_tbc)
        )
        changed = {**_changed(scope, before), **leads, **(also or {})}
        return record_change(
            scope, ScopeChangeKind.TBC_SETTLED, changed=changed, effective=effective, reason=reason, by=by
        )


def _settling(
    scope: ServiceScope, inclusion: Inclusion | None, commissioner: Organisation | None
) -> dict[str, str]:
    return rules.settling_problems(
        inclusion=inclusion,
        settles_commissioner=commissioner is not None,
        inclusion_tbc=scope.inclusion_tbc,
        commissioner_tbc=scope.commissioner_tbc,
    )


def _changed(scope: ServiceScope, before: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The pairs of those scope columns whose value differs from `before`."""
    return {
        name: (value, getattr(scope, name)) for name, value in before.items() if getattr(scope, name) != value
    }


def _columns(scope: ServiceScope) -> dict[str, Any]:
    return {name: getattr(scope, name) for name in ("state", "inclusion_tbc", "commissioner_tbc")}
