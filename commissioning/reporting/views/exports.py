"""Files to take away: the programme's workbook, and each table as CSV or as a workbook of its own."""

from datetime import date
from functools import partial

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import commissioning
from commissioning.core.access import Permission
from commissioning.reporting.exports import TABLES, table
from commissioning.reporting.exports.asked import form_of, view_words
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.workbook import (
    Taken,
    write_csv_archive,
    write_programme_workbook,
    write_view_workbook,
)
from commissioning.reporting.views.files import ZIP, csv_response, workbook_response, written_response
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, read_day, require


@require_safe
def workbook_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Everything of the programme on the day asked about."""
    programme = _exportable(request, key)
    material = Material(programme, day_asked(request), request.GET, partial(sight_of, request, programme))
    taken = _taken(request, programme)
    name = f"{key}-as-at-{material.on.isoformat()}.xlsx"
    return workbook_response(lambda out: write_programme_workbook(out, material, taken), name)


@require_safe
def table_csv(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One table; registers, plans and discrepancies hold the view of the address, every page of it."""
    material = _material(request, key, name)
    return csv_response(table(material, name), _name(material, name, "csv"))


@require_safe
def table_xlsx(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The same as a workbook with a cover that says which view it holds."""
    material = _material(request, key, name)
    taken = _taken(request, material.programme)
    view = view_words(material, name)
    return workbook_response(
        lambda out: write_view_workbook(out, material, name, taken, view), _name(material, name, "xlsx")
    )


@require_safe
def table_zip(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The CSV with what the workbook says beside its table: its data dictionary and where it comes from."""
    material = _material(request, key, name)
    taken = _taken(request, material.programme)
    view = view_words(material, name)
    return written_response(
        lambda out: write_csv_archive(out, material, name, taken, view), ZIP, _name(material, name, "zip")
    )


def _exportable(request: HttpRequest, key: str) -> Programme:
    programme = programme_or_404(request, key)
    require(request, Permission.EXPORT, programme)
    return programme


def _material(request: HttpRequest, key: str, name: str) -> Material:
    """Raises BadRequest for a filter that cannot be read: the file would hold other rows than those asked for."""
    programme = _exportable(request, key)
    if name not in TABLES:
        raise Http404("No such table.")
    material = Material(programme, day_asked(request), request.GET, partial(sight_of, request, programme))
    form = form_of(material, name)
    if form is not None and form.problems:
        raise BadRequest(" ".join(form.problems))
    return material


def day_asked(request: HttpRequest) -> date:
    """As `as_at`, but a day that cannot be read is refused: a file has no place to say that it shows today instead."""
    given = request.GET.get("on", "").strip()
    if not given:
        today: date = request.today  # type: ignore[attr-defined]
        return today
    day, problem = read_day(given)
    if day is None:
        raise BadRequest(problem)
    return day


def _taken(request: HttpRequest, programme: Programme) -> Taken:
    roles = ", ".join(grants_of(request).roles(programme.pk))
    version = getattr(commissioning, "__version__", "")
    product = f"{settings.BRANDING['service_name']} {version}".strip()
    return Taken(roles, timezone.now(), product)


def _name(material: Material, name: str, ending: str) -> str:
    return f"{material.programme.key}-{name.replace('_', '-')}-as-at-{material.on.isoformat()}.{ending}"
