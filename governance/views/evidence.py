"""Attach what a review found to an intention, a risk or a recommendation, and take it off again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from governance.forms_evidence import AttachForm, DetachForm
from governance.models import EvidenceLink
from governance.selectors.evidence_links import EvidenceShown, links_of, target_of, targets_for
from governance.services.evidence import Evidence, attach_evidence, detach_evidence
from outcomes.models import ImpactFigure, LearningPoint
from programmes.models import Programme
from programmes.models.base import reference_problem
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

INVALID = 422
PAGES = {"risk": "risks", "recommendation": "asks"}  # where what evidence supports is shown


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_attach(request: HttpRequest, key: str) -> HttpResponse:
    """`?evidence=ESX-CC4C-L-01` of this review; without it, the page says where evidence is chosen."""
    programme = programme_or_404(request, key)
    grants = grants_of(request)
    if not grants.may(Permission.ATTACH_EVIDENCE):
        raise PermissionDenied("Your role does not allow you to attach evidence.")
    reference = request.GET.get("evidence", "")
    evidence = _evidence(request, programme, reference) if reference else None
    groups = targets_for(grants)
    form = AttachForm(request.POST if request.method == "POST" else None, groups=groups)
    if evidence is not None and request.method == "POST" and form.is_valid():
        done = _attach(request, evidence, form)
        if done is not None:
            return done
    context = {
        **_frame(request, programme),
        "heading": "Attach as evidence",
        "form": form if evidence is not None and groups else None,
        "evidence": evidence,
        "figure": evidence if isinstance(evidence, ImpactFigure) else None,
        "attached": [(link, _page_of(link)) for link in links_of(evidence, grants)] if evidence else [],
        "cancel_url": _area_url(evidence) if evidence else "",
        "has_targets": bool(groups),
        "illustrative": evidence.illustrative if evidence else False,
    }
    refused = request.method == "POST" and (evidence is None or bool(form.errors))
    return render(request, "governance/evidence_attach.html", context, status=INVALID if refused else 200)


def _frame(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    trail = (Link("Evidence", reverse("evidence_search", args=[programme.key])),)
    return programme_frame(request, programme, "evidence_search", trail=trail)


def _evidence(request: HttpRequest, programme: Programme, reference: str) -> Evidence:
    """The learning point or figure of the review; 404 where it has neither of that reference."""
    if reference_problem(reference):  # what no record has does not reach the database
        raise Http404("No such evidence.")
    grants = grants_of(request)
    point = LearningPoint.objects.visible_to(grants).filter(programme=programme, reference=reference)
    found: Evidence | None = point.select_related("area", "programme").first()
    if found is not None:
        return found
    rows = ImpactFigure.objects.select_related("area", "programme")
    figure: Evidence = record_or_404(request, rows, programme=programme, reference=reference)
    return figure


def _attach(request: HttpRequest, evidence: Evidence, form: AttachForm) -> HttpResponse | None:
    """Write it and lead to what it supports; None with the problems at the form's fields where it is refused."""
    grants = grants_of(request)
    target = target_of(form.cleaned_data["target"], grants)
    if target is None:  # taken away since the form was read
        form.add_error("target", "It is no longer there. Choose something else.")
        return None
    try:
        link = attach_evidence(
            evidence, target, note=form.cleaned_data["note"], by=user_of(request), grants=grants
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None
    messages.success(request, f"Attached to “{target}” as {link.reference}.")
    shown = next(each for each in links_of(evidence, grants) if each.link_id == link.pk)
    return redirect(_page_of(shown))


def _area_url(evidence: Evidence) -> str:
    area = reverse("area", args=[evidence.programme.key, evidence.area.key])
    return f"{area}#{evidence.reference}"


def _page_of(link: EvidenceShown) -> str:
    """The page that shows what the evidence supports."""
    if link.target_key == "intention":
        try:
            return reverse("intention", args=[link.programme_key, link.target_reference])
        except NoReverseMatch:
            return reverse("programme", args=[link.programme_key])
    return f"{reverse(PAGES[link.target_key], args=[link.programme_key])}#{link.target_reference}"


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_detach(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Ask why, then take the evidence off; `key` is the programme of what it supports."""
    programme = programme_or_404(request, key)
    link: EvidenceLink = record_or_404(
        request, EvidenceLink.objects.all(), programme=programme, reference=ref
    )
    require(request, Permission.ATTACH_EVIDENCE, programme)
    grants = grants_of(request)
    evidence = link.learning_point or link.impact_figure
    shown = next((each for each in links_of(evidence, grants) if each.link_id == link.pk), None)  # type: ignore[arg-type]
    back = _page_of(shown) if shown else reverse("programme", args=[programme.key])
    form = DetachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        detach_evidence(link, reason=form.cleaned_data["reason"], by=user_of(request), grants=grants)
        messages.success(request, "Taken off. The history keeps it with your reason.")
        return redirect(back)
    context = {
        **programme_frame(request, programme, ""),
        "heading": "Take this evidence off",
        "caption": f"{programme.place}: {link.reference}",
        "form": form,
        "shown": shown,
        "cancel_url": back,
        "submit_text": "Take it off",
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "governance/evidence_detach.html", context, status=status)
