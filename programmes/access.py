"""What a person may see and do, worked out once for a request from their dated role assignments."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from commissioning.core.access import Permission, Role, permissions_of
from commissioning.core.models import User

from .models import ProgrammePartner, RoleAssignment


@dataclass(frozen=True)
class Grant:
    """One role held in one programme; `organisation_id` is the organisation it is held for, if any."""

    role: str
    organisation_id: int | None


@dataclass(frozen=True)
class Grants:
    """Everything one person may do on one day. The empty value sees nothing and may do nothing."""

    everything: bool = False
    by_programme: dict[int, tuple[Grant, ...]] = field(default_factory=dict)

    @property
    def programme_ids(self) -> Collection[int]:
        return self.by_programme.keys()

    def may(self, permission: Permission, programme_id: int | None = None) -> bool:
        """Whether any of the person's roles in the programme allows it; no programme means in any of them."""
        if self.everything:
            return True
        grants = (
            [grant for held in self.by_programme.values() for grant in held]
            if programme_id is None
            else self.by_programme.get(programme_id, ())
        )
        return any(permission in permissions_of(grant.role) for grant in grants)

    def limited_to(self, permission: Permission) -> "Grants":
        """The same person in only those programmes where they hold the permission."""
        if self.everything:
            return self
        held = {key: grants for key, grants in self.by_programme.items() if self.may(permission, key)}
        return Grants(by_programme=held)

    def may_change_scope(self, programme_id: int, lead_organisation_id: int | None) -> bool:
        """A programme manager may change any service; a commissioner those that their own organisation leads.

        "Own" is the very organisation of the role: a directorate's commissioner does not change a sister
        directorate's services, nor its parent's.
        """
        if self.may(Permission.CHANGE_SCOPE, programme_id):
            return True
        return lead_organisation_id is not None and lead_organisation_id in self.own_organisations(
            programme_id
        )

    def may_submit_return(self, programme_id: int, owner_id: int | None) -> bool:
        """A manager or analyst may submit any KPI's return; a commissioner those their own organisation owns."""
        if self.may(Permission.SUBMIT_RETURNS, programme_id):
            return True
        return owner_id is not None and any(
            grant.organisation_id == owner_id
            for grant in self.by_programme.get(programme_id, ())
            if Permission.SUBMIT_OWN_RETURNS in permissions_of(grant.role)
        )

    def own_organisations(self, programme_id: int) -> frozenset[int]:
        """The organisations whose services the person may change in the programme."""
        return frozenset(
            grant.organisation_id
            for grant in self.by_programme.get(programme_id, ())
            if grant.organisation_id and Permission.CHANGE_OWN_SCOPE in permissions_of(grant.role)
        )

    def roles(self, programme_id: int | None = None) -> tuple[str, ...]:
        """The labels of the roles held, in the order of the role table."""
        if self.everything:
            return (Role.PLATFORM_ADMINISTRATOR.label,)
        held = {
            grant.role
            for programme, grants in self.by_programme.items()
            if programme_id in (None, programme)
            for grant in grants
        }
        return tuple(role.label for role in Role if role in held)


NOTHING = Grants()


def grants_for(user: User, on: date) -> Grants:
    """The grants of an active user on a day, in at most two queries; NOTHING for anyone else.

    An assignment for an organisation alone reaches the programmes in which that organisation is a partner on the
    day. A superuser, whom only the command line makes, counts as platform administrator.
    """
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_superuser:
        return Grants(everything=True)
    assignments = list(RoleAssignment.objects.filter(_in_force(on), user=user))
    if any(assignment.role == Role.PLATFORM_ADMINISTRATOR for assignment in assignments):
        return Grants(everything=True)
    reach = _programmes_of(
        {a.organisation_id for a in assignments if a.organisation_id and not a.programme_id},
        on,
    )
    held: dict[int, list[Grant]] = {}
    for assignment in assignments:
        where = (
            [assignment.programme_id]
            if assignment.programme_id
            else reach.get(assignment.organisation_id, ())
        )
        for programme_id in where:
            held.setdefault(programme_id, []).append(Grant(assignment.role, assignment.organisation_id))
    return Grants(by_programme={programme: tuple(grants) for programme, grants in held.items()})


def _programmes_of(organisation_ids: Collection[int | None], on: date) -> dict[int | None, set[int]]:
    reach: dict[int | None, set[int]] = {}
    if organisation_ids:
        partners = ProgrammePartner.objects.filter(_in_force(on), organisation__in=organisation_ids)
        for organisation_id, programme_id in partners.values_list("organisation_id", "programme_id"):
            reach.setdefault(organisation_id, set()).add(programme_id)
    return reach


def _in_force(on: date) -> Q:
    """Half-open: in force from `starts_on` up to, not including, `ends_on`; an empty end is open."""
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=on)) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
