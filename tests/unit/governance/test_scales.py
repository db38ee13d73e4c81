"""Scales of a programme's own: what counts as done does not follow from its place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision
from governance.rules.scales import Entry, Point, Scale, history, scale_problems
from tests.unit.governance.evidence import when

PLANNED = Point("planned", "Planned", 1)
DOING = Point("in_progress", "In progress", 2)
DONE = Point("completed", "Completed", 3, is_complete=True)
EMBEDDED = Point("embedded", "Embedded", 4, is_complete=True)
WITHDRAWN = Point("withdrawn", "Withdrawn", 5, is_stopped=True)
SCALE = Scale((WITHDRAWN, DONE, PLANNED, EMBEDDED, DOING))
ON = date(2014, 6, 30)


def stays(*entries, on=ON):
    return history([Entry(code, when(since)) for code, since in entries], on, SCALE)


def test_the_points_are_shown_by_their_place():
    assert [point.code for point in SCALE.in_order] == [
        "planned",
        "in_progress",
        "completed",
        "embedded",
        "withdrawn",
    ]


@pytest.mark.parametrize(
    ("code", "done", "open_"),
    [
        ("planned", False, True),
        ("in_progress", False, True),
        ("completed", True, False),
        ("embedded", True, False),
        ("withdrawn", False, False),
    ],
)
def test_the_last_point_need_not_be_done_nor_the_done_one_last(code, done, open_):
    assert (SCALE.is_done(code), SCALE.is_open(code)) == (done, open_)


def test_a_status_that_is_not_on_the_scale_is_refused_with_those_that_are():
    with pytest.raises(
        ValueError, match=r"no status “finished” on this scale\. Choose one of “Planned”, “In progress”"
    ):
        SCALE.is_done("finished")
    assert SCALE.is_done("completed")


def test_a_scale_where_complete_is_not_last_is_right():
    assert scale_problems(SCALE.points) == ()


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ((DONE,), "A scale needs at least two statuses"),
        ((PLANNED, DOING), "No status is complete"),
        ((DONE, WITHDRAWN), "Every status is complete or stopped"),
        ((PLANNED, DONE, Point("done", "completed ", 9)), "2 statuses have the name “completed”"),
        ((PLANNED, DONE, Point("completed", "Other", 9)), "2 statuses have the code “completed”"),
        ((PLANNED, DONE, Point("other", "Other", 3)), "2 statuses have the place “3”"),
        ((PLANNED, DONE, Point("other", " ", 9)), "Status 3 has no name"),
        ((PLANNED, DONE, Point("other", "x" * 41, 9)), "is longer than 40 characters"),
        ((PLANNED, DONE, Point("Other one", "Other", 9)), "The code “Other one” can not be used"),
        (
            (PLANNED, DONE, Point("other", "Other", 9, is_complete=True, is_stopped=True)),
            "“Other” is both complete and stopped",
        ),
    ],
)
def test_a_scale_that_would_not_do_is_told_its_cure(points, message):
    (problem,) = scale_problems(points)
    assert problem.startswith(message) or message in problem
    assert problem.count(".") >= 1


def test_every_problem_is_told_at_once():
    assert len(scale_problems((Point("", "", 1), Point("", "", 1)))) == 7


def test_how_long_a_thing_stood_at_each_point():
    found = stays(("planned", "April 2013"), ("in_progress", "Autumn 2013"), ("completed", "March 2014"))
    # Autumn 2013 is September to November: 5 to 7 months after April, and 4 to 6 before March 2014.
    assert [stay.words for stay in found] == [
        "Planned for 5 to 7 months",
        "In progress for 4 to 6 months",
        "Completed for 3 months so far",
    ]
    assert found[-1].until is None


def test_a_stay_of_days_is_told_in_days():
    first, last = stays(("planned", "31 May 2014"), ("in_progress", "3 June 2014"))
    assert (first.days, first.words) == (3, "Planned for 3 days")
    assert last.words == "In progress for 27 days so far"
    assert stays(("planned", "2 June 2014"), on=date(2014, 6, 3))[0].words == "Planned for 1 day so far"


def test_a_stay_that_may_have_been_nothing_is_told_by_its_longest():
    first, _ = stays(("planned", "Spring 2014"), ("in_progress", "May 2014"))
    assert (first.months, first.words) == (MonthSpan(0, 2), "Planned for up to 2 months")
    first, _ = stays(("planned", "May 2014"), ("in_progress", "20 May 2014"))
    assert first.words == "Planned for less than a month"


def test_an_unknown_date_leaves_both_stays_unknown_and_in_place():
    found = stays(("planned", "April 2013"), ("in_progress", "TBC"), ("completed", "March 2014"))
    assert [stay.words for stay in found] == [
        "Planned, for how long is not known",
        "In progress, for how long is not known",
        "Completed for 3 months so far",
    ]


def test_entries_dated_in_the_wrong_order_are_not_made_into_a_length():
    first, last = stays(("planned", "March 2014"), ("in_progress", "January 2014"))
    assert (first.months, first.words) == (None, "Planned, for how long is not known")
    assert last.words == "In progress for 5 months so far"


def test_a_status_entered_after_the_day_is_not_known_on_it():
    entries = (("planned", "April 2014"), ("in_progress", "July 2014"))
    assert [stay.point.code for stay in stays(*entries)] == ["planned"]
    assert [stay.point.code for stay in stays(*entries, on=date(2014, 7, 1))] == ["planned", "in_progress"]


def test_nothing_recorded_is_no_stay():
    assert stays() == ()


@given(st.lists(st.dates(date(2010, 1, 1), ON), min_size=1, max_size=6).map(sorted))
def test_days_at_each_point_add_up_to_the_whole_time(days):
    entries = [Entry("planned", FuzzyDate("", day, day, Precision.DAY, DateStatus.STATED)) for day in days]
    found = history(entries, ON, SCALE)
    assert sum(stay.days for stay in found) == (ON - days[0]).days
    assert sum(stay.months.low for stay in found) == (ON.year - days[0].year) * 12 + ON.month - days[0].month
