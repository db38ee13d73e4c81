"""Slips: how often a target became later, and by how much where anybody can say."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision
from governance.rules.slips import Slip, is_slip, slip_summary
from tests.unit.governance.evidence import BLANK, ONGOING, when

ON = date(2014, 6, 30)
TBC = when("TBC")


def move(was, now, on=date(2014, 1, 1), reason="Procurement took longer"):
    return Slip(
        when(was) if isinstance(was, str) else was, when(now) if isinstance(now, str) else now, on, reason
    )


def summary(original, *moves, on=ON, done=False):
    return slip_summary(when(original) if isinstance(original, str) else original, moves, on, done)


def test_a_target_that_never_moved():
    found = summary("September 2014")
    assert (found.count, found.months, found.days, found.words) == (0, None, None, "not slipped")
    assert found.is_late is False


def test_two_slips_are_measured_from_the_first_date_to_the_last():
    found = summary(
        "September 2013",
        move("September 2013", "November 2013", date(2013, 8, 1)),
        move("November 2013", "Winter 2013", date(2013, 10, 1)),
    )
    # Winter 2013 begins in December 2013 and ends in February 2014: 3 to 5 months after September.
    assert found.months == MonthSpan(3, 5)
    assert found.words == "slipped 2 times, by 3 to 5 months"


def test_one_slip():
    assert summary("April 2014", move("April 2014", "August 2014")).words == "slipped once, by 4 months"


def test_the_order_in_which_the_changes_are_given_does_not_matter():
    early = move("September 2013", "November 2013", date(2013, 8, 1))
    late = move("November 2013", "January 2014", date(2013, 10, 1))
    assert summary("September 2013", late, early) == summary("September 2013", early, late)


def test_changes_made_after_the_day_are_not_known_on_it():
    later = move("April 2014", "August 2014", on=date(2014, 7, 1))
    assert summary("April 2014", later).count == 0
    assert summary("April 2014", later, on=date(2014, 7, 1)).count == 1


def test_moving_earlier_is_not_a_slip_and_does_not_undo_one():
    found = summary("August 2014", move("August 2014", "June 2014"))
    assert (found.count, found.brought_forward, found.words) == (0, 1, "not slipped")
    back = summary(
        "April 2014", move("April 2014", "August 2014"), move("August 2014", "May 2014", date(2014, 2, 1))
    )
    assert (back.count, back.brought_forward, back.words) == (1, 1, "slipped once, by 1 month")


def test_brought_back_before_the_first_date():
    found = summary(
        "April 2014",
        move("April 2014", "August 2014"),
        move("August 2014", "February 2014", date(2014, 2, 1)),
    )
    assert found.words == "slipped once, and since brought back before the first date"


@pytest.mark.parametrize("was", [TBC, BLANK, ONGOING], ids=["tbc", "blank", "ongoing"])
def test_setting_a_date_where_there_was_none_is_not_a_slip(was):
    assert not is_slip(move(was, "April 2014"))
    found = summary(was, move(was, "April 2014"), move("April 2014", "June 2014", date(2014, 2, 1)))
    assert found.original.printed == "April 2014"
    assert found.words == "slipped once, by 2 months"


def test_taking_a_date_away_is_counted_apart_and_leaves_how_far_unknown():
    found = summary("April 2014", move("April 2014", "June 2014"), move("June 2014", TBC, date(2014, 2, 1)))
    assert (found.count, found.undated, found.months) == (1, 1, None)
    assert found.words == "slipped once, and now without a date"
    assert found.is_late is None


def test_an_undated_target_is_neither_slipped_nor_late():
    found = summary(TBC)
    assert (found.count, found.is_late, found.words) == (0, None, "no target date")


def test_narrowing_a_date_is_neither_a_slip_nor_bringing_it_forward():
    assert not is_slip(move("2014", "December 2014"))
    assert summary("2014", move("2014", "March 2014")).brought_forward == 0
    assert is_slip(move("2014", "January 2015"))


def test_widening_a_date_moves_its_deadline_and_the_least_it_slipped_is_nothing():
    found = summary("June 2014", move("June 2014", "2014"))
    assert (found.count, found.months) == (1, MonthSpan(0, 6))
    assert found.words == "slipped once, by 0 to 6 months"


def test_single_days_less_than_a_month_apart_are_told_in_days():
    found = summary("31 January 2014", move("31 January 2014", "1 February 2014"))
    assert (found.days, found.words) == (1, "slipped once, by 1 day")
    far = summary("31 January 2014", move("31 January 2014", "31 March 2014"))
    assert (far.days, far.words) == (59, "slipped once, by 2 months")


def test_single_days_brought_back():
    found = summary(
        "10 March 2014",
        move("10 March 2014", "20 March 2014"),
        move("20 March 2014", "10 March 2014", date(2014, 2, 1)),
    )
    assert found.words == "slipped once, and since brought back to the first date or before it"


def test_late_is_judged_by_the_present_target_and_never_once_done():
    moves = [move("April 2014", "May 2014")]
    assert summary("April 2014", *moves).is_late is True
    assert summary("April 2014", *moves, done=True).is_late is False
    assert summary("April 2014", *moves, on=date(2014, 5, 31)).is_late is False


days = st.dates(date(2013, 1, 1), date(2020, 12, 28))


@given(st.lists(days, min_size=1, max_size=8))
def test_the_slips_and_the_steps_back_are_the_steps_of_the_dates_in_order(targets):
    dates = [FuzzyDate("", day, day, Precision.DAY, DateStatus.STATED) for day in targets]
    moves = [Slip(was, now, date(2012, 1, 1 + place)) for place, (was, now) in enumerate(pairwise(dates))]
    found = slip_summary(dates[0], moves, ON, done=False)
    steps = [now - was for was, now in pairwise(targets)]
    assert found.count == sum(step.days > 0 for step in steps)
    assert found.brought_forward == sum(step.days < 0 for step in steps)
    assert found.days == ((targets[-1] - targets[0]).days if found.count else None)
