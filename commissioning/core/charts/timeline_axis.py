"""The time axis of a timeline: from when to when, where the grid stands, and where the as-at line goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from commissioning.core.charts.measure import TICK, num, scale, text_width

STEPS_IN_MONTHS = (1, 3, 6, 12, 24, 60, 120, 300)
STRETCH_FOR_TODAY = 0.15


@dataclass(frozen=True)
class Tick:
    x: str
    text_x: str
    text: str


@dataclass(frozen=True)
class AsAtLine:
    """Where `on` falls. `x` is empty when it lies outside the axis; then the text has an arrow that says which way."""

    x: str
    text_x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Axis:
    first: date
    last: date
    left: float
    right: float

    @property
    def x(self) -> Callable[[date], float]:
        place = scale(self.first.toordinal(), self.last.toordinal(), self.left, self.right)
        return lambda day: place(day.toordinal())


def axis_over(days: Sequence[date], on: date, left: float, right: float) -> Axis:
    """The axis that holds all days, and `on` where that costs at most a seventh of the length.

    A programme of 2018 looked at years later keeps its scale; the line then becomes an arrow at the edge.
    """
    days = days or (on,)
    first, last = min(days), max(days)
    room = timedelta(days=max((last - first).days * STRETCH_FOR_TODAY, 92))
    if first - room <= on <= last + room:
        first, last = min(first, on), max(last, on)
    margin = timedelta(days=max((last - first).days // 40, 10))
    return Axis(first.replace(day=1), last + margin, left, right)


def ticks(axis: Axis) -> list[Tick]:
    """Months, quarters, half years or years: the finest step whose labels keep clear of each other."""
    for step in STEPS_IN_MONTHS:
        found = _at_step(axis, step)
        places = [axis.x(day) for day, _ in found]
        if all(b - a >= text_width(text, TICK) + 14 for (a, b), (_, text) in _pairs(places, found)):
            break
    return [
        Tick(num(axis.x(day)), num(axis.x(day) + 3), text)
        for day, text in found
        if axis.x(day) + 3 + text_width(text, TICK) <= axis.right
    ]


def _pairs(
    places: Sequence[float], found: Sequence[tuple[date, str]]
) -> list[tuple[tuple[float, float], tuple[date, str]]]:
    return list(zip(pairwise(places), found, strict=False))


def _at_step(axis: Axis, step: int) -> list[tuple[date, str]]:
    month = axis.first.year * 12 + axis.first.month - 1
    month += -month % step
    found = []
    while (day := date(month // 12, month % 12 + 1, 1)) <= axis.last:
        found.append((day, f"{day:%b %Y}" if step < 12 else str(day.year)))
        month += step
    return found


def as_at_line(axis: Axis, on: date, words: str, width: float) -> AsAtLine:
    text = f"{words} {on.day} {on:%B %Y}"
    if not axis.first <= on <= axis.last:
        after = on > axis.last
        return AsAtLine(
            "",
            num(axis.right if after else axis.left),
            f"{text} →" if after else f"← {text}",
            "end" if after else "start",
        )
    x = axis.x(on)
    room = text_width(text, TICK)
    anchor = "start" if x + room <= width - 2 else "end"
    return AsAtLine(num(x), num(x), text, anchor)
