"""A KPI as one row of a board table, with nothing left to look up."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from outcomes.rules_periods import has_periods, next_period, parse_period


@dataclass(frozen=True)
class BoardOutcome:
    """An outcome that the KPI measures; `is_proxy` where it does so only for want of a direct measure."""

    reference: str
    text: str
    domain: str
    is_proxy: bool
    framework: str
    edition: int


@dataclass(frozen=True)
class BoardRow:
    """A KPI as a board reads it: one row, with nothing left to look up.

    `latest_*` is the figure that the icons speak of; `newest_*` a later period that has none, and why. `target_value`
    is the target in force at the latest point and `target_text` a target's words. `outcomes` are those of the framework
    in force. `is_proxy` says that nothing in them is measured directly. Unknown is None or empty, never 0.
    """

    kpi_id: int
    reference: str
    name: str
    programme_id: int
    programme_key: str
    programme_name: str
    programme_place: str
    domain: str
    outcomes: tuple[BoardOutcome, ...]
    is_proxy: bool
    area: str
    owner_id: int | None
    owner: str
    owner_role: str
    state: str
    state_label: str
    is_retired: bool
    unit: str
    decimals: int
    measure: str
    polarity: str
    improvement: str
    frequency: str
    series: str
    profile: str
    shift: int
    trend: int
    illustrative: bool
    reported_from: date | None
    retired_on: date | None
    return_days: int
    latest_period: str
    latest_start: date | None
    latest_end: date | None
    latest_value: Decimal | None
    latest_numerator: Decimal | None
    latest_denominator: Decimal | None
    latest_qualifier: str
    latest_text: str
    latest_is_final: bool
    newest_period: str
    newest_missing: str
    target_value: Decimal | None
    target_text: str
    mean: Decimal | None
    lower_limit: Decimal | None
    upper_limit: Decimal | None
    variation: str
    assurance: str
    rules: tuple[str, ...]
    mixed: bool
    few_points: bool
    segments: int
    points: int
    points_needed: int
    warnings: tuple[str, ...]
    spark: tuple[Decimal | None, ...]
    spark_from: str

    @property
    def limits(self) -> tuple[Decimal, Decimal] | None:
        """Lower and upper control limit at the latest point; None without limits."""
        if self.lower_limit is None or self.upper_limit is None:
            return None
        return self.lower_limit, self.upper_limit

    def data_age_days(self, on: date) -> int | None:
        """Days from the end of the latest period to `on`; None without a dated figure, 0 while the period runs."""
        return None if self.latest_end is None else max((on - self.latest_end).days, 0)

    @property
    def spark_points(self) -> tuple[tuple[date, Decimal | None], ...]:
        """The small line's values with the first days of their periods.

        Of a KPI without a stated frequency only the first and the last day are known here; those between are spread
        evenly, for their order alone.
        """
        return tuple(zip(_spark_days(self), self.spark, strict=True))


# --- the small line's days ----------------------------------------------------------------------------------------


def _spark_days(row: BoardRow) -> list[date]:
    try:
        if has_periods(row.frequency):
            return _by_period(row)
        first = parse_fuzzy_date(row.spark_from).start
    except FuzzyDateError:
        first = None
    return _spread(first, row.latest_start, len(row.spark))


def _by_period(row: BoardRow) -> list[date]:
    return list(_days_from(row.frequency, row.spark_from, len(row.spark)))


@lru_cache(maxsize=1024)
def _days_from(frequency: str, first: str, count: int) -> tuple[date, ...]:
    """The first days of so many periods. Kept, since most KPIs of a board share their periods."""
    days: list[date] = []
    period = parse_period(frequency, first) if count else None
    while period is not None and period.start is not None and len(days) < count:
        days.append(period.start)
        period = next_period(frequency, period)
    return tuple(days)


def _spread(first: date | None, last: date | None, count: int) -> list[date]:
    first = first or last or date.min
    last = last if last is not None and last > first else first + timedelta(days=count)
    step = (last - first) / max(count - 1, 1)
    return [first + step * place for place in range(count)]
