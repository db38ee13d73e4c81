"""Working days, against the Government's own list of bank holidays and against a loop that counts day by day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models.regimes import HolidayCalendar
from procurement.rules_days import NATIONS, Calendar, CalendarError

ENGLAND = Calendar("england")
KINGDOM = Calendar("united_kingdom")
# As the Government lists them for England and Wales; written by hand.
LISTED = {
    2025: {
        date(2025, 1, 1): "New Year's Day",
        date(2025, 4, 18): "Good Friday",
        date(2025, 4, 21): "Easter Monday",
        date(2025, 5, 5): "Early May bank holiday",
        date(2025, 5, 26): "Spring bank holiday",
        date(2025, 8, 25): "Summer bank holiday",
        date(2025, 12, 25): "Christmas Day",
        date(2025, 12, 26): "Boxing Day",
    },
    2026: {
        date(2026, 1, 1): "New Year's Day",
        date(2026, 4, 3): "Good Friday",
        date(2026, 4, 6): "Easter Monday",
        date(2026, 5, 4): "Early May bank holiday",
        date(2026, 5, 25): "Spring bank holiday",
        date(2026, 8, 31): "Summer bank holiday",
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 28): "Boxing Day (substitute day)",
    },
}
ELSEWHERE = {
    date(2025, 1, 2),  # Scotland
    date(2025, 3, 17),  # Northern Ireland
    date(2025, 7, 14),  # Northern Ireland, for Saturday 12 July
    date(2025, 8, 4),  # Scotland
    date(2025, 12, 1),  # Scotland, for Sunday 30 November
}
A_LISTED_DAY = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("year", LISTED)
def test_the_bank_holidays_of_a_year_are_those_the_government_lists(year: int) -> None:
    assert dict(ENGLAND.holidays(year)) == LISTED[year]


@pytest.mark.parametrize("year", LISTED)
def test_every_other_weekday_of_the_year_is_a_working_day_and_no_weekend_is(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert ENGLAND.is_working_day(day) == (day.weekday() < 5 and day not in LISTED[year]), day
        day += timedelta(days=1)


def test_a_holiday_of_any_nation_counts_for_the_whole_kingdom() -> None:
    assert {day for day, _ in KINGDOM.holidays(2025)} == set(LISTED[2025]) | ELSEWHERE
    assert not KINGDOM.is_working_day(date(2026, 1, 2))
    assert ENGLAND.is_working_day(date(2026, 1, 2))
    assert ("2 January (Scotland)") in [name for _, name in KINGDOM.holidays(2026)]


def naive(day: date, count: int) -> date:
    """Step by step over the hand-written lists."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if day.isoweekday() <= 5 and day not in LISTED[day.year]:
            left -= 1
    return day


@given(st.dates(date(2025, 3, 1), date(2026, 10, 31)), st.integers(1, 40), st.booleans())
def test_counting_working_days_agrees_with_a_count_by_hand(day: date, count: int, back: bool) -> None:
    wanted = -count if back else count
    assert ENGLAND.next_working_day(day, wanted) == naive(day, wanted)


@given(A_LISTED_DAY)
def test_the_first_working_day_from_a_day_may_be_that_day(day: date) -> None:
    first = ENGLAND.first_working_day_from(day)
    assert ENGLAND.is_working_day(first)
    assert first == (day if ENGLAND.is_working_day(day) else ENGLAND.next_working_day(day))
    last = ENGLAND.last_working_day_to(day)
    assert last <= day <= first
    assert last == (day if ENGLAND.is_working_day(day) else ENGLAND.next_working_day(day, -1))


@given(A_LISTED_DAY, st.integers(1, 30), st.sampled_from([ENGLAND, KINGDOM]))
def test_as_many_working_days_back_as_forth(day: date, count: int, calendar: Calendar) -> None:
    start = calendar.first_working_day_from(day)
    assert calendar.next_working_day(calendar.next_working_day(start, count), -count) == start


def test_a_day_can_be_added_and_taken_away_without_changing_another_calendar() -> None:
    own = Calendar("england", frozenset({date(2026, 1, 2)}), frozenset({date(2026, 4, 3), date(2026, 4, 4)}))
    assert not own.is_working_day(date(2026, 1, 2))
    assert own.is_working_day(date(2026, 4, 3))
    assert own.is_working_day(date(2026, 4, 4)), "a Saturday on which the office opens"
    assert (date(2026, 1, 2), "Closed (added to the calendar)") in own.holidays(2026)
    assert dict(ENGLAND.holidays(2026)) == LISTED[2026]
    assert not ENGLAND.is_working_day(date(2026, 4, 3))


def test_a_day_can_be_taken_away_from_the_calendar_of_the_kingdom() -> None:
    without = Calendar("united_kingdom", extra_open=frozenset({date(2026, 1, 2)}))
    assert without.is_working_day(date(2026, 1, 2))
    assert not KINGDOM.is_working_day(date(2026, 1, 2))


def test_one_off_holidays_are_known() -> None:
    names = dict(ENGLAND.holidays(2022))
    assert date(2022, 9, 19) in names
    assert date(2022, 6, 3) in names
    assert date(2023, 5, 8) in dict(ENGLAND.holidays(2023))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Calendar("wales"), "There is no calendar “wales”. Choose one of: england, united_kingdom."),
        (
            lambda: Calendar("england", frozenset({date(2026, 1, 2)}), frozenset({date(2026, 1, 2)})),
            "2 January 2026 is both added and taken away. Keep one of the two.",
        ),
        (
            lambda: ENGLAND.is_working_day(date(2206, 1, 2)),
            "Bank holidays are known for 1978 to 2100, not for 2206. Check the date.",
        ),
        (lambda: ENGLAND.next_working_day(date(2100, 12, 30), 5), "Bank holidays are known for 1978 to 2100"),
        (lambda: ENGLAND.next_working_day(date(2026, 1, 2), 10**7), "lead beyond the years 1978 to 2100"),
        (lambda: ENGLAND.holidays(1066), "Bank holidays are known for 1978 to 2100, not for 1066."),
    ],
)
def test_a_calendar_or_year_that_is_not_known_is_refused_with_the_cure(make, words: str) -> None:
    with pytest.raises(CalendarError) as refused:
        make()
    assert words in str(refused.value)


def test_the_years_either_end_are_known() -> None:
    assert ENGLAND.next_working_day(date(2100, 12, 30), 1) == date(2100, 12, 31)
    assert ENGLAND.holidays(1978)[0][0] == date(1978, 1, 2)


def test_several_threads_that_ask_for_a_new_year_at_once_get_the_same_answer() -> None:
    """The library works a year out when first asked; an answer given meanwhile would know no holidays."""
    for year in range(2030, 2050):
        fresh = Calendar("united_kingdom", frozenset({date(year, 6, 7)}))
        with ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(fresh.is_working_day, [date(year, 12, 25)] * 16))
        assert answers == {False}


def test_the_calendars_are_those_that_a_regime_can_be_given() -> None:
    assert set(NATIONS) == set(HolidayCalendar.values)
