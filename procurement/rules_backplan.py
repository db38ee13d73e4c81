"""When a procurement must start for a service to go live in time, worked back from go-live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.periods import add_months
from procurement.rules_days import Calendar, CalendarError
from procurement.rules_standstill import Standstill, has_standstill, latest_publication, standstill

LONGEST: Final = 520
NOTICES: Final = {
    "pcr2015": "award decision notice (standstill letter)",
    "pa2023": "award notice (UK6)",
    "psr": "notice of intention to award",
}


class BackPlanError(ValueError):
    """Durations or a go-live from which nothing can be planned; the message says what to change."""


@dataclass(frozen=True)
class BackPlan:
    """How long each part takes: mobilisation in months, the rest in weeks, nought where there is no such part.

    Raises BackPlanError for a duration below nought or above 520.
    """

    mobilisation_months: int
    evaluation_weeks: int
    tender_weeks: int
    preparation_weeks: int

    def __post_init__(self) -> None:
        for name, length in vars(self).items():
            if not 0 <= length <= LONGEST:
                part, _, unit = name.rpartition("_")
                raise BackPlanError(f"{part.capitalize()} cannot take {length} {unit}. Enter 0 to {LONGEST}.")


@dataclass(frozen=True)
class Planned:
    """The latest day for each step. `notice_by` and `standstill` are None where the regime has no standstill.

    `bids_by` is also the first day of evaluation and `issue_by` the first of the tender. `words` tells each step, the
    first to be done first, and why there is no standstill where there is none.
    """

    go_live: date
    sign_by: date
    notice_by: date | None
    standstill: Standstill | None
    bids_by: date
    issue_by: date
    start_by: date
    words: tuple[str, ...]

    @property
    def evaluation_from(self) -> date:
        return self.bids_by

    @property
    def tender_from(self) -> date:
        return self.issue_by

    def is_late(self, on: date) -> bool:
        """Whether the last day to start has passed."""
        return self.start_by < on

    def days_left(self, on: date) -> int:
        """Days until the last day to start; below nought when it has passed."""
        return (self.start_by - on).days


def back_plan(
    go_live: date, regime: str, durations: BackPlan, calendar: Calendar, *, no_standstill: str = ""
) -> Planned:
    """The latest days from which go-live can still be met.

    Go-live less mobilisation is the latest signing; then the latest working day for the notice whose standstill ends
    the day before; less evaluation, bids are due; less the tender, it is issued; less preparation, work starts. Weeks
    are of seven days and end on whatever day they end on. Without a standstill (exempt, regime not known, or where
    `no_standstill` says why none applies, as for a direct award under patient choice) evaluation runs up to signing.
    Raises BackPlanError and CalendarError.
    """
    try:
        sign_by = add_months(go_live, -durations.mobilisation_months)
        notice_by = None if no_standstill else _notice_by(regime, sign_by, calendar)
        bids_by = (notice_by or sign_by) - timedelta(weeks=durations.evaluation_weeks)
        issue_by = bids_by - timedelta(weeks=durations.tender_weeks)
        start_by = issue_by - timedelta(weeks=durations.preparation_weeks)
    except CalendarError:
        raise
    except (OverflowError, ValueError) as error:
        raise BackPlanError("The durations lead before the calendar begins. Shorten them.") from error
    return Planned(
        go_live=go_live,
        sign_by=sign_by,
        notice_by=notice_by,
        standstill=standstill(regime, notice_by, calendar) if notice_by else None,
        bids_by=bids_by,
        issue_by=issue_by,
        start_by=start_by,
        words=(
            f"Start by {_day(start_by)}.",
            f"Issue the tender by {_day(issue_by)}.",
            f"Have bids by {_day(bids_by)}.",
            _notice_words(regime, notice_by, no_standstill),
            f"Sign by {_day(sign_by)}.",
            f"Go live on {_day(go_live)}.",
        ),
    )


def back_plans(
    go_live: FuzzyDate, regime: str, durations: BackPlan, calendar: Calendar, *, no_standstill: str = ""
) -> tuple[Planned | None, Planned | None]:
    """The plans for the first and for the last day that a stated go-live can mean; None for a day not known.

    The first is the safe one: whoever keeps it is in time whichever day is meant.
    """
    first, last = (
        None if day is None else back_plan(day, regime, durations, calendar, no_standstill=no_standstill)
        for day in (go_live.start, go_live.end)
    )
    return first, last


def _notice_by(regime: str, sign_by: date, calendar: Calendar) -> date | None:
    return latest_publication(regime, sign_by, calendar) if has_standstill(regime) else None


def _notice_words(regime: str, notice_by: date | None, no_standstill: str) -> str:
    if notice_by is not None:
        notice = f"Publish the {NOTICES[regime]} by {_day(notice_by)}"
        return f"{notice}; standstill ends the day before signing at the latest."
    if no_standstill:
        return f"No standstill: {no_standstill}."
    if regime == "exempt":
        return "No standstill: the procurement is exempt."
    return "No standstill counted: the regime is not chosen. Choose it, and the start moves earlier."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
