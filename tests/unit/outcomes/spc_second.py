"""An XmR chart worked out a second time, to hold the product's own calculation against.

Written from the rules alone and built differently on purpose: every number is a `Fraction`, nothing is scaled or
multiplied through, and each signal is asked of each point by its definition ("is there a window of seven around this
point …?") instead of by running through the series. It is slow and meant to be; it checks, it does not serve pages.

It takes the arguments of `outcomes.spc.analyse` but none of its code. Arguments are taken to be valid.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

LIMIT = Fraction("2.66")  # times the average moving range, from the mean to a limit
SCREEN = Fraction("3.267")  # times the average moving range: a range this wide is not routine
EARLIEST, LATEST = datetime.date.min, datetime.date.max

type_of = {
    ("up", "high"): "improvement",
    ("up", "low"): "concern",
    ("down", "high"): "concern",
    ("down", "low"): "improvement",
    ("neither", "high"): "neutral_high",
    ("neither", "low"): "neutral_low",
}

Rows = list[SimpleNamespace]


def second(
    points: Iterable[Any],
    *,
    improvement: str,
    target: Decimal | int | None = None,
    targets: Sequence[Any] = (),
    rebases: Sequence[datetime.date] = (),
    baseline: Any = None,
    screen: bool = False,
    profile: str = "nhse",
    shift: int = 7,
    trend: int = 7,
    min_points: int | None = None,
    conflict: str = "improvement",
    count_beyond: bool = False,
) -> SimpleNamespace:
    """Points, segments, icons and warnings of one chart; the same words and units as the product's own analysis."""
    nhse = profile == "nhse"
    option = SimpleNamespace(**locals())
    option.needed = (15 if min_points is None else min_points) if nhse else 0
    rows = _rows(points, option)
    counted = [row for row in rows if row.counts]
    option.enough = len(counted) >= option.needed
    segments = [_segment(index, rows, option) for index in sorted({row.segment for row in rows})]
    for row in rows:
        _lines(row, next(one for one in segments if one.index == row.segment), option)
    for row in counted:
        row.relative_to_mean = None if row.mean is None else _sign(row.value - row.mean)
        if row.upper_limit is not None:
            row.outside_limits = not row.lower_limit <= row.value <= row.upper_limit
            beyond_warning = not row.lower_warning <= row.value <= row.upper_warning
            row.close_to_limits = beyond_warning and not row.outside_limits
    if option.enough:
        for row in counted:
            row.rules = frozenset(_rules(row, counted, option))
        for row in counted:
            row.mixed = {"high", "low"} <= {_direction(rule) for rule in row.rules}
            row.special_cause_type = _label(row, counted, option)
            row.point_type = _type(row.special_cause_type, improvement)
    latest = counted[-1] if counted else None
    return SimpleNamespace(
        points=rows,
        segments=segments,
        latest=latest,
        variation=_variation(latest, improvement) if option.enough and latest else None,
        assurance=_assurance(latest, option) if option.enough and latest else None,
        warnings=_warnings(rows, segments, latest, option),
    )


# --- points and segments ------------------------------------------------------------------------------------------


def _rows(points: Iterable[Any], option: SimpleNamespace) -> Rows:
    known = sorted(points, key=lambda point: point.date)
    rebases = set(option.rebases) & {point.date for point in known}
    return [
        SimpleNamespace(
            date=point.date,
            value=_exact(point.value),
            ghost=point.ghost,
            counts=point.value is not None and not point.ghost,
            segment=sum(rebase <= point.date for rebase in rebases),
            target=_target_on(point.date, option),
            in_baseline=False,
            relative_to_mean=None,
            outside_limits=None,
            close_to_limits=None,
            rules=frozenset(),
            special_cause_type=None,
            point_type=None,
            mixed=False,
        )
        for point in known
    ]


def _exact(value: Decimal | int | float | None) -> Fraction | None:
    """A float stands for the shortest decimal that prints as it does."""
    return None if value is None else Fraction(repr(value) if isinstance(value, float) else value)


