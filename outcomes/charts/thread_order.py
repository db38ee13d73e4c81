"""Nodes of a layered drawing in an order that lets few links cross."""

from collections.abc import Sequence
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
