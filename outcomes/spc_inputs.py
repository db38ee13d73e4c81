"""What an XmR chart accepts: options, dates and numbers, each refused with a message that says what to give instead."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import lcm

from outcomes.spc_types import Baseline, Point, Target

IMPROVEMENTS = ("up", "down", "neither")
PROFILES = ("nhse", "ptd")
CONFLICTS = ("improvement", "concern")
LENGTHS = {"nhse": (6, 7, 8), "ptd": (7,)}
DEFAULT_MIN_POINTS = 15
PTD_SHORTEST_BASELINE = 12


@dataclass(frozen=True, slots=True)
class Options:
    """How a chart is to be read, checked. `least` is the number of counted points that it needs; 0 for any."""

    improvement: str
    profile: str
    shift: int
    trend: int
    least: int
    conflict: str
    screen: bool
    count_beyond: bool

    @property
    def is_ptd(self) -> bool:
        return self.profile == "ptd"


@dataclass(frozen=True, slots=True)
class Series:
    """Points by date, and those of them that count as whole numbers: each `scale` times its value.

    `positions` are the places of the counted ones among all; `rebases` the dates that open a segment, in order.
    """

    points: tuple[Point, ...]
    positions: tuple[int, ...]
    scaled: tuple[int, ...]
    scale: int
    rebases: tuple[dt.date, ...]


def read_options(
    *,
    improvement: str,
    profile: str,
    shift: int,
    trend: int,
    min_points: int | None,
    conflict: str,
    screen: bool,
    count_beyond: bool,
) -> Options:
    """The options, checked. `ptd` takes runs of 7 only, and any number of points, whatever `min_points` says.

    Raises ValueError for an option that there is not, and for a length that the profile does not know.
    """
    _one_of("improvement", improvement, IMPROVEMENTS)
    _one_of("profile", profile, PROFILES)
    _one_of("conflict", conflict, CONFLICTS)
    for name, length in (("shift", shift), ("trend", trend)):
        if not _is_whole(length) or length not in LENGTHS[profile]:
            allowed = " or ".join(str(one) for one in LENGTHS[profile])
            raise ValueError(f"{name} cannot be {length!r} in the profile {profile}: give {allowed}.")
    if min_points is not None and (not _is_whole(min_points) or min_points < 0):
        raise ValueError(f"min_points cannot be {min_points!r}: give a whole number of points, such as 15.")
    least = 0 if profile == "ptd" else DEFAULT_MIN_POINTS if min_points is None else min_points
    return Options(improvement, profile, shift, trend, least, conflict, bool(screen), bool(count_beyond))


def _one_of(name: str, given: str, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise ValueError(f"{name} cannot be {given!r}: give one of {', '.join(allowed)}.")


def _is_whole(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def read_number(given: object, what: str) -> Decimal | int:
    """A value or target as an exact number: a float is what it prints as, so that 64.1 is 64.1.

    Raises ValueError for anything but a finite Decimal, int or float; `what` names it in the message.
    """
    if isinstance(given, float):
        given = Decimal(float.__repr__(given))
    if isinstance(given, Decimal):
        if given.is_finite():
            return given
    elif isinstance(given, int) and not isinstance(given, bool):
        return given
    raise ValueError(f"{what} cannot be {given!r}: give a finite number, as Decimal or int.")


def read_date(given: object, what: str) -> dt.date:
    """A date without a time of day, so that any two can be compared. Raises ValueError for anything else."""
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given
    raise ValueError(f"{what} cannot be {given!r}: give a date without a time of day.")


def read_series(points: Iterable[Point], rebases: Iterable[dt.date], options: Options) -> Series:
    """The points by date, scaled to whole numbers, with the dates of rebasing.

    `ptd` ignores a rebase on a date without a point. Raises ValueError for two points of one date, a value that is no
    number, and (`nhse`) a rebase on a date without a point.
    """
    ordered = sorted((_read_point(point) for point in points), key=lambda point: point.date)
    for before, after in pairwise(ordered):
        if before.date == after.date:
            raise ValueError(f"Two points have the date {after.date}: give each date once.")
    positions = tuple(at for at, point in enumerate(ordered) if point.value is not None and not point.ghost)
    ratios = [_ratio(ordered[at].value) for at in positions]
    scale = lcm(*(below for _, below in ratios))
    return Series(
        points=tuple(ordered),
        positions=positions,
        scaled=tuple(above * (scale // below) for above, below in ratios),
        scale=scale,
        rebases=_read_rebases(rebases, {point.date for point in ordered}, options),
    )


def _ratio(value: Decimal | int | None) -> tuple[int, int]:
    # Exact whatever precision the caller's decimal context has, which multiplying Decimals would not be.
    return (0, 1) if value is None else value.as_integer_ratio()


def _read_point(point: Point) -> Point:
    if type(point.date) is not dt.date:
        read_date(point.date, "The date of a point")
    if point.value is None or type(point.value) is int:
        return point
    if type(point.value) is Decimal and point.value.is_finite():
        return point
    value = read_number(point.value, f"The value on {point.date}")
    if value is point.value:
        return point
    return Point(point.date, value, point.ghost, point.annotation)


def _read_rebases(rebases: Iterable[dt.date], known: set[dt.date], options: Options) -> tuple[dt.date, ...]:
    dates = {read_date(day, "The date of a rebase") for day in rebases}
    unknown = sorted(dates - known)
    if unknown and not options.is_ptd:
        raise ValueError(
            f"No point has the date {unknown[0]} of a rebase: give the date of the point that opens the segment."
        )
    return tuple(sorted(dates & known))


def read_targets(
    target: Decimal | int | None, targets: Iterable[Target], options: Options
) -> tuple[Decimal | None, tuple[Target, ...]]:
    """The undated target and the dated ones, which `ptd` does not know; targets become Decimal.

    Raises ValueError for a value that is no number and a period that ends before it starts.
    """
    undated = None if target is None else Decimal(read_number(target, "The target"))
    dated = []
    for one in targets:
        value = Decimal(read_number(one.value, "A dated target"))
        for day in (one.start, one.end):
            if day is not None:
                read_date(day, "The start or end of a target")
        if one.start is not None and one.end is not None and one.end < one.start:
            raise ValueError(
                f"A target cannot end on {one.end}, before it starts on {one.start}: give the end on or after it."
            )
        dated.append(Target(value, one.start, one.end))
    return undated, () if options.is_ptd else tuple(dated)


def read_baseline(baseline: Baseline | None, known: Iterable[dt.date], options: Options) -> Baseline | None:
    """The baseline with `every_segment` settled; `ptd` goes by the count alone, even where a date is given too.

    Raises ValueError for one that says neither number nor date, a number below 1 (`ptd`: none, or below 12), and a
    date without a point.
    """
    if baseline is None:
        return None
    count, until = baseline.points, baseline.until
    if count is not None and (not _is_whole(count) or count < 1):
        raise ValueError(f"A baseline cannot be {count!r} points: give a whole number from 1.")
    if options.is_ptd and (count is None or count < PTD_SHORTEST_BASELINE):
        raise ValueError(
            f"A baseline in the profile ptd is a number of points, {PTD_SHORTEST_BASELINE} or more: give points."
        )
    if count is None and until is None:
        raise ValueError("A baseline needs a number of points or its last date: give points or until.")
    if until is not None and read_date(until, "The last date of a baseline") not in set(known):
        raise ValueError(f"No point has the last date of the baseline, {until}: give the date of a point.")
    every = options.is_ptd if baseline.every_segment is None else bool(baseline.every_segment)
    return Baseline(count, None, every) if options.is_ptd or until is None else Baseline(None, until, every)