def _target_on(day: datetime.date, option: SimpleNamespace) -> Fraction | None:
    value = option.target
    if option.nhse:
        for one in reversed(option.targets):  # so that the first that matches is the last to be kept
            if (one.start or EARLIEST) <= day <= (one.end or LATEST):
                value = one.value
    return _exact(value)


def _segment(index: int, rows: Rows, option: SimpleNamespace) -> SimpleNamespace:
    members = [row for row in rows if row.segment == index]
    counted = [row for row in members if row.counts]
    first = index == rows[0].segment
    setting, cut, has_baseline = counted, False, False
    baseline = option.baseline
    if baseline is not None:
        everywhere = not option.nhse if baseline.every_segment is None else baseline.every_segment
        by_date = option.nhse and baseline.until is not None  # the parity profile knows counts alone
        has_baseline = (first or everywhere) and not (by_date and members[0].date > baseline.until)
    if has_baseline:
        if by_date:
            setting = [row for row in counted if row.date <= baseline.until]
            cut = baseline.until > members[-1].date
        else:
            setting = counted[: baseline.points]
            cut = baseline.points > len(counted)
        for row in setting:
            row.in_baseline = True
    values = [row.value for row in setting]
    mean = sum(values, Fraction(0)) / len(values) if values else None
    average = _average_moving_range(values, option)
    return SimpleNamespace(
        index=index,
        n=len(counted),
        baseline_n=len(setting),
        start=members[0].date,
        end=members[-1].date,
        few_points=len(setting) < 12 if option.nhse else len(counted) < 13,
        mean=mean,
        average_moving_range=average,
        lower_limit=None if average is None or not option.enough else mean - LIMIT * average,
        upper_limit=None if average is None or not option.enough else mean + LIMIT * average,
        cut=cut,
        has_baseline=has_baseline,
    )


def _average_moving_range(values: list[Fraction], option: SimpleNamespace) -> Fraction | None:
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return None
    average = sum(ranges, Fraction(0)) / len(ranges)
    if not option.screen:
        return average
    kept = [one for one in ranges if one < SCREEN * average]
    if kept:
        return sum(kept, Fraction(0)) / len(kept)
    return Fraction(0) if option.nhse else None  # every range is nought


def _lines(row: SimpleNamespace, segment: SimpleNamespace, option: SimpleNamespace) -> None:
    row.mean, row.lower_limit, row.upper_limit = segment.mean, segment.lower_limit, segment.upper_limit
    row.lower_warning = row.upper_warning = None
    if row.upper_limit is not None:
        row.upper_warning = row.mean + (row.upper_limit - row.mean) * Fraction(2, 3)
        row.lower_warning = row.mean - (row.mean - row.lower_limit) * Fraction(2, 3)
    # Points that runs of one side may share: a segment, and after a baseline it starts afresh (`nhse`).
    row.stretch = (row.segment, segment.has_baseline and row.in_baseline and option.nhse)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


# --- the four rules, asked of one point ---------------------------------------------------------------------------


def _rules(row: SimpleNamespace, counted: Rows, option: SimpleNamespace) -> Iterator[str]:
    stretch = [other for other in counted if other.stretch == row.stretch]
    neighbours = counted if option.nhse else [other for other in counted if other.segment == row.segment]
    if row.outside_limits:
        yield "beyond_high" if row.value > row.upper_limit else "beyond_low"
    if _some_window(row, neighbours, option.trend, _rising):
        yield "trend_up"
    if _some_window(row, neighbours, option.trend, _falling):
        yield "trend_down"
    for side, name in ((1, "high"), (-1, "low")):
        if _some_window(row, stretch, option.shift, lambda window, side=side: _on_one_side(window, side)):
            yield f"shift_{name}"
        if _outer(row, option) and _some_window(
            row,
            stretch,
            3,
            lambda window, side=side: (
                _on_one_side(window, side) and sum(_outer(one, option) for one in window) >= 2
            ),
        ):
            yield f"two_of_three_{name}"


def _some_window(row: SimpleNamespace, group: Rows, length: int, holds: Callable[[Rows], bool]) -> bool:
    place = next(place for place, other in enumerate(group) if other is row)
    starts = range(max(0, place - length + 1), min(place, len(group) - length) + 1)
    return any(holds(group[start : start + length]) for start in starts)


