"""Lines of a control chart: values, mean, limits and target, and the words at their right-hand ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

from commissioning.core.charts.measure import num
from outcomes.charts.spc_frame import Frame
from outcomes.spc_types import PointResult
from outcomes.words import Wording

LINE_GAP: Final = 15.0
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
            return f"below {says.figure(self.floor)}"
        if self.ceiling is not None and value > self.ceiling:
            return f"above {says.figure(self.ceiling)}"
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
    """Everything that the scale of values has to hold."""
    values: list[float] = []
    for point in points:
        values += [float(amount) for amount in (point.value, point.target) if amount is not None]
        lines = (point.mean, point.lower_limit, point.upper_limit)
        values += [bounds.held(line) for line in lines if line is not None]
    return values


def end_texts(
    points: Sequence[PointResult], latest: PointResult | None, bounds: Bounds, says: Wording, *, short: bool
) -> list[tuple[str, float, str]]:
    """(kind, value, words) of what stands at the right: the last segment's lines, the last target, the latest value."""
    last = points[-1]
    named: list[tuple[str, str, Amount | None]] = [
        ("upper", "Upper limit", last.upper_limit),
        ("mean", "Mean", last.mean),
        ("lower", "Lower limit", last.lower_limit),
        ("target", "Target", last.target),
    ]
    if last.upper_limit is not None and last.upper_limit == last.lower_limit:
        named = [("mean", "Mean and limits", last.mean), named[3]]
    found = []
    for kind, name, value in named:
        if value is not None:
            words = says.figure(value) if kind == "target" else bounds.words(value, says)
            found.append((kind, bounds.held(value) if kind != "target" else float(value), f"{name} {words}"))
    if latest is not None and latest.value is not None:
        found.append(("latest", float(latest.value), f"Latest {says.figure(latest.value)}"))
    if short:
        return [(kind, value, _without_name(text)) for kind, value, text in found]
    return found


def _without_name(text: str) -> str:
    names = ("Mean and limits ", "Upper limit ", "Lower limit ", "Mean ", "Target ", "Latest ")
    return next((text.removeprefix(name) for name in names if text.startswith(name)), text)


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
    """Places in the same order at least `gap` apart and, where there is room, between the two ends."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + gap) if placed else max(y, highest))
    for place in reversed(range(len(placed))):
        below = lowest if place == len(placed) - 1 else placed[place + 1] - gap
        placed[place] = min(placed[place], below)
    return placed
