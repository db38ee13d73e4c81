"""What one may not know of answers as what does not exist: same status, body and headers."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.authz import rows_api
from tests.authz.admin_table import KINDS
from tests.authz.cast import MEMBERS
from tests.authz.table import ROWS

pytestmark = pytest.mark.no_cover  # the whole product many times over: other tests say what is covered

# What differs between any two answers: the request's number, the form's token, the moment.
VARIES = (
    (re.compile(rb"quote [0-9a-f]{12}"), b"quote N"),
    (re.compile(rb'"request_id": "[0-9a-f]{12}"'), b"request N"),
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"token"),
)
HEADERS_THAT_VARY = {"Set-Cookie", "Date"}


def shape(response):
    """Everything of an answer that a curious person could compare."""
    body = response.content
    for pattern, same in VARIES:
        body = pattern.sub(same, body)
    headers = {name: value for name, value in response.items() if name not in HEADERS_THAT_VARY}
    return response.status_code, body, headers


def verbs_of(row):
    return [verb for verb, people in (("GET", row.reads), ("POST", row.writes)) if people]


# What lists several programmes has tests of its own for what it leaves out.
ACROSS = {"home", "changes_seen", "search", "portfolio", "portfolio_csv", "all_kpis", "all_kpis_csv"}
ACROSS |= {row.name for row in rows_api.ROWS} - {"api_programme", "api_table", "api_record"}
IN_A_PROGRAMME = [row for row in ROWS if row.name not in ACROSS]


@pytest.mark.parametrize("row", IN_A_PROGRAMME, ids=lambda row: row.name)
def test_another_programme_answers_as_one_that_does_not_exist(row, own, other, ask):
    """Read with another programme's key by those who hold roles only here; the twin is the table's own 200."""
    theirs = reverse(row.name, args=row.args(other))
    nowhere = reverse(row.name, args=["no-such-place", *row.args(other)[1:]])
    for verb in verbs_of(row):
        data = row.sends if verb == "POST" else None
        for who in sorted(MEMBERS - {"administrator", "superuser"}):
            foreign, absent = ask(who, verb, theirs, data), ask(who, verb, nowhere, data)
            assert foreign.status_code == 404, (who, verb)
            assert shape(foreign) == shape(absent), (who, verb)


@pytest.mark.parametrize("row", [row for row in ROWS if row.foreign], ids=lambda row: row.name)
def test_another_programmes_record_under_ones_own_key_answers_as_absent(row, own, other, ask):
    foreign_address = reverse(row.name, args=row.foreign(own, other))
    absent_address = reverse(row.name, args=row.absent(own))
    for verb in verbs_of(row):
        data = row.sends if verb == "POST" else None
        for who in sorted(MEMBERS):
            foreign, absent = ask(who, verb, foreign_address, data), ask(who, verb, absent_address, data)
            assert foreign.status_code in {403, 404}, (who, verb)
            assert shape(foreign) == shape(absent), (who, verb)
            may = who in (row.reads if verb == "GET" else row.writes)
            assert foreign.status_code == 404 or not may, (who, verb)


@pytest.mark.parametrize("label", [label for label in KINDS if not label.startswith("core.")])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_another_programmes_record_is_absent_from_data_entry(label, page, own, other, ask):
    app, name = label.lower().split(".")
    model = next(model for model in admin.site._registry if model._meta.label == label)
    record = other.records.get(model)
    if record is None:
        pytest.skip("Roles belong to people, not to a programme's records.")
    kind = KINDS[label]
    theirs, nowhere = (reverse(f"admin:{app}_{name}_{page}", args=[pk]) for pk in (record.pk, 987_654_321))
    for who in ("manager", "finance"):
        for verb in ("GET", "POST"):
            data = {"post": "yes", "reason_for_change": "x"} if verb == "POST" else None
            foreign, absent = ask(who, verb, theirs, data), ask(who, verb, nowhere, data)
            if who in kind.reads and "elsewhere_manager" in kind.reads:
                continue  # shared by every programme
            assert foreign.status_code in {403, 404}, (who, verb)
            assert shape(foreign) == shape(absent), (who, verb)


def test_the_error_page_never_repeats_what_was_asked_for(ask, other):
    page = ask("board", "GET", f"/programmes/{other.programme.key}/").content.decode()
    assert other.programme.key not in page
    assert "Zanzibar" not in page
