"""Tokens: shown once, kept as a hash, narrowed by scope and day, ended by their owner, never more than the owner."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.history import history_model
from commissioning.exchange.models import ApiToken
from commissioning.exchange.services.tokens import (
    end_token,
    hash_of,
    make_token,
    token_behind,
    working_tokens,
)
from programmes.models import Milestone, RoleAssignment
from tests.factories.people import PASSWORD, UserFactory, person_with
from tests.integration.exchange.api.asking import READ, WRITE, Program, assert_problem, program_of

pytestmark = [pytest.mark.django_db, pytest.mark.authz]
PAGE = "/account/tokens/"


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def user():
    return UserFactory()


def today():
    return timezone.localdate()


def made(user, *, name="Script", scopes=READ, days=30):
    return make_token(
        name=name, scopes=scopes, expires_on=today() + timedelta(days=days), on=today(), by=user
    )


def test_a_token_lets_its_owner_in_and_only_its_hash_is_kept(user):
    token, text = made(user)
    answer = Program(text).get("")
    assert answer.status_code == 200
    assert answer.json()["signed_in_as"] == user.email
    assert answer.json()["token"] == {
        "name": "Script",
        "scopes": ["read"],
        "expires_on": token.expires_on.isoformat(),
    }
    kept = ApiToken.objects.values().get(pk=token.pk)
    assert text not in str(kept)
    assert kept["token_hash"] == hash_of(text)
    assert text.startswith(kept["starts"])


@pytest.mark.parametrize(
    "sent", ["", "x", "ict_", "ict_" + "a" * 43, "ict_" + "a" * 200, "ict_é", "ict_\x00"]
)
def test_a_token_that_is_none_is_refused(sent, user):
    made(user)
    assert token_behind(sent, today()) is None
    answer = Client().get("/api/v1/", headers={"Authorization": f"Bearer {sent}"})
    assert_problem(answer, 401, "unauthorized")
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


def test_nobody_signed_in_and_another_scheme_are_refused_and_a_session_beside_counts_for_nothing(user):
    assert_problem(Client().get("/api/v1/"), 401, "unauthorized")
    browser = Client()
    browser.force_login(user)
    assert browser.get("/api/v1/").status_code == 200
    for header in ("Basic abc", "Bearer wrong", "Token x", ""):
        assert_problem(browser.get("/api/v1/", headers={"Authorization": header}), 401, "unauthorized")


def test_a_token_opens_the_api_and_no_page(user):
    _, text = made(user)
    answer = Client().get("/", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 302


def test_it_ends_with_its_last_day_with_its_owners_word_and_with_the_account(user):
    token, text = made(user, days=0)
    assert token_behind(text, today()) == token
    assert token_behind(text, today() + timedelta(days=1)) is None
    assert end_token(token, at=timezone.now(), by=user)
    assert not end_token(token, at=timezone.now(), by=user)
    assert_problem(Program(text).get(""), 401, "unauthorized")
    _, other = made(user, name="Other")
    assert Program(other).get("").status_code == 200
    user.is_active = False
    user.save()
    assert_problem(Program(other).get(""), 401, "unauthorized")


def test_a_role_that_ends_ends_for_the_token_on_the_next_request(derby):
    person = person_with(Role.ANALYST, programme=derby)
    program = program_of(person)
    assert program.get("programmes/derby/milestones/").status_code == 200
    RoleAssignment.objects.filter(user=person).delete()
    assert_problem(program.get("programmes/derby/milestones/"), 404, "not-found")


def test_a_token_that_may_read_may_not_write_though_its_owner_may(derby):
    person = person_with(Role.PROGRAMME_MANAGER, programme=derby)
    row = "programmes/derby/milestones/DER-PRJ-3-M-1/"
    reader, writer = program_of(person, READ), program_of(person, WRITE)
    etag = reader.get(row)["ETag"]
    body = {"reason": "Agreed", "fields": {"owner": "Head of service"}}
    assert_problem(reader.patch(row, body, If_Match=etag), 403, "scope")
    assert writer.patch(row, body, If_Match=etag).status_code == 200


def test_what_a_token_writes_stands_in_history_under_its_owner_and_itself(derby):
    person = person_with(Role.PROGRAMME_MANAGER, programme=derby)
    program = program_of(person)
    row = "programmes/derby/milestones/DER-PRJ-3-M-1/"
    body = {"reason": "Agreed in October", "fields": {"owner": "Head of service"}}
    assert program.patch(row, body, If_Match=program.get(row)["ETag"]).status_code == 200
    written = history_model(Milestone).objects.filter(reference="DER-PRJ-3-M-1").latest("pgh_id")
    context = written.pgh_context
    token = ApiToken.objects.get(user=person)
    assert (context["user"], context["reason"], context["token"]) == (
        person.pk,
        "Agreed in October",
        token.pk,
    )
    assert context["url"] == f"/api/v1/{row}"


def test_its_history_and_what_is_logged_never_hold_it(user, caplog):
    token, text = made(user)
    with caplog.at_level("DEBUG"):
        Program(text).get("nowhere/")
    end_token(token, at=timezone.now(), by=user)
    assert text not in caplog.text
    rows = list(history_model(ApiToken).objects.filter(pgh_obj_id=token.pk).values())
    assert [row["pgh_label"] for row in rows] == ["insert", "update", "update"]  # made, used, ended
    assert all(row["pgh_context"]["user"] == user.pk for row in rows)
    assert text not in str(rows)
    assert token.token_hash not in str(rows)


def test_it_is_noted_once_a_day_that_a_token_is_used(user, django_assert_num_queries):
    token, text = made(user)
    Program(text).get("")
    token.refresh_from_db()
    assert token.last_used_on == today()
    noted = history_model(ApiToken).objects.filter(pgh_obj_id=token.pk).count()
    Program(text).get("")
    assert history_model(ApiToken).objects.filter(pgh_obj_id=token.pk).count() == noted


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "script"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["admin"]}, "scopes"),
        ({"days": 91}, "expires_on"),
        ({"days": -1}, "expires_on"),
    ],
)
def test_a_token_is_refused_by_field(user, given, field):
    made(user)
    with pytest.raises(ValidationError) as refusal:
        made(user, **{"name": "Another", **given})
    assert list(refusal.value.message_dict) == [field]
    assert made(user, name="Another", days=90)


def test_nobody_has_more_than_twenty(user):
    for number in range(20):
        made(user, name=f"No {number}")
    with pytest.raises(ValidationError, match="20 tokens"):
        made(user, name="One more")
    end_token(working_tokens(user, today())[0], at=timezone.now(), by=user)
    assert made(user, name="One more")


# --- the page ---------------------------------------------------------------------------------------------------------


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


def typed(**given):
    return {"name": "Monthly return", "scopes": "read", "days": "30", "password": PASSWORD, **given}


def test_the_page_shows_a_new_token_once(user):
    browser = browser_of(user)
    answer = browser.post(PAGE, typed(scopes="read,write"))
    page = answer.content.decode()
    token = ApiToken.objects.get(user=user)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    text = answer.context["text"]
    assert page.count(text) == 1
    assert token.scopes == ["read", "write"]
    assert Program(text).get("").status_code == 200
    again = browser.get(PAGE).content.decode()
    assert text not in again
    assert "Monthly return" in again
    assert token.starts in again


def test_the_page_asks_for_the_password_and_slows_guessing(user):
    browser = browser_of(user)
    for _ in range(10):
        answer = browser.post(PAGE, typed(password="wrong"))
        assert answer.status_code == 422
        assert "This is not your password" in answer.content.decode()
        assert "wrong" not in answer.content.decode()
    answer = browser.post(PAGE, typed())
    assert answer.status_code == 422
    assert "Too many wrong passwords" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_right_password_counts_for_nothing(user):
    browser = browser_of(user)
    for number in range(12):
        assert browser.post(PAGE, typed(name=f"No {number}")).status_code == 200


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(user):
    browser = browser_of(user)
    browser.post(PAGE, typed())
    answer = browser.post(PAGE, typed())
    assert answer.status_code == 422
    assert "You have a token called “Monthly return” already" in answer.content.decode()
    answer = browser.post(PAGE, {})
    for words in ("Enter what the token is for", "Select what the token may do", "Enter your password"):
        assert words in answer.content.decode()


def test_one_ends_ones_own_and_nobody_elses(user):
    token, text = made(user)
    stranger = browser_of(UserFactory())
    end = reverse("api_token_end", args=[token.pk])
    assert stranger.post(end).status_code == 404
    asked = browser_of(user).post(end, {"step": "ask"}).content.decode()
    assert "End “Script”?" in asked
    assert Program(text).get("").status_code == 200
    answer = browser_of(user).post(end, {"step": "end"}, follow=True)
    assert "“Script” has ended" in answer.content.decode()
    assert "You have no token that works" in answer.content.decode()
    assert_problem(Program(text).get(""), 401, "unauthorized")
    assert "had ended already" in browser_of(user).post(end, follow=True).content.decode()


def test_the_database_never_holds_the_text(user):
    _, text = made(user)
    Program(text).get("")
    with connection.cursor() as cursor:
        for table in ("exchange_apitoken", "exchange_apitokenevent", "core_cache"):
            cursor.execute(f"SELECT COUNT(*) FROM {table} t WHERE t::text LIKE %s", [f"%{text}%"])  # noqa: S608
            assert cursor.fetchone() == (0,)
