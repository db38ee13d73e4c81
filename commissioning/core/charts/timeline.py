"""Timeline: bars, milestones and gaps by row, with dates as loose as the paper that states them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from commissioning.core.charts.labels import lane_count, place
from commissioning.core.charts.measure import NAME, PHONE_BELOW, num, text_width, wrapped
from commissioning.core.charts.paint import BAR_PAINT, PROPOSED_PAINT, Paint
from commissioning.core.charts.timeline_axis import AsAtLine, Axis, Tick, as_at_line, axis_over, ticks
from commissioning.core.charts.timeline_labels import LANE_HEIGHT, Label, bar_label, mark_label
from commissioning.core.fuzzydate import FuzzyDate

HEAD = 42  # as-at text, tick labels
BAR_HEIGHT, BAR_LANE = 20, 25
NAME_LINE, LINE = 15, 16
TALL = 600  # from here on a wide drawing gets a page of its own when printed
HATCHED = ("gap", "proposed")


@dataclass(frozen=True)
class Bar:
    """A stretch of time. State: done, doing, planned, gap (hatched: time that nothing covers), or proposed (dashed).

    `told` replaces the words that are read out where the drawn ends are not the stated ones.
    """

    row: str
    label: str
    start: date
    end: date
    state: str = "planned"
    short: str = ""
    told: str = ""

    @property
    def full(self) -> str:
        return (
            self.told
            or f"{self.label}, {self.start.day} {self.start:%B %Y} to {self.end.day} {self.end:%B %Y}"
        )


@dataclass(frozen=True)
class Mark:
    """A milestone at its deadline, with a line back to the first day it can mean.

    State: done, planned, risk, or start and start_late (an upright line: the last day to start something).
    """

    row: str
    label: str
    when: FuzzyDate
    state: str = "planned"


@dataclass(frozen=True)
class BarShape:
    x: str
    y: str
    w: str
    state: str
    paint: Paint
    full: str
    label: str
    text_x: str
    text_y: str


@dataclass(frozen=True)
class RowShape:
    name: Sequence[tuple[str, str]]  # (y, line)
    name_top: str
    name_w: str
    line_y: str
    bars: Sequence[BarShape]
    labels: Sequence[Label]


@dataclass(frozen=True)
class TimelineDrawing:
    uid: str
    title: str
    description: str
    w: str
    h: str
    x1: str
    bottom: str
    ticks: Sequence[Tick]
    as_at: AsAtLine
    rows: Sequence[RowShape]
    undated: Sequence[tuple[str, str]]  # (y, line)
    masked: bool  # names stand on the drawing itself, so they need paper behind them
    tall: bool  # too high to share a sheet of paper with much else


@dataclass(frozen=True)
class Timeline:
    """What to draw. Rows stand in the order given; a bar or mark of a row that is not listed raises ValueError."""

    uid: str
    title: str
    description: str
    rows: Sequence[str]
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    on: date
    on_words: str = "As at"

    template: ClassVar[str] = "charts/timeline.svg"

    def __post_init__(self) -> None:
        strangers = {bar.row for bar in self.bars} | {mark.row for mark in self.marks}
        strangers -= set(self.rows)
        if strangers:
            raise ValueError(f"Timeline “{self.title}” has no row {', '.join(sorted(strangers))}.")

    def at(self, width: int) -> TimelineDrawing:
        """Geometry for a drawing of that width."""
        return _draw(self, width)


def _draw(spec: Timeline, width: int) -> TimelineDrawing:
    phone = width < PHONE_BELOW
    names = {row: wrapped(row, width - 4 if phone else 130, 1 if phone else 3, NAME) for row in spec.rows}
    widest = max((text_width(line, NAME) for lines in names.values() for line in lines), default=0)
    axis = axis_over(_days(spec), spec.on, 3 if phone else max(widest, 48) + 14, width - 9)
    top, rows = float(HEAD), []
    for name in spec.rows:
        shape, top = _row(spec, name, names[name], axis, top, phone)
        rows.append(shape)
    undated = _undated(spec.marks, top + 18, width)
    return TimelineDrawing(
        uid=spec.uid,
        title=spec.title,
        description=spec.description,
        w=str(width),
        h=num(top + 4 + (len(undated) * LINE + 6 if undated else 0)),
        x1=num(axis.right),
        bottom=num(top),
        ticks=ticks(axis),
        as_at=as_at_line(axis, spec.on, spec.on_words, width),
        rows=rows,
        undated=undated,
        masked=phone,
        tall=top > TALL,
    )


def _days(spec: Timeline) -> list[date]:
    days = [day for bar in spec.bars for day in (bar.start, bar.end)]
    return days + [day for mark in spec.marks for day in (mark.when.start, mark.when.end) if day]


def _row(
    spec: Timeline, name: str, lines: Sequence[str], axis: Axis, top: float, phone: bool
) -> tuple[RowShape, float]:
    """One row's shapes and where the next one starts: bars in lanes, then labels in lanes beneath."""
    y = top + (NAME_LINE + 4 if phone else 4)
    bars = [bar for bar in spec.bars if bar.row == name]
    lanes = _bar_lanes(bars)
    shapes = [_bar(bar, axis, y + lane * BAR_LANE) for bar, lane in zip(bars, lanes, strict=True)]
    nameless = [bar for bar, shape in zip(bars, shapes, strict=True) if not shape.label]
    labels_top = y + (max(lanes) + 1) * BAR_LANE if bars else y
    labels, bottom = _labels(nameless, [mark for mark in spec.marks if mark.row == name], axis, labels_top)
    bottom = max(bottom + 5, top + len(lines) * NAME_LINE + 10)
    shape = RowShape(
        name=[(num(top + 14 + index * NAME_LINE), line) for index, line in enumerate(lines)],
        name_top=num(top + 2),
        name_w=num(max((text_width(line, NAME) for line in lines), default=0) + 3),
        line_y=num(bottom),
        bars=shapes,
        labels=labels,
    )
    return shape, bottom


