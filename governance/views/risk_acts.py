"""Assess a risk, and escalate, return, review, mitigate, accept, close or reopen it."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from governance.forms_risks import ActForm, AssessForm
from governance.models import Body, Risk
from governance.models.risks import RiskLevel
from governance.rules.risk_states import CLOSED_FIRST, Act, act_problem
from governance.selectors.risks import RiskView, bands_on, risk_of, risks
from governance.services.risk_acts import act_on
from governance.services.risks import assess
from governance.tables_risks import bands_line, score_cell, state_cell
from governance.views.risk_edit import risks_trail, status_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

MOVED: Final = (
    "Somebody else changed this risk while you had the page open. It stands below as it is now, and what you typed is "
    "kept: look at it, then save again or go back."
)
HEADINGS: Final = {
    Act.ESCALATE: ("Escalate this risk", "Escalate it"),
    Act.RETURN: ("End the escalation of this risk", "End the escalation"),
    Act.REVIEW: ("Record a review of this risk", "Save this review"),
    Act.MITIGATE: ("Say that this risk is being mitigated", "Save"),
    Act.ACCEPT: ("Accept this risk", "Accept it"),
    Act.CLOSE: ("Close this risk", "Close it"),
    Act.REOPEN: ("Reopen this risk", "Reopen it"),
}
INTROS: Final = {
    Act.ESCALATE: "The body is named beside the risk from that day on, until the escalation ends.",
    Act.RETURN: "The risk is again for the programme alone. That it was escalated stays in its history.",
    Act.REVIEW: "A review that changes a score is an assessment: record that first, then the review.",
    Act.MITIGATE: "What is done about it is under way.",
    Act.ACCEPT: "The programme lives with the risk as it stands. It stays on the register with its score.",
    Act.CLOSE: "It can no longer happen, or no longer matters. It stays on the register, after the open ones.",
    Act.REOPEN: "It goes back to assessed, or to identified where nobody has assessed it.",
}


def _found(request: HttpRequest, key: str, ref: str) -> tuple[Programme, Risk, RiskView]:
    """The risk as it stands today, for one who may keep risks."""
    programme = programme_or_404(request, key)
    record: Risk = record_or_404(request, Risk.objects.all(), programme=programme, reference=ref)
    require(request, Permission.EDIT_RISKS, programme)
    view = risk_of(risks(programme, _today(request), include_later=True), ref)
    if view is None:
        raise Http404("No such risk.")
    return programme, record, view


def _today(request: HttpRequest) -> date:
    today: date = request.today  # type: ignore[attr-defined]
    return today


def _context(request: HttpRequest, programme: Programme, view: RiskView, form: Any) -> dict[str, Any]:
    home = reverse("risk", args=[programme.key, view.reference])
    banding = bands_on(programme, _today(request))
    return {
        **programme_frame(
            request, programme, "risks", trail=(*risks_trail(programme), Link(view.reference, home))
        ),
        "caption": f"{programme.place}: {view.reference}, {view.title}",
        "form": form,
        "cancel_url": home,
        "record_rows": [
            SummaryRow("State", state_cell(view)),
            SummaryRow("Inherent", score_cell(view.inherent, banding)),
            SummaryRow("Current", score_cell(view.current, banding)),
            SummaryRow("Target", score_cell(view.target, banding)),
        ],
        "bands": bands_line(banding),
        "illustrative": view.illustrative,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def risk_assess(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form of an assessment; `?level=target` chooses of what. 422 with what is wrong."""
    programme, record, view = _found(request, key, ref)
    today = _today(request)
    asked = request.GET.get("level", "")
    initial = {
        "level": asked if asked in RiskLevel.values else RiskLevel.CURRENT,
        "day": f"{today.day} {today:%B %Y}",
    }
    form = AssessForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = assess(record, form.judgement(), by=user_of(request), grants=grants_of(request), on=today)
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            score = made.likelihood * made.impact
            messages.success(
                request, f"Saved. {made.get_level_display()}: {made.likelihood} × {made.impact} = {score}."
            )
            return redirect("risk", key, ref)
    context = {
        **_context(request, programme, view, form),
        "heading": "Assess this risk",
        "intro": "An assessment is added to those before it; the latest of each level counts.",
        "problem": "" if view.is_open else CLOSED_FIRST,
        "submit_text": "Save this assessment",
    }
    return render(request, "governance/risk_act.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_act(request: HttpRequest, key: str, ref: str, kind: str) -> HttpResponse:
    """The form of one act; one that the risk's state does not let through says why instead, and is refused."""
    programme, record, view = _found(request, key, ref)
    if kind not in tuple(Act):
        raise Http404("No such act.")
    act = Act(kind)
    bodies = Body.objects.visible_to(grants_of(request)).filter(programme=programme)
    form = _act_form(request, act, bodies, record)
    status = 200
    if request.method == "POST":
        saved, status = _acted(request, record, act, form)
        if saved:
            return redirect("risk", key, ref)
        if status == CONFLICT:
            view = _found(request, key, ref)[2]
            form = _act_form(request, act, bodies, record, version=view.version)
    heading, submit = HEADINGS[act]
    context = {
        **_context(request, programme, view, form),
        "heading": heading,
        "intro": INTROS[act],
        "problem": act_problem(act, view.standing),
        "no_bodies": act is Act.ESCALATE and not form.bodies,
        "overtaken": MOVED if status == CONFLICT else "",
        "submit_text": submit,
    }
    return render(request, "governance/risk_act.html", context, status=status)


def _act_form(
    request: HttpRequest, act: Act, bodies: Any, record: Risk, *, version: int | None = None
) -> ActForm:
    """The form as it was typed; with `version` one that takes the risk as it is now."""
    today = _today(request)
    initial = {"day": f"{today.day} {today:%B %Y}", "version": record.version}
    if request.method != "POST":
        return ActForm(None, act=act, bodies=bodies, initial=initial)
    data = request.POST.copy()
    if version is not None:
        data["version"] = str(version)
    return ActForm(data, act=act, bodies=bodies, initial=initial)


def _acted(request: HttpRequest, record: Risk, act: Act, form: ActForm) -> tuple[bool, int]:
    """(saved, status) of the form that was sent."""
    if not form.is_valid():
        return False, status_of(form)
    try:
        act_on(
            record,
            act,
            form.done(),
            by=user_of(request),
            grants=grants_of(request),
            on=_today(request),
            version=form.cleaned_data["version"],
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return False, status_of(form)
    except StaleEdit:
        return False, CONFLICT
    messages.success(request, "Saved. It stands in the risk’s history with its reason.")
    return True, 200
