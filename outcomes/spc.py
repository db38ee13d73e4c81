"""XmR charts in NHS England's “Making Data Count” style: mean, limits, rules and both icons, in exact arithmetic.

Two profiles. `nhse`, the default, follows NHS England's Making Data Count (its SQL tool, version 2.5), except that
screening never changes the mean. `ptd` follows NHSRplotthedots 0.2.2, to check against it: the same rules in exact
numbers, so that on exact ties R's binary rounding may differ. The standard library only; no clock and no database.

A point counts when it has a value and is no ghost. Counted points alone make means, ranges, rules and icons; the others
keep their segment's lines and are judged by nothing. Nothing is ever rebased by itself.

Where the sources leave a choice, this was chosen:

- The target of the analysis is the one in force on the day of the latest counted point; None without such a point.
- Below the minimum number of points the average moving range remains, as the mean does; limits are None.
- A segment that starts after the last date of a baseline is its own baseline. A baseline that holds no counted point
  (its last date comes before the first value) gives neither mean nor limits.
- A baseline longer than the only segment is cut as well: its limits are not final yet.
- Under `ptd` a baseline with both number and date goes by the number; dated targets, `min_points` and `conflict`
  have no effect and are only checked.
- A missing value is warned about even at a ghost; the signal in a baseline may be a trend that reaches into it.
- A target's period that ends before it starts, a baseline of fewer than one point and one that says neither number nor
  date are refused.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from outcomes.spc_inputs import Options, Series, read_baseline, read_options, read_series, read_targets
from outcomes.spc_limits import Stretch, lines_of, segment_of, stretches_of, without_limits
from outcomes.spc_results import assurance_of, results_of, warnings_of
from outcomes.spc_rules import judge_all, variation_of, where_points_lie
from outcomes.spc_types import Analysis, Baseline, Point, PointResult, Segment, Target

__all__ = ["Analysis", "Baseline", "Point", "PointResult", "Segment", "Target", "analyse"]


def analyse(
    points: Iterable[Point],
    *,
    improvement: str,
    target: Decimal | int | None = None,
    targets: Iterable[Target] = (),
    rebases: Iterable[dt.date] = (),
    baseline: Baseline | None = None,
    screen: bool = False,
    profile: str = "nhse",
    shift: int = 7,
    trend: int = 7,
    min_points: int | None = None,
    conflict: str = "improvement",
    count_beyond: bool = False,
) -> Analysis:
    """An XmR chart of these points, in any order, with one result for each.

    `improvement` is up, down or neither. A date of `rebases` opens a segment at its point. `targets` with dates go
    before `target`. `screen` leaves ranges of 3.267 times their average and more out of the limits. `conflict` decides
    points with rules of both directions; `count_beyond` lets points beyond a limit complete two of three. `shift` and
    `trend` are the lengths of runs, 6 to 8; `min_points` is 15 unless given (`ptd`: none).

    Raises ValueError, with the cure, for options that there are not, two points of one date, values that are no finite
    numbers, dates without a point, and a baseline that the profile does not know.
    """
    options = read_options(
        improvement=improvement,
        profile=profile,
        shift=shift,
        trend=trend,
        min_points=min_points,
        conflict=conflict,
        screen=screen,
        count_beyond=count_beyond,
    )
    series = read_series(points, rebases, options)
    undated, dated = read_targets(target, targets, options)
    known = (point.date for point in series.points)
    stretches = stretches_of(series, read_baseline(baseline, known, options))
    return _chart(series, stretches, undated, dated, options)


def _chart(
    series: Series,
    stretches: Sequence[Stretch],
    undated: Decimal | None,
    dated: Sequence[Target],
    options: Options,
) -> Analysis:
    scaled, has_enough = series.scaled, len(series.scaled) >= options.least
    setting = [scaled[one.low : one.low + one.baseline_n] for one in stretches]
    lines = [lines_of(values, series.scale, options) for values in setting]
    if not has_enough:
        lines = [without_limits(its) for its in lines]
    found = where_points_lie(scaled, stretches, lines)
    judgements = judge_all(found, scaled, stretches, options) if has_enough else ()
    points = results_of(series, stretches, lines, found, judgements, undated, dated)
    segments = tuple(segment_of(*each, series, options) for each in zip(stretches, lines, strict=True))
    latest = points[series.positions[-1]] if series.positions else None
    return Analysis(
        points=points,
        segments=segments,
        profile=options.profile,
        variation=variation_of(judgements[-1]) if judgements else None,
        assurance=assurance_of(latest, options) if latest and has_enough else None,
        latest=latest,
        target=latest.target if latest else None,
        warnings=warnings_of(series, stretches, segments, found, judgements, dated, options),
    )
