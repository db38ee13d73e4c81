"""The lines of a governance map, laid like cables: upright in corridors and ports, level in tracks between the rows.

Between two rows lies a channel. No two upright pieces in a channel share their x and no two level pieces of a track
touch, so lines cross but never run on top of one another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from commissioning.core.charts.governance_layers import Grid
from commissioning.core.charts.governance_parts import MapLink
from commissioning.core.charts.labels import Box, lane_count, place
from commissioning.core.charts.measure import TICK, text_width

TRACK: Final = 22.0  # a line with its label above it
LANE: Final = 10.0  # between two upright lines of a corridor
GUTTER, MARGIN = 26.0, 3.0
WIDEST_BOX: Final = 210.0
BESIDE: Final = 7.0  # from a line to the label beside it
STEP: Final = 3


class End(NamedTuple):
    """Where a line meets a body: at its lower edge, with the channel beneath it, or at its upper edge."""

    reference: str
    column: int
    at_foot: bool


@dataclass(frozen=True)
class Net:
    """Links of one kind from bodies of one row to one body: a single line with branches and one label."""

    label: str
    link: MapLink
    target: End
    sources: tuple[End, ...]
    leaves: int  # the channel in which the sources join and the label stands
    arrives: int
    links: tuple[MapLink, ...]

    @property
    def columns(self) -> list[int]:
        return [end.column for end in (*self.sources, self.target)]

    def ends_in(self, channel: int) -> list[End]:
        return [*(self.sources if channel == self.leaves else ()), *self._target_in(channel)]

    def _target_in(self, channel: int) -> tuple[End, ...]:
        return (self.target,) if channel == self.arrives else ()

    def passes(self, channel: int) -> bool:
        return min(self.leaves, self.arrives) <= channel <= max(self.leaves, self.arrives)

    @property
    def is_long(self) -> bool:
        return self.leaves != self.arrives


def nets(links: Sequence[MapLink], grid: Grid) -> list[Net]:
    """Links bundled: those of the same kind and standing that start on one row and end at one body."""
    hubs = _hubs(links)
    bundles: dict[tuple[str, str, bool, int], list[tuple[str, MapLink]]] = {}
    for link in links:
        source, target = link.source, link.target
        if not link.line.arrow and hubs[source] > hubs[target]:
            source, target = target, source  # either way says the same: the busier end is shared
        key = (target, link.label, link.is_proposed, grid.place[source][0])
        bundles.setdefault(key, []).append((source, link))
    return [_net(target, row, bundle, grid) for (target, _, _, row), bundle in bundles.items()]


def _hubs(links: Sequence[MapLink]) -> dict[str, int]:
    count: dict[str, int] = {}
    for link in links:
        for end in (link.source, link.target):
            count[end] = count.get(end, 0) + (not link.line.arrow)
    return count


def _net(target: str, row: int, bundle: Sequence[tuple[str, MapLink]], grid: Grid) -> Net:
    end_row, end_column = grid.place[target]
    upward = end_row < row  # a body on the same row is reached from beneath, as are those lower down
    sources = dict.fromkeys(source for source, _ in bundle)
    return Net(
        bundle[0][1].label,
        bundle[0][1],
        End(target, end_column, end_row <= row),
        tuple(End(source, grid.place[source][1], not upward) for source in sources),
        row if upward else row + 1,
        end_row if end_row > row else end_row + 1,
        tuple(link for _, link in bundle),
    )


@dataclass(frozen=True)
class Frame:
    """Left edges of the columns, width of the boxes, and the x of each long line, by the place of its net."""

    lefts: Sequence[float]
    box: float
    corridor: Mapping[int, float]


def frame(laid: Sequence[Net], columns: int, width: float) -> Frame:
    """Corridors stand left of each column and right of the last, each as wide as its lines need."""
    chosen: dict[int, tuple[int, int]] = {}
    lanes = [0] * (columns + 1)
    for corridor in range(columns + 1):
        spans: list[list[Net]] = []
        for place_of, net in enumerate(laid):
            if net.is_long and _corridor(net, columns) == corridor:
                lane = _free_lane(net, spans)
                chosen[place_of] = (corridor, lane)
        lanes[corridor] = len(spans)
    rooms = [
        lane * LANE + (GUTTER if 0 < index < columns else MARGIN + (8 if lane else 0))
        for index, lane in enumerate(lanes)
    ]
    box = min((width - sum(rooms)) / columns, WIDEST_BOX)
    left = (width - sum(rooms) - box * columns) / 2
    starts: list[float] = []
    lefts: list[float] = []
    for index, room in enumerate(rooms):
        starts.append(left + (room - (lanes[index] - 1) * LANE) / 2)
        lefts.append(left + room)
        left += room + box
    return Frame(
        lefts[:columns],
        box,
        {place_of: starts[corridor] + lane * LANE for place_of, (corridor, lane) in chosen.items()},
    )


def _corridor(net: Net, columns: int) -> int:
    """The corridor that makes the shortest way; of two as short, the one further out to the right."""
    return min(
        range(columns, -1, -1),
        key=lambda corridor: sum(abs(corridor - 0.5 - column) for column in net.columns),
    )


def _free_lane(net: Net, spans: list[list[Net]]) -> int:
    for lane, there in enumerate(spans):
        if not any(_touch(net, other) for other in there):
            there.append(net)
            return lane
    spans.append([net])
    return len(spans) - 1


def _touch(one: Net, other: Net) -> bool:
    return any(other.passes(channel) for channel in range(*_range(one)))


def _range(net: Net) -> tuple[int, int]:
    return min(net.leaves, net.arrives), max(net.leaves, net.arrives) + 1


@dataclass(frozen=True)
class Track:
    """One level piece of a net in a channel, on a lane counted from its top. `label_left` where it has words."""

    net: int
    low: float
    high: float
    lane: int
    ports: Mapping[End, float]
    label_left: float | None = None


@dataclass(frozen=True)
class Channel:
    tracks: Sequence[Track] = field(default=())
    lanes: int = 0


def channel(number: int, laid: Sequence[Net], made: Frame, width: float) -> Channel:
    """Every line's ports, track and label in one channel."""
    here = [(index, net) for index, net in enumerate(laid) if number in (net.leaves, net.arrives)]
    ports = _ports(number, here, made)
    passing = [x for index, x in made.corridor.items() if laid[index].passes(number)]
    upright = [*passing, *(x for found in ports.values() for x in found.values())]
    drafts: list[tuple[Box, Track]] = []
    for index, net in here:
        xs = [*ports[index].values(), *([made.corridor[index]] if net.is_long else [])]
        low, high = min(xs), max(xs)
        left = None
        box = Box(low - 2, high + 2)
        if number == net.leaves:
            below = {x for end, x in ports[index].items() if not end.at_foot} if low < high else set()
            left = _label_left(net.label, low, high, [x for x in upright if x not in below], width)
            box = Box(min(low, left) - 2, max(high, left + label_room(net.label)) + 2)
        drafts.append((box, Track(index, low, high, 0, ports[index], left)))
    drafts.sort(key=lambda draft: (draft[0].right - draft[0].left, draft[1].net))
    placed = place(box for box, _ in drafts)
    tracks = [
        Track(t.net, t.low, t.high, at.lane, t.ports, t.label_left)
        for (_, t), at in zip(drafts, placed, strict=True)
    ]
    return Channel(tracks, lane_count(placed))


