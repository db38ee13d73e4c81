"""Several people at one import, or at its records, at one moment: one succeeds, the others are told; never a fault."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from commissioning.core.concurrency import StaleEdit
from commissioning.exchange import jobs
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.services import runs, undo
from programmes.models import Milestone
from programmes.models.delivery import MilestoneChange
from programmes.services.milestones import change_milestone
from tests.integration.exchange.planned_imports import REASON, act_of, place, previewed
from tests.integration.procurement.test_scope_race import PEOPLE, together

pytestmark = [pytest.mark.race, pytest.mark.intake, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here():
    return place()


def changing(here, owner="Head of service"):
    programme, manager, milestone = here
    return previewed(programme, manager, [milestone.reference, "Publish", "", "", owner])


def confirm(run, here):
    programme, manager, _ = here
    return jobs.confirm_and_write(run, act_of(programme, manager), version=run.version, reason=REASON)


def done(here, owner="Head of service"):
    return confirm(changing(here, owner), here)


def edit(here, milestone, owner="Somebody else"):
    return change_milestone(
        milestone,
        owner_role=owner,
        effective_on=act_of(*here[:2]).on,
        today=act_of(*here[:2]).on,
        reason="By hand",
        by=here[1],
        expected_version=milestone.version,
    )


def test_of_eight_who_confirm_one_imports_and_seven_are_told(here):
    run = changing(here)
    answers = together(lambda _: confirm(run, here))
    kept = [each for each in answers if isinstance(each, ImportRun)]
    told = [each for each in answers if isinstance(each, ValidationError | StaleEdit)]
    assert (len(kept), len(told)) == (1, PEOPLE - 1)
    assert kept[0].state == RunState.DONE
    assert MilestoneChange.objects.filter(reason=REASON).count() == 1


def test_the_same_by_the_pages_is_never_a_fault(here):
    run = changing(here)
    url = reverse("import_run", args=["here", run.pk])

    def send(_):
        client = Client(raise_request_exception=False)
        client.force_login(here[1])
        return client.post(url, {"step": "confirm", "version": run.version, "reason": REASON})

    answers = together(send)
    assert {answer.status_code for answer in answers} <= {302, 400}
    assert ImportRun.objects.get(pk=run.pk).state == RunState.DONE
    assert MilestoneChange.objects.filter(reason=REASON).count() == 1


def test_confirmed_or_discarded_never_both(here):
    run = changing(here)

    def work(person):
        if person % 2:
            return confirm(run, here)
        return runs.discard(run, act_of(*here[:2]), version=run.version)

    answers = together(work)
    (kept,) = [each for each in answers if isinstance(each, ImportRun)]
    state = ImportRun.objects.get(pk=run.pk).state
    assert state == kept.state
    written = MilestoneChange.objects.filter(reason=REASON).count()
    assert (state, written) in {(RunState.DONE, 1), (RunState.DISCARDED, 0)}


def test_against_somebody_elses_edit_none_is_lost_silently(here):
    run, milestone = changing(here), Milestone.objects.get()

    def work(person):
        return confirm(run, here) if person == 0 else edit(here, milestone, f"Person {person}")

    together(work)
    state, owner = ImportRun.objects.get(pk=run.pk).state, Milestone.objects.get().owner_role
    if state == RunState.DONE:
        assert owner == "Head of service"
    else:
        assert state == RunState.PREVIEWED
        assert runs.MOVED_ON in ImportRun.objects.get(pk=run.pk).told
        assert owner.startswith("Person")


def test_of_eight_imports_of_one_record_one_is_written_and_seven_are_at_a_new_preview(here):
    ready = [changing(here, f"Owner {number}") for number in range(PEOPLE)]
    answers = together(lambda person: confirm(ready[person], here))
    states = sorted(ImportRun.objects.get(pk=run.pk).state for run in ready)
    assert states == [RunState.DONE] + [RunState.PREVIEWED] * (PEOPLE - 1), answers
    (winner,) = [n for n, r in enumerate(ready) if ImportRun.objects.get(pk=r.pk).state == RunState.DONE]
    assert Milestone.objects.get().owner_role == f"Owner {winner}"


def test_undone_once_by_eight(here):
    run = done(here)
    answers = together(lambda _: undo.undo(run, act_of(*here[:2]), reason="Wrong file"))
    assert sum(isinstance(each, ImportRun) for each in answers) == 1
    assert sum(isinstance(each, ValidationError) for each in answers) == PEOPLE - 1
    assert Milestone.objects.get().owner_role == ""


def test_undone_or_edited_never_both(here):
    run, milestone = done(here), Milestone.objects.get()

    def work(person):
        if person % 2:
            return undo.undo(run, act_of(*here[:2]), reason="Wrong file")
        return edit(here, milestone, f"Person {person}")

    answers = together(work)
    undone = ImportRun.objects.get(pk=run.pk).state == RunState.UNDONE
    owner = Milestone.objects.get().owner_role
    assert owner == "" if undone else owner.startswith("Person")
    assert sum(not isinstance(each, Exception) for each in answers) == 1


def test_whoever_has_a_record_open_that_an_undo_changed_is_told(here):
    run, open_before = done(here), Milestone.objects.get()
    undo.undo(run, act_of(*here[:2]), reason="Wrong file")
    with pytest.raises(StaleEdit):
        edit(here, open_before)
    assert edit(here, Milestone.objects.get()).owner_role == "Somebody else"
