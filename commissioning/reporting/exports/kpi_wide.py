"""Analysts' wide sheet: one row for each KPI and place, service or group, and a column of values for each period."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Streamed, Value
from commissioning.reporting.exports.kpi_periods import KEY, by_member, key_of, members_of
from commissioning.reporting.exports.kpi_words import figure_words
from commissioning.reporting.exports.kpis import bracketed
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from outcomes.models import KPI, BreakdownMember
from outcomes.selectors.series import SeriesValue, each_series
from outcomes.selectors.series_flat import figures_of
from programmes.models import Programme

Days = tuple[date | None, date | None, str]  # an undated period is told from another by its words
LAST: Final = (
    SheetColumn(
        "Not shown", "Each period that has a row among KPIs by period but no value here, and why.", width=50
    ),
    ILLUSTRATIVE,
)
# The headings that no period may take, with those that every table ends in.
TAKEN: Final = frozenset(
    column.heading.casefold()
    for column in (*KEY, *LAST, *(SheetColumn(name, "") for name in ("Programme", "Position at")))
)


def kpi_wide_table(material: Material) -> SheetTable:
    """The figures of KPIs by period, laid out across. Periods of every length stand side by side: never add them up."""
    programme = material.programme
    headings = _headings(programme)
    periods = tuple(
        SheetColumn(heading, f"The value for {heading}, to six decimals, in the unit.", Kind.NUMBER)
        for heading in headings.values()
    )
    return SheetTable(
        "kpi_wide",
        "KPIs wide",
        "One row is one KPI, of the whole or of one place, service or group, with a column for each period that has a "
        "figure of any KPI. An empty cell is no value, never 0: see “Not shown”.",
        (*KEY, *periods, *LAST),
        Streamed(lambda: _rows(programme, headings), lambda: figures_of(programme).count()),
    )


def days_of(period: FuzzyDate) -> Days:
    undated = period.printed if period.start is None and period.end is None else ""
    return period.start, period.end, undated


# --- columns ------------------------------------------------------------------------------------------------------


def _headings(programme: Programme) -> dict[Days, str]:
    """A heading for each period with a figure, undated ones first, then by first day and the shorter first.

    A period is headed as it is printed; where two are printed alike, or like a column of another kind, by its days too.
    """
    found: dict[Days, str] = {}
    for period in _periods(programme):
        found.setdefault(days_of(period), period.printed or "Undated")
    taken = set(TAKEN)
    headings: dict[Days, str] = {}
    for days in sorted(found, key=_order):
        heading = found[days]
        if heading.casefold() in taken:
            heading = f"{heading} ({_span(days)})"
        while heading.casefold() in taken:
            heading += "*"
        taken.add(heading.casefold())
        headings[days] = heading
    return headings


def _periods(programme: Programme) -> Iterator[FuzzyDate]:
    """The different periods of the figures that stand; the commonest way to print each is not asked for."""
    names = ("period_text", "period_start", "period_end", "period_precision", "period_status")
    rows = figures_of(programme).filter(is_current=True).order_by(*names).values_list(*names).distinct()
    for text, start, end, precision, status in rows:
        yield FuzzyDate(text=text, start=start, end=end, precision=precision, status=status)


def _order(days: Days) -> tuple[bool, date, date, str]:
    start, end, words = days
    return start is not None or end is not None, start or date.min, end or date.max, words


def _span(days: Days) -> str:
    start, end, _ = days
    if start is None and end is None:
        return "undated"
    return f"{start.isoformat() if start else 'open'} to {end.isoformat() if end else 'open'}"


# --- rows ---------------------------------------------------------------------------------------------------------


def _rows(programme: Programme, headings: Mapping[Days, str]) -> Iterator[tuple[Value, ...]]:
    members = members_of(programme)
    for series, read in each_series(programme):
        if series.values:
            yield _row(series.kpi, None, series.values, headings)
        own: dict[BreakdownMember, list[SeriesValue]] = {}
        for member, one in by_member(read, members):
            own.setdefault(member, []).append(one.value)
        for member, values in own.items():
            yield _row(series.kpi, member, values, headings)


def _row(
    kpi: KPI, member: BreakdownMember | None, values: Iterable[SeriesValue], headings: Mapping[Days, str]
) -> tuple[Value, ...]:
    shown: dict[Days, Value] = {}
    left: list[str] = []
    illustrative = False
    for value in values:
        days = days_of(value.period)
        illustrative = illustrative or value.illustrative
        if value.value is not None and days in headings and days not in shown:
            shown[days] = value.rounded
        else:
            left.append(f"{value.period.printed} {bracketed(value.why_none) or figure_words(value, kpi)}")
    cells = (shown.get(days) for days in headings)
    return (*key_of(kpi, member), *cells, "; ".join(left) or None, illustrative)
