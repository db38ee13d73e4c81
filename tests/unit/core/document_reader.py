"""Reads finished board papers with libraries that did not write them."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdf

HOSTILE = '#eval("panic()") ] [ \\ * < > _x_ $x$ @ref `raw` // /* = & "quoted" {{ x }} {% x %} é ŵ ✓ → ≥ '
RIGHT_TO_LEFT = "שלום"
EMOJI = "😀"


class Tag(NamedTuple):
    """One structure element: its kind, its alternative text, and the scope of a header cell."""

    kind: str
    alt: str
    scope: str


def structure(content: bytes) -> list[Tag]:
    """Every structure element of a tagged PDF, in reading order."""
    with pikepdf.open(BytesIO(content)) as read:
        return list(_elements(read.Root.StructTreeRoot))


def _elements(node: object) -> Iterator[Tag]:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield Tag(str(node.S).removeprefix("/"), str(node.get("/Alt", "")), _scope(node))
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from _elements(child)


def _scope(node: pikepdf.Dictionary) -> str:
    attributes = node.get("/A", [])
    each = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return "".join(str(one.Scope).removeprefix("/") for one in each if "/Scope" in one)


def tags(content: bytes) -> list[str]:
    return [tag.kind for tag in structure(content)]


def page_texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]


def words(content: bytes) -> str:
    """All text of a PDF without spaces, line breaks and places to break: what a search would find."""
    return re.sub(r"[\s\u200b]", "", "".join(page_texts(content)))


def close(text: str) -> str:
    return re.sub(r"\s", "", text)
