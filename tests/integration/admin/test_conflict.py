"""Two people edit one record: the second sees both versions by field, and nothing of either is lost."""

import pytest
from django.db import connection
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.admin_forms import REASON
from commissioning.core.history import changes_of
from tests.factories.people import person_with
from tests.factories.procurement import StatedValueFactory
from tests.factories.programmes import ChallengeFactory, OrganisationFactory
from tests.pageforms import shown_in


@pytest.fixture
def challenge(programme):
    return ChallengeFactory(programme=programme, title="Rural access", text="Few buses", mitigation="")


@pytest.fixture
def colleague(programme, signed_in):
    return signed_in(person_with(Role.PROGRAMME_MANAGER, programme=programme, job_title="Deputy manager"))


def address_of(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def test_the_second_sees_who_changed_what_and_saves_both(manager, colleague, challenge):
    address = address_of(challenge)
    opened = shown_in(manager.get(address))
    sent = shown_in(colleague.get(address))
    colleague.post(address, {**sent, "text": "No buses on Sundays", REASON: "The operator wrote"})

    stale = manager.post(
        address, {**opened, "mitigation": "Clinics on Saturdays", REASON: "Agreed at the board"}
    )
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Deputy manager" in page
    assert "The operator wrote" in page
    (contested,) = stale.context["conflict"].fields
    assert (contested.label, contested.opened, contested.now) == ("Text", "Few buses", "No buses on Sundays")
    assert not contested.both
    challenge.refresh_from_db()
    assert challenge.mitigation == ""

    again = shown_in(stale)
    assert again["mitigation"] == "Clinics on Saturdays"  # typed here, not lost
    assert again["text"] == "No buses on Sundays"  # theirs, not overwritten unseen
    assert again[REASON] == "Agreed at the board"
    assert manager.post(address, again).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.text, challenge.mitigation) == ("No buses on Sundays", "Clinics on Saturdays")
    assert [change.who for change in changes_of(challenge)][:2] == [str(manager.user), "Deputy manager"]


def test_a_field_that_both_changed_shows_both_and_keeps_what_was_typed(manager, colleague, challenge):
    address = address_of(challenge)
    opened, theirs = shown_in(manager.get(address)), shown_in(colleague.get(address))
    colleague.post(address, {**theirs, "title": "Island access", REASON: "x"})
    stale = manager.post(address, {**opened, "title": "Remote access", REASON: "y"})
    (contested,) = stale.context["conflict"].fields
    assert (contested.opened, contested.now, contested.yours, contested.both) == (
        "Rural access",
        "Island access",
        "Remote access",
        True,
    )
    assert shown_in(stale)["title"] == "Remote access"


def test_a_third_change_in_between_is_caught_again(manager, colleague, challenge):
    address = address_of(challenge)
    opened = shown_in(manager.get(address))
    for title in ("Island access", "Coastal access"):
        theirs = shown_in(colleague.get(address))
        colleague.post(address, {**theirs, "title": title, REASON: "x"})
        stale = manager.post(address, {**opened, "text": "Mine", REASON: "y"})
        assert stale.status_code == 409
        opened = shown_in(stale)
    assert manager.post(address, opened).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.title, challenge.text) == ("Coastal access", "Mine")


def test_money_and_choices_are_compared_as_people_read_them(manager, colleague, programme):
    stated = StatedValueFactory(programme=programme, covers="phase 2", money="~£13m")
    address = address_of(stated)
    opened, theirs = shown_in(manager.get(address)), shown_in(colleague.get(address))
    colleague.post(address, {**theirs, "money": "~£14m", "money_basis": "per_annum", REASON: "x"})
    stale = manager.post(address, {**opened, "covers": "phase 2, revised", REASON: "y"})
    shown = {field.label: (field.opened, field.now) for field in stale.context["conflict"].fields}
    assert shown["Money"] == ("~£13m", "~£14m")
    assert shown["Money basis"] == ("basis not stated", "per annum")
    assert manager.post(address, shown_in(stale)).status_code == 302
    stated.refresh_from_db()
    assert (stated.covers, stated.money.printed, stated.money.basis) == (
        "phase 2, revised",
        "~£14m",
        "per_annum",
    )


def test_a_change_beneath_a_record_makes_an_open_form_of_it_stale(administrator, signed_in):
    second = signed_in(person_with(Role.PLATFORM_ADMINISTRATOR, job_title="Second administrator"))
    council = OrganisationFactory(name="Testshire Council")
    address = address_of(council)
    opened, theirs = shown_in(administrator.get(address)), shown_in(second.get(address))
    assert second.post(address, {**theirs, "aliases-0-name": "TCC", REASON: "x"}).status_code == 302
    stale = administrator.post(address, {**opened, "kind": "local_authority", REASON: "y"})
    assert stale.status_code == 409
    assert "Second administrator" in stale.content.decode()


def test_where_history_was_lost_everything_typed_counts(manager, challenge):
    """A restored table without its history: the page still refuses, and shows what differs."""
    address = address_of(challenge)
    opened = shown_in(manager.get(address))
    type(challenge).objects.filter(pk=challenge.pk).update(title="Island access")
    stale = manager.post(address, {**opened, "seen_version": "77", "title": "Remote access", REASON: "y"})
    assert stale.status_code == 409
    (contested,) = stale.context["conflict"].fields
    assert (contested.now, contested.yours) == ("Island access", "Remote access")


def test_the_record_is_locked_while_it_is_written(manager, challenge, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    address = address_of(challenge)
    opened = shown_in(manager.get(address))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        manager.post(address, {**opened, "title": "x", REASON: "y"})
    assert any("FOR UPDATE" in q["sql"] and "programmes_challenge" in q["sql"] for q in queries)
