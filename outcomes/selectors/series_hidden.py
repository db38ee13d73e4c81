"""Which of a KPI's figures are not to be shown: small ones, and what the figures beside them would give away.

Figures are judged together where a reader may set one beside the other: the whole and its members of a period, and a
longer period with the shorter ones that it holds, such as a printed year with its months.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from outcomes.models import KPI
from outcomes.models.kpis import MeasureKind, SeriesKind
from outcomes.models.measurements import Missing
from outcomes.suppression import Cell, Sum, Why, suppressed


class _Period(NamedTuple):
    """First and last day; a period without days is told from another by its words."""

    start: date | None
    end: date | None
    words: str


def hidden_of(kpi: KPI, rows: Iterable[Any]) -> dict[int, Why]:
    """The keys of the figures not to be shown, each with why; rows as `series_read.COLUMNS` names them."""
    by_period: dict[_Period, list[Any]] = defaultdict(list)
    for row in rows:
        undated = row.period_text if row.period_start is None and row.period_end is None else ""
        by_period[_Period(row.period_start, row.period_end, undated)].append(row)
    found: dict[int, Why] = {}
    groups, crossing = _judged_together(kpi, by_period)
    for together in groups:
        cells = {row.pk: cell for row in together if (cell := _cell(kpi, row))}
        sums = [*_sums_of_members(cells, together), *_sums_of_time(kpi, cells, together)]
        for key, why in suppressed(cells.values(), sums=sums, threshold=kpi.suppress_below).items():
            found[int(str(key))] = why
    return found | _given_away_across(by_period, crossing, found)


def _given_away_across(
    by_period: dict[_Period, list[Any]], crossing: Sequence[_Period], found: dict[int, Why]
) -> dict[int, Why]:
    """The figures of years that cross others, where anything of their time is hidden: a reader could subtract."""
    touched = [period for period, rows in by_period.items() if any(row.pk in found for row in rows)]
    return {
        row.pk: Why.GIVES_AWAY
        for year in crossing
        if any(year == period or _holds(year, period) for period in touched)
        for row in by_period[year]
        if row.pk not in found and not row.missing
    }


def _cell(kpi: KPI, row: Any) -> Cell | None:
    """What may be small in a figure: its parts or, of a bare number, itself. A bare percentage counts nobody."""
    if row.missing:
        withheld = row.missing == Missing.SUPPRESSED
        return Cell(row.pk, None, missing=not withheld, withheld=withheld)
    if row.denominator is not None:
        return Cell(row.pk, row.numerator, row.denominator)
    return Cell(row.pk, row.value) if kpi.measure == MeasureKind.NUMBER else None


def _judged_together(kpi: KPI, by_period: dict[_Period, list[Any]]) -> tuple[list[list[Any]], list[_Period]]:
    """The rows of each period, of periods that lie within a longer one all at once; and the periods that cross others.

    A month lies in a financial, an academic and a calendar year. It is judged with the longest; the other years cross
    that one, and are shown only where nothing of their time is hidden.
    """
    precisions = {rows[0].period_precision for rows in by_period.values()}
    if kpi.series != SeriesKind.SEPARATE or len(precisions) < 2:
        return list(by_period.values()), []
    longest = sorted(by_period, key=_days, reverse=True)
    taken: set[_Period] = set()
    groups, crossing = [], []
    for period in longest:
        if period in taken:
            continue
        inside = [other for other in longest if _holds(period, other)]
        if taken.intersection(inside):
            crossing.append(period)
        own = [period, *(other for other in inside if other not in taken)]
        taken.update(own)
        groups.append([row for one in own for row in by_period[one]])
    return groups, crossing


def _days(period: _Period) -> int:
    return (period.end - period.start).days if period.start and period.end else -1


def _holds(longer: _Period, other: _Period) -> bool:
    return bool(
        longer.start
        and longer.end
        and other.start
        and other.end
        and (longer.start, longer.end) != (other.start, other.end)
        and longer.start <= other.start
        and other.end <= longer.end
    )


def _sums_of_members(cells: dict[int, Cell], rows: Sequence[Any]) -> Iterator[Sum]:
    """For each period one sum for each breakdown whose members make up the whole."""
    wholes = {_key(row): row.pk for row in rows if row.member_id is None and row.pk in cells}
    lists: dict[tuple[Any, int], list[int]] = defaultdict(list)
    for row in rows:
        if row.member_id is not None and row.member__breakdown__covers_all and row.pk in cells:
            lists[_key(row), row.member__breakdown_id].append(row.pk)
    for (period, _), members in lists.items():
        if period in wholes:
            yield Sum(wholes[period], tuple(members))


def _key(row: Any) -> tuple[Any, Any, str]:
    return row.period_start, row.period_end, row.period_text if row.period_start is None else ""


def _sums_of_time(kpi: KPI, cells: dict[int, Cell], rows: Sequence[Any]) -> Iterator[Sum]:
    """A longer period is the sum of the shorter ones that it holds: of the months, and of the quarters.

    What is not reported among them counts as nothing, so that a year with a month missing still protects the others.
    """
    if kpi.series != SeriesKind.SEPARATE:
        return
    own: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        if row.pk in cells:
            own[row.member_id].append(row)
    for of_one in own.values():
        for total in of_one:
            parts: dict[str, list[Any]] = defaultdict(list)
            for row in of_one:
                if _holds(_Period(*_key(total)), _Period(*_key(row))):
                    parts[row.period_precision].append(row)
            for same in parts.values():
                if _apart(same):
                    yield Sum(total.pk, tuple(row.pk for row in same))


def _apart(rows: Sequence[Any]) -> bool:
    """Whether no two of these periods share a day: only then do they add up."""
    ordered = sorted(rows, key=lambda row: row.period_start)
    return all(before.period_end < after.period_start for before, after in pairwise(ordered))
