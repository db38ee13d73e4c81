"""Rights are asked anew at each step of an import, and while it is written; others learn nothing of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.exchange import jobs
from commissioning.exchange.access import act_for
from commissioning.exchange.models import RunState
from commissioning.exchange.services import runs
from programmes.models import Milestone, RoleAssignment
from tests.factories import ProgrammeFactory
from tests.factories.people import person_with
from tests.integration.exchange.planned_imports import REASON, act_of, place, previewed
from tests.work_off import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.authz, pytest.mark.intake]
NEW = ["", "Sign the contract", "March 2014", "", ""]


@pytest.fixture
def here():
    return place()


@pytest.fixture
def run(here):
    return previewed(*here[:2], NEW)


def lose_the_role(person):
    RoleAssignment.objects.filter(user=person).delete()


def lose_the_account(person):
    person.is_active = False
    person.save()


def written():
    return Milestone.objects.filter(text="Sign the contract").count()


def confirmed(here, run):
    runs.confirm(run, act_of(*here[:2]), version=run.version, reason=REASON)
    jobs.write_import.queue(run=str(run.pk))


LOSSES = pytest.mark.parametrize("lose", [lose_the_role, lose_the_account])


@LOSSES
def test_lost_between_preview_and_confirmation(here, run, lose):
    lose(here[1])
    act = act_for(run, here[1], timezone.localdate(), reason=REASON)
    with pytest.raises(PermissionDenied):
        jobs.confirm_and_write(run, act, version=run.version, reason=REASON)
    run.refresh_from_db()
    assert (run.state, written()) == (RunState.PREVIEWED, 0)


@LOSSES
def test_lost_between_confirmation_and_job(here, run, lose):
    confirmed(here, run)
    lose(here[1])
    work_off()
    run.refresh_from_db()
    assert (run.state, written()) == (RunState.INTERRUPTED, 0)
    assert run.problem.startswith("Nothing was imported.")


@LOSSES
def test_lost_while_it_is_written(here, run, lose, monkeypatch):
    confirmed(here, run)
    plan = runs._plan

    def losing(*given, **more):
        made = plan(*given, **more)
        assert written() == 1
        lose(here[1])
        return made

    monkeypatch.setattr(runs, "_plan", losing)
    work_off()
    run.refresh_from_db()
    assert (run.state, written()) == (RunState.INTERRUPTED, 0)
    assert runs.LOST in run.problem


def test_kept_it_is_written(here, run):
    confirmed(here, run)
    work_off()
    run.refresh_from_db()
    assert (run.state, written()) == (RunState.DONE, 1)


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.ANALYST])
def test_anothers_import_answers_as_one_that_does_not_exist(here, run, role):
    own = ProgrammeFactory(key="own")
    client = Client()
    client.force_login(person_with(role, programme=own))
    absent = "00000000-0000-4000-8000-000000000000"
    for name, more in (
        ("import_run", []),
        ("import_undo", []),
        ("import_file", []),
        ("import_refused", ["csv"]),
    ):
        for key in ("own", "here"):
            foreign = client.get(reverse(name, args=[key, run.pk, *more]))
            missing = client.get(reverse(name, args=[key, absent, *more]))
            assert (foreign.status_code, missing.status_code) == (404, 404), (name, key)
            assert run.file_name not in foreign.content.decode()
            assert "Sign the contract" not in foreign.content.decode()
    url = reverse("import_run", args=["own", run.pk])
    said = {"step": "confirm", "version": run.version, "reason": "Mine"}
    assert client.post(url, said).status_code == 404
    assert written() == 0
    client.force_login(here[1])
    assert client.get(reverse("import_run", args=["here", run.pk])).status_code == 200


def test_a_file_with_anothers_reference_is_refused_as_for_one_that_does_not_exist(here):
    programme, manager, _ = here
    theirs = Milestone.objects.create(
        programme=ProgrammeFactory(key="there"), reference="THERE-M-1", text="Secret canary", kind="milestone"
    )
    rows = [[theirs.reference, "", "", "", "Me"], ["THERE-M-2", "", "", "", "Me"]]
    first, second = previewed(programme, manager, *rows).rows.order_by("number")
    assert first.verdict == second.verdict == "refused"
    assert [p[3] for p in first.problems] == [p[3] for p in second.problems]
    assert "canary" not in str(first.problems)
