"""Promised reports: periods from the month agreed, what counts as a report of one, and how gaps are told."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date as read
from governance.rules.reports import missed_reports, weakening_hint

AGREED = read("April 2013")  # Derby, para 4.4: quarterly reports to the Health and Well-being Board
PAPER = read("August 2013 to September 2013")  # “this is the first”


def runs(on, reports=(PAPER,), promised="quarterly", agreed=AGREED):
    found = missed_reports(agreed, promised, reports, on)
    return None if found is None else (found.periods, found.runs)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2013, 6, 30), (0, ())),  # the first quarter has not ended
        (date(2013, 7, 1), (1, ("April to June 2013",))),
        (date(2013, 10, 1), (2, ("April to June 2013",))),  # the paper is the report of the second
        (date(2014, 1, 1), (3, ("April to June 2013", "October to December 2013"))),
        (date(2014, 4, 15), (4, ("April to June 2013", "October 2013 to March 2014 (2 quarters)"))),
    ],
)
def test_quarters_run_from_the_month_agreed(on, expected):
    assert runs(on) == expected


def test_every_quarter_has_its_report():
    reports = [read("June 2013"), read("September 2013"), read("December 2013")]
    assert runs(date(2014, 1, 1), reports) == (3, ())


def test_a_report_that_may_fall_in_either_of_two_periods_is_missed_in_neither():
    assert runs(date(2013, 10, 1), [read("June 2013 to July 2013")]) == (2, ())


def test_a_report_without_a_date_proves_nothing():
    assert runs(date(2013, 7, 1), [read("TBC")]) == (1, ("April to June 2013",))


def test_months_and_years_are_periods_too():
    assert runs(date(2013, 6, 1), [], "monthly") == (2, ("April to May 2013 (2 months)",))
    assert runs(date(2014, 4, 1), [], "yearly") == (1, ("April 2013 to March 2014",))


def test_nothing_promised_or_no_date_of_agreement_is_no_finding():
    assert runs(date(2014, 1, 1), promised="") is None
    assert runs(date(2014, 1, 1), agreed=read("TBC")) is None


def test_the_hint_of_a_weaker_answer_is_only_for_a_promise_that_no_answer_repeats():
    assert "every quarter" in weakening_hint("quarterly", ["further reports “on a regular basis”"])
    assert weakening_hint("quarterly", ["a report each quarter from now on"]) == ""
    assert weakening_hint("quarterly", []) == ""
    assert weakening_hint("", ["further reports “on a regular basis”"]) == ""
