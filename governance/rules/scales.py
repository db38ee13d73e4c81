"""Scales of status that a programme sets for itself, and how long a thing has stood at each of their points.

A point says of itself whether a thing at it is complete, or stopped without being so. Nothing follows from its place:
"Completed" may be followed by "Embedded" and "Handed over", or by "Withdrawn".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, months_between
from commissioning.core.rag import ThreePointConfidence

from .slips import TOLD_IN_DAYS
from .words import counted, quoted

CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_LABEL: Final = 40


@dataclass(frozen=True)
class Point:
    """One status. `position` orders it for readers; `rating` is the delivery confidence it suggests, None for none."""

    code: str
    label: str
    position: int
    is_complete: bool = False
    is_stopped: bool = False
    rating: ThreePointConfidence | None = None


@dataclass(frozen=True)
class Scale:
    """The points of a scale; iterate `in_order` to show them."""

    points: tuple[Point, ...]

    @property
    def in_order(self) -> tuple[Point, ...]:
        return tuple(sorted(self.points, key=lambda point: point.position))

    def point(self, code: str) -> Point:
        """The point with the code. Raises ValueError naming those there are."""
        found = next((point for point in self.points if point.code == code), None)
        if found is None:
            labels = quoted(point.label for point in self.in_order)
            raise ValueError(f"There is no status “{code}” on this scale. Choose one of {labels}.")
        return found

    def is_done(self, code: str) -> bool:
        """Whether a thing at the point counts as complete, wherever the point stands. Raises as `point` does."""
        return self.point(code).is_complete

    def is_open(self, code: str) -> bool:
        """Neither complete nor stopped: still to be done. Raises as `point` does."""
        found = self.point(code)
        return not (found.is_complete or found.is_stopped)


@dataclass(frozen=True)
class Entry:
    """One entry in a history of statuses: the status entered, and since when as far as anybody knows."""

    code: str
    since: FuzzyDate


@dataclass(frozen=True)
class Stay:
    """A time spent at one point. `until` is None while it lasts; `months` and `days` are None where nobody can say."""

    point: Point
    since: FuzzyDate
    until: FuzzyDate | None
    months: MonthSpan | None
    days: int | None

    @property
    def words(self) -> str:
        """ "In progress for 3 to 5 months", "Completed for 12 days so far", "Planned, for how long is not known"."""
        lasted = _how_long(self.months, self.days)
        so_far = " so far" if self.until is None and lasted else ""
        return (
            f"{self.point.label} for {lasted}{so_far}"
            if lasted
            else f"{self.point.label}, for how long is not known"
        )


def scale_problems(points: Sequence[Point]) -> tuple[str, ...]:
    """What is wrong with a scale, a sentence each with its cure; empty when it can be used."""
    if len(points) < 2:
        return ("A scale needs at least two statuses. Add one that is complete and one that is not.",)
    return (*_each_problems(points), *_twice_problems(points), *_meaning_problems(points))


def history(entries: Sequence[Entry], on: date, scale: Scale) -> tuple[Stay, ...]:
    """The time spent at each point, entry by entry in the order recorded, the last one up to `on`.

    Entries that can only have been made after the day are left out. Where a date is unknown, or two entries are dated
    in the wrong order, the stay is kept and its length is unknown. Raises ValueError for a status not on the scale.
    """
    known = [entry for entry in entries if entry.since.start is None or entry.since.start <= on]
    today = FuzzyDate("", on, on, Precision.DAY, DateStatus.STATED)
    ends = [*(following.since for _, following in pairwise(known)), today]
    return tuple(
        _stay(scale.point(entry.code), entry.since, end, lasts=place == len(known) - 1)
        for place, (entry, end) in enumerate(zip(known, ends, strict=False))
    )


def _stay(point: Point, since: FuzzyDate, end: FuzzyDate, *, lasts: bool) -> Stay:
    until = None if lasts else end
    if not (since.is_dated and end.is_dated) or end.precedes(since):
        return Stay(point, since, until, None, None)
    span = months_between(since, end)
    low = None if span.low is None else max(span.low, 0)
    high = None if span.high is None else max(span.high, 0)
    days = None
    if since.precision == end.precision == Precision.DAY and since.end and end.end:
        days = (end.end - since.end).days
    return Stay(point, since, until, MonthSpan(low, high), days)


def _how_long(months: MonthSpan | None, days: int | None) -> str:
    if days is not None and days < TOLD_IN_DAYS:
        return counted(days, "day")
    if months is None or (months.low is None and months.high is None):
        return ""
    if months.high == 0:
        return "less than a month"
    return f"up to {counted(months.high, 'month')}" if months.low == 0 and months.high else months.printed


def _each_problems(points: Sequence[Point]) -> Iterator[str]:
    for place, point in enumerate(points, start=1):
        label = point.label.strip()
        if not label:
            yield f"Status {place} has no name. Give it one."
        elif len(label) > LONGEST_LABEL:
            yield f"“{label}” is longer than {LONGEST_LABEL} characters. Shorten it."
        if not CODE.fullmatch(point.code):
            yield f"The code “{point.code}” can not be used. Write small letters, figures and _, a letter first."
        if point.is_complete and point.is_stopped:
            yield f"“{label}” is both complete and stopped. Choose one of the two."


def _twice_problems(points: Sequence[Point]) -> Iterator[str]:
    for what, values in (
        ("the name", [point.label.strip().casefold() for point in points if point.label.strip()]),
        ("the code", [point.code for point in points]),
        ("the place", [str(point.position) for point in points]),
    ):
        for value, times in Counter(values).items():
            if times > 1:
                yield f"{times} statuses have {what} “{value}”. Give each its own."


def _meaning_problems(points: Sequence[Point]) -> Iterator[str]:
    if not any(point.is_complete for point in points):
        yield "No status is complete, so that nothing could ever be done. Mark one as complete."
    if all(point.is_complete or point.is_stopped for point in points):
        yield "Every status is complete or stopped, so that nothing could be under way. Leave one open."
