"""What a definition must be, and how a new target fits among those there are. No database."""

from datetime import date

import pytest

from outcomes.models import KPI, Target
from outcomes.rules_kpis import definition_problems, make_way, needs_reason, overlapping, target_problems

APRIL, MARCH = date(2025, 4, 1), date(2025, 3, 31)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"measure": "rate"}, "per"),
        ({"measure": "percentage", "per": 1000}, "per"),
        ({"floor": 100, "ceiling": 100}, "ceiling"),
        ({"spc_shift": 9}, "spc_shift"),
        ({"spc_trend": 5}, "spc_trend"),
        ({"spc_profile": "ptd", "spc_shift": 8}, "spc_shift"),
        ({"spc_profile": "ptd", "baseline_points": 11}, "baseline_points"),
        ({"baseline_points": 0}, "baseline_points"),
        ({"spc_profile": "ptd", "baseline_until": APRIL}, "baseline_until"),
        ({"owner_role": "Mrs Smith"}, "owner_role"),
        ({"state": "reporting"}, "frequency"),
        ({"frequency": "quarter", "reported_from": date(2025, 5, 1)}, "reported_from"),
        *(
            ({"frequency": frequency, "reported_from": day}, "reported_from")
            for frequency in ("month", "financial_year", "academic_year", "not_stated")
            for day in (date(1, 1, 1), date(9999, 12, 31))
        ),
        ({"retired_on": APRIL}, "retired_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(given, field):
    kpi = KPI(**{"name": "Visits in time", **given})
    assert list(definition_problems(kpi, given.keys())) == [field]


@pytest.mark.parametrize(
    "given",
    [
        {"measure": "rate", "per": 1000},
        {"floor": 0, "ceiling": 100},
        {"spc_shift": 6, "spc_trend": 8},
        {"spc_profile": "ptd", "baseline_points": 12},
        {"baseline_points": 1},
        {"baseline_until": APRIL},
        {"owner_role": "Head of service"},
        {"state": "reporting", "frequency": "month", "reported_from": APRIL},
        {"frequency": "quarter", "reported_from": APRIL},
        {"state": "retired", "retired_on": APRIL},
    ],
)
def test_the_same_fields_filled_in_well_pass(given):
    assert definition_problems(KPI(name="Visits in time", **given), given.keys()) == {}


def test_what_was_wrong_before_does_not_stop_a_change_elsewhere():
    kpi = KPI(name="Visits in time", measure="rate", unit="per 1,000")
    assert definition_problems(kpi, {"unit"}) == {}
    assert "per" in definition_problems(kpi, {"measure"})


def test_only_a_proposal_is_worked_on_without_a_reason():
    assert not needs_reason("proposed", "proposed")
    assert all(needs_reason(*states) for states in [("proposed", "baselined"), ("reporting", "reporting")])


def test_a_target_says_something_and_does_not_end_before_it_starts():
    assert list(target_problems(Target())) == ["value"]
    assert target_problems(Target(value=0)) == {}
    assert list(target_problems(Target(words="halve it", starts_on=APRIL, ends_on=MARCH))) == ["ends_on"]
    assert target_problems(Target(words="halve it", starts_on=APRIL, ends_on=APRIL)) == {}


def test_the_target_before_ends_the_day_before():
    old = Target(pk=1, value=80)
    way = make_way(APRIL, None, [old])
    assert (way.cut, way.replaced, way.ends_on, way.problem) == ((old,), (), None, "")


def test_one_that_has_ended_is_left_as_it_is():
    assert make_way(APRIL, None, [Target(pk=1, value=80, ends_on=MARCH)]).cut == ()


@pytest.mark.parametrize("day", [None, APRIL])
def test_one_of_the_same_day_is_replaced(day):
    old = Target(pk=1, value=80, starts_on=day)
    assert make_way(day, None, [old]).replaced == (old,)


def test_those_agreed_for_later_stay_and_the_first_of_them_ends_this_one():
    later = [Target(pk=at, value=90, starts_on=date(year, 4, 1)) for at, year in enumerate((2027, 2026), 1)]
    way = make_way(APRIL, None, later)
    assert (way.ends_on, way.cut, way.replaced, way.problem) == (date(2026, 3, 31), (), (), "")
    assert "Another target holds from 1 April 2026" in make_way(APRIL, date(2026, 4, 1), later[1:]).problem
    assert make_way(APRIL, date(2026, 3, 31), later).problem == ""


def test_two_targets_overlap_when_they_share_a_day():
    first = Target(pk=1, value=80, ends_on=APRIL)
    assert overlapping(Target(pk=2, value=90, starts_on=APRIL), [first]) is first
    assert overlapping(Target(pk=2, value=90, starts_on=date(2025, 4, 2)), [first]) is None
    assert overlapping(first, [first]) is None
