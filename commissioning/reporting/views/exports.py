"""Files to take away: the programme's workbook, and each table as CSV or as a workbook of its own."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import commissioning
from commissioning.core.access import Permission
from commissioning.core.forms.filters import ViewForm
from commissioning.reporting.exports import TABLES, table
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.registers import listing_of
from commissioning.reporting.exports.workbook import (
    Taken,
    write_csv_archive,
    write_programme_workbook,
    write_view_workbook,
)
from commissioning.reporting.views.files import ZIP, csv_response, workbook_response, written_response
from governance.rules.register_fields import REGISTERS
from outcomes.forms import FigureForm
from procurement.views.sight import sight_of
from programmes.forms.commissioning import PartsForm
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, read_day, require
from programmes.views.lists import chips_of


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
    view = _view_words(material, name)
    return workbook_response(
        lambda out: write_view_workbook(out, material, name, taken, view), _name(material, name, "xlsx")
    )


@require_safe
def table_zip(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The CSV with what the workbook says beside its table: its data dictionary and where it comes from."""
    material = _material(request, key, name)
    taken = _taken(request, material.programme)
    view = _view_words(material, name)
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
    form = _form(material, name)
    if form is not None and form.problems:
        raise BadRequest(" ".join(form.problems))
    return material


def _form(material: Material, name: str) -> ViewForm | PartsForm | None:
    """The filter of the list that a table is the export of; None for a table that is always whole."""
    lists: dict[str, Callable[[], ViewForm | PartsForm | None]] = {
        "services": lambda: material.services.form,
        "discrepancies": lambda: material.discrepancies.form,
        "budget_lines": lambda: material.lines.form,
        "intentions": lambda: material.intentions.form,
        "milestones": lambda: material.milestones.form,
        "runway": lambda: material.runway.form,
        "calendar": lambda: material.calendar.form,
        "actions": lambda: material.actions.form,
        "decisions": lambda: material.decisions.form,
        "positions": lambda: material.decisions.form,
        **{each: partial(_register_form, material, each) for each in REGISTERS},
        "risks": lambda: material.risks.form,
        "benefits": lambda: material.benefits.form,
        "feedback": lambda: material.feedback.form,
        "stages": lambda: material.stages.form,
        "notices": lambda: material.notices.form,
        "returns": lambda: material.returns.form,
        "responsibilities": lambda: material.parts.form if material.parts else None,
        "impact_figures": lambda: material.figures.form if material.figures else None,
        "kpis": lambda: material.kpis.form,
        "contracts": lambda: material.contracts.form,
    }
    return lists[name]() if name in lists else None


def _register_form(material: Material, name: str) -> ViewForm:
    return listing_of(material, name).form


def _view_words(material: Material, name: str) -> str:
    """Which rows a file holds, in words, for its cover."""
    form = _form(material, name)
    chips = _chips(form)
    sort = material.params.get("sort", "")
    words = "; ".join(chips) or "No filter"
    return (
        f"{words}. Sorted by {sort.removeprefix('-')}{', descending' if sort.startswith('-') else ''}."
        if sort
        else words
    )


def _chips(form: ViewForm | PartsForm | None) -> list[str]:
    if form is None:
        return []
    if isinstance(form, PartsForm):
        return ["Every term of the services that fit", *(words for _, words in form.chips)]
    if isinstance(form, FigureForm) and not form.chosen("kind"):
        return [*chips_of(form), "Impacts only, without context"]
    return chips_of(form)


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