def _rising(window: Rows) -> bool:
    return all(before.value < after.value for before, after in pairwise(window))


def _falling(window: Rows) -> bool:
    return all(before.value > after.value for before, after in pairwise(window))


def _on_one_side(window: Rows, side: int) -> bool:
    return all(one.relative_to_mean == side for one in window)


def _outer(row: SimpleNamespace, option: SimpleNamespace) -> bool:
    return bool(row.close_to_limits or (option.count_beyond and row.outside_limits))


# --- labels and icons ---------------------------------------------------------------------------------------------


def _direction(rule: str) -> str:
    return "high" if rule.endswith(("high", "up")) else "low"


def _label(row: SimpleNamespace, counted: Rows, option: SimpleNamespace) -> str:
    if not row.rules:
        return "common_cause"
    candidates = row.rules
    if option.nhse:
        candidates = {rule for rule in row.rules if _direction(rule) == _settled(row, option)}
    for rule in ("beyond", "trend", "two_of_three", "shift"):
        hits = [one for one in candidates if one.startswith(rule)]
        if rule == "trend" and hits and not option.nhse:
            return _ptd_trend(row, [other for other in counted if other.segment == row.segment])
        if hits:
            (hit,) = hits
            return hit
    raise AssertionError(row.rules)


def _settled(row: SimpleNamespace, option: SimpleNamespace) -> str:
    """Which way a point counts where it has signals both ways."""
    if not row.mixed:
        return _direction(next(iter(row.rules)))
    if option.improvement == "neither":
        return "high"
    return next(way for way in ("high", "low") if type_of[option.improvement, way] == option.conflict)


def _ptd_trend(row: SimpleNamespace, segment: Rows) -> str:
    """R's way: towards the next point if that is in a trend too, otherwise from the one before."""
    place = next(place for place, other in enumerate(segment) if other is row)
    following = segment[place + 1] if place + 1 < len(segment) else None
    if following is not None and {"trend_up", "trend_down"} & following.rules:
        return "trend_up" if following.value > row.value else "trend_down"
    return "trend_up" if row.value > segment[place - 1].value else "trend_down"


def _type(label: str, improvement: str) -> str:
    return "common_cause" if label == "common_cause" else type_of[improvement, _direction(label)]


def _variation(latest: SimpleNamespace, improvement: str) -> str:
    if latest.point_type in {"improvement", "concern"}:
        return f"{latest.point_type}_{_direction(latest.special_cause_type)}"
    return latest.point_type


def _assurance(latest: SimpleNamespace, option: SimpleNamespace) -> str | None:
    target = latest.target
    if target is None or option.improvement == "neither":
        return None
    if latest.upper_limit is None:
        return None if option.nhse else "hit_or_miss"
    if not option.nhse and target in {latest.lower_limit, latest.upper_limit}:
        return "hit_or_miss"
    below, above = target <= latest.lower_limit, target >= latest.upper_limit
    passes, fails = (below, above) if option.improvement == "up" else (above, below)
    return "pass" if passes else "fail" if fails else "hit_or_miss"


def _warnings(
    rows: Rows, segments: Rows, latest: SimpleNamespace | None, option: SimpleNamespace
) -> frozenset[str]:
    warnings = {f"few_points:{one.index}" for one in segments if one.few_points}
    if not option.enough:
        warnings.add("too_few_points")
    if any(row.value is None for row in rows):
        warnings.add("missing_values")
    if latest is not None and latest.mixed:
        warnings.add("mixed_signal_latest")
    if any(row.in_baseline and row.rules for row in rows):
        warnings.add("baseline_signal")
    if any(segment.cut for segment in segments):
        warnings.add("baseline_cut")
    if option.nhse and any(
        max(one.start or EARLIEST, other.start or EARLIEST) <= min(one.end or LATEST, other.end or LATEST)
        for place, one in enumerate(option.targets)
        for other in option.targets[:place]
    ):
        warnings.add("target_overlap")
    return frozenset(warnings)
