"""KPIs from a sheet: added through their door, redefined with a trace, settings left alone by empty cells."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from commissioning.core.access import Role
from commissioning.core.history import changes_of
from commissioning.exchange.models import Verdict
from outcomes.models import KPI, KPIChange
from tests.factories import (
    KPIFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    person_with,
)
from tests.integration.exchange.registers.by_hand import (
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    exported,
    one,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
KPIS = "kpi_definitions"


@pytest.fixture
def world() -> SimpleNamespace:
    programme = ProgrammeFactory()
    council = OrganisationFactory(name="County Council", kind="local_authority")
    ProgrammePartnerFactory(programme=programme, organisation=council)
    kpi = KPIFactory(
        programme=programme, name="Seen within 14 days", state="baselined", frequency="month", owner=council
    )
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(programme=programme, council=council, kpi=kpi, act=act_of(manager, programme))


def fresh(world: SimpleNamespace) -> KPI:
    found: KPI = KPI.objects.get(pk=world.kpi.pk)
    return found


# --- added ----------------------------------------------------------------------------------------------------------


def test_a_new_row_is_a_proposed_kpi(world: SimpleNamespace) -> None:
    row = {
        "Name": "Waiting time",
        "Kind": "Rate",
        "Per": 1000,
        "Unit": "days",
        "Better": "Lower is better",
        "Owner": "county council",
        "Tolerance": "0.5",
    }

    added(KPIS, world.act, row)

    made = KPI.objects.get(name="Waiting time")
    assert (made.state, made.measure, made.per, made.polarity, made.owner) == (
        "proposed",
        "rate",
        1000,
        "lower",
        world.council,
    )
    assert (made.tolerance, made.suppress_below, made.decimals) == (Decimal("0.5"), 5, 1)
    assert changes_of(made)[0].why == WHY


def test_a_template_with_most_cells_empty_keeps_what_is_usual(world: SimpleNamespace) -> None:
    """Small counts stay hidden, charts keep their rules, and the same file is no change afterwards."""
    empty = dict.fromkeys(exported(KPIS, world.act)[0])

    added(KPIS, world.act, {**empty, "Name": "Waiting time", "Frequency": "month", "State": "Reporting"})

    made = KPI.objects.get(name="Waiting time")
    assert (made.suppress_below, made.spc_shift, made.reported_from) == (5, 7, date(2019, 6, 1))


# --- changed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Name": "Seen in time"}, "name", "Seen in time"),
        ({"Definition": "Referral to first contact"}, "definition", "Referral to first contact"),
        ({"Why_it_matters": "Early help"}, "why_it_matters", "Early help"),
        ({"Numerator": "Children seen"}, "numerator", "Children seen"),
        ({"Denominator": "Children referred"}, "denominator", "Children referred"),
        ({"Method": "Count"}, "method", "Count"),
        ({"Collection": "By the provider"}, "collection", "By the provider"),
        ({"Data_source": "Returns"}, "source", "Returns"),
        ({"Frequency": "Quarterly"}, "frequency", "quarter"),
        ({"Kind": "percentage"}, "measure", "percentage"),
        ({"Unit": "%"}, "unit", "%"),
        ({"Decimals": 2}, "decimals", 2),
        ({"Better": "Higher is better"}, "polarity", "higher"),
        ({"Series": "Cumulative within the year"}, "series", "cumulative"),
        ({"Hidden_below": 10}, "suppress_below", 10),
        ({"Hidden_below": "none"}, "suppress_below", None),
        ({"Tolerance": Decimal("2.5")}, "tolerance", Decimal("2.5")),
        ({"Owner": None}, "owner", None),
        ({"Owner's_role": "Head of service"}, "owner_role", "Head of service"),
        ({"State": "Proposed"}, "state", "proposed"),
        ({"Return_days": 15}, "return_days", 15),
        ({"Points_in_a_shift": 6}, "spc_shift", 6),
        ({"Points_in_a_trend": 6}, "spc_trend", 6),
        ({"Points_needed": 12}, "spc_minimum_points", 12),
        ({"Ranges_screened": "yes"}, "spc_screening", True),
        ({"Baseline_points": 12}, "baseline_points", 12),
        ({"Baseline_until": date(2019, 3, 31)}, "baseline_until", date(2019, 3, 31)),
        ({"Floor": 0}, "floor", 0),
        ({"Ceiling": 100}, "ceiling", 100),
        ({"Related_to": "School readiness"}, "related_to", "School readiness"),
        ({"Note": "From the annex"}, "note", "From the annex"),
    ],
)
def test_each_column_changes_through_the_door_and_leaves_its_trace(
    world: SimpleNamespace, cells: dict[str, Any], name: str, value: object
) -> None:
    changed(KPIS, world.act, row_of(KPIS, world.act, KPI=world.kpi.reference), **cells)

    assert getattr(fresh(world), name) == value
    trace = KPIChange.objects.get()
    assert (trace.kpi, trace.reason, trace.made_by) == (world.kpi, WHY, world.act.by)


def test_a_new_state_brings_the_day_from_which_the_import_counts(world: SimpleNamespace) -> None:
    row = row_of(KPIS, world.act, KPI=world.kpi.reference)

    changed(KPIS, world.act, row, State="Reporting")
    assert fresh(world).reported_from == date(2019, 6, 1)
    retired = act_of(world.act.by, world.programme, effective_on=date(2019, 5, 1))
    changed(KPIS, retired, row_of(KPIS, retired, KPI=world.kpi.reference), State="Retired")
    assert fresh(world).retired_on == date(2019, 5, 1)


def test_an_empty_cell_neither_shows_small_numbers_nor_resets_a_setting(world: SimpleNamespace) -> None:
    row = row_of(KPIS, world.act, KPI=world.kpi.reference)
    settings = (
        "Hidden below",
        "State",
        "Frequency",
        "Chart rules",
        "Points needed",
        "Decimals",
        "Ranges screened",
    )

    assert_settled(KPIS, world.act, [{**row, **dict.fromkeys(settings)}])

    assert fresh(world).suppress_below == 5


def test_a_sheet_finds_its_kpi_by_name(world: SimpleNamespace) -> None:
    assert one(KPIS, world.act, {"Name": "seen WITHIN 14 days", "Unit": "days"}).verdict == Verdict.CHANGED
    assert fresh(world).unit == "days"


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Kind": "Rate"}, "Per", "for every how many"),
        ({"Kind": "Ratio"}, "Kind", "Ratio"),
        ({"Floor": 10, "Ceiling": 5}, "Ceiling", "above the least"),
        ({"Owner": "Elsewhere Council"}, "Owner", "is not an organisation that may own a KPI"),
        ({"State": "Reporting", "Frequency": "Not stated"}, "Frequency", "has a frequency"),
        ({"Retired on": date(2019, 1, 1)}, "Retired on", "Only a retired KPI"),
        ({"Decimals": 9}, "Decimals", "4"),
        ({"Points in a shift": 9}, "Points in a shift", "knows runs of"),
    ],
)
def test_what_no_kpi_says_is_refused_at_its_column_new_or_not(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    OrganisationFactory(name="Elsewhere Council")
    row = row_of(KPIS, world.act, KPI=world.kpi.reference)

    for base in (row, {"Name": "Waiting time"}):
        found = refusal(KPIS, world.act, {**base, **cells})
        assert found[0] == heading
        assert part in found[1]
    assert not KPIChange.objects.exists()
    added(KPIS, world.act, {"Name": "Waiting time"})
    changed(KPIS, world.act, row, Kind="Rate", Per=1000)


def test_a_kpi_of_another_programme_is_unknown(world: SimpleNamespace) -> None:
    theirs = KPIFactory(name="Theirs")
    row = row_of(KPIS, world.act, KPI=world.kpi.reference)

    heading, message = refusal(KPIS, world.act, row, KPI=theirs.reference, Unit="days")

    assert (heading, "No KPI with this reference is known here" in message) == ("KPI", True)
    changed(KPIS, world.act, row, Unit="days")


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER, Role.FINANCE_LEAD])
def test_only_managers_define_kpis(world: SimpleNamespace, role: Role) -> None:
    theirs = act_of(person_with(role, programme=world.programme), world.programme)
    row = with_cells(row_of(KPIS, world.act, KPI=world.kpi.reference), Unit="days")

    for each in (row, {"Name": "Waiting time"}):
        found = one(KPIS, theirs, each)
        assert (found.verdict, told(found)[0][3]) == (
            Verdict.REFUSED,
            "KPIs are changed by programme managers.",
        )
    plan = written(KPIS, world.act, [row, {"Name": "Waiting time"}])
    assert [each.verdict for each in plan.rows] == [Verdict.CHANGED, Verdict.NEW]
    assert [change[0] for change in plan.rows[0].changes] == ["Unit"]
