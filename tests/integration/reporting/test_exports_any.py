"""The workbook and the tables of any programme: hostile words, bases, emptiness, and as many queries for many rows."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.reporting.exports import FIRST_WHERE_ANY, TABLES
from tests.factories import (
    BudgetLineFactory,
    CommissionerCodeFactory,
    CommissioningResponsibilityFactory,
    DiscrepancyFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceAliasFactory,
    StatedValueFactory,
    StatedValueReadingFactory,
    cite,
    person_with,
    service_in_scope,
)
from tests.integration.reporting.exported import FILES, cover_of, csv_of, open_book, rows_of


@pytest.fixture
def reader(db):
    programme = ProgrammeFactory()
    client = Client()
    client.force_login(person_with(Role.ANALYST, programme=programme))
    return programme, client


@pytest.mark.django_db
def test_files_of_an_invisible_programme_are_not_found():
    own, other = ProgrammeFactory(), ProgrammeFactory()
    client = Client()
    client.force_login(person_with(Role.ANALYST, programme=own))
    for path in FILES:
        assert client.get(f"/programmes/{other.key}/{path}").status_code == 404
        assert client.get(f"/programmes/{own.key}/{path}").status_code == 200
        assert client.post(f"/programmes/{own.key}/{path}").status_code == 405


HOSTILE = ("=1+1", "@SUM(1)", "+x", "-x", "<script>alert(1)</script>")


def test_hostile_names_stay_text_everywhere(reader):
    programme, client = reader
    programme.place = "=PLACE()"
    programme.save()
    phase = ProcurementPhaseFactory(programme=programme, name="=PHASE()", number=1)
    for number, name in enumerate(HOSTILE):
        lead = OrganisationFactory(name=f"{name} lead")
        CommissionerCodeFactory(programme=programme, organisation=lead, code=f"={number}")
        service = service_in_scope(lead, programme=programme, phase=phase, name=name)
        ServiceAliasFactory(programme=programme, service=service, name=f"{name} alias")
        line = BudgetLineFactory(
            programme=programme, phase=phase, label=name, services=[service], funders=[lead]
        )
        cite(line, f"=para {number}", label=f"{name} label")
        DiscrepancyFactory(programme=programme, title=name)
    response = client.get(f"/programmes/{programme.key}/workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert not [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in {"f", "e"}
    ]
    names = {row["Service"] for row in rows_of(book["Services"])}
    assert names == set(HOSTILE)
    for name in TABLES:
        for row in csv_of(client, f"/programmes/{programme.key}/tables/{name}.csv"):
            for heading, value in row.items():
                assert not value.startswith(("=", "@", "+")), (name, heading, value)
                assert not value.startswith("-") or float(value) <= 0


def test_illustrative_rows_are_named_on_the_cover_and_marked(reader):
    programme, client = reader
    service = service_in_scope(programme=programme, service__illustrative=True)
    book = open_book(client, f"/programmes/{programme.key}/workbook.xlsx")
    assert cover_of(book)["Marked rows"] == service.reference
    assert [row["Illustrative"] for row in rows_of(book["Services"])] == ["yes"]


def test_an_empty_programme_has_no_sheet_for_what_it_lacks_and_no_nought(reader):
    programme, client = reader
    book = open_book(client, f"/programmes/{programme.key}/workbook.xlsx")
    assert book.sheetnames == ["Cover", "Discrepancies", "Sources", "Data dictionary"]
    assert rows_of(book["Discrepancies"]) == []
    assert book["Discrepancies"]["A2"].value.startswith("Nothing is recorded here.")
    assert cover_of(book)["Discrepancies"].startswith("Nothing is recorded here. One row is")
    assert "Budget lines" not in cover_of(book)
    for name in FIRST_WHERE_ANY:
        assert csv_of(client, f"/programmes/{programme.key}/tables/{name}.csv") == []
    assert cover_of(book)["None"] == "No paper is recorded for this programme."


def test_bases_are_added_only_where_chosen_and_the_file_says_so(reader):
    programme, client = reader
    BudgetLineFactory(programme=programme, phase=None, money="£1m p.a.")
    BudgetLineFactory(programme=programme, phase=None, money="£2m in 2020/21")
    url = f"/programmes/{programme.key}/tables/totals"
    apart = [row for row in csv_of(client, f"{url}.csv") if row["Grouped by"] == "Whole programme"]
    assert sorted(row["Known"] for row in apart) == ["1000000.00", "2000000.00"]
    assert {row["Share of known"] for row in apart} == {""}
    (together,) = [
        row for row in csv_of(client, f"{url}.csv?combine=1") if row["Grouped by"] == "Whole programme"
    ]
    assert (together["Known"], together["Added across bases"]) == ("3000000.00", "yes")
    cover = cover_of(open_book(client, f"{url}.xlsx?combine=1"))
    assert cover["Added across bases"].startswith("Yes")
    assert "Added across bases" not in cover_of(open_book(client, f"{url}.xlsx"))
    whole = open_book(client, f"/programmes/{programme.key}/workbook.xlsx?combine=1")
    assert cover_of(whole)["Added across bases"].startswith("Yes")
    assert rows_of(whole["Totals"])[0]["Known"] == 3_000_000


def test_a_service_whose_lines_are_on_several_bases_has_no_single_amount(reader):
    programme, client = reader
    service = service_in_scope(programme=programme)
    BudgetLineFactory(programme=programme, phase=None, money="£1m p.a.", services=[service])
    BudgetLineFactory(programme=programme, phase=None, money="£2m in 2020/21", services=[service])
    (row,) = csv_of(client, f"/programmes/{programme.key}/tables/services.csv")
    assert (row["Budget of its own lines"], row["Budget marker"]) == ("", "[several bases]")


def test_a_value_that_nobody_read_stands_in_the_reconciliation(reader):
    programme, client = reader
    StatedValueFactory(programme=programme, money="£5m", covers="phase 4")
    (row,) = csv_of(client, f"/programmes/{programme.key}/tables/reconciliation.csv")
    assert (row["Stated"], row["Verdict"], row["Readings"]) == ("5000000.00", "nothing to compare", "0")


@pytest.mark.parametrize(
    "path", ["workbook.xlsx", *(f"tables/{name}.csv" for name in TABLES), "tables/services.xlsx"]
)
def test_queries_do_not_depend_on_rows(reader, path):
    programme, client = reader
    few, many = (_queries(client, programme, path, count) for count in (1, 9))
    assert few == many


def _queries(client, programme, path, count):
    for _ in range(count):
        phase = ProcurementPhaseFactory(programme=programme, go_live="April 2021")
        lead = OrganisationFactory()
        service = service_in_scope(lead, programme=programme, phase=phase, added="September 2018")
        cite(service)
        cite(ServiceAliasFactory(programme=programme, service=service))
        cite(CommissioningResponsibilityFactory(programme=programme, service=service, role="funder"))
        line = BudgetLineFactory(programme=programme, phase=phase, services=[service], funders=[lead])
        cite(line, "para 1", "para 2")
        value = StatedValueFactory(programme=programme)
        cite(value)
        StatedValueReadingFactory(stated_value=value, phase=phase)
        cite(phase)
        cite(DiscrepancyFactory(programme=programme))
    url = f"/programmes/{programme.key}/{path}"
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
