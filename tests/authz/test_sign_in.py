"""The door: who gets through it, how guessing is slowed, and where it leads afterwards."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from programmes.models import RoleAssignment
from tests.factories.people import PASSWORD, RoleAssignmentFactory, UserFactory, person_with
from tests.factories.programmes import ProgrammeFactory

LOGIN = "/accounts/login/"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


def sign_in(email, password, *, address="192.0.2.1", next_page="", client=None):
    data = {"login": email, "password": password, **({"next": next_page} if next_page else {})}
    return (client or Client()).post(LOGIN, data, REMOTE_ADDR=address)


# --- where it leads -------------------------------------------------------------------------------------------------


def test_whoever_is_sent_to_sign_in_comes_back_to_the_very_page():
    asked = "/programmes/x/services/?q=health+visiting&phase=2"
    sent = Client().get(asked)
    assert sent.status_code == 302
    user = UserFactory()
    signing_in = Client()
    form = signing_in.get(sent["Location"])
    assert form.context["redirect_field_value"] == asked
    assert sign_in(user.email, PASSWORD, next_page=asked, client=signing_in)["Location"] == asked


def test_an_address_in_the_address_is_encoded_and_cannot_add_a_header():
    response = Client().get("/programmes/x/?a=1&next=//evil.example")
    assert response["Location"] == f"{LOGIN}?next=%2Fprogrammes%2Fx%2F%3Fa%3D1%26next%3D%2F%2Fevil.example"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://localhost@evil.example/",
        "https://localhost/",  # an allowed host, but not the one that was asked
    ],
)
def test_signing_in_never_leads_off_the_site(elsewhere):
    response = sign_in(UserFactory().email, PASSWORD, next_page=elsewhere)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")


def test_a_form_sent_after_the_session_ended_leads_to_sign_in_and_writes_nothing():
    response = Client().post("/changes/seen/", {"until": ""})
    assert (response.status_code, response["Location"]) == (302, LOGIN)


def test_a_fragment_asked_for_after_the_session_ended_moves_the_whole_page_to_sign_in():
    response = Client().get("/programmes/x/services/?q=a", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith(LOGIN)


def test_data_entry_has_no_door_of_its_own():
    assert Client().get("/admin/login/")["Location"].startswith(LOGIN)
    user = UserFactory(is_superuser=True)
    response = Client().post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, LOGIN)


# --- guessing -------------------------------------------------------------------------------------------------------


def test_the_eleventh_wrong_password_is_refused_even_if_it_is_right():
    user = UserFactory()
    for _ in range(10):
        assert TOO_MANY not in sign_in(user.email, "wrong").content.decode()
    assert TOO_MANY in sign_in(user.email, PASSWORD).content.decode()


def test_a_stranger_elsewhere_does_not_lock_a_person_out():
    user = UserFactory()
    for _ in range(12):
        sign_in(user.email, "wrong", address="203.0.113.9")
    assert sign_in(user.email, PASSWORD, address="192.0.2.1").status_code == 302


def test_guessing_one_account_from_many_addresses_is_slowed():
    user = UserFactory()
    for number in range(30):
        sign_in(user.email, "wrong", address=f"203.0.113.{number}")
    assert TOO_MANY in sign_in(user.email, PASSWORD, address="198.51.100.1").content.decode()


def test_trying_one_password_on_many_accounts_is_slowed():
    for number in range(60):
        assert TOO_MANY not in sign_in(f"person{number}@example.org", "Winter2024!").content.decode()
    assert TOO_MANY in sign_in("person61@example.org", "Winter2024!").content.decode()


def test_a_forged_forwarding_header_moves_no_limit():
    user = UserFactory()
    for number in range(10):
        Client().post(
            LOGIN,
            {"login": user.email, "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    response = Client().post(
        LOGIN, {"login": user.email, "password": PASSWORD}, headers={"X-Forwarded-For": "203.0.113.99"}
    )
    assert TOO_MANY in response.content.decode()


def test_a_whole_building_signs_in_at_nine():
    people = UserFactory.create_batch(80)
    assert all(sign_in(person.email, PASSWORD).status_code == 302 for person in people)


def test_right_passwords_and_one_reset_by_e_mail_do_not_count():
    from allauth.account.adapter import get_adapter
    from allauth.core import context
    from django.test import RequestFactory

    user = UserFactory()
    for _ in range(12):
        assert sign_in(user.email, PASSWORD).status_code == 302
    for _ in range(11):
        sign_in(user.email, "wrong")
    request = RequestFactory().post(LOGIN, REMOTE_ADDR="192.0.2.1")
    with context.request_context(request):
        get_adapter()._delete_login_attempts_cached_email(request, email=user.email)
    assert sign_in(user.email, PASSWORD).status_code == 302


def test_an_unknown_account_is_answered_in_the_same_words():
    known = sign_in(UserFactory().email, "wrong")
    unknown = sign_in("nobody@example.org", "wrong", address="192.0.2.2")
    said = [response.context["form"].errors.as_text() for response in (known, unknown)]
    assert said[0] == said[1]
    assert known.status_code == unknown.status_code


def test_asking_for_a_new_password_tells_nobody_whether_there_is_an_account(mailoutbox):
    user = UserFactory()
    answers = [
        Client().post("/accounts/password/reset/", {"email": email})
        for email in (user.email, "nobody@example.org")
    ]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/accounts/password/reset/done/")] * 2


def test_nobody_signs_themselves_up_or_changes_the_address_they_sign_in_with():
    client = Client()
    signup = {"email": "new@example.org", "password1": "heron-under-bridge-9"}
    assert client.post("/accounts/signup/", signup).status_code == 404
    client.force_login(UserFactory())
    assert client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""}).status_code == 404


# --- the end of it ----------------------------------------------------------------------------------------------------


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def session(programme):
    """Someone in the middle of their work, and the page they are on."""
    client = Client()
    client.user = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    client.force_login(client.user)
    client.page = reverse("programme", args=[programme.key])
    client.entry = reverse("admin:programmes_challenge_changelist")
    assert client.get(client.page).status_code == client.get(client.entry).status_code == 200
    return client


def test_deactivating_an_account_ends_it_with_the_next_click(session):
    session.user.is_active = False
    session.user.save()
    assert session.get(session.page)["Location"].startswith(LOGIN)
    assert session.post(session.entry)["Location"].startswith(LOGIN)
    assert sign_in(session.user.email, PASSWORD).status_code == 302  # to the page that says so
    assert session.get(session.page).status_code == 302


def test_ending_a_role_ends_it_with_the_next_click(session):
    RoleAssignment.objects.filter(user=session.user).update(ends_on=timezone.localdate())
    assert session.get(session.page).status_code == 404
    assert session.get(session.entry).status_code == 404
    assert session.get("/").status_code == 200


def test_a_role_of_less_takes_effect_with_the_next_click(session, programme):
    RoleAssignment.objects.filter(user=session.user).update(role=Role.BOARD_MEMBER)
    assert session.get(session.page).status_code == 200
    assert session.get(session.entry).status_code == 404
    assert session.get(reverse("workbook", args=[programme.key])).status_code == 403


def test_a_role_begins_on_its_first_day_and_ends_before_its_last(programme):
    today = timezone.localdate()
    day = timedelta(days=1)
    for period, status in (
        ({"starts_on": today}, 200),
        ({"starts_on": today + day}, 404),
        ({"ends_on": today + day}, 200),
        ({"ends_on": today}, 404),
    ):
        client = Client()
        client.force_login(RoleAssignmentFactory(programme=programme, **period).user)
        assert client.get(reverse("programme", args=[programme.key])).status_code == status, period


def test_changing_ones_password_ends_ones_other_sessions(session):
    elsewhere = Client()
    elsewhere.force_login(session.user)
    new = "heron-under-bridge-9"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert session.post("/accounts/password/change/", sent).status_code == 302
    assert session.get(session.page).status_code == 200
    assert elsewhere.get(session.page)["Location"].startswith(LOGIN)


def test_after_signing_out_the_old_cookie_opens_nothing(session):
    cookie = session.cookies["session"].value
    assert session.post("/accounts/logout/").status_code == 302
    again = Client()
    again.cookies["session"] = cookie
    assert again.get(session.page)["Location"].startswith(LOGIN)


def test_signing_in_gives_a_new_session(programme):
    client = Client()
    client.get(LOGIN)
    client.session.save()
    sign_in(person_with(Role.ANALYST, programme=programme).email, PASSWORD, client=client)
    first = client.cookies["session"].value
    client.post("/accounts/logout/")
    assert first
    assert client.cookies["session"].value != first
