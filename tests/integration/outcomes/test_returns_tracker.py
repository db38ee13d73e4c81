"""Who is late, by how long, how old the data are; the filtered rows on the page are exactly those of the file."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.selectors.returns_tracker import late_kpis, tracker
from tests.factories import KPIFactory, OrganisationFactory
from tests.integration.outcomes.returning import ON, approved, cast, line, sent
from tests.integration.procurement.pages import open_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """Five KPIs on 15 August 2025: late, awaiting approval, up to date, due, and one that never owes anything."""
    monkeypatch.setattr("commissioning.core.middleware.timezone.localdate", lambda *_: ON)
    world = cast()
    world.trust = OrganisationFactory(name="The Trust")

    def kpi(name, **given):
        base = {"frequency": "month", "state": "reporting", "reported_from": date(2025, 7, 1)}
        return KPIFactory(programme=world.programme, name=name, **{**base, "owner": world.trust, **given})

    world.waiting = kpi("Waiting list")
    world.done = kpi("Births")
    world.due = kpi("Calls", owner=None)
    world.idea = kpi("An idea", state="proposed", owner_role="Public health analyst")
    july = line("July 2025", 5)
    for each in (world.waiting, world.done):
        keep, world.kpi = world.kpi, each
        (sent if each is world.waiting else approved)(world, july, person=world.analyst)
        world.kpi = keep
    return world


def page_of(world, query="", person=None):
    client = Client()
    client.force_login(person or world.analyst)
    return open_page(client, reverse("returns_tracker", args=[world.programme.key]) + query)


def file_of(world, query=""):
    client = Client()
    client.force_login(world.analyst)
    answer = client.get(reverse("table_csv", args=[world.programme.key, "returns"]) + query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def names(page):
    return [row[0].rsplit(" ", 1)[0] for row in page.tables[0]]


def test_the_programme_in_words_counts_every_kpi_in_each_of_its_states(world):
    words = page_of(world).words.replace(" ,", ",").replace(" .", ".")  # each state is a link
    # the visits: April to June are late, and July is due besides
    assert "5 KPIs: 1 late, 1 awaiting approval, 2 due, 1 up to date, 1 with no return due." in words


def test_each_kpi_says_who_is_late_by_how_long_and_how_old_its_data_are(world):
    rows = {row[0].rsplit(" ", 1)[0]: row for row in page_of(world).tables[0]}
    late = rows["Health visits in time"]
    assert late[1] == "City Council"
    assert late[2:4] == ["none yet", "not known"]
    assert late[5] == "87"  # the return of April was due on 20 May
    assert late[7] == "Late"
    births = rows["Births"]
    assert births[2:4] == ["July 2025", "15"]  # 31 July to 15 August
    assert births[7] == "Up to date"
    assert rows["Waiting list"][6].endswith("RET-1 of Waiting list")
    assert rows["An idea"][1] == "The Trust Public health analyst"
    assert rows["Calls"][1] == "no owner named"
    assert rows["An idea"][7] == "No return is due proposed"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Health visits in time", "Waiting list", "Calls", "Births", "An idea"]),
        ("?state=late", ["Health visits in time"]),
        ("?state=due", ["Health visits in time", "Calls"]),
        ("?state=awaiting", ["Waiting list"]),
        ("?state=up_to_date", ["Births"]),
        ("?owner=-", ["Calls"]),
        ("?q=births", ["Births"]),
        ("?sort=kpi", ["An idea", "Births", "Calls", "Health visits in time", "Waiting list"]),
        ("?sort=-kpi", ["Waiting list", "Health visits in time", "Calls", "Births", "An idea"]),
        ("?state=nonsense", ["Health visits in time", "Waiting list", "Calls", "Births", "An idea"]),
    ],
)
def test_page_and_file_hold_the_same_rows_in_the_same_order(world, query, expected):
    assert names(page_of(world, query)) == expected
    if "nonsense" not in query:
        assert [row["KPI"] for row in file_of(world, query)] == expected


def test_the_owner_filter_offers_the_owners_of_the_programme(world):
    page = page_of(world, f"?owner={world.owner.reference}")
    assert names(page) == ["Health visits in time"]
    assert "The Trust" in page.html


def test_a_file_of_a_filter_that_cannot_be_read_is_refused(world):
    client = Client()
    client.force_login(world.analyst)
    address = reverse("table_csv", args=[world.programme.key, "returns"])
    assert client.get(f"{address}?state=nonsense").status_code == 400


def test_the_file_tells_late_and_age_as_numbers_and_unknown_as_empty(world):
    rows = {row["KPI"]: row for row in file_of(world)}
    late = rows["Health visits in time"]
    assert (late["Days late"], late["Periods owed"], late["Periods late"]) == ("87", "4", "3")
    assert late["Late periods"] == "April 2025; May 2025; June 2025"
    assert (late["Data age in days"], rows["Births"]["Data age in days"]) == ("", "15")
    assert rows["Births"]["Last day of it"] == "2025-07-31"


def test_an_earlier_day_shows_what_was_owed_then(world):
    row = next(row for row in page_of(world, "?on=2025-05-25").tables[0] if row[0].startswith("Health"))
    assert row[4:6] == ["April 2025, 5 days late", "5"]


def test_the_page_takes_as_many_queries_for_fifty_kpis_as_for_five(world):
    client = Client()
    client.force_login(world.analyst)
    address = reverse("returns_tracker", args=[world.programme.key])

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    before = asked()
    for number in range(45):
        KPIFactory(
            programme=world.programme,
            name=f"Further {number}",
            frequency="month",
            state="reporting",
            reported_from=date(2025, 1, 1),
            owner=OrganisationFactory(),
        )
    assert asked() == before


def test_home_counts_the_late_periods_in_one_query_as_the_tracker_does(world):
    with CaptureQueriesContext(connection) as found:
        late = late_kpis([world.programme.pk], ON)
    assert len(found) == 1
    assert [(each.owner_id, each.periods) for each in late] == [(world.owner.pk, 3)]
    assert sum(len(row.late) for row in tracker(world.programme, ON)) == 3
