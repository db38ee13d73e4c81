"""Spending: budget, forecast and outturn by line, phase, funder, fund and month; and the funds themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, Link, SummaryRow, Tag, Tile, Tone
from commissioning.core.money import MoneyTotal
from commissioning.core.tables import Cell, query_with
from commissioning.core.values_html import date_cell, verdict_tag
from procurement.models import BudgetLine
from procurement.selectors.funds import FundView, funds
from procurement.selectors.spending import Spending, spending
from procurement.tables import Addresses
from procurement.tables_spending import (
    GROUPS,
    TONES,
    contributions_table,
    groups_table,
    lines_table,
    months_table,
    not_compared_words,
    reports_table,
    schemes_table,
)
from programmes.models import Programme
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame

MONEY = "Money"
NOT_SAID = "not stated"


def money_trail(programme: Programme, *more: Link) -> tuple[Link, ...]:
    return (Link(MONEY, reverse("money", args=[programme.key])), *more)


@require_safe
def spending_page(request: HttpRequest, key: str) -> HttpResponse:
    """Every line beside what was reported of it, then the same lines by phase, funder, fund, year and month."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "money", trail=money_trail(programme), on=on)
    to = Addresses(programme.key, frame["keep_day"])
    found = spending(programme, on)
    may_report = grants_of(request).may(Permission.REPORT_MONEY, programme.pk)
    context = {
        **frame,
        "tiles": _tiles(found),
        "empty": None
        if found.rows
        else Empty("No budget lines yet", "No budget line is recorded for this programme."),
        "lines": lines_table(found.rows, to, may_report=may_report),
        "groups": [groups_table(caption, heading, found.by(by)) for by, caption, heading in GROUPS],
        "months": months_table(found.months),
        "funds_url": to.of("funds"),
        "downloads": _downloads(programme, request) if frame["may_export"] else (),
        "illustrative": any(row.line.illustrative for row in found.rows),
    }
    return render(request, "procurement/spending.html", context)


def _tiles(found: Spending) -> list[Tile]:
    whole = found.whole
    if not found.rows:
        return []
    budget, forecast = whole.budget, whole.forecast
    reported = sum(1 for row in found.rows if row.reports)
    return [
        Tile("Budget", _one(budget), f"{len(found.rows)} lines", link_text=""),
        Tile(
            "Outturn so far",
            whole.outturn.amount_printed if whole.outturn.line_count else "Not reported",
            f"{_unknown_months(whole.outturn)}{reported} of {len(found.rows)} lines have a report",
        ),
        Tile(
            "Forecast for the year",
            _one(forecast) if forecast else "Not reported",
            "the newest report of each line",
        ),
        Tile(
            "Variance",
            whole.variance.words,
            not_compared_words(whole) or "forecast less budget",
            tone=TONES[whole.variance.direction],
            status="",
        ),
    ]


def _unknown_months(outturn: MoneyTotal) -> str:
    if not outturn.unknown_count:
        return ""
    return f"{outturn.unknown_count} of {outturn.line_count} monthly figures not known; "


def _one(totals: Any) -> str:
    return str(totals[0].printed) if len(totals) == 1 else f"{len(totals)} bases, not added"


def _downloads(programme: Programme, request: HttpRequest) -> tuple[Download, ...]:
    asked = query_with(request.GET, page=None)
    asked = "" if asked == "?" else asked

    def link(text: str, table: str) -> tuple[Download, ...]:
        return (
            Download(
                f"{text} as a workbook", reverse("table_xlsx", args=[programme.key, table]) + asked, "Excel"
            ),
            Download(
                f"{text} as CSV",
                reverse("table_csv", args=[programme.key, table]) + asked,
                "one table, UTF-8",
            ),
        )

    return (
        *link("Lines", "spending"),
        *link("Monthly reports", "line_reports"),
        *link("Every version of every line’s year", "budget_years"),
    )


@require_safe
def line_reports(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One line: its budget, every month reported of it, and what is worked out from them."""
    programme = programme_or_404(request, key)
    line: BudgetLine = record_or_404(request, BudgetLine.objects.all(), programme=programme, reference=ref)
    on = as_at(request)
    trail = money_trail(programme, Link("Spending", reverse("spending", args=[programme.key])))
    frame = programme_frame(request, programme, "money", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    (row,) = (one for one in spending(programme, on).rows if one.line.line_id == line.pk)
    may_report = grants_of(request).may(Permission.REPORT_MONEY, programme.pk)
    context = {
        **frame,
        "line": line,
        "table": lines_table((row,), to, may_report=False),
        "reports": reports_table(tuple(reversed(row.reports))),
        "missing": [month.label for month in row.missing],
        "report_url": to.of("line_report_add", line.reference) if may_report else "",
        "illustrative": line.illustrative,
    }
    return render(request, "procurement/line_reports.html", context)


@require_safe
def funds_page(request: HttpRequest, key: str) -> HttpResponse:
    """Each fund: arrangement, host, agreement, who gives, what for, which lines, and who carries variance."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "money", trail=money_trail(programme), on=on)
    to = Addresses(programme.key, frame["keep_day"])
    found = funds(programme)
    context = {
        **frame,
        "funds": [_fund(fund, to) for fund in found],
        "empty": None
        if found
        else Empty("No funds yet", "No pooled, aligned or shared fund is recorded for this programme."),
        "spending_url": to.of("spending"),
        "illustrative": any(fund.illustrative for fund in found),
    }
    return render(request, "procurement/funds.html", context)


def _fund(fund: FundView, to: Addresses) -> dict[str, Any]:
    carried = f"{fund.carried_by}{f': {fund.carried_note}' if fund.carried_note else ''}"
    compared = fund.comparison
    return {
        "name": fund.name,
        "reference": fund.reference,
        "tag": Tag(fund.arrangement_label, Tone.INFO),
        "illustrative": fund.illustrative,
        "doubts": fund.doubts,
        "rows": [
            SummaryRow("Host", Cell(fund.host or NOT_SAID, unknown=not fund.host)),
            SummaryRow("Agreement", Cell(fund.agreement or NOT_SAID, unknown=not fund.agreement)),
            SummaryRow("Period", date_cell(fund.period)),
            SummaryRow("Over- or underspend is carried by", Cell(carried)),
            SummaryRow("Budget lines in it", _lines_cell(fund, to)),
            SummaryRow("Printed in", source_cell(fund.places, fund.fact_id, to)),
        ],
        "contributions": contributions_table(fund),
        "schemes": schemes_table(fund),
        "verdict": verdict_tag(compared) if compared else None,
        "why": compared.reason if compared else "",
    }


def _lines_cell(fund: FundView, to: Addresses) -> Cell:
    if not fund.lines:
        return Cell("none recorded")
    return Cell(links=tuple(Link(label, to.of("line_reports", reference)) for reference, label in fund.lines))
