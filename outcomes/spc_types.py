"""What the analysis of an XmR chart is given and gives back: frozen values and nothing else.

Names come from `outcomes.spc`. Amounts given are Decimal or int (a float is read as it prints); calculated lines are
Fractions, exact, to be rounded for display only. Unknown is None, never 0.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Point:
    """One measurement. A point counts when it has a value and is no ghost; zero is a value, None is none."""

    date: dt.date
    value: Decimal | int | None
    ghost: bool = False
    annotation: str = ""


@dataclass(frozen=True)
class Target:
    """A target in force from `start` to `end`, both days included; None is an open end."""

    value: Decimal | int
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class Baseline:
    """Which counted points set mean and limits: the first so many, or all up to a date (which wins).

    `every_segment` None leaves it to the profile: the first segment only in `nhse`, every segment in `ptd`.
    """

    points: int | None = None
    until: dt.date | None = None
    every_segment: bool | None = None


@dataclass(frozen=True)
class PointResult:
    """A point with its segment's lines, the target in force on its day, and what the rules make of it.

    A judgement is None where nothing is judged: a point that does not count, no limits, or too few points on the chart.
    `relative_to_mean` is 1 above, 0 on and -1 below. `close_to_limits` is beyond a warning line, not beyond a limit.
    `mixed` says that rules of both directions fired.
    """

    date: dt.date
    value: Decimal | int | None
    ghost: bool
    annotation: str
    segment: int
    target: Decimal | None
    mean: Fraction | None
    lower_limit: Fraction | None
    upper_limit: Fraction | None
    lower_warning: Fraction | None
    upper_warning: Fraction | None
    relative_to_mean: int | None
    outside_limits: bool | None
    close_to_limits: bool | None
    rules: frozenset[str]
    special_cause_type: str | None
    point_type: str | None
    mixed: bool


@dataclass(frozen=True)
class Segment:
    """The stretch between two rebases: `n` counted points, of which `baseline_n` set its mean and limits.

    `start` and `end` are the dates of its first and last point, counted or not. `index` is the number of rebase dates
    reached, so that a chart whose very first point is rebased starts at 1.
    """

    index: int
    n: int
    baseline_n: int
    start: dt.date
    end: dt.date
    few_points: bool
    mean: Fraction | None
    average_moving_range: Fraction | None
    lower_limit: Fraction | None
    upper_limit: Fraction | None


@dataclass(frozen=True)
class Analysis:
    """A chart: one result for each point given, by date, its segments, its two icons, and what to warn readers of.

    `latest` is the last counted point, `variation` its type, `assurance` how the target in force on its day (`target`)
    lies to its limits.
    """

    points: tuple[PointResult, ...]
    segments: tuple[Segment, ...]
    profile: str
    variation: str | None
    assurance: str | None
    latest: PointResult | None
    target: Decimal | None
    warnings: tuple[str, ...]