def label_room(label: str) -> float:
    return text_width(label, TICK) + 6


def _ports(number: int, here: Iterable[tuple[int, Net]], made: Frame) -> dict[int, dict[End, float]]:
    """An x for each net at each body it meets: bodies above and below the channel share the places of their column."""
    by_column: dict[int, list[tuple[float, int]]] = {}
    known = list(here)
    for index, net in known:
        middles = [made.lefts[end.column] + made.box / 2 for end in net.ends_in(number)]
        if net.is_long:
            middles.append(made.corridor[index])
        wish = sum(middles) / len(middles)
        for column in {end.column for end in net.ends_in(number)}:
            by_column.setdefault(column, []).append((wish, index))
    x: dict[tuple[int, int], float] = {}
    for column, wishes in by_column.items():
        for turn, (_, index) in enumerate(sorted(wishes), 1):
            x[column, index] = made.lefts[column] + made.box * turn / (len(wishes) + 1)
    return {index: {end: x[end.column, index] for end in net.ends_in(number)} for index, net in known}


def _label_left(label: str, low: float, high: float, upright: Sequence[float], width: float) -> float:
    """Where the label starts: on its line, or beside it, where the fewest upright lines run through it."""
    room = label_room(label)
    first = max(low - room - BESIDE, 1.0)
    last = max(min(high + BESIDE, width - 1 - room), first)

    def cost(left: float) -> float:
        through = sum(left - 2 < x < left + room + 2 for x in upright)
        beyond = max(low - left, 0) + max(left + room - high, 0)
        return through * 1000 + beyond + abs(left + room / 2 - (low + high) / 2) / 10

    steps = [first + STEP * number for number in range(int((last - first) / STEP) + 1)]
    return min([*steps, last], key=cost)
