"""Pages of commissioning, the hub and a review: who may export takes their rows away, and the file is what it says."""

import pytest
from django.urls import reverse

from tests.integration.reporting.exported import cover_of, csv_of, open_book, signed_in

DAY = "on=2015-03-01"
# The page and the tables that it gives away whole.
PAGES = [
    ("nottinghamshire", "commissioners", ["responsibilities"]),
    ("nottinghamshire", "commissioning_models", ["service_groups"]),
    ("nottinghamshire", "scope_lists", ["scope_lists", "future_considerations"]),
    ("nottinghamshire", "hub", ["posts", "funding"]),
    ("essex", "risks", ["area_risks"]),
    ("essex", "areas", ["areas"]),
    ("essex", "themes", ["theme_citations"]),
    ("essex", "impacts", ["impact_figures"]),
]


@pytest.fixture(scope="module")
def analyst(all_four):
    return signed_in("analyst@example.org")


@pytest.fixture(scope="module")
def board(all_four):
    return signed_in("board@example.org")


def _page(client, key, name, asked=""):
    response = client.get(reverse(name, args=[key]) + (f"?{DAY}&{asked}" if asked else f"?{DAY}"))
    assert response.status_code == 200
    return response


def _csv(response):
    return [each for each in response.context["downloads"] if ".csv" in each.href]


@pytest.mark.parametrize(("key", "name", "tables"), PAGES)
def test_who_may_export_takes_every_row_and_the_link_says_every(analyst, key, name, tables):
    response = _page(analyst, key, name)
    links = _csv(response)
    assert [link.href for link in links] == [
        f"/programmes/{key}/tables/{table}.csv?{DAY}" for table in tables
    ]
    for link in links:
        assert link.text.startswith("Every ")
        assert f'href="{link.href}" data-download' in response.content.decode()
        assert csv_of(analyst, link.href)


@pytest.mark.parametrize(("key", "name", "tables"), PAGES)
def test_who_may_not_export_sees_no_link(board, key, name, tables):
    assert "data-download" not in _page(board, key, name).content.decode()


def test_rows_are_those_of_the_page(analyst):
    """17 groups under three models, five posts and 12 areas, as their papers print them."""
    for key, name, count in (
        ("nottinghamshire", "commissioning_models", 17),
        ("nottinghamshire", "hub", 5),
        ("essex", "areas", 12),
    ):
        assert len(csv_of(analyst, _csv(_page(analyst, key, name))[0].href)) == count


def test_the_file_holds_the_terms_of_the_services_that_the_filter_leaves(analyst):
    response = _page(analyst, "nottinghamshire", "commissioners", "commissioner=none")
    (link,) = _csv(response)
    shown = {row.cells[0].text for row in response.context["matrix"].rows}
    taken = csv_of(analyst, link.href)
    assert link.text == "Every term of these services as CSV"
    assert len(shown) == 6  # of 19 nobody leads six on that day
    assert {row["Service"] for row in taken} <= shown
    every = csv_of(analyst, f"/programmes/nottinghamshire/tables/responsibilities.csv?{DAY}")
    wanted = [row["Reference"] for row in every if row["Service"] in shown]
    assert sorted(row["Reference"] for row in taken) == sorted(wanted)
    assert 0 < len(taken) < len(every)
    book = open_book(analyst, link.href.replace(".csv", ".xlsx"))
    assert cover_of(book)["Holds"] == "Every term of the services that fit; Commissioner: Nobody leads"


def test_the_file_holds_the_figures_that_the_filter_leaves_in_their_order(analyst):
    response = _page(analyst, "essex", "impacts", "basis=observed")
    (link,) = _csv(response)
    shown = [row.cells for table in response.context["tables"] for row in table.rows]
    taken = csv_of(analyst, link.href)
    assert link.text == "These figures as CSV"
    assert len(taken) == len(shown) > 0
    assert {row["Basis"] for row in taken} == {"Observed"}
    assert "Context" not in {row["Kind"] for row in taken}
    cover = cover_of(open_book(analyst, link.href.replace(".csv", ".xlsx")))
    assert cover["Holds"].endswith("Observed; Impacts only, without context")


@pytest.mark.parametrize(
    ("key", "name", "table"),
    [("nottinghamshire", "commissioners", "responsibilities"), ("essex", "impacts", "impact_figures")],
)
def test_a_filter_that_cannot_be_read_gives_no_file(analyst, key, name, table):
    wrong = "standing=banana" if name == "commissioners" else "basis=banana"
    assert not _page(analyst, key, name, wrong).context["downloads"]
    assert analyst.get(f"/programmes/{key}/tables/{table}.csv?{wrong}").status_code == 400
