"""Draft a highlight report, draft it again, edit it, and take it on its way to approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from governance.forms_reports import TEXTS, ReportAddForm, ReportForm, StepForm, initial_of
from governance.models import Body, HighlightReport
from governance.rules.report_periods import month_before
from governance.rules.report_steps import OF_THE_AUTHOR, Step, edit_problem, step_problem
from governance.rules.words import counted
from governance.selectors.reports import period_of, report_content
from governance.services.report_steps import take_step
from governance.services.reports import draft_report, edit_report, redraft
from governance.views.reports import STEP_WORDS, report_frame, report_or_404
from procurement.models import ProcurementPhase
from procurement.views.scope_change import INVALID
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

OVERTAKEN = "Somebody changed this report after you had opened it. Look at it, then decide again."
STEP_INTRO = {
    Step.SUBMIT: "It goes to whoever approves reports. Until it comes back, nobody edits it.",
    Step.WITHDRAW: "It is a draft again, and nobody reviews it until you send it.",
    Step.RETURN: "It goes back to its author with your note.",
    Step.APPROVE: "Everything that it shows is frozen as it stands: values, chart, ratings and words. It is never "
    "altered afterwards; later changes of the records are listed beside it.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def report_add(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the period; the draft is made from the records. 422 where it cannot be."""
    programme = programme_or_404(request, key)
    require(request, Permission.WRITE_REPORTS, programme)
    form = _add_form(request, programme)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_report(
                programme,
                form.plan(),
                by=user_of(request),
                grants=grants_of(request),
                on=request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(
                request, f"Drafted from the records as {made.reference}. Now write what they cannot say."
            )
            return redirect("report_change", programme.key, made.reference)
    every = reverse("reports", args=[programme.key])
    context = {
        **programme_frame(request, programme, "reports", trail=[Link("Highlight reports", every)]),
        "form": form,
        "heading": "Draft a highlight report",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Draft it from the records",
        "cancel_url": every,
    }
    return render(request, "governance/report_add.html", context, status=_status(form))


def _add_form(request: HttpRequest, programme: Programme) -> ReportAddForm:
    """Opened with the last whole month."""
    grants = grants_of(request)
    last = month_before(request.today)  # type: ignore[attr-defined]
    return ReportAddForm(
        request.POST if request.method == "POST" else None,
        phases=ProcurementPhase.objects.visible_to(grants).filter(programme=programme).order_by("number"),
        bodies=Body.objects.visible_to(grants).filter(programme=programme),
        initial={"period_start": last.start, "period_end": last.end, "phase": request.GET.get("phase", "")},
    )


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
def report_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The author's form. 422 with what is wrong; 409 for who was overtaken, with everything as it was typed.

    With `step=redraft` nothing is edited: the draft is brought up to the records.
    """
    programme = programme_or_404(request, key)
    report = report_or_404(request, programme, ref)
    require(request, Permission.WRITE_REPORTS, programme)
    if request.method == "POST" and request.POST.get("step") == "redraft":
        return _redraft(request, report)
    content = report_content(report, request.today)  # type: ignore[attr-defined]
    ratings = content["ratings"]
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        ratings=ratings,
        initial=initial_of(report, ratings),
    )
    if request.method != "POST" or not form.is_valid():
        return _show(request, report, form, _status(form))
    try:
        edit_report(
            report,
            form.text(),
            version=form.cleaned_data["version"],
            by=user_of(request),
            grants=grants_of(request),
            on=request.today,  # type: ignore[attr-defined]
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return _show(request, report, form, INVALID)
    except StaleEdit:
        return _overtaken(request, report, form)
    messages.success(request, "Saved. This is how the report reads now.")
    return redirect("report", programme.key, ref)


def _show(
    request: HttpRequest, report: HighlightReport, form: ReportForm, status: int, **more: Any
) -> HttpResponse:
    address = reverse("report", args=[report.programme.key, report.reference])
    context = {
        **report_frame(request, report, beneath=True),
        "form": form,
        "heading": f"Write the report of {period_of(report).printed}",
        "cancel_url": address,
        "closed": edit_problem(report.state, is_author=report.author_id == user_of(request).pk),
        **more,
    }
    return render(request, "governance/report_change.html", context, status=status)


def _overtaken(request: HttpRequest, report: HighlightReport, form: ReportForm) -> HttpResponse:
    """409: the form as typed with the version that is current, and what the report says now where it differs."""
    report.refresh_from_db()
    theirs = [
        (label, getattr(report, name) or "(blank)")
        for name, (label, _) in TEXTS.items()
        if getattr(report, name) != form.cleaned_data[name]
    ]
    data = request.POST.copy()
    data["version"] = str(report.version)
    again = ReportForm(data, ratings=form.ratings)
    return _show(request, report, again, CONFLICT, overtaken=OVERTAKEN, theirs=theirs)


def _redraft(request: HttpRequest, report: HighlightReport) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        told = redraft(
            report,
            by=user_of(request),
            grants=grants_of(request),
            on=request.today,  # type: ignore[attr-defined]
            version=int(version) if version.isdecimal() else 0,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except StaleEdit:
        messages.warning(request, OVERTAKEN)
    else:
        messages.success(
            request,
            f"Drafted again: {counted(told.lines, 'line')} added from the records, "
            f"{counted(told.suggestions, 'suggestion')} changed. Everything that you typed is kept.",
        )
    return redirect("report", report.programme.key, report.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def report_step(request: HttpRequest, key: str, ref: str, kind: str) -> HttpResponse:
    """What the step does, and the step; 422 with why it cannot be taken, 409 where somebody was quicker."""
    programme = programme_or_404(request, key)
    report = report_or_404(request, programme, ref)
    if kind not in list(Step):
        raise Http404("No such step.")
    step = Step(kind)
    may = Permission.WRITE_REPORTS if step in OF_THE_AUTHOR else Permission.APPROVE_REPORTS
    require(request, may, programme)
    form = StepForm(
        request.POST if request.method == "POST" else None, step=step, initial={"version": report.version}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            take_step(
                report,
                step,
                by=user_of(request),
                grants=grants_of(request),
                on=request.today,  # type: ignore[attr-defined]
                at=timezone.now(),
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            report.refresh_from_db()
            form = StepForm(initial={"version": report.version, "note": form.cleaned_data["note"]}, step=step)
            messages.warning(request, OVERTAKEN)
            status = CONFLICT
        else:
            messages.success(request, "Saved. The step stands in the report’s history.")
            return redirect("report", programme.key, ref)
    return _show_step(request, report, step, form, status if status != 200 else _status(form))


def _show_step(
    request: HttpRequest, report: HighlightReport, step: Step, form: StepForm, status: int
) -> HttpResponse:
    is_author = report.author_id == user_of(request).pk
    context = {
        **report_frame(request, report, beneath=True),
        "form": form,
        "heading": f"{STEP_WORDS[step]}: {period_of(report).printed}",
        "intro": STEP_INTRO[step],
        "closed": step_problem(step, report.state, is_author=is_author),
        "submit_text": STEP_WORDS[step],
        "cancel_url": reverse("report", args=[report.programme.key, report.reference]),
    }
    return render(request, "governance/report_step.html", context, status=status)
