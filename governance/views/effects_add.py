"""Plan what a decision puts into effect: a form for each kind of change. Nothing but the plan is saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from governance.forms_effects import FORMS, HEADINGS, PlanForm
from governance.models import Decision, DecisionEffect
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.services.effects import plan_effect
from governance.views.decisions_change import decision_or_404, trail_of, who
from procurement.views.phase_pages import status_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require
from programmes.views.page import programme_frame


@require_http_methods(["GET", "HEAD", "POST"])
def effect_add(request: HttpRequest, key: str, ref: str, kind: str) -> HttpResponse:
    """The form of one kind; 404 for no kind of change, and for a decision that puts nothing into effect."""
    programme = programme_or_404(request, key)
    require(request, Permission.RECORD_DECISIONS, programme)
    decision = decision_or_404(request, programme, ref)
    code = kind.replace("-", "_")
    if code not in FORMS or decision.outcome not in PUTS_INTO_EFFECT:
        raise Http404("No such change.")
    form = FORMS[code](
        request.POST if request.method == "POST" else None, programme=programme, grants=grants_of(request)
    )
    made = _made(request, decision, code, form) if request.method == "POST" else None
    if made is not None:
        messages.success(request, f"Planned as {made.reference}. Nothing has changed yet.")
        return redirect("effect", programme.key, decision.reference, made.reference)
    return _page(request, programme, decision, code, form)


def _made(request: HttpRequest, decision: Decision, code: str, form: PlanForm) -> DecisionEffect | None:
    if not form.is_valid():
        return None
    try:
        return plan_effect(decision, code, form.plan(), reason=form.cleaned_data["reason"], **who(request))
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None


def _page(
    request: HttpRequest, programme: Programme, decision: Decision, code: str, form: PlanForm
) -> HttpResponse:
    context = {
        **programme_frame(request, programme, "decisions", trail=trail_of(programme, decision)),
        "form": form,
        "heading": HEADINGS[code],
        "caption": f"{decision.reference}: {decision.title}",
        "intro": form.intro,
        "submit_text": "Keep this plan",
        "cancel_url": reverse("decision", args=[programme.key, decision.reference]),
        "illustrative": decision.illustrative,
    }
    return render(request, "governance/decision_form.html", context, status=status_of(form))
