"""The scope as at a date, worked back from the changes recorded since (domain rule: scope change)."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from programmes.models import ServiceAlias
from programmes.selectors.scope import scope_on, services_added
from tests.integration.programmes.builders import World, make_world, month

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def names(world: World, on: date) -> list[str]:
    return [row.name for row in scope_on(world.programme, on)]


def test_a_service_is_returned_from_the_day_it_was_added(world: World) -> None:
    world.service("Health Visiting", lead=world.ccg)
    camhs = world.service("CAMHS", added=month("September 2018"))
    world.change(
        camhs,
        "added",
        month("September 2018"),
        before={"state": None},
        after={"state": "in_scope", "phase": 3},
    )

    assert names(world, date(2018, 8, 31)) == ["Health Visiting"]
    assert names(world, date(2018, 9, 1)) == ["Health Visiting", "CAMHS"]


def test_a_service_added_without_a_recorded_change_still_starts_on_its_day(world: World) -> None:
    world.service("CAMHS", added=month("September 2018"))

    assert names(world, date(2018, 8, 31)) == []
    assert names(world, date(2018, 9, 1)) == ["CAMHS"]


def test_each_field_is_that_of_the_day_when_later_changes_name_different_fields(world: World) -> None:
    portage = world.service("Portage service", state="in_scope", added=month("April 2017"))
    world.change(
        portage, "renamed", month("May 2019"), before={"name": "Portage"}, after={"name": "Portage service"}
    )
    world.change(
        portage,
        "tbc_settled",
        month("June 2019"),
        before={"state": "in_scope_tbc", "commissioner_tbc": True},
        after={"state": "in_scope", "commissioner_tbc": False},
    )

    (row,) = scope_on(world.programme, date(2019, 4, 30))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage", "In scope – TBC", True)
    (row,) = scope_on(world.programme, date(2019, 5, 1))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage service", "In scope – TBC", True)
    (row,) = scope_on(world.programme, date(2019, 6, 1))
    assert (row.name, row.state_label, row.commissioner_tbc) == ("Portage service", "In scope", False)


def test_of_two_renamings_the_earlier_one_decides_what_came_before_both(world: World) -> None:
    service = world.service("Third", added=month("April 2017"))
    world.change(service, "renamed", month("May 2019"), before={"name": "First"}, after={"name": "Second"})
    world.change(service, "renamed", month("June 2019"), before={"name": "Second"}, after={"name": "Third"})

    assert [names(world, date(2019, day, 1)) for day in (4, 5, 6)] == [["First"], ["Second"], ["Third"]]


def test_a_removed_service_is_returned_as_removed_and_not_counted(world: World) -> None:
    service = world.service("Counselling", state="removed")
    world.change(
        service, "removed", month("May 2019"), before={"state": "in_scope"}, after={"state": "removed"}
    )

    (before,) = scope_on(world.programme, date(2019, 4, 30))
    (after,) = scope_on(world.programme, date(2019, 5, 1))
    assert (before.is_counted, after.is_counted) == (True, False)
    assert after.state_label == "Removed from scope"


def test_the_lead_is_the_governing_one_of_the_day(world: World) -> None:
    service = world.service("Health Visiting")
    world.lead(service, world.ccg, ends_on=date(2015, 4, 1))
    world.lead(service, world.council, starts_on=date(2015, 4, 1))
    world.lead(service, world.ccg, governing=False)

    (before,) = scope_on(world.programme, date(2015, 3, 1))
    (after,) = scope_on(world.programme, date(2015, 5, 1))
    assert (before.lead_id, before.lead_code, before.lead_name) == (world.ccg.pk, "CCG", "Hampshire CCGs")
    assert (after.lead_id, after.lead_code) == (world.council.pk, "HCC CS")


def test_a_service_without_a_lead_has_none(world: World) -> None:
    world.service("Parenting")

    (row,) = scope_on(world.programme, date(2018, 12, 13))
    assert (row.lead_id, row.lead_code, row.lead_name) == (None, "", "")


def test_aliases_leave_out_the_name_of_the_day(world: World) -> None:
    service = world.service("School age imms")
    for alias in ("Childhood imms", "School aged imms (NHSE)"):
        ServiceAlias.objects.create(
            reference=world.reference("ALI"), programme=world.programme, service=service, name=alias
        )
    world.change(
        service,
        "renamed",
        month("May 2019"),
        before={"name": "Childhood imms"},
        after={"name": "School age imms"},
    )

    (before,) = scope_on(world.programme, date(2019, 4, 30))
    (after,) = scope_on(world.programme, date(2019, 5, 1))
    assert before.aliases == ("School aged imms (NHSE)",)
    assert after.aliases == ("Childhood imms", "School aged imms (NHSE)")


def test_another_programme_is_left_out(world: World) -> None:
    world.service("Parenting")
    other = type(world.programme).objects.create(
        reference="DER-PRG-01", key="derby", name="Derby", place="Derby"
    )

    assert scope_on(other, date(2018, 12, 13)) == ()


def test_services_added_counts_both_ends_and_what_was_put_back(world: World) -> None:
    world.service("Parenting")
    camhs = world.service("CAMHS", added=month("September 2018"))
    world.change(camhs, "added", month("September 2018"), before={"state": None}, after={"state": "in_scope"})
    back = world.service("Counselling", added=month("April 2017"))
    world.change(
        back, "added", month("November 2018"), before={"state": "removed"}, after={"state": "in_scope"}
    )

    def added(since: date, until: date) -> list[str]:
        return [row.name for row in services_added(world.programme, since, until)]

    assert added(date(2018, 9, 1), date(2018, 9, 30)) == ["CAMHS"]
    assert added(date(2018, 9, 2), date(2018, 10, 31)) == []
    assert added(date(2018, 9, 1), date(2018, 11, 30)) == ["CAMHS", "Counselling"]


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    from django.db import connection

    def count(rows: int) -> int:
        for number in range(rows):
            service = world.service(f"Service {rows} {number}", lead=world.ccg)
            world.change(service, "renamed", month("May 2019"), before={"name": f"Old {rows} {number}"})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert scope_on(world.programme, date(2018, 12, 13))
        return len(queries)

    assert count(1) == count(20) == 5
