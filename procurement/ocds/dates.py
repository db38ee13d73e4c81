"""Stated dates as the zoned moments OCDS asks for, and moments of others read back (OCDS 1.1.5, `Period`, `date`).

OCDS wants every date as an RFC 3339 date-time with its offset. A day here is a day in England: it begins at 00:00:00
and ends at 23:59:59 Europe/London, an hour ahead of UTC in summer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision

LONDON: Final = ZoneInfo("Europe/London")
DAY_BEGINS: Final = time(0, 0, 0)
DAY_ENDS: Final = time(23, 59, 59)
# Outside these years a date is a programmer's "no date" (0001-01-01, 9999-12-31), not a date.
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199


def start_of(day: date) -> str:
    """The first second of a day in England: 2026-07-01T00:00:00+01:00."""
    return datetime.combine(day, DAY_BEGINS, LONDON).isoformat()


def end_of(day: date) -> str:
    """The last second of a day in England: 2026-07-01T23:59:59+01:00."""
    return datetime.combine(day, DAY_ENDS, LONDON).isoformat()


def moment(at: datetime) -> str:
    """A moment with its London offset, to the second. Raises ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment that is published needs a time zone.")
    return at.astimezone(LONDON).replace(microsecond=0).isoformat()


# --- stated dates -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stated:
    """A stated date for OCDS: the moment to publish (None: leave the field out) and words for the description."""

    at: str | None
    words: str


def first_moment(stated: FuzzyDate | None) -> Stated:
    """The first moment a stated date can mean, for a start; with its printed text where that says less than a day."""
    if stated is None:
        return Stated(None, "")
    return Stated(start_of(stated.start) if stated.start else None, _words(stated))


def last_moment(stated: FuzzyDate | None) -> Stated:
    """The last moment a stated date can mean, for an end or a due date; with its printed text likewise."""
    if stated is None:
        return Stated(None, "")
    return Stated(end_of(stated.end) if stated.end else None, _words(stated))


def _words(stated: FuzzyDate) -> str:
    if not stated.is_dated:
        reason = stated.printed or DateStatus(stated.status).label
        return f"not known ({reason})"
    exact = stated.precision == Precision.DAY and stated.status == DateStatus.STATED
    if exact and not stated.year_inferred:
        return ""
    inferred = ", year inferred" if stated.year_inferred else ""
    return f"stated as “{stated.printed}”{inferred}"


@dataclass(frozen=True)
class PeriodOut:
    """A Period for OCDS (None: nothing is known, leave it out) and words for the description."""

    period: dict[str, Any] | None
    words: str


def period_of(
    starts: FuzzyDate | None,
    ends: FuzzyDate | None,
    *,
    last_possible_end: FuzzyDate | None = None,
    days: int | None = None,
) -> PeriodOut:
    """A Period: startDate, endDate, maxExtentDate and durationInDays, each only where it is known.

    `days` is the length where the dates are not known; it is left out where both dates are, which say it already.
    """
    first, last, extent = first_moment(starts), last_moment(ends), last_moment(last_possible_end)
    period: dict[str, Any] = {
        name: stated.at
        for name, stated in (("startDate", first), ("endDate", last), ("maxExtentDate", extent))
        if stated.at
    }
    if days is not None and not (first.at and last.at):
        period["durationInDays"] = days
    named = (("Start", first), ("End", last), ("Last possible end", extent))
    words = "; ".join(f"{name} {stated.words}" for name, stated in named if stated.words)
    return PeriodOut(period or None, words)


# --- moments of others ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A moment read from another's file. `at` is None where it cannot be read; `assumed` says what was added.

    `assumed` is "" for a full date-time, "zone" where Europe/London was assumed, "day" where there was a day alone.
    `error` says why there is no moment.
    """

    at: datetime | None
    assumed: str = ""
    error: str = ""

    @property
    def iso(self) -> str:
        """The moment with its London offset; "" where there is none."""
        return self.at.astimezone(LONDON).isoformat() if self.at else ""

    @property
    def sort_key(self) -> datetime:
        """The moment for ordering, whatever the offset; one that could not be read comes before all others."""
        return self.at or datetime.min.replace(tzinfo=UTC)

    @property
    def day(self) -> date | None:
        """The day in England on which the moment falls."""
        return self.at.astimezone(LONDON).date() if self.at else None


def read_moment(text: object, *, ends: bool = False) -> Moment:
    """Reads a date or date-time that somebody else wrote; never raises.

    Without a zone, Europe/London is assumed. A day alone begins at 00:00:00, or ends at 23:59:59 where `ends`. Years
    that only a program would write (0001, 9999) are no date.
    """
    if not isinstance(text, str) or not text.strip():
        return Moment(None, error="is not a date")
    written = text.strip()
    try:
        read = datetime.fromisoformat(written)
        day_alone = ":" not in written and "T" not in written.upper() and " " not in written
        if not EARLIEST_YEAR <= read.year <= LATEST_YEAR:
            return Moment(None, error=f"is the year {read.year:04d}, which stands for no date")
        if day_alone:
            return Moment(datetime.combine(read.date(), DAY_ENDS if ends else DAY_BEGINS, LONDON), "day")
        if read.tzinfo is None:
            # Through UTC, so that a time in the hour that summer time skips becomes one that exists.
            return Moment(read.replace(tzinfo=LONDON).astimezone(UTC).astimezone(LONDON), "zone")
        # An offset of nearly a day is readable and still leads out of the calendar: found here, not by the caller.
        read.astimezone(LONDON)
    except (ValueError, OverflowError):
        return Moment(None, error="is not a date that can be read")
    return Moment(read)


def stated_day(read: Moment) -> FuzzyDate | None:
    """The day of an imported moment as a stated date; None where there is no moment."""
    day = read.day
    if day is None:
        return None
    return FuzzyDate("", day, day, Precision.DAY, DateStatus.STATED)
