"""The programme and phase dashboards at the day of the paper, held to the paper's own arithmetic."""

import re

import pytest
from django.test import Client

from commissioning.core.models import User

ON = "?on=2018-12-13"
PROGRAMME = "/programmes/hampshire/"


@pytest.fixture(scope="module")
def board(hampshire):
    client = Client()
    client.force_login(User.objects.get(email="board@example.org"))
    return client


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#x27;", "'").split())


def test_the_first_sentences_say_what_is_wrong(board):
    shown = words(board, PROGRAMME + ON)
    assert "Known budget lines come to £47.12m, 3 of 14 lines to be confirmed" in shown
    assert "2 phases of 3 do not match the value the paper states, across bases" in shown
    assert "; 1 phase cannot be judged yet, across bases" in shown
    assert "no contract is stated to cover 4 months from April 2020 to go-live in August 2020" in shown


def test_every_verdict_says_that_it_is_across_bases(board):
    shown = words(board, PROGRAMME + ON)
    assert "Known annual value £47.12m" in shown
    assert "(met, £2.12m above, across bases)" in shown
    for tag in ("Met", "Differs", "Cannot be judged yet", "Cannot reconcile"):
        assert f"{tag}, across bases" in shown


def test_each_tile_opens_exactly_its_rows(board):
    html = board.get(PROGRAMME + ON).content.decode()
    for path, count in (
        (r'href="(/programmes/hampshire/money/lines/\?[^"]*)"[^>]*>14 budget lines', "14 budget lines"),
        (r'href="(/programmes/hampshire/services/\?[^"]*)"[^>]*>16 services', "16 services"),
        (r'href="(/programmes/hampshire/services/\?[^"]*)"[^>]*>8 services', "8 services"),
    ):
        found = re.search(path, html)
        assert found, count
        shown = board.get(found[1].replace("&amp;", "&")).content.decode()
        body = shown.split("<tbody")[1].split("</tbody>")[0]
        assert body.count('role="rowheader"') == int(count.split()[0])


def test_the_tile_of_milestones_opens_as_many_rows(board):
    html = board.get(PROGRAMME + ON).content.decode()
    count = int(re.search(r">(\d+) milestones<", html)[1])
    assert f"{count} dates and next steps" in words(board, f"{PROGRAMME}milestones/{ON}")


def test_attention_names_trouble_owner_and_date(board):
    shown = words(board, PROGRAMME + ON)
    assert "Phase 1 goes live 4 months after existing contracts end" in shown
    assert "NHS England leads 1 service in scope and has no board seat" in shown
    assert "Owner: no owner recorded yet. Phase 1 procurement starts February 2019." in shown


def test_after_the_last_date_nothing_is_called_next(board):
    """From the end of 2023, the latest day that any printed date can mean."""
    shown = words(board, f"{PROGRAMME}?on=2024-01-01")
    assert "None ahead" in shown
    assert "Every printed date has passed" in shown


def test_before_september_2018_eight_services_were_in_scope(board):
    shown = words(board, f"{PROGRAMME}?on=2018-08-31")
    assert "Services in scope 8" in shown
    assert "None recorded" in shown


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(board):
    shown = words(board, f"{PROGRAMME}?on=13/12/2018")
    assert "“13/12/2018” is not a date. Write it like 2018-12-13." in shown


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["differs, £0.45m above, across bases", "18 months", "PH HCC", "4 months", "£19.5m"[1:]]),
        (2, ["cannot be judged yet, £0.53m below, across bases", "21 months", "£13m + £0.87m", "12 months"]),
        (
            3,
            [
                "cannot reconcile, £1.70m above, across bases",
                "read as: Phase 3, the CAMHS service alone",
                "24 months",
            ],
        ),
    ],
)
def test_phase(board, number, expected):
    shown = words(board, f"{PROGRAMME}phases/{number}/{ON}")
    for text in expected:
        assert text in shown


def test_phases_lead_to_each_other_and_no_further(board):
    first, last = (words(board, f"{PROGRAMME}phases/{number}/{ON}") for number in (1, 3))
    assert "Next phase: Phase 2: CCG community services" in first
    assert "Previous phase" not in first
    assert "Previous phase: ← Phase 2: CCG community services" in last
    assert "Next phase" not in last


def test_a_phase_that_does_not_exist_is_not_found(board):
    assert board.get(f"{PROGRAMME}phases/4/").status_code == 404


def test_home_says_what_waits_and_what_changed(board):
    shown = words(board, "/")
    assert "Hampshire" in shown
    assert "3 asks have no recorded outcome" in shown
    assert "Nobody has changed anything since the papers were loaded" in shown


def test_outcomes_without_a_measure_are_named_and_proxies_marked(board):
    shown = words(board, f"{PROGRAMME}outcomes/")
    assert "3 of 4 outcomes have no KPI" in shown
    assert "Measured by Good level of development before school Proxy" in shown


def test_about_has_every_target_date_with_its_place(board):
    shown = words(board, f"{PROGRAMME}about/")
    for printed, place in (("by 2023", "para 5.2"), ("by 2022/23", "header"), ("1 April 2023", "para 5.3")):
        assert printed in shown
        assert place in shown
