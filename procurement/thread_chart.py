"""The golden thread as nodes for the drawing and for the nested list, and how much of a large one is drawn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from outcomes.charts.thread import Branch, Node
from outcomes.charts.thread import Thread as ThreadChart
from procurement.rules_thread import BreakKind, Thread, ThreadKPI
from programmes.addresses import Addresses

MOST_DRAWN = 24  # KPIs; beyond, a drawing is taller than two screens and its links cannot be told apart
MOST_UNFOLDED = 100  # KPIs; beyond, the list stays folded on phones and paper too
WHY = {
    BreakKind.UNSERVED_AIM: "no outcome serves it",
    BreakKind.NO_AIM: "serves no aim",
    BreakKind.NO_MEASURE: "nothing measures it",
    BreakKind.PROXY_ONLY: "only a proxy measures it",
    BreakKind.NO_OUTCOME: "measures no outcome",
    BreakKind.NO_CONTRACT: "in no contract",
    BreakKind.CONTRACT_NO_OUTCOME: "reaches no outcome",
    BreakKind.CONTRACT_PROXY_ONLY: "reaches outcomes by proxies only",
    BreakKind.CONTRACT_NO_SERVICE: "no services",
    BreakKind.SERVICE_NO_CONTRACT: "in no contract",
    BreakKind.SERVICE_NO_KPI: "no KPI shows it",
}
NO_STRATEGY = Node("strategy", "No strategy", "strategy", "break", why="the framework serves none")


def thread_nodes(thread: Thread, to: Addresses) -> list[Node]:
    """A node for each aim, outcome, KPI, contract and service; what the view leaves out is nobody's parent."""
    made = _Nodes(thread, to)
    return [*made.strategy(), *made.outcomes(), *made.kpis(), *made.contracts(), *made.services()]


class _Nodes:
    """The nodes of one thread, each with its breaks in words and its parents among what is shown."""

    def __init__(self, thread: Thread, to: Addresses) -> None:
        self.thread = thread
        self.to = to
        self.why: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for each in thread.breaks:
            if each.kind in WHY:
                self.why[each.record, each.pk].append(WHY[each.kind])
        self.shown = {
            "aim": {row.pk for row in thread.aims},
            "outcome": {row.pk for row in thread.outcomes},
            "kpi": {row.pk for row in thread.kpis},
            "contract": {row.pk for row in thread.contracts},
        }
        # Outcomes of a framework that serves no strategy hang on a node that says so.
        self.has_no_strategy = bool(thread.framework and thread.outcomes and thread.strategy is None)

    def strategy(self) -> Iterator[Node]:
        if self.has_no_strategy:
            yield NO_STRATEGY
        for row in self.thread.aims:
            yield self._node(("aim", row.pk), "strategy", _capital(row.text))

    def outcomes(self) -> Iterator[Node]:
        top = (NO_STRATEGY.id,) if self.has_no_strategy else ()
        at = self.to.of("outcomes")
        for row in self.thread.outcomes:
            parents = self._tied("aim", row.aims) or top
            href = f"{at}#{row.reference}"
            yield self._node(("outcome", row.pk), "outcome", _capital(row.text), parents, href)

    def kpis(self) -> Iterator[Node]:
        texts = {row.pk: row.text for row in self.thread.outcomes}
        for row in self.thread.kpis:
            parents = self._tied("outcome", row.outcomes)
            node = self._node(("kpi", row.pk), "kpi", row.name, parents, self.to.of("kpi", row.reference))
            yield _marked(node, row, [texts[pk] for pk in row.proxies if pk in texts])

    def contracts(self) -> Iterator[Node]:
        for row in self.thread.contracts:
            yield self._node(("contract", row.pk), "contract", row.name, self._tied("kpi", row.kpis))

    def services(self) -> Iterator[Node]:
        provided = _turned((row.pk, row.services) for row in self.thread.contracts)
        seen_by = _turned((row.pk, row.services) for row in self.thread.kpis)
        for row in self.thread.services:
            parents = self._tied("contract", provided[row.pk]) or self._tied("kpi", seen_by[row.pk])
            href = self.to.of("service", row.reference)
            yield self._node(("service", row.pk), "service", row.name, parents, href)

    def _tied(self, record: str, pks: Sequence[int]) -> tuple[str, ...]:
        return tuple(f"{record}-{pk}" for pk in dict.fromkeys(pks) if pk in self.shown[record])

    def _node(
        self, of: tuple[str, int], kind: str, label: str, parents: Sequence[str] = (), href: str = ""
    ) -> Node:
        found = self.why[of]
        state = "break" if found else "joined"
        return Node(f"{of[0]}-{of[1]}", label, kind, state, parents, "; ".join(found), href, tie="joined")


def _marked(node: Node, row: ThreadKPI, stands_for: Sequence[str]) -> Node:
    """A KPI's node with its proxies marked: wholly a proxy, or a proxy for some of its outcomes."""
    if row.is_proxy and node.state != "break":
        return replace(node, state="proxy", tie="proxy")
    if row.is_proxy:
        return replace(node, why=f"a proxy; {node.why}", tie="proxy")
    if stands_for:
        words = f"a proxy for “{'”, “'.join(stands_for)}”"
        return replace(node, why="; ".join(filter(None, [words, node.why])))
    return node


def _turned(pairs: Iterable[tuple[int, Sequence[int]]]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, others in pairs:
        for other in others:
            found[other].append(one)
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def drawn_part(thread: Thread) -> Thread | None:
    """The part of a thread that a drawing can show: all of it, else as many whole outcomes as fit; None for nothing.

    The nested list beneath always has everything.
    """
    if len(thread.kpis) <= MOST_DRAWN:
        return thread if thread.outcomes or thread.kpis or thread.contracts else None
    return thread.first_outcomes(MOST_DRAWN)


def chart_of(thread: Thread, to: Addresses) -> ThreadChart:
    return ThreadChart(tuple(thread_nodes(thread, to)), title="Golden thread", uid="golden-thread")


def branches_of(nodes: Sequence[Node]) -> list[Branch]:
    """The nested list, from every node without a parent; what hangs on several is unfolded where it comes first."""
    children: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for parent in node.parents:
            children[parent].append(node)
    seen: set[str] = set()

    def branch(node: Node) -> Branch:
        if node.id in seen:
            return Branch(node, repeated=bool(children[node.id]))
        seen.add(node.id)
        return Branch(node, [branch(child) for child in children[node.id]])

    return [branch(node) for node in nodes if not node.parents]
