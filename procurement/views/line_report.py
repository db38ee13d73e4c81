"""Report a month of a budget line: type it, see what it does to the year, confirm."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.forms.spending import ReportForm
from procurement.models import BudgetLine, LineReport
from procurement.rules_spending import stated_variance, variance
from procurement.selectors.spending import LineSpending, spending
from procurement.services.spending import report_month
from procurement.tables_spending import SIGNS, variance_cell
from procurement.views.scope_change import INVALID
from procurement.views.spending import money_trail
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

CHANGED = "Somebody changed this budget line meanwhile. Nothing was saved: look at it again, then confirm."


@require_http_methods(["GET", "HEAD", "POST"])
def line_report_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview what it does to the year, with step=confirm the report."""
    programme = programme_or_404(request, key)
    line: BudgetLine = record_or_404(request, BudgetLine.objects.all(), programme=programme, reference=ref)
    require(request, Permission.REPORT_MONEY, programme)
    page = ReportPage(request, programme, line)
    if request.method != "POST":
        return page.show(ReportForm(initial={"month": request.GET.get("month", "")}))
    steps = {"preview": page.preview, "confirm": page.confirm}
    return steps.get(request.POST.get("step", ""), page.edit)()


class ReportPage:
    """One request to report one month."""

    def __init__(self, request: HttpRequest, programme: Programme, line: BudgetLine) -> None:
        self.request = request
        self.programme = programme
        self.line = line
        self.line_url = reverse("line_reports", args=[programme.key, line.reference])

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = money_trail(
            self.programme,
            Link("Spending", reverse("spending", args=[self.programme.key])),
            Link(self.line.label, self.line_url),
        )
        return {
            **programme_frame(self.request, self.programme, "money", trail=trail),
            "line": self.line,
            "caption": f"Budget line {self.line.reference}: {self.line.label}",
            "cancel_url": self.line_url,
            "illustrative": self.line.illustrative,
        }

    @cached_property
    def now(self) -> LineSpending:
        rows = spending(self.programme, self.request.today).rows  # type: ignore[attr-defined]
        return next(row for row in rows if row.line.line_id == self.line.pk)

    def show(self, form: ReportForm) -> HttpResponse:
        latest = self.now.latest
        context = {
            **self.frame,
            "heading": "Report a month",
            "form": form,
            "record_rows": [
                SummaryRow("Budget", money_cell(self.line.money)),
                SummaryRow("Year", Cell(self.line.money.year or "not stated")),
                SummaryRow("Last reported", Cell(latest.month.label if latest else "never")),
            ],
            "submit_text": "Continue to the summary",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "procurement/line_report_form.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(ReportForm(self.request.POST))

    def preview(self) -> HttpResponse:
        data = self.request.POST.copy()
        form = ReportForm(data)
        if not form.is_valid():
            return self.show(form)
        seen = self._newest(form)
        try:
            made = undone(lambda: self._write(form, seen))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        data["stamp"] = str(seen)
        return self._summary(ReportForm(data), made)

    def confirm(self) -> HttpResponse:
        form = ReportForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            made = self._write(form, form.cleaned_data["stamp"] or 0)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            form.add_error(None, CHANGED)
            return self.show(form)
        messages.success(self.request, f"Saved: {made.month:%B %Y} of “{self.line.label}”.")
        return redirect(self.line_url)

    def _newest(self, form: ReportForm) -> int:
        rows = LineReport.objects.filter(line=self.line, month=form.cleaned_data["month"])
        newest = rows.order_by("-revision").values_list("revision", flat=True).first()
        return newest or 0

    def _write(self, form: ReportForm, seen: int) -> LineReport:
        return report_month(
            self.line,
            month=form.cleaned_data["month"],
            outturn=form.money("outturn"),
            forecast=form.money("forecast"),
            variance=form.money("variance"),
            sign=form.cleaned_data["sign"],
            explanation=form.cleaned_data["explanation"],
            by=user_of(self.request),
            grants=grants_of(self.request),
            on=self.request.today,  # type: ignore[attr-defined]
            expected_revision=seen,
        )

    def _summary(self, form: ReportForm, made: LineReport) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Check this report before you save it",
            "act": f"Report {made.month:%B %Y}",
            "changes": self._changes(made),
            "reason": made.explanation,
            "hidden": form.typed,
        }
        return render(self.request, "procurement/line_report_preview.html", context)

    def _changes(self, made: LineReport) -> Table:
        before = next((row for row in self.now.reports if row.month.start == made.month), None)
        was = self.now
        nothing = Cell("not reported", unknown=True)
        stated = f"{made.variance.printed} ({SIGNS[made.sign]})" if made.sign else "none"
        rows = (
            Row(
                (
                    Cell("Outturn of the month"),
                    money_cell(before.outturn) if before else nothing,
                    money_cell(made.outturn),
                )
            ),
            Row(
                (
                    Cell("Forecast for the year"),
                    money_cell(was.forecast) if was.latest else nothing,
                    money_cell(made.forecast),
                )
            ),
            Row(
                (
                    Cell("Variance worked out"),
                    variance_cell(was.variance),
                    variance_cell(variance(self.line.money, made.forecast)),
                )
            ),
            Row(
                (
                    Cell("Variance as reported"),
                    Cell(before.stated_printed if before else "none"),
                    Cell(stated, note=stated_variance(made.variance, made.sign).words if made.sign else ""),
                )
            ),
        )
        columns = (Column("Figure"), Column("Now"), Column("After this report"))
        return Table("What this report says", columns, rows)
