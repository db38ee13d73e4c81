"""How long an answer is awaited, counted from the bounds of the day on which something was said."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.rules.feedback import days_waited

ON = date(2018, 12, 13)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("September 2018", "74 to 103 days"),  # from the 30th: 31 + 30 + 13; from the 1st: 29 more
        ("13 September 2018", "91 days"),
        ("12 December 2018", "1 day"),
        ("13 December 2018", "0 days"),
        ("December 2018", "0 to 12 days"),
        ("January 2015", "1,412 to 1,442 days"),
    ],
)
def test_a_month_gives_two_bounds_and_a_day_one(said, printed):
    waited = days_waited(parse_fuzzy_date(said), ON)
    assert waited is not None
    assert waited.printed == printed


@pytest.mark.parametrize("said", ["", "TBC", "January 2019", "14 December 2018"])
def test_without_a_day_that_has_come_nobody_counts(said):
    assert days_waited(parse_fuzzy_date(said), ON) is None
