"""What is made up says so wherever it shows: on every page of its programme, across programmes, and in every file."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from commissioning.core.models import User
from programmes.models import Programme
from programmes.rooms import rooms_of
from tests.acceptance.pages import plain, says

NOTE = "This whole programme is made up"
PLACE = "Illustrative county (made up)"


@pytest.fixture(scope="module")
def client(all_five):
    client = Client()
    client.force_login(User.objects.get(email="manager@example.org"))
    return client


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return plain(response.content.decode())


def test_every_room_of_the_programme_begins_with_the_note(client, all_five):
    rooms = [room.name for room in rooms_of(all_five)]
    assert {"programme", "services", "outcomes", "about"} <= set(rooms)
    for name in rooms:
        text = words(client, reverse(name, args=[all_five.key]))
        assert says(text, NOTE, PLACE), name
        assert text.index(NOTE) < text.index("Accessibility statement")


def test_no_room_of_a_papers_programme_has_the_note(client):
    for programme in Programme.objects.filter(illustrative=False):
        for room in rooms_of(programme):
            text = words(client, reverse(room.name, args=[programme.key]))
            assert NOTE not in text, (programme, room.name)
            assert "Illustrative" not in text.replace(PLACE, ""), (programme, room.name)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("service", ["ILL-SVC-01"]),
        ("measurability", []),
        ("kpi", ["ILL-KPI-09"]),
        ("kpi_matrix", []),
        ("kpi_exceptions", []),
        ("golden_thread", []),
        ("returns_tracker", []),
    ],
)
def test_pages_below_the_rooms_have_it_too(client, name, args):
    assert says(words(client, reverse(name, args=["illustration", *args])), NOTE)


def test_home_and_portfolio_tag_it_put_it_last_and_count_it_apart(client):
    for address in ("/", "/portfolio/"):
        response = client.get(address)
        text = plain(response.content.decode())
        rows = text[text.index("Latest paper") :]
        places = ["Derby", "Hampshire", "Mid and South Essex", "Nottinghamshire", PLACE]
        assert [rows.index(place) for place in places] == sorted(rows.index(place) for place in places)
        assert says(rows, f"{PLACE} Illustrative", "no paper: made up")
    assert says(words(client, "/portfolio/"), "5 programmes, 1 of them made up")


def test_the_board_across_programmes_counts_made_up_kpis_apart(client):
    text = words(client, "/kpis/")
    assert says(
        text,
        "Some of what this page shows is illustrative",
        "74 of 75 KPIs, 55 of them made up",
        "19 KPIs of papers: 19 without an icon. 55 made-up KPIs: 9 concerning",
    )
    alone = words(client, "/programmes/illustration/kpis/")
    assert says(alone, "9 concerning")
    assert "KPIs of papers" not in alone


@pytest.mark.parametrize("name", ["kpi_definitions", "kpi_targets", "measurements", "chart_decisions"])
def test_every_row_of_a_file_of_kpis_is_marked(client, name):
    body = client.get(f"/programmes/illustration/tables/{name}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert rows
    assert {row["Illustrative"] for row in rows} == {"yes"}


def test_a_reader_of_papers_alone_is_told_of_none_made_up(client):
    reader = Client()
    reader.force_login(User.objects.get(email="commissioner@example.org"))
    assert "made up" not in words(reader, "/portfolio/")


def test_the_portfolios_file_marks_its_row(client):
    body = client.get("/portfolio.csv").content.decode("utf-8-sig")
    marked = {row["Place"]: row["Illustrative"] for row in csv.DictReader(io.StringIO(body))}
    assert marked == {
        "Derby": "no",
        "Hampshire": "no",
        "Mid and South Essex": "no",
        "Nottinghamshire": "no",
        PLACE: "yes",
    }


def test_search_marks_each_find(client):
    text = words(client, "/search/?q=breastfed+infants+wholly")
    assert says(text, PLACE, "Illustrative")


def test_the_workbook_says_it_on_its_cover_and_in_every_row(client):
    response = client.get("/programmes/illustration/workbook.xlsx")
    book = load_workbook(io.BytesIO(response.content), read_only=True)
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True) if len(row) > 1 and row[0]}
    assert cover["Everything"].startswith("The whole programme is made up")
    seen = 0
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        headings = next((row for row in rows if row and "Illustrative" in row), None)
        if headings is None or sheet.title in {"Cover", "Data dictionary"}:
            continue
        place = headings.index("Illustrative")
        values = [row[place] for row in rows[rows.index(headings) + 1 :] if row and row[0]]
        assert set(values) <= {"yes"}, sheet.title
        seen += len(values)
    assert seen > 12


def test_the_workbook_of_a_paper_says_that_nothing_is_made_up(client):
    response = client.get("/programmes/derby/workbook.xlsx")
    book = load_workbook(io.BytesIO(response.content), read_only=True)
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True) if len(row) > 1 and row[0]}
    assert cover["Nothing"].startswith("No row of this file is marked as illustrative")


def test_the_commissioner_of_the_county_finds_what_is_due(all_five):
    commissioner = Client()
    commissioner.force_login(User.objects.get(email="commissioner.illustration@example.org"))
    text = words(commissioner, "/programmes/illustration/returns/")
    late = (
        "Children missing education",
        "Healthy weight programme completed",
        "Children who had a short break",
    )
    assert says(text, NOTE, "late", *late, "Wellbeing questionnaire completed for children in care")
    assert "Health reviews of children in care on time" not in text  # the trust's, not the council's
