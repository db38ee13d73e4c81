"""Segments of an XmR chart, and the mean and limits of each, in whole numbers.

Mean = S/n and average moving range = M/k of the points that set the limits; limits are the mean ± 2.66 times the
average moving range, warning lines two thirds of the way (NHS England, Making Data Count; 2.66 rather than 3/1.128, as
in NHSRplotthedots 0.2.2). Comparisons multiply instead of dividing, because “on the mean” is an equality.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from outcomes.spc_inputs import Options, Series
from outcomes.spc_types import Baseline, Segment

FEW_POINTS = {"nhse": 12, "ptd": 13}


@dataclass(frozen=True, slots=True)
class Lines:
    """What the n points of total S and their k moving ranges of total M give; None where there are too few."""

    n: int
    total: int
    k: int
    moved: int
    mean: Fraction | None = None
    average_moving_range: Fraction | None = None
    lower_limit: Fraction | None = None
    upper_limit: Fraction | None = None
    lower_warning: Fraction | None = None
    upper_warning: Fraction | None = None

    @property
    def are_limits(self) -> bool:
        return self.lower_limit is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One segment: points `first` to before `last`, counted ones `low` to before `high`; its baseline comes first.

    `baseline_n` points set the limits; `has_baseline` says that a baseline was asked for, so that the points after it
    are judged against it, and `is_cut` that the segment ended before it.
    """

    index: int
    first: int
    last: int
    low: int
    high: int
    baseline_n: int
    has_baseline: bool
    is_cut: bool


def stretches_of(series: Series, baseline: Baseline | None) -> tuple[Stretch, ...]:
    """The segments in order. A rebase point opens its own; on the very first point it only numbers from 1."""
    dates = [point.date for point in series.points]
    if not dates:
        return ()
    opens_at = [bisect_left(dates, day) for day in series.rebases]
    starts = sorted({0, *opens_at})
    offset = 1 if 0 in opens_at else 0
    found = []
    for order, (first, last) in enumerate(pairwise([*starts, len(dates)])):
        low, high = bisect_left(series.positions, first), bisect_left(series.positions, last)
        n, is_cut = high - low, False
        applies = baseline if baseline is not None and (order == 0 or baseline.every_segment) else None
        if applies and applies.until and applies.until < dates[first]:
            applies = None
        if applies:
            n, is_cut = _baseline_in(applies, series, first, last)
        found.append(Stretch(order + offset, first, last, low, high, n, applies is not None, is_cut))
    return tuple(found)


def _baseline_in(baseline: Baseline, series: Series, first: int, last: int) -> tuple[int, bool]:
    """How many of a segment's counted points are baseline, and whether the segment ended before the baseline did."""
    low, high = bisect_left(series.positions, first), bisect_left(series.positions, last)
    if baseline.until is None:
        asked = baseline.points or 0
        return min(asked, high - low), asked > high - low
    until: dt.date = baseline.until
    within = bisect_right(series.points, until, first, last, key=lambda point: point.date)
    is_cut = within == last and series.points[last - 1].date < until
    return bisect_left(series.positions, within) - low, is_cut


def lines_of(scaled: Sequence[int], scale: int, options: Options) -> Lines:
    """Mean and limits of the points that set them. One point has a mean only; none has nothing.

    Screening drops, once, every moving range not strictly below 3.267 times their average; the mean never changes.
    Where all ranges are zero, `nhse` has limits on the mean; `ptd` screens every range away and has no limits.
    """
    n, total = len(scaled), sum(scaled)
    ranges = [abs(after - before) for before, after in pairwise(scaled)]
    k, moved = len(ranges), sum(ranges)
    if options.screen and k and (moved or options.is_ptd):
        ranges = [one for one in ranges if 1000 * one * k < 3267 * moved]
        k, moved = len(ranges), sum(ranges)
    mean = Fraction(total, n * scale) if n else None
    if mean is None or not k:
        return Lines(n, total, k, moved, mean)
    away = Fraction(266 * moved, 100 * k * scale)
    close = Fraction(532 * moved, 300 * k * scale)
    return Lines(
        n,
        total,
        k,
        moved,
        mean,
        Fraction(moved, k * scale),
        mean - away,
        mean + away,
        mean - close,
        mean + close,
    )


def without_limits(lines: Lines) -> Lines:
    """The same lines on a chart of too few points: mean and average moving range alone."""
    return Lines(lines.n, lines.total, lines.k, lines.moved, lines.mean, lines.average_moving_range)


def segment_of(stretch: Stretch, lines: Lines, series: Series, options: Options) -> Segment:
    """A segment to report. Few points: fewer than 12 set the limits (`nhse`), or fewer than 13 are in it (`ptd`)."""
    n = stretch.high - stretch.low
    judged = n if options.is_ptd else stretch.baseline_n
    return Segment(
        index=stretch.index,
        n=n,
        baseline_n=stretch.baseline_n,
        start=series.points[stretch.first].date,
        end=series.points[stretch.last - 1].date,
        few_points=judged < FEW_POINTS[options.profile],
        mean=lines.mean,
        average_moving_range=lines.average_moving_range,
        lower_limit=lines.lower_limit,
        upper_limit=lines.upper_limit,
    )
