"""Open contracting data as files: what was published, a preview of what could be, and the register of contracts."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.spreadsheets import SheetTable, csv, csv_bytes
from procurement.models import ProcurementPhase, PublishedRelease
from procurement.publishing.invitations import invitations_table
from procurement.publishing.material import Material
from procurement.publishing.packages import record_package_of, release_package_of
from procurement.publishing.register import register_table
from procurement.publishing.releases import fingerprint
from procurement.publishing.standing import CURRENT, Standing, standing_of
from procurement.publishing.words import Json
from programmes.models import Programme
from programmes.views.base import programme_or_404, record_or_404, require

JSON: str = "application/json"


@require_safe
def releases_json(request: HttpRequest, key: str) -> HttpResponse:
    """The latest published release of each process; `?preview=1` what could be published now, for who may publish."""
    programme = _exportable(request, key)
    uri = request.build_absolute_uri()
    if _asks_for_preview(request, programme):
        standing, at = _now(request, programme)
        current = [process.release for process in standing.processes]
        return _preview(release_package_of(current, uri=uri, at=at), f"{key}-releases")
    rows = _published(programme)
    latest = list({row.ocid: row for row in rows}.values())
    package = release_package_of([row.body for row in latest], uri=uri, at=rows[-1].dated_at)
    return _file(request, package, rows[-1].dated_at, f"{key}-releases.json")


@require_safe
def records_json(request: HttpRequest, key: str) -> HttpResponse:
    """Every published release of each process, and all of them merged; with `?preview=1` the one of now too."""
    programme = _exportable(request, key)
    uri = request.build_absolute_uri()
    if _asks_for_preview(request, programme):
        standing, at = _now(request, programme)
        published = PublishedRelease.objects.filter(programme=programme).order_by("dated_at", "pk")
        fresh = [process.release for process in standing.processes if process.state != CURRENT]
        bodies = [*(row.body for row in published), *fresh]
        return _preview(record_package_of(bodies, uri=uri, at=at), f"{key}-records")
    return _records(request, _published(programme), f"{key}-records.json")


@require_safe
def phase_json(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The record of one phase: every release of it that was published, and all of them merged."""
    programme = _exportable(request, key)
    phase = record_or_404(request, ProcurementPhase.objects.all(), programme=programme, number=number)
    return _records(request, _published(programme, phase), f"{key}-phase-{number}.json")


@require_safe
def register_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The contracts whose award is published, as the Local Government Transparency Code 2015 asks for them."""
    programme = _exportable(request, key)
    today = request.today  # type: ignore[attr-defined]
    return _csv(register_table(Material(programme, today), settings.REGISTER_HEADERS), key, today)


@require_safe
def invitations_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The phases whose tender notice is published, as the Local Government Transparency Code 2015 asks for them."""
    programme = _exportable(request, key)
    today = request.today  # type: ignore[attr-defined]
    return _csv(invitations_table(Material(programme, today)), key, today)


def _csv(table: SheetTable, key: str, today: date) -> HttpResponse:
    response = HttpResponse(csv_bytes(table), content_type=csv.CONTENT_TYPE)
    return _named(response, f"{key}-contract-{table.name}-{today.isoformat()}.csv", attached=True)


def _exportable(request: HttpRequest, key: str) -> Programme:
    programme = programme_or_404(request, key)
    require(request, Permission.EXPORT, programme)
    return programme


def _asks_for_preview(request: HttpRequest, programme: Programme) -> bool:
    if request.GET.get("preview") != "1":
        return False
    require(request, Permission.PUBLISH, programme)
    return True


def _now(request: HttpRequest, programme: Programme) -> tuple[Standing, datetime]:
    at = timezone.now()
    return standing_of(programme, request.today, at), at  # type: ignore[attr-defined]


def _published(programme: Programme, phase: ProcurementPhase | None = None) -> Sequence[PublishedRelease]:
    """Oldest first. 404 while nothing is: an empty package is not a package, and a draft is not published."""
    rows = PublishedRelease.objects.filter(programme=programme).order_by("dated_at", "pk")
    found = list(rows.filter(phase=phase) if phase else rows)
    if not found:
        raise Http404("Nothing of it has been published yet.")
    return found


def _records(request: HttpRequest, rows: Sequence[PublishedRelease], name: str) -> HttpResponse:
    at = rows[-1].dated_at
    package = record_package_of([row.body for row in rows], uri=request.build_absolute_uri(), at=at)
    return _file(request, package, at, name)


def _file(request: HttpRequest, package: Json, at: datetime, name: str) -> HttpResponse:
    """The package, or 304 where the reader has it already."""
    etag = quote_etag(fingerprint(package))
    modified = int(at.timestamp())
    response = _named(_json(package), name)
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    patch_cache_control(response, private=True, no_store=True)
    kept = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    return response if kept is None else kept


def _preview(package: Json, name: str) -> HttpResponse:
    """Marked as what it is, in its name and in a header; never kept by a cache."""
    response = _named(_json(package), f"{name}-preview-not-published.json")
    response["X-Publication-State"] = "preview"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _json(package: Json) -> HttpResponse:
    text = json.dumps(package, ensure_ascii=False, indent=1)
    return HttpResponse(text.encode(), content_type=JSON)


def _named(response: HttpResponse, name: str, *, attached: bool = False) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(as_attachment=attached, filename=name) or ""
    return response
