"""Everyone who could ask: each role in the programme, the same roles elsewhere, and people with none."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from commissioning.core.access import Role
from tests.authz.world import World
from tests.factories.people import RoleAssignmentFactory, UserFactory, person_with
from tests.factories.programmes import OrganisationFactory, ProgrammePartnerFactory

OWN = {
    "manager": Role.PROGRAMME_MANAGER,
    "finance": Role.FINANCE_LEAD,
    "board": Role.BOARD_MEMBER,
    "analyst": Role.ANALYST,
    "evaluator": Role.EVALUATOR,
}
ADMINISTRATORS = frozenset({"administrator", "superuser"})
MANAGERS = ADMINISTRATORS | {"manager"}
COMMISSIONERS = frozenset({"commissioner", "other_services_commissioner"})
MEMBERS = MANAGERS | COMMISSIONERS | {"finance", "board", "analyst", "evaluator", "partner_analyst"}
ELSEWHERE = frozenset({f"elsewhere_{name}" for name in (*OWN, "commissioner")})
ROLELESS = frozenset({"no_role", "expired", "not_yet"})
SIGNED_IN = MEMBERS | ELSEWHERE | ROLELESS
SIGNED_OUT = frozenset({"anonymous", "deactivated"})
EVERYONE = SIGNED_IN | SIGNED_OUT


def browsers(own: World, other: World) -> dict[str, Client]:
    """A signed-in browser for each of EVERYONE; `own` is the programme that the table is about."""
    today = timezone.localdate()
    people = {name: person_with(role, programme=own.programme) for name, role in OWN.items()}
    people |= {
        f"elsewhere_{name}": person_with(role, programme=other.programme) for name, role in OWN.items()
    }
    people["administrator"] = person_with(Role.PLATFORM_ADMINISTRATOR)
    people["superuser"] = UserFactory(is_superuser=True, is_staff=True)
    people["commissioner"] = person_with(Role.COMMISSIONER, programme=own.programme, organisation=own.lead)
    people["other_services_commissioner"] = person_with(Role.COMMISSIONER, programme=own.programme)
    people["elsewhere_commissioner"] = person_with(
        Role.COMMISSIONER, programme=other.programme, organisation=other.lead
    )
    partner = OrganisationFactory(name="Partner body")
    ProgrammePartnerFactory(programme=own.programme, organisation=partner, role="partner")
    people["partner_analyst"] = person_with(Role.ANALYST, organisation=partner)
    people["no_role"] = UserFactory()
    for name, period in {
        "expired": {"ends_on": today},
        "not_yet": {"starts_on": today + timedelta(days=1)},
    }.items():
        people[name] = UserFactory()
        RoleAssignmentFactory(
            user=people[name], role=Role.PROGRAMME_MANAGER, programme=own.programme, **period
        )
    people["deactivated"] = person_with(Role.PROGRAMME_MANAGER, programme=own.programme)
    found = {"anonymous": Client()}
    for name, person in people.items():
        found[name] = Client(raise_request_exception=False)
        found[name].force_login(person)
    people["deactivated"].is_active = False
    people["deactivated"].save()
    assert found.keys() == EVERYONE
    return found
