"""The XmR analysis of many indicators, against the least that could do and against plain fractions.

    .venv/bin/python -m benchmarks.spc            10,000 indicators of 60 points
    .venv/bin/python -m benchmarks.spc --kpis 500

Sides, all with the same labels for every point and the same two icons for every indicator, or the run stops:

* "floor": tight loops over whole numbers that were scaled beforehand. One profile, no options, no dates, no objects:
  what any correct Python has to do at the very least.
* "analyse": the product's own, with all it takes and gives.
* "fractions": the second calculation that the tests hold it against; it does a hundredth of the indicators.
"""

import argparse
import datetime
import random
from decimal import Decimal
from typing import Any

from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell
from outcomes.spc import Analysis, Point, analyse
from tests.unit.outcomes.spc_second import second

POINTS = 60
TARGET = 55
RUN = 7
SEED = 20_261_122


def indicators(number: int) -> list[list[int]]:
    """Series of whole numbers: noise, and in every third a step or a drift."""
    pick = random.Random(SEED)  # noqa: S311 -- the same series each time, no secret
    series = []
    for place in range(number):
        step, drift = (pick.choice([0, 6, -6]), pick.choice([0, 0, 1])) if place % 3 == 0 else (0, 0)
        series.append(
            [
                pick.randint(40, 60) + (step if month > 40 else 0) + (drift * month) // 4
                for month in range(POINTS)
            ]
        )
    return series


def months() -> list[datetime.date]:
    return [datetime.date(2020 + month // 12, month % 12 + 1, 1) for month in range(POINTS)]


# --- the floor ----------------------------------------------------------------------------------------------------


def floor(values: list[int]) -> tuple[list[str], str, str]:
    """Labels of all points, variation and assurance, for "up is better"; compared without dividing."""
    count, total = len(values), sum(values)
    ranges = sum(abs(values[place] - values[place - 1]) for place in range(1, count))
    off = [count * value - total for value in values]
    limit, warning, kept = 266 * ranges * count, 532 * ranges * count, count - 1
    outer = [100 * kept * abs(by) <= limit and 300 * kept * abs(by) > warning for by in off]
    high: list[str] = [""] * count
    low: list[str] = [""] * count
    _sides(off, outer, high, low)
    _trends(values, high, low)
    for place, by in enumerate(off):
        if 100 * kept * abs(by) > limit:
            (high if by > 0 else low)[place] = "beyond_high" if by > 0 else "beyond_low"
    labels = [up or down or "common_cause" for up, down in zip(high, low, strict=True)]
    aim = (count * TARGET - total) * 100 * kept
    assurance = "pass" if aim <= -limit else "fail" if aim >= limit else "hit_or_miss"
    variation = "improvement_high" if high[-1] else "concern_low" if low[-1] else "common_cause"
    return labels, variation, assurance


def _sides(off: list[int], outer: list[bool], high: list[str], low: list[str]) -> None:
    start, count = 0, len(off)
    while start < count:
        above, end = off[start] > 0, start + 1
        if off[start] == 0:
            start = end
            continue
        while end < count and off[end] != 0 and (off[end] > 0) == above:
            end += 1
        labels, way = (high, "high") if above else (low, "low")
        if end - start >= RUN:
            labels[start:end] = [f"shift_{way}"] * (end - start)
        for first in range(start, end - 2):
            if outer[first] + outer[first + 1] + outer[first + 2] >= 2:
                for place in range(first, first + 3):
                    if outer[place]:
                        labels[place] = f"two_of_three_{way}"
        start = end


def _trends(values: list[int], high: list[str], low: list[str]) -> None:
    start, count = 0, len(values)
    while start < count - 1:
        end = start + 1
        rising = values[end] > values[start]
        if values[end] == values[start]:
            start = end
            continue
        while (
            end + 1 < count and values[end + 1] != values[end] and (values[end + 1] > values[end]) == rising
        ):
            end += 1
        if end - start + 1 >= RUN:
            labels, label = (high, "trend_up") if rising else (low, "trend_down")
            labels[start : end + 1] = [label] * (end + 1 - start)
        start = end


# --- the comparison -----------------------------------------------------------------------------------------------


def told(analysis: Analysis | Any) -> tuple[list[str], str, str]:
    return [point.special_cause_type for point in analysis.points], analysis.variation, analysis.assurance


def same(first: list[Any], other: list[Any]) -> bool:
    """The floor's answers are tuples; the others are whole analyses, of fewer indicators where a side does fewer."""
    return all(answer == told(analysis) for answer, analysis in zip(first, other, strict=False)) and bool(
        other
    )


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of ways to analyse indicators as XmR charts.")
    parser.add_argument("--kpis", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    given = parser.parse_args()
    series, days = indicators(given.kpis), months()
    charts = [
        [Point(day, Decimal(value)) for day, value in zip(days, values, strict=True)] for values in series
    ]
    part = charts[: max(1, given.kpis // 100)]
    sides = [
        Side("floor", lambda: [floor(values) for values in series], given.kpis),
        Side(
            "analyse",
            lambda: [analyse(points, improvement="up", target=TARGET) for points in charts],
            given.kpis,
        ),
        Side(
            "fractions",
            lambda: [second(points, improvement="up", target=TARGET) for points in part],
            len(part),
        ),
    ]
    report = compare("spc", sides, same=same, rounds=given.rounds)
    print(tell(report))
    print(f"  kept in var/benchmarks/{keep(report).name}")


if __name__ == "__main__":
    main()
