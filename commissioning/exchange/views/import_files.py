"""Files of an import: the template to fill in, the refused rows with their reasons, the file as it was handed in."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.spreadsheets import Properties, csv, csv_bytes, workbook, workbook_bytes
from commissioning.exchange.models import ImportRun
from commissioning.exchange.registers import resource_class
from commissioning.exchange.selectors.refused import refused_table
from commissioning.exchange.selectors.template import template_bytes
from commissioning.exchange.services.receiving import MAY_NOT
from commissioning.exchange.views.base import act_in, register_or_404, run_or_404
from commissioning.reporting.views.files import file_response
from programmes.views.base import programme_or_404

GONE: Final = "Files are kept for {days} days. This one has been removed; its receipt stays."


@require_safe
def template_xlsx(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """An empty sheet with the register's columns, and a sheet that says what each holds."""
    programme = programme_or_404(request, key)
    act = act_in(request, programme, register_or_404(register))
    resource = resource_class(register)()
    if not resource.may(act):
        raise PermissionDenied(MAY_NOT)
    name = f"{register.replace('_', '-')}-template.xlsx"
    return file_response(template_bytes(resource, act), workbook.CONTENT_TYPE, name)


@require_safe
def refused_rows(request: HttpRequest, key: str, pk: Any, ending: str) -> HttpResponse:
    """Every refused row with its reasons, to be put right and handed in again."""
    programme, run, _ = run_or_404(request, key, pk)
    table = refused_table(run)
    name = f"{run.file_name.rsplit('.', 1)[0]}-refused.{ending}"
    if ending == "csv":
        return file_response(csv_bytes(table), csv.CONTENT_TYPE, name)
    if ending != "xlsx":
        raise Http404("No such file.")
    about = Properties(f"Refused rows of {run.file_name}", "", programme.key, timezone.now())
    return file_response(workbook_bytes([table], about), workbook.CONTENT_TYPE, name)


@require_safe
def original(request: HttpRequest, key: str, pk: Any) -> HttpResponse:
    """The file, byte for byte as it was handed in."""
    _, run, _ = run_or_404(request, key, pk)
    content = ImportRun.objects.values_list("content", flat=True).get(pk=run.pk)
    if not content and run.size:
        messages.info(request, GONE.format(days=settings.IMPORT_FILE_DAYS))
        return redirect("import_run", key, run.pk)
    return file_response(bytes(content), "application/octet-stream", run.file_name)
