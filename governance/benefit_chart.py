"""What was realised of a benefit, drawn by date: points that are never joined, a baseline and a target as lines.

Two points would make a line whatever they are, and nothing is known of the time between them. A date as loose as a year
is as wide as the year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

from commissioning.core.charts import draw
from commissioning.core.charts.measure import LABEL, NARROW, nice_ticks, num, scale, text_width
from commissioning.core.components import Figure
from commissioning.core.periods import Month
from governance.rules.words import counted
from governance.selectors.benefits import BenefitView, RealisedRow, number_words
from outcomes.printed import number, unit_words

TOP, HEIGHT, FOOT, GAP = 24, 130, 26, 8
Scale = Callable[[float], float]
STEPS = (1, 3, 6, 12, 24, 60, 120)
LABEL_HEIGHT = 14
NOTE = (
    "Each point is one reported value, as wide as its date is loose. They are not joined: nothing is known of the time "
    "between them."
)


class Point(NamedTuple):
    """A value with the first and last day that its date can mean, and its words."""

    first: date
    last: date
    value: Decimal
    words: str


class Line(NamedTuple):
    """A level, from a day where one is known, with its words."""

    name: str
    value: Decimal
    words: str


class Text(NamedTuple):
    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class DrawnPoint:
    x1: str
    x2: str
    x: str
    y: str
    words: str
    label: Text | None


@dataclass(frozen=True)
class DrawnLine:
    name: str
    y: str
    label: Text


@dataclass(frozen=True)
class Drawing:
    w: str
    h: str
    title: str
    description: str
    left: str
    right: str
    bottom: str
    unit: Text
    levels: Sequence[Text]
    days: Sequence[Text]
    lines: Sequence[DrawnLine]
    points: Sequence[DrawnPoint]


@dataclass(frozen=True)
class RealisedChart:
    """The description of the drawing; geometry is worked out for each width."""

    title: str
    description: str
    unit: str
    points: Sequence[Point]
    lines: Sequence[Line]

    template: ClassVar[str] = "charts/realised.svg"

    def at(self, width: int) -> Drawing:
        """Geometry for a drawing of that width: labels of the lines stand to the right, the scale to the left."""
        low, high = _bounds([*(p.value for p in self.points), *(line.value for line in self.lines)])
        ticks = nice_ticks(low, high, 4)
        tick_words = [number(Decimal(str(tick)), _decimals(ticks)) for tick in ticks]
        left = max(text_width(words) for words in tick_words) + GAP
        right = width - max((text_width(line.words) for line in self.lines), default=0) - GAP
        first, last = min(p.first for p in self.points), max(p.last for p in self.points)
        if first == last:
            first, last = Month.containing(first).start, Month.containing(last).end
        x = scale(first.toordinal(), last.toordinal(), left + GAP, right - GAP)
        y = scale(low, high, TOP + HEIGHT, TOP)
        bottom = TOP + HEIGHT + GAP
        most = 3 if width <= NARROW else 6
        return Drawing(
            w=str(width),
            h=str(bottom + FOOT),
            title=self.title,
            description=self.description,
            left=num(left),
            right=num(right),
            bottom=num(bottom),
            unit=Text("0", "11", self.unit),
            levels=[
                Text(num(left - GAP / 2), num(y(tick)), words, "end")
                for tick, words in zip(ticks, tick_words, strict=True)
            ],
            days=_days(first, last, x, bottom, most),
            lines=_lines(self.lines, y, right),
            points=_points(self.points, x, y),
        )


def realised_figure(view: BenefitView) -> Figure | None:
    """The drawing with its finding; None without a number to draw, and where a KPI has a chart of its own."""
    rows = [row for row in view.standing_values if row.value is not None and row.by_date.is_dated]
    if not rows or view.measured is not None:
        return None
    finding = finding_of(view, rows)
    chart = RealisedChart(
        f"What was realised of {view.title}",
        finding,
        unit_words(view.unit),
        [_point(row, view.unit) for row in rows],
        _levels(view),
    )
    wide, narrow = draw(chart)
    return Figure(finding, wide, narrow, note=NOTE, illustrative=view.illustrative)


def finding_of(view: BenefitView, rows: Sequence[RealisedRow]) -> str:
    """ "2 values reported, the last 52 % by March 2020; baseline 40 %, target 60 %": what is known, and no trend."""
    last = rows[-1]
    words = f"{counted(len(rows), 'value')} reported, "
    words += "" if len(rows) == 1 else "the last "
    words += f"{number_words(last.value, view.unit)} by {last.by_date.printed}"
    levels = ", ".join(f"{line.name.lower()} {number_words(line.value, view.unit)}" for line in _levels(view))
    return f"{words}; {levels}." if levels else f"{words}; baseline and target have no number."


def _point(row: RealisedRow, unit: str) -> Point:
    first, last = row.by_date.start or row.by_date.end, row.by_date.end or row.by_date.start
    if first is None or last is None or row.value is None:
        raise ValueError("Only a dated number can be drawn.")
    return Point(first, last, row.value, number_words(row.value, unit))


def _levels(view: BenefitView) -> list[Line]:
    named = (("Baseline", view.baseline), ("Target", view.target))
    return [
        Line(name, value, f"{name} {number_words(value, '')}") for name, value in named if value is not None
    ]


def _bounds(values: Sequence[Decimal]) -> tuple[float, float]:
    """The scale: from the lowest to the highest, with room; around a single level, one either side."""
    low, high = float(min(values)), float(max(values))
    room = (high - low) * 0.1 or max(abs(low) * 0.1, 1.0)
    return low - room, high + room


def _decimals(ticks: Sequence[float]) -> int:
    """As many decimals as tell the ticks apart."""
    return max((len(f"{tick:.4f}".rstrip("0").partition(".")[2]) for tick in ticks), default=0)


def _days(first: date, last: date, x: Scale, bottom: float, most: int) -> list[Text]:
    """Month names under the axis, as many as have room; the first days of months, or the first day where none fits."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in STEPS if months / each < most), STEPS[-1])
    starts = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if (year * 12 + month - 1) % step == 0 and first <= date(year, month, 1) <= last
    ]
    return [
        Text(num(x(day.toordinal())), num(bottom + 16), f"{day:%b %Y}", "middle") for day in starts or [first]
    ]


def _lines(lines: Sequence[Line], y: Scale, right: float) -> list[DrawnLine]:
    """Each level with its words beside its end; two that lie close have their words pushed apart."""
    ordered = sorted(lines, key=lambda line: -line.value)
    places: list[float] = []
    for line in ordered:
        wanted = y(float(line.value)) + 4
        places.append(max(wanted, places[-1] + LABEL_HEIGHT) if places else wanted)
    return [
        DrawnLine(
            line.name.lower(), num(y(float(line.value))), Text(num(right + GAP / 2), num(place), line.words)
        )
        for line, place in zip(ordered, places, strict=True)
    ]


def _points(points: Sequence[Point], x: Scale, y: Scale) -> list[DrawnPoint]:
    """Points with their numbers above them; a number that would overprint the one before it is left to the table."""
    drawn, taken = [], float("-inf")
    for point in sorted(points, key=lambda each: (each.first, each.last)):
        start, end = x(point.first.toordinal()), x(point.last.toordinal())
        middle, height = (start + end) / 2, y(float(point.value))
        half = text_width(point.words, LABEL) / 2
        label = None
        if middle - half >= taken:
            label = Text(num(middle), num(height - GAP), point.words, "middle")
            taken = middle + half + GAP
        drawn.append(DrawnPoint(num(start), num(end), num(middle), num(height), point.words, label))
    return drawn
