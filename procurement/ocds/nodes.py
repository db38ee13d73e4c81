"""Walking a release beside its schema, so that each value is met with what the schema says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from procurement.ocds.schemas import DEFINITIONS, Json

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Node:
    """A value in a release: its place, its part of the schema and the definition that part is ("Value").

    `schema` is None below a field that the schema leaves free or does not have; `is_unknown` marks the topmost of the
    latter.
    """

    place: Place
    value: Any
    schema: Json | None
    definition: str = ""
    is_unknown: bool = False

    @property
    def path(self) -> str:
        """The place as people write it: releases[0].tender.value."""
        return path_of(self.place)

    @property
    def field(self) -> str:
        """The last name in the place, whatever position follows it."""
        return next((part for part in reversed(self.place) if isinstance(part, str)), "")


def path_of(place: Place) -> str:
    """A place in a package as people write it: releases[0].tender.value; "" is the whole file."""
    written = ""
    for part in place:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{part}" if written else part
    return written


def nodes(value: object, root: Json, place: Place = ()) -> Iterator[Node]:
    """Every value in a release, the release itself first, each with its part of the merged release schema `root`."""
    yield from _below(Node(place, value, root), root)


def _below(node: Node, root: Json) -> Iterator[Node]:
    yield node
    if isinstance(node.value, dict):
        for name, value in node.value.items():
            yield from _below(_child(node, str(name), value, root), root)
    elif isinstance(node.value, list):
        items = node.schema.get("items") if node.schema else None
        schema, definition = resolved(items, root)
        for position, value in enumerate(node.value):
            yield from _below(Node((*node.place, position), value, schema, definition), root)


def _child(node: Node, name: str, value: object, root: Json) -> Node:
    place = (*node.place, name)
    fields = node.schema.get("properties") if node.schema else None
    if node.schema is None or fields is None:
        return Node(place, value, None)
    if name in fields:
        schema, definition = resolved(fields[name], root)
        return Node(place, value, schema, definition)
    patterns = node.schema.get("patternProperties", {})
    return Node(place, value, None, is_unknown=not any(re.search(pattern, name) for pattern in patterns))


def resolved(schema: object, root: Json) -> tuple[Json | None, str]:
    """A schema with its reference followed, and the name of the definition it referred to ("Value", "Period")."""
    if not isinstance(schema, dict):
        return None, ""
    reference = schema.get("$ref", "")
    if not reference.startswith(DEFINITIONS):
        return schema, ""
    name = reference.removeprefix(DEFINITIONS)
    return root["definitions"][name], name


def types_of(schema: Json) -> frozenset[str]:
    """The JSON types a schema allows; empty when it does not say."""
    stated = schema.get("type", [])
    return frozenset([stated] if isinstance(stated, str) else stated)
