"""A mitigation: its own page with the risks that it serves, the form of a new one, and its change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, SummaryRow
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from governance.forms_mitigations import MitigationForm
from governance.models import Mitigation, Risk
from governance.models.risks import MitigationState
from governance.rules.words import counted, joined
from governance.selectors.risk_bands import Banding
from governance.selectors.risks import MitigationShown, RiskView, bands_on, risks
from governance.services.mitigations import LABELS, add_mitigation, change_mitigation
from governance.tables_risks import NOBODY, mitigation_tag, score_cell, state_cell
from governance.views.risk_edit import EditPage, risks_trail, status_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.edits import WatchedField, edits_since
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry


def _said(name: str, value: Any) -> str:
    if name == "state":
        return str(MitigationState(value).label)
    return str(value.printed if isinstance(value, FuzzyDate) else value or "")


def _shown(name: str) -> Any:
    if name == "due":
        return lambda row: (
            FuzzyDate(row.due_text, row.due_start, row.due_end, row.due_precision, row.due_status).printed
        )
    return lambda row: _said(name, getattr(row, name))


WATCHED = tuple(WatchedField(name, label, _shown(name)) for name, label in LABELS.items())


def risks_of(request: HttpRequest, programme: Programme) -> QuerySet[Risk]:
    return Risk.objects.visible_to(grants_of(request)).filter(programme=programme)


@require_http_methods(["GET", "HEAD", "POST"])
def mitigation_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; `?risk=HAM-RISK-1` ticks what it is for. 422 with the problems where it cannot be saved."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_RISKS, programme)
    asked = request.GET.get("risk", "")
    form = MitigationForm(
        request.POST if request.method == "POST" else None,
        offered=risks_of(request, programme),
        initial={"risks": [asked] if asked else []},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_mitigation(
                programme,
                form.words(),
                by=user_of(request),
                grants=grants_of(request),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The mitigation is {made.reference}.")
            return redirect("mitigation", programme.key, made.reference)
    intro = "" if form.offered else "No risk is recorded for this programme yet: record one first."
    context = {
        **programme_frame(request, programme, "risks", trail=risks_trail(programme)),
        "form": form,
        "heading": "Record a mitigation",
        "caption": f"{programme.place}: {programme.name}",
        "intro": intro or "Record once what serves several risks: it then stands beside each of them.",
        "submit_text": "Record this mitigation",
        "cancel_url": reverse("risk", args=[programme.key, asked])
        if asked in form.offered
        else reverse("risks", args=[programme.key]),
    }
    return render(request, "governance/risk_form.html", context, status=status_of(form))


@require_safe
def mitigation(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What is done, and every risk that it serves with its scores on the day."""
    programme = programme_or_404(request, key)
    rows = Mitigation.objects.select_related("programme").prefetch_related("risks")
    record: Mitigation = record_or_404(request, rows, programme=programme, reference=ref)
    on = as_at(request)
    frame = programme_frame(request, programme, "risks", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    served = {risk.reference for risk in record.risks.all()}
    banding = bands_on(programme, on)
    every = risks(programme, on, include_later=True, banding=banding)
    views = [view for view in every if view.reference in served]
    shown = _view(record)
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Risks", to.of("risks"))],
        "record": record,
        "tags": [mitigation_tag(shown)],
        "summary": serves_words(len(views)),
        "summary_rows": [
            SummaryRow("Owner", Cell(record.owner_role) if record.owner_role else NOBODY),
            SummaryRow("By when", date_cell(record.due)),
            SummaryRow("Reference", Cell(record.reference)),
        ],
        "table": _served_table(views, banding, to),
        "entries": [*_edits(record), *recorded_entry(record)],
        "may_edit": grants_of(request).may(Permission.EDIT_RISKS, programme.pk),
        "illustrative": record.illustrative,
    }
    return render(request, "governance/mitigation.html", context)


def serves_words(count: int) -> str:
    if not count:
        return "It serves no risk: choose one, or say that it was dropped."
    return "It serves 1 risk." if count == 1 else f"It serves {counted(count, 'risk')} together."


def _view(record: Mitigation) -> MitigationShown:
    return MitigationShown(
        record.reference,
        record.text,
        record.owner_role,
        record.due,
        record.state,
        str(record.get_state_display()),
        (),
        record.illustrative,
    )


def _served_table(views: list[RiskView], banding: Banding, to: Addresses) -> Table:
    body = [
        Row(
            (
                Cell(view.title, to.of("risk", view.reference), view.reference),
                score_cell(view.current, banding),
                score_cell(view.target, banding),
                Cell(view.owner_role) if view.owner_role else NOBODY,
                state_cell(view),
            ),
            id=view.reference,
        )
        for view in views
    ]
    columns = (Column("Risk"), Column("Now"), Column("Target"), Column("Owner"), Column("State"))
    return Table("Risks that it serves", columns, body, caption_hidden=True, empty="None is named.")


def _edits(record: Mitigation) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            f"{edit.label} changed from “{edit.before or '(blank)'}” to “{edit.after or '(blank)'}”.",
            timezone.localtime(edit.at),
            edit.who,
            edit.why,
        )
        for edit in reversed(edits_since(record, 1, WATCHED))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def mitigation_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One form for a mitigation and which risks it serves; 409 with both versions for who was overtaken."""
    programme = programme_or_404(request, key)
    record: Mitigation = record_or_404(request, Mitigation.objects.all(), programme=programme, reference=ref)
    require(request, Permission.EDIT_RISKS, programme)
    url = reverse("mitigation", args=[programme.key, ref])
    return MitigationChange(request, programme, record, url).answer()


class MitigationChange(EditPage):
    heading = "Change this mitigation"

    def form(self, data: QueryDict | None = None) -> MitigationForm:
        return MitigationForm(data, offered=risks_of(self.request, self.programme), mitigation=self.record)

    def write(self, form: MitigationForm) -> tuple[str, ...]:
        return change_mitigation(
            self.record,
            form.words(),
            version=form.cleaned_data["version"] or 0,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.cleaned_data["reason"],
        )

    def watched(self) -> tuple[WatchedField, ...]:
        return WATCHED

    def words_of(self, form: MitigationForm, name: str) -> str:
        return _said(name, form.cleaned_data[name])

    def rest(self, form: MitigationForm) -> list[SummaryRow]:
        chosen = joined(form.cleaned_data["risks"])
        return [SummaryRow("For the risks", Cell(chosen)), *super().rest(form)]
