"""Record a benefit, change one, and add what was realised; who is overtaken sees both versions and loses nothing."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.forms.door import DoorForm
from commissioning.core.tables import Cell
from governance.forms_benefits import BenefitForm, RealisedForm, initial_of
from governance.models import Benefit, BenefitRealised
from governance.selectors.benefits_fields import LABELS, printed, watched
from governance.services.benefits import BenefitPlan, add_benefit, add_realised, change_benefit
from outcomes.models import KPI
from outcomes.selectors.series import unit_of
from procurement.models import ProcurementPhase
from programmes.models import Document, Programme
from programmes.selectors.edits import edits_since
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT, THEIRS, conflict_field, stale_page

INVALID = 422
BLANK = "(blank)"
OVERTAKEN = (
    "Somebody changed this benefit while you had it open. Nothing of yours was saved. What you typed is kept below: "
    "look at what stands now, then save again."
)


@require_http_methods(["GET", "HEAD", "POST"])
def benefit_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a new benefit; 422 with what is wrong."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_RISKS, programme)
    page = BenefitPage(request, programme, None)
    form = page.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_benefit(
                programme,
                form.plan(),
                by=user_of(request),
                grants=grants_of(request),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The benefit is {made.reference}.")
            return redirect("benefit", programme.key, made.reference)
    return page.show(form)


@require_http_methods(["GET", "HEAD", "POST"])
def benefit_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The profile as it stands; 422 with what is wrong, 409 with both versions for who was overtaken."""
    programme = programme_or_404(request, key)
    record = _benefit(request, programme, ref)
    require(request, Permission.EDIT_RISKS, programme)
    page = BenefitPage(request, programme, record)
    if request.method != "POST":
        return page.show(page.form())
    return page.resolve() if request.POST.get("step") == "resolve" else page.save(request.POST)


def _benefit(request: HttpRequest, programme: Programme, ref: str) -> Benefit:
    rows = Benefit.objects.select_related("phase", "kpi", "programme")
    found: Benefit = record_or_404(request, rows, programme=programme, reference=ref)
    return found


class BenefitPage:
    """One request to write one benefit. `record` is None while it is being added."""

    def __init__(self, request: HttpRequest, programme: Programme, record: Benefit | None) -> None:
        self.request = request
        self.programme = programme
        self.record = record

    @property
    def url(self) -> str:
        if self.record is None:
            return reverse("benefits", args=[self.programme.key])
        return reverse("benefit", args=[self.programme.key, self.record.reference])

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = [Link("Benefits", reverse("benefits", args=[self.programme.key]))]
        if self.record is not None:
            trail.append(Link(self.record.reference, self.url))
        about = f"{self.record.reference}: {self.record.title}" if self.record else self.programme.name
        return {
            **programme_frame(self.request, self.programme, "benefits", trail=trail),
            "heading": "Change this benefit" if self.record else "Record a benefit",
            "caption": about if self.record else f"{self.programme.place}: {about}",
            "cancel_url": self.url,
            "submit_text": "Save this benefit",
            "illustrative": bool(self.record and self.record.illustrative),
        }

    def form(self, data: QueryDict | None = None) -> BenefitForm:
        grants = grants_of(self.request)
        return BenefitForm(
            data,
            phases=ProcurementPhase.objects.visible_to(grants).filter(programme=self.programme),
            kpis=KPI.objects.visible_to(grants).filter(programme=self.programme).order_by("reference"),
            initial=initial_of(self.record) if self.record else {},
        )

    def show(self, form: BenefitForm) -> HttpResponse:
        status = INVALID if form.is_bound and form.errors else 200
        return render(
            self.request, "governance/benefit_form.html", {**self.frame, "form": form}, status=status
        )

    def save(self, data: QueryDict) -> HttpResponse:
        """Save what was typed, or show it again with what is wrong or with what somebody else has made of it."""
        form = self.form(data)
        record = self.record
        if record is None or not form.is_valid():
            return self.show(form)
        try:
            changed = change_benefit(
                record,
                form.plan(),
                by=user_of(self.request),
                grants=grants_of(self.request),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        messages.success(self.request, f"Saved. Changed: {', '.join(LABELS[name] for name in changed)}.")
        return redirect(self.url)

    # --- somebody else was quicker ---

    def stale(self, form: BenefitForm) -> HttpResponse:
        """Each field in which the person’s version differs from what stands now, side by side."""
        assert self.record is not None  # noqa: S101
        now = Benefit.objects.select_related("phase", "kpi").get(pk=self.record.pk)
        edits = edits_since(now, form.cleaned_data["version"], watched())
        plan: BenefitPlan = form.plan()
        fields = [
            conflict_field(
                name,
                label,
                now=printed(now, name) or BLANK,
                yours=printed(plan, name) or BLANK,
                edits=edits,
            )
            for name, label in LABELS.items()
            if printed(now, name) != printed(plan, name)
        ]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this benefit while you had it open"},
            record=f"“{now.title}”",
            fields=fields,
            edits=edits,
            hidden=[(name, str(now.version) if name == "version" else value) for name, value in form.typed],
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def resolve(self) -> HttpResponse:
        """Where they keep the other’s version of a field, the present value is put in; then it is saved."""
        data = self.request.POST.copy()
        now = self.form()
        for name in LABELS:
            if data.get(f"keep_{name}") == THEIRS:
                data[name] = now[name].value() or ""
        return self.save(data)


@require_http_methods(["GET", "HEAD", "POST"])
def benefit_realised_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Add what was realised by a date, or correct an entry (`?corrects=`); 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    record = _benefit(request, programme, ref)
    require(request, Permission.EDIT_RISKS, programme)
    form = _realised_form(request, record)
    status = 0
    if request.method == "POST" and form.is_valid():
        done, status = _sent(request, record, form)
        if done:
            messages.success(request, f"Saved as {done}. It stands beside the entries before it.")
            return redirect("benefit", programme.key, ref)
    page = BenefitPage(request, programme, record)
    context = {
        **page.frame,
        "heading": "Add what was realised",
        "submit_text": "Add this entry",
        "form": form,
        "benefit": record,
    }
    invalid = INVALID if form.is_bound and form.errors else 200
    return render(request, "governance/benefit_realised_form.html", context, status=status or invalid)


def _realised_form(request: HttpRequest, record: Benefit) -> RealisedForm:
    grants = grants_of(request)
    entries = BenefitRealised.objects.visible_to(grants).filter(benefit=record, corrected_by=None)
    return RealisedForm(
        request.POST if request.method == "POST" else None,
        entries=entries,
        documents=Document.objects.visible_to(grants).filter(programme=record.programme),
        unit=unit_of(record.kpi) if record.kpi else record.unit,
        kpi=record.kpi.reference if record.kpi else "",
        initial={"version": record.version, "corrects": request.GET.get("corrects", "")},
    )


def _sent(request: HttpRequest, record: Benefit, form: RealisedForm) -> tuple[str, int]:
    """(reference of the entry, 0), or ("", status) with what is wrong on the form."""
    try:
        made = add_realised(
            record,
            today=request.today,  # type: ignore[attr-defined]
            by=user_of(request),
            grants=grants_of(request),
            **form.values(),
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return "", INVALID
    except StaleEdit as stale:
        renewed(form, stale.current.version)
        return "", CONFLICT
    return made.reference, 0


def renewed(form: DoorForm, version: int) -> None:
    """Say that somebody was quicker, and let the next save start from what stands now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was sent
    data["version"] = str(version)
    form.data = data
    form.add_error(None, OVERTAKEN)
