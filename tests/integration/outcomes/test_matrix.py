"""Change against target: every KPI in the one cell of its icons, with its advice; what has no cell beneath."""

import re

import pytest

from commissioning.core.access import Role
from outcomes.board import RANKED, Assured, Change
from outcomes.board_advice import ADVICE, NEUTRAL
from outcomes.models import KPI
from tests.factories.outcomes import TargetFactory
from tests.factories.programmes import ProgrammeFactory
from tests.integration.outcomes.board_world import STEADY, board_of, names, said, signed_in
from tests.integration.outcomes.kpi_series import kpi_with

pytestmark = pytest.mark.django_db
MATRIX = "/programmes/county/kpis/matrix/"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="county")


@pytest.fixture
def kpis(programme):
    return board_of(programme)


@pytest.fixture
def client(programme):
    return signed_in(Role.BOARD_MEMBER, programme)


def cells(response):
    """{(row, column): (advice, names)} of the matrix as printed."""
    table = re.search(r'<table class="app-matrix" role="table">.*?</table>', said(response)).group()
    found = {}
    for body in re.findall(r'<tr role="row">(.*?)</tr>', table)[1:]:
        heading = re.search(r'<th scope="row" role="rowheader"><a[^>]*>([^<]*)', body).group(1)
        for cell in re.findall(r"<td.*?</td>", body):
            column = re.search(r'app-matrix__head" aria-hidden="true">([^<]*)', cell).group(1)
            advice = re.sub(r"<[^>]*>", "", re.search(r"· (.*?)</span>", cell).group(1))
            found[heading, column] = advice, re.findall(r'<li><a href="[^"]*">([^<]*)', cell)
    return found


def test_every_cell_has_its_advice(client, kpis):
    advice = {place: told for place, (told, _) in cells(client.get(MATRIX)).items()}
    assert advice == {
        ("Improvement", "Pass"): "celebrate",
        ("Improvement", "Hit or miss"): "continue",
        ("Improvement", "Fail"): "enough?",
        ("Improvement", "No target"): "note",
        ("Common cause", "Pass"): "by exception",
        ("Common cause", "Hit or miss"): "make reliable",
        ("Common cause", "Fail"): "redesign",
        ("Common cause", "No target"): "watch",
        ("Concern", "Pass"): "find cause",
        ("Concern", "Hit or miss"): "act",
        ("Concern", "Fail"): "escalate",
        ("Concern", "No target"): "find cause",
    }


def test_every_kpi_stands_in_the_one_cell_of_its_icons(client, kpis):
    placed = {place: found for place, (_, found) in cells(client.get(MATRIX)).items() if found}
    assert placed == {
        ("Concern", "Fail"): ["worse and failing"],
        ("Concern", "No target"): ["worse without target"],
        ("Concern", "Pass"): ["worse and passing"],
        ("Improvement", "Fail"): ["better and failing"],
        ("Common cause", "Fail"): ["steady and failing"],
        ("Common cause", "Hit or miss"): ["steady and by chance"],
        ("Common cause", "Pass"): ["steady and passing"],
    }


def test_headings_count_and_lead_to_exactly_what_they_count(client, kpis):
    page = said(client.get(MATRIX))
    for heading, count in (("Concern", 3), ("Improvement", 1), ("Common cause", 3), ("Fail", 3), ("Pass", 2)):
        href = re.search(rf'<a href="([^"]*)">{heading}</a> \({count}\)', page)
        assert href, heading
    cell = re.search(
        r'<a href="([^"]*)">1<span class="nhsuk-u-visually-hidden"> KPI: Concern, Fail', page
    ).group(1)
    assert names(client.get(cell.replace("&amp;", "&"))) == ["worse and failing"]


def test_neutral_signals_and_kpis_without_an_icon_stand_beneath_with_why(client, kpis):
    page = said(client.get(MATRIX))
    neutral = page[page.index('id="neutral"') : page.index('id="without"')]
    assert "changing, no direction" in neutral
    assert NEUTRAL.says in neutral
    without = page[page.index('id="without"') :]
    assert "too short" in without
    assert "11 of 15 points" in without


def test_a_target_in_words_is_said_under_no_target(client, programme):
    kpi = kpi_with(STEADY, programme=programme, name="in words")
    TargetFactory(kpi=kpi, programme=programme, value=None, words="better than last year")
    page = client.get(MATRIX)
    assert cells(page)["Common cause", "No target"] == ("watch", ["in words"])
    assert "(target in words only)" in said(page)


def test_the_filter_is_that_of_the_table_and_is_kept_between_them(client, kpis):
    page = client.get(f"{MATRIX}?assurance=fail")
    assert sum(len(found) for _, found in cells(page).values()) == 3
    assert '/programmes/county/kpis/exceptions/?assurance=fail">Exceptions</a>' in said(page)


def test_retired_kpis_are_left_out_until_asked_for(client, kpis):
    KPI.objects.filter(name="worse and failing").update(state="retired")
    assert cells(client.get(MATRIX))["Concern", "Fail"] == ("escalate", [])
    assert cells(client.get(f"{MATRIX}?state=any"))["Concern", "Fail"] == ("escalate", ["worse and failing"])


def test_every_pair_of_icons_that_can_be_has_advice_and_a_rank():
    pairs = {(change, assured) for change in (*list(Change)[:3],) for assured in Assured}
    assert set(ADVICE) == pairs
    assert set(RANKED) == pairs | {(Change.NEUTRAL, Assured.NONE)}


def test_headings_show_their_icons_as_drawings(client, kpis):
    page = said(client.get(MATRIX))
    table = page[page.index('<table class="app-matrix"') : page.index("</table>")]
    assert table.count("<svg") == 9  # four targets, and five kinds of change
    assert "&lt;svg" not in page
