"""Two or more ways to do the same work, timed turn by turn, so that only their ratio is told.

A machine's pace drifts with whatever else runs on it; taken in turns (A B A B …) all sides meet the same drift. What is
printed is how many times the first side's time each other side takes, per unit of work: the median of the rounds, and
the lowest and highest. Seconds are neither printed nor kept, since they say more about the machine than about the code.
"""

import datetime
import gc
import json
import os
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FEWEST_ROUNDS = 7
RESULTS = Path(__file__).resolve().parents[1] / "var" / "benchmarks"


class UnequalResultsError(AssertionError):
    """Sides that give different results do different work, and comparing their times means nothing."""


@dataclass(frozen=True)
class Side:
    """One way of doing the work. `run` returns its result; `units` is how much of the work one run does.

    A side too slow for all of it may do a part, which `same` must then take into account.
    """

    name: str
    run: Callable[[], Any]
    units: int = 1


@dataclass(frozen=True)
class Compared:
    """One side against the first: time per unit of work as a ratio, and what it needs in memory at its peak."""

    name: str
    units: int
    median: float
    lowest: float
    highest: float
    ratios: tuple[float, ...]
    peak_mib: float


@dataclass(frozen=True)
class Report:
    """A whole case. `load` is the machine's one-minute load before and after, for whoever doubts the figures."""

    case: str
    rounds: int
    sides: tuple[Compared, ...]
    load: tuple[float, float]
    processors: int
    python: str
    made_at: str


def compare(
    case: str,
    sides: Sequence[Side],
    *,
    same: Callable[[Any, Any], bool],
    rounds: int = FEWEST_ROUNDS,
    warm_ups: int = 1,
) -> Report:
    """Warm up, check that all results are the same, and time the sides in turns; the first is the measure of the rest.

    `same` is given the first side's result and another's. `UnequalResultsError` if it says no; `ValueError` for fewer
    than seven rounds or two sides. Memory is taken in a pass of its own, since watching it slows the work down.
    """
    if rounds < FEWEST_ROUNDS:
        raise ValueError(f"{rounds} rounds say little: take {FEWEST_ROUNDS} or more.")
    if len(sides) < 2:
        raise ValueError("Nothing to compare: give two sides or more.")
    before = os.getloadavg()[0]
    for _ in range(max(1, warm_ups)):
        results = [side.run() for side in sides]
    for side, result in zip(sides[1:], results[1:], strict=True):
        if not same(results[0], result):
            raise UnequalResultsError(f"{case}: {side.name} gives another result than {sides[0].name}.")
    del results
    turns = [[_paced(side) for side in sides] for _ in range(rounds)]
    peaks = [_peak(side) for side in sides]
    return Report(
        case=case,
        rounds=rounds,
        sides=tuple(_compared(place, sides, turns, peaks[place]) for place in range(len(sides))),
        load=(round(before, 2), round(os.getloadavg()[0], 2)),
        processors=os.cpu_count() or 1,
        python=platform.python_version(),
        made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )


def _paced(side: Side) -> float:
    """Seconds per unit of work, without the collector of garbage breaking in."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        side.run()
        return (time.perf_counter() - start) / side.units
    finally:
        gc.enable()


def _peak(side: Side) -> float:
    """The most memory that Python held for this side beyond what it held before, in MiB."""
    gc.collect()
    tracemalloc.start()
    try:
        side.run()
        return round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
    finally:
        tracemalloc.stop()


def _compared(place: int, sides: Sequence[Side], turns: Sequence[Sequence[float]], peak: float) -> Compared:
    ratios = [turn[place] / turn[0] for turn in turns]
    return Compared(
        name=sides[place].name,
        units=sides[place].units,
        median=round(statistics.median(ratios), 3),
        lowest=round(min(ratios), 3),
        highest=round(max(ratios), 3),
        ratios=tuple(round(ratio, 3) for ratio in ratios),
        peak_mib=peak,
    )


def tell(report: Report) -> str:
    """The report as lines for a terminal."""
    first, (before, after) = report.sides[0].name, report.load
    lines = [
        f"{report.case}: time per unit of work, {first} = 1 ({report.rounds} rounds in turns)",
        *(
            f"  {side.name:<28} {side.median:>8.2f}  ({side.lowest:.2f} to {side.highest:.2f})"
            f"  peak {side.peak_mib:,.1f} MiB, {side.units:,} units a run"
            for side in report.sides
        ),
        f"  Python {report.python}, {report.processors} processors, load {before} before and {after} after",
    ]
    return "\n".join(lines)


def keep(report: Report, folder: Path = RESULTS) -> Path:
    """Write the report as JSON, one file for each case and moment; gives the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = report.made_at.replace(":", "").replace("+0000", "Z")
    path = folder / f"{report.case}-{moment}.json"
    path.write_text(json.dumps(asdict(report), indent=2) + "\n")
    return path
