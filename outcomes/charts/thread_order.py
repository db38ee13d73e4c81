"""Nodes of a layered drawing in an order that lets few links cross, each beside what it is linked with."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcomes.charts.thread import Node


def in_order(columns: Sequence[Sequence["Node"]]) -> list[list["Node"]]:
    """Each column sorted by the average place of its nodes' parents; what has none keeps its turn at the end.

    The first column stands as given. Equal averages keep the order given, so that the same thread is always drawn the
    same.
    """
    rank: dict[str, float] = {}
    ordered: list[list[Node]] = []
    for column in columns:
        nodes = sorted(column, key=lambda node: _place(node, rank))
        rank.update({node.id: (place + 0.5) / len(nodes) for place, node in enumerate(nodes)})
        ordered.append(nodes)
    return ordered


def _place(node: "Node", rank: dict[str, float]) -> float:
    places = [rank[parent] for parent in node.parents if parent in rank]
    return sum(places) / len(places) if places else 2.0


def tops(columns: Sequence[Sequence["Node"]], heights: Mapping[str, float], gap: float) -> dict[str, float]:
    """The upper edge of each node, in the units of `heights`; no two boxes of a column touch.

    The tallest column is stacked. Each other node stands as near as it can to the middle of what it is linked with, so
    that links run across rather than in one bundle up and down.
    """
    lengths = [sum(heights[node.id] + gap for node in nodes) for nodes in columns]
    whole, tallest = max(lengths, default=0), lengths.index(max(lengths)) if lengths else 0
    children: dict[str, list[str]] = {}
    for node in (node for nodes in columns for node in nodes):
        for parent in node.parents:
            children.setdefault(parent, []).append(node.id)
    found: dict[str, float] = {}

    def column(nodes: Sequence["Node"], linked: Mapping[str, Sequence[str]]) -> None:
        wanted = {}
        for node in nodes:
            middles = [found[one] + heights[one] / 2 for one in linked.get(node.id, ()) if one in found]
            wanted[node.id] = sum(middles) / len(middles) - heights[node.id] / 2 if middles else 0.0
        found.update(_spread([(node.id, wanted[node.id], heights[node.id] + gap) for node in nodes], whole))

    for nodes in columns[tallest:]:
        column(nodes, {node.id: tuple(node.parents) for node in nodes})
    for nodes in reversed(columns[:tallest]):
        column(nodes, children)
    return found


def _spread(wanted: Sequence[tuple[str, float, float]], whole: float) -> dict[str, float]:
    """In their order, each where it wants to be or as far on as those before it push it, none beyond the end."""
    edges, at = [], 0.0
    for _, top, height in wanted:
        at = max(at, top)
        edges.append(at)
        at += height
    limit = whole
    for place in range(len(wanted) - 1, -1, -1):
        edges[place] = min(edges[place], limit - wanted[place][2])
        limit = edges[place]
    return {name: edge for (name, *_), edge in zip(wanted, edges, strict=True)}
