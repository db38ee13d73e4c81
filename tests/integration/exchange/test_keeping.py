"""Files go after a while, receipts stay; what nobody confirmed is discarded; an old import can still be undone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core import jobs as queue
from commissioning.core.audit import acting_as_command
from commissioning.core.history import history_model
from commissioning.exchange import jobs
from commissioning.exchange.models import ImportRun, KeptAnswer, RunState
from commissioning.exchange.selectors.receipt import receipt
from commissioning.exchange.services import keeping, undo
from programmes.models import Milestone
from tests.integration.exchange.planned_imports import REASON, act_of, place, previewed

pytestmark = [pytest.mark.django_db, pytest.mark.intake, pytest.mark.ops]


@pytest.fixture
def here():
    return place()


def imported(here):
    programme, manager, milestone = here
    run = previewed(programme, manager, [milestone.reference, "Publish", "", "", "Head of service"])
    return jobs.confirm_and_write(run, act_of(programme, manager), version=run.version, reason=REASON)


def later(days):
    with acting_as_command("test"):
        return keeping.tidy(timezone.now() + timedelta(days=days))


def test_the_file_goes_and_the_receipt_stays(here, settings):
    run = imported(here)
    before = receipt(run)
    assert later(settings.IMPORT_FILE_DAYS - 1)["imports"] == 0
    assert bytes(ImportRun.objects.get().content)
    assert later(settings.IMPORT_FILE_DAYS + 1)["imports"] == 1
    run = ImportRun.objects.get()
    assert (bytes(run.content), run.state) == (b"", RunState.DONE)
    assert receipt(run) == before
    assert later(settings.IMPORT_FILE_DAYS + 2)["imports"] == 0
    undo.undo(run, act_of(*here[:2]), reason="Wrong file")
    assert Milestone.objects.get().owner_role == ""


def test_who_asks_for_a_file_that_went_is_told(here, settings):
    run = imported(here)
    client = Client()
    client.force_login(here[1])
    url = reverse("import_file", args=["here", run.pk])
    assert client.get(url).status_code == 200
    later(settings.IMPORT_FILE_DAYS + 1)
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    assert "This one has been removed; its receipt stays." in answer.content.decode()


def test_what_nobody_confirmed_is_discarded_with_the_cells_of_its_refused_rows(here, settings):
    programme, manager, _ = here
    run = previewed(programme, manager, ["", "Sign", "31/02/2014", "", ""])
    assert run.rows.get().cells
    later(settings.IMPORT_FILE_DAYS + 1)
    run.refresh_from_db()
    assert (run.state, run.problem, run.rows.get().cells) == (RunState.DISCARDED, keeping.TOO_OLD, {})
    context = history_model(ImportRun).objects.filter(pgh_obj=run).latest("pgh_id").pgh_context
    assert context["command"] == "test"


def test_what_is_being_worked_at_is_left_alone(here, settings):
    run = imported(here)
    ImportRun.objects.update(state=RunState.WRITING)
    assert later(settings.IMPORT_FILE_DAYS + 1)["imports"] == 0
    assert bytes(ImportRun.objects.get(pk=run.pk).content)


def test_answers_of_the_api_go_after_a_day_by_the_nightly_job(here):
    KeptAnswer.objects.create(user=here[1], key="one", request_hash="0" * 64, status=201)
    night = queue.declared["remove old files of imports and exports"]
    night(due=timezone.now() + timedelta(hours=23))
    assert KeptAnswer.objects.exists()
    night(due=timezone.now() + timedelta(hours=25))
    assert not KeptAnswer.objects.exists()
