"""Reads finished SVG the way a browser would, so that chart tests judge the drawing and not the code's own numbers."""

import re
from typing import NamedTuple
from xml.etree import ElementTree

from commissioning.core.charts.measure import Face, text_width

NAMESPACE = "{http://www.w3.org/2000/svg}"


class TextBox(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "TextBox") -> bool:
        """Whether the two overlap by more than half a pixel each way."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def parse(svg: str) -> ElementTree.Element:
    """Raises ParseError unless the SVG is well-formed XML. Our own templates only: nothing hostile is read."""
    return ElementTree.fromstring(svg)  # noqa: S314


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    return list(parse(svg).iter(f"{NAMESPACE}{name}"))


def size(svg: str) -> tuple[float, float]:
    _, _, width, height = (float(part) for part in parse(svg).attrib["viewBox"].split())
    return width, height


def text_boxes(svg: str) -> list[TextBox]:
    """The box of every label: capitals and figures above the base line, tails below it."""
    root = parse(svg)
    usual = float(root.attrib["font-size"])
    boxes = []
    for label in root.iter(f"{NAMESPACE}text"):
        letters = label.text or ""
        height = float(label.attrib.get("font-size", usual))
        width = text_width(letters, Face(height, label.attrib.get("font-weight") == "bold"))
        x, y = float(label.attrib["x"]), float(label.attrib["y"])
        anchor = label.attrib.get("text-anchor", "start")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        boxes.append(TextBox(letters, left, left + width, y - height * 0.75, y + height * 0.22))
    return boxes


def collisions(svg: str) -> list[tuple[str, str]]:
    boxes = text_boxes(svg)
    return [(a.text, b.text) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.meets(b)]


def outside(svg: str) -> list[str]:
    """Labels that leave the drawing by more than a pixel."""
    width, height = size(svg)
    return [
        box.text
        for box in text_boxes(svg)
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height + 1
    ]


def numbers(svg: str) -> list[str]:
    """Every attribute value that is a coordinate or a list of them."""
    names = {"x", "y", "x1", "y1", "width", "height", "cx", "cy", "r", "points", "d", "viewBox"}
    return [value for node in parse(svg).iter() for name, value in node.attrib.items() if name in names]


def looks_like_coordinates(value: str) -> bool:
    return re.fullmatch(r"[MLHVCZ0-9 .,\-]+", value) is not None
