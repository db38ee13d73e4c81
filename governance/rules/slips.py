"""How often and how far a target date has moved: counted from the record of its changes, never from today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate, MonthSpan, Precision, months_between

# Below this many days a slip between two single days is told in days: 31 January to 1 February is no month. Ours.
TOLD_IN_DAYS: Final = 28


@dataclass(frozen=True)
class Slip:
    """One change of a target: from what, to what, on which day it was changed, and why."""

    was: FuzzyDate
    now: FuzzyDate
    on: date
    reason: str = ""


@dataclass(frozen=True)
class SlipSummary:
    """How a target has moved. `count` counts changes to a later date; `months` and `days` run from original to now.

    `months` is None where the target has not slipped, or where the original or the present one has no date; its ends
    differ where a date is fuzzy, and are negative where it was brought back before the original. `days` is None unless
    both are single days. `is_late` is None for a target without a date: nobody can say. What is done is never late.
    """

    count: int
    brought_forward: int
    undated: int
    original: FuzzyDate
    now: FuzzyDate
    months: MonthSpan | None
    days: int | None
    is_late: bool | None
    words: str


def is_slip(change: Slip) -> bool:
    """Whether the deadline, the last day that the date allows, became later; where one has no last day, the first day.

    "2014" narrowed to "Autumn 2014" is no slip. Setting a date where there was none is not a slip; nor is taking a date
    away, which is counted apart.
    """
    return _later(change.was, change.now)


def slip_summary(original: FuzzyDate, slips: Sequence[Slip], on: date, done: bool) -> SlipSummary:
    """What became of a target on a day: the changes made up to that day, in any order.

    `original` is the target as first agreed; where it had no date, the first date that was set takes its place as the
    one to measure from.
    """
    known = sorted((change for change in slips if change.on <= on), key=lambda change: change.on)
    now = known[-1].now if known else original
    first = next((date_ for date_ in (original, *(c.now for c in known)) if date_.is_dated), original)
    count = sum(is_slip(change) for change in known)
    earlier = sum(_is_brought_forward(change) for change in known)
    undated = sum(change.was.is_dated and not change.now.is_dated for change in known)
    months = _span(first, now) if count else None
    days = _days(first, now) if count else None
    return SlipSummary(
        count=count,
        brought_forward=earlier,
        undated=undated,
        original=first,
        now=now,
        months=months,
        days=days,
        is_late=now.is_overdue(on, done) if now.end is not None or done else None,
        words=_words(count, now, months, days),
    )


def _later(was: FuzzyDate, now: FuzzyDate) -> bool:
    if was.end is not None and now.end is not None:
        return now.end > was.end
    return was.start is not None and now.start is not None and now.start > was.start


def _is_brought_forward(change: Slip) -> bool:
    """Later when read backwards, and not merely narrowed to a part of what was allowed before."""
    first_was, first_now = change.was.start, change.now.start
    narrowed = first_was is not None and first_now is not None and first_now > first_was
    return _later(change.now, change.was) and not narrowed


def _span(first: FuzzyDate, now: FuzzyDate) -> MonthSpan | None:
    """Months from first to now, whose lowest is not below 0: a slip does not run backwards within one month."""
    if not (first.is_dated and now.is_dated):
        return None
    span = months_between(first, now)
    low = None if span.low is None else max(span.low, 0)
    return MonthSpan(low, span.high) if span.high is None or span.high >= 0 else span


def _days(first: FuzzyDate, now: FuzzyDate) -> int | None:
    if first.precision != Precision.DAY or now.precision != Precision.DAY or not (first.end and now.end):
        return None
    return (now.end - first.end).days


def _words(count: int, now: FuzzyDate, months: MonthSpan | None, days: int | None) -> str:
    if not count:
        return "not slipped" if now.is_dated else "no target date"
    times = "slipped once" if count == 1 else f"slipped {count} times"
    if not now.is_dated:
        return f"{times}, and now without a date"
    return f"{times}, {_how_far(months, days)}"


def _how_far(months: MonthSpan | None, days: int | None) -> str:
    if days is not None and days <= 0:
        return "and since brought back to the first date or before it"
    if days is not None and days < TOLD_IN_DAYS:
        return f"by {days} day{'' if days == 1 else 's'}"
    if months is None or (months.low is None and months.high is None):
        return "by how long is not known"
    if months.high is not None and months.high <= 0:
        return "within the same month" if months.high == 0 else "and since brought back before the first date"
    return f"by {months.printed}"
