"""A programme's scales of status and its tolerances: see them, and set them with a reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.forms.door import DoorForm
from governance.forms_workstreams import ScaleAddForm, ScaleForm, ToleranceForm
from governance.models import StatusScale
from governance.rules.words import quoted
from governance.selectors.status_scales import ScaleRow, scale_of, scale_rows
from governance.selectors.tolerances import tolerances
from governance.services.scales import add_scale, change_scale, set_tolerance
from governance.tables_workstreams import scale_table, tolerances_table
from procurement.views.scope_change import INVALID
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

OVERTAKEN = (
    "Somebody changed this while you had the page open. What stands now is shown; what you typed is kept."
)


def _status(form: DoorForm | None, *, overtaken: bool = False) -> int:
    if overtaken:
        return CONFLICT
    return INVALID if form is not None and form.is_bound and form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
def status_scale_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every scale with its points; who sets scales may add one. 422 where it cannot be added."""
    programme = programme_or_404(request, key)
    may = grants_of(request).may(Permission.SET_SCALES, programme.pk)
    if request.method == "POST":
        require(request, Permission.SET_SCALES, programme)
    form = ScaleAddForm(request.POST if request.method == "POST" else None) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = add_scale(
                programme, form.cleaned_data["name"], by=user_of(request), grants=grants_of(request)
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(
                request, "Added, with three points to begin with. Change them to your own words."
            )
            return redirect("status_scale_change", programme.key, made.reference)
    rows = scale_rows(programme)
    context = {
        **programme_frame(request, programme, "workstreams"),
        "heading": "Status scales",
        "scales": [{"row": row, "table": scale_table(row), "after": _after(row)} for row in rows],
        "empty": None
        if rows
        else Empty("No scale is recorded", "A work stream’s status is given in the words of a scale."),
        "form": form,
        "may_set": may,
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/status_scales.html", context, status=_status(form))


def _after(row: ScaleRow) -> str:
    """What comes after a point that is complete, where anything does."""
    if not row.after_complete:
        return ""
    first = next(point for point in row.points if point.is_complete)
    follow = quoted(point.label for point in row.after_complete)
    return (
        f"“{first.label}” is not the last point: {follow} follow."
        if len(row.after_complete) > 1
        else (f"“{first.label}” is not the last point: {follow} follows.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def status_scale_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The points of a scale; 422 with what is wrong, 409 where somebody was quicker. Nothing typed is lost."""
    programme = programme_or_404(request, key)
    record: StatusScale = record_or_404(
        request, StatusScale.objects.all(), programme=programme, reference=ref
    )
    require(request, Permission.SET_SCALES, programme)
    row = scale_of(scale_rows(programme), ref)
    if row is None:
        raise Http404("No such scale.")
    form = _scale_form(row, request.POST if request.method == "POST" else None)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_scale(
                record,
                name=given["name"],
                points=form.plans(),
                is_default=given["is_default"],
                by=user_of(request),
                grants=grants_of(request),
                reason=given["reason"],
                version=given["version"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            data = request.POST.copy()
            data["version"] = str(row.version)
            form, overtaken = _scale_form(row, data), True
        else:
            messages.success(
                request, "Saved. Statuses already given keep the point that they were given with."
            )
            return redirect("status_scales", programme.key)
    every = reverse("status_scales", args=[programme.key])
    context = {
        **programme_frame(request, programme, "workstreams", trail=[Link("Status scales", every)]),
        "form": form,
        "scale": row,
        "table": scale_table(row),
        "overtaken": OVERTAKEN if overtaken else "",
        "heading": f"Change the scale “{row.name}”",
        "caption": f"{programme.place}: {programme.name}",
        "cancel_url": every,
        "illustrative": row.illustrative,
    }
    return render(
        request, "governance/status_scale_change.html", context, status=_status(form, overtaken=overtaken)
    )


def _scale_form(row: ScaleRow, data: Any) -> ScaleForm:
    initial = {"name": row.name, "is_default": row.is_default, "version": row.version}
    return ScaleForm(data, scale=row, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def tolerance_list(request: HttpRequest, key: str) -> HttpResponse:
    """How far each dimension may stray, whose limit that is, and a form to set one with its reason."""
    programme = programme_or_404(request, key)
    may = grants_of(request).may(Permission.SET_SCALES, programme.pk)
    if request.method == "POST":
        require(request, Permission.SET_SCALES, programme)
    form = _tolerance_form(programme, request.POST if request.method == "POST" else None) if may else None
    overtaken = False
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _set(request, programme, form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            data = request.POST.copy()
            data["seen"] = ToleranceForm.stamps(tolerances(programme))
            form, overtaken = _tolerance_form(programme, data), True
        else:
            messages.success(request, "Saved. Reports that are approved keep the ratings that they state.")
            return redirect("tolerances", programme.key)
    views = tolerances(programme)
    own = sum(view.is_own for view in views)
    context = {
        **programme_frame(request, programme, "reports"),
        "heading": "Tolerances",
        "summary": f"{own} of {len(views)} set by this programme; the others are this product’s own suggestions, "
        "stated by no standard.",
        "table": tolerances_table(views),
        "form": form,
        "overtaken": OVERTAKEN if overtaken else "",
        "illustrative": any(view.illustrative for view in views),
    }
    return render(request, "governance/tolerances.html", context, status=_status(form, overtaken=overtaken))


def _tolerance_form(programme: Programme, data: Any) -> ToleranceForm:
    views = tolerances(programme)
    return ToleranceForm(data, views=views, initial={"seen": ToleranceForm.stamps(views)})


def _set(request: HttpRequest, programme: Programme, form: ToleranceForm) -> None:
    given = form.cleaned_data
    set_tolerance(
        programme,
        given["dimension"],
        amber_from=given["amber_from"],
        red_from=given["red_from"],
        words=given["words"],
        by=user_of(request),
        grants=grants_of(request),
        reason=given["reason"],
        version=form.version_of(given["dimension"]),
    )
