"""Publishing: once and for good, under one's own prefix alone, by those who may; and the files that come of it."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from procurement.models import ProcurementPhase, Publication, PublishedRelease
from procurement.ocds.validate import problems_of
from procurement.services.publishing import publish
from programmes.access import grants_for
from programmes.models import Programme
from tests.factories import person_with
from tests.integration.procurement.ocds_world import AT, ON, OcdsWorld

pytestmark = pytest.mark.django_db
LATER = {"at": AT + timedelta(days=1)}


@pytest.fixture
def world(law, settings):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    return OcdsWorld()


def phase_now(world):
    return ProcurementPhase.objects.get(pk=world.phase.pk)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


# --- the door -----------------------------------------------------------------------------------------------------


def test_the_first_release_gives_the_identifiers_for_good(world, settings):
    release = publish(world.phase, **world.who)
    assert release.ocid == phase_now(world).ocid == "ocds-a1b2c3-C-PH-1"
    assert Publication.objects.get().ocid == "ocds-a1b2c3-C-PRG"
    settings.OCID_PREFIX = "ocds-zzzzzz"
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(
        description="Other words", ocid="ocds-h6vhtk-later"
    )
    assert publish(phase_now(world), **{**world.who, **LATER}).ocid == "ocds-a1b2c3-C-PH-1"


def test_nothing_new_is_published_where_nothing_changed(world):
    assert publish(world.phase, **world.who)
    assert publish(phase_now(world), **{**world.who, **LATER}) is None
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(description="Other words")
    second = publish(phase_now(world), **{**world.who, **LATER})
    assert second.body["tag"] == ["contractUpdate"]
    assert second.release_id != PublishedRelease.objects.first().release_id


def test_words_that_come_back_are_a_release_of_their_own(world):
    said = [publish(world.phase, **world.who)]
    for place, words in enumerate(("Other words", world.phase.description), start=1):
        ProcurementPhase.objects.filter(pk=world.phase.pk).update(description=words)
        said.append(publish(phase_now(world), **{**world.who, "at": AT + timedelta(days=place)}))
    assert len({release.release_id for release in said}) == 3


def test_a_new_notice_gives_its_tag_and_its_number(world):
    publish(world.phase, **world.who)
    world.notice("UK10", date(2026, 5, 20), external_id="090777-2026", contract=world.contract)
    release = publish(phase_now(world), **{**world.who, **LATER})
    assert (release.release_id, release.body["tag"]) == ("090777-2026", ["contractAmendment"])


def test_a_release_is_never_changed_nor_deleted(world):
    release = publish(world.phase, **world.who)
    for act in (
        lambda: PublishedRelease.objects.filter(pk=release.pk).update(body={}),
        lambda: PublishedRelease.objects.filter(pk=release.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert PublishedRelease.objects.get(pk=release.pk).body == release.body


@pytest.mark.parametrize("prefix", ["ocds-213czf", "ocds-h6vhtk"])
def test_the_example_and_a_portals_prefix_refuse_and_say_what_to_do(world, settings, prefix):
    settings.OCID_PREFIX = prefix
    if prefix != "ocds-213czf":
        ProcurementPhase.objects.update(ocid="ocds-h6vhtk-0fffa1")
        Publication.objects.create(programme=world.programme, ocid="ocds-h6vhtk-0fffa2")
    with pytest.raises(ValidationError) as refused:
        publish(phase_now(world), **world.who)
    words = " ".join(refused.value.message_dict["prefix"])
    assert prefix in words
    assert "OCID_PREFIX" in words
    assert not PublishedRelease.objects.exists()


def test_what_is_made_up_is_never_published(world):
    type(world.contract).objects.update(illustrative=True)
    with pytest.raises(ValidationError, match="made up"):
        publish(world.phase, **world.who)
    type(world.contract).objects.update(illustrative=False)
    assert publish(world.phase, **world.who)


def test_what_a_person_agreed_to_is_what_is_published(world):
    with pytest.raises(ValidationError, match="has changed since"):
        publish(world.phase, **world.who, expected="0" * 64)


def test_a_release_with_a_fault_is_refused_by_field(world):
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(ocid="not an ocid")
    with pytest.raises(ValidationError, match="ocid"):
        publish(phase_now(world), **world.who)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.PROGRAMME_MANAGER, Role.PLATFORM_ADMINISTRATOR}]
)
def test_only_those_who_may_publish_do(world, role):
    person = person_with(role, programme=world.programme)
    with pytest.raises(PermissionDenied):
        publish(world.phase, **{**world.who, "by": person, "grants": grants_for(person, ON)})


def test_the_programmes_planning_is_a_process_of_its_own(world):
    release = publish(world.programme, **world.who)
    assert (release.phase, release.ocid) == (None, "ocds-a1b2c3-C-PRG")
    assert release.body["tag"] == ["planning"]
    Programme.objects.update(vision="Every child")
    world.programme.refresh_from_db()
    assert publish(world.programme, **{**world.who, **LATER}).body["tag"] == ["planningUpdate"]


# --- the files ----------------------------------------------------------------------------------------------------


def get(world, name, *args, query="", user=None):
    return client_of(user or world.by).get(reverse(name, args=[world.programme.key, *args]) + query)


def test_files_hold_what_was_published_and_only_that(world):
    assert get(world, "ocds_releases").status_code == 404
    assert get(world, "ocds_phase", 1).status_code == 404
    publish(world.phase, **world.who)
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(description="Not out yet")
    for name, args, kind in (
        ("ocds_releases", (), "release-package"),
        ("ocds_records", (), "record-package"),
        ("ocds_phase", (1,), "record-package"),
    ):
        answer = get(world, name, *args)
        assert answer["Content-Type"] == "application/json"
        package = json.loads(answer.content)
        assert problems_of(package, kind) == ()
        assert "Not out yet" not in answer.content.decode()
        assert package["uri"].endswith(".json")


def test_a_record_holds_every_release_and_all_of_them_merged(world):
    publish(world.phase, **world.who)
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(description="Said later")
    publish(phase_now(world), **{**world.who, **LATER})
    record = json.loads(get(world, "ocds_phase", 1).content)["records"][0]
    assert len(record["releases"]) == 2
    assert record["compiledRelease"]["tag"] == ["compiled"]
    assert record["compiledRelease"]["tender"]["description"].startswith("Said later")
    latest = json.loads(get(world, "ocds_releases").content)["releases"]
    assert [release["tender"]["description"][:10] for release in latest] == ["Said later"]


def test_the_preview_is_marked_and_for_those_who_may_publish(world):
    answer = get(world, "ocds_releases", query="?preview=1")
    assert answer["X-Publication-State"] == "preview"
    assert "preview-not-published" in answer["Content-Disposition"]
    assert problems_of(json.loads(answer.content)) == ()
    analyst = person_with(Role.ANALYST, programme=world.programme)
    assert get(world, "ocds_releases", query="?preview=1", user=analyst).status_code == 403
    board = person_with(Role.BOARD_MEMBER, programme=world.programme)
    publish(world.phase, **world.who)
    assert get(world, "ocds_releases", user=analyst).status_code == 200
    assert get(world, "ocds_releases", user=board).status_code == 403


def test_a_file_that_the_reader_has_is_not_sent_again(world):
    publish(world.phase, **world.who)
    first = get(world, "ocds_releases")
    client = client_of(world.by)
    again = client.get(reverse("ocds_releases", args=["county"]), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- the pages ----------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_published_and_what_has_changed(world):
    text = get(world, "ocds").content.decode()
    assert "Not published" in text
    assert "ocds-a1b2c3-C-PH-1" in text
    publish(world.phase, **{**world.who, "on": timezone.localdate()})
    assert "As published" in get(world, "ocds").content.decode()
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(description="Other")
    assert "Changed since" in get(world, "ocds").content.decode()


def test_publishing_by_hand_shows_then_writes(world):
    client, url = client_of(world.by), reverse("ocds_publish", args=["county"])
    shown = client.post(url, {"step": "preview", "processes": ["1"]})
    assert shown.status_code == 200
    assert not PublishedRelease.objects.exists()
    sent = {name: value for name, value in shown.context["hidden"] if name != "processes"}
    done = client.post(url, {"step": "confirm", "processes": ["1"], **sent})
    assert done.status_code == 302
    assert PublishedRelease.objects.get().ocid == "ocds-a1b2c3-C-PH-1"


def test_what_changed_between_summary_and_confirmation_is_shown_again(world):
    client, url = client_of(world.by), reverse("ocds_publish", args=["county"])
    shown = client.post(url, {"step": "preview", "processes": ["1"]})
    sent = {name: value for name, value in shown.context["hidden"] if name != "processes"}
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(description="Changed meanwhile")
    refused = client.post(url, {"step": "confirm", "processes": ["1"], **sent})
    assert refused.status_code == 422
    assert "has changed since you looked" in refused.content.decode()
    assert not PublishedRelease.objects.exists()


def test_the_page_refuses_under_the_example_prefix_in_words(world, settings):
    settings.OCID_PREFIX = "ocds-213czf"
    assert "Example prefix: nothing can be published" in get(world, "ocds").content.decode()
    url = reverse("ocds_publish", args=["county"])
    refused = client_of(world.by).post(url, {"step": "preview", "processes": ["1"]})
    assert refused.status_code == 422
    assert "Register a prefix" in refused.content.decode()


def test_faults_are_named_by_process_and_field_with_a_cure(world):
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(ocid="no ocid")
    text = get(world, "ocds").content.decode()
    assert "is not an ocid" in text
    assert "Write ocds-" in text
