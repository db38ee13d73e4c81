"""A KPI's financial years, each by the sums of its parts: never the mean of percentages. No queries.

Hidden figures are left out of a total as missing ones are, and a total says how many periods it is of. So no total
gives a small number away: it is the sum of what is shown, and of nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.core.periods import FinancialYear
from outcomes.models.kpis import MeasureKind, SeriesKind
from outcomes.rollup import Ratio, RolledUp, WithoutParts, printed_share, rolled_up
from outcomes.rules_periods import PER_FINANCIAL_YEAR

from .series_types import Series, SeriesValue, unit_of


@dataclass(frozen=True)
class YearTotal:
    """One financial year: `rolled` exactly, `words` as printed, `hidden` how many periods are suppressed.

    `is_complete` says that the year had ended on the day asked and that every period has a figure that is shown.
    """

    year: FinancialYear
    rolled: RolledUp
    words: str
    hidden: int
    is_complete: bool

    @property
    def label(self) -> str:
        return self.year.label


def year_to_date(series: Series, on: date) -> tuple[YearTotal, ...]:
    """Every financial year with a figure up to the day `on`, the newest first; the present one so far.

    “71.2 % (1,204/1,691), 7 of 12 months”. Percentages, rates and averages need their parts: known as a percentage
    only, they have no total, and the words say so. Numbers are summed, which fits what happened in a period (visits,
    births) and not what was counted at its end: readers of those take the latest figure. Empty for cumulative and
    rolling series, which hold earlier periods already, and for KPIs of other periods than month, quarter or year.
    """
    kpi = series.kpi
    if kpi.series != SeriesKind.SEPARATE or kpi.frequency not in PER_FINANCIAL_YEAR:
        return ()
    by_year: dict[FinancialYear, list[SeriesValue]] = {}
    for value in series.points:
        if value.period.start is not None and value.period.end is not None and value.period.end <= on:
            by_year.setdefault(FinancialYear.containing(value.period.start), []).append(value)
    return tuple(_total(series, year, by_year[year], on) for year in sorted(by_year, reverse=True))


def _total(series: Series, year: FinancialYear, values: Sequence[SeriesValue], on: date) -> YearTotal:
    kpi = series.kpi
    needed = PER_FINANCIAL_YEAR[kpi.frequency]
    parts = [_part(value, kpi.measure) for value in values]
    rolled = rolled_up([*parts, *[None] * (needed - len(parts))], kpi.factor)
    return YearTotal(
        year=year,
        rolled=rolled,
        words=printed_share(rolled, unit=unit_of(kpi), decimals=kpi.decimals, frequency=kpi.frequency),
        hidden=sum(value.is_hidden for value in values),
        is_complete=year.end <= on and rolled.value is not None and not rolled.missing,
    )


def _part(value: SeriesValue, measure: str) -> Ratio | WithoutParts | None:
    if value.value is None:
        return None
    if value.numerator is not None and value.denominator is not None:
        return Ratio(value.numerator, value.denominator)
    printed = value.rounded or Decimal(0)
    return Ratio(printed) if measure == MeasureKind.NUMBER else WithoutParts(printed)
