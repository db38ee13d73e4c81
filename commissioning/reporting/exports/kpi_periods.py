"""Analysts' flat table: one row for each KPI, period and place, service or group, with target and chart beside it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Streamed, Value
from commissioning.reporting.exports.kpi_words import figure_words
from commissioning.reporting.exports.kpis import IN_WORDS, MARKER_MEANING, NAME, REFERENCE, bracketed, plain
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from outcomes.models import KPI, BreakdownMember, Target
from outcomes.selectors.series import Read, SeriesValue, each_series, six_decimals, unit_of
from outcomes.selectors.series_flat import figures_of
from outcomes.spc_types import PointResult
from outcomes.words_rules import rules_in_order
from programmes.models import Programme

KEY: Final = (
    REFERENCE,
    NAME,
    SheetColumn("State", "Proposed, baselined, reporting or retired.", width=14),
    SheetColumn("Unit", "The unit of value, target, mean and limits.", width=14),
    SheetColumn("Breakdown", "The stable reference of the breakdown; empty for the whole.", width=16),
    SheetColumn("Broken down by", "Its name. Never add the whole to its parts.", width=22),
    SheetColumn("Of", "The place, service or group, one of a name in its breakdown; empty for the whole."),
)
COLUMNS: Final = (
    *KEY,
    SheetColumn("Period", "The period in words.", width=18),
    SheetColumn("Period from", "Its first day.", Kind.DATE),
    SheetColumn("Period to", "Its last day.", Kind.DATE),
    SheetColumn("Numerator", "Of a value with parts.", Kind.NUMBER),
    SheetColumn("Denominator", "Of a value with parts.", Kind.NUMBER),
    SheetColumn("Value", "To six decimals, in the unit.", Kind.NUMBER),
    SheetColumn("Value marker", MARKER_MEANING, width=16),
    IN_WORDS,
    SheetColumn("Qualifier", "exact, approx, over or under; empty without a value.", width=12),
    SheetColumn("Provisional", "yes while the figure is not final.", Kind.YES_NO),
    SheetColumn("Target", "In force on the first day of the period; of the whole alone.", Kind.NUMBER),
    SheetColumn("Target reference", "The target's stable reference.", width=18),
    SheetColumn("Target in words", "As stated, where it is.", width=30),
    SheetColumn("On the chart", "yes for a point of the chart; of the whole alone.", Kind.YES_NO),
    SheetColumn("Left out", "yes where somebody left the point out of the limits.", Kind.YES_NO),
    SheetColumn("Mean", "Of the chart at the point.", Kind.NUMBER),
    SheetColumn("Lower limit", "Of the chart at the point.", Kind.NUMBER),
    SheetColumn("Upper limit", "Of the chart at the point.", Kind.NUMBER),
    SheetColumn(
        "Point", "What the rules make of the point: improvement, concern, common_cause and so on.", width=18
    ),
    SheetColumn("Rules", "The rules that the point meets.", width=30),
    SheetColumn("Figure", "The figure's stable reference; empty for a period without a return.", width=20),
    ILLUSTRATIVE,
)


def kpi_periods_table(material: Material) -> SheetTable:
    """Figures that stand; those corrected since are in Measurements. Small numbers are hidden as on every page."""
    programme = material.programme
    return SheetTable(
        "kpi_periods",
        "KPIs by period",
        "One row is one KPI in one period, of the whole or of one place, service or group. A period between two others "
        "that nobody reported on has a row too, without a value.",
        COLUMNS,
        Streamed(lambda: _rows(programme), figures_of(programme).filter(is_current=True).count),
    )


def members_of(programme: Programme) -> Mapping[int, BreakdownMember]:
    members = BreakdownMember.objects.filter(breakdown__programme=programme).select_related("breakdown")
    return {member.pk: member for member in members}


def key_of(kpi: KPI, member: BreakdownMember | None) -> tuple[Value, ...]:
    """The values of `KEY`."""
    return (
        kpi.reference,
        kpi.name,
        kpi.get_state_display(),
        unit_of(kpi) or None,
        member.breakdown.reference if member else None,
        member.breakdown.name if member else None,
        member.name if member else None,
    )


def by_member(
    read: tuple[Read, ...], members: Mapping[int, BreakdownMember]
) -> list[tuple[BreakdownMember, Read]]:
    """The figures of members by breakdown and in its order. A member made in this very moment is of the next file."""
    found = [(member, one) for one in read if (member := members.get(one.member_id or 0))]
    found.sort(key=lambda pair: (pair[0].breakdown.name, pair[0].position, pair[0].name))
    return found


def _rows(programme: Programme) -> Iterator[tuple[Value, ...]]:
    members = members_of(programme)
    for series, read in each_series(programme):
        points = {point.date: point for point in series.analysis.points}
        own = key_of(series.kpi, None)
        for value in series.values:
            target = series.target_on(value.start) if value.start else None
            yield (*own, *_figure(value, series.kpi), *_target(target), *_chart(value, points), *_end(value))
        for member, one in by_member(read, members):
            start = key_of(series.kpi, member)
            yield (*start, *_figure(one.value, series.kpi), *NO_TARGET, *NO_CHART, *_end(one.value))


def _figure(value: SeriesValue, kpi: KPI) -> tuple[Value, ...]:
    known = value.value is not None
    return (
        value.period.printed or None,
        value.period.start,
        value.period.end,
        plain(value.numerator),
        plain(value.denominator),
        value.rounded,
        bracketed(value.why_none),
        figure_words(value, kpi),
        str(value.qualifier) if known else None,
        not value.is_final if known else None,
    )


NO_TARGET: Final = (None,) * 3
NO_CHART: Final = (None,) * 7


def _target(target: Target | None) -> tuple[Value, ...]:
    return (target.value, target.reference, target.words or None) if target else NO_TARGET


def _chart(value: SeriesValue, points: Mapping[date, PointResult]) -> tuple[Value, ...]:
    if not value.is_point or value.start is None:
        return (False, *NO_CHART[1:])
    point = points[value.start]
    return (
        True,
        value.is_ghost,
        _line(point.mean),
        _line(point.lower_limit),
        _line(point.upper_limit),
        point.point_type,
        "; ".join(rules_in_order(point)) or None,
    )


def _line(line: Fraction | None) -> Decimal | None:
    return None if line is None else six_decimals(line)


def _end(value: SeriesValue) -> tuple[Value, ...]:
    return value.reference or None, value.illustrative
