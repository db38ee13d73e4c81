"""Saved exports: the list with its files, a new one, making a file now, taking a file away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.spreadsheets import csv, workbook
from commissioning.exchange.forms_exports import SavedExportForm
from commissioning.exchange.models import ExportFile, ExportFormat, SavedExport
from commissioning.exchange.selectors.saved import export_views
from commissioning.exchange.services import exports
from commissioning.reporting.views.files import ZIP, file_response
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

INVALID = 400
CONTENT_TYPES = {
    ExportFormat.XLSX: workbook.CONTENT_TYPE,
    ExportFormat.CSV: csv.CONTENT_TYPE,
    ExportFormat.ZIP: ZIP,
}


@require_safe
def saved_exports(request: HttpRequest, key: str) -> HttpResponse:
    """The reader's own exports of the programme, each with the files that were made of it."""
    programme = _exportable(request, key)
    rows = SavedExport.objects.filter(programme=programme, made_by=user_of(request))
    context = {
        **programme_frame(request, programme, "saved_exports"),
        "heading": "Saved exports",
        "exports": export_views(rows),
        "add_url": reverse("saved_export_add", args=[programme.key]),
        "workbook_url": reverse("workbook", args=[programme.key]),
    }
    return render(request, "exchange/saved_exports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_export_add(request: HttpRequest, key: str) -> HttpResponse:
    """A new export; the address may already say which table and filters: ?table=risks&query=state%3Dopen."""
    programme = _exportable(request, key)
    start = {name: request.GET.get(name, "") for name in ("table", "query", "name")}
    form = SavedExportForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = exports.save_export(
                programme,
                name=form.cleaned_data["name"],
                table=form.cleaned_data["table"],
                query=form.cleaned_data["query"],
                file_format=form.cleaned_data["format"],
                cadence=form.cleaned_data["cadence"],
                by=user_of(request),
                grants=grants_of(request),
                on=request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved: {saved.name}.")
            return redirect("saved_exports", programme.key)
    trail = (Link("Saved exports", reverse("saved_exports", args=[programme.key])),)
    context = {
        **programme_frame(request, programme, "saved_exports", trail=trail),
        "caption": f"{programme.place}: {programme.name}",
        "heading": "Save an export",
        "form": form,
        "submit_text": "Save the export",
        "cancel_url": reverse("saved_exports", args=[programme.key]),
    }
    return render(request, "exchange/saved_export_add.html", context, status=INVALID if form.errors else 200)


@require_POST
def saved_export_act(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Make a file now (step=make), or ask (step=ask) and then remove the export with its files (step=remove)."""
    programme, export = _own(request, key, pk)
    step = request.POST.get("step", "")
    if step == "make":
        made = exports.make_file(export, on=request.today)  # type: ignore[attr-defined]
        if made.problem:
            messages.warning(request, made.problem)
        else:
            messages.success(request, f"Made: {made.file_name}.")
    elif step == "ask":
        return _sure(request, programme, export)
    elif step == "remove":
        exports.remove_export(export, by=user_of(request))
        messages.success(request, f"Removed: {export.name}.")
    return redirect("saved_exports", programme.key)


@require_safe
def saved_export_file(request: HttpRequest, key: str, pk: int, number: int) -> HttpResponse:
    """A file as it was made; its maker's only, and only while they may take spreadsheets away."""
    _, export = _own(request, key, pk)
    made: ExportFile = record_or_404(request, ExportFile.objects.all(), export=export, pk=number, problem="")
    kind = ExportFormat(made.file_name.rsplit(".", 1)[-1])
    return file_response(bytes(made.content), CONTENT_TYPES[kind], made.file_name)


def _sure(request: HttpRequest, programme: Programme, export: SavedExport) -> HttpResponse:
    back = reverse("saved_exports", args=[programme.key])
    context = {
        **programme_frame(request, programme, "saved_exports", trail=(Link("Saved exports", back),)),
        "caption": f"{programme.place}: {programme.name}",
        "heading": f"Remove “{export.name}”?",
        "count": export.files.count(),
        "cancel_url": back,
    }
    return render(request, "exchange/saved_export_remove.html", context)


def _exportable(request: HttpRequest, key: str) -> Programme:
    programme = programme_or_404(request, key)
    require(request, Permission.EXPORT, programme)
    return programme


def _own(request: HttpRequest, key: str, pk: Any) -> tuple[Programme, SavedExport]:
    programme = _exportable(request, key)
    rows = SavedExport.objects.select_related("programme", "made_by")
    found: SavedExport = record_or_404(request, rows, programme=programme, made_by=user_of(request), pk=pk)
    return programme, found
