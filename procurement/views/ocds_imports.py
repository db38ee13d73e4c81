"""Files received from others: the list, the upload, and the file as it came."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.tables import pagination_of
from procurement.forms.ocds_import import OcdsUploadForm
from procurement.models import OcdsImport
from procurement.ocds.reading import MAX_BYTES
from procurement.services.ocds_import import TOO_LARGE, receive
from procurement.tables_import import import_table
from procurement.views.phase_pages import INVALID
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

PAGE_SIZE = 50
KNOWN = "This very file was received before. This is what was made of it."


def trail_of(to: Addresses, *more: Link) -> tuple[Link, ...]:
    return (Link("Procurement", to.of("procurement")), Link("Open contracting data", to.of("ocds")), *more)


def programme_to_publish(request: HttpRequest, key: str) -> Programme:
    """The programme, for those who publish and receive; 403 for other readers, 404 for strangers."""
    programme = programme_or_404(request, key)
    require(request, Permission.PUBLISH, programme)
    return programme


@require_safe
def ocds_imports(request: HttpRequest, key: str) -> HttpResponse:
    """Every file received, the newest first."""
    programme = programme_to_publish(request, key)
    to = Addresses(programme.key)
    records = OcdsImport.objects.filter(programme=programme).defer("original").order_by("-made_at", "-pk")
    page = Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))
    noun = "file" if page.paginator.count == 1 else "files"
    context = {
        **programme_frame(request, programme, "ocds", trail=trail_of(to)),
        "heading": "Notices received",
        "table": import_table(page.object_list, to),
        "pagination": pagination_of(page, request.GET, noun),
        "count": page.paginator.count,
        "add_url": to.of("ocds_import_add"),
        "illustrative": any(record.illustrative for record in page.object_list),
    }
    return render(request, "procurement/ocds_imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ocds_import_add(request: HttpRequest, key: str) -> HttpResponse:
    """The upload. The file is kept as it came; nothing is imported until what it would do has been seen."""
    programme = programme_to_publish(request, key)
    if request.method != "POST":
        return _form(request, programme, OcdsUploadForm())
    form = OcdsUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, programme, form)
    sent = form.cleaned_data["file"]
    if sent.size > MAX_BYTES:
        form.add_error("file", TOO_LARGE.format(most=MAX_BYTES / 1024 / 1024))
        return _form(request, programme, form)
    before = OcdsImport.objects.filter(programme=programme).count()
    try:
        record = receive(programme, sent.name, sent.read(), by=user_of(request), grants=grants_of(request))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form(request, programme, form)
    if OcdsImport.objects.filter(programme=programme).count() == before:
        messages.info(request, KNOWN)
    return redirect(Addresses(programme.key).of("ocds_import", record.reference))


def _form(request: HttpRequest, programme: Programme, form: OcdsUploadForm) -> HttpResponse:
    to = Addresses(programme.key)
    trail = trail_of(to, Link("Notices received", to.of("ocds_imports")))
    context = {
        **programme_frame(request, programme, "ocds", trail=trail),
        "caption": f"{programme.place}: {programme.name}",
        "heading": "Receive notices",
        "form": form,
        "submit_text": "Continue to the preview",
        "cancel_url": to.of("ocds_imports"),
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "procurement/ocds_import_add.html", context, status=status)


@require_safe
def ocds_import_file(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The file, byte for byte as it was received."""
    programme = programme_to_publish(request, key)
    record = record_or_404(request, OcdsImport.objects.all(), programme=programme, reference=ref)
    response = HttpResponse(bytes(record.original), content_type="application/json")
    name = f"{record.reference}.json"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
