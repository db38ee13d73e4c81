"""Lines of a control chart: values, mean, limits and target, and the words at their right-hand ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

from commissioning.core.charts.measure import num
from outcomes.charts.spc_frame import Frame
from outcomes.spc_types import PointResult
from outcomes.words import Wording, unit_words

LINE_GAP: Final = 15.0
LONGEST_UNIT: Final = 16  # letters; a longer unit stands in the heading alone
Amount = Decimal | Fraction | int


class Bounds(NamedTuple):
    """The natural floor and ceiling of the values, such as 0 and 100 %. Lines are held to them on the drawing only."""

    floor: Decimal | None = None
    ceiling: Decimal | None = None

    def held(self, value: Amount) -> float:
        if self.floor is not None and value < self.floor:
            return float(self.floor)
        if self.ceiling is not None and value > self.ceiling:
            return float(self.ceiling)
        return float(value)

    def words(self, value: Amount, says: Wording) -> str:
        """The value, or that it lies beyond the floor or ceiling at which it is drawn."""
        if self.floor is not None and value < self.floor:
            return f"below {says.target(self.floor)}"
        if self.ceiling is not None and value > self.ceiling:
            return f"above {says.target(self.ceiling)}"
        return says.line_figure(value)


@dataclass(frozen=True)
class EndLabel:
    """A line's name at its end; `lead` joins them where the words had to move."""

    kind: str
    text: str
    y: str
    text_y: str
    lead: str
    bold: bool = False


@dataclass(frozen=True)
class Stretch:
    """Mean and limits of one segment; empty where there are none."""

    mean: str
    upper: str
    lower: str
    band: str


