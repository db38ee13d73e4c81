"""Rules of milestones: outside or perhaps outside, slips, roles as owners, days that have come, circles."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date as read
from programmes import rules_milestones as rules
from programmes.rules_milestones import Fit, Place

# Derby, Appendix 3 (1) and (2): the periods of two projects as printed.
CIC = read("April 2013 to March 2014")
REPORT = read("3 months from May 2013")
TODAY = date(2013, 9, 30)


@pytest.mark.parametrize(
    ("when", "parent", "place"),
    [
        ("September 2013", CIC, Place(Fit.WITHIN)),
        ("April 2014", CIC, Place(Fit.AFTER, 1)),
        ("29 April 2013", REPORT, Place(Fit.BEFORE, 2)),
        ("8 May 2013", REPORT, Place(Fit.WITHIN)),
        ("January 2014", REPORT, Place(Fit.AFTER, 154)),
        ("Spring 2014", CIC, Place(Fit.MAY_BE_AFTER)),
        ("Spring 2013", CIC, Place(Fit.MAY_BE_BEFORE)),
        ("by April 2014", CIC, Place(Fit.MAY_BE_AFTER)),  # it may come about sooner
        ("by March 2014", CIC, Place(Fit.WITHIN)),
        ("by 30 April 2013", REPORT, Place(Fit.BEFORE, 1)),
        ("TBC", CIC, Place(Fit.NOT_KNOWN)),
        ("April 2014", read("On-going"), Place(Fit.NOT_KNOWN)),
    ],
)
def test_outside_only_where_every_day_is_outside(when, parent, place):
    assert rules.place_within(read(when), parent) == place


def test_without_a_parent_nothing_can_be_said():
    assert rules.place_within(read("April 2014"), None) == Place(Fit.NOT_KNOWN)


@pytest.mark.parametrize(
    ("before", "after", "slipped"),
    [
        ("September 2013", "January 2014", True),
        ("January 2014", "September 2013", False),
        ("Autumn 2013", "November 2013", False),  # the same last day, stated closer
        ("September 2013", "TBC", True),
        ("TBC", "September 2013", False),
    ],
)
def test_a_slip_moves_the_last_day_later(before, after, slipped):
    assert rules.is_slip(read(before), read(after)) is slipped


@pytest.mark.parametrize(
    "owner", ["jo@example.org", "0115 496 0000 x1", "Mrs Example", "Dr. Example", "x" * 121]
)
def test_an_owner_that_can_only_be_a_person_is_refused(owner):
    assert rules.owner_problem(owner)


@pytest.mark.parametrize(
    "owner", ["", "Commissioning Manager", "Consultant in Public Health, Derby City Council"]
)
def test_an_owner_who_is_a_role_passes(owner):
    assert rules.owner_problem(owner) == ""


def test_a_change_counts_from_a_day_that_has_come():
    assert "Enter the day" in rules.effective_problem(None, TODAY, None)
    assert "still to come" in rules.effective_problem(date(2013, 10, 1), TODAY, None)
    assert rules.effective_problem(TODAY, TODAY, None) == ""


def test_a_change_does_not_go_before_the_latest_of_its_kind():
    latest = date(2013, 9, 10)
    assert "10 September 2013" in rules.effective_problem(date(2013, 9, 9), TODAY, latest)
    assert rules.effective_problem(latest, TODAY, latest) == ""


def test_undated_is_no_state_of_what_has_a_date():
    assert "It has a date (April 2014)" in rules.state_problem("undated", "planned", read("April 2014"))
    assert rules.state_problem("undated", "planned", read("TBC")) == ""
    assert rules.state_problem("done", "planned", read("April 2014")) == ""
    assert "already" in rules.state_problem("done", "done", read("April 2014"))
    assert "from the list" in rules.state_problem("nearly", "planned", read("April 2014"))


def test_a_re_forecast_says_something_else():
    assert "“April 2014” already" in rules.forecast_problem(read("April 2014"), read("April 2014"))
    assert rules.forecast_problem(read("TBC"), read("awaited")) == ""  # another kind of not known
    assert rules.forecast_problem(read("May 2014"), read("April 2014")) == ""


NAMES = {1: "Specification", 2: "Tender", 3: "Award"}


def test_a_circle_is_refused_with_its_chain():
    # The tender needs the specification, the award needs the tender: the specification cannot need the award.
    needs = {2: [1], 3: [2]}
    problem = rules.circle_problem(needs, NAMES, 1, 3)
    assert "“Award” needs “Tender” needs “Specification”" in problem
    assert rules.circle_problem(needs, NAMES, 3, 1) == ""


def test_a_milestone_does_not_wait_for_itself():
    assert "itself" in rules.circle_problem({}, NAMES, 1, 1)
    assert rules.circle_problem({}, NAMES, 1, 2) == ""


def test_a_value_on_a_day_is_that_of_the_latest_change_by_then():
    changes = [(date(2013, 9, 1), "planned", "in_progress"), (date(2013, 11, 1), "in_progress", "done")]
    assert rules.value_on("done", changes, date(2013, 8, 31)) == "planned"
    assert rules.value_on("done", changes, date(2013, 9, 1)) == "in_progress"
    assert rules.value_on("done", changes, date(2013, 11, 1)) == "done"
    assert rules.value_on("done", changes, None) == "done"
    assert rules.value_on("planned", [], date(2013, 8, 31)) == "planned"
