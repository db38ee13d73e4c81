"""Hampshire's phases with stages and dates as the Board's paper of 13 December 2018 prints them; the unknown named."""

import io
from datetime import date

import pytest
from django.http import QueryDict

from commissioning.core.access import Role
from commissioning.core.spreadsheets import csv_bytes
from commissioning.reporting.exports import table
from commissioning.reporting.exports.material import Material
from procurement.selectors.stages import stages_of
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
H = "/programmes/hampshire/"


@pytest.fixture
def reader(hampshire):
    return signed_in(Role.BOARD_MEMBER, hampshire)


def planned(hampshire):
    return {
        (phase.number, row.code): row.planned.printed
        for phase in stages_of(hampshire, ON)
        for row in phase.rows
        if row.planned.is_dated
    }


def test_go_live_and_the_start_of_procurement_are_as_printed(hampshire):
    found = planned(hampshire)
    assert found[1, "tender"] == "February 2019"
    assert found[1, "go_live"] == "Aug 2020"
    assert found[2, "tender"] == "July 2019"
    assert found[2, "go_live"] == "April 2021"
    assert found[3, "go_live"] == "April 2022"
    assert (3, "tender") not in found


def test_the_board_gives_18_and_21_months_and_names_what_no_paper_states(reader):
    page = open_page(reader, f"{H}procurement/?on=2018-12-13")
    assert "Start to go-live 18 months" in page.words
    assert "Start to go-live 21 months" in page.words
    assert "The procurement start of phase 3 is not stated." in page.words
    assert "not known: a date is not stated" in page.words


def test_what_the_gateways_lack_is_what_the_papers_leave_open(reader):
    """Phase 1 has settled services only; phases 2 and 3 have some that are to be confirmed (HWB report, table 1)."""
    assert (
        "3 services, all confirmed"
        in open_page(reader, f"{H}phases/1/stages/need/gateway/?on=2018-12-13").words
    )
    words = open_page(reader, f"{H}phases/2/stages/need/gateway/?on=2018-12-13").words
    assert "services to be confirmed" in words or "service to be confirmed" in words
    assert (
        "2 of 8 budget lines to be confirmed"
        in open_page(reader, f"{H}phases/2/stages/decision/gateway/?on=2018-12-13").words
    )


def test_the_phase_dashboard_says_what_the_next_gateway_lacks(reader):
    words = open_page(reader, f"{H}phases/1/?on=2018-12-13").words
    assert "Next gateway: Need and options" in words
    assert "The need and the options considered are written down" in words


@pytest.mark.parametrize("name", ["stages", "notices", "lots", "engagement"])
def test_each_table_can_be_taken_away(hampshire, name):
    material = Material(hampshire, ON, QueryDict())
    text = io.TextIOWrapper(io.BytesIO(csv_bytes(table(material, name))), "utf-8-sig").read()
    assert text.startswith("Reference,Phase")
    if name == "stages":
        assert "Aug 2020" in text
        assert "Need and options" in text