def data_lines(points: Sequence[PointResult], frame: Frame) -> list[str]:
    """Point lists of the line through the values that count: broken at a missing value, past a ghost without a bend."""
    runs: list[list[str]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            runs.append([])
        elif not point.ghost:
            runs[-1].append(f"{num(frame.x(place))},{num(frame.y(float(point.value)))}")
    return [" ".join(run) for run in runs if len(run) > 1]


def stretches(points: Sequence[PointResult], bounds: Bounds, frame: Frame) -> list[Stretch]:
    """One for each segment, from halfway before its first point to halfway after its last."""
    found = []
    for _, group in groupby(enumerate(points), key=lambda item: item[1].segment):
        places = list(group)
        start, end = frame.before(places[0][0]), frame.after(places[-1][0])
        found.append(_stretch(places[0][1], start, end, bounds, frame))
    return found


def _stretch(point: PointResult, start: float, end: float, bounds: Bounds, frame: Frame) -> Stretch:
    def line(value: Fraction | None) -> str:
        if value is None:
            return ""
        return f"M{num(start)} {num(frame.y(bounds.held(value)))}H{num(end)}"

    band = ""
    if point.upper_limit is not None and point.lower_limit is not None:
        top, low = (frame.y(bounds.held(value)) for value in (point.upper_limit, point.lower_limit))
        band = f"M{num(start)} {num(top)}H{num(end)}V{num(low)}H{num(start)}Z"
    return Stretch(line(point.mean), line(point.upper_limit), line(point.lower_limit), band)


def target_line(points: Sequence[PointResult], frame: Frame) -> str:
    """The target in force at each point, in steps where it changes and broken where none is in force."""
    path, drawing = "", False
    for target, group in groupby(enumerate(points), key=lambda item: item[1].target):
        places = [place for place, _ in group]
        if target is None:
            drawing = False
            continue
        y = num(frame.y(float(target)))
        path += f"V{y}" if drawing else f"M{num(frame.before(places[0]))} {y}"
        path += f"H{num(frame.after(places[-1]))}"
        drawing = True
    return path


def drawn_values(points: Sequence[PointResult], bounds: Bounds) -> list[float]:
    """What the scale of values has to hold: counted values, lines and targets, and ghosts no further out than as far
    again, since what is left out of the calculation must not flatten the rest.
    """
    values: list[float] = []
    for point in points:
        counted = None if point.ghost else point.value
        values += [float(amount) for amount in (counted, point.target) if amount is not None]
        lines = (point.mean, point.lower_limit, point.upper_limit)
        values += [bounds.held(line) for line in lines if line is not None]
    ghosts = [float(point.value) for point in points if point.ghost and point.value is not None]
    if not values:
        return ghosts
    reach = (max(values) - min(values)) or abs(max(values)) * 0.1
    low, high = min(values) - reach, max(values) + reach
    return values + [ghost for ghost in ghosts if low <= ghost <= high]


def end_texts(
    points: Sequence[PointResult], latest: PointResult | None, bounds: Bounds, says: Wording, *, short: bool
) -> list[tuple[str, float, str]]:
    """(kind, value, words) of what stands at the right: the last segment's lines, the last target, the latest value.

    Short words are the figures alone, as the legend and the heading of a narrow drawing name line and unit.
    """
    last = points[-1]
    unit = unit_words(says.unit)
    told = replace(says, unit="") if len(unit) > (1 if short else LONGEST_UNIT) else says
    named: list[tuple[str, str, Amount | None]] = [
        ("upper", "Upper limit", last.upper_limit),
        ("mean", "Mean", last.mean),
        ("lower", "Lower limit", last.lower_limit),
    ]
    if last.upper_limit is not None and last.upper_limit == last.lower_limit:
        named = [("mean", "Mean and limits", last.mean)]
    alone = sum(point.value is not None for point in points) == 1  # its mean is itself: no line to name
    found = [
        (kind, bounds.held(value), name, bounds.words(value, told))
        for kind, name, value in named
        if value is not None and not alone
    ]
    if last.target is not None:
        found.append(("target", float(last.target), "Target", told.target(last.target)))
    if latest is not None and latest.value is not None:
        found.append(("latest", float(latest.value), "Latest", told.point(latest)))
    return [(kind, value, words if short else f"{name} {words}") for kind, value, name, words in found]


def end_labels(
    texts: Sequence[tuple[str, float, str]], frame: Frame, latest_x: float, lowest: float
) -> list[EndLabel]:
    """The words from top to bottom, each at its line or pushed until it clears its neighbours."""
    ordered = sorted(texts, key=lambda item: (-item[1], item[0] != "latest"))
    wanted = [frame.y(value) for _, value, _ in ordered]
    placed = spread(wanted, LINE_GAP, frame.top - 4, lowest)
    labels = []
    for (kind, _, text), y, at in zip(ordered, wanted, placed, strict=True):
        start = latest_x if kind == "latest" else frame.right
        lead = ""
        if abs(at - y) > 2 or (kind == "latest" and frame.right - start > 24):
            lead = f"M{num(start)} {num(y)}H{num(frame.right)}L{num(frame.right + 7)} {num(at)}"
        labels.append(EndLabel(kind, text, num(y), num(at + 4), lead, bold=kind in {"latest", "target"}))
    return labels


def spread(wanted: Sequence[float], gap: float, highest: float, lowest: float) -> list[float]:
    """Places in the same order at least `gap` apart, as near to the wanted ones as that allows, and between the ends.

    What would touch forms a cluster round its common middle; clusters that meet become one. With too little room
    between the ends the last places reach beyond `highest`, and never overlap.
    """
    clusters: list[list[float]] = []
    for y in sorted(wanted):
        clusters.append([y])
        while len(clusters) > 1 and _start(clusters[-1], gap) < _end(clusters[-2], gap) + gap:
            last = clusters.pop()
            clusters[-1] += last
    placed = [_start(cluster, gap) + gap * order for cluster in clusters for order in range(len(cluster))]
    for order, y in enumerate(placed):
        placed[order] = max(y, placed[order - 1] + gap if order else highest)
    for order in reversed(range(len(placed))):
        below = lowest if order == len(placed) - 1 else placed[order + 1] - gap
        placed[order] = min(placed[order], below)
    return placed


def _start(cluster: Sequence[float], gap: float) -> float:
    return sum(cluster) / len(cluster) - gap * (len(cluster) - 1) / 2


def _end(cluster: Sequence[float], gap: float) -> float:
    return _start(cluster, gap) + gap * (len(cluster) - 1)
