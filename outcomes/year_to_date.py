"""A KPI's financial year so far, by the sums of its parts. No queries."""

from dataclasses import dataclass
from datetime import date

from commissioning.core.periods import FinancialYear
from outcomes.models.kpis import Frequency, MeasureKind, SeriesKind
from outcomes.rollup import Ratio, RolledUp, WithoutParts, printed_share, rolled_up
from outcomes.selectors.series_types import Series, SeriesValue, unit_of

WITHIN_A_YEAR = frozenset({Frequency.MONTH, Frequency.QUARTER})


@dataclass(frozen=True)
class YearToDate:
    """`words` is the figure with its parts and how much of the year it covers; `span` the periods it is of."""

    rolled: RolledUp
    words: str
    span: str


def year_to_date(series: Series) -> YearToDate | None:
    """From April (the start of the financial year) to the latest period; None where a sum would mean nothing.

    That is so of counts, since people counted at the end of one month may be counted again at the end of the next; of
    cumulative and rolling series, which hold earlier periods already; and of years. Hidden and missing figures are
    counted as not known, never as nought.
    """
    kpi, latest = series.kpi, series.latest
    if kpi.series != SeriesKind.SEPARATE or kpi.frequency not in WITHIN_A_YEAR:
        return None
    if kpi.measure == MeasureKind.NUMBER or latest is None or latest.start is None:
        return None
    year = FinancialYear.containing(latest.start)
    own = [value for value in series.points if _within(value, year.start, latest.start)]
    rolled = rolled_up([_part(value) for value in own], kpi.factor)
    if rolled.value is None:
        return None
    words = printed_share(rolled, unit=unit_of(kpi), decimals=kpi.decimals, frequency=kpi.frequency)
    first, last = own[0].period.printed, own[-1].period.printed
    return YearToDate(rolled, words, first if len(own) == 1 else f"{first} to {last}")


def _within(value: SeriesValue, first: date, last: date) -> bool:
    return value.start is not None and first <= value.start <= last


def _part(value: SeriesValue) -> Ratio | WithoutParts | None:
    if value.value is None:
        return None
    if value.numerator is None or value.denominator is None:
        return WithoutParts(value.rounded or 0)
    return Ratio(value.numerator, value.denominator)
