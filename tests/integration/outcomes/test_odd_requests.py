"""Requests that no page of ours sends: they get an answer in words, never a fault."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import KPI
from tests.integration.outcomes.returning import approved, cast, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr("commissioning.core.middleware.timezone.localdate", lambda *_: date(2025, 8, 15))
    return cast()


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("frequency", ["month", "financial_year", "academic_year"])
@pytest.mark.parametrize("slot", ["0001-01-01", "9999-12-31", f"2025-04-01.{'9' * 5_000}", "2025-13-01", "-"])
def test_boxes_of_a_period_that_cannot_be_are_not_shown(world, frequency, slot):
    KPI.objects.filter(pk=world.kpi.pk).update(frequency=frequency)
    address = reverse("return_enter", args=[world.programme.key, world.kpi.reference])
    asked = {"slots": slot, "step": "preview", "p0_numerator": "1", "p0_denominator": "2"}
    assert client_of(world.commissioner).post(address, asked).status_code == 422


def test_the_boxes_of_a_period_that_is_not_due_any_more_are_still_read(world):
    address = reverse("return_enter", args=[world.programme.key, world.kpi.reference])
    asked = {"slots": "2024-04-01", "step": "preview", "p0_numerator": "1", "p0_denominator": "2"}
    shown = client_of(world.commissioner).post(address, asked)
    assert shown.status_code == 200
    assert "April 2024" in shown.content.decode()


OF_PROGRAMME = ("kpis", "kpi_matrix", "kpi_exceptions", "returns_tracker", "golden_thread")


@pytest.mark.parametrize("name", OF_PROGRAMME)
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_too_far_off_to_count_from_is_said_to_be_so_and_today_is_shown(world, name, day):
    approved(world, line("April 2025", of=(40, 100)))
    client = client_of(world.manager)
    address = reverse(name, args=[world.programme.key])
    shown = client.get(address, {"on": day}).content.decode()
    assert f"“{day}” is not a day from 1900 to 2100" in shown
    assert "is not a day from" not in client.get(address, {"on": "2100-12-31"}).content.decode()


@pytest.mark.parametrize("table", ["kpis", "returns"])
def test_a_file_as_at_such_a_day_is_refused(world, table):
    client = client_of(world.manager)
    address = reverse("table_csv", args=[world.programme.key, table])
    assert client.get(address, {"on": "0001-01-01"}).status_code == 400
    assert client.get(address, {"on": "9999-12-31"}).status_code == 400
    assert client.get(address, {"on": "2025-12-31"}).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_board_across_programmes_too(world, day):
    shown = client_of(world.manager).get(reverse("all_kpis"), {"on": day})
    assert f"“{day}” is not a day from 1900 to 2100" in shown.content.decode()
