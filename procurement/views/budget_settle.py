"""Settle a budget line that is to be confirmed: type the amount, look at what it does to the totals, confirm."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import ConflictField, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.money import MoneyTotal, totals_by_basis
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.forms.settle import SettleForm
from procurement.models import BudgetLine
from procurement.models.budget import BudgetLineStatus
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.scope_change import line_edits, phase_words
from procurement.services.budget import settle_budget_line
from procurement.views.scope_change import INVALID
from programmes.models import Programme
from programmes.selectors.edits import FieldEdit
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

WRONG = "If this was wrong, correct the amount under Data entry, with the reason: the history keeps both."


@require_http_methods(["GET", "HEAD", "POST"])
def budget_line_settle(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview the summary, with step=confirm the amount; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    line: BudgetLine = record_or_404(request, BudgetLine.objects.all(), programme=programme, reference=ref)
    require(request, Permission.SETTLE_BUDGET, programme)
    page = SettlePage(request, programme, line)
    if request.method != "POST":
        return page.open()
    steps = {"preview": page.preview, "confirm": page.confirm, "resolve": page.resolve}
    return steps.get(request.POST.get("step", ""), page.edit)()


class SettlePage:
    """One request to settle one line."""

    def __init__(self, request: HttpRequest, programme: Programme, line: BudgetLine) -> None:
        self.request = request
        self.programme = programme
        self.line = line
        self.lines_url = reverse("budget_lines", args=[programme.key])

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (
            Link("Money", reverse("money", args=[self.programme.key])),
            Link("Budget lines", self.lines_url),
        )
        return {
            **programme_frame(self.request, self.programme, "money", trail=trail),
            "line": self.line,
            "caption": f"Budget line {self.line.reference}: {self.line.label}",
            "cancel_url": self.lines_url,
            "illustrative": self.line.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> SettleForm:
        return SettleForm(data, line=self.line, initial={"stamp": self.line.version})

    # --- steps ---

    def open(self) -> HttpResponse:
        """The form, or who has settled the line already."""
        if not self.line.money.is_known:
            return self.show(self.form())
        edits = [edit for edit in line_edits(self.line, 1) if edit.name == "amount"]
        context = {**self.frame, "heading": "This line has its amount", "edit": edits[-1] if edits else None}
        return render(self.request, "procurement/budget_line_settled.html", context)

    def show(self, form: SettleForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Settle this budget line",
            "form": form,
            "record_rows": self._record_rows(),
            "submit_text": "Continue to the summary",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "procurement/budget_line_settle.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(self.form(self.request.POST))

    def preview(self) -> HttpResponse:
        return self._preview(self.form(self.request.POST))

    def _preview(self, form: SettleForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            settled = undone(lambda: self._write(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._stale(form)
        return self._summary(form, settled)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            settled = self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._already_done(form) or self._stale(form)
        said = f"{settled.label}: {settled.money.printed}, {settled.get_status_display().lower()}"
        messages.success(self.request, f"Saved. {said}. {WRONG}")
        return redirect(self.lines_url)

    def resolve(self) -> HttpResponse:
        """The person has chosen; a line that somebody else has settled can only be corrected under Data entry."""
        chosen = {name: self.request.POST.get(f"keep_{name}", THEIRS) for name in ("amount", "status")}
        if chosen["amount"] == THEIRS:
            messages.info(self.request, "The other version stays. Nothing of yours was saved.")
            return redirect(self.lines_url)
        data = self.request.POST.copy()
        if chosen["status"] == THEIRS:
            data["status"] = self.line.status
        return self._preview(self.form(data))

    def _write(self, form: SettleForm) -> BudgetLine:
        return settle_budget_line(
            self.line,
            money=form.money(),
            status=form.cleaned_data["status"],
            reason=form.cleaned_data["reason"],
            by=user_of(self.request),
            grants=grants_of(self.request),
            on=self.request.today,  # type: ignore[attr-defined]
            expected=form.seen,
        )

    # --- pages ---

    def _record_rows(self) -> list[SummaryRow]:
        pays_for = ", ".join(self.line.services.order_by("name").values_list("name", flat=True))
        phase = self.line.phase
        return [
            SummaryRow("Now", money_cell(self.line.money)),
            SummaryRow("Phase", Cell(phase_words(phase.number if phase else None))),
            SummaryRow("Pays for", Cell(pays_for or "no service named")),
        ]

    def _summary(self, form: SettleForm, settled: BudgetLine) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Check this amount before you save it",
            "act": "Settle a budget line",
            "changes": self._changes(settled),
            "totals": self._totals(settled),
            "reason": settled_reason(form),
            "hidden": form.typed,
        }
        return render(self.request, "procurement/budget_line_settle_preview.html", context)

    def _changes(self, settled: BudgetLine) -> Table:
        was, becomes = self.line.money, settled.money
        rows = (
            Row((Cell("Amount"), money_cell(was), money_cell(becomes))),
            Row((Cell("Status"), Cell(self.line.get_status_display()), Cell(settled.get_status_display()))),
            Row((Cell("Basis"), Cell(was.basis.label), Cell(becomes.basis.label))),
            Row((Cell("Year"), Cell(was.year or "–"), Cell(becomes.year or "–"))),
        )
        return Table("What changes", (Column("Field"), Column("Now"), Column("After the change")), rows)

    def _totals(self, settled: BudgetLine) -> Table:
        """What the amount does to the totals that boards read."""
        before = budget_lines(self.programme)
        after = tuple(
            replace(row, money=settled.money) if row.line_id == settled.pk else row for row in before
        )
        phase = self.line.phase
        of_phase = [(f"Phase {phase.number}", phase.pk)] if phase else []
        rows = tuple(
            Row((Cell(title), Cell(_total_words(before, phase_id)), Cell(_total_words(after, phase_id))))
            for title, phase_id in [*of_phase, ("Programme", None)]
        )
        return Table(
            "What it does to the totals", (Column("Total"), Column("Now"), Column("After the change")), rows
        )

    def _already_done(self, form: SettleForm) -> HttpResponse | None:
        """A second press of Confirm finds that the first has done it: that is no conflict."""
        line = BudgetLine.objects.get(pk=self.line.pk)
        edits = line_edits(line, form.seen)
        ours = (form.cleaned_data["amount"], form.cleaned_data["status"], form.cleaned_data["reason"].strip())
        last = edits[-1] if edits else None
        same = last is not None and (line.money.text, line.status, last.why) == ours
        if line.version != form.seen + 1 or not same:
            return None
        messages.info(self.request, "This amount had been saved already; it was not saved twice.")
        return redirect(self.lines_url)

    def _stale(self, form: SettleForm) -> HttpResponse:
        line = BudgetLine.objects.get(pk=self.line.pk)
        edits = line_edits(line, form.seen)
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this line while you had it open"},
            record=f"“{line.label}”",
            fields=_conflicts(form, line, edits),
            edits=edits,
            hidden=[(n, str(line.version) if n == "stamp" else value) for n, value in form.typed],
            cancel_url=self.lines_url,
            rest=[SummaryRow("Why", Cell(form.data.get("reason", "")))],
        )


def settled_reason(form: SettleForm) -> str:
    return str(form.cleaned_data["reason"]).strip()


def _total_words(rows: Sequence[LineRow], phase_id: int | None) -> str:
    """The totals of a phase, or of the programme for None: one to each basis, never added across."""
    totals: Sequence[MoneyTotal] = totals_by_basis(
        [row.money for row in rows if phase_id is None or row.phase_id == phase_id]
    )
    return "; ".join(total.printed for total in totals)


def _conflicts(form: SettleForm, line: BudgetLine, edits: Sequence[FieldEdit]) -> list[ConflictField]:
    status = str(BudgetLineStatus(form.cleaned_data["status"]).label)
    return [
        conflict_field(
            "amount", "Amount", now=line.money.printed, yours=form.cleaned_data["amount"], edits=edits
        ),
        conflict_field("status", "Status", now=line.get_status_display(), yours=status, edits=edits),
    ]
