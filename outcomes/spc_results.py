"""What a chart reports of each point, its assurance icon, and its warnings."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from outcomes.spc_inputs import Options, Series
from outcomes.spc_limits import Lines, Stretch
from outcomes.spc_rules import Found, Judgement
from outcomes.spc_types import Point, PointResult, Segment, Target

NO_RULES: frozenset[str] = frozenset()


def in_force(day: dt.date, undated: Decimal | None, dated: Sequence[Target]) -> Decimal | None:
    """The target on a day: the first dated one whose period holds it, both ends included, otherwise the undated one."""
    for one in dated:
        if (one.start is None or one.start <= day) and (one.end is None or day <= one.end):
            return Decimal(one.value)
    return undated


def results_of(
    series: Series,
    stretches: Sequence[Stretch],
    lines: Sequence[Lines],
    found: Found,
    judgements: Sequence[Judgement],
    undated: Decimal | None,
    dated: Sequence[Target],
) -> tuple[PointResult, ...]:
    """One result for each point, by date. `judgements` is empty on a chart of too few points, whose types are None."""
    results: list[PointResult] = []
    counted = 0
    for stretch, its in zip(stretches, lines, strict=True):
        for point in series.points[stretch.first : stretch.last]:
            target = in_force(point.date, undated, dated) if dated else undated
            if point.value is None or point.ghost:
                results.append(_result(point, stretch, its, target))
            else:
                judgement = judgements[counted] if judgements else None
                results.append(_result(point, stretch, its, target, found, counted, judgement))
                counted += 1
    return tuple(results)


def _result(
    point: Point,
    stretch: Stretch,
    its: Lines,
    target: Decimal | None,
    found: Found | None = None,
    at: int = 0,
    judgement: Judgement | None = None,
) -> PointResult:
    return PointResult(
        date=point.date,
        value=point.value,
        ghost=point.ghost,
        annotation=point.annotation,
        segment=stretch.index,
        target=target,
        mean=its.mean,
        lower_limit=its.lower_limit,
        upper_limit=its.upper_limit,
        lower_warning=its.lower_warning,
        upper_warning=its.upper_warning,
        relative_to_mean=found.sides[at] if found else None,
        outside_limits=found.outside[at] if found else None,
        close_to_limits=found.close[at] if found else None,
        rules=judgement.rules if judgement else NO_RULES,
        special_cause_type=judgement.special_cause_type if judgement else None,
        point_type=judgement.point_type if judgement else None,
        mixed=judgement.mixed if judgement else False,
    )


def assurance_of(latest: PointResult, options: Options) -> str | None:
    """Whether the target in force at the latest point will be met if nothing changes: pass, hit_or_miss or fail.

    For `up`, a target at or below the lower limit passes and one at or above the upper limit fails; `down` is
    mirrored. Pass is tested first. `ptd` wants the target strictly beyond, and calls a chart without limits hit or
    miss. None without a target or, in `nhse`, without limits, and where neither direction improves.
    """
    if latest.target is None or options.improvement == "neither":
        return None
    if latest.lower_limit is None or latest.upper_limit is None:
        return "hit_or_miss" if options.is_ptd else None
    target = Fraction(latest.target)
    above, below = target - latest.upper_limit, latest.lower_limit - target
    passing, failing = (below, above) if options.improvement == "up" else (above, below)
    if passing > 0 or (passing == 0 and not options.is_ptd):
        return "pass"
    if failing > 0 or (failing == 0 and not options.is_ptd):
        return "fail"
    return "hit_or_miss"


def warnings_of(
    series: Series,
    stretches: Sequence[Stretch],
    segments: Sequence[Segment],
    found: Found,
    judgements: Sequence[Judgement],
    dated: Sequence[Target],
    options: Options,
) -> tuple[str, ...]:
    """What readers of the chart have to be told, always in the same order."""
    return tuple(_warnings(series, stretches, segments, found, judgements, dated, options))


def _warnings(
    series: Series,
    stretches: Sequence[Stretch],
    segments: Sequence[Segment],
    found: Found,
    judgements: Sequence[Judgement],
    dated: Sequence[Target],
    options: Options,
) -> Iterator[str]:
    if len(series.scaled) < options.least:
        yield "too_few_points"
    yield from (f"few_points:{segment.index}" for segment in segments if segment.few_points)
    if any(point.value is None for point in series.points):
        yield "missing_values"
    if judgements and judgements[-1].mixed:
        yield "mixed_signal_latest"
    baselines = [stretch for stretch in stretches if stretch.has_baseline]
    if judgements and any(any(found.bits[one.low : one.low + one.baseline_n]) for one in baselines):
        yield "baseline_signal"
    if any(one.is_cut for one in baselines):
        yield "baseline_cut"
    if any(_overlap(one, other) for one, other in combinations(dated, 2)):
        yield "target_overlap"


def _overlap(one: Target, other: Target) -> bool:
    return (one.start is None or other.end is None or one.start <= other.end) and (
        other.start is None or one.end is None or other.start <= one.end
    )
