"""What the programmes' own exports say goes back in without a change, for every programme that has such rows."""

from datetime import date

import pytest

from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act
from programmes.access import Grants
from programmes.models import Programme
from tests.factories import UserFactory
from tests.integration.exchange.registers.by_hand import exported, planned, told, written

pytestmark = [pytest.mark.intake, pytest.mark.django_db]

TODAY = date(2026, 11, 22)
KEYS = ("hampshire", "nottinghamshire", "derby", "essex", "illustration")
REGISTERS = {
    "services": {"hampshire": 1, "illustration": 1},
    "responsibilities": {"hampshire": 1, "nottinghamshire": 1},
    "milestones": {"hampshire": 1, "derby": 1},
    "actions": {"derby": 1, "illustration": 1},
    "risks": {"illustration": 1},
}


def everything(programme: Programme | None) -> Act:
    person = UserFactory(job_title="Keeper of everything")
    return Act(programme, person, Grants(everything=True), TODAY, TODAY, "A test")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("register", REGISTERS)
def test_an_untouched_export_changes_nothing(all_five: Programme, register: str, key: str) -> None:
    act = everything(Programme.objects.get(key=key))
    rows = exported(register, act)
    assert len(rows) >= REGISTERS[register].get(key, 0)
    plan = planned(register, act, rows)
    wrong = [(row.key, row.values, told(row)) for row in plan.rows if row.verdict != Verdict.SAME]
    assert not wrong


@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_written_there_is_recognised_without_its_reference(
    all_five: Programme, register: str
) -> None:
    """A sheet without references is recognised by what names a row; nothing is added a second time."""
    for key in KEYS:
        act = everything(Programme.objects.get(key=key))
        rows = [{**row, "Reference": None, "Answer reference": None} for row in exported(register, act)]
        plan = planned(register, act, rows)
        assert all(row.verdict in (Verdict.SAME, Verdict.REFUSED) for row in plan.rows)


def test_an_untouched_export_of_organisations_changes_nothing(all_five: Programme) -> None:
    act = everything(None)
    rows = exported("organisations", act)
    assert len(rows) > 20
    plan = written("organisations", act, rows)
    assert plan.count(Verdict.SAME) == len(rows)
