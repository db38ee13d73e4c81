"""Stages: each status beside the one it must not be, variance in days and months, order and gateways."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, parse_fuzzy_date
from procurement.rules_stages import (
    OrderWarning,
    Stage,
    next_gateway,
    order_warnings,
    stage_status,
    stage_statuses,
    variance,
)

ON = date(2026, 3, 2)


def stated(text: str | None) -> FuzzyDate | None:
    return None if text is None else parse_fuzzy_date(text)


def status(planned=None, forecast=None, actual=None, *, on=ON, needed=True, previous_late=False):
    return stage_status(stated(planned), stated(forecast), stated(actual), not needed, on, previous_late)


@pytest.mark.parametrize(
    ("dates", "state", "reason"),
    [
        ({}, "not_started", "No date is planned or forecast."),
        ({"planned": "TBC"}, "not_started", "No date is planned or forecast."),
        ({"planned": "31 March 2026"}, "not_started", "Planned (31 March 2026); no forecast is given yet."),
        (
            {"planned": "30 March 2026"},
            "at_risk",
            "Due within 28 days (30 March 2026) and no forecast is given. Enter a forecast.",
        ),
        (
            {"planned": "30 March 2026", "forecast": "30 March 2026"},
            "on_track",
            "The forecast (30 March 2026) is not after the planned date (30 March 2026).",
        ),
        (
            {"planned": "30 March 2026", "forecast": "31 March 2026"},
            "late",
            "The forecast (31 March 2026) is after the planned date (30 March 2026).",
        ),
        (
            {"planned": "1 March 2026"},
            "late",
            "The planned date (1 March 2026) has passed and nothing is recorded as done.",
        ),
        (
            {"planned": "2 March 2026"},
            "at_risk",
            "Due within 28 days (2 March 2026) and no forecast is given. Enter a forecast.",
        ),
        (
            {"planned": "By April 2026", "forecast": "1 March 2026"},
            "late",
            "The forecast (1 March 2026) has passed and nothing is recorded as done.",
        ),
        (
            {"planned": "April 2026", "forecast": "Spring 2026"},
            "on_track",
            "The forecast (Spring 2026) is not after the planned date (April 2026).",
        ),
        (
            {"forecast": "May 2026"},
            "on_track",
            "Forecast (May 2026); there is no planned date to compare it with.",
        ),
        ({"planned": "1 March 2026", "actual": "1 March 2026"}, "done", "Done (1 March 2026)."),
        (
            {"planned": "January 2026", "actual": "1 March 2026"},
            "done",
            "Done (1 March 2026), after the planned date (January 2026).",
        ),
        ({"planned": "March 2026", "actual": "March 2026"}, "done", "Done (March 2026)."),
        (
            {"planned": "1 March 2026", "actual": "3 March 2026"},
            "late",
            "The planned date (1 March 2026) has passed and nothing is recorded as done.",
        ),
        (
            {"planned": "1 June 2026", "previous_late": True},
            "at_risk",
            "An earlier stage is late.",
        ),
        ({"previous_late": True}, "at_risk", "An earlier stage is late."),
        (
            {"planned": "1 March 2026", "needed": False},
            "not_applicable",
            "Marked as not needed for this procurement.",
        ),
    ],
)
def test_the_status_and_its_reason(dates: dict, state: str, reason: str) -> None:
    found = status(**dates)
    assert (found.state, found.reason) == (state, reason)


def test_a_month_is_late_only_when_its_last_day_has_passed() -> None:
    assert status("March 2026", on=date(2026, 3, 31)).state == "at_risk"
    assert status("March 2026", on=date(2026, 4, 1)).state == "late"


def test_a_late_stage_puts_those_after_it_at_risk_but_not_those_done_or_not_needed() -> None:
    stages = [
        Stage("need", "Need", stated("1 January 2026"), actual=stated("3 January 2026")),
        Stage("route", "Route", stated("1 February 2026")),
        Stage("tender", "Tender", stated("1 June 2026"), stated("1 June 2026")),
        Stage("engage", "Engagement", stated("1 February 2026"), not_applicable=True),
        Stage("spec", "Specification", stated("1 July 2026"), actual=stated("1 February 2026")),
    ]
    states = [found.state for found in stage_statuses(stages, ON)]
    assert states == ["done", "late", "at_risk", "not_applicable", "done"]
    assert stage_statuses(stages, ON)[1].label == "Late"
    assert [found.state for found in stage_statuses(stages[2:3], ON)] == ["on_track"]


@pytest.mark.parametrize(
    ("planned", "forecast", "actual", "low", "high", "months", "printed"),
    [
        ("1 March 2026", None, "13 March 2026", 12, 12, (0, 0), "12 days later"),
        ("2 March 2026", None, "1 March 2026", -1, -1, (0, 0), "1 day earlier"),
        ("1 March 2026", "1 March 2026", None, 0, 0, (0, 0), "on the planned day"),
        ("March 2026", "May 2026", None, 31, 91, (2, 2), "2 months later"),
        ("March 2026", "May 2026", "February 2026", -58, -1, (-1, -1), "1 month earlier"),
        ("March 2026", "March 2026", None, -30, 30, (0, 0), "in the planned month"),
        ("March 2026", "Summer 2026", None, 62, 183, (3, 5), "3 to 5 months later"),
        ("Summer 2026", "March 2026", None, -183, -62, (-5, -3), "3 to 5 months earlier"),
        ("April 2026", "Spring 2026", None, -60, 60, (-1, 1), "from 1 month earlier to 1 month later"),
        ("April 2026", "Summer 2026", None, 32, 152, (2, 4), "2 to 4 months later"),
        ("March 2026", "before June 2026", None, None, 91, (None, 2), "at most 2 months later"),
        ("before June 2026", "May 2026", None, -30, None, (0, None), "in the planned month or later"),
        ("before June 2026", "July 2026", None, 31, None, (2, None), "at least 2 months later"),
        ("before June 2026", "April 2026", None, -60, None, (-1, None), "at most 1 month earlier"),
        ("July 2026", "before June 2026", None, None, -31, (None, -2), "at least 2 months earlier"),
        ("May 2026", "before June 2026", None, None, 30, (None, 0), "in the planned month or earlier"),
        ("before June 2026", "before July 2026", None, None, None, (None, None), "not known"),
    ],
)
def test_variance_is_actual_else_forecast_less_planned(
    planned: str,
    forecast: str | None,
    actual: str | None,
    low: int | None,
    high: int | None,
    months: tuple[int | None, int | None],
    printed: str,
) -> None:
    found = variance(stated(planned), stated(forecast), stated(actual))
    assert found is not None
    assert (found.days_low, found.days_high) == (low, high)
    assert found.months == MonthSpan(*months)
    assert found.printed == printed


@pytest.mark.parametrize(
    "dates", [(None, "May 2026", None), ("May 2026", None, None), ("TBC", "May 2026", None)]
)
def test_there_is_no_variance_without_two_dates(dates: tuple[str | None, ...]) -> None:
    assert variance(*map(stated, dates)) is None


def test_a_stage_dated_wholly_before_the_one_before_it_is_warned_of() -> None:
    stages = [
        Stage("tender", "Tender issued", stated("June 2026")),
        Stage("clarify", "Clarification closes"),
        Stage("skip", "Engagement", stated("January 2026"), not_applicable=True),
        Stage("bids", "Bids due", stated("July 2026"), stated("May 2026")),
        Stage("award", "Award decision", stated("May 2026")),
    ]
    assert order_warnings(stages) == (
        OrderWarning(
            "bids",
            "tender",
            "Bids due (May 2026) comes before Tender issued (June 2026). Check both dates.",
        ),
    )


def test_the_next_gateway_is_the_first_needed_that_is_not_passed() -> None:
    stages = [
        Stage("need", "Need", actual=stated("5 January 2026"), is_gateway=True),
        Stage("decision", "Decision to procure", actual=stated("1 April 2026"), is_gateway=True),
        Stage("route", "Route", not_applicable=True, is_gateway=True),
        Stage("tender", "Tender"),
        Stage("award", "Award", actual=stated("TBC"), is_gateway=True),
    ]
    assert next_gateway(stages) == stages[4]
    assert next_gateway(stages, ON) == stages[1], "passed only in April"
    assert next_gateway(stages[:2]) is None


@st.composite
def stated_dates(draw: st.DrawFn) -> FuzzyDate | None:
    if draw(st.booleans()):
        return None
    start = draw(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    end = start + timedelta(days=draw(st.integers(0, 90)))
    return FuzzyDate("", start, end, Precision.RANGE, DateStatus.STATED)


@given(
    stated_dates(),
    stated_dates(),
    stated_dates(),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.booleans(),
)
def test_the_status_agrees_with_the_rule_read_again(
    planned: FuzzyDate | None,
    forecast: FuzzyDate | None,
    actual: FuzzyDate | None,
    on: date,
    previous_late: bool,
) -> None:
    found = stage_status(planned, forecast, actual, False, on, previous_late)
    due = forecast or planned
    after = planned and forecast and forecast.start > planned.end  # type: ignore[operator]
    if actual and actual.start <= on:  # type: ignore[operator]
        wanted = "done"
    elif after or (due and due.end < on):  # type: ignore[operator]
        wanted = "late"
    elif previous_late or (planned and not forecast and (planned.end - on).days <= 28):  # type: ignore[operator]
        wanted = "at_risk"
    else:
        wanted = "on_track" if forecast else "not_started"
    assert found.state == wanted
    assert found.reason.endswith(".")


@given(stated_dates(), stated_dates())
def test_variance_in_days_holds_every_day_that_can_be_meant(a: FuzzyDate | None, b: FuzzyDate | None) -> None:
    found = variance(a, b, None)
    if a is None or b is None:
        assert found is None
        return
    assert found is not None
    low, high = found.days_low, found.days_high
    assert None not in (a.start, a.end, b.start, b.end)
    assert low is not None
    assert high is not None
    assert low <= (b.start - a.start).days <= high
    assert low <= (b.end - a.end).days <= high
    assert high - low == (a.end - a.start).days + (b.end - b.start).days
