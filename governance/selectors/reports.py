"""Highlight reports of a programme, what each of them says, and what has changed since one was approved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.documents.blocks import canonical_bytes
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import HighlightReport
from governance.models.reports import Dimension, ReportState
from governance.rules.changed import Difference, differences
from governance.rules.report_periods import Period
from governance.selectors.report_content import figures_day, live_content, period_of
from governance.selectors.report_facts import read_facts
from governance.selectors.report_parts import figures_of
from programmes.models import Programme

__all__ = [
    "ReportRow",
    "content_hash",
    "figures_day",
    "latest_report",
    "live_content",
    "period_of",
    "report_content",
    "report_rows",
    "since_approval",
]


@dataclass(frozen=True)
class ReportRow:
    """A report as a list shows it. `overall` is as its author states it."""

    reference: str
    period: Period
    phase: str
    body: str
    author: str
    state: str
    state_label: str
    overall: Confidence
    approved_by: str
    approved_on: date | None
    illustrative: bool

    @property
    def is_approved(self) -> bool:
        return self.state == ReportState.APPROVED


def report_rows(programme: Programme, *, phase_number: int | None = None) -> tuple[ReportRow, ...]:
    """Every report, the latest period first; with a number those on that phase; two queries."""
    rows = HighlightReport.objects.filter(programme=programme).prefetch_related("ratings")
    if phase_number is not None:
        rows = rows.filter(phase__number=phase_number)
    found = rows.select_related("phase", "body", "author", "approved_by").defer("content")
    return tuple(_row(row) for row in found)


def latest_report(programme: Programme, on: date | None = None) -> HighlightReport | None:
    """The approved report on the whole programme whose period ended last, by the day where one is given."""
    rows = HighlightReport.objects.filter(programme=programme, phase=None, state=ReportState.APPROVED)
    if on is not None:
        rows = rows.filter(period_end__lte=on)
    return rows.order_by("period_end", "pk").last()


def report_content(report: HighlightReport, on: date) -> dict[str, Any]:
    """What the report says: its frozen content once it is approved, else what the records give.

    While it is open the figures are those of the last day of its period, or of `on` while the period runs.
    """
    if report.state == ReportState.APPROVED:
        return frozen_content(report)
    return live_content(report, figures_day(report, on))


def since_approval(report: HighlightReport, on: date) -> tuple[Difference, ...]:
    """Each figure of an approved report that the records no longer give, on the day.

    What happened in the period is read again for the period, where a record was mended since; where things stand is
    read on the day. Asking for the last day of the period itself leaves only what was mended.
    """
    facts = read_facts(report.programme, report.phase, period_of(report), on)
    now = live_content(report, on, facts)
    return differences(figures_of(frozen_content(report)), figures_of(now))


def frozen_content(report: HighlightReport) -> dict[str, Any]:
    """The content kept at approval. Raises ValueError for a report that is not approved."""
    if report.content is None:
        raise ValueError(f"{report.reference} is not approved, so that nothing of it is frozen.")
    kept: dict[str, Any] = report.content
    return kept


def content_hash(content: Mapping[str, Any]) -> str:
    """The fingerprint of a content: SHA-256 of its one spelling."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def overlapping(
    programme: Programme, phase_id: int | None, period: Period, but: int | None = None
) -> HighlightReport | None:
    """A report on the same thing that covers a day of the period already; None where there is none."""
    rows: Iterable[HighlightReport] = HighlightReport.objects.filter(
        programme=programme, phase=phase_id, period_start__lte=period.end, period_end__gte=period.start
    ).exclude(pk=but or 0)
    return next(iter(rows), None)


def previous_of(programme: Programme, phase_id: int | None, period: Period) -> HighlightReport | None:
    """The approved report on the same thing whose period ended last before this one."""
    rows = HighlightReport.objects.filter(
        programme=programme, phase=phase_id, state=ReportState.APPROVED, period_end__lt=period.start
    )
    return rows.order_by("period_end", "pk").last()


def _row(row: HighlightReport) -> ReportRow:
    ratings = {each.dimension: each.stated for each in row.ratings.all()}
    return ReportRow(
        reference=row.reference,
        period=period_of(row),
        phase=str(row.phase) if row.phase else "",
        body=row.body.name if row.body else "",
        author=str(row.author),
        state=row.state,
        state_label=row.get_state_display(),
        overall=Confidence(ratings.get(Dimension.OVERALL, Confidence.NOT_RATED)),
        approved_by=str(row.approved_by) if row.approved_by else "",
        approved_on=row.approved_at.date() if row.approved_at else None,
        illustrative=row.illustrative,
    )
