"""Stages of a procurement: their status, worked out and never typed, their variance and their order.

Planned is the baseline that was approved, forecast what is now expected, actual what happened; each as stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices

from commissioning.core.fuzzydate import FuzzyDate, MonthSpan, months_between
from procurement.rules_gateways import Missing, Requirement, missing_for, move_problem

__all__ = [
    "Missing",
    "OrderWarning",
    "Requirement",
    "Stage",
    "StageState",
    "StageStatus",
    "Variance",
    "missing_for",
    "move_problem",
    "next_gateway",
    "order_warnings",
    "stage_status",
    "stage_statuses",
    "variance",
]

SOON: Final = timedelta(days=28)


class StageState(TextChoices):
    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    LATE = "late", "Late"
    DONE = "done", "Done"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


@dataclass(frozen=True)
class StageStatus:
    """Where a stage stands on a day, and in words why."""

    state: StageState
    reason: str

    @property
    def label(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True)
class Stage:
    """A stage with its three dates; None is the same as a date that is not stated."""

    code: str
    name: str
    planned: FuzzyDate | None = None
    forecast: FuzzyDate | None = None
    actual: FuzzyDate | None = None
    not_applicable: bool = False
    is_gateway: bool = False

    @property
    def date(self) -> FuzzyDate | None:
        """The best date there is: actual, else forecast, else planned."""
        return _dated(self.actual) or _dated(self.forecast) or _dated(self.planned)


def stage_status(
    planned: FuzzyDate | None,
    forecast: FuzzyDate | None,
    actual: FuzzyDate | None,
    not_applicable: bool,
    on: date,
    previous_late: bool = False,
) -> StageStatus:
    """The stage's status on the day.

    - Done: it happened by the day. What is recorded as happening later has not happened yet on that day.
    - Late: every day of the forecast is after every day of the plan, or the last day that the forecast (without one,
      the plan) can mean has passed.
    - At risk: an earlier stage is late, or it is due within 28 days and nobody has forecast it.
    - On track: it has a forecast that is not after the plan. Not started: nobody has forecast it, and it is not due.
    """
    planned, forecast = _dated(planned), _dated(forecast)
    if not_applicable:
        return StageStatus(StageState.NOT_APPLICABLE, "Marked as not needed for this procurement.")
    if actual is not None and _happened(actual, on):
        return StageStatus(StageState.DONE, _done_words(planned, actual))
    late = _late_words(planned, forecast, on)
    if late:
        return StageStatus(StageState.LATE, late)
    risk = _risk_words(planned, forecast, on, previous_late=previous_late)
    if risk:
        return StageStatus(StageState.AT_RISK, risk)
    if forecast is None:
        return StageStatus(StageState.NOT_STARTED, _waiting_words(planned))
    return StageStatus(StageState.ON_TRACK, _on_track_words(planned, forecast))


def stage_statuses(stages: Sequence[Stage], on: date) -> tuple[StageStatus, ...]:
    """Every stage's status in their order; one that is late puts those after it at risk."""
    found: list[StageStatus] = []
    late = False
    for stage in stages:
        found.append(
            stage_status(
                stage.planned, stage.forecast, stage.actual, stage.not_applicable, on, previous_late=late
            )
        )
        late = late or found[-1].state == StageState.LATE
    return tuple(found)


@dataclass(frozen=True)
class Variance:
    """How much later than planned, in days and in months between month starts; below nought is earlier.

    The days are a lowest and a highest where a date is not to the day, and None where it is open.
    """

    days_low: int | None
    days_high: int | None
    months: MonthSpan

    @property
    def printed(self) -> str:
        """ "12 days later", "2 to 4 months later", "from 1 month earlier to 2 months later"."""
        if self.days_low is not None and self.days_low == self.days_high:
            return _later(self.days_low, "day") if self.days_low else "on the planned day"
        low, high = self.months.low, self.months.high
        if low is None or high is None:
            return _open_words(low, high)
        if low == 0 == high:
            return "in the planned month"
        if low * high < 0:
            return f"from {_later(low, 'month')} to {_later(high, 'month')}"
        near, far = sorted((abs(low), abs(high)))
        span = _later(far if high > 0 else -far, "month")
        return span if near == far else f"{near} to {span}"


