"""One record written by a program: through the doors of its register, with a reason, against what was read, once."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.history import history_model
from commissioning.core.models import User
from commissioning.exchange.models import KeptAnswer
from programmes.models import Milestone, RoleAssignment
from tests.factories.people import person_with
from tests.factories.programmes import ProgrammeFactory
from tests.integration.exchange.api.asking import assert_problem, program_of, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.audit]
TABLE = "programmes/derby/milestones/"
REFERENCE = "DER-PRJ-3-M-1"
ROW = f"{TABLE}{REFERENCE}/"
OWNER = {"reason": "Agreed in October", "fields": {"owner": "Head of service"}}
NEW = {
    "reason": "Agreed in October",
    "fields": {"what": "Publish the offer", "date_as_printed": "March 2014"},
}


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def manager(derby):
    return somebody("manager@example.org")


def etag(program, row=ROW):
    return program.get(row)["ETag"]


def changes():
    return history_model(Milestone).objects.filter(reference=REFERENCE).count()


# --- changing ---------------------------------------------------------------------------------------------------------


def test_a_field_is_changed_with_its_reason_and_the_row_as_it_is_comes_back(manager):
    before = manager.get(ROW)
    answer = manager.patch(ROW, OWNER, If_Match=before["ETag"])
    assert answer.status_code == 200
    assert answer.json() == manager.get(ROW).json()
    assert answer["ETag"] == manager.get(ROW)["ETag"] != before["ETag"]
    changed = {name for name, value in answer.json().items() if before.json()[name] != value}
    assert {"owner", "row_check"} <= changed
    written = history_model(Milestone).objects.filter(reference=REFERENCE).latest("pgh_id")
    assert written.pgh_context["reason"] == "Agreed in October"


def test_a_change_needs_the_etag_that_was_read(manager):
    was = etag(manager)
    assert_problem(manager.patch(ROW, OWNER), 428, "if-match", "If-Match")
    assert_problem(manager.patch(ROW, OWNER, If_Match="*"), 428, "if-match", "If-Match")
    for stale in ('"0123456789"', f"W/{was}", was.strip('"'), "nonsense"):
        answer = manager.patch(ROW, OWNER, If_Match=stale)
        assert_problem(answer, 412, "changed")
        assert answer["ETag"] == was
    assert etag(manager) == was
    assert manager.patch(ROW, OWNER, If_Match=f'"other", {was}').status_code == 200
    assert_problem(manager.patch(ROW, OWNER, If_Match=was), 412, "changed")


def test_the_same_value_again_writes_nothing(manager):
    manager.patch(ROW, OWNER, If_Match=etag(manager))
    count = changes()
    assert manager.patch(ROW, OWNER, If_Match=etag(manager)).status_code == 200
    assert changes() == count


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"reason": "x", "fields": {"nothing": 1}}, "fields.nothing", "unknown_field"),
        ({"reason": "x", "fields": {"version": 1}}, "fields.version", "unknown_field"),
        ({"reason": "x", "fields": {"reference": "DER-X"}}, "fields.reference", "not_writable"),
        ({"reason": "x", "fields": {"programme": "hampshire"}}, "fields.programme", "not_writable"),
        ({"reason": "x", "fields": {"row_check": "1"}}, "fields.row_check", "not_writable"),
        ({"reason": "x", "fields": {"owner": ["a"]}}, "fields.owner", "wrong_type"),
        ({"reason": "x", "fields": {"owner": {"a": 1}}}, "fields.owner", "wrong_type"),
        ({"reason": "x", "fields": {}}, "fields", "required"),
        ({"reason": "x", "fields": []}, "fields", "required"),
        ({"reason": "x"}, "fields", "required"),
        ({"fields": {"owner": "x"}}, "reason", "required"),
        ({"reason": " ", "fields": {"owner": "x"}}, "reason", "required"),
        ({"reason": 3, "fields": {"owner": "x"}}, "reason", "required"),
        ({"reason": "x" * 501, "fields": {"owner": "x"}}, "reason", "required"),
        ({"reason": "x", "by": 1, "fields": {"owner": "x"}}, "by", "unknown_member"),
        ({"reason": "x", "effective_on": "soon", "fields": {"owner": "x"}}, "effective_on", "unreadable"),
        ({"reason": "x", "effective_on": 3, "fields": {"owner": "x"}}, "effective_on", "unreadable"),
    ],
)
def test_a_body_that_is_not_as_agreed_is_refused_by_field(manager, body, field, code):
    count = changes()
    found = assert_problem(manager.patch(ROW, body, If_Match=etag(manager)), 400, "bad-body", field)
    assert [each["code"] for each in found["errors"]] == [code]
    assert changes() == count
    assert manager.patch(ROW, OWNER, If_Match=etag(manager)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"\xff\xfe",
        b'{"reason": "a", "reason": "b", "fields": {}}',
        b'{"reason": NaN, "fields": {}}',
        b'{"reason": "a\\u0000", "fields": {}}',
        b'{"reason": "a\\ud800", "fields": {}}',
        b'{"reason": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"reason": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object_of_ours_is_refused(manager, body):
    answer = manager.patch(ROW, body, If_Match=etag(manager))
    assert_problem(answer, 400, "not-json", "")


def test_another_kind_of_body_and_one_too_long_are_refused(manager):
    was = etag(manager)
    answer = manager.patch(ROW, b"owner=x", If_Match=was, Content_Type="application/x-www-form-urlencoded")
    assert_problem(answer, 415, "unsupported-media-type")
    long = json.dumps({"reason": "x" * 300_000, "fields": {"owner": "x"}})
    assert manager.patch(ROW, long, If_Match=was).status_code == 413


def test_what_a_rule_refuses_names_the_column_and_writes_nothing(manager):
    count = changes()
    unread = {"reason": "x", "fields": {"state": "nearly"}}
    answer = manager.patch(ROW, unread, If_Match=etag(manager))
    assert_problem(answer, 422, "refused", "fields.state")
    fixed = {"reason": "x", "fields": {"what": "Other words"}}
    assert_problem(manager.patch(ROW, fixed, If_Match=etag(manager)), 422, "refused", "fields.what")
    assert changes() == count


@pytest.mark.parametrize(
    "value", [10**40, 1e300, "9" * 200, "x" * 100_000, "£" + "9" * 60, "31/12/99999", -1, True]
)
@pytest.mark.parametrize("name", ["owner", "date_as_printed", "date_to", "state"])
def test_no_value_is_too_odd_to_be_refused_or_kept(manager, name, value):
    body = {"reason": "x", "fields": {name: value}}
    answer = manager.patch(ROW, body, If_Match=etag(manager))
    assert answer.status_code in {200, 422}, answer.content
    line = "programmes/hampshire/budget_lines/HAM-BL-11/"
    odd = {"reason": "x", "fields": {"amount": value}}
    answer = manager.patch(line, odd, If_Match=etag(manager, line))
    assert answer.status_code in {200, 422}, answer.content


def test_who_may_read_and_not_write_is_refused_before_anything_else(derby):
    analyst = program_of(person_with(Role.ANALYST, programme=derby))
    assert analyst.get(ROW).status_code == 200
    assert_problem(analyst.patch(ROW, OWNER), 403, "forbidden")
    assert_problem(analyst.post(TABLE, NEW), 403, "forbidden")
    outside = program_of(person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory()))
    assert_problem(outside.patch(ROW, OWNER), 404, "not-found")
    assert_problem(outside.post(TABLE, NEW), 404, "not-found")


def test_what_does_not_exist_and_what_is_only_read_cannot_be_written(manager):
    assert_problem(manager.patch(f"{TABLE}DER-NONE/", OWNER, If_Match='"x"'), 404, "not-found")
    assert_problem(manager.patch("programmes/derby/areas/X/", OWNER), 405, "method-not-allowed")
    answer = manager.post("programmes/derby/areas/", NEW)
    assert_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD"
    assert_problem(manager.post("programmes/derby/nothing/", NEW), 404, "not-found")
    for verb in ("put", "delete", "options"):
        answer = getattr(Client(), verb)(
            f"/api/v1/{ROW}", headers={"Authorization": f"Bearer {manager.token}"}
        )
        assert_problem(answer, 405, "method-not-allowed")
        assert answer["Allow"] == "GET, HEAD, PATCH"


# --- adding -----------------------------------------------------------------------------------------------------------


def test_a_row_is_added_and_found_at_its_address(manager):
    answer = manager.post(TABLE, NEW)
    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith(f"/{TABLE}{answer.json()['reference']}/")
    found = manager.get(answer["Location"])
    assert found.json() == answer.json()
    assert found["ETag"] == answer["ETag"]
    assert (answer.json()["what"], answer.json()["date_to"]) == ("Publish the offer", "2014-03-31")


def test_what_there_is_already_is_not_added_again(manager):
    made = manager.post(TABLE, NEW).json()
    again = {
        **NEW,
        "fields": {**NEW["fields"], "belongs_to_reference": made["belongs_to_reference"] or "programme"},
    }
    assert_problem(manager.post(TABLE, again), 409, "exists", "fields.reference")
    assert Milestone.objects.filter(text="Publish the offer").count() == 1


def test_what_a_new_row_lacks_is_named(manager):
    body = {"reason": "x", "fields": {"owner": "Somebody"}}
    assert_problem(manager.post(TABLE, body), 422, "refused", "fields.what")


def test_an_organisation_is_shared_and_written_by_who_may(derby):
    admin = program_of(person_with(Role.PLATFORM_ADMINISTRATOR))
    manager = somebody("manager@example.org")
    found = admin.get("organisations/?limit=1").json()["results"][0]
    body = {"reason": "Renamed", "fields": {"name": "Another name"}}
    tag = f'"{found["row_check"]}"'
    assert_problem(manager.patch(found["url"], body, If_Match=tag), 403, "forbidden")
    answer = admin.patch(found["url"], body, If_Match=tag)
    assert answer.status_code == 200, answer.content
    assert manager.get(found["url"]).json()["name"] == "Another name"


# --- asking twice -----------------------------------------------------------------------------------------------------


def made_count():
    return Milestone.objects.filter(text="Publish the offer").count()


def test_the_same_key_gives_the_same_answer_and_writes_once(manager):
    key = str(uuid4())
    first = manager.post(TABLE, NEW, Idempotency_Key=key)
    again = manager.post(TABLE, NEW, Idempotency_Key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    for name in ("Location", "ETag", "Content-Type"):
        assert first[name] == again[name]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert made_count() == 1


def test_the_same_key_with_another_request_is_refused(manager):
    key = str(uuid4())
    assert manager.post(TABLE, NEW, Idempotency_Key=key).status_code == 201
    other = {**NEW, "reason": "Another"}
    assert_problem(manager.post(TABLE, other, Idempotency_Key=key), 422, "key-used", "Idempotency-Key")
    assert made_count() == 1


def test_a_refusal_is_not_kept_so_that_a_corrected_request_can_use_its_key(manager):
    key = str(uuid4())
    assert manager.post(TABLE, {"reason": "x", "fields": {}}, Idempotency_Key=key).status_code == 400
    assert not KeptAnswer.objects.exists()
    assert manager.post(TABLE, NEW, Idempotency_Key=key).status_code == 201


def test_a_key_is_its_persons_own_lasts_a_day_and_opens_nothing_to_who_lost_the_role(manager, derby):
    other = person_with(Role.PROGRAMME_MANAGER, programme=derby)
    key = str(uuid4())
    assert manager.post(TABLE, NEW, Idempotency_Key=key).status_code == 201
    different = {**NEW, "fields": {**NEW["fields"], "what": "Something else"}}
    theirs = program_of(other)
    assert theirs.post(TABLE, different, Idempotency_Key=key).status_code == 201
    RoleAssignment.objects.filter(user=other).delete()
    assert_problem(theirs.post(TABLE, different, Idempotency_Key=key), 404, "not-found")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exchange_keptanswer SET made_at = made_at - INTERVAL '25 hours'")
    assert_problem(manager.post(TABLE, NEW, Idempotency_Key=key), 409, "exists", "fields.reference")


@pytest.mark.parametrize("key", ["", "a b", "x" * 81, "é"])
def test_a_key_that_is_none_is_refused(manager, key):
    assert_problem(manager.post(TABLE, NEW, Idempotency_Key=key), 400, "bad-header", "Idempotency-Key")
    assert made_count() == 0
    assert manager.post(TABLE, NEW, Idempotency_Key="x" * 80).status_code == 201


# --- a browser's session ----------------------------------------------------------------------------------------------


def test_a_session_writes_with_this_sites_mark_only(derby):
    browser = Client(enforce_csrf_checks=True)
    user = User.objects.get(email="manager@example.org")
    browser.force_login(user)
    was = browser.get(f"/api/v1/{ROW}")["ETag"]
    send = {"content_type": "application/json"}
    refused = browser.patch(f"/api/v1/{ROW}", json.dumps(OWNER), headers={"If-Match": was}, **send)
    assert_problem(refused, 403, "csrf")
    mark = browser.get("/account/tokens/").cookies["csrf"].value
    taken = browser.patch(
        f"/api/v1/{ROW}", json.dumps(OWNER), headers={"If-Match": was, "X-CSRFToken": mark}, **send
    )
    assert taken.status_code == 200
