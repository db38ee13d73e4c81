"""Add a service to a programme: type, look at the summary, confirm."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.preview import undone
from procurement.forms.scope_change import AddForm
from procurement.models import ProcurementPhase
from procurement.services.scope import add_service_to_phase
from procurement.tables_scope import changes_table, history_to_be
from procurement.views.scope_change import INVALID, later_words
from programmes.models import Programme, ScopeChange, Service
from programmes.rules import tidy
from programmes.selectors.history import change_entry
from programmes.selectors.leads import leads_to_name, may_add_services
from programmes.views.base import grants_of, programme_or_404, user_of
from programmes.views.page import programme_frame

WRONG = "If this was wrong, change its scope: the history keeps both."


@require_http_methods(["GET", "HEAD", "POST"])
def service_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; with step=preview the summary, with step=confirm the new service."""
    programme = programme_or_404(request, key)
    if not may_add_services(programme, grants_of(request)):
        raise PermissionDenied(
            f"You may read the services of {programme.place}. They are added by commissioners, for their own "
            "organisation, or by a programme manager."
        )
    if request.method != "POST":
        return _show(request, programme, _form(request, programme))
    form = _form(request, programme, request.POST)
    step = request.POST.get("step", "")
    if step not in {"preview", "confirm"} or not form.is_valid():
        return _show(request, programme, form)
    try:
        return _confirm(request, programme, form) if step == "confirm" else _preview(request, programme, form)
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return _show(request, programme, form)


def _form(request: HttpRequest, programme: Programme, data: QueryDict | None = None) -> AddForm:
    grants = grants_of(request)
    return AddForm(
        data,
        phases=ProcurementPhase.objects.filter(programme=programme).order_by("number"),
        leads=leads_to_name(programme, grants),
        may_leave_open=grants.may(Permission.CHANGE_SCOPE, programme.pk),
    )


def _write(request: HttpRequest, programme: Programme, form: AddForm) -> tuple[Service, ScopeChange]:
    service = add_service_to_phase(
        programme, by=user_of(request), illustrative=programme.illustrative, **form.asked()
    )
    change: ScopeChange = ScopeChange.objects.select_related("made_by").get(scope__service=service)
    return service, change


def _preview(request: HttpRequest, programme: Programme, form: AddForm) -> HttpResponse:
    _, change = undone(lambda: _write(request, programme, form))
    context = {
        **_frame(request, programme),
        "heading": "Check this service before you add it",
        "act": "Add a service",
        "changes": changes_table(change, added=True),
        "entries": [history_to_be(change_entry(change))],
        "later": later_words(request, form.cleaned_data["effective"]),
        "hidden": form.typed,
        "confirm_text": "Confirm and add",
    }
    return render(request, "procurement/service_add_preview.html", context)


def _confirm(request: HttpRequest, programme: Programme, form: AddForm) -> HttpResponse:
    service, change = _write(request, programme, form)
    told = change_entry(change).sentence
    later = later_words(request, form.cleaned_data["effective"])
    messages.success(
        request, tidy(f"“{service.name}” was added as {service.reference}. {told} {later} {WRONG}")
    )
    return redirect("service", key=programme.key, ref=service.reference)


def _show(request: HttpRequest, programme: Programme, form: AddForm) -> HttpResponse:
    context = {
        **_frame(request, programme),
        "heading": "Add a service",
        "form": form,
        "submit_text": "Continue to the summary",
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "procurement/service_add.html", context, status=status)


def _frame(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    services = reverse("services", args=[programme.key])
    return {
        **programme_frame(request, programme, "services", trail=(Link("Services", services),)),
        "caption": f"{programme.place}: {programme.name}",
        "cancel_url": services,
        "illustrative": programme.illustrative,
    }
