"""Shapes of points on a chart. Shape carries the meaning, colour repeats it, so each is told apart in greyscale."""

from typing import Final

from commissioning.core.charts.measure import polygon

SHAPES: Final = ("circle", "square", "diamond", "triangle", "triangle_down")


def corners(shape: str, x: float, y: float, radius: float) -> str:
    """The corners of a mark as wide as a circle of that radius looks; empty for a circle itself.

    Raises KeyError for a shape that is none of SHAPES.
    """
    side, reach, rise = radius * 0.95, radius * 1.4, radius * 1.3
    return {
        "circle": "",
        "square": polygon(
            [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
        ),
        "diamond": polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]),
        "triangle": polygon([(x, y - rise), (x + rise, y + radius), (x - rise, y + radius)]),
        "triangle_down": polygon([(x, y + rise), (x + rise, y - radius), (x - rise, y - radius)]),
    }[shape]
