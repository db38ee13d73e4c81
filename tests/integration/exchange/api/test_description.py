"""The description that is checked in is today's, and the pages made from it say what is so."""

import json

import pytest
from django.test import Client

from commissioning.core.access import Role
from commissioning.exchange.api.description import FILE, description
from commissioning.exchange.api.questions import RESERVED
from commissioning.exchange.api.schema import build
from commissioning.exchange.api.schema_fields import camel
from commissioning.exchange.api.tables import PROGRAMME_TABLES, SHARED
from commissioning.exchange.api.words import CODES, REFUSALS
from commissioning.exchange.management.commands.document_api import as_text
from commissioning.exchange.registers import CLASSES
from commissioning.exchange.views.api_docs import tables
from programmes.models import Programme
from tests.factories.people import person_with

pytestmark = [pytest.mark.django_db]


def test_what_is_checked_in_is_what_the_product_says_today():
    before = Programme.objects.count()
    assert as_text(build()) + "\n" == FILE.read_text(), "Run: make api-doc"
    assert Programme.objects.count() == before


def test_it_is_openapi_3_1_and_names_every_table():
    found = description()
    assert found["openapi"] == "3.1.0"
    assert set(tables()) == {*PROGRAMME_TABLES, *SHARED}
    for name, table in tables().items():
        assert table.about, name
        assert all(column.get("description") for column in table.columns.values()), name
        assert not set(table.columns) & set(RESERVED), f"{name} has a column called as a parameter is"
        assert not any("__" in column for column in table.columns), name
        assert table.is_written is (name in CLASSES), name


def test_each_operation_is_named_once_and_says_how_it_refuses():
    names = []
    for operations in description()["paths"].values():
        for verb, operation in operations.items():
            names.append(operation["operationId"])
            wanted = {"400", "401", "403", "404", "405", "406", "429", "500", "503"}
            if verb != "get":
                wanted |= {"409", "413", "415", "422"}
            if verb == "patch":
                wanted |= {"412", "428"}
            assert wanted <= set(operation["responses"]), operation["operationId"]
    assert len(set(names)) == len(names)
    for status in REFUSALS:
        said = description()["components"]["responses"][f"Refused{status}"]
        assert list(said["content"]) == ["application/problem+json"]


def test_only_what_may_be_written_can_be_sent():
    schemas = description()["components"]["schemas"]
    new = schemas["MilestonesNewFields"]["properties"]
    assert "owner" in new
    for name in ("reference", "programme", "position_at", "row_check", "url"):
        assert name in schemas["MilestonesRow"]["properties"]
        assert name not in new
    assert "name" in schemas[f"{camel('organisations')}NewFields"]["properties"]


def test_the_pages_show_every_table_with_its_columns(hampshire):
    browser = Client()
    browser.force_login(person_with(Role.BOARD_MEMBER, programme=hampshire))
    index = browser.get("/api/docs/").content.decode()
    for name, table in tables().items():
        assert f'href="/api/docs/tables/{name}/"' in index
        page = browser.get(f"/api/docs/tables/{name}/")
        assert page.status_code == 200
        text = page.content.decode()
        assert all(f">{column}" in text or f" {column} " in text for column in table.columns), name
        assert ("curl -X PATCH" in text) is ("patch" in description_of_row(table))
    assert "programmes/hampshire/services/" in browser.get("/api/docs/tables/services/").content.decode()
    errors = browser.get("/api/docs/errors/").content.decode()
    assert all(f'id="{code}"' in errors for code in CODES)


def description_of_row(table):
    return description()["paths"].get(f"{table.path}{{row}}/", {})


def test_the_file_reads_as_json():
    assert json.loads(FILE.read_text())["info"]["title"] == "Integrated commissioning"
