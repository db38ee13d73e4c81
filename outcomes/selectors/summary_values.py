"""What a board table shows of a KPI, worked out from its series: one calculation for stored and unstored summaries."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from outcomes.models import KPISummary
from outcomes.models.measurements import Missing
from outcomes.words import counted

from .series_types import Series, SeriesValue, six_decimals

SPARK_POINTS: Final = 24
WORDS: Final = 300
PERIOD: Final = 200


def summary_of(series: Series) -> KPISummary:
    """An unsaved summary. Mean and limits are rounded to six decimals; the judgements were made on exact numbers."""
    summary = KPISummary(
        kpi=series.kpi,
        stale=False,
        points=len(counted(series.analysis.points)),
        segments=len(series.analysis.segments),
    )
    _put_latest(summary, series)
    _put_target(summary, series)
    _put_judgement(summary, series)
    _put_spark(summary, series)
    return summary


def _put_latest(summary: KPISummary, series: Series) -> None:
    latest, newest = series.latest, series.newest_without
    if latest is not None:
        summary.latest_period = latest.period.printed[:PERIOD]
        summary.latest_start, summary.latest_end = latest.period.start, latest.period.end
        summary.latest_value = latest.rounded
        summary.latest_numerator, summary.latest_denominator = latest.numerator, latest.denominator
        summary.latest_qualifier, summary.latest_text = latest.qualifier, latest.text
        summary.latest_is_final = latest.is_final
    if newest is not None:
        summary.newest_period = newest.period.printed[:PERIOD]
        summary.newest_missing = _why(newest)


def _why(value: SeriesValue) -> str:
    return Missing.SUPPRESSED.value if value.suppressed else value.missing


def _put_target(summary: KPISummary, series: Series) -> None:
    """The target in force on the day of the latest point: the one that the assurance icon is judged against."""
    latest = series.analysis.latest
    target = series.target_on(latest.date if latest else None)
    summary.target_value = latest.target if latest else (target.value if target else None)
    summary.target_text = target.words[:WORDS] if target else ""


def _put_judgement(summary: KPISummary, series: Series) -> None:
    analysis, latest = series.analysis, series.analysis.latest
    summary.variation, summary.assurance = analysis.variation or "", analysis.assurance or ""
    summary.warnings = list(analysis.warnings)
    if latest is None:
        return
    summary.mean = _stored(latest.mean)
    summary.lower_limit, summary.upper_limit = _stored(latest.lower_limit), _stored(latest.upper_limit)
    summary.rules, summary.mixed = sorted(latest.rules), latest.mixed
    summary.few_points = next(one.few_points for one in analysis.segments if one.index == latest.segment)


def _put_spark(summary: KPISummary, series: Series) -> None:
    shown = series.points[-SPARK_POINTS:]
    summary.spark = [value.rounded for value in shown]
    summary.spark_from = shown[0].period.printed[:PERIOD] if shown else ""


def _stored(line: Fraction | None) -> Decimal | None:
    return None if line is None else six_decimals(line)
