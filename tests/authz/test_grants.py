"""What a person may do, worked out from their roles: the rule itself, without any page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import ROLE_DESCRIPTIONS, ROLE_PERMISSIONS, Permission, Role, permissions_of
from programmes.access import NOTHING, Grant, Grants, grants_for
from programmes.models import Challenge, Fact, Programme
from programmes.selectors.sources import fact_for
from tests.factories.people import RoleAssignmentFactory, UserFactory, person_with
from tests.factories.procurement import BudgetLineFactory
from tests.factories.programmes import (
    ChallengeFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    cite,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def test_every_role_has_permissions_and_says_in_plain_words_what_they_are():
    assert set(ROLE_PERMISSIONS) == set(ROLE_DESCRIPTIONS) == set(Role)
    assert all(Permission.VIEW in ROLE_PERMISSIONS[role] for role in Role)
    assert all(words.endswith(".") for words in ROLE_DESCRIPTIONS.values())
    assert {role for role in Role if Permission.MANAGE_PEOPLE in ROLE_PERMISSIONS[role]} == {
        Role.PLATFORM_ADMINISTRATOR
    }
    assert permissions_of("no_such_role") == frozenset()


def test_those_signed_out_inactive_or_without_a_role_may_do_nothing():
    inactive = person_with(Role.PLATFORM_ADMINISTRATOR, is_active=False)
    superuser = UserFactory(is_superuser=True, is_active=False)
    assert grants_for(AnonymousUser(), TODAY) == NOTHING
    assert grants_for(inactive, TODAY) == NOTHING
    assert grants_for(superuser, TODAY) == NOTHING
    assert grants_for(UserFactory(), TODAY) == Grants()
    assert not any(NOTHING.may(permission) for permission in Permission)
    assert not Programme.objects.visible_to(NOTHING).exists()


def test_a_role_for_an_organisation_reaches_the_programmes_that_it_is_a_partner_of_on_the_day():
    body, user = OrganisationFactory(), UserFactory()
    now, ended, other = (ProgrammeFactory() for _ in range(3))
    ProgrammePartnerFactory(programme=now, organisation=body)
    ProgrammePartnerFactory(programme=ended, organisation=body, ends_on=TODAY)
    RoleAssignmentFactory(user=user, role=Role.ANALYST, programme=None, organisation=body)
    grants = grants_for(user, TODAY)
    assert set(grants.programme_ids) == {now.pk}
    assert set(grants_for(user, TODAY - DAY).programme_ids) == {now.pk, ended.pk}
    assert not grants.may(Permission.VIEW, other.pk)


def test_roles_in_several_programmes_do_not_mix():
    user, managed, read = UserFactory(), ProgrammeFactory(), ProgrammeFactory()
    RoleAssignmentFactory(user=user, role=Role.PROGRAMME_MANAGER, programme=managed)
    RoleAssignmentFactory(user=user, role=Role.BOARD_MEMBER, programme=read)
    grants = grants_for(user, TODAY)
    assert grants.may(Permission.EDIT_DATA)
    assert grants.may(Permission.EDIT_DATA, managed.pk)
    assert not grants.may(Permission.EDIT_DATA, read.pk)
    assert grants.may(Permission.VIEW, read.pk)
    assert set(grants.limited_to(Permission.EDIT_DATA).programme_ids) == {managed.pk}
    assert grants.limited_to(Permission.VIEW) == grants
    assert grants.roles(read.pk) == ("Board member",)
    assert grants.roles() == ("Programme manager", "Board member")


def test_who_edits_one_programme_and_elsewhere_only_reads_finds_only_the_one_on_data_entry(client):
    user, managed, read = UserFactory(), ProgrammeFactory(), ProgrammeFactory()
    RoleAssignmentFactory(user=user, role=Role.PROGRAMME_MANAGER, programme=managed)
    RoleAssignmentFactory(user=user, role=Role.BOARD_MEMBER, programme=read)
    own, theirs = ChallengeFactory(programme=managed), ChallengeFactory(programme=read)
    client.force_login(user)
    listed = client.get(reverse("admin:programmes_challenge_changelist")).context["cl"].result_list
    assert list(listed) == [own]
    for page in ("change", "delete", "history"):
        assert client.get(reverse(f"admin:programmes_challenge_{page}", args=[own.pk])).status_code == 200
        assert client.get(reverse(f"admin:programmes_challenge_{page}", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("programme", args=[read.key])).status_code == 200
    assert set(Challenge.objects.visible_to(grants_for(user, TODAY))) == {own, theirs}


def test_a_commissioner_changes_what_their_very_organisation_leads():
    council = OrganisationFactory()
    directorate = OrganisationFactory(parent=council)
    programme = ProgrammeFactory()
    grants = grants_for(person_with(Role.COMMISSIONER, programme=programme, organisation=directorate), TODAY)
    assert grants.may_change_scope(programme.pk, directorate.pk)
    assert not grants.may_change_scope(programme.pk, council.pk)
    assert not grants.may_change_scope(programme.pk, None)
    assert not grants.may_change_scope(ProgrammeFactory().pk, directorate.pk)
    manager = grants_for(person_with(Role.PROGRAMME_MANAGER, programme=programme), TODAY)
    assert manager.may_change_scope(programme.pk, None)


def test_an_analyst_for_an_organisation_changes_nothing_that_it_leads():
    body, programme = OrganisationFactory(), ProgrammeFactory()
    grants = Grants(by_programme={programme.pk: (Grant(Role.ANALYST, body.pk),)})
    assert not grants.may_change_scope(programme.pk, body.pk)


def test_the_administrator_may_do_everything_everywhere():
    grants = grants_for(person_with(Role.PLATFORM_ADMINISTRATOR), TODAY)
    assert grants == grants_for(UserFactory(is_superuser=True), TODAY)
    assert all(grants.may(permission, 1) for permission in Permission)
    assert grants.limited_to(Permission.EDIT_DATA) is grants
    assert grants.roles(1) == ("Platform administrator",)


def test_grants_take_two_queries_whatever_the_number_of_roles(django_assert_max_num_queries):
    user = UserFactory()
    for _ in range(4):
        body = OrganisationFactory()
        ProgrammePartnerFactory(organisation=body)
        RoleAssignmentFactory(user=user, programme=None, organisation=body)
    with django_assert_max_num_queries(2):
        assert len(grants_for(user, TODAY).programme_ids) == 4


def test_a_fact_of_another_programme_is_not_found():
    line = BudgetLineFactory()
    fact = cite(line, "para 1")
    reader = grants_for(person_with(Role.ANALYST, programme=line.programme), TODAY)
    stranger = grants_for(person_with(Role.ANALYST, programme=ProgrammeFactory()), TODAY)
    assert fact_for(reader, fact.pk) is not None
    assert fact_for(stranger, fact.pk) is None
    assert not Fact.objects.visible_to(stranger).exists()
