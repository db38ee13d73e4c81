"""The framework, the breaks of its thread and commitments as files, beside what their pages say."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from procurement.selectors.golden_thread import golden_thread
from tests.factories import person_with
from tests.integration.procurement.test_golden_thread import ON, Made

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return Made()


def table(made, name, role=Role.ANALYST):
    client = Client()
    client.force_login(person_with(role, programme=made.programme))
    address = reverse("table_csv", args=["threads", name]) + f"?on={ON.isoformat()}"
    response = client.get(address)
    if response.status_code != 200:
        return response.status_code
    body = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_every_way_from_an_outcome_to_a_service_is_a_row_and_loose_ends_have_one_too(made):
    rows = table(made, "framework")
    ways = {(row["Outcome"], row["KPI"], row["Measures"], row["Contract"], row["Service"]) for row in rows}
    assert ways == {
        ("measured", "good", "direct", "whole", made.held.name),
        ("stood for", "proxy", "proxy", "by proxy", made.gone.name),
        ("aimless", "idle", "direct", "", made.shown.name),
        ("aimless", "proxy", "proxy", "by proxy", made.gone.name),
        ("unmeasured", "", "", "", ""),
        ("", "loose", "", "empty", ""),
        ("", "", "", "", ""),
    }
    assert len(rows) == len(ways)
    assert [row["Aim"] for row in rows if not (row["Outcome"] or row["KPI"])] == ["Happy"]
    assert {row["Strategy"] for row in rows} == {"Best start"}


def test_breaks_are_the_same_as_on_the_page(made):
    rows = table(made, "thread_breaks")
    found = [(each.reference, str(each.kind.label)) for each in golden_thread(made.programme, on=ON).breaks]
    assert [(row["Reference"], row["Break"]) for row in rows] == found
    assert len(rows) == 13


def test_commitments_say_how_they_are_measured(made):
    rows = {row["Commitment"]: (row["Measured"], row["Plan"]) for row in table(made, "commitments")}
    assert rows == {
        "Nobody waits": ("Hard to measure, without a plan", ""),
        "Families are asked": ("Hard to measure, with a plan", "Survey"),
    }


@pytest.mark.parametrize("name", ["framework", "thread_breaks", "commitments"])
def test_a_board_member_takes_nothing_away(made, name):
    assert table(made, name, Role.BOARD_MEMBER) == 403
    assert table(made, name)
