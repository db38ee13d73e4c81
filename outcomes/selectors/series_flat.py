"""Every figure of a programme's KPIs one by one: whole and broken down, those that stand and those corrected since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db.models import QuerySet

from outcomes.models import KPI, Measurement
from outcomes.suppression import Why
from programmes.models import Programme

from .series_hidden import hidden_of
from .series_read import COLUMNS, value_of
from .series_types import SeriesValue

NAMED: Final = (
    "kpi__reference",
    "period_start",
    "period_end",
    "member__breakdown__name",
    "member__position",
    "pk",
)
MORE: Final = ("is_current", "supersedes__reference", "member__name", "member__breakdown__name")
AT_ONCE: Final = 2_000  # rows fetched together


@dataclass(frozen=True)
class FlatValue:
    """One figure. `breakdown` and `member` are empty for the whole; `corrects` is the reference it supersedes."""

    kpi: KPI
    breakdown: str
    member: str
    value: SeriesValue
    is_current: bool
    corrects: str


def flat_values(programme: Programme) -> Iterator[FlatValue]:
    """By KPI, period and member; two queries. Small numbers are hidden as on every page.

    A superseded figure is hidden too where anything of its time is hidden now, or was to be hidden then: beside the
    corrected ones it could give a hidden number away.

    The figures are of one statement, so of one moment, and are held for one KPI at a time however many there are.
    """
    kpis = {kpi.pk: kpi for kpi in KPI.objects.filter(programme=programme)}
    known = figures_of(programme).filter(kpi__in=kpis)  # a KPI made in between is of the next file
    rows = known.order_by(*NAMED).values_list(*COLUMNS, *MORE, named=True)
    for _, together in groupby(rows.iterator(chunk_size=AT_ONCE), key=attrgetter("kpi_id")):
        own = list(together)
        hidden = hidden_with_superseded(kpis[own[0].kpi_id], own)
        yield from (flat_value(row, kpis[row.kpi_id], hidden) for row in own)


def figures_of(programme: Programme) -> QuerySet[Measurement]:
    """Every figure of its KPIs, current and superseded."""
    return Measurement.objects.filter(programme=programme)


def flat_value(row: Any, kpi: KPI, hidden: Mapping[int, Why]) -> FlatValue:
    """One figure as it may be shown: `hidden` says, by key, which small numbers are not and why."""
    return FlatValue(
        kpi=kpi,
        breakdown=row.member__breakdown__name or "",
        member=row.member__name or "",
        value=value_of(kpi, row, hidden.get(row.pk)),
        is_current=row.is_current,
        corrects=row.supersedes__reference or "",
    )


def hidden_with_superseded(kpi: KPI, rows: Sequence[Any]) -> dict[int, Why]:
    """The keys of one KPI's figures not to be shown, current and superseded."""
    current = hidden_of(kpi, [row for row in rows if row.is_current])
    return current | _superseded(kpi, rows, current)


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
