"""Record the position of a body on a decision that needs it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.forms_positions import PositionForm
from governance.models import Body
from governance.services.positions import record_position
from governance.views.decisions_change import decision_or_404, offered, trail_of, who
from procurement.views.phase_pages import sent, status_of
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame


@require_http_methods(["GET", "HEAD", "POST"])
def position_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What one of the bodies asked said, with its conditions; 422 with what is wrong, or where others were quicker."""
    programme = programme_or_404(request, key)
    decision = decision_or_404(request, programme, ref)
    choices = offered(request, programme)
    form = PositionForm(
        request.POST if request.method == "POST" else None,
        bodies=Body.objects.filter(positions_asked__decision=decision),
        meetings=choices["meetings"],
        documents=choices["documents"],
        initial={"version": decision.version},
    )
    url = reverse("decision", args=[programme.key, ref])
    if request.method == "POST":
        answer = sent(
            request,
            form,
            lambda: record_position(
                decision,
                form.stated(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                **who(request),
            ),
            "Saved. The position stands beside those before it, and each condition is an action.",
            url,
        )
        if answer is not None:
            return answer
    context = {
        **programme_frame(request, programme, "decisions", trail=trail_of(programme, decision)),
        "form": form,
        "heading": "Record a position",
        "caption": f"{decision.reference}: {decision.title}",
        "intro": "A position is written once and cannot be changed: a later one of the same body takes its place, and "
        "both stay. Only the bodies that the decision asks are offered.",
        "submit_text": "Record this position",
        "cancel_url": url,
        "illustrative": decision.illustrative,
    }
    return render(request, "governance/decision_form.html", context, status=status_of(form))
