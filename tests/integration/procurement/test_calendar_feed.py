"""The feed behind a private link: its token is shown once, it needs no account, and it ends with the role."""

import hashlib
import re
from datetime import timedelta

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import CalendarLink
from procurement.services.calendar_links import end_link, hash_of, make_link, programme_behind
from procurement.views import calendar_feed
from programmes.access import NOTHING, grants_for
from programmes.models import RoleAssignment
from tests.factories import ContractFactory, OrganisationFactory, ProgrammeFactory, person_with
from tests.unit.procurement.test_ics import check_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    made = ProgrammeFactory(key="test", reference="T-PRG", place="Testshire")
    trust = OrganisationFactory(name="Zebra Care Trust")
    ContractFactory(
        programme=made,
        name="Nursing",
        reference="T-CON-1",
        starts=parse_fuzzy_date("1 April 2024"),
        ends=f"31 March {timezone.localdate().year + 2}",
        lead_provider=trust,
    )
    return made


@pytest.fixture
def owner(programme):
    return person_with(Role.BOARD_MEMBER, programme=programme)


@pytest.fixture
def token(programme, owner):
    return make_link(programme, by=owner, grants=grants_for(owner, timezone.localdate()), at=timezone.now())


def fetch(token, client=None):
    return (client or Client()).get(f"/calendar/{token}.ics")


def without_number(response):
    """A page of an error without the number that a reader may quote, which differs each time."""
    return re.sub(rb"quote \w+", b"quote", response.content)


def same_as_absent(response):
    absent = fetch("x" * 43)
    assert (response.status_code, absent.status_code) == (404, 404)
    assert without_number(response) == without_number(absent)
    own, other = dict(response.headers), dict(absent.headers)
    assert own == other
    return True


def test_it_answers_without_signing_in_sets_no_cookie_and_is_kept_by_nobody(token):
    response = fetch(token)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    check_lines(response.content)
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert "test-contract-end-t-con-1@commissioning" in {str(event["uid"]) for event in events}


def test_nothing_sealed_and_no_provider_stands_in_it(token):
    words = fetch(token).content.decode()
    assert "Zebra" not in words
    assert "£" not in words


def test_only_the_hash_of_the_token_is_kept(token, owner):
    link = CalendarLink.objects.get(user=owner)
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest() == hash_of(token)
    assert len(token) >= 43  # 256 bits
    assert token not in str(vars(link))


def test_the_page_shows_the_address_once_and_never_again(programme, owner):
    client = Client()
    client.force_login(owner)
    made = client.post("/programmes/test/calendar/link/")
    found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", made.content.decode())
    assert found
    assert made["Cache-Control"] == "no-store, private"
    assert Client().get(found[1]).status_code == 200
    again = client.get("/programmes/test/calendar/").content.decode()
    assert found[1] not in again
    assert "Your link was made on" in again
    assert client.get("/programmes/test/calendar/link/").status_code == 405


def test_a_new_link_ends_the_one_before(programme, owner, token):
    newer = make_link(programme, by=owner, grants=grants_for(owner, timezone.localdate()), at=timezone.now())
    assert same_as_absent(fetch(token))
    assert fetch(newer).status_code == 200
    assert CalendarLink.objects.filter(ended_at__isnull=True).count() == 1


def test_an_ended_link_is_as_one_that_never_was(programme, owner, token):
    assert fetch(token).status_code == 200
    assert (
        end_link(programme, by=owner, grants=grants_for(owner, timezone.localdate()), at=timezone.now()) == 1
    )
    assert same_as_absent(fetch(token))


def test_it_ends_with_the_account(owner, token):
    owner.is_active = False
    owner.save()
    assert same_as_absent(fetch(token))
    owner.is_active = True
    owner.save()
    assert fetch(token).status_code == 200


def test_it_ends_with_the_role_and_on_the_very_day(owner, token):
    RoleAssignment.objects.filter(user=owner).update(ends_on=timezone.localdate())
    assert same_as_absent(fetch(token))
    RoleAssignment.objects.filter(user=owner).update(ends_on=timezone.localdate() + timedelta(days=1))
    assert fetch(token).status_code == 200


def test_a_role_in_another_programme_does_not_keep_it_open(owner, token):
    RoleAssignment.objects.filter(user=owner).update(programme=ProgrammeFactory(key="other"))
    assert same_as_absent(fetch(token))


@pytest.mark.parametrize("wrong", ["x", "y" * 5000, "%00", "é", "..", "token with spaces"])
def test_a_token_that_is_none_finds_nothing(token, wrong):
    response = fetch(wrong)
    assert response.status_code == 404
    assert fetch(token).status_code == 200


def test_only_whoever_may_see_the_programme_makes_a_link(programme):
    stranger = person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory(key="other"))
    grants = grants_for(stranger, timezone.localdate())
    with pytest.raises(PermissionDenied):
        make_link(programme, by=stranger, grants=grants, at=timezone.now())
    with pytest.raises(PermissionDenied):
        end_link(programme, by=stranger, grants=NOTHING, at=timezone.now())
    assert not CalendarLink.objects.exists()


def test_one_persons_ending_leaves_anothers_link_alone(programme, token):
    other = person_with(Role.ANALYST, programme=programme)
    grants = grants_for(other, timezone.localdate())
    own = make_link(programme, by=other, grants=grants, at=timezone.now())
    end_link(programme, by=other, grants=grants, at=timezone.now())
    assert fetch(own).status_code == 404
    assert fetch(token).status_code == 200


def test_too_many_requests_from_one_address_are_turned_away_for_a_while(token, monkeypatch):
    monkeypatch.setattr(calendar_feed, "RATES", {"calendar_feed": "3/5m/ip"})
    assert [fetch(token).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert fetch("x" * 43).status_code == 429  # whether there is such a link is not told either


def test_other_ways_of_asking_are_refused(token):
    client = Client()
    assert client.post(f"/calendar/{token}.ics").status_code == 405
    assert client.head(f"/calendar/{token}.ics").status_code == 200
    assert client.get("/calendar/").status_code == 404


def test_history_keeps_who_made_and_ended_a_link_and_not_its_hash(programme, owner, token):
    from procurement.models import CalendarLink as Link

    event = Link.pgh_event_models if hasattr(Link, "pgh_event_models") else None
    assert event is not None
    model = next(iter(event.values())) if isinstance(event, dict) else event[0]
    assert "token_hash" not in {field.name for field in model._meta.get_fields()}
    assert model.objects.filter(pgh_obj_id=Link.objects.get().pk).exists()


def test_the_programme_behind_a_token_is_that_of_its_owner_on_the_day(programme, token):
    today = timezone.localdate()
    assert programme_behind(token, today) == programme
    assert programme_behind("", today) is None


def test_the_queries_of_a_feed_do_not_grow(programme, token, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fetch(token)
    with CaptureQueriesContext(connection) as few:
        fetch(token)
    for number in range(6):
        ContractFactory(
            programme=programme,
            name=f"More {number}",
            starts=parse_fuzzy_date("1 April 2024"),
            ends="31 March 2031",
        )
    with django_assert_num_queries(len(few)):
        fetch(token)