def variance(
    planned: FuzzyDate | None, forecast: FuzzyDate | None, actual: FuzzyDate | None
) -> Variance | None:
    """(Actual, else forecast) less planned; None where there is nothing to compare."""
    base, new = _dated(planned), _dated(actual) or _dated(forecast)
    if base is None or new is None:
        return None
    return Variance(
        days_low=_days(base.end, new.start),
        days_high=_days(base.start, new.end),
        months=months_between(base, new),
    )


@dataclass(frozen=True)
class OrderWarning:
    """A stage dated wholly before the one that should come before it. Advice only: nothing is refused for it."""

    code: str
    before: str
    words: str


def order_warnings(stages: Iterable[Stage]) -> tuple[OrderWarning, ...]:
    """Warnings for stages dated before the nearest earlier stage that has a date; dates that overlap give none."""
    warnings = []
    previous: Stage | None = None
    for stage in stages:
        if stage.not_applicable or stage.date is None:
            continue
        if previous is not None and previous.date is not None and stage.date.precedes(previous.date):
            words = (
                f"{stage.name} ({stage.date.printed}) comes before {previous.name} ({previous.date.printed}). "
                "Check both dates."
            )
            warnings.append(OrderWarning(stage.code, previous.code, words))
        previous = stage
    return tuple(warnings)


def next_gateway(stages: Iterable[Stage], on: date | None = None) -> Stage | None:
    """The first gateway, in order, that is needed and not yet passed (on the day, where one is given)."""
    for stage in stages:
        if stage.is_gateway and not stage.not_applicable:
            actual = _dated(stage.actual)
            if actual is None or (on is not None and not _happened(actual, on)):
                return stage
    return None


def _dated(stated: FuzzyDate | None) -> FuzzyDate | None:
    return stated if stated is not None and stated.is_dated else None


def _happened(actual: FuzzyDate, on: date) -> bool:
    first = actual.start or actual.end
    return first is not None and first <= on


def _done_words(planned: FuzzyDate | None, actual: FuzzyDate) -> str:
    after = planned is not None and planned.precedes(actual)
    later = f", after the planned date ({planned.printed})" if planned is not None and after else ""
    return f"Done ({actual.printed}){later}."


def _late_words(planned: FuzzyDate | None, forecast: FuzzyDate | None, on: date) -> str:
    due, name = (forecast, "forecast") if forecast else (planned, "planned date")
    if due is not None and due.is_overdue(on):
        return f"The {name} ({due.printed}) has passed and nothing is recorded as done."
    if planned is not None and forecast is not None and planned.precedes(forecast):
        return f"The forecast ({forecast.printed}) is after the planned date ({planned.printed})."
    return ""


def _risk_words(
    planned: FuzzyDate | None, forecast: FuzzyDate | None, on: date, *, previous_late: bool
) -> str:
    if forecast is None and planned is not None and planned.end is not None and planned.end <= on + SOON:
        return f"Due within {SOON.days} days ({planned.printed}) and no forecast is given. Enter a forecast."
    return "An earlier stage is late." if previous_late else ""


def _waiting_words(planned: FuzzyDate | None) -> str:
    if planned is None:
        return "No date is planned or forecast."
    return f"Planned ({planned.printed}); no forecast is given yet."


def _on_track_words(planned: FuzzyDate | None, forecast: FuzzyDate) -> str:
    if planned is None:
        return f"Forecast ({forecast.printed}); there is no planned date to compare it with."
    return f"The forecast ({forecast.printed}) is not after the planned date ({planned.printed})."


def _days(earlier: date | None, later: date | None) -> int | None:
    return None if earlier is None or later is None else (later - earlier).days


def _open_words(low: int | None, high: int | None) -> str:
    """One side only is known: what holds on that side."""
    bound = low if low is not None else high
    if bound is None:
        return "not known"
    if bound == 0:
        return f"in the planned month or {'later' if high is None else 'earlier'}"
    least = (high is None) == (bound > 0)
    return f"at {'least' if least else 'most'} {_later(bound, 'month')}"


def _later(count: int, unit: str) -> str:
    number = abs(count)
    return f"{number} {unit}{'' if number == 1 else 's'} {'earlier' if count < 0 else 'later'}"
