"""Every KPI's figures and chart, read in one place, so that pages, boards, exports and interfaces cannot differ.

The rules, each of which holds for all readers:

- A value of parts is worked out exactly. For the chart it is rounded to six decimals, halves to the even digit: that is
  the number which exports state and summaries hold, so that what lies on the mean or on a limit is decided on the very
  number that anyone can see (our rule; Making Data Count leaves it open).
- A point's date is the first day of its period. A figure without a date, or of another length of period than the KPI's,
  stands in the history and is no point.
- A period between the first and the last point that nobody reported on is a point without a value: never nought.
- Small numbers are hidden here, with what would give them away: hidden figures reach no chart, mean or total.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import F

from outcomes.models import KPI, Breakdown, BreakdownMember, ChartDecision, Target
from programmes.models import Programme

from .series_analysis import chart_of
from .series_read import Read, read_members, read_one_by_one, read_values
from .series_types import (
    BreakdownSeries,
    MemberSeries,
    Series,
    SeriesValue,
    improvement_of,
    parts_words,
    six_decimals,
    unit_of,
    value_words,
    wording_of,
)

__all__ = [
    "BreakdownSeries",
    "MemberSeries",
    "Read",
    "Series",
    "SeriesValue",
    "breakdown_of",
    "each_series",
    "improvement_of",
    "parts_words",
    "series_of",
    "six_decimals",
    "unit_of",
    "value_words",
    "wording_of",
]

Row = TypeVar("Row", Target, ChartDecision)


def series_of(kpis: Iterable[KPI]) -> dict[int, Series]:
    """Figures and chart of each KPI, by its key: three queries for any number of KPIs."""
    kpis = list(kpis)
    if not kpis:
        return {}
    decisions, targets = _decisions(kpis), _targets(kpis)
    figures = read_values(kpis, decisions)
    return {
        kpi.pk: _series(
            kpi,
            tuple(one.value for one in figures[kpi.pk] if one.member_id is None),
            targets.get(kpi.pk, ()),
            decisions.get(kpi.pk, ()),
        )
        for kpi in kpis
    }


def each_series(programme: Programme) -> Iterator[tuple[Series, tuple[Read, ...]]]:
    """Every KPI of a programme by reference, each with its chart and the figures of its members; four queries.

    For files: the KPIs come one at a time, and no more than one is held, however many figures there are.
    """
    kpis = list(KPI.objects.filter(programme=programme).order_by("reference"))
    decisions, targets = _decisions(kpis), _targets(kpis)
    for kpi, read in read_one_by_one(kpis, decisions):
        whole = tuple(one.value for one in read if one.member_id is None)
        own = _series(kpi, whole, targets.get(kpi.pk, ()), decisions.get(kpi.pk, ()))
        yield own, tuple(one for one in read if one.member_id is not None)


def breakdown_of(kpi: KPI) -> tuple[BreakdownSeries, ...]:
    """The KPI's figures by place, service and group, with small numbers hidden as the whole requires; three queries.

    Breakdowns by name, members in their own order; a member without any figure is listed with none.
    """
    decisions = tuple(ChartDecision.objects.filter(kpi=kpi, withdrawn_at=None))
    values: dict[int, list[SeriesValue]] = defaultdict(list)
    for one in read_members(kpi, decisions):
        if one.member_id is not None:
            values[one.member_id].append(one.value)
    if not values:
        return ()
    found: dict[Breakdown, list[MemberSeries]] = defaultdict(list)
    members = BreakdownMember.objects.filter(breakdown__members__in=list(values)).select_related("breakdown")
    for member in members.distinct().order_by("breakdown__name", "position", "name"):
        found[member.breakdown].append(
            MemberSeries(member.pk, member.name, member.position, tuple(values.get(member.pk, ())))
        )
    return tuple(BreakdownSeries(breakdown, tuple(rows)) for breakdown, rows in found.items())


def _decisions(kpis: Sequence[KPI]) -> dict[int, list[ChartDecision]]:
    return _by_kpi(ChartDecision.objects.filter(kpi__in=kpis, withdrawn_at=None).order_by("on", "pk"))


def _targets(kpis: Sequence[KPI]) -> dict[int, list[Target]]:
    """Those not withdrawn, the newest first."""
    newest = (F("starts_on").desc(nulls_last=True), "-date_end", "-pk")
    return _by_kpi(Target.objects.filter(kpi__in=kpis, withdrawn=False).order_by(*newest))


def _series(
    kpi: KPI, values: tuple[SeriesValue, ...], targets: Sequence[Target], decisions: Sequence[ChartDecision]
) -> Series:
    analysis, rebases = chart_of(kpi, values, targets, decisions)
    return Series(kpi, values, analysis, tuple(targets), tuple(decisions), rebases)


def _by_kpi(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.kpi_id].append(row)
    return found
