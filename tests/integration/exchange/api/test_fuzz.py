"""Everything that the description allows, and more, asked of every operation: no fault, nothing that it does not say.

FUZZ=200 asks each operation so often; the usual run asks each a few times, the same each time.
"""

import os
from functools import cache

import pytest
import schemathesis
from django.conf import settings
from django.core.cache import cache as counts
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from commissioning.exchange.api.description import description
from tests.integration.exchange.api.asking import Program, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
EXAMPLES = int(os.environ.get("FUZZ", "0"))
USUAL = {"GET": 1, "POST": 6, "PATCH": 6}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def so_often(verb):
    return pace(
        max_examples=EXAMPLES or USUAL[verb],
        deadline=None,
        database=None,
        derandomize=not EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


HANDLER = WSGIHandler()


def in_this_transaction(environ, start_response):
    """The product's own application, but for closing the connection after each request: the test's data hangs on it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        response = HANDLER(environ, start_response)
        body = [b"".join(response)]
        response.close()
        return body
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


@cache
def operations():
    schema = schemathesis.openapi.from_dict(description())
    schema.app = in_this_transaction
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.fixture
def manager(derby, monkeypatch) -> Program:
    monkeypatch.setattr(settings, "API_RATES", dict.fromkeys(settings.API_RATES, "1000000/min"))
    counts.clear()
    return somebody("manager@example.org")


def place_of(program, label):
    """(path parameters, ETag) that lead to a row which is there, so that what is sent reaches the doors."""
    path = label.partition(" ")[2]
    if "{row}" not in path:
        return ({"key": "derby"} if "{key}" in path else {}), ""
    table = path.replace("{key}", "derby").removesuffix("{row}/")
    found = program.get(f"{table}?limit=1").json()["results"]
    row = found[0]["url"].rstrip("/").rpartition("/")[2] if found else "NONE"
    named = {"row": row, **({"key": "derby"} if "{key}" in path else {})}
    return named, f'"{found[0].get("row_check", "")}"' if found else '""'


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("kind", ["GET", "POST", "PATCH"])
def test_no_operation_fails_or_answers_what_is_not_described(manager, kind, mode):
    asked = [name for name in operations() if name.startswith(kind)]
    assert len(asked) > 5
    statuses = {}
    for label in asked:
        ask(manager, label, mode, statuses)
    assert all(status < 500 for status in statuses)
    if kind == "GET" and mode == GenerationMode.POSITIVE:
        assert statuses.get(200, 0) > sum(statuses.values()) / 3, statuses


def ask(program, label, mode, statuses):
    operation = operations()[label]
    there, tag = place_of(program, label)

    @so_often(label.partition(" ")[0])
    @given(data=st.data())
    def one(data):
        fixed = {"path_parameters": there} if there else {}
        case = data.draw(operation.as_strategy(generation_mode=mode, **fixed))
        headers = {"Authorization": f"Bearer {program.token}"}
        if tag and data.draw(st.booleans()):
            headers["If-Match"] = tag
        with transaction.atomic():  # what is written goes again, so that the next finds the row as it was
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        case.validate_response(response, checks=CHECKS)

    one()
