"""The product's analysis and the second calculation give the same answer, to the last fraction, on any series.

The series are small numbers on a coarse grid: equal neighbours, points exactly on the mean, on a limit and on a
warning line, and targets exactly on a limit are common there, and that is where calculations part.
"""

import datetime
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from outcomes.spc import Baseline, Point, Target, analyse
from tests.unit.outcomes.spc_second import second

SERIES = 2_000
SLICES = 8  # so that a disagreement is told beside slices that agree
SEED = 20_261_122

of_a_point = (
    *("date", "value", "ghost", "segment", "target", "mean", "lower_limit", "upper_limit", "lower_warning"),
    *("upper_warning", "relative_to_mean", "outside_limits", "close_to_limits", "rules"),
    *("special_cause_type", "point_type", "mixed"),
)
of_a_segment = (
    *("index", "n", "baseline_n", "start", "end", "few_points", "mean", "average_moving_range"),
    *("lower_limit", "upper_limit"),
)


def number(pick: random.Random, spread: int, unit: str) -> Decimal:
    """A whole number of `unit`s, sometimes below nought."""
    return Decimal(pick.randint(-spread // 4, spread)) * Decimal(unit)


def values(pick: random.Random, length: int, unit: str) -> list[Decimal]:
    """Noise, a drift, a step, a flat stretch, waves or a turn, so that every rule has something to find."""
    spread = pick.choice([1, 2, 4, 10, 40])
    kind = pick.choice(["noise", "noise", "drift", "step", "flat", "waves", "turn"])
    series = [number(pick, spread, unit) for _ in range(length)]
    for place in range(length):
        if kind == "drift":
            series[place] += place * Decimal(unit) * pick.choice([1, 1, 2])
        elif kind == "step" and place > length // 2:
            series[place] += spread * Decimal(unit)
        elif kind == "flat" and pick.random() < 0.9:
            series[place] = Decimal(unit)
        elif kind == "waves":
            series[place] += abs(place % 18 - 9) * spread * Decimal(unit)
        elif kind == "turn" and place >= length - 8:  # high, and falling to the end
            series[place] = (2 * spread + length - place) * Decimal(unit)
    return series


def on_the_lines(pick: random.Random, length: int, unit: str) -> list[Decimal]:
    """Twelve months that swing by six about nought, then values on the lines this gives, and a hair beyond them.

    The average moving range is six, so the limits are at 15.96 and the warning lines at 10.64 (units).
    """
    lines = ["0", "3", "10.64", "10.65", "15.96", "15.97"]
    swing = [Decimal(3 if place % 2 else -3) for place in range(min(length, 12))]
    later = [Decimal(pick.choice(lines)) * pick.choice([1, 1, -1]) for _ in range(length - len(swing))]
    return [value * Decimal(unit) for value in swing + later]


def series(pick: random.Random) -> tuple[list[Point], dict[str, Any]]:
    """Points in no order, and a set of options that are valid together."""
    length = pick.choice([0, 1, 2, 11, 12, 13, 14, 15, 16, 20, 24, 30, 36, 45, 60, 70, pick.randint(0, 70)])
    unit = pick.choice(["1", "1", "0.5", "0.1", "0.01", "100"])
    start = datetime.date(2020, 1, 1)
    days = sorted(pick.sample(range(3 * length + 1), length))
    on_lines = pick.random() < 0.15
    ghosts, missing = (0, 0) if on_lines else (pick.choice([0, 0, 0.05, 0.3]), pick.choice([0, 0, 0.05, 0.3]))
    drawn: list[Any] = (on_the_lines if on_lines else values)(pick, length, unit)
    if pick.random() < 0.1:  # as another program would hand them over
        drawn = [float(value) for value in drawn]
    points = [
        Point(
            start + datetime.timedelta(days=day),
            None if pick.random() < missing else value,
            ghost=pick.random() < ghosts,
        )
        for day, value in zip(days, drawn, strict=True)
    ]
    options = options_for(pick, points, unit)
    if on_lines:
        options.pop("rebases", None)
        options["baseline"] = Baseline(points=12)
    pick.shuffle(points)
    return points, options


def options_for(pick: random.Random, points: list[Point], unit: str) -> dict[str, Any]:
    profile = pick.choice(["nhse", "nhse", "ptd"])
    dates = [point.date for point in points]
    options: dict[str, Any] = {
        "profile": profile,
        "improvement": pick.choice(["up", "down", "neither"]),
        "screen": pick.random() < 0.5,
        "conflict": pick.choice(["improvement", "concern"]),
        "count_beyond": pick.random() < 0.3,
    }
    if profile == "nhse":
        options["shift"], options["trend"] = pick.choice([6, 7, 8]), pick.choice([6, 7, 8])
        options["min_points"] = pick.choice([None, None, 12, 14, 1, 5])
    if dates and pick.random() < 0.5:
        options["rebases"] = tuple(pick.sample(dates, min(len(dates), pick.choice([1, 1, 2, 3]))))
    if pick.random() < 0.7:
        options["target"] = target_near(pick, points, unit)
    if pick.random() < 0.4:
        options["targets"] = dated_targets(pick, points, unit)
    if pick.random() < 0.4:
        options["baseline"] = some_baseline(pick, points, profile)
    return options


def target_near(pick: random.Random, points: list[Point], unit: str) -> Decimal:
    """Often one of the values, which for a flat series is its limit."""
    known = [point.value for point in points if point.value is not None]
    return pick.choice(known) if known and pick.random() < 0.5 else number(pick, 60, unit)


def dated_targets(pick: random.Random, points: list[Point], unit: str) -> tuple[Target, ...]:
    dates = [point.date for point in points] or [datetime.date(2020, 1, 1)]
    targets = []
    for _ in range(pick.choice([1, 2, 3])):
        first, last = sorted([pick.choice(dates), pick.choice(dates)])
        targets.append(
            Target(
                target_near(pick, points, unit),
                start=pick.choice([first, first, None]),
                end=pick.choice([last, last, None]),
            )
        )
    return tuple(targets)


def some_baseline(pick: random.Random, points: list[Point], profile: str) -> Baseline:
    if profile == "ptd":
        return Baseline(pick.randint(12, 30), until=pick.choice([None, points[0].date]) if points else None)
    everywhere = pick.choice([None, None, True, False])
    counted = [point.date for point in points if point.value is not None and not point.ghost]
    if counted and pick.random() < 0.5:
        return Baseline(pick.choice([None, 3]), until=pick.choice(counted), every_segment=everywhere)
    return Baseline(points=pick.choice([1, 2, 12, 20]), every_segment=everywhere)


def differences(found: Any, expected: Any) -> list[str]:
    """Each field that differs: where, what was found, what was expected."""
    pairs = [(f"point {place}", of_a_point, *both) for place, both in paired(found, expected, "points")]
    pairs += [
        (f"segment {place}", of_a_segment, *both) for place, both in paired(found, expected, "segments")
    ]
    told = [
        f"{where} {field}: analyse {getattr(ours, field)!r}, second {getattr(theirs, field)!r}"
        for where, fields, ours, theirs in pairs
        for field in fields
        if getattr(ours, field) != getattr(theirs, field)
    ]
    latest = tuple(getattr(one.latest, "date", None) for one in (found, expected))
    target = (found.target, getattr(expected.latest, "target", None))
    whole = {"latest": latest, "warnings": (frozenset(found.warnings), expected.warnings)}
    if expected.latest is not None:
        whole["target"] = target
    for field in ("variation", "assurance"):
        whole[field] = (getattr(found, field), getattr(expected, field))
    return told + [f"{field}: analyse {a!r}, second {b!r}" for field, (a, b) in whole.items() if a != b]


def paired(found: Any, expected: Any, field: str):
    return enumerate(zip(getattr(found, field), getattr(expected, field), strict=True), start=1)


def report(seed: int, points: list[Point], options: dict[str, Any], told: list[str]) -> str:
    """All that is needed to see the difference again, by hand or in a shell."""
    ordered = sorted(points, key=lambda point: point.date)
    return "\n".join(
        [
            f"series({seed}): {len(told)} differences",
            f"points = [{', '.join(f'({p.date}, {p.value}, ghost={p.ghost})' for p in ordered)}]",
            f"options = {options!r}",
            *told[:12],
        ]
    )


@pytest.mark.parametrize("part", range(SLICES))
def test_both_calculations_agree_on_every_field(part):
    for seed in range(SEED + part, SEED + SERIES, SLICES):
        points, options = series(random.Random(seed))  # noqa: S311 -- the same series each time, no secret
        told = differences(analyse(points, **options), second(points, **options))
        assert not told, report(seed, points, options, told)


def test_the_series_reach_every_outcome():
    """Agreement says little about what never occurs: all icons, rules, labels, types and warnings do."""
    seen: Counter[str] = Counter()
    for seed in range(SEED, SEED + SERIES // 4):
        points, options = series(random.Random(seed))  # noqa: S311 -- the same series each time, no secret
        analysis = second(points, **options)
        seen.update({f"variation {analysis.variation}", f"assurance {analysis.assurance}"})
        seen.update({warning.partition(":")[0] for warning in analysis.warnings})
        for row in analysis.points:
            seen.update(row.rules)
            seen.update({f"label {row.special_cause_type}", f"mixed {row.mixed}"})
            seen.update({"on the mean"} if row.relative_to_mean == 0 else set())
            seen.update({"on a limit"} if row.counts and row.value == row.upper_limit else set())
            seen.update({"on a warning line"} if row.counts and row.value == row.upper_warning else set())
            seen.update({"target on a limit"} if row.target and row.target == row.lower_limit else set())
    rules = {f"{rule}_{way}" for rule in ("beyond", "two_of_three", "shift") for way in ("high", "low")}
    rules |= {"trend_up", "trend_down"}
    signals = {f"{kind}_{way}" for kind in ("improvement", "concern", "neutral") for way in ("high", "low")}
    expected = {
        *rules,
        *(f"label {rule}" for rule in rules | {"common_cause", None}),
        *(f"variation {icon}" for icon in signals | {"common_cause", None}),
        *(f"assurance {icon}" for icon in ("pass", "hit_or_miss", "fail", None)),
        *("too_few_points", "few_points", "missing_values", "mixed_signal_latest"),
        *("baseline_signal", "baseline_cut", "target_overlap", "mixed True"),
        *("on the mean", "on a limit", "on a warning line", "target on a limit"),
    }
    assert expected - set(seen) == set()
    assert min(seen[one] for one in expected) >= 2, seen
