"""Adding a KPI: one door for data entry, files and the API (domain: KPIs, life cycle of a KPI)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.history import changes_of
from outcomes.models import KPI
from outcomes.models.kpis import Frequency
from outcomes.services.kpi_adding import add_kpi
from programmes.access import grants_for
from programmes.models import Programme
from tests.factories import ProgrammeFactory, person_with

pytestmark = pytest.mark.django_db
ON = date(2019, 6, 3)
WHY = "Asked for by the board"


@pytest.fixture
def programme() -> Programme:
    found: Programme = ProgrammeFactory(reference="HAM-PROG")
    return found


def adding(
    programme: Programme, values: dict[str, Any], role: Role = Role.PROGRAMME_MANAGER, **more: Any
) -> KPI:
    person = person_with(role, programme=programme)
    given: dict[str, Any] = {"by": person, "grants": grants_for(person, ON), "reason": WHY, "on": ON, **more}
    return add_kpi(programme, values, **given)


def test_a_kpi_is_proposed_unless_it_says_more(programme: Programme) -> None:
    kpi = adding(programme, {"name": " Waiting time ", "unit": "days"})

    kpi.refresh_from_db()
    assert (kpi.name, kpi.state, kpi.reported_from) == ("Waiting time", "proposed", None)
    assert kpi.reference.startswith("HAM-KPI-")
    assert (changes_of(kpi)[0].why, kpi.summary.kpi_id) == (WHY, kpi.pk)


def test_one_that_reports_begins_with_the_period_of_the_day(programme: Programme) -> None:
    values = {"name": "Waiting time", "state": "reporting", "frequency": Frequency.QUARTER}

    assert adding(programme, values).reported_from == date(2019, 4, 1)
    given = adding(programme, {**values, "reported_from": date(2019, 7, 1)})
    assert given.reported_from == date(2019, 7, 1)


@pytest.mark.parametrize(
    ("values", "more", "field"),
    [
        ({"name": " "}, {}, "name"),
        ({"name": "Rate", "measure": "rate"}, {}, "per"),
        ({"name": "Reports", "state": "reporting"}, {}, "frequency"),
        ({"name": "Waiting time"}, {"reason": " "}, "reason"),
    ],
)
def test_what_no_kpi_says_is_refused_by_field(
    programme: Programme, values: dict[str, Any], more: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        adding(programme, values, **more)

    assert list(refused.value.message_dict) == [field]
    assert not KPI.objects.exists()
    adding(programme, {"name": "Waiting time"})


def test_a_field_that_no_kpi_has_is_a_mistake_of_the_caller(programme: Programme) -> None:
    with pytest.raises(KeyError, match="reference"):
        adding(programme, {"name": "Waiting time", "reference": "X"})


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER, Role.FINANCE_LEAD])
def test_managers_add_kpis_and_nobody_else(programme: Programme, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        adding(programme, {"name": "Waiting time"}, role)
    adding(programme, {"name": "Waiting time"})
    elsewhere = person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory())
    with pytest.raises(PermissionDenied):
        adding(programme, {"name": "Waiting time"}, by=elsewhere, grants=grants_for(elsewhere, ON))
