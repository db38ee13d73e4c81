"""Every awkward file, handed in on the page as a person would: no server error, nothing written, its outcome."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.history import history_model
from commissioning.exchange.models import ImportRun, RunState, Verdict
from programmes.models import Milestone
from tests.awkward.catalogue import awkward
from tests.awkward.kinds import Refused
from tests.factories import MilestoneFactory, ProgrammeFactory
from tests.factories.people import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
# The catalogue is of any register; what the register of milestones makes of these, and why.
OTHERWISE = {
    "blank-key": ("accepted", "a row without a reference is recognised by its words, or is new"),
    "missing-column": ("accepted", "rows without references are recognised by their words, or are new"),
    "date-true": ("refused", "its words differ, and a milestone keeps its words"),
    "date-tbc": ("accepted", "a date may be to be confirmed"),
}
# A milestone has no number: what is made of them is held with the readers of cells.
OF_NUMBERS = ("number-", "value-")
HELD = {RunState.REFUSED, RunState.COLUMNS}


@pytest.fixture
def plan(db):
    """A programme with the one milestone that the catalogue's rows are about."""
    programme = ProgrammeFactory(key="awkward")
    MilestoneFactory(
        programme=programme, reference="M1", text="Sign the agreement", date="1 April 2024", state="planned"
    )
    return programme


def handed_in(client, programme, file):
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme))
    sent = SimpleUploadedFile(file.filename, file.content)
    return client.post(reverse("import_add", args=[programme.key, "milestones"]), {"file": sent})


@pytest.mark.parametrize("file", awkward(), ids=str)
def test_an_awkward_file_ends_in_plain_words_and_writes_nothing(client, plan, file):
    before = history_model(Milestone).objects.count()
    answer = handed_in(client, plan, file)
    assert answer.status_code in {302, 400}, file.about
    if answer.status_code == 302:
        page = client.get(answer["Location"])
        assert page.status_code == 200
        run = ImportRun.objects.get()
        assert run.state in {*HELD, RunState.PREVIEWED, RunState.CHECKING}
        if isinstance(file.expect, Refused):
            assert (run.state, file.expect.message in run.problem) == (RunState.REFUSED, True)
        elif file.verdict in {"refused", "accepted"} and not file.name.startswith(OF_NUMBERS):
            _has_its_verdict(run, file)
    assert history_model(Milestone).objects.count() == before


def _has_its_verdict(run, file):
    wanted = OTHERWISE.get(file.name, (file.verdict, ""))[0]
    rows = list(run.rows.filter(verdict=Verdict.REFUSED))
    refused = run.state in HELD or bool(rows)
    problems = [problem for row in rows for problem in row.problems]
    assert refused == (wanted == "refused"), (file.about, run.state, run.problem, problems)
    assert all(message.strip() for *_, message in problems)
