import pytest
from django.test import Client

from commissioning.core.access import Role
from tests.factories.people import person_with
from tests.factories.programmes import ProgrammeFactory


@pytest.fixture
def programme(db):
    return ProgrammeFactory(reference="TST-PRG", place="Testshire")


@pytest.fixture
def signed_in():
    """A browser in which the person has signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def manager(programme, signed_in):
    return signed_in(person_with(Role.PROGRAMME_MANAGER, programme=programme))


@pytest.fixture
def administrator(db, signed_in):
    return signed_in(person_with(Role.PLATFORM_ADMINISTRATOR))
