"""One return: its lines beside what is recorded now, who did what with it, and what the reader may do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms_returns import AnswerForm
from outcomes.models import KPIReturn
from outcomes.models.returns import ReturnKind, ReturnState
from outcomes.selectors.returns_read import approved_figures, assessed
from outcomes.services.returns import accept, send_back, withdraw
from outcomes.services.returns_door import is_submitter
from outcomes.tables_returns import approved_table, periods_words, preview_table, state_tag
from outcomes.views.return_form import CONFLICT, INVALID
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame

NO_STEP = "Choose what to do with the return: approve it, send it back or withdraw it."
WITHDRAWN = "It was withdrawn: nothing of it counts. This is what it would do if it were sent today."
HIDDEN_FIGURES = "Figures stand on the KPI’s page once they are approved, with small numbers left out."


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_return(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The return; POST with step accept, send_back or withdraw. 422 for what is refused, 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    rows = KPIReturn.objects.select_related("kpi__owner", "submitted_by")
    sent: KPIReturn = record_or_404(request, rows, programme=programme, reference=ref)
    page = ReturnPage(request, programme, sent)
    return page.answer() if request.method == "POST" else page.show()


class ReturnPage:
    """One request about one return."""

    def __init__(self, request: HttpRequest, programme: Programme, sent: KPIReturn) -> None:
        self.request = request
        self.programme = programme
        self.sent = sent
        self.to = Addresses(programme.key)
        grants = grants_of(request)
        self.may_submit = grants.may_submit_return(programme.pk, sent.kpi.owner_id)
        self.may_approve = grants.may(Permission.APPROVE_RETURNS, programme.pk)
        self.is_own = is_submitter(sent, user_of(request))

    # --- steps ---

    def answer(self) -> HttpResponse:
        if not (self.may_submit or self.may_approve):
            raise PermissionDenied(f"Your role in {self.programme.place} does not allow this.")
        form = AnswerForm(self.request.POST)
        deeds = {"accept": self._accept, "send_back": self._send_back, "withdraw": self._withdraw}
        deed = deeds.get(self.request.POST.get("step", ""))
        if not form.is_valid() or deed is None:
            if deed is None:
                form.add_error(None, NO_STEP)
            return self.show(form)
        try:
            said = deed(form.cleaned_data["version"], form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.refuse_with(refusal)
            self.sent.refresh_from_db()
            return self.show(form, status=CONFLICT if self._moved(form) else INVALID)
        except StaleEdit:
            return self._stale()
        messages.success(self.request, said)
        return redirect("kpi_return", self.programme.key, self.sent.reference)

    def _stale(self) -> HttpResponse:
        """The page as it is now, with what was typed; the next press is about what the page shows now."""
        self.sent.refresh_from_db()
        data = self.request.POST.copy()
        data["version"] = str(self.sent.version)
        form = AnswerForm(data)
        form.add_error(None, f"{self.sent.reference} was changed while you had it open. Look at it again.")
        return self.show(form, status=CONFLICT)

    def _moved(self, form: AnswerForm) -> bool:
        return self.sent.version != form.cleaned_data["version"]

    def _who(self) -> dict[str, Any]:
        return {"by": user_of(self.request), "grants": grants_of(self.request)}

    def _accept(self, version: int, _reason: str) -> str:
        on = self.request.today  # type: ignore[attr-defined]
        accept(self.sent, **self._who(), on=on, expected=version)
        return f"Approved. The figures of {self.sent.reference} count from now on and are locked."

    def _send_back(self, version: int, reason: str) -> str:
        send_back(self.sent, **self._who(), reason=reason, expected=version)
        return f"{self.sent.reference} was sent back with your reason."

    def _withdraw(self, version: int, reason: str) -> str:
        withdraw(self.sent, **self._who(), reason=reason, expected=version)
        return f"{self.sent.reference} was withdrawn. Nothing of it counts."

    # --- the page ---

    def show(self, form: AnswerForm | None = None, status: int | None = None) -> HttpResponse:
        sent = self.sent
        trail = (Link("Returns", reverse("returns", args=[self.programme.key])),)
        is_open = sent.state in {ReturnState.SUBMITTED, ReturnState.RETURNED}
        may_answer = self.may_approve and sent.state == ReturnState.SUBMITTED
        lines, told = self._lines()
        context = {
            **programme_frame(self.request, self.programme, "returns", trail=trail),
            "heading": f"{sent.get_kind_display()} {sent.reference}",
            "caption": f"{sent.kpi.reference}: {sent.kpi.name}",
            "sent": sent,
            "tag": state_tag(sent),
            "summary_rows": self._summary(),
            "lines": lines,
            "told": told,
            "entries": self._entries(),
            "form": form or AnswerForm(initial={"version": sent.version}),
            "may_approve": may_answer and not self.is_own,
            "own_words": may_answer and self.is_own,
            "may_withdraw": self.may_submit and is_open and (self.is_own or not may_answer),
            "may_edit": self.may_submit and sent.state == ReturnState.RETURNED,
            "illustrative": sent.illustrative,
        }
        code = status or (INVALID if form is not None and form.errors else 200)
        return render(self.request, "outcomes/kpi_return.html", context, status=code)

    def _lines(self) -> tuple[Table, str]:
        """The figures for whoever sends or approves them; for other readers the periods alone."""
        rows = self.sent.lines.select_related("member").order_by("period_start", "member__position")
        if not (self.may_submit or self.may_approve):
            body = tuple(
                Row((Cell(row.period.printed), Cell(row.member.name if row.member else "The whole")))
                for row in rows
            )
            return Table("Periods", (Column("Period"), Column("Of")), body), HIDDEN_FIGURES
        if self.sent.state == ReturnState.ACCEPTED:
            return approved_table(self.sent.kpi, approved_figures(self.sent)), ""
        told = WITHDRAWN if self.sent.state == ReturnState.WITHDRAWN else ""
        return preview_table(assessed(self.sent, self.request.today)), told  # type: ignore[attr-defined]

    def _summary(self) -> list[SummaryRow]:
        sent = self.sent
        owner = sent.kpi.owner.name if sent.kpi.owner else ""
        periods = [row.period.printed for row in sent.lines.all()]
        rows = [
            SummaryRow("KPI", Cell(sent.kpi.name, self.to.of("kpi", sent.kpi.reference))),
            SummaryRow("Periods", Cell(periods_words(periods))),
            SummaryRow("Owner", Cell(owner or "no owner named", note=sent.kpi.owner_role, unknown=not owner)),
            SummaryRow("Came", Cell(sent.get_channel_display(), note=sent.file_name)),
        ]
        if sent.file_hash:
            rows.append(SummaryRow("The file’s SHA-256", Cell(sent.file_hash)))
        if sent.kind == ReturnKind.CORRECTION:
            rows.append(SummaryRow("Why the figures change", Cell(sent.reason)))
        return rows

    def _entries(self) -> list[HistoryEntry]:
        steps = self.sent.steps.select_related("made_by").order_by("-made_at", "-pk")
        return [
            HistoryEntry(
                f"{step.get_step_display()}.",
                timezone.localtime(step.made_at),
                str(step.made_by),
                step.reason,
            )
            for step in steps
        ]
