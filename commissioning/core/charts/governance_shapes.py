"""The shapes of a governance map as its template takes them: every coordinate a string, every line of text broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commissioning.core.charts.governance_parts import LinkLine, MapBody
from commissioning.core.charts.governance_routes import TRACK, Channel, End, Track
from commissioning.core.charts.measure import LABEL, Face, num, polygon, wrapped

NAME: Final = Face(12, bold=True)
LINE: Final = 15.0
MOST_LINES: Final = 9
PAD: Final = 14.0  # room for an arrow above and below the tracks of a channel
ARROW: Final = 10.0
UNLINKED_COLUMNS: Final = 4
SAMPLE: Final = 34.0


@dataclass(frozen=True)
class Words:
    x: str
    y: str
    text: str
    bold: bool = False


@dataclass(frozen=True)
class BodyBox:
    """A sovereign body has a thick outline, the programme board a tint, a body without a link a dashed outline."""

    x: str
    y: str
    w: str
    h: str
    lines: Sequence[Words]
    full: str
    is_sovereign: bool = False
    is_board: bool = False
    is_linked: bool = True


@dataclass(frozen=True)
class LineShape:
    """A line with its branches, its arrow and the label that names it, with paper behind the label."""

    kind: str
    line: LinkLine
    path: str
    dots: Sequence[tuple[str, str]]  # where branches join
    arrow: str
    label: Words
    back: tuple[str, str, str]  # x, y, width
    full: str


@dataclass(frozen=True)
class Key:
    kind: str
    line: LinkLine
    path: str
    words: Words


@dataclass(frozen=True)
class GovernanceDrawing:
    uid: str
    title: str
    description: str
    w: str
    h: str
    boxes: Sequence[BodyBox]
    lines: Sequence[LineShape]
    heading: Words | None  # of the bodies without a link
    keys: Sequence[Key]
    notes: Sequence[Words]


@dataclass(frozen=True)
class Spot:
    """The top of each channel, upper edge and height of each row, and where the last channel ends."""

    tops: Sequence[float]
    edges: Sequence[float]
    heights: Sequence[float]
    bottom: float

    def edge(self, end: End, row: int) -> float:
        """The y at which a line meets a body of that row."""
        return self.edges[row] + (self.heights[row] if end.at_foot else 0)


def channel_height(found: Channel, *, inner: bool) -> float:
    if not found.lanes:
        return PAD * 2 if inner else 0
    return found.lanes * TRACK + PAD * 2


def joins(track: Track, corridor: float | None) -> list[float]:
    """Where more than two pieces of one line meet on a track: all its upright pieces between the outermost two."""
    xs = {*track.ports.values(), *((corridor,) if corridor is not None else ())}
    ways = [*track.ports.values(), *((corridor,) if corridor is not None else ())]
    ends = {track.low, track.high}
    return sorted(x for x in xs if track.low < track.high and (x not in ends or ways.count(x) > 1))


def arrow_at(x: float, edge: float, at_foot: bool) -> tuple[str, float]:
    """The corners of an arrow that touches the body, and where its line ends."""
    base = edge + (ARROW if at_foot else -ARROW)
    return polygon([(x, edge), (x + 6, base), (x - 6, base)]), base


def body_lines(body: MapBody, room: float) -> list[tuple[str, bool]]:
    names = [(line, True) for line in wrapped(body.name, room - 16, MOST_LINES, NAME)]
    said = [(line, False) for words in body.standing for line in wrapped(words, room - 16, 3, LABEL)]
    return [*names, *said]


def height_of(body: MapBody, room: float) -> float:
    return len(body_lines(body, room)) * LINE + 14


def box_of(body: MapBody, x: float, y: float, w: float, h: float, *, linked: bool = True) -> BodyBox:
    lines = body_lines(body, w)
    first = y + (h - len(lines) * LINE) / 2 + 11.5
    words = [
        Words(num(x + w / 2), num(first + place * LINE), text, bold)
        for place, (text, bold) in enumerate(lines)
    ]
    full = ". ".join((body.name, *body.standing))
    marks = (body.is_sovereign, body.is_programme_board, linked)
    return BodyBox(num(x), num(y), num(w), num(h), words, full, *marks)
