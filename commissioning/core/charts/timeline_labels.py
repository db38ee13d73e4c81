"""A timeline's labels: which side of its mark each stands on, how it wraps, and the box it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commissioning.core.charts.labels import Box
from commissioning.core.charts.measure import num, polygon, text_width, wrapped
from commissioning.core.charts.paint import MARK_PAINT, Paint
from commissioning.core.charts.timeline_axis import Axis
from commissioning.core.fuzzydate import FuzzyDate

LANE_HEIGHT = 17
MARK_REACH = 7.0  # half a mark's width
LEAD_IN = 16.0  # the dashed line before a deadline that is stated as “by”
LEAST_ROOM = 70.0
MOST_LINES = 3
CHIP = 3.0


@dataclass(frozen=True)
class Line:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Label:
    """A mark with its words, finished for the template. Marks of bars have no shape, only words."""

    full: str
    anchor: str
    lines: Sequence[Line]
    back_x: str
    back_y: str
    back_w: str
    back_h: str
    paint: Paint | None = None
    state: str = ""
    points: str = ""
    span: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Draft:
    """A label before it has a lane: everything but its height."""

    box: Box
    full: str
    anchor: str
    text_x: float
    lines: Sequence[str]
    first_line: int = 0
    at: float = 0.0
    reach: float = 0.0
    lead_from: float | None = None
    open_to: float | None = None
    state: str = ""

    def on_lane(self, lane: int, top: float) -> Label:
        middle = top + lane * LANE_HEIGHT + LANE_HEIGHT / 2
        first = middle + self.first_line * LANE_HEIGHT
        room = max(text_width(line) for line in self.lines)
        lines = [
            Line(num(self.text_x), num(first + 4 + place * LANE_HEIGHT), text)
            for place, text in enumerate(self.lines)
        ]
        left = self.text_x if self.anchor == "start" else self.text_x - room
        label = Label(
            self.full,
            self.anchor,
            lines,
            num(left - 1),
            num(first - 7),
            num(room + 2),
            num(len(self.lines) * LANE_HEIGHT - 3),
        )
        return self._marked(label, middle) if self.state else label

    def _span(self, y: float) -> str:
        """The line over the days the date can mean: closed by a bar at its start, or an arrow where it has no end."""
        if self.open_to is not None:
            tip = num(self.open_to)
            back = num(self.open_to - 5)
            return f"M{num(self.at)} {num(y)}H{tip}M{back} {num(y - 4)}L{tip} {num(y)}L{back} {num(y + 4)}"
        if self.reach >= self.at - MARK_REACH:
            return ""  # no longer than the mark itself
        return f"M{num(self.reach)} {num(y)}H{num(self.at)}M{num(self.reach)} {num(y - 4)}V{num(y + 4)}"

    def _marked(self, label: Label, y: float) -> Label:
        lead = "" if self.lead_from is None else f"M{num(self.lead_from)} {num(y)}H{num(self.reach)}"
        return replace(
            label,
            paint=MARK_PAINT[self.state],
            state=self.state,
            points=_shape(self.at, y, self.state),
            span=self._span(y),
            lead=lead,
        )


def _shape(x: float, y: float, state: str) -> str:
    """Triangle for a risk, an upright line for a day to start by, diamond for the rest: told apart without colour."""
    if state.startswith("start"):
        return polygon([(x - 1.5, y - 8), (x + 1.5, y - 8), (x + 1.5, y + 8), (x - 1.5, y + 8)])
    if state == "risk":
        return polygon([(x, y - 7), (x + 7, y + 5), (x - 7, y + 5)])
    return polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)])


def mark_label(label: str, when: FuzzyDate, state: str, axis: Axis) -> Draft:
    """A milestone at its deadline, with a line back to the first possible day; dashed before that where it is “by”.

    Without a last day the mark stands at the first, and an arrow runs to the end of the axis.
    """
    days = [day for day in (when.start, when.end) if day]
    first, last = days[0], when.end
    reach, at = axis.x(first), axis.x(last or first)
    lead = (
        max(reach - LEAD_IN, axis.left)
        if last and (when.start is None or when.text.lower().startswith("by "))
        else None
    )
    open_to = None if last else axis.right
    left = min(at - MARK_REACH, reach, lead if lead is not None else reach)
    right = max(at + MARK_REACH, open_to or 0)
    words = f"{label}, {when.printed}" if when.printed and when.printed not in label else label
    draft = Draft(
        Box(left, right),
        words,
        "start",
        0,
        (),
        at=at,
        reach=reach,
        lead_from=lead,
        open_to=open_to,
        state=state,
    )
    return _with_words(draft, label, left, right, axis)


def _with_words(draft: Draft, label: str, left: float, right: float, axis: Axis) -> Draft:
    """Words after the mark, else before it, else in several lines on the roomier side, else below the mark."""
    after, before = axis.right + 6 - (right + CHIP), left - CHIP - axis.left
    natural = text_width(label)
    if natural <= after or (natural > before and after >= max(before, LEAST_ROOM)):
        lines = wrapped(label, after, MOST_LINES)
        start = right + CHIP
        return replace(
            draft, anchor="start", text_x=start, lines=lines, box=_box(left, start, lines, start=True)
        )
    if natural <= before or before >= LEAST_ROOM:
        lines = wrapped(label, before, MOST_LINES)
        end = left - CHIP
        return replace(draft, anchor="end", text_x=end, lines=lines, box=_box(right, end, lines, start=False))
    lines = wrapped(label, axis.right - axis.left, MOST_LINES)
    room = max(text_width(line) for line in lines)
    start = min(max(left, axis.left), axis.right + 6 - room)
    box = Box(min(left, start), max(right, start + room), 1 + len(lines))
    return replace(draft, anchor="start", text_x=start, lines=lines, first_line=1, box=box)


def _box(edge: float, text_x: float, lines: Sequence[str], start: bool) -> Box:
    room = max(text_width(line) for line in lines)
    return Box(edge, text_x + room, len(lines)) if start else Box(text_x - room, edge, len(lines))


def bar_label(label: str, full: str, start: float, end: float, axis: Axis) -> Draft:
    """The words of a bar too short to hold them, beneath it, with an arrow that points up at its middle."""
    middle = (start + end) / 2
    text = f"↑ {label}"
    if middle - 3 + text_width(text) <= axis.right + 6:
        x = middle - 3
        return Draft(Box(x, x + text_width(text)), full, "start", x, (text,))
    text = f"{label} ↑"
    x = max(middle + 3, axis.left + text_width(text))
    if x > axis.right + 6:
        lines = wrapped(f"↑ {label}", axis.right - axis.left, MOST_LINES)
        return Draft(Box(axis.left, axis.right + 6, len(lines)), full, "start", axis.left, lines)
    return Draft(Box(x - text_width(text), x), full, "end", x, (text,))
