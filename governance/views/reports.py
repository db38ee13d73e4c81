"""The list of highlight reports, the page of one, and its paper."""

import re
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.charts import draw
from commissioning.core.components import Empty, Figure, HistoryEntry, Link, SummaryRow
from commissioning.core.rag import ThreePointConfidence as Confidence
from commissioning.core.tables import Cell, Column, Row, Table
from governance.models import HighlightReport, ReportStep
from governance.models.reports import ReportState, ReportStepKind
from governance.report_document import chart_finding, chart_of, document_of
from governance.rules.changed import changed_words
from governance.rules.report_steps import OF_THE_AUTHOR, Step, edit_problem, step_problem
from governance.rules.words import counted
from governance.selectors.report_parts import when_of
from governance.selectors.reports import (
    content_hash,
    period_of,
    report_content,
    report_rows,
    since_approval,
)
from governance.tables_reports import (
    differences_table,
    rating_tag,
    ratings_table,
    reports_table,
    section_table,
    since_previous_table,
    state_tag,
)
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.rules_milestones import day_words
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame

STEP_WORDS = {
    Step.SUBMIT: "Send for review",
    Step.WITHDRAW: "Take back",
    Step.RETURN: "Return with a note",
    Step.APPROVE: "Approve",
}


@require_safe
def report_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every report, the latest first."""
    programme = programme_or_404(request, key)
    rows = report_rows(programme)
    approved = sum(row.is_approved for row in rows)
    context = {
        **programme_frame(request, programme, "reports"),
        "heading": "Highlight reports",
        "summary": f"{counted(len(rows), 'report')}: {approved} approved, {len(rows) - approved} still open."
        if rows
        else "No report is recorded.",
        "table": reports_table(rows, Addresses(programme.key)) if rows else None,
        "empty": None
        if rows
        else Empty("No report has been written yet", "One is drafted from the records of a period."),
        "may_write": grants_of(request).may(Permission.WRITE_REPORTS, programme.pk),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/reports.html", context)


def report_or_404(request: HttpRequest, programme: Programme, ref: str) -> HighlightReport:
    rows = HighlightReport.objects.select_related(
        "programme", "phase", "body", "author", "approved_by", "previous__phase"
    )
    found: HighlightReport = record_or_404(request, rows, programme=programme, reference=ref)
    return found


def report_frame(
    request: HttpRequest, report: HighlightReport, *, on: date | None = None, beneath: bool = False
) -> dict[str, Any]:
    """Layout context of a report's pages. The day is asked for only where the report is compared with it."""
    programme = report.programme
    trail = [Link("Highlight reports", reverse("reports", args=[programme.key]))]
    if beneath:
        trail.append(Link(report.reference, reverse("report", args=[programme.key, report.reference])))
    return {
        **programme_frame(request, programme, "reports", trail=trail, on=on),
        "report": report,
        "caption": f"{programme.place}: {programme.name}, {report.phase or 'the whole programme'}",
        "illustrative": report.illustrative,
    }


