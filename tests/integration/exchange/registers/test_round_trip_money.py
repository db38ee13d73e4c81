"""Untouched exports of money, contracts and KPIs go back in without a change, whoever took them and may see what."""

from datetime import date

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act
from procurement.selectors.sealed import NOT_SHOWN, Sight
from programmes.access import grants_for
from programmes.models import Programme
from tests.factories import person_with
from tests.integration.exchange.registers.by_hand import exported, planned, told

pytestmark = [pytest.mark.intake, pytest.mark.django_db]

TODAY = date(2026, 11, 22)
KEYS = ("hampshire", "nottinghamshire", "derby", "essex", "illustration")
ROWS = {
    "budget_lines": {"hampshire", "illustration"},
    "line_reports": {"illustration"},
    "contracts": {"illustration"},
    "kpi_definitions": {"hampshire", "derby", "illustration"},
    "kpi_targets": {"illustration"},
}
ROLES = (Role.PROGRAMME_MANAGER, Role.FINANCE_LEAD, Role.COMMISSIONER, Role.ANALYST)


def act_as(role: Role, programme: Programme) -> Act:
    person = person_with(role, programme=programme)
    grants = grants_for(person, TODAY)
    sight = Sight.for_person(person, grants, programme, TODAY)
    return Act(programme, person, grants, TODAY, TODAY, "A test", sight)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("register", ROWS)
def test_an_untouched_export_changes_nothing(all_five: Programme, register: str, key: str) -> None:
    act = act_as(Role.PROGRAMME_MANAGER, Programme.objects.get(key=key))
    rows = exported(register, act)

    plan = planned(register, act, rows)

    assert bool(rows) == (key in ROWS[register]), len(rows)
    assert {row.verdict for row in plan.rows} <= {Verdict.SAME}, [told(row) for row in plan.rows][:3]
    assert all(row.record is not None and not row.values for row in plan.rows)
    assert plan.told == ()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("register", ROWS)
def test_whatever_somebody_may_see_goes_back_unchanged(
    all_five: Programme, register: str, role: Role
) -> None:
    act = act_as(role, all_five)

    plan = planned(register, act, exported(register, act))

    assert plan.rows
    assert {row.verdict for row in plan.rows} == {Verdict.SAME}, [told(row) for row in plan.rows][:3]


def test_the_illustration_holds_a_contract_that_is_sealed_to_some(all_five: Programme) -> None:
    """The premise of the two tests above."""
    hidden = {
        role: [
            row["Reference"]
            for row in exported("contracts", act_as(role, all_five))
            if row["Lead provider"] == NOT_SHOWN
        ]
        for role in ROLES
    }

    assert hidden[Role.ANALYST]
    assert set(hidden[Role.PROGRAMME_MANAGER]) <= set(hidden[Role.ANALYST])
