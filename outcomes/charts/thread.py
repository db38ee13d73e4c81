"""The golden thread: what each strategy rests on, from outcome to indicator, contract and service; gaps by name.

One description feeds the drawing (wide windows) and the nested list (phones, paper, screen readers), so that the two
cannot tell different stories.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from commissioning.core.charts.measure import Face, num, wrapped
from outcomes.charts.thread_order import in_order, tops

COLUMNS: Final = {
    "strategy": "Strategy",
    "outcome": "Outcome",
    "kpi": "KPI",
    "contract": "Contract",
    "service": "Service",
}
STATES: Final = ("joined", "proxy", "break")
STATE_WORDS: Final = {"joined": "", "proxy": "Proxy", "break": "Break"}

WIDTH: Final = 960  # as wide as a page shows a drawing, so that letters keep their size
NODE: Final = 152.0
FACE: Final = Face(12)
SMALL: Final = Face(12, bold=True)
LINE: Final = 15.0
MOST_LINES: Final = 4
ROW_GAP: Final = 10.0
HEAD: Final = 30.0
MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Node:
    """One thing on the thread. `parents` are ids of nodes further left; a node of the first kind has none.

    State: joined, proxy (stands for an outcome that nothing measures), or break. `why` names the break: “no KPI in any
    contract”. `href` is used in the list only. `tie` is the state of its links to the left where that is not its own: a
    proxy that no contract has adopted is a break on the right side alone.
    """

    id: str
    label: str
    kind: str
    state: str = "joined"
    parents: Sequence[str] = ()
    why: str = ""
    href: str = ""
    tie: str = ""

    @property
    def tie_state(self) -> str:
        return self.tie or self.state

    @property
    def kind_words(self) -> str:
        return COLUMNS[self.kind]

    @property
    def state_words(self) -> str:
        """What is said of it after its label: “Proxy”, “Break: no KPI in any contract”."""
        words = STATE_WORDS[self.state]
        return f"{words}: {self.why}" if words and self.why else words or self.why


@dataclass(frozen=True)
class Branch:
    """A node in the list with what hangs on it. `repeated`: its own branches stand where it came first."""

    node: Node
    branches: Sequence["Branch"] = ()
    repeated: bool = False


@dataclass(frozen=True)
class Box:
    x: str
    y: str
    w: str
    h: str
    state: str
    lines: Sequence[tuple[str, str, str, str]]  # x, y, text, weight
    words: str


@dataclass(frozen=True)
class ThreadDrawing:
    uid: str
    title: str
    description: str
    w: str
    h: str
    headings: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str]]  # path, state
    boxes: Sequence[Box]
    legend_y: str
    legend_text_y: str


@dataclass(frozen=True)
class Thread:
    """What to draw. Raises ValueError for a kind or state that is none, an id given twice, or a parent that is not
    a node further left.
    """

    nodes: Sequence[Node]
    title: str = "Golden thread"
    description: str = ""
    uid: str = "thread"
    columns: Sequence[str] = field(default=tuple(COLUMNS))

    template: ClassVar[str] = "charts/thread.svg"

    def __post_init__(self) -> None:
        place = {node.id: self._column(node) for node in self.nodes}
        if len(place) < len(self.nodes):
            raise ValueError("Two nodes of the thread have the same id.")
        for node in self.nodes:
            strangers = [parent for parent in node.parents if place.get(parent, 99) >= place[node.id]]
            if strangers:
                raise ValueError(
                    f"“{node.label}” hangs on {', '.join(strangers)}, which is not further left."
                )

    def _column(self, node: Node) -> int:
        if not {node.state, node.tie_state}.issubset(STATES) or node.kind not in self.columns:
            raise ValueError(f"“{node.label}” has the kind “{node.kind}” and the state “{node.state}”.")
        return list(self.columns).index(node.kind)

    @property
    def told(self) -> str:
        """The conclusion: how many breaks and proxies, and breaks by name; of many the first few, as each is marked."""
        if not self.nodes:
            return "Nothing is on the thread yet."
        breaks = [
            f"{node.label} ({node.why})" if node.why else node.label
            for node in self.nodes
            if node.state == "break"
        ]
        proxies = sum("proxy" in (node.state, node.tie) for node in self.nodes)
        named = breaks if len(breaks) <= MOST_NAMED + 1 else breaks[:MOST_NAMED]
        more = len(breaks) - len(named)
        words = "; ".join(named) + (f"; and {more} more, each marked below" if more else "")
        first = f"{_counted(len(breaks), 'break')}: {words}" if breaks else "No break"
        return f"{first}. {_counted(proxies, 'proxy', 'proxies') if proxies else 'No proxy'}."

    def branches(self) -> list[Branch]:
        """The nested list: from each node without a parent, in column order; a second appearance is not unfolded."""
        ordered = sorted(self.nodes, key=self._column)
        hanging: dict[str, list[Node]] = {}
        for node in ordered:
            for parent in node.parents:
                hanging.setdefault(parent, []).append(node)
        seen: set[str] = set()
        return [_branch(node, hanging, seen) for node in ordered if not node.parents]

    def at(self, width: int = WIDTH) -> ThreadDrawing:
        """Geometry for a drawing of that width. There is no narrow one: phones have the list."""
        return _draw(self, width)


def _branch(node: Node, hanging: Mapping[str, Sequence[Node]], seen: set[str]) -> Branch:
    children = hanging.get(node.id, ())
    if node.id in seen:
        return Branch(node, repeated=bool(children))
    seen.add(node.id)
    return Branch(node, [_branch(child, hanging, seen) for child in children])


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def _draw(spec: Thread, width: int) -> ThreadDrawing:
    gap = (width - 2 - NODE * len(spec.columns)) / max(len(spec.columns) - 1, 1)
    columns = in_order([[node for node in spec.nodes if node.kind == kind] for kind in spec.columns])
    sizes = {node.id: _height(node) for node in spec.nodes}
    tallest = max((sum(sizes[node.id] + ROW_GAP for node in nodes) for nodes in columns), default=0)
    edges = tops(columns, sizes, ROW_GAP)
    places: dict[str, tuple[float, float]] = {}  # left edge and middle
    boxes: list[Box] = []
    for index, nodes in enumerate(columns):
        x = 1 + index * (NODE + gap)
        for node in nodes:
            y = HEAD + edges[node.id]
            places[node.id] = (x, y + sizes[node.id] / 2)
            boxes.append(_box(node, x, y))
    bottom = HEAD + tallest + 8
    return ThreadDrawing(
        spec.uid,
        spec.title,
        f"{spec.told} {spec.description}".strip(),
        str(width),
        num(bottom + 26),
        [(num(1 + index * (NODE + gap)), COLUMNS[kind]) for index, kind in enumerate(spec.columns)],
        list(_links(spec.nodes, places)),
        boxes,
        num(bottom + 12),
        num(bottom + 16),
    )


def _lines(node: Node) -> list[str]:
    return wrapped(node.label, NODE - 18, MOST_LINES, FACE)


def _state_lines(node: Node) -> list[str]:
    return wrapped(node.state_words, NODE - 18, 3, SMALL) if node.state_words else []


def _height(node: Node) -> float:
    return (len(_lines(node)) + len(_state_lines(node))) * LINE + 12


def _box(node: Node, x: float, y: float) -> Box:
    first = y + 16
    labels = _lines(node)
    lines = [(num(x + 9), num(first + place * LINE), text, "") for place, text in enumerate(labels)]
    marks = [
        (num(x + 9), num(first + (len(labels) + place) * LINE), text, "bold")
        for place, text in enumerate(_state_lines(node))
    ]
    words = f"{node.kind_words}: {node.label}. {node.state_words}".strip()
    return Box(num(x), num(y), num(NODE), num(_height(node)), node.state, [*lines, *marks], words)


def _links(nodes: Sequence[Node], places: dict[str, tuple[float, float]]) -> Iterator[tuple[str, str]]:
    """A curve from each parent's right side to its child's left; drawn first, so that boxes stand on top."""
    for node in nodes:
        for parent in node.parents:
            (x0, y0), (x1, y1) = places[parent], places[node.id]
            start, half = x0 + NODE, (x0 + NODE + x1) / 2
            path = f"M{num(start)} {num(y0)}C{num(half)} {num(y0)} {num(half)} {num(y1)} {num(x1)} {num(y1)}"
            yield path, node.tie_state