def _labels(
    nameless: Sequence[Bar], marks: Sequence[Mark], axis: Axis, top: float
) -> tuple[list[Label], float]:
    """Words of bars that could not hold them, then dated milestones by date, each in the first free lane."""
    dated = sorted((mark for mark in marks if mark.when.is_dated), key=lambda mark: mark.when.sort_key)
    drafts = [bar_label(bar.label, bar.full, axis.x(bar.start), axis.x(bar.end), axis) for bar in nameless]
    drafts += [mark_label(mark.label, mark.when, mark.state, axis) for mark in dated]
    placed = place(draft.box for draft in drafts)
    labels = [draft.on_lane(item.lane, top) for draft, item in zip(drafts, placed, strict=True)]
    return labels, top + lane_count(placed) * LANE_HEIGHT


def _bar_lanes(bars: Sequence[Bar]) -> list[int]:
    """Bars that overlap in time stand under one another. A bar may start on the day the one before it ends."""
    ends: list[date] = []
    lanes: dict[int, int] = {}
    for index in sorted(range(len(bars)), key=lambda index: bars[index].start):
        bar = bars[index]
        lane = next((lane for lane, end in enumerate(ends) if end <= bar.start), len(ends))
        ends[lane : lane + 1] = [bar.end]
        lanes[index] = lane
    return [lanes[index] for index in range(len(bars))]


def _bar(bar: Bar, axis: Axis, y: float) -> BarShape:
    start, end = axis.x(bar.start), axis.x(bar.end)
    width = max(end - start, 2.0)
    inside = next((text for text in (bar.label, bar.short) if text and text_width(text) + 10 < width), "")
    if bar.state in HATCHED:
        inside = ""  # words on hatching are hard to read: they go beneath
    return BarShape(
        num(start),
        num(y),
        num(width),
        bar.state,
        PROPOSED_PAINT if bar.state == "proposed" else BAR_PAINT[bar.state],
        bar.full,
        inside,
        num(start + 5),
        num(y + BAR_HEIGHT - 6),
    )


def _undated(marks: Sequence[Mark], top: float, width: int) -> list[tuple[str, str]]:
    """Milestones without any day, as text by row: they have no place on the axis and must not be lost."""
    undated = [mark for mark in marks if not mark.when.is_dated]
    if not undated:
        return []
    reasons = {mark: _reason(mark.when) for mark in undated}
    shared = len(set(reasons.values())) == 1
    by_row: dict[str, list[str]] = {}
    for mark in undated:
        by_row.setdefault(mark.row, []).append(mark.label if shared else f"{mark.label} ({reasons[mark]})")
    opening = f"Without a date ({reasons[undated[0]]})." if shared else "Without a date."
    rows = " ".join(f"{row}: {'; '.join(labels)}".rstrip(".") + "." for row, labels in by_row.items())
    lines = wrapped(f"{opening} {rows}", width - 4, 40)
    return [(num(top + index * LINE), line) for index, line in enumerate(lines)]


def _reason(when: FuzzyDate) -> str:
    """Why there is no day, as printed; a dash in the paper says nothing that could be read out."""
    printed = when.printed
    return printed if any(letter.isalnum() for letter in printed) else str(when.status.label)
