"""Handing spreadsheets in: what may be imported, what was, and the upload."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.tables import pagination_of
from commissioning.exchange import jobs
from commissioning.exchange.access import may_read, registers_for
from commissioning.exchange.forms import UploadForm
from commissioning.exchange.models import ImportRun
from commissioning.exchange.registers import resource_class
from commissioning.exchange.services import receiving
from commissioning.exchange.tables import register_table, run_table
from commissioning.exchange.views.base import act_in, register_or_404, trail
from programmes.models import Programme
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame

PAGE_SIZE = 50
INVALID = 400


@require_safe
def imports(request: HttpRequest, key: str) -> HttpResponse:
    """The registers that the reader may import into, and the imports they may read, newest first."""
    programme = programme_or_404(request, key)
    act = act_in(request, programme, "services")
    rows = (
        ImportRun.objects.filter(programme=programme)
        .defer("content")
        .select_related("made_by", "confirmed_by")
    )
    readable = [run for run in rows if may_read(run, act)]
    page = Paginator(readable, PAGE_SIZE).get_page(request.GET.get("page"))
    registers = registers_for(act)
    context: dict[str, Any] = {
        **programme_frame(request, programme, "imports"),
        "heading": "Imports",
        "may_import": bool(registers),
        "registers": register_table(registers, programme),
        "table": run_table(page.object_list, programme),
        "pagination": pagination_of(page, request.GET, "import" if page.paginator.count == 1 else "imports"),
    }
    return render(request, "exchange/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """The upload. Nothing is imported before its preview has been confirmed."""
    programme = programme_or_404(request, key)
    act = act_in(request, programme, register_or_404(register))
    if not resource_class(register)().may(act):
        raise PermissionDenied(receiving.MAY_NOT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return _form(request, programme, register, form)
    act = act_in(request, programme, register, effective_on=form.cleaned_data["effective_on"])
    sent = form.cleaned_data["file"]
    run = jobs.receive_and_check(register, act, content=sent.read(), file_name=sent.name, programme=programme)
    return redirect("import_run", programme.key, run.pk)


def _form(request: HttpRequest, programme: Programme, register: str, form: UploadForm) -> HttpResponse:
    resource = resource_class(register)
    context = {
        **programme_frame(request, programme, "imports", trail=trail(programme)),
        "caption": f"{programme.place}: {programme.name}",
        "heading": f"Import {resource.title.lower() if not resource.title.isupper() else resource.title}",
        "form": form,
        "resource": resource,
        "template_url": reverse("import_template", args=[programme.key, register]),
        "export_url": f"{reverse('table_xlsx', args=[programme.key, register])}?{resource.query}".rstrip("?"),
        "submit_text": "Continue to the preview",
        "cancel_url": reverse("imports", args=[programme.key]),
    }
    return render(request, "exchange/import_add.html", context, status=INVALID if form.errors else 200)
