"""KPIs' figures from the database: one query for any number of KPIs, gaps named, small numbers hidden."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, Final

from django.db.models import Q

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models import KPI, ChartDecision, Measurement
from outcomes.models.measurements import Missing
from outcomes.models.targets import ChartDecisionKind
from outcomes.rules_periods import has_periods, is_period, periods_from
from outcomes.suppression import Why

from .series_hidden import hidden_of
from .series_types import SeriesValue

ONE_DAY: Final = timedelta(days=1)
AT_ONCE: Final = 2_000  # rows fetched together
WITHIN: Final = ("period_start", "period_end", "pk")  # the order of one KPI's figures
COLUMNS: Final = (
    "pk",
    "kpi_id",
    "reference",
    "period_text",
    "period_start",
    "period_end",
    "period_precision",
    "period_status",
    "period_year_inferred",
    "period_recurrence",
    "period_note",
    "member_id",
    "member__breakdown_id",
    "member__breakdown__covers_all",
    "numerator",
    "denominator",
    "value",
    "missing",
    "qualifier",
    "is_final",
    "text",
    "source",
    "comment",
    "supersedes_id",
    "illustrative",
    "kpi_return_id",
)


@dataclass(frozen=True)
class Read:
    """A figure with whose it is: `member_id` is None for the whole."""

    member_id: int | None
    value: SeriesValue


def read_values(
    kpis: Sequence[KPI], decisions: Mapping[int, Sequence[ChartDecision]]
) -> dict[int, tuple[Read, ...]]:
    """Every current figure of these KPIs, whole and broken down, oldest first; undated ones come before dated ones.

    One query. Members are read only where they may hide or be hidden with the whole.
    """
    by_kpi: dict[int, list[Any]] = defaultdict(list)
    for row in _rows([kpi.pk for kpi in kpis]):
        by_kpi[row.kpi_id].append(row)
    return {kpi.pk: _of_one(kpi, by_kpi[kpi.pk], decisions.get(kpi.pk, ())) for kpi in kpis}


def read_members(kpi: KPI, decisions: Sequence[ChartDecision]) -> tuple[Read, ...]:
    """As `read_values` for one KPI, with every member, whether or not small numbers are hidden."""
    return _of_one(kpi, list(_every_row([kpi.pk])), decisions)


def read_one_by_one(
    kpis: Sequence[KPI], decisions: Mapping[int, Sequence[ChartDecision]]
) -> Iterator[tuple[KPI, tuple[Read, ...]]]:
    """As `read_values` with every member, a KPI at a time, also those without figures.

    The KPIs are of one programme and in the database's order of references. One statement for all of them, so the
    figures are of one moment; those of one KPI are held at a time.
    """
    rows = _every_row([kpi.pk for kpi in kpis]).order_by("kpi__reference", *WITHIN)
    grouped = groupby(rows.iterator(chunk_size=AT_ONCE), key=attrgetter("kpi_id"))
    found = next(grouped, None)
    for kpi in kpis:
        if found is None or found[0] != kpi.pk:
            yield kpi, ()
            continue
        yield kpi, _of_one(kpi, list(found[1]), decisions.get(kpi.pk, ()))
        found = next(grouped, None)


def _every_row(ids: Collection[int]) -> Any:
    return (
        Measurement.objects.filter(kpi__in=ids, is_current=True)
        .order_by("kpi_id", *WITHIN)
        .values_list(*COLUMNS, named=True)
    )


def _rows(ids: Collection[int]) -> Any:
    withheld = Measurement.objects.filter(kpi__in=ids, missing=Missing.SUPPRESSED, is_current=True)
    may_hide = Q(kpi__suppress_below__isnull=False) | Q(kpi__in=withheld.values("kpi"))
    return _every_row(ids).filter(Q(member=None) | may_hide)


def _of_one(kpi: KPI, rows: Sequence[Any], decisions: Sequence[ChartDecision]) -> tuple[Read, ...]:
    hidden = hidden_of(kpi, rows)
    ghosts = [one.on for one in decisions if one.kind == ChartDecisionKind.GHOST]
    points = _points(kpi, rows)
    read = [
        Read(row.member_id, value_of(kpi, row, hidden.get(row.pk), is_point=row.pk in points, ghosts=ghosts))
        for row in rows
    ]
    wholes = [one for one in read if one.member_id is None]
    wholes.extend(Read(None, gap) for gap in _gaps(kpi, [one.value for one in wholes]))
    wholes.sort(key=lambda one: _order(one.value))
    return (*wholes, *(one for one in read if one.member_id is not None))


def _order(value: SeriesValue) -> tuple[date, date]:
    """Undated first: a figure that a paper prints without a date is not the newest."""
    return value.period.start or date.min, value.period.end or date.min


def value_of(
    kpi: KPI, row: Any, why: Why | None, *, is_point: bool = False, ghosts: Sequence[date] = ()
) -> SeriesValue:
    """A row of `COLUMNS` as a figure; without numbers, text and comment where it is hidden."""
    return SeriesValue(
        measurement_id=row.pk,
        reference=row.reference,
        period=_period(row),
        numerator=None if why else row.numerator,
        denominator=None if why else row.denominator,
        value=None if why else exact(kpi, row.numerator, row.denominator, row.value),
        missing=row.missing,
        suppressed=str(why) if why else "",
        qualifier=row.qualifier,
        is_final=row.is_final,
        text="" if why else row.text,
        source=row.source,
        comment="" if why else row.comment,
        supersedes=row.supersedes_id is not None,
        illustrative=row.illustrative,
        return_id=row.kpi_return_id,
        is_point=is_point,
        is_ghost=is_point
        and any(row.period_start <= day <= (row.period_end or row.period_start) for day in ghosts),
    )


def _period(row: Any) -> FuzzyDate:
    return FuzzyDate(
        text=row.period_text,
        start=row.period_start,
        end=row.period_end,
        precision=row.period_precision,
        status=row.period_status,
        year_inferred=row.period_year_inferred,
        recurrence=row.period_recurrence,
        note=row.period_note,
    )


def exact(
    kpi: KPI, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> Fraction | None:
    """The exact value of a figure: numerator × factor ÷ denominator (100 for a percentage), or the value itself."""
    if numerator is not None and denominator:
        return Fraction(numerator) * kpi.factor / Fraction(denominator)
    return None if value is None else Fraction(value)


# --- points and gaps ----------------------------------------------------------------------------------------------


def _points(kpi: KPI, rows: Sequence[Any]) -> set[int]:
    """The keys of figures that are points: those of the KPI's own periods. Of two with one first day the longer is."""
    is_any = not has_periods(kpi.frequency)
    chosen: dict[date, int] = {}
    for row in rows:
        start = row.period_start
        own = start is not None and (is_any or is_period(kpi.frequency, start, row.period_end))
        if row.member_id is None and own:
            chosen[start] = row.pk  # ordered by last day, so that the longest comes last
    return set(chosen.values())


def _gaps(kpi: KPI, values: Sequence[SeriesValue]) -> Iterator[SeriesValue]:
    """The periods between the first and the last point that nobody reported on: no value, and never nought."""
    if not has_periods(kpi.frequency):
        return
    points = [value.period for value in values if value.is_point]
    for before, after in pairwise(points):
        if before.end is None or after.start is None or after.start - before.end <= ONE_DAY:
            continue
        for period in periods_from(kpi.frequency, before.end + ONE_DAY, after.start - ONE_DAY):
            yield SeriesValue(None, "", period, None, None, None, missing=Missing.NOT_REPORTED, is_point=True)
