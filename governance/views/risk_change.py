"""Record a risk, and change what is said of one; its scores and its state change by acts of their own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.fuzzydate import FuzzyDate
from governance.forms_risks import RiskForm, said
from governance.models import Risk
from governance.services.risks import LABELS, add_risk, change_risk
from governance.views.risk_edit import EditPage, risks_trail, status_of
from procurement.models import ProcurementPhase
from programmes.models import Programme
from programmes.selectors.edits import WatchedField
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

PRINTED = (
    "A paper prints this risk, so its title and its words stay as printed: a mistake in copying them is corrected "
    "under Data entry. Say here what the paper leaves open."
)


def phases_of(request: HttpRequest, programme: Programme) -> QuerySet[ProcurementPhase]:
    return ProcurementPhase.objects.visible_to(grants_of(request)).filter(programme=programme)


def watched_of(programme: Programme) -> tuple[WatchedField, ...]:
    """The words of a risk, from the record or from a row of its history."""
    phases = {phase.pk: str(phase) for phase in ProcurementPhase.objects.filter(programme=programme)}

    def shown(name: str) -> Any:
        if name == "phase":
            return lambda row: phases.get(row.phase_id, "")
        if name == "raised":
            return lambda row: _raised(row).printed
        return lambda row: said(name, getattr(row, name))

    return tuple(WatchedField(name, label, shown(name)) for name, label in LABELS.items())


def _raised(row: Any) -> FuzzyDate:
    """The day of raising of a risk, or of a row of its history, which has the columns alone."""
    return FuzzyDate(
        row.raised_text, row.raised_start, row.raised_end, row.raised_precision, row.raised_status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def risk_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a new risk; 422 with the problems where it cannot be saved."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_RISKS, programme)
    today = request.today  # type: ignore[attr-defined]
    form = RiskForm(
        request.POST if request.method == "POST" else None,
        phases=phases_of(request, programme),
        initial={"raised": f"{today.day} {today:%B %Y}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_risk(
                programme,
                form.words(),
                by=user_of(request),
                grants=grants_of(request),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The risk is {made.reference}. It is not assessed yet.")
            return redirect("risk", programme.key, made.reference)
    context = {
        **programme_frame(request, programme, "risks", trail=risks_trail(programme)),
        "form": form,
        "heading": "Record a risk",
        "caption": f"{programme.place}: {programme.name}",
        "intro": "A cause may bring about an event, and the event has an effect. Scores are given afterwards, on the "
        "risk’s own page.",
        "submit_text": "Record this risk",
        "cancel_url": reverse("risks", args=[programme.key]),
    }
    return render(request, "governance/risk_form.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One form for all that is said of a risk; 409 with both versions for who was overtaken, 422 with what is wrong."""
    programme = programme_or_404(request, key)
    risk: Risk = record_or_404(request, Risk.objects.all(), programme=programme, reference=ref)
    require(request, Permission.EDIT_RISKS, programme)
    return RiskChange(request, programme, risk, reverse("risk", args=[programme.key, ref])).answer()


class RiskChange(EditPage):
    heading = "Change what is said of this risk"

    @property
    def frame(self) -> dict[str, Any]:
        return {**super().frame, "intro": PRINTED if self.record.fact_id else ""}

    def form(self, data: QueryDict | None = None) -> RiskForm:
        return RiskForm(data, phases=phases_of(self.request, self.programme), risk=self.record)

    def write(self, form: RiskForm) -> tuple[str, ...]:
        return change_risk(
            self.record,
            form.words(),
            version=form.cleaned_data["version"] or 0,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.cleaned_data["reason"],
        )

    def watched(self) -> tuple[WatchedField, ...]:
        return watched_of(self.programme)

    def words_of(self, form: RiskForm, name: str) -> str:
        return form.words_of(name)
