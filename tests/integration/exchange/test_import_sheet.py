"""`manage.py import_sheet`: the preview and the receipt, the exit status, and that nothing is written unasked."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from commissioning.core.access import Role
from commissioning.core.history import history_model
from commissioning.exchange.models import ImportRun
from commissioning.exchange.services import runs
from programmes.models import Milestone
from tests.factories import OrganisationFactory, ProgrammeFactory, UserFactory
from tests.factories.people import person_with
from tests.integration.exchange.feeding import feed, plan_of, rows_of_every_table
from tests.integration.exchange.sheets import csv_rows

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
GOOD = ["", "Publish the offer", "March 2014", "", "Head of service"]
BAD = ["", "Sign the contract", "31/02/2014", "", ""]


@pytest.fixture
def programme():
    return ProgrammeFactory(key="here")


@pytest.fixture
def manager(programme):
    return person_with(Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def give(tmp_path):
    def give(content, name="plan.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return give


def committed(path, person, *more, register="milestones"):
    return feed(
        register, path, "--programme", "here", "--commit", "--by", person.email, "--reason", "Plan", *more
    )


def test_without_commit_it_previews_every_row_and_writes_nothing_at_all(programme, give):
    path = give(plan_of(GOOD, BAD))
    before = rows_of_every_table()
    status, told = feed("milestones", path, "--programme", "here")
    assert status == 3
    assert rows_of_every_table() == before
    assert told["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    good, bad = told["rows"]
    assert (good["row"], good["verdict"]) == (2, "new")
    assert (bad["row"], bad["verdict"], bad["problems"][0]["column"]) == (3, "refused", "C")
    assert bad["problems"][0]["found"] == "31/02/2014"
    assert bad["problems"][0]["message"]


def test_a_preview_in_which_nothing_is_refused_ends_with_0(programme, give):
    status, told = feed("milestones", give(plan_of(GOOD)), "--programme", "here")
    assert (status, told["status"], told["at"]) == (0, "previewed", None)
    assert not Milestone.objects.exists()


def test_with_commit_it_writes_as_the_account_and_prints_the_receipt(programme, manager, give):
    status, told = committed(give(plan_of(GOOD)), manager)
    assert (status, told["status"], told["reason"]) == (0, "done", "Plan")
    assert told["by"] == str(manager)
    assert told["at"]
    milestone = Milestone.objects.get()
    assert (milestone.text, told["rows"][0]["key"]) == ("Publish the offer", milestone.reference)
    context = history_model(Milestone).objects.get(pgh_obj=milestone, pgh_label="insert").pgh_context
    assert (context["user"], context["reason"], context["import"]) == (manager.pk, "Plan", told["import"])
    assert committed(give(plan_of(GOOD)), manager)[1]["counts"]["new"] == 0


def test_with_commit_a_refused_row_stops_all_unless_it_is_left_out(programme, manager, give):
    path = give(plan_of(GOOD, BAD))
    before = rows_of_every_table()
    status, told = committed(path, manager)
    assert (status, told["status"]) == (3, "previewed")
    assert rows_of_every_table() == before
    status, told = committed(path, manager, "--leave-out-refused")
    assert (status, told["status"], told["counts"]["refused"]) == (3, "done", 1)
    assert [each.text for each in Milestone.objects.all()] == ["Publish the offer"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["milestones", "{good}"], "Say which programme"),
        (["milestones", "{good}", "--programme", "nowhere"], "There is no programme nowhere"),
        (["organisations", "{good}", "--programme", "nowhere"], "There is no programme nowhere"),
        (["milestones", "{missing}", "--programme", "here"], "cannot be read: No such file"),
        (["milestones", "{folder}", "--programme", "here"], "cannot be read: Is a directory"),
        (["milestones", "{empty}", "--programme", "here"], ""),
        (["milestones", "/dev/zero", "--programme", "here"], ""),
        (["milestones", "{headings}", "--programme", "here"], "There is no row below the headings"),
        (["milestones", "{unknown}", "--programme", "here"], "not all recognised"),
        (["milestones", "{good}", "--programme", "here", "--by", "nobody@example.org"], "no active account"),
        (["milestones", "{good}", "--programme", "here", "--by", "left@example.org"], "no active account"),
        (["milestones", "{good}", "--programme", "here", "--by", "guest@example.org"], "Your role does not"),
        (["milestones", "{good}", "--programme", "here", "--commit"], "--commit needs --by and --reason"),
        (
            ["milestones", "{good}", "--programme", "here", "--commit", "--by", "{manager}"],
            "--commit needs --by and --reason",
        ),
        (
            ["milestones", "{good}", "--programme", "here", "--commit", "--by", "{manager}", "--reason", " "],
            "--commit needs --by and --reason",
        ),
        (["nothing-of-the-kind", "{good}", "--programme", "here"], "invalid choice"),
        (["milestones"], "required"),
        (["milestones", "{good}", "--programme", "here", "--effective-on", "soon"], "effective-on"),
        (["milestones", "{good}", "--programme", "here", "--unheard-of"], "unrecognized"),
    ],
)
def test_whatever_is_refused_as_a_whole_ends_with_4_and_json_and_writes_nothing(
    programme, manager, give, tmp_path, arguments, words
):
    UserFactory(email="left@example.org", is_active=False)
    UserFactory(email="guest@example.org")
    known = {
        "good": give(plan_of(GOOD)),
        "missing": str(tmp_path / "absent.csv"),
        "folder": str(tmp_path),
        "empty": give(b"", "empty.csv"),
        "headings": give(plan_of(), "headings.csv"),
        "unknown": give(csv_rows(["Reference", "Wht", "Lead person responsible"], ["", "x", "y"]), "u.csv"),
        "manager": manager.email,
    }
    before = rows_of_every_table()
    status, told = feed(*(each.format(**known) for each in arguments))
    assert status == 4
    assert (told["status"], told["rows"]) == ("refused", [])
    assert words in told["message"]
    assert told["message"]
    assert rows_of_every_table() == before


def test_a_register_that_programmes_share_needs_none(give):
    OrganisationFactory(name="Derby Trust")
    path = give(csv_rows(["Reference", "Name", "Kind"], ["", "Erewash Trust", "NHS trust"]))
    status, told = feed("organisations", path)
    assert status in {0, 3}
    assert told["programme"] is None


def test_what_somebody_changes_meanwhile_is_checked_again_and_the_end_is_told(
    programme, manager, give, monkeypatch
):
    confirm = runs.confirm

    def overtaken(run, act, **said):
        ImportRun.objects.filter(pk=run.pk).update(seen="something else")
        run.refresh_from_db()
        return confirm(run, act, **{**said, "version": run.version})

    monkeypatch.setattr(runs, "confirm", overtaken)
    before = rows_of_every_table()
    status, told = committed(give(plan_of(GOOD)), manager)
    assert (status, told["status"]) == (4, "refused")
    assert "Other people keep changing" in told["message"]
    assert rows_of_every_table() == before


@pytest.mark.no_cover
@pytest.mark.django_db(transaction=True)
def test_as_a_process_of_its_own_it_prints_nothing_but_json(programme, manager, give):
    from django.db import connection

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.ops.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "PYTHONIOENCODING": "ascii",
    }
    path = give(plan_of(["", "Café – öffnen", "March 2014", "", ""]))

    def run(*arguments):
        ended = subprocess.run(
            [sys.executable, "manage.py", "import_sheet", *arguments, "--json"],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ended.returncode, json.loads(ended.stdout)

    said = ["--commit", "--by", manager.email, "--reason", "Weekly plan"]
    status, told = run("milestones", path, "--programme", "here", *said)
    assert (status, told["status"], told["rows"][0]["label"]) == (0, "done", "Café – öffnen")
    assert Milestone.objects.get().text == "Café – öffnen"
    assert run("no-register", path)[0] == 4
