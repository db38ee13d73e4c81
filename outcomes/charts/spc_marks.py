"""Points of a control chart: place, shape, size and words of each, and the ring round the latest that counts."""

from dataclasses import dataclass
from typing import Final

from commissioning.core.charts.marks import corners
from commissioning.core.charts.measure import num
from commissioning.core.charts.paint import INK
from outcomes.charts.paint import GHOST_FILL, GHOST_STROKE, POINT_FILL
from outcomes.charts.spc_frame import Frame
from outcomes.charts.spc_notes import LegendItem
from outcomes.spc_types import Analysis, PointResult
from outcomes.words import MARKS, Wording, point_words

LARGEST: Final = 4.4
SMALLEST: Final = 2.1
SMALLEST_SIGNAL: Final = 3.1
HOLLOW: Final = {"ghost": "circle", "ghost_above": "triangle", "ghost_below": "triangle_down"}
OFF_SCALE: Final = {True: "ghost_above", False: "ghost_below"}


@dataclass(frozen=True)
class Mark:
    """A point: a circle of radius `r`, or a polygon where `points` is not empty."""

    kind: str
    x: str
    y: str
    r: str
    points: str
    fill: str
    stroke: str
    words: str = ""


def marks_of(
    analysis: Analysis, frame: Frame, says: Wording
) -> tuple[list[Mark], tuple[str, str, str] | None]:
    """All points in order, common ones first so that a signal is never hidden, and the ring round the latest."""
    radius = min(max(frame.spacing * 0.42, SMALLEST), LARGEST)
    found, ring = [], None
    for place, point in enumerate(analysis.points):
        if point.value is None:
            continue
        value = float(point.value)
        held = min(max(value, frame.low), frame.high)
        kind = _kind(point) if held == value else OFF_SCALE[value > held]
        x, y = frame.x(place), frame.y(held)
        found.append(mark(kind, x, y, radius, point_words(point, says)))
        if analysis.latest is not None and point.date == analysis.latest.date:
            ring = (num(x), num(y), num(radius * 1.3 + 3.5))
    return sorted(found, key=lambda item: item.kind not in {"common_cause", *HOLLOW}), ring


def _kind(point: PointResult) -> str:
    return "ghost" if point.ghost else point.point_type or "common_cause"


def mark(kind: str, x: float, y: float, radius: float, words: str = "") -> Mark:
    """A point of a kind (or a ghost); signals are drawn a little larger than common points."""
    if kind in HOLLOW:
        shape = corners(HOLLOW[kind], x, y, radius)
        return Mark(kind, num(x), num(y), num(radius), shape, GHOST_FILL, GHOST_STROKE, words)
    size = radius if kind == "common_cause" else max(radius * 1.2, SMALLEST_SIGNAL)
    shape = corners(MARKS[kind].shape, x, y, size)
    return Mark(kind, num(x), num(y), num(size), shape, POINT_FILL[kind], INK, words)


def sample_of(item: LegendItem) -> Mark | None:
    """The mark beside a word of the legend; None for a line."""
    if item.kind in {"mean", "limits", "target"}:
        return None
    return mark(item.kind, item.x, item.y, LARGEST)
