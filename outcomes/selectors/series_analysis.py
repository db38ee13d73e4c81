"""From a KPI's figures and settings to its chart: every setting that cannot be followed is passed over and said so.

A page never fails for a setting. What is passed over becomes a warning of the analysis, for which the words of warnings
have a sentence:

- `rebase_ignored`: limits were to be set anew from a day after the last point;
- `baseline_ignored`: the baseline ends before the first point, or the profile cannot follow it;
- `settings_ignored`: the profile does not know a length of run, or the settings contradict one another;
- `other_periods`: figures of another length of period than the KPI's own stand in its history, not on its chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from outcomes.models import KPI, ChartDecision, Target
from outcomes.models.chart_settings import SPCProfile
from outcomes.models.targets import ChartDecisionKind
from outcomes.spc import Analysis, Baseline, Point, analyse
from outcomes.spc import Target as SpcTarget
from outcomes.spc_inputs import PTD_SHORTEST_BASELINE

from .series_types import SeriesValue, improvement_of

PTD_RUN = 7


@dataclass
class _Asked:
    """What the analysis is to be asked, and what had to be passed over."""

    options: dict[str, Any]
    warnings: list[str] = field(default_factory=list)

    def warn(self, code: str) -> None:
        if code not in self.warnings:
            self.warnings.append(code)


def chart_of(
    kpi: KPI, values: Sequence[SeriesValue], targets: Sequence[Target], decisions: Sequence[ChartDecision]
) -> tuple[Analysis, tuple[tuple[date, str], ...]]:
    """The analysis of the points among these values, and where limits are set anew: (first day of the point, reason).

    A rebase on a day that no point starts on opens with the first point after it.
    """
    points = [_point(value, decisions) for value in values if value.is_point]
    days = [point.date for point in points]
    asked = _Asked({"improvement": improvement_of(kpi), "profile": kpi.spc_profile})
    if any(value.start is not None and not value.is_point for value in values):
        asked.warn("other_periods")
    rebases = _rebases(decisions, days, asked)
    asked.options["rebases"] = [day for day, _ in rebases]
    asked.options["baseline"] = _baseline(kpi, days, asked)
    asked.options |= _judging(kpi, asked)
    asked.options |= _targets(kpi, targets, points)
    return _analysed(points, asked), rebases


def _point(value: SeriesValue, decisions: Sequence[ChartDecision]) -> Point:
    assert value.start is not None  # noqa: S101 (only dated values are points)
    reasons = [
        one.reason for one in decisions if one.kind == ChartDecisionKind.GHOST and covers(value, one.on)
    ]
    note = f"Left out: {reasons[0]}" if reasons else value.comment
    return Point(value.start, value.rounded, value.is_ghost, note)


def covers(value: SeriesValue, day: date) -> bool:
    """Whether a decision on a day speaks of this figure: the day lies in its period."""
    start, end = value.period.start, value.period.end
    return start is not None and start <= day <= (end or start)


def _rebases(
    decisions: Sequence[ChartDecision], days: Sequence[date], asked: _Asked
) -> tuple[tuple[date, str], ...]:
    found: dict[date, str] = {}
    for one in sorted(decisions, key=lambda decision: decision.on):
        if one.kind != ChartDecisionKind.REBASE:
            continue
        at = next((day for day in days if day >= one.on), None)
        if at is None:
            asked.warn("rebase_ignored")
        else:
            found[at] = f"{found[at]}; {one.reason}" if at in found else one.reason
    return tuple(found.items())


def _baseline(kpi: KPI, days: Sequence[date], asked: _Asked) -> Baseline | None:
    """The baseline, if one is set that can be followed."""
    if kpi.baseline_points is None and kpi.baseline_until is None:
        return None
    found = _baseline_of_ptd(kpi) if kpi.spc_profile == SPCProfile.PTD else _baseline_of_nhse(kpi, days)
    if found is None:
        asked.warn("baseline_ignored")
    return found


def _baseline_of_ptd(kpi: KPI) -> Baseline | None:
    count = kpi.baseline_points or 0
    return Baseline(points=count) if count >= PTD_SHORTEST_BASELINE else None


def _baseline_of_nhse(kpi: KPI, days: Sequence[date]) -> Baseline | None:
    """Its last day wins over a number of points, and is taken as that of the last point on or before it."""
    if kpi.baseline_until is not None:
        last = max((day for day in days if day <= kpi.baseline_until), default=None)
        return Baseline(until=last) if last else None
    return Baseline(points=kpi.baseline_points) if kpi.baseline_points else None


def _judging(kpi: KPI, asked: _Asked) -> dict[str, Any]:
    shift, trend = kpi.spc_shift, kpi.spc_trend
    if kpi.spc_profile == SPCProfile.PTD and (shift, trend) != (PTD_RUN, PTD_RUN):
        asked.warn("settings_ignored")
        shift = trend = PTD_RUN
    return {
        "screen": kpi.spc_screening,
        "shift": shift,
        "trend": trend,
        "min_points": kpi.spc_minimum_points,
        "conflict": kpi.spc_mixed,
        "count_beyond": kpi.spc_count_beyond,
    }


def _targets(kpi: KPI, targets: Sequence[Target], points: Sequence[Point]) -> dict[str, Any]:
    """Dated targets; `ptd` knows one only, and is given that of the day of the latest point."""
    dated = [SpcTarget(one.value, one.starts_on, one.ends_on) for one in targets if one.value is not None]
    if kpi.spc_profile != SPCProfile.PTD:
        return {"targets": dated}
    counted = [point.date for point in points if point.value is not None and not point.ghost]
    return {"target": _in_force(dated, max(counted)) if counted else None}


def _in_force(dated: Sequence[SpcTarget], day: date) -> Decimal | int | None:
    return next(
        (
            one.value
            for one in dated
            if (one.start is None or one.start <= day) and (one.end is None or day <= one.end)
        ),
        None,
    )


def _analysed(points: Sequence[Point], asked: _Asked) -> Analysis:
    try:
        found = analyse(points, **asked.options)
    except ValueError:
        # A setting that slipped past the checks, such as one written by hand: the chart without any is still true.
        asked.warn("settings_ignored")
        found = analyse(points, improvement=asked.options["improvement"])
    return replace(found, warnings=(*found.warnings, *asked.warnings)) if asked.warnings else found
