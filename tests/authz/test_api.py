"""The API with a token of each person: it opens what its owner's session opens, and tells strangers nothing."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core.models import User
from commissioning.exchange.api.tables import PROGRAMME_TABLES
from commissioning.exchange.services.tokens import make_token
from tests.authz.cast import MEMBERS, SIGNED_IN
from tests.authz.row import EXPORTERS
from tests.authz.rows_api import ROWS, ApiRow

pytestmark = pytest.mark.no_cover  # other tests say what is covered
API_ROWS = [row for row in ROWS if isinstance(row, ApiRow)]
NUMBER = re.compile(rb'"request_id": "[0-9a-f]{12}"')


@pytest.fixture(scope="module")
def tokens(people):
    """The text of a token of each person, those included who were switched off after it was made."""
    found = {}
    for who, client in people.items():
        if who == "anonymous":
            continue
        user = User.objects.get(pk=client.session["_auth_user_id"])
        today = timezone.localdate()
        scopes = ["read", "write"]
        found[who] = make_token(name="test", scopes=scopes, expires_on=today, on=today, by=user)[1]
    return found


def ask(tokens, who, address, verb="GET"):
    cache.clear()
    return Client().generic(verb, address, headers={"Authorization": f"Bearer {tokens[who]}"})


@pytest.mark.parametrize("row", API_ROWS, ids=lambda row: row.name)
def test_a_token_opens_what_its_owner_may_and_nothing_else(row, own, tokens):
    address = reverse(row.name, args=row.args(own))
    wrong = []
    for who in tokens:
        for verb in ("GET", "PATCH", "DELETE"):
            expected, status = row.expected(verb, who), ask(tokens, who, address, verb).status_code
            if status != expected:
                wrong.append(f"{verb} as {who}: {status}, expected {expected}")
    assert not wrong, "\n".join(wrong)
    assert set(tokens) == SIGNED_IN | {"deactivated"}


@pytest.mark.parametrize("name", PROGRAMME_TABLES)
def test_no_table_says_a_word_of_another_programme(name, own, other, tokens):
    """Whole, filtered, searched and as a file; the twin is the other programme's own people, who find it."""
    here = reverse("api_table", args=[own.programme.key, name])
    theirs = reverse("api_table", args=[other.programme.key, name])
    for query in ("", "?search=zanzibar", "?format=csv"):
        for who in ("manager", "partner_analyst"):
            answer = ask(tokens, who, f"{here}{query}")
            assert answer.status_code == 200
            said = answer.content.decode().replace("?search=zanzibar", "").lower()
            assert "zanzi" not in said, (who, query)
            refused, absent = (
                ask(tokens, who, f"{address}{query}")
                for address in (theirs, theirs.replace("zanzi", "nowhere"))
            )
            assert refused.status_code == 404
            assert NUMBER.sub(b"", refused.content) == NUMBER.sub(b"", absent.content)
    assert ask(tokens, "elsewhere_manager", theirs).status_code == 200


def test_who_may_not_export_takes_no_table_in_any_form(own, tokens):
    for who in sorted(MEMBERS - EXPORTERS):
        for name in ("services", "risks", "sources"):
            address = reverse("api_table", args=[own.programme.key, name])
            for query in ("", "?format=csv", "?limit=1&fields=reference"):
                assert ask(tokens, who, address + query).status_code == 403
