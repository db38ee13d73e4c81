"""The ground of a control chart: where the plot lies, its scales, the ticks of both axes. No words of judgement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import Final, NamedTuple

from commissioning.core.charts.measure import PHONE_BELOW, Face, nice_ticks, num, scale, text_width
from commissioning.core.periods import FinancialYear, Month, Quarter, years_label
from outcomes.printed import academic_start, figure, number, unit_words

TEXT: Final = Face(12)
BOLD: Final = Face(12, bold=True)
INSET: Final = 9.0  # room inside the plot, so that no mark is cut at its edge
GAP_OF_LABELS: Final = 7.0
STEPS: Final = {
    "month": (1, 2, 3, 6, 12, 24, 60, 120),
    "quarter": (1, 2, 4, 8, 20, 40),
    "": (1, 2, 5, 10, 20, 25, 50, 100, 200, 500),
}


class Label(NamedTuple):
    """Words at a place, finished for the template."""

    x: str
    y: str
    text: str
    anchor: str = "start"
    bold: bool = False
    ink: str = ""


class Tick(NamedTuple):
    at: str
    label: Label


@dataclass(frozen=True)
class Frame:
    """The plot inside the drawing, in pixels; `low` and `high` are the values at its inner edges."""

    width: int
    left: float
    right: float
    top: float
    bottom: float
    count: int
    low: float
    high: float

    @property
    def phone(self) -> bool:
        return self.width < PHONE_BELOW

    @property
    def spacing(self) -> float:
        """Pixels between neighbouring points, which stand evenly whatever their dates."""
        return (self.right - self.left - 2 * INSET) / max(self.count - 1, 1)

    @property
    def x(self) -> Callable[[float], float]:
        if self.count < 2:
            middle = (self.left + self.right) / 2
            return lambda _: middle
        return scale(0, self.count - 1, self.left + INSET, self.right - INSET)

    @property
    def y(self) -> Callable[[float], float]:
        return scale(self.low, self.high, self.bottom - INSET, self.top + INSET)

    def before(self, place: int) -> float:
        """Halfway between a point and the one before it, or the edge of the plot."""
        return self.left if place == 0 else self.x(place) - self.spacing / 2

    def after(self, place: int) -> float:
        return self.right if place == self.count - 1 else self.x(place) + self.spacing / 2


def value_range(values: Sequence[float], floor: float | None, ceiling: float | None) -> tuple[float, float]:
    """The lowest and highest value to draw, with a margin that does not cross a natural floor or ceiling."""
    known = [value for value in values if isfinite(value)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    margin = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    bottom = low - margin if floor is None or low < floor else max(low - margin, floor)
    top = high + margin if ceiling is None or high > ceiling else min(high + margin, ceiling)
    return bottom, top


def value_ticks(low: float, high: float, unit: str, count: int) -> list[tuple[float, str]]:
    """Round values with their words: “80 %” and “£1,200” carry their unit, others leave it to the heading."""
    places = nice_ticks(low, high, count)
    exact = [Decimal(str(place)).normalize() for place in places]
    decimals = max((max(-int(value.as_tuple().exponent), 0) for value in exact), default=0)
    if unit_words(unit) in {"%", "£"}:
        return [(place, figure(value, unit, decimals)) for place, value in zip(places, exact, strict=True)]
    return [(place, number(value, decimals)) for place, value in zip(places, exact, strict=True)]


def period_parts(day: date, frequency: str) -> tuple[int, str, str]:
    """(order, upper line, lower line) of a period under the axis: its number in the calendar, “Apr”, “2025”."""
    if frequency == "month":
        return Month.containing(day).index, f"{day:%b}", str(day.year)
    if frequency == "quarter":
        quarter = Quarter.containing(day)
        year = quarter.financial_year
        return year.start_year * 4 + quarter.number - 1, f"Q{quarter.number}", year.label
    if frequency == "financial_year":
        return FinancialYear.containing(day).start_year, FinancialYear.containing(day).label, ""
    if frequency == "academic_year":
        return academic_start(day), years_label(academic_start(day)), ""
    if frequency == "calendar_year":
        return day.year, str(day.year), ""
    return day.toordinal(), f"{day.day} {day:%b}", str(day.year)


def period_ticks(days: Sequence[date], frequency: str, frame: Frame) -> list[Tick]:
    """The finest step of periods whose words keep clear of one another, with the year beneath where it begins."""
    parts = [period_parts(day, frequency) for day in days]
    if frequency in {"day", "week"}:
        parts = [(place, *words) for place, (_, *words) in enumerate(parts)]  # type: ignore[misc]
    chosen: list[int] = []
    for step in STEPS.get(frequency, STEPS[""]):
        first = {order: place for place, (order, *_) in reversed(list(enumerate(parts)))}
        chosen = sorted(place for order, place in first.items() if order % step == 0)
        if _clear(chosen, [parts[place][1] for place in chosen], frame):
            break
    chosen = chosen or list(range(min(len(parts), 1)))
    return [*_upper(chosen, parts, frame), *_lower(chosen, parts, frame)]


def _clear(chosen: Sequence[int], words: Sequence[str], frame: Frame) -> bool:
    ends = [
        (frame.x(place) - text_width(text, TEXT) / 2, frame.x(place) + text_width(text, TEXT) / 2)
        for place, text in zip(chosen, words, strict=True)
    ]
    return all(one[1] + GAP_OF_LABELS <= other[0] for one, other in pairwise(ends))


def _upper(chosen: Sequence[int], parts: Sequence[tuple[int, str, str]], frame: Frame) -> list[Tick]:
    return [_tick(frame.x(place), parts[place][1], frame, line=0, bold=False) for place in chosen]


def _lower(chosen: Sequence[int], parts: Sequence[tuple[int, str, str]], frame: Frame) -> list[Tick]:
    """Years, each under the first tick that falls in it, left out where it would touch the one before."""
    found: list[Tick] = []
    shown, free_from = "", -1.0
    for place in chosen:
        year = parts[place][2]
        half = text_width(year, BOLD) / 2
        if year and year != shown and frame.x(place) - half >= free_from:
            found.append(_tick(frame.x(place), year, frame, line=1, bold=True))
            shown, free_from = year, frame.x(place) + half + GAP_OF_LABELS
    return found


def _tick(x: float, text: str, frame: Frame, *, line: int, bold: bool) -> Tick:
    half = text_width(text, BOLD if bold else TEXT) / 2
    centre = min(max(x, half), frame.width - half)
    return Tick(
        "" if line else num(x), Label(num(centre), num(frame.bottom + 17 + line * 15), text, "middle", bold)
    )
