"""Accounts and roles: who gives them, how they end, and what nobody can give themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.admin_forms import REASON
from commissioning.core.history import changes_of
from commissioning.core.models import User
from programmes.access import grants_for
from programmes.models import RoleAssignment
from programmes.services.people import assign_role, end_role
from tests.factories.people import RoleAssignmentFactory, UserFactory, person_with
from tests.factories.programmes import OrganisationFactory
from tests.pageforms import shown_in

ADD_USER = "admin:core_user_add"
ADD_ROLE = "admin:programmes_roleassignment_add"
ON = timezone.localdate()


def change(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def errors_of(response):
    return response.context["adminform"].form.errors


def test_an_account_is_made_with_a_reason_and_sees_nothing_yet(administrator):
    form = shown_in(administrator.get(reverse(ADD_USER)))
    sent = {**form, "email": "New.Person@Example.org", "job_title": "Analyst", REASON: "Joined"}
    response = administrator.post(reverse(ADD_USER), sent)
    assert response.status_code == 302, errors_of(response)
    user = User.objects.get(email="new.person@example.org")
    assert not user.has_usable_password()
    assert changes_of(user)[0].why == "Joined"
    assert not grants_for(user, ON).programme_ids


def test_a_first_password_must_be_a_good_one_and_never_shows_again(administrator):
    form = shown_in(administrator.get(reverse(ADD_USER)))
    sent = {**form, "email": "n@example.org", "job_title": "Analyst", REASON: "Joined"}
    weak = administrator.post(reverse(ADD_USER), {**sent, "first_password": "password"})
    assert "first_password" in errors_of(weak)
    assert (
        administrator.post(reverse(ADD_USER), {**sent, "first_password": "heron-under-bridge-9"}).status_code
        == 302
    )
    user = User.objects.get(email="n@example.org")
    assert user.check_password("heron-under-bridge-9")
    page = administrator.get(change(user)).content.decode()
    assert "heron" not in page
    assert user.password not in page


def test_an_address_has_one_account_however_it_is_written(administrator):
    UserFactory(email="a@example.org")
    form = shown_in(administrator.get(reverse(ADD_USER)))
    sent = {**form, "email": "A@EXAMPLE.org", "job_title": "x", REASON: "x"}
    assert "email" in errors_of(administrator.post(reverse(ADD_USER), sent))


def test_nobody_becomes_superuser_or_staff_here(administrator):
    user = administrator.user
    sent = {**shown_in(administrator.get(change(user))), "job_title": "Boss", REASON: "x"}
    administrator.post(
        change(user), {**sent, "is_superuser": "on", "is_staff": "on", "password": "x", "groups": "1"}
    )
    before = user.password
    user.refresh_from_db()
    assert (user.job_title, user.is_superuser, user.is_staff, user.password) == ("Boss", False, False, before)


def test_accounts_are_made_inactive_not_deleted(administrator):
    user = UserFactory()
    assert (
        administrator.post(reverse("admin:core_user_delete", args=[user.pk]), {"post": "yes"}).status_code
        == 403
    )
    sent = {
        key: value for key, value in shown_in(administrator.get(change(user))).items() if key != "is_active"
    }
    assert administrator.post(change(user), {**sent, REASON: "Left"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_a_password_hash_cannot_be_found_out_by_filtering(administrator):
    listing = reverse("admin:core_user_changelist")
    response = administrator.get(listing, {"password__startswith": "pbkdf2"})
    assert response.status_code == 400
    assert administrator.get(listing, {"email__startswith": "person"}).status_code == 200


def test_a_role_is_given_from_today_with_a_reason(administrator, programme):
    user = UserFactory()
    form = shown_in(administrator.get(reverse(ADD_ROLE)))
    sent = {**form, "user": user.pk, "role": Role.ANALYST, "programme": programme.pk}
    assert REASON in errors_of(administrator.post(reverse(ADD_ROLE), sent))
    response = administrator.post(reverse(ADD_ROLE), {**sent, REASON: "Joined the team"})
    assert response.status_code == 302, errors_of(response)
    given = RoleAssignment.objects.get(user=user)
    assert given.starts_on == ON
    assert changes_of(given)[0].why == "Joined the team"
    assert programme.pk in grants_for(user, ON).programme_ids
    again = administrator.post(reverse(ADD_ROLE), {**sent, REASON: "Twice"})
    assert "already holds this role" in str(errors_of(again))


def test_roles_in_the_wrong_place_are_refused_at_their_box(administrator, programme):
    form = shown_in(administrator.get(reverse(ADD_ROLE)))
    sent = {**form, "user": UserFactory().pk, REASON: "x"}
    nowhere = administrator.post(reverse(ADD_ROLE), {**sent, "role": Role.ANALYST})
    assert "programme" in errors_of(nowhere)
    commissioner = administrator.post(
        reverse(ADD_ROLE), {**sent, "role": Role.COMMISSIONER, "programme": programme.pk}
    )
    assert "organisation" in errors_of(commissioner)
    somewhere = administrator.post(
        reverse(ADD_ROLE), {**sent, "role": Role.PLATFORM_ADMINISTRATOR, "programme": programme.pk}
    )
    assert "role" in errors_of(somewhere)
    assert not RoleAssignment.objects.exclude(user=administrator.user).exists()


def test_a_role_is_ended_and_never_rewritten(administrator, programme):
    role = RoleAssignmentFactory(programme=programme, starts_on=ON - timedelta(days=9))
    sent = {**shown_in(administrator.get(change(role))), REASON: "Moved on"}
    other = UserFactory()
    response = administrator.post(
        change(role), {**sent, "ends_on": ON, "user": other.pk, "role": Role.PROGRAMME_MANAGER}
    )
    assert response.status_code == 302, errors_of(response)
    holder = role.user
    role.refresh_from_db()
    assert (role.user, role.role, role.ends_on) == (holder, Role.BOARD_MEMBER, ON)
    assert not grants_for(holder, ON).programme_ids


def test_a_role_given_by_mistake_today_goes_today_and_its_history_stays(administrator, programme):
    role = RoleAssignmentFactory(programme=programme, starts_on=ON)
    end_role(role, ends_on=ON, by=administrator.user, reason="Wrong person", on=ON, expected=role.version)
    assert not RoleAssignment.objects.filter(pk=role.pk).exists()
    assert [entry.label for entry in changes_of(role)] == ["Deleted", "Added"]


def test_the_last_administrator_can_neither_be_ended_nor_made_inactive(administrator):
    role = RoleAssignment.objects.get(user=administrator.user)
    sent = {**shown_in(administrator.get(change(role))), "ends_on": ON + timedelta(days=1), REASON: "x"}
    assert "ends_on" in errors_of(administrator.post(change(role), sent))
    account = {
        k: v for k, v in shown_in(administrator.get(change(administrator.user))).items() if k != "is_active"
    }
    assert "is_active" in errors_of(administrator.post(change(administrator.user), {**account, REASON: "x"}))
    with pytest.raises(ValidationError):
        end_role(role, ends_on=ON, by=administrator.user, reason="x", on=ON, expected=role.version)
    person_with(Role.PLATFORM_ADMINISTRATOR)
    assert administrator.post(change(role), sent).status_code == 302


def test_the_doors_are_shut_to_whoever_may_not_manage_people(programme):
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    for by in (manager, UserFactory()):
        with pytest.raises(PermissionDenied):
            assign_role(by, role=Role.PLATFORM_ADMINISTRATOR, by=by, reason="Why not", on=ON)
    role = RoleAssignmentFactory(programme=programme)
    with pytest.raises(PermissionDenied):
        end_role(role, ends_on=ON, by=manager, reason="x", on=ON, expected=role.version)


def test_the_doors_ask_for_a_reason(administrator, programme):
    given = {"role": Role.ANALYST, "programme": programme, "by": administrator.user, "on": ON}
    with pytest.raises(ValidationError):
        assign_role(UserFactory(), reason="  ", **given)
    role = assign_role(UserFactory(), reason="Joined", ends_on=ON + timedelta(days=30), **given)
    with pytest.raises(ValidationError):
        assign_role(role.user, reason="Again", ends_on=ON + timedelta(days=2), **given)
    later = assign_role(role.user, reason="Back", starts_on=ON + timedelta(days=30), **given)
    with pytest.raises(ValidationError):
        end_role(later, ends_on=ON, by=administrator.user, reason="", on=ON, expected=later.version)


def test_an_account_shows_its_roles_in_words(administrator, programme):
    user = person_with(
        Role.COMMISSIONER, programme=programme, organisation=OrganisationFactory(name="Testshire CCG")
    )
    page = administrator.get(change(user)).content.decode()
    assert "Commissioner, Testshire: Integrated children&#x27;s services and Testshire CCG" in page
    assert "None: sees nothing." in administrator.get(change(UserFactory())).content.decode()
