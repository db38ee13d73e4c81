"""Who asks too often waits, whoever they are and however they ask; what fails says so as data."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import path

from commissioning.exchange.api.base import ApiView
from commissioning.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from commissioning.urls import urlpatterns as product_urls
from tests.factories.people import UserFactory
from tests.integration.exchange.api.asking import READ, Program, assert_problem, program_of, somebody

pytestmark = [pytest.mark.django_db]
FEW = {"api_person": "5/min", "api_address": "3/min", "api_heavy": "2/min", "api_write": "2/min"}
OPEN = "programmes/"


@pytest.fixture(autouse=True)
def few(db):
    cache.clear()
    with override_settings(API_RATES=FEW):
        yield


def assert_waits(answer):
    assert_problem(answer, 429, "too-many-requests")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_a_person_is_counted_over_all_their_tokens_and_apart_from_others():
    user, other = UserFactory(), UserFactory()
    one, two = program_of(user, READ), program_of(user, READ)
    for program in (one, two, one, two, one):
        assert program.get(OPEN).status_code == 200
    assert_waits(one.get(OPEN))
    assert_waits(two.get(OPEN))
    assert program_of(other, READ).get(OPEN).status_code == 200


def test_searches_and_files_are_counted_apart():
    program = program_of(UserFactory(), READ)
    assert program.get(f"{OPEN}?search=a").status_code == 200
    assert program.get(f"{OPEN}?format=csv").status_code == 200
    assert_waits(program.get(f"{OPEN}?search=b"))
    assert_waits(program.get(OPEN, Accept="text/csv"))
    assert program.get(OPEN).status_code == 200


def test_writing_is_counted_apart():
    program = program_of(UserFactory())
    for _ in range(2):
        assert_problem(program.post("organisations/", {}), 404, "not-found")
    assert_waits(program.post("organisations/", {}))
    assert program.get(OPEN).status_code == 200


def test_guessing_tokens_is_counted_by_address_and_locks_nobody_else_out():
    user = UserFactory()
    good = program_of(user, READ)
    for number in range(3):
        assert_problem(Program(f"ict_{number}").get(OPEN), 401, "unauthorized")
    assert_waits(Program("ict_9").get(OPEN))
    assert_waits(Client().get("/api/v1/programmes/"))
    assert good.get(OPEN).status_code == 200
    elsewhere = Client().get("/api/v1/programmes/", REMOTE_ADDR="192.0.2.9")
    assert_problem(elsewhere, 401, "unauthorized")


def test_a_forged_forwarding_header_moves_no_count():
    for number in range(3):
        Client().get("/api/v1/", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert_waits(Client().get("/api/v1/", headers={"X-Forwarded-For": "203.0.113.99"}))


# --- what fails -------------------------------------------------------------------------------------------------------


class Broken(ApiView):
    def get(self, request):
        raise RuntimeError("a secret: hunter2")


class WithoutDatabase(ApiView):
    def get(self, request):
        raise OperationalError("connection failed: password=hunter2")


urlpatterns = [
    path("api/v1/broken/", Broken.as_view()),
    path("api/v1/without/", WithoutDatabase.as_view()),
    *product_urls,
]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [("broken/", 500, "internal-server-error"), ("without/", 503, "service-unavailable")],
)
def test_a_failure_is_data_and_says_nothing_of_its_cause(address, status, code):
    browser = Client(raise_request_exception=False)
    browser.force_login(UserFactory())
    answer = browser.get(f"/api/v1/{address}")
    assert_problem(answer, status, code)
    assert "hunter2" not in answer.content.decode()
    assert ("Retry-After" in answer) is (status == 503)


@override_settings(ALLOWED_HOSTS=["commissioning.example"])
def test_another_host_name_is_refused_as_data():
    answer = Client().get("/api/v1/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["type"] == "/api/docs/errors/#bad-request"
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/", "/api/v1/x", "/api/v1/programmes/x/y/z/a/", "/api/%00"]
)
def test_an_address_that_is_none_answers_as_data(address):
    signed_in = Client()
    signed_in.force_login(UserFactory())
    assert_problem(signed_in.get(address), 404, "not-found")
    assert_problem(Client().get(address), 401, "unauthorized")
    assert_problem(signed_in.post(address), 404, "not-found")


def test_pages_stay_pages(hampshire):
    browser = Client()
    assert browser.get("/api/docs/").status_code == 302
    browser.force_login(UserFactory())
    assert "<h1" in browser.get("/api/docs/").content.decode()
    missing = browser.get("/api/docs/tables/nothing/")
    assert missing.status_code == 404
    assert "<h1" in missing.content.decode()
    assert somebody("manager@example.org", READ).get(OPEN).status_code == 200
