"""What every answer carries, errors and downloads included, and what is said when something goes wrong."""

import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse

from commissioning.core import health
from commissioning.core.errors import ErrorPageMiddleware
from commissioning.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from commissioning.urls import urlpatterns as product_urls
from tests.authz.table import OPEN, OPEN_ARGS, ROWS


def broken(request):
    raise RuntimeError("a secret: hunter2")


def without_database(request):
    raise OperationalError("connection to server failed: password=hunter2")


urlpatterns = [*product_urls, path("broken/", broken), path("without-database/", without_database)]

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
)


def assert_hardened(response, address):
    policy = response["Content-Security-Policy"]
    assert all(part in policy for part in POLICY), address
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff", address
    assert response["X-Frame-Options"] == "DENY", address
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert response["Referrer-Policy"] == "same-origin", address
    assert "Server" not in response
    assert "X-Powered-By" not in response


def test_every_answer_is_hardened_and_kept_by_no_cache(own, people):
    for row in ROWS:
        for who in ("administrator", "board", "anonymous"):
            address = reverse(row.name, args=row.args(own))
            response = people[who].get(address)
            assert_hardened(response, address)
            assert "no-store" in response["Cache-Control"], (address, who)
    for name in OPEN:
        address = reverse(name, args=OPEN_ARGS.get(name, []))
        response = people["anonymous"].get(address)
        assert_hardened(response, address)
        kept = name == "brand_css"
        assert ("no-store" in response["Cache-Control"]) is not kept, address


def test_every_page_that_takes_a_form_refuses_one_without_this_sites_mark(own, people):
    for row in ROWS:
        if row.writes:
            client = Client(enforce_csrf_checks=True)
            client.cookies = people["administrator"].cookies
            response = client.post(reverse(row.name, args=row.args(own)), row.sends)
            assert response.status_code == 403, row.name
            assert "could not be checked" in response.content.decode()
    admin = Client(enforce_csrf_checks=True)
    admin.cookies = people["administrator"].cookies
    assert admin.post(reverse("admin:programmes_challenge_add"), {}).status_code == 403
    for name in ("account_login", "account_reset_password"):
        assert Client(enforce_csrf_checks=True).post(reverse(name), {}).status_code == 403, name


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/without-database/", 503)])
def test_a_failure_says_nothing_of_its_cause_and_gives_a_number_to_quote(address, status, people, caplog):
    response = people["board"].get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert_hardened(response, address)
    for secret in ("hunter2", "Traceback", "RuntimeError", "OperationalError", "/home/", ".py"):
        assert secret not in page
    assert "quote " in page
    assert ("Retry-After" in response) is (status == 503)


def test_refusals_say_why_and_give_a_number(own, people):
    refused = people["board"].get(reverse("workbook", args=[own.programme.key]))
    assert refused.status_code == 403
    assert "quote " in refused.content.decode()
    wrong_verb = people["board"].post(reverse("programme", args=[own.programme.key]))
    assert wrong_verb.status_code == 405
    assert "<h1" in wrong_verb.content.decode()
    assert wrong_verb["Allow"] == "GET, HEAD"


def test_too_many_fields_are_refused_in_words(people):
    fields = {f"f{number}": "" for number in range(2500)}
    response = people["board"].post("/changes/seen/", fields)
    assert response.status_code == 400
    assert_hardened(response, "/changes/seen/")


@override_settings(ALLOWED_HOSTS=["commissioning.example"])
def test_another_host_name_is_refused():
    response = Client().get("/accounts/login/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_a_bare_413_gets_a_page_and_a_written_one_is_left_alone():
    request = SimpleNamespace(request_id="abc", path="/")
    bare = ErrorPageMiddleware(lambda request: HttpResponse(status=413))(request)
    assert b"<h1" in bare.content
    written = ErrorPageMiddleware(lambda request: HttpResponse(b"{}", status=413))(request)
    assert written.content == b"{}"


# --- health -----------------------------------------------------------------------------------------------------------


def test_alive_asks_no_database(django_assert_num_queries, worlds):
    client = Client()
    client.cookies["session"] = "x" * 32
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"alive\n")


def test_ready_names_its_checks_and_no_version(worlds):
    response = Client().get("/health/ready")
    assert response.status_code == 200
    assert json.loads(response.content) == dict.fromkeys(health.CHECKS, "ok")


@pytest.mark.django_db
def test_ready_notices_a_trigger_that_is_missing_or_disabled():
    from django.db import connection

    from programmes.models import Service

    trigger = next(t for t in Service._meta.triggers if t.name == "bump_version")
    name = trigger.get_pgid(Service)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE programmes_service DISABLE TRIGGER {name}")
    assert not health.triggers_installed()
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert json.loads(response.content)["triggers"] == "failing"


def test_ready_says_so_when_the_database_does_not_answer(monkeypatch):
    def fails():
        raise OperationalError("no connection")

    monkeypatch.setattr(health, "CHECKS", {"database": fails})
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert json.loads(response.content) == {"database": "failing"}


@pytest.mark.django_db
def test_ready_notices_a_migration_that_is_to_be_applied():
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="governance").exclude(name="0001_initial").delete()
    assert not health.migrations_applied()


@pytest.mark.django_db
def test_ready_notices_work_that_nobody_takes_up_and_says_nothing_of_it():
    from django.db import connection

    from tests.ops.sample_jobs import add_people

    add_people.queue(number=1)
    assert json.loads(Client().get("/health/ready").content)["background_work"] == "ok"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '6 minutes'")
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert json.loads(response.content) == dict.fromkeys(health.CHECKS, "ok") | {"background_work": "failing"}