@require_safe
def report(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What the report says. An approved one is read from what was frozen, and compared with the records of the day."""
    programme = programme_or_404(request, key)
    found = report_or_404(request, programme, ref)
    on = as_at(request)
    content = report_content(found, on)
    context = {
        **report_frame(request, found, on=on),
        **_page(found, content),
        **_comparison(found, on),
        "doors": _doors(request, found),
        "steps": _steps(found),
    }
    return render(request, "governance/report.html", context)


def _page(found: HighlightReport, content: dict[str, Any]) -> dict[str, Any]:
    """Everything that is drawn from the content alone."""
    overall = next(row for row in content["ratings"] if row["dimension"] == "overall")
    tables = {row["key"]: {**row, "table": section_table(row)} for row in content["sections"]}
    done, coming = tables.pop("done"), tables.pop("coming")
    previous = content["report"]["previous"]
    return {
        "content": content,
        "heading": f"Highlight report, {content['report']['period']}",
        "state_tag": state_tag(found.state, found.get_state_display()),
        "overall_tag": rating_tag(overall["stated"]),
        "overall_words": Confidence(overall["stated"]).words,
        "facts": _facts(content["report"]),
        "ratings": ratings_table(content["ratings"], first=not previous),
        "texts": {name: _lines(text) for name, text in content["texts"].items()},
        "done_section": done,
        "coming_section": coming,
        "sections": list(tables.values()),
        "figure": _figure(content),
        "previous": previous,
        "since_previous": since_previous_table(content["since_previous"], previous) if previous else None,
        "since_previous_words": f"{counted(len(content['since_previous']), 'figure or rating', 'figures and ratings')} "
        f"changed since {previous}, {content['report']['previous_period']}.",
        "illustrative": content["illustrative"],
    }


def _facts(about: dict[str, str]) -> list[SummaryRow]:
    pairs = [
        ("Period", about["period"]),
        ("About", about["scope"]),
        ("For", about["body"]),
        ("Written by", about["author"]),
        ("Approved by", ", ".join(part for part in (about["approved_by"], about["approved_on"]) if part)),
        ("Figures as at", about["figures_on"]),
    ]
    return [SummaryRow(key, Cell(value)) for key, value in pairs if value]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _figure(content: dict[str, Any]) -> Figure | None:
    """The milestones as a drawing, and the same as a table."""
    drawing = chart_of(content)
    if drawing is None:
        return None
    wide, narrow = draw(drawing)
    rows = tuple(
        Row((Cell(mark["label"]), Cell(mark["row"]), Cell(when_of(mark["when"]).printed or "not stated")))
        for mark in content["chart"]["marks"]
    )
    table = Table("Milestones of this report", (Column("Milestone"), Column("Group"), Column("When")), rows)
    return Figure(chart_finding(content), wide, narrow, table=table, illustrative=content["illustrative"])


def _comparison(found: HighlightReport, on: date) -> dict[str, Any]:
    """What has changed since approval; nothing of it for an open report."""
    if found.state != ReportState.APPROVED:
        return {"approved": False}
    rows = since_approval(found, on)
    intact = content_hash(found.content or {}) == found.content_sha256
    return {
        "approved": True,
        "changed_words": changed_words(len(rows)),
        "changed": differences_table(rows, changed_words(len(rows)), day_words(on)) if rows else None,
        "intact": intact,
        "fingerprint": " ".join(re.findall(".{1,8}", found.content_sha256)),  # in parts, to fit a phone
        "compared_on": day_words(on),
    }


def _doors(request: HttpRequest, found: HighlightReport) -> dict[str, Any]:
    """What this reader may do with the report now."""
    grants, user = grants_of(request), user_of(request)
    is_author = found.author_id == user.pk
    steps = []
    for step in Step:
        permission = Permission.WRITE_REPORTS if step in OF_THE_AUTHOR else Permission.APPROVE_REPORTS
        if grants.may(permission, found.programme_id) and not step_problem(
            step, found.state, is_author=is_author
        ):
            address = reverse("report_step", args=[found.programme.key, found.reference, step.value])
            steps.append(Link(STEP_WORDS[step], address))
    may_write = grants.may(Permission.WRITE_REPORTS, found.programme_id)
    return {"edit": may_write and not edit_problem(found.state, is_author=is_author), "steps": steps}


def _steps(found: HighlightReport) -> list[HistoryEntry]:
    """Every step, the newest first. One written down only after the approval (by loading) has no moment of its own."""
    rows = found.steps.select_related("made_by").order_by("-made_at", "-pk")
    return [
        HistoryEntry(
            f"{row.get_kind_display()}.", _moment(row, found.approved_at), str(row.made_by), row.note
        )
        for row in rows
    ]


def _moment(row: ReportStep, approved_at: datetime | None) -> datetime | None:
    if row.kind == ReportStepKind.APPROVED and approved_at is not None:
        return timezone.localtime(approved_at)
    return None if approved_at is not None and row.made_at > approved_at else timezone.localtime(row.made_at)


@require_safe
def report_pdf(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The paper. An approved report's is set from what was frozen, the same bytes every time; an open one says so."""
    from commissioning.core.documents.blocks import from_json
    from commissioning.core.documents.typeset import pdf

    programme = programme_or_404(request, key)
    found = report_or_404(request, programme, ref)
    content = report_content(found, request.today)  # type: ignore[attr-defined]
    if found.state == ReportState.APPROVED and "document" not in content:
        raise Http404("This report was approved without a paper.")
    document = from_json(content["document"]) if "document" in content else document_of(content)
    response = HttpResponse(pdf(document), content_type="application/pdf")
    name = f"{found.reference}-{period_of(found).end.isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
