"""From a KPI's series, as selectors read it, to its chart: settings stand on the KPI, so no page chooses its own."""

from collections.abc import Sequence
from typing import Final

from django.utils.text import slugify

from commissioning.core.components import Citation
from commissioning.core.tables import Cell
from outcomes.charts.figure import SpcFigure, spc_figure
from outcomes.charts.spark import spark_cell
from outcomes.charts.spc_chart import SpcChart
from outcomes.models.measurements import MeasureQualifier
from outcomes.selectors.series_types import ABOUT, Series, SeriesValue, parts_words, value_words

NOT_FINAL: Final = "Provisional figure."
CORRECTED: Final = "Corrected."


def chart_of(series: Series, uid: str = "") -> SpcChart:
    """The chart of a series. `uid` is needed where a page shows one KPI twice; else its reference serves."""
    says = series.wording
    return SpcChart(
        series.analysis,
        series.kpi.name,
        unit=says.unit,
        decimals=says.decimals,
        improvement=says.improvement,
        frequency=says.frequency,
        rebases=series.rebases,
        floor=series.kpi.floor,
        ceiling=series.kpi.ceiling,
        shift=says.shift,
        trend=says.trend,
        needed=says.needed,
        abouts={
            value.start: about
            for value in series.points
            if value.start and (about := ABOUT.get(MeasureQualifier(value.qualifier), ""))
        },
        uid=uid or slugify(f"kpi-{series.kpi.reference}"),
    )


def figure_of(
    series: Series,
    *,
    uid: str = "",
    illustrative: bool = False,
    sources: Sequence[Citation] = (),
    level: int = 3,
) -> SpcFigure:
    """The chart with its table: parts, why a value is missing or hidden, what is provisional or corrected."""
    points = [(value.start, value) for value in series.points if value.start is not None]
    return spc_figure(
        chart_of(series, uid),
        parts={day: parts_words(value) for day, value in points if value.has_parts or value.is_hidden},
        missing={day: value.why_none for day, value in points if value.value is None},
        printed={
            day: value_words(value, series.kpi)
            for day, value in points
            if value.value is not None and value.qualifier != MeasureQualifier.EXACT
        },
        notes={day: note for day, value in points if (note := _note(value))},
        series=series.kpi.series,
        illustrative=illustrative,
        sources=sources,
        level=level,
    )


def _note(value: SeriesValue) -> str:
    parts = [] if value.is_final or value.value is None else [NOT_FINAL]
    return " ".join([*parts, CORRECTED] if value.supersedes else parts)


def spark_of(series: Series, width: int = 120) -> Cell:
    """A table's cell with the small line of a series, its latest mean and target."""
    latest = series.analysis.latest
    says = series.wording
    values = [(point.date, None if point.ghost else point.value) for point in series.analysis.points]
    return spark_cell(
        values,
        unit=says.unit,
        decimals=says.decimals,
        frequency=says.frequency,
        variation=series.analysis.variation,
        mean=latest.mean if latest else None,
        target=series.analysis.target,
        width=width,
    )
