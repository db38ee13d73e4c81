"""Stated dates as zoned moments and back. Summer time of 2026: 29 March to 25 October (GOV.UK)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date
from procurement.ocds.dates import (
    end_of,
    first_moment,
    last_moment,
    moment,
    period_of,
    read_moment,
    start_of,
    stated_day,
)


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (date(2026, 1, 15), "2026-01-15T00:00:00+00:00", "2026-01-15T23:59:59+00:00"),
        (date(2026, 7, 1), "2026-07-01T00:00:00+01:00", "2026-07-01T23:59:59+01:00"),
        # Days on which the clocks change have two offsets.
        (date(2026, 3, 29), "2026-03-29T00:00:00+00:00", "2026-03-29T23:59:59+01:00"),
        (date(2026, 10, 25), "2026-10-25T00:00:00+01:00", "2026-10-25T23:59:59+00:00"),
    ],
)
def test_a_day_begins_and_ends_with_the_offset_england_has_then(day, starts, ends):
    assert (start_of(day), end_of(day)) == (starts, ends)


def test_a_moment_needs_a_zone():
    assert moment(datetime(2026, 7, 1, 9, 30, 5, 250, UTC)) == "2026-07-01T10:30:05+01:00"
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 7, 1, 9, 30))  # noqa: DTZ001


def test_a_season_gives_its_first_and_last_moment_and_keeps_its_words():
    spring = parse_fuzzy_date("Spring 2027")
    assert first_moment(spring).at == "2027-03-01T00:00:00+00:00"
    assert last_moment(spring).at == "2027-05-31T23:59:59+01:00"
    assert last_moment(spring).words == "stated as “Spring 2027”"


def test_an_exact_day_needs_no_words_and_an_unknown_one_gives_no_date():
    assert last_moment(parse_fuzzy_date("31 March 2027")).words == ""
    unknown = FuzzyDate("TBC", None, None, Precision.NONE, DateStatus.TBC)
    assert (first_moment(unknown).at, first_moment(unknown).words) == (None, "not known (TBC)")
    assert first_moment(None).at is None


def test_a_period_leaves_out_what_is_not_known_and_gives_the_length_instead():
    starts = parse_fuzzy_date("1 April 2027")
    unknown = FuzzyDate("", None, None, Precision.NONE, DateStatus.TBC)
    known = period_of(
        starts,
        parse_fuzzy_date("31 March 2030"),
        last_possible_end=parse_fuzzy_date("31 March 2032"),
        days=1096,
    )
    assert known.period == {
        "startDate": "2027-04-01T00:00:00+01:00",
        "endDate": "2030-03-31T23:59:59+01:00",
        "maxExtentDate": "2032-03-31T23:59:59+01:00",
    }
    assert known.words == ""
    partly = period_of(starts, unknown, days=1096)
    assert partly.period == {"startDate": "2027-04-01T00:00:00+01:00", "durationInDays": 1096}
    assert partly.words == "End not known (TBC)"
    assert period_of(None, None).period is None


@pytest.mark.parametrize(
    ("text", "ends", "iso", "assumed"),
    [
        ("2026-07-01T09:00:00Z", False, "2026-07-01T10:00:00+01:00", ""),
        ("2026-07-01T09:00:00+01:00", False, "2026-07-01T09:00:00+01:00", ""),
        ("2026-07-01T09:00:00", False, "2026-07-01T09:00:00+01:00", "zone"),
        ("2026-01-05T09:00:00", False, "2026-01-05T09:00:00+00:00", "zone"),
        ("2026-07-01", False, "2026-07-01T00:00:00+01:00", "day"),
        ("2026-07-01", True, "2026-07-01T23:59:59+01:00", "day"),
        # 01:30 did not exist on the night the clocks went forward.
        ("2026-03-29T01:30:00", False, "2026-03-29T02:30:00+01:00", "zone"),
        ("2026-07-01T09:00:00.1234567Z", False, "2026-07-01T10:00:00.123456+01:00", ""),
    ],
)
def test_moments_of_others_are_read_in_london_and_what_was_assumed_is_said(text, ends, iso, assumed):
    read = read_moment(text, ends=ends)
    assert (read.iso, read.assumed, read.error) == (iso, assumed, "")


@pytest.mark.parametrize(
    "text", ["TBC", "", None, 5, "2026-02-30", "01/07/2026", "0001-01-01T00:00:00", "9999-12-31"]
)
def test_what_is_no_date_gives_none_and_says_why(text):
    read = read_moment(text)
    assert (read.at, read.iso, read.day) == (None, "", None)
    assert read.error.startswith("is ")
    assert stated_day(read) is None


def test_the_day_is_the_day_in_england():
    late = read_moment("2026-06-30T23:30:00Z")
    assert stated_day(late) == FuzzyDate(
        "", date(2026, 7, 1), date(2026, 7, 1), Precision.DAY, DateStatus.STATED
    )


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_day_goes_out_and_comes_back(day):
    assert read_moment(start_of(day)).day == day
    assert read_moment(end_of(day)).day == day


@given(st.text() | st.datetimes(timezones=st.just(timezone(timedelta(hours=-23, minutes=-59)))).map(str))
def test_no_text_makes_reading_raise(text):
    read = read_moment(text)
    assert (read.at is None) == bool(read.error)
