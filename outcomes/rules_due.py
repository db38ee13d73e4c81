"""Which periods of a KPI a return is due for, and how each stands on a day. Pure: what was received is handed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models.kpis import KPI, KPIState
from outcomes.rules_periods import bounds_containing, due_on, has_periods, period_containing

Days = tuple[date | None, date | None]  # first and last day of a period: what tells two periods apart
REPORTS: Final = frozenset({KPIState.BASELINED, KPIState.REPORTING, KPIState.RETIRED})


class Standing(StrEnum):
    """How a period stands, the most urgent first."""

    LATE = "late"
    SENT_BACK = "sent_back"
    AWAITING = "awaiting"
    DUE = "due"
    UP_TO_DATE = "up_to_date"
    NOTHING_DUE = "nothing_due"


STANDING_WORDS: Final[Mapping[Standing, str]] = {
    Standing.LATE: "Late",
    Standing.SENT_BACK: "Sent back",
    Standing.AWAITING: "Awaiting approval",
    Standing.DUE: "Due",
    Standing.UP_TO_DATE: "Up to date",
    Standing.NOTHING_DUE: "No return is due",
}


@dataclass(frozen=True)
class Sent:
    """An open return that holds the period: its reference, whether it was sent back, and the day it was submitted."""

    reference: str
    is_back: bool
    on: date


@dataclass(frozen=True)
class OwedPeriod:
    """A period that has ended and has no figure yet. `days` are those since its due day; below 0, those still left."""

    period: FuzzyDate
    due_on: date
    days: int
    sent: Sent | None = None

    @property
    def standing(self) -> Standing:
        if self.sent is not None:
            return Standing.SENT_BACK if self.sent.is_back else Standing.AWAITING
        return Standing.LATE if self.days > 0 else Standing.DUE

    @property
    def words(self) -> str:
        """“12 days late”, “due today”, “due in 8 days”; of what was sent “was due 12 days ago, awaiting approval”."""
        if self.sent is not None and self.days > 0:
            return f"was due {counted_days(self.days)} ago, {STANDING_WORDS[self.standing].lower()}"
        if self.days > 0:
            return f"{counted_days(self.days)} late"
        return f"due in {counted_days(-self.days)}" if self.days else "due today"


def counted_days(days: int) -> str:
    return f"{days:,} day" if days == 1 else f"{days:,} days"


def reports(kpi: KPI) -> bool:
    """Whether any return is ever due: it is reported from a day on, in periods, and is more than a proposal."""
    return kpi.state in REPORTS and kpi.reported_from is not None and has_periods(kpi.frequency)


def why_nothing_is_due(kpi: KPI) -> str:
    """What the definition lacks for a return to be due; empty where it lacks nothing."""
    if kpi.state not in REPORTS:
        return f"{kpi.get_state_display().lower()}"
    if not has_periods(kpi.frequency):
        return "no frequency stated"
    return "" if kpi.reported_from else "no first period stated"


def owed(
    kpi: KPI, on: date, received: Collection[Days], sent: Mapping[Days, Sent] | None = None
) -> tuple[OwedPeriod, ...]:
    """The periods that ended before `on` and have no figure, oldest first, with what was sent for each.

    Periods run from the KPI's first reported one; after its retirement none begins to be due.
    """
    if not reports(kpi) or kpi.reported_from is None:
        return ()
    last = on - timedelta(days=1)
    if kpi.state == KPIState.RETIRED and kpi.retired_on is None:
        return ()
    if kpi.retired_on is not None:
        last = min(last, kpi.retired_on)
    open_returns = sent or {}
    found = []
    start, end = bounds_containing(kpi.frequency, kpi.reported_from)
    while end <= last:
        if (start, end) not in received:
            period = period_containing(kpi.frequency, start)
            by = due_on(period, kpi.return_days)
            found.append(OwedPeriod(period, by, (on - by).days, open_returns.get((start, end))))
        start, end = bounds_containing(kpi.frequency, end + timedelta(days=1))
    return tuple(found)


def standing_of(kpi: KPI, periods: Collection[OwedPeriod]) -> Standing:
    """The most urgent standing of a KPI's owed periods; up to date where nothing is owed."""
    if not reports(kpi):
        return Standing.NOTHING_DUE
    order = list(Standing)
    return min((owing.standing for owing in periods), key=order.index, default=Standing.UP_TO_DATE)
