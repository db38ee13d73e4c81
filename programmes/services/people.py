"""The doors through which roles are given and ended. Only whoever may manage people passes them."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from commissioning.core.access import Permission, Role
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from programmes.access import grants_for
from programmes.models import Organisation, Programme, RoleAssignment
from programmes.rules import reason_problem


def assign_role(
    user: User,
    *,
    role: str,
    by: User,
    reason: str,
    on: date,
    programme: Programme | None = None,
    organisation: Organisation | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give a person a role for a programme, an organisation or both, from `starts_on` (the day `on` if not given).

    Raises PermissionDenied where `by` may not manage people on the day `on`; ValidationError by field for a role that
    names the wrong place, a period that ends before it starts, one the person holds already, or an empty reason.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        _may_manage_people(by, on)
        assignment = RoleAssignment(
            user=user,
            role=role,
            programme=programme,
            organisation=organisation,
            starts_on=starts_on or on,
            ends_on=ends_on,
        )
        _refuse_empty(reason)
        assignment.full_clean()
        if already_held(assignment, on):
            raise ValidationError({"role": "This person already holds this role there in that period."})
        assignment.save()
        return assignment


def end_role(
    assignment: RoleAssignment, *, ends_on: date, by: User, reason: str, on: date, expected: int
) -> RoleAssignment | None:
    """End a role: `ends_on` is the first day without it, from the person's next click on that day.

    One that would end before it began is removed, and None is returned; its history stays.

    Raises PermissionDenied and ValidationError as `assign_role` does, ValidationError too where nobody would be left
    to administer the site, and StaleEdit where the assignment is no longer at version `expected`.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        _may_manage_people(by, on)
        locked = lock_for_edit(RoleAssignment, assignment.pk, expected)
        _refuse_empty(reason)
        if locked.role == Role.PLATFORM_ADMINISTRATOR and not administrators_left(
            without=locked.user, on=ends_on
        ):
            raise ValidationError(
                {"ends_on": "This is the last platform administrator. Appoint another first."}
            )
        if locked.starts_on is not None and locked.starts_on >= ends_on:
            locked.delete()
            return None
        locked.ends_on = ends_on
        locked.full_clean()
        locked.save()
        return locked


def administrators_left(*, without: User, on: date) -> bool:
    """Whether anyone else could administer the site on a day."""
    others = User.objects.filter(is_active=True).exclude(pk=without.pk)
    appointed = RoleAssignment.objects.on(on).filter(role=Role.PLATFORM_ADMINISTRATOR)
    return others.filter(Q(is_superuser=True) | Q(role_assignments__in=appointed)).exists()


def _may_manage_people(by: User, on: date) -> None:
    if not grants_for(by, on).may(Permission.MANAGE_PEOPLE):
        raise PermissionDenied("Only a platform administrator gives and ends roles.")


def _refuse_empty(reason: str) -> None:
    if reason_problem(reason):
        raise ValidationError({"reason": "Say why, for those who read the history later."})


def already_held(wanted: RoleAssignment, on: date) -> bool:
    """Whether the person holds the role at the same place on any day of the period, which starts `on` if not said."""
    rows = RoleAssignment.objects.filter(
        user=wanted.user, role=wanted.role, programme=wanted.programme, organisation=wanted.organisation
    )
    if wanted.ends_on is not None:
        rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lt=wanted.ends_on))
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=wanted.starts_on or on)).exists()
