"""The scope as at a date, worked back from the changes recorded since (domain rule: scope change)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Programme, Service
from programmes.selectors.scope import scope_on, services_added
from tests.factories import (
    CommissionerCodeFactory,
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ScopeChangeFactory,
    ServiceAliasFactory,
    service_in_scope,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory()
    return programme


def change(
    service: Service, kind: str, effective: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    ScopeChangeFactory(
        programme=service.programme,
        scope=service.scope,
        kind=kind,
        effective=effective,
        before=before,
        after=after,
    )


def names(programme: Programme, on: date) -> list[str]:
    return [row.name for row in scope_on(programme, on)]


def test_a_service_is_returned_from_the_day_it_was_added(programme: Programme) -> None:
    service_in_scope(programme=programme, name="Health Visiting")
    camhs = service_in_scope(programme=programme, name="CAMHS", added="September 2018")
    change(camhs, "added", "September 2018", {"state": None}, {"state": "in_scope", "phase": 3})

    assert names(programme, date(2018, 8, 31)) == ["Health Visiting"]
    assert names(programme, date(2018, 9, 1)) == ["Health Visiting", "CAMHS"]


def test_a_service_added_without_a_recorded_change_still_starts_on_its_day(programme: Programme) -> None:
    service_in_scope(programme=programme, name="CAMHS", added="September 2018")

    assert names(programme, date(2018, 8, 31)) == []
    assert names(programme, date(2018, 9, 1)) == ["CAMHS"]


def test_a_service_known_before_it_came_into_scope_keeps_its_earlier_state(programme: Programme) -> None:
    service = service_in_scope(programme=programme, name="Portage", added="May 2019")
    change(service, "added", "May 2019", {"state": "aligned"}, {"state": "in_scope"})

    (row,) = scope_on(programme, date(2019, 4, 30))
    assert (row.state_label, row.is_counted) == ("Aligned, out of scope", False)


def test_each_field_is_that_of_the_day_when_later_changes_name_different_fields(programme: Programme) -> None:
    portage = service_in_scope(programme=programme, name="Portage service")
    change(portage, "renamed", "May 2019", {"name": "Portage"}, {"name": "Portage service"})
    change(
        portage,
        "tbc_settled",
        "June 2019",
        {"state": "in_scope_tbc", "commissioner_tbc": True},
        {"state": "in_scope", "commissioner_tbc": False},
    )

    (row,) = scope_on(programme, date(2019, 4, 30))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage", "In scope – TBC", True)
    (row,) = scope_on(programme, date(2019, 5, 1))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage service", "In scope – TBC", True)
    (row,) = scope_on(programme, date(2019, 6, 1))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage service", "In scope", False)


def test_of_two_renamings_the_earlier_one_decides_what_came_before_both(programme: Programme) -> None:
    service = service_in_scope(programme=programme, name="Third")
    change(service, "renamed", "May 2019", {"name": "First"}, {"name": "Second"})
    change(service, "renamed", "June 2019", {"name": "Second"}, {"name": "Third"})

    on_first_days = [names(programme, date(2019, month, 1)) for month in (4, 5, 6)]
    assert on_first_days == [["First"], ["Second"], ["Third"]]


def test_a_removed_service_is_returned_as_removed_and_not_counted(programme: Programme) -> None:
    service = service_in_scope(programme=programme, state="removed")
    change(service, "removed", "May 2019", {"state": "in_scope"}, {"state": "removed"})

    (before,) = scope_on(programme, date(2019, 4, 30))
    (after,) = scope_on(programme, date(2019, 5, 1))
    assert (before.is_counted, after.is_counted) == (True, False)
    assert after.state_label == "Removed from scope"


def test_the_lead_is_the_governing_one_of_the_day(programme: Programme) -> None:
    """Health visiting, seed question: NHS England on 1 March 2015, council public health on 1 May 2015."""
    service = service_in_scope(programme=programme, name="Health visiting")
    nhs_england, public_health = OrganisationFactory(name="NHS England"), OrganisationFactory(name="Council")
    CommissionerCodeFactory(programme=programme, organisation=nhs_england, code="NHS E")
    CommissionerCodeFactory(programme=programme, organisation=public_health, code="PH")
    CommissionerCodeFactory(programme=programme, organisation=public_health, code="PH X", is_variant=True)
    held = {"service": service, "programme": programme}
    CommissioningResponsibilityFactory(**held, organisation=nhs_england, ends_on=date(2015, 4, 1))
    CommissioningResponsibilityFactory(**held, organisation=public_health, starts_on=date(2015, 4, 1))
    CommissioningResponsibilityFactory(**held, organisation=nhs_england, governing=False)

    (before,) = scope_on(programme, date(2015, 3, 1))
    (after,) = scope_on(programme, date(2015, 5, 1))
    assert (before.lead_id, before.lead_code, before.lead_name) == (nhs_england.pk, "NHS E", "NHS England")
    assert (after.lead_id, after.lead_code, after.lead_name) == (public_health.pk, "PH", "Council")


def test_a_service_without_a_lead_has_none(programme: Programme) -> None:
    service_in_scope(programme=programme)

    (row,) = scope_on(programme, date(2018, 12, 13))
    assert (row.lead_id, row.lead_code, row.lead_name) == (None, "", "")


def test_aliases_leave_out_the_name_of_the_day(programme: Programme) -> None:
    service = service_in_scope(programme=programme, name="School age imms")
    for alias in ("Childhood imms", "School aged imms (NHSE)"):
        ServiceAliasFactory(programme=programme, service=service, name=alias)
    change(service, "renamed", "May 2019", {"name": "Childhood imms"}, {"name": "School age imms"})

    (before,) = scope_on(programme, date(2019, 4, 30))
    (after,) = scope_on(programme, date(2019, 5, 1))
    assert before.aliases == ("School aged imms (NHSE)",)
    assert after.aliases == ("Childhood imms", "School aged imms (NHSE)")


def test_another_programme_is_left_out(programme: Programme) -> None:
    service_in_scope(programme=programme)

    assert scope_on(ProgrammeFactory(), date(2018, 12, 13)) == ()


def test_services_added_counts_both_ends_and_what_was_put_back(programme: Programme) -> None:
    service_in_scope(programme=programme, name="Parenting")
    camhs = service_in_scope(programme=programme, name="CAMHS", added="September 2018")
    change(camhs, "added", "September 2018", {"state": None}, {"state": "in_scope"})
    back = service_in_scope(programme=programme, name="Counselling", added="April 2017")
    change(back, "added", "November 2018", {"state": "removed"}, {"state": "in_scope"})

    def added(since: date, until: date) -> list[str]:
        return [row.name for row in services_added(programme, since, until)]

    assert added(date(2018, 9, 1), date(2018, 9, 30)) == ["CAMHS"]
    assert added(date(2018, 9, 2), date(2018, 10, 31)) == []
    assert added(date(2018, 9, 1), date(2018, 11, 30)) == ["CAMHS", "Counselling"]


def test_the_number_of_queries_does_not_grow_with_the_rows(programme: Programme) -> None:
    def count(rows: int) -> int:
        for number in range(rows):
            service = service_in_scope(OrganisationFactory(), programme=programme)
            ServiceAliasFactory(programme=programme, service=service)
            change(service, "renamed", "May 2019", {"name": f"Old {rows} {number}"}, {"name": service.name})
        with CaptureQueriesContext(connection) as queries:
            assert scope_on(programme, date(2018, 12, 13))
        return len(queries)

    assert count(1) == count(10) == 5
