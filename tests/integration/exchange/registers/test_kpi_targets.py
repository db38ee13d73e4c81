"""Targets from a sheet: set from a day on, put right in their row, withdrawn before they come into force."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from outcomes.models import KPIChange, Target
from tests.factories import KPIFactory, ProgrammeFactory, TargetFactory, person_with
from tests.integration.exchange.registers.by_hand import (
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    exported,
    one,
    planned,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
TARGETS = "kpi_targets"
APRIL, MAY, JULY = date(2019, 4, 1), date(2019, 5, 1), date(2019, 7, 1)


@pytest.fixture
def world() -> SimpleNamespace:
    """A KPI with a target in force since April and one agreed from July on; another KPI without any."""
    programme = ProgrammeFactory()
    kpi, bare = (
        KPIFactory(programme=programme, name=name) for name in ("Seen within 14 days", "Waiting time")
    )
    now = TargetFactory(
        programme=programme, kpi=kpi, value=Decimal(80), starts_on=APRIL, ends_on=date(2019, 6, 30)
    )
    later = TargetFactory(programme=programme, kpi=kpi, value=Decimal(90), starts_on=JULY)
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme, kpi=kpi, bare=bare, now=now, later=later, act=act_of(manager, programme)
    )


def fresh(target: Target) -> Target:
    found: Target = Target.objects.get(pk=target.pk)
    return found


# --- set ------------------------------------------------------------------------------------------------------------


def test_a_new_row_sets_a_target_and_ends_the_one_before(world: SimpleNamespace) -> None:
    row = {
        "KPI": world.kpi.reference,
        "Target": 85,
        "Target in words": "by the board",
        "By when as printed": "March 2020",
        "Holds from": "1 May 2019",
        "Origin": "Board, 3 June 2019",
    }

    added(TARGETS, world.act, row)

    made = Target.objects.get(starts_on=MAY)
    assert (made.value, made.words, made.date.end, made.origin) == (
        85,
        "by the board",
        date(2020, 3, 31),
        "Board, 3 June 2019",
    )
    assert (made.ends_on, fresh(world.now).ends_on) == (date(2019, 6, 30), date(2019, 4, 30))
    assert KPIChange.objects.get().reason == WHY


def test_the_first_target_of_a_kpi_needs_no_day_and_is_found_again_by_its_name(
    world: SimpleNamespace,
) -> None:
    empty = dict.fromkeys(exported(TARGETS, world.act)[0])

    added(TARGETS, world.act, {**empty, "Name": "waiting time", "Target": 18})

    assert Target.objects.get(kpi=world.bare).starts_on is None


def test_a_target_in_words_is_no_number(world: SimpleNamespace) -> None:
    added(TARGETS, world.act, {"KPI": world.bare.reference, "Target in words": "to improve"})

    assert Target.objects.get(kpi=world.bare).value is None


# --- put right ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Target": Decimal(82)}, "value", 82),
        ({"Target_in_words": "four in five"}, "words", "four in five"),
        ({"By_when_as_printed": "March 2020"}, "date.printed", "March 2020"),
        ({"Holds_from": MAY}, "starts_on", MAY),
        ({"Holds_from": "first point"}, "starts_on", None),
        ({"Holds_until": date(2019, 6, 1)}, "ends_on", date(2019, 6, 1)),
        ({"Origin": "national"}, "origin", "national"),
    ],
)
def test_what_was_entered_wrongly_is_put_right_with_a_trace(
    world: SimpleNamespace, cells: dict[str, Any], name: str, value: object
) -> None:
    changed(TARGETS, world.act, row_of(TARGETS, world.act, Reference=world.now.reference), **cells)

    now: Any = fresh(world.now)
    for part in name.split("."):
        now = getattr(now, part)
    assert now == value
    trace = KPIChange.objects.get()
    assert (trace.kpi, trace.reason) == (world.kpi, WHY)


def test_an_end_is_taken_away_in_words_and_not_by_an_empty_cell(world: SimpleNamespace) -> None:
    row = row_of(TARGETS, world.act, Reference=world.now.reference)
    world.later.withdrawn = True
    world.later.save()

    assert_settled(TARGETS, world.act, [with_cells(row, Holds_until=None, Holds_from=None)])
    changed(TARGETS, world.act, row, Holds_until="no end")

    assert fresh(world.now).ends_on is None


def test_kpi_and_day_find_the_target_that_was_not_withdrawn(world: SimpleNamespace) -> None:
    TargetFactory(programme=world.programme, kpi=world.kpi, value=Decimal(1), starts_on=APRIL, withdrawn=True)

    for day in (APRIL, "01/04/2019", "2019-04-01"):
        row = {"Name": "seen within 14 days", "Holds from": day, "Target": 80}
        (found,) = planned(TARGETS, world.act, [row]).rows
        assert (found.verdict, found.record) == (Verdict.SAME, world.now)


# --- withdrawn ------------------------------------------------------------------------------------------------------


def test_a_target_is_withdrawn_before_its_day_only(world: SimpleNamespace) -> None:
    now, later = (row_of(TARGETS, world.act, Reference=each.reference) for each in (world.now, world.later))

    heading, message = refusal(TARGETS, world.act, now, Withdrawn="yes")
    assert (heading, "is in force already" in message) == ("Withdrawn", True)
    heading, message = refusal(TARGETS, world.act, later, Withdrawn="yes", Target=Decimal(91))
    assert (heading, "Do one of them" in message) == ("Withdrawn", True)
    changed(TARGETS, world.act, later, Withdrawn="yes")

    assert (fresh(world.later).withdrawn, fresh(world.now).ends_on) == (True, None)
    gone = row_of(TARGETS, world.act, Reference=world.later.reference)
    assert "stays withdrawn" in refusal(TARGETS, world.act, gone, Withdrawn="no")[1]


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Target": None}, "Target", "in numbers or in words"),
        ({"Target": "most"}, "Target", "most"),
        ({"Holds from": None}, "Holds from", "has a target already"),
        ({"Holds until": date(2019, 4, 30)}, "Holds until", "not before the first"),
        ({"Holds until": date(2019, 8, 1)}, "Holds until", "Another target holds from 1 July 2019"),
        ({"KPI": "T-KPI-99999"}, "KPI", "is not a KPI of this programme"),
        ({"KPI": None}, "KPI", "needs this"),
        ({"Name": "Waiting time"}, "KPI", "do not mean the same"),
        ({"Withdrawn": "yes"}, "Withdrawn", "leave this cell empty"),
    ],
)
def test_a_new_row_is_refused_at_the_column_to_put_right(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    good = {"KPI": world.kpi.reference, "Target": 85, "Holds from": MAY}

    found = refusal(TARGETS, world.act, {**good, **cells})

    assert found[0] == heading
    assert part in found[1]
    added(TARGETS, world.act, good)


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Holds_until": date(2019, 8, 1)}, "Holds from", "one follows the other"),
        ({"Target": None, "Target_in_words": None}, "Target", "in numbers or in words"),
        ({"KPI": "", "Name": "Waiting time"}, "Name", "stays with its KPI"),
    ],
)
def test_a_correction_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    row = row_of(TARGETS, world.act, Reference=world.now.reference)

    found = refusal(TARGETS, world.act, row, **cells)

    assert found[0] == heading
    assert part in found[1]
    assert not KPIChange.objects.exists()


def test_what_belongs_to_another_programme_is_unknown(world: SimpleNamespace) -> None:
    theirs = TargetFactory()
    row = row_of(TARGETS, world.act, Reference=world.now.reference)

    assert refusal(TARGETS, world.act, row, Reference=theirs.reference, Target=Decimal(1))[0] == "Reference"
    new = {"KPI": world.kpi.reference, "Target": 85, "Holds from": MAY}
    assert refusal(TARGETS, world.act, new, KPI=theirs.kpi.reference)[0] == "KPI"
    changed(TARGETS, world.act, row, Target=Decimal(81))


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER])
def test_only_managers_set_targets(world: SimpleNamespace, role: Role) -> None:
    theirs = act_of(person_with(role, programme=world.programme), world.programme)
    later = row_of(TARGETS, world.act, Reference=world.later.reference)
    now = with_cells(row_of(TARGETS, world.act, Reference=world.now.reference), Target=Decimal(81))
    rows = [now, with_cells(later, Withdrawn="yes"), {"KPI": world.bare.reference, "Target": 18}]

    for each in rows:
        found = one(TARGETS, theirs, each)
        assert (found.verdict, told(found)[0][3]) == (
            Verdict.REFUSED,
            "KPIs are changed by programme managers.",
        )
    plan = written(TARGETS, world.act, rows)
    assert [each.verdict for each in plan.rows] == [Verdict.CHANGED, Verdict.CHANGED, Verdict.NEW]
