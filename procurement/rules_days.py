"""Working days: which days count, by the bank holidays of England or of every nation of the United Kingdom.

The holidays and the arithmetic are those of the kept `holidays` library. What it can not know (a day proclaimed for a
single occasion, or one that an authority does not count) is given with the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import RLock
from typing import Final

import holidays as library

NATIONS: Final = {"england": ("ENG",), "united_kingdom": ("ENG", "WLS", "SCT", "NIR")}
NAMES: Final = {"england": "England and Wales", "united_kingdom": "any nation of the United Kingdom"}
# Before 1978 there was no early May holiday; the library knows no year after 2100.
FIRST_YEAR: Final = 1978
LAST_YEAR: Final = 2100
ADDED: Final = "Closed (added to the calendar)"
# What the library calls otherwise than the Government's own list does.
OFFICIAL: Final = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday (Scotland)",
    "New Year Holiday": "2 January (Scotland)",
}
# The library works a year out when it is first asked for, and would answer another thread before it is ready.
LOCK: Final = RLock()


class CalendarError(ValueError):
    """A calendar that does not exist, or a day outside the years whose bank holidays are known; says the cure."""


@dataclass(frozen=True)
class Calendar:
    """Which days are working days: neither a Saturday, nor a Sunday, nor a holiday of the calendar.

    `key` is "england" (England and Wales share their bank holidays) or "united_kingdom", on which a holiday of any
    nation counts, Scotland's 2 January included. `extra_closed` and `extra_open` are days that the setting adds or
    takes away; a day in both is refused. Raises CalendarError.
    """

    key: str
    extra_closed: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.key not in NATIONS:
            raise CalendarError(f"There is no calendar “{self.key}”. Choose one of: {', '.join(NATIONS)}.")
        object.__setattr__(self, "extra_closed", frozenset(self.extra_closed))
        object.__setattr__(self, "extra_open", frozenset(self.extra_open))
        for day in self.extra_closed | self.extra_open:
            _check(day)
        both = self.extra_closed & self.extra_open
        if both:
            raise CalendarError(f"{_words(min(both))} is both added and taken away. Keep one of the two.")

    @property
    def name(self) -> str:
        """Whose bank holidays count, in words."""
        return NAMES[self.key]

    def is_working_day(self, day: date) -> bool:
        with self._days(day) as days:
            return bool(days.is_working_day(day))

    def next_working_day(self, day: date, count: int = 1) -> date:
        """The `count`-th working day after the day, or before it when negative; the day itself never counts.

        Nought gives the day itself when it is a working day, else the first one after it. Raises CalendarError when
        the years run out.
        """
        if abs(count) > 366 * (LAST_YEAR - FIRST_YEAR):
            raise CalendarError(f"{count} working days lead beyond the years {FIRST_YEAR} to {LAST_YEAR}.")
        with self._days(day) as days:
            return _check(days.get_nth_working_day(day, count))

    def first_working_day_from(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        return self.next_working_day(day, 0)

    def last_working_day_to(self, day: date) -> date:
        """The day itself when it is a working day, else the one before."""
        return day if self.is_working_day(day) else self.next_working_day(day, -1)

    def holidays(self, year: int) -> tuple[tuple[date, str], ...]:
        """The year's weekdays that are closed, in order, each with its name in the Government's words.

        A holiday that falls on a weekend is not listed: its substitute is. Raises CalendarError.
        """
        with self._days(_check_year(year)) as days:
            found = {day: name for day, name in days.items() if day.year == year and day.weekday() < 5}
        return tuple((day, _official(name)) for day, name in sorted(found.items()))

    @contextmanager
    def _days(self, day: date) -> Iterator[library.HolidayBase | library.HolidaySum]:
        """The library's days, with the year of `day` worked out, for one thread at a time."""
        _check(day)
        with LOCK:
            days = _library_days(self.key, self.extra_closed, self.extra_open)
            days.get(day)
            yield days


@lru_cache(maxsize=64)
def _library_days(
    key: str, closed: frozenset[date], opened: frozenset[date]
) -> library.HolidayBase | library.HolidaySum:
    first, *others = (library.country_holidays("GB", subdiv=nation) for nation in NATIONS[key])
    days: library.HolidayBase | library.HolidaySum = first
    for other in others:
        days = days + other
    for day in sorted(closed):
        days[day] = ADDED
    for day in opened:
        if days.is_weekend(day):
            days.weekend_workdays.add(day)
        if day in days:
            del days[day]
    return days


def _check(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarError(
            f"Bank holidays are known for {FIRST_YEAR} to {LAST_YEAR}, not for {day.year}. Check the date."
        )
    return day


def _check_year(year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(f"Bank holidays are known for {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")
    return date(year, 1, 1)


def _official(name: str) -> str:
    names = []
    for part in name.split("; "):
        plain = part.removesuffix(" (observed)")
        substitute = " (substitute day)" if plain != part else ""
        names.append(OFFICIAL.get(plain, plain) + substitute)
    return "; ".join(dict.fromkeys(names))


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
