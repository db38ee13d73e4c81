"""The governance map: bodies in rows, whoever answers upward lower than whom they answer to, and every link named.

One description feeds the drawing (wide windows, PDF, Word), the list (phones) and the table beneath, so that they
cannot tell different stories.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from commissioning.core.charts.governance_layers import Grid, grid
from commissioning.core.charts.governance_parts import LINK_LINES, MapBody, MapLink, in_order
from commissioning.core.charts.governance_routes import (
    TRACK,
    Frame,
    Net,
    channel,
    frame,
    label_room,
    nets,
)
from commissioning.core.charts.governance_shapes import (
    LINE,
    PAD,
    SAMPLE,
    UNLINKED_COLUMNS,
    BodyBox,
    GovernanceDrawing,
    Key,
    LineShape,
    Spot,
    Words,
    arrow_at,
    box_of,
    channel_height,
    height_of,
    joins,
)
from commissioning.core.charts.governance_told import (
    ListedBody,
    description,
    finding,
    governance_table,
    listed,
)
from commissioning.core.charts.measure import LABEL, WIDE, num, text_width, wrapped
from commissioning.core.tables import Table


@dataclass(frozen=True)
class GovernanceMap:
    """What to draw, in the order of the references.

    Raises ValueError for a reference given twice, and for a link of no known kind, given twice, from a body to itself,
    or with an end that is not among `bodies`.
    """

    bodies: Sequence[MapBody]
    links: Sequence[MapLink]
    title: str = "Governance map"
    uid: str = "governance"

    template: ClassVar[str] = "charts/governance_map.svg"

    def __post_init__(self) -> None:
        known = {body.reference for body in self.bodies}
        if len(known) < len(self.bodies):
            raise ValueError(f"{self.title}: two bodies have the same reference.")
        seen = set()
        for link in self.links:
            said = f"{self.title}: the link “{link.kind}” from {link.source} to {link.target}"
            if link.kind not in LINK_LINES:
                raise ValueError(f"{said} is of no known kind.")
            if not {link.source, link.target} <= known or link.source == link.target:
                raise ValueError(f"{said} does not join two of its bodies.")
            if (link.source, link.target, link.kind) in seen:
                raise ValueError(f"{said} is given twice.")
            seen.add((link.source, link.target, link.kind))

    @property
    def listed(self) -> Sequence[ListedBody]:
        """The list that phones show: from the top row down, those without a link last."""
        return listed(self.bodies, in_order(self.bodies, self.links))

    def table(self, caption: str = "Bodies and their links") -> Table:
        """The data beneath the drawing: a row for each link, then one for each body without any."""
        return governance_table(self.bodies, in_order(self.bodies, self.links), caption)

    @property
    def finding(self) -> str:
        """The caption: who answers to whom, who answers to two, circles, and who has no link."""
        return finding(self.bodies, in_order(self.bodies, self.links))

    def at(self, width: int = WIDE) -> GovernanceDrawing:
        """Geometry for a drawing of that width. There is no narrow one: phones have the list."""
        return _Painter(self, width).drawing()


class _Painter:
    """Holds rows, columns and lines while their heights are found."""

    def __init__(self, spec: GovernanceMap, width: int) -> None:
        self.spec, self.width = spec, width
        self.links = in_order(spec.bodies, spec.links)
        self.grid: Grid = grid([body.reference for body in spec.bodies], self.links)
        self.nets: list[Net] = nets(self.links, self.grid)
        self.frame: Frame = frame(self.nets, self.grid.columns, width)
        self.channels = [
            channel(number, self.nets, self.frame, width) for number in range(self.grid.rows + 1)
        ]
        self.names = {body.reference: body.name for body in spec.bodies}

    def drawing(self) -> GovernanceDrawing:
        linked = [body for body in self.spec.bodies if body.reference in self.grid.place]
        heights = self._row_heights(linked)
        spot = self._spot(heights)
        boxes = [self._placed(body, spot) for body in linked]
        lines = [self._line(index, net, spot) for index, net in enumerate(self.nets)]
        heading, loose, bottom = self._unlinked(spot.bottom)
        keys, bottom = self._keys(bottom)
        notes, bottom = self._notes(bottom)
        return GovernanceDrawing(
            self.spec.uid,
            self.spec.title,
            f"{self.spec.finding} {description(self.spec.bodies, self.links)}".strip(),
            str(self.width),
            num(bottom + 4),
            [*boxes, *loose],
            lines,
            heading,
            keys,
            notes,
        )

    def _row_heights(self, linked: Sequence[MapBody]) -> list[float]:
        heights = [0.0] * self.grid.rows
        for body in linked:
            row = self.grid.place[body.reference][0]
            heights[row] = max(heights[row], height_of(body, self.frame.box))
        return heights

    def _spot(self, heights: Sequence[float]) -> Spot:
        tops, edges, y = [], [], 2.0
        for number, found in enumerate(self.channels):
            tops.append(y)
            y += channel_height(found, inner=0 < number < self.grid.rows)
            if number < self.grid.rows:
                edges.append(y)
                y += heights[number]
        return Spot(tops, edges, heights, y)

    def _placed(self, body: MapBody, spot: Spot) -> BodyBox:
        row, column = self.grid.place[body.reference]
        return box_of(body, self.frame.lefts[column], spot.edges[row], self.frame.box, spot.heights[row])

    def _line(self, index: int, net: Net, spot: Spot) -> LineShape:
        pieces: list[str] = []
        levels: dict[int, float] = {}
        dots: list[tuple[str, str]] = []
        label, back, arrow = Words("0", "0", ""), ("0", "0", "0"), ""
        for number in dict.fromkeys((net.leaves, net.arrives)):
            track = next(track for track in self.channels[number].tracks if track.net == index)
            y = levels[number] = spot.tops[number] + PAD + (track.lane + 1) * TRACK - 6
            pieces += [f"M{num(track.low)} {num(y)}H{num(track.high)}"] if track.high > track.low else []
            for end, x in track.ports.items():
                edge = spot.edge(end, self.grid.place[end.reference][0])
                if end == net.target and net.link.line.arrow:
                    arrow, edge = arrow_at(x, edge, end.at_foot)
                pieces.append(f"M{num(x)} {num(edge)}V{num(y)}")
            dots += [(num(x), num(y)) for x in joins(track, self.frame.corridor.get(index))]
            if track.label_left is not None:
                label = Words(num(track.label_left + 3), num(y - 5), net.label, bold=True)
                back = (num(track.label_left), num(y - 17), num(label_room(net.label)))
        if net.is_long:
            x = self.frame.corridor[index]
            pieces.append(f"M{num(x)} {num(levels[net.leaves])}V{num(levels[net.arrives])}")
        full = "; ".join(self._said(link) for link in net.links)
        return LineShape(net.link.kind, net.link.line, "".join(pieces), dots, arrow, label, back, full)

    def _said(self, link: MapLink) -> str:
        source = self.names[link.source]
        words = f"{source} {link.line.after(source)} {self.names[link.target]}"
        return f"{words} (proposed)" if link.is_proposed else words

    def _unlinked(self, top: float) -> tuple[Words | None, list[BodyBox], float]:
        loose = [body for body in self.spec.bodies if body.reference not in self.grid.place]
        if not loose:
            return None, [], top
        top += 20 if self.grid.place else 0
        heading = Words("2", num(top + 13), "No link recorded", bold=True)
        columns = min(UNLINKED_COLUMNS, max(len(loose), 3))
        room = (self.width - 4 - 12 * (columns - 1)) / columns
        y, boxes = top + 22, []
        for start in range(0, len(loose), columns):
            row = loose[start : start + columns]
            height = max(height_of(body, room) for body in row)
            boxes += [
                box_of(body, 2 + place * (room + 12), y, room, height, linked=False)
                for place, body in enumerate(row)
            ]
            y += height + 10
        return heading, boxes, y

    def _keys(self, top: float) -> tuple[list[Key], float]:
        """A sample of each kind of line that is drawn, with its word."""
        keys: list[Key] = []
        x, y = 2.0, top + 22
        for kind in (kind for kind in LINK_LINES if any(link.kind == kind for link in self.links)):
            line = LINK_LINES[kind]
            room = SAMPLE + 6 + text_width(line.label, LABEL) + 20
            if x > 2 and x + room > self.width:
                x, y = 2.0, y + 20
            words = Words(num(x + SAMPLE + 6), num(y + 4), line.label)
            keys.append(Key(kind, line, f"M{num(x)} {num(y)}H{num(x + SAMPLE)}", words))
            x += room
        return keys, y + 8 if keys else top

    def _notes(self, top: float) -> tuple[list[Words], float]:
        said = []
        if any(link.line.arrow for link in self.links):
            said.append("An arrow points to whom a body answers, or whom it advises.")
        if any(len(net.sources) > 1 for net in self.nets):
            said.append("A dot marks where lines join; without one they only cross.")
        if any(body.is_sovereign for body in self.spec.bodies):
            said.append("Thick outline: a sovereign body, which decides for itself.")
        if any(link.is_proposed for link in self.links):
            said.append("Proposed: the paper says that the link may come.")
        lines = wrapped(" ".join(said), self.width - 4, 4, LABEL) if said else []
        notes = [Words("2", num(top + 14 + place * LINE), line) for place, line in enumerate(lines)]
        return notes, top + (14 + len(notes) * LINE - 8 if notes else 0)
