"""What is recorded for a KPI's periods and what awaits approval: what a return's lines are set beside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from outcomes.models import KPIReturn, Measurement, ReturnLine
from outcomes.models.measurements import Figures
from outcomes.models.returns import ReturnState
from outcomes.rules_fates import Pending, Recorded
from outcomes.rules_lines import Line

OPEN = (ReturnState.SUBMITTED, ReturnState.RETURNED)
Key = tuple[Any, ...]


def line_of(row: Measurement | ReturnLine) -> Line:
    """A stored figure as the rules take it."""
    figures: Figures = row
    return Line(
        period=row.period,
        member_id=row.member_id,
        numerator=figures.numerator,
        denominator=figures.denominator,
        value=figures.value,
        missing=figures.missing,
        is_final=row.is_final,
        comment=row.comment,
    )


def recorded_lines(kpi_ids: Iterable[int]) -> Mapping[int, Mapping[Key, Recorded]]:
    """The current figures of the KPIs by KPI and by member and period; one query. Undated ones are left out."""
    found: defaultdict[int, dict[Key, Recorded]] = defaultdict(dict)
    rows = Measurement.objects.filter(kpi__in=list(kpi_ids), is_current=True, period_start__isnull=False)
    for row in rows.order_by("period_start", "member_id"):
        line = line_of(row)
        found[row.kpi_id][line.key] = Recorded(row.pk, line, is_locked=row.kpi_return_id is not None)
    return found


def pending_lines(
    kpi_ids: Iterable[int], *, besides: KPIReturn | None = None
) -> Mapping[int, Mapping[Key, Pending]]:
    """The lines of open returns by KPI and by member and period; one query. `besides` is a return not to count."""
    found: defaultdict[int, dict[Key, Pending]] = defaultdict(dict)
    rows = ReturnLine.objects.filter(kpi_return__kpi__in=list(kpi_ids), kpi_return__state__in=OPEN)
    if besides is not None:
        rows = rows.exclude(kpi_return=besides)
    for row in rows.select_related("kpi_return"):
        sent = row.kpi_return
        line = line_of(row)
        found[sent.kpi_id][line.key] = Pending(sent.reference, sent.state, line)
    return found
