"""Two people at the same moment: one is saved, the other is told, and nobody sees a failure."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.admin_forms import REASON
from commissioning.core.concurrency import StaleEdit
from procurement.models import ProcurementPhase
from programmes.models import Challenge
from tests.factories.people import person_with
from tests.factories.procurement import ProcurementPhaseFactory
from tests.factories.programmes import ChallengeFactory
from tests.pageforms import shown_in


@pytest.fixture
def both(transactional_db, signed_in):
    """Two managers of one programme, each at a browser."""
    from tests.factories.programmes import ProgrammeFactory

    programme = ProgrammeFactory(reference="TST-PRG")
    browsers = [signed_in(person_with(Role.PROGRAMME_MANAGER, programme=programme)) for _ in range(2)]
    return programme, browsers


def send_at_once(address, browsers, sent):
    """Each browser sends its form from a thread of its own, all starting together; the statuses, sorted."""
    gate = threading.Barrier(len(browsers))
    answers = {}

    def run(number):
        gate.wait()
        try:
            answers[number] = browsers[number].post(address, sent[number]).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers.values())


@pytest.mark.race
def test_two_people_save_one_record_at_once(both):
    programme, browsers = both
    challenge = ChallengeFactory(programme=programme)
    for number in range(5):
        address = reverse("admin:programmes_challenge_change", args=[challenge.pk])
        sent = [
            {**shown_in(browser.get(address)), "title": f"{number} by {who}", REASON: "x"}
            for who, browser in enumerate(browsers)
        ]
        assert send_at_once(address, browsers, sent) == [302, 409]
    assert Challenge.objects.get().version == 6


@pytest.mark.race
def test_two_people_take_one_number_at_once(both):
    _, browsers = both
    address = reverse("admin:procurement_procurementphase_add")
    for number in range(1, 6):
        sent = {**shown_in(browsers[0].get(address)), "number": number, "name": "Phase", REASON: "x"}
        assert send_at_once(address, browsers, [sent, sent]) == [200, 302]
    assert sorted(ProcurementPhase.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.race
def test_two_people_add_at_once_and_get_two_references(both):
    _, browsers = both
    address = reverse("admin:programmes_challenge_add")
    sent = {**shown_in(browsers[0].get(address)), "title": "Rural access", "text": "Few buses", REASON: "x"}
    for _ in range(5):
        assert send_at_once(address, browsers, [sent, sent]) == [302, 302]
    references = set(Challenge.objects.values_list("reference", flat=True))
    assert references == {f"TST-CH-{number}" for number in range(1, 11)}


@pytest.mark.parametrize("lost", [IntegrityError("taken"), "stale"])
def test_whoever_loses_a_race_is_shown_the_form_again_with_what_they_typed(
    manager, programme, monkeypatch, lost
):
    """The first attempt fails in the database; the second finds the cause by checking and says so."""
    ProcurementPhaseFactory(programme=programme, number=1)
    own = ProcurementPhaseFactory(programme=programme, number=2)
    address = reverse("admin:procurement_procurementphase_change", args=[own.pk])
    sent = {**shown_in(manager.get(address)), "number": "1", REASON: "x"}
    checked = ProcurementPhase.validate_constraints
    attempts = []

    def fails_once(self, exclude=None):
        attempts.append(self)
        if len(attempts) == 1:
            raise StaleEdit(self) if lost == "stale" else lost
        return checked(self, exclude)

    monkeypatch.setattr(ProcurementPhase, "validate_constraints", fails_once)
    response = manager.post(address, sent)
    assert len(attempts) == 2
    assert "already exists" in response.content.decode()
    assert shown_in(response)["number"] == "1"


def test_a_write_that_the_database_refuses_twice_says_so_and_saves_nothing(manager, programme, monkeypatch):
    challenge = ChallengeFactory(programme=programme, title="Before")
    address = reverse("admin:programmes_challenge_change", args=[challenge.pk])
    sent = {**shown_in(manager.get(address)), "title": "After", REASON: "x"}

    def refuses(self, *args, **kwargs):
        raise IntegrityError("never")

    with monkeypatch.context() as patched:
        patched.setattr(Challenge, "save", refuses)
        response = manager.post(address, sent, follow=True)
    assert response.status_code == 200
    assert "Someone else changed this at the same moment. Nothing was saved" in response.content.decode()
    challenge.refresh_from_db()
    assert challenge.title == "Before"
