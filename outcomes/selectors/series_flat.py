"""Every figure of a programme's KPIs one by one: whole and broken down, those that stand and those corrected since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outcomes.models import KPI, BreakdownMember, Measurement
from outcomes.suppression import Why
from programmes.models import Programme

from .series_hidden import hidden_of
from .series_read import COLUMNS, value_of
from .series_types import SeriesValue

NAMED = ("kpi__reference", "period_start", "period_end", "member__breakdown__name", "member__position", "pk")


@dataclass(frozen=True)
class FlatValue:
    """One figure. `breakdown` and `member` are empty for the whole; `corrects` is the reference it supersedes."""

    kpi: KPI
    breakdown: str
    member: str
    value: SeriesValue
    is_current: bool
    corrects: str


def flat_values(programme: Programme) -> tuple[FlatValue, ...]:
    """By KPI, period and member; three queries. Small numbers are hidden as on every page.

    A superseded figure is hidden too where anything of its time is hidden now, or was to be hidden then: beside the
    corrected ones it could give a hidden number away.
    """
    kpis = {kpi.pk: kpi for kpi in KPI.objects.filter(programme=programme)}
    members = {
        member.pk: member
        for member in BreakdownMember.objects.filter(breakdown__programme=programme).select_related(
            "breakdown"
        )
    }
    rows = list(
        Measurement.objects.filter(programme=programme)
        .order_by(*NAMED)
        .values_list(*COLUMNS, "is_current", named=True)
    )
    hidden = _hidden(kpis, rows)
    references = {row.pk: row.reference for row in rows}
    return tuple(_flat(row, kpis, members, hidden, references) for row in rows)


def _flat(
    row: Any,
    kpis: Mapping[int, KPI],
    members: Mapping[int, BreakdownMember],
    hidden: Mapping[int, Why],
    references: Mapping[int, str],
) -> FlatValue:
    member = members.get(row.member_id)
    return FlatValue(
        kpi=kpis[row.kpi_id],
        breakdown=member.breakdown.name if member else "",
        member=member.name if member else "",
        value=value_of(kpis[row.kpi_id], row, hidden.get(row.pk)),
        is_current=row.is_current,
        corrects=references.get(row.supersedes_id, ""),
    )


def _hidden(kpis: Mapping[int, KPI], rows: Sequence[Any]) -> dict[int, Why]:
    """The keys of the figures not to be shown, current and superseded."""
    by_kpi: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_kpi[row.kpi_id].append(row)
    found: dict[int, Why] = {}
    for key, own in by_kpi.items():
        current = hidden_of(kpis[key], [row for row in own if row.is_current])
        found |= current
        found |= _superseded(kpis[key], own, current)
    return found


def _superseded(kpi: KPI, rows: Sequence[Any], current: Mapping[int, Why]) -> dict[int, Why]:
    old = [row for row in rows if not row.is_current]
    if not old:
        return {}
    then = hidden_of(kpi, old)
    touched = [row for row in rows if row.pk in current or row.pk in then]
    return {
        row.pk: then.get(row.pk, Why.GIVES_AWAY)
        for row in old
        if row.pk in then or any(_share_a_day(row, other) for other in touched)
    }


def _share_a_day(one: Any, other: Any) -> bool:
    """Whether two figures speak of the same time, in part at least; undated ones may always."""
    if None in (one.period_start, one.period_end, other.period_start, other.period_end):
        return True
    return bool(one.period_start <= other.period_end and other.period_start <= one.period_end)
