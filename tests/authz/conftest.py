"""Two programmes that know nothing of each other, and everyone at their browsers. Made once for a module of tests."""

import copy
from unittest import mock

import pytest
from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.template.base import Template
from django.utils.safestring import mark_safe

from programmes import middleware
from tests.authz.cast import browsers
from tests.authz.world import World, every_record


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/authz/" in str(item.path):
            item.add_marker(pytest.mark.authz)


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """(own, other): the programme that the table is about, and another."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield (
            every_record("Ownshire", key="own", amount="£1,234,567", day="12 March 2031"),
            every_record("Zanzibar", key="zanzi", amount="£7,654,321", day="23 May 2047"),
        )
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def own(worlds) -> World:
    return worlds[0]


@pytest.fixture(scope="module")
def other(worlds) -> World:
    return worlds[1]


@pytest.fixture(scope="module")
def people(own, other):
    return browsers(own, other)


def remembered(function, key):
    """As `function`, worked out once for each key: what is kept is copied, so that no request marks another's."""
    kept = {}

    def answer(*args):
        name = key(*args)
        if name not in kept:
            kept[name] = function(*args)
        return copy.copy(kept[name])

    return answer


@pytest.fixture(scope="module")
def ask(people):
    """Send one request as one person and take back whatever it wrote.

    Who holds which session, and which roles, is read from the database at each person's first request and stays so:
    reading it again for each of twenty thousand requests took nearly half of their time. That the product reads
    both afresh each time is held in test_grants.py and test_sign_in.py.
    """
    known = remembered(auth.get_user, lambda request: request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    grants = remembered(middleware.grants_for, lambda user, on: (user.pk, on))

    def person(request):
        request.session.accessed = True  # as reading who it is does: the answer then varies by the cookie
        return known(request)

    def send(who, verb, address, data=None):
        client = people[who]
        kept = copy.copy(client.cookies)
        with (
            mock.patch.object(auth, "get_user", person),
            mock.patch.object(middleware, "grants_for", grants),
            transaction.atomic(),
        ):
            response = client.generic(verb, address) if data is None else client.post(address, data)
            client.cookies = kept
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            transaction.set_rollback(True)
        return response

    return send


@pytest.fixture(scope="module")
def answer(ask):
    """As `ask`, for tests that hold who gets which status and say nothing of pages.

    Pages are written out for the manager only. Every page that anybody may open is written out for each reader where
    the canary walks, which is where words are held. Drawings are made all the same: the product keeps them.
    """
    drawn = Template.render

    def unwritten(template, *args, **more):
        return drawn(template, *args, **more) if f"{template.name}".startswith("charts/") else mark_safe("")

    def send(who, verb, address, data=None):
        if who == "manager":
            return ask(who, verb, address, data)
        with mock.patch.object(Template, "render", unwritten):
            return ask(who, verb, address, data)

    return send
