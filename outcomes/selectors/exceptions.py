"""KPIs in exception with their charts and what was last said of them: five queries for any number of KPIs."""

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.models import KPI, ExceptionReport

from .board_rows import BoardRow
from .series import Series, series_of


@dataclass(frozen=True)
class ExceptionView:
    """`report` is the latest; None where nobody has reported yet."""

    row: BoardRow
    series: Series
    report: ExceptionReport | None

    @property
    def is_outdated(self) -> bool:
        """Whether the report speaks of an earlier period than the latest figure."""
        said, latest = self.report.period_end if self.report else None, self.row.latest_end
        return said is not None and latest is not None and said < latest


def exceptions_of(rows: Sequence[BoardRow]) -> tuple[ExceptionView, ...]:
    """The rows with chart and latest report, in their order."""
    ids = [row.kpi_id for row in rows]
    if not ids:
        return ()
    series = series_of(KPI.objects.filter(pk__in=ids).select_related("programme", "owner"))
    latest = ExceptionReport.objects.filter(kpi__in=ids).order_by("kpi_id", "-made_at", "-pk")
    reports = {report.kpi_id: report for report in latest.distinct("kpi_id").select_related("made_by")}
    return tuple(ExceptionView(row, series[row.kpi_id], reports.get(row.kpi_id)) for row in rows)


def reports_of(kpi: KPI) -> tuple[ExceptionReport, ...]:
    """Everything that was said of a KPI in exception, the newest first; one query."""
    return tuple(ExceptionReport.objects.filter(kpi=kpi).select_related("made_by"))
