"""A long preview holds nobody up: it lets go of what it held after every piece, and says the same as in one piece."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.exchange import jobs
from commissioning.exchange.models import RunState, Verdict
from commissioning.exchange.registers.milestones import MilestoneResource
from commissioning.exchange.services import receiving, rehearsing, runs
from programmes.models import Milestone
from programmes.references import LOCK_CLASS
from tests.integration.exchange.feeding import plan_of
from tests.integration.exchange.planned_imports import REASON, act_of, place

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
HELD = "SELECT COUNT(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND classid = %s"


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(rehearsing, "PIECE", 4)
    return place()


def received(here, *rows):
    return receiving.receive("milestones", act_of(*here[:2]), content=plan_of(*rows), file_name="plan.csv")


def locks():
    with connection.cursor() as cursor:
        cursor.execute(HELD, [LOCK_CLASS])
        return cursor.fetchone()[0]


def test_after_every_piece_it_lets_go_of_the_order_of_references(here, monkeypatch):
    connection.savepoint()
    before, seen = locks(), []
    whole = rehearsing.rehearse

    def watched(*given, **more):
        whole(*given, **more)
        seen.append(locks())

    monkeypatch.setattr(rehearsing, "rehearse", watched)
    run = received(here, *[["", f"Step {number}", "March 2014", "", ""] for number in range(10)])
    told = []
    runs.check(run, act_of(*here[:2]), progress=lambda done, of: told.append((done, of)))
    assert seen == [before] * 3
    assert told[-1] == (10, 10)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert run.counts["new"] == 10
    assert not Milestone.objects.filter(text__startswith="Step").exists()
    done = jobs.confirm_and_write(run, act_of(*here[:2]), version=run.version, reason=REASON)
    assert done.state == RunState.DONE


def test_a_row_refused_behind_new_ones_is_tried_again_in_one_piece(here, monkeypatch):
    sizes = []
    whole = rehearsing.rehearse

    def watched(rows, *given, **more):
        sizes.append(len(rows))
        whole(rows, *given, **more)

    monkeypatch.setattr(rehearsing, "rehearse", watched)
    add = MilestoneResource.add

    def refusing(self, values, act):
        if values["text"] == "Bad":
            raise ValidationError({"text": "No."})
        return add(self, values, act)

    monkeypatch.setattr(MilestoneResource, "add", refusing)
    rows = [["", f"Step {number}", "March 2014", "", ""] for number in range(6)]
    run = received(here, *rows, ["", "Bad", "March 2014", "", ""])
    runs.check(run, act_of(*here[:2]))
    assert sizes == [4, 3, 7]
    assert (run.counts["new"], run.counts["refused"]) == (6, 1)
    assert [row.problems for row in run.rows.filter(verdict=Verdict.REFUSED)] == [
        [["B", "What", "Bad", "No."]]
    ]
