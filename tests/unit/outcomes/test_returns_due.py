"""Which periods are owed on a day, and how late each is."""

from datetime import date

import pytest

from outcomes.models import KPI
from outcomes.rules_due import Sent, Standing, owed, standing_of, why_nothing_is_due

ON = date(2025, 8, 15)


def kpi(**given):
    return KPI(
        **{
            "frequency": "month",
            "state": "reporting",
            "reported_from": date(2025, 4, 1),
            "return_days": 20,
            **given,
        }
    )


def labels(periods):
    return [each.period.printed for each in periods]


def test_every_whole_period_since_the_first_reported_one_is_owed_until_it_is_received():
    assert labels(owed(kpi(), ON, ())) == ["April 2025", "May 2025", "June 2025", "July 2025"]
    april = (date(2025, 4, 1), date(2025, 4, 30))
    assert labels(owed(kpi(), ON, {april})) == ["May 2025", "June 2025", "July 2025"]


@pytest.mark.parametrize(
    ("on", "days", "standing", "words"),
    [
        (date(2025, 4, 30), None, None, ""),  # the month has not ended
        (date(2025, 5, 1), -19, Standing.DUE, "due in 19 days"),
        (date(2025, 5, 19), -1, Standing.DUE, "due in 1 day"),
        (date(2025, 5, 20), 0, Standing.DUE, "due today"),
        (date(2025, 5, 21), 1, Standing.LATE, "1 day late"),
        (date(2025, 5, 31), 11, Standing.LATE, "11 days late"),
    ],
)
def test_a_return_is_late_the_day_after_its_days_have_passed(on, days, standing, words):
    found = owed(kpi(), on, ())[:1]
    assert [(each.days, each.standing, each.words) for each in found] == (
        [(days, standing, words)] if words else []
    )


def test_what_was_sent_is_not_late_however_long_approval_takes():
    april = (date(2025, 4, 1), date(2025, 4, 30))
    waiting, back = (owed(kpi(), ON, (), {april: Sent("RET-1", flag, ON)})[0] for flag in (False, True))
    assert (waiting.standing, back.standing) == (Standing.AWAITING, Standing.SENT_BACK)
    said = "was due 87 days ago"  # 20 May to 15 August 2025
    assert (waiting.words, back.words) == (f"{said}, awaiting approval", f"{said}, sent back")


def test_quarters_and_years_are_owed_whole():
    assert labels(owed(kpi(frequency="quarter"), ON, ())) == ["Q1 2025/26"]
    yearly = kpi(frequency="academic_year", reported_from=date(2023, 9, 1))
    assert labels(owed(yearly, ON, ())) == ["academic year 2023/24"]


def test_nothing_is_owed_after_retirement():
    retired = kpi(state="retired", retired_on=date(2025, 6, 15))
    assert labels(owed(retired, ON, ())) == ["April 2025", "May 2025"]
    assert not owed(kpi(state="retired"), ON, ())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"state": "proposed"}, "proposed"),
        ({"frequency": "not_stated"}, "no frequency stated"),
        ({"reported_from": None}, "no first period stated"),
        ({}, ""),
    ],
)
def test_a_definition_that_lacks_something_owes_nothing_and_says_why(given, why):
    assert why_nothing_is_due(kpi(**given)) == why
    assert bool(owed(kpi(**given), ON, ())) == (not why)


def test_the_most_urgent_period_gives_the_standing_of_the_kpi():
    assert standing_of(kpi(), owed(kpi(), ON, ())) == Standing.LATE
    assert standing_of(kpi(), ()) == Standing.UP_TO_DATE
    assert standing_of(kpi(state="proposed"), ()) == Standing.NOTHING_DUE
