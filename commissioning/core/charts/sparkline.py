"""A small line for a table cell. The words beside it say from and to; a missing value breaks the line, never nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from commissioning.core.charts.marks import corners
from commissioning.core.charts.measure import num, scale
from commissioning.core.charts.paint import BRAND

HEIGHT, MARGIN, DOT = 30, 5, 3


@dataclass(frozen=True)
class SparkDrawing:
    w: str
    h: str
    lines: Sequence[str]
    dots: Sequence[tuple[str, str]]  # values with nothing known beside them
    target_y: str
    x1: str
    end: tuple[str, str] | None
    mean_y: str = ""
    end_points: str = ""  # the corners of the last mark, empty for a circle
    end_fill: str = BRAND


@dataclass(frozen=True)
class Sparkline:
    """`shape` marks the last known value, one of core.charts.marks.SHAPES; `fill` only repeats what it says."""

    values: Sequence[Decimal | float | None]
    target: Decimal | float | None = None
    mean: Decimal | float | None = None
    shape: str = "circle"
    fill: str = BRAND

    template: ClassVar[str] = "charts/spark.svg"

    def at(self, width: int = 120) -> SparkDrawing:
        """Geometry for a drawing of that width."""
        known = [float(value) for value in (*self.values, self.target, self.mean) if value is not None]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        x = scale(0, max(len(self.values) - 1, 1), MARGIN, width - MARGIN - DOT)
        y = scale(low, high, HEIGHT - MARGIN, MARGIN) if high > low else (lambda _: HEIGHT / 2)
        runs = _runs(
            [
                (num(x(i)), num(y(float(value)))) if value is not None else None
                for i, value in enumerate(self.values)
            ]
        )
        end = runs[-1][-1] if runs else None
        return SparkDrawing(
            str(width),
            str(HEIGHT),
            [" ".join(f"{a},{b}" for a, b in run) for run in runs if len(run) > 1],
            [run[0] for run in runs if len(run) == 1],
            num(y(float(self.target))) if self.target is not None else "",
            num(width - MARGIN),
            end,
            num(y(float(self.mean))) if self.mean is not None else "",
            corners(self.shape, float(end[0]), float(end[1]), DOT) if end else "",
            self.fill,
        )


def _runs(points: Sequence[tuple[str, str] | None]) -> list[list[tuple[str, str]]]:
    runs: list[list[tuple[str, str]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
