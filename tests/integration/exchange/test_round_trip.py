"""What is taken away and handed in untouched is no change: every register, every programme, both kinds of file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.core.models import User
from commissioning.exchange import jobs
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.services.receiving import NO_ROWS
from programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
PLACES = ("hampshire", "nottinghamshire", "derby", "essex", "illustration")
# Who may import: organisations are kept by the administrator, everything else by the manager.
WHO = {"organisations": "administrator@example.org"}
EMPTY = object()


@pytest.fixture(scope="module")
def loaded(all_five):
    return all_five


def untouched(client, place, register, ending):
    """The counts of handing in what the export gives; EMPTY where it has no row."""
    client.force_login(User.objects.get(email=WHO.get(register, "manager@example.org")))
    query = resource_class(register).query
    taken = client.get(f"{reverse(f'table_{ending}', args=[place, register])}?{query}")
    assert taken.status_code == 200
    content = b"".join(taken.streaming_content) if taken.streaming else taken.content
    sent = SimpleUploadedFile(f"{register}.{ending}", content)
    answer = client.post(reverse("import_add", args=[place, register]), {"file": sent})
    assert answer.status_code == 302, answer.content.decode()[:500]
    run = ImportRun.objects.latest("made_at")
    if run.state == RunState.CHECKING:
        jobs.check_import(run=str(run.pk))
        run.refresh_from_db()
    if run.problem == NO_ROWS:
        return EMPTY, run
    return {name: run.counts.get(name) for name in ("new", "changed", "refused")}, run


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("register", CLASSES)
def test_an_untouched_file_is_no_change(client, loaded, register, ending):
    wrong, filled = [], 0
    for place in PLACES:
        counts, run = untouched(client, place, register, ending)
        if counts is EMPTY:
            continue
        filled += 1
        if run.state != RunState.PREVIEWED or counts != {"new": 0, "changed": 0, "refused": 0}:
            rows = run.rows.exclude(verdict="same")[:3]
            wrong.append(
                (place, run.state, run.problem, counts, [(r.number, r.key, r.problems) for r in rows])
            )
    assert not wrong, "\n".join(map(str, wrong))
    assert filled, "no programme has a row of this register: the test proves nothing"


def test_every_register_has_rows_somewhere(loaded):
    assert Programme.objects.count() == len(PLACES)
