from typing import Any

import factory

from commissioning.core.access import Role
from commissioning.core.models import User
from programmes.models import RoleAssignment
from tests.factories.base import ValueFactory
from tests.factories.programmes import OrganisationFactory, ProgrammeFactory

PASSWORD = "a-long-test-password"  # opens accounts that exist during a test only


class UserFactory(ValueFactory[User]):
    """Someone who may sign in with PASSWORD and holds no role: `UserFactory(password="…")` for another."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    job_title = factory.Sequence(lambda number: f"Officer {number}")

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(
            kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs
        )


class RoleAssignmentFactory(ValueFactory[RoleAssignment]):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.BOARD_MEMBER
    programme = factory.SubFactory(ProgrammeFactory)


def person_with(role: Role | None, *, programme: Any = None, organisation: Any = None, **fields: Any) -> User:
    """Someone who holds the role in the programme, for the organisation where the role has one.

    A commissioner without an organisation named is of "another organisation", which leads nothing.
    """
    fields.setdefault("job_title", role.label if role else "Visitor")
    user: User = UserFactory(**fields)
    if role is None:
        return user
    if role == Role.PLATFORM_ADMINISTRATOR:
        programme = organisation = None
    elif role == Role.COMMISSIONER and organisation is None:
        organisation = OrganisationFactory()
    RoleAssignmentFactory(user=user, role=role, programme=programme, organisation=organisation)
    return user
