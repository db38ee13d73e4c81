"""Exports that people keep under a name: saved, changed, made when asked or by the clock, removed."""

import hashlib
import io
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict

import commissioning
from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from commissioning.core.spreadsheets import csv_chunks
from commissioning.exchange.models import Cadence, ExportFile, ExportFormat, SavedExport
from commissioning.exchange.selectors.moment import now_in_database
from commissioning.reporting.exports import TABLES, table
from commissioning.reporting.exports.asked import form_of, view_words
from commissioning.reporting.exports.cover import Taken
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.workbook import (
    write_csv_archive,
    write_programme_workbook,
    write_view_workbook,
)
from procurement.selectors.sealed import Sight
from programmes.access import Grants, grants_for
from programmes.models import Programme
from programmes.services.scope_door import refuse

NOT_YOURS: Final = "Your role does not take spreadsheets away from this programme."
LOST: Final = "Whoever saved this export may no longer take spreadsheets away from the programme."
WHOLE: Final = "The whole programme is a workbook. Choose Excel workbook, or one table."
UNNAMED: Final = "Give the export a name, such as “Risks for the board”."
NOT_KEPT: Final = ("page", "on", "csrfmiddlewaretoken", "cursor")
MOST: Final = 50
FILES_KEPT: Final = 12  # of one export


def save_export(
    programme: Programme,
    *,
    name: str,
    table: str,
    query: str,
    file_format: str,
    cadence: str,
    by: User,
    grants: Grants,
    on: date,
) -> SavedExport:
    """Keep a table, or with no table the whole workbook, with its filters and order; the same name again replaces it.

    Neither the page nor the day is kept: a file is as at the day on which it is made. Raises PermissionDenied (EXPORT)
    and ValidationError by field.
    """
    _require(grants, programme)
    name = " ".join(name.split())
    own = SavedExport.objects.filter(programme=programme, made_by=by)
    is_full = own.exclude(name=name).count() >= MOST
    refuse(
        {
            "name": (f"You have {MOST} exports already. Remove one first." if is_full else "")
            if name
            else UNNAMED,
            "table": "" if not table or table in TABLES else "Choose a table from the list.",
            "query": _unreadable(_material(programme, query, by, grants, on), table),
            "format": WHOLE if not table and file_format != ExportFormat.XLSX else "",
        }
    )
    with transaction.atomic(), acting(by=by, reason=f"Export “{name}” saved"):
        export = own.select_for_update().filter(name=name).first() or SavedExport(
            programme=programme, made_by=by, name=name
        )
        export.table, export.query, export.format = table, _plain(query), file_format
        export.cadence, export.next_on = cadence, next_day(cadence, on)
        export.full_clean()
        export.save()
    return export


def remove_export(export: SavedExport, *, by: User) -> None:
    """Remove an export with its files. Raises PermissionDenied for anybody but its maker."""
    if export.made_by_id != by.pk:
        raise PermissionDenied("An export is removed by whoever saved it.")
    with transaction.atomic(), acting(by=by, reason=f"Export “{export.name}” removed"):
        export.delete()


def make_file(export: SavedExport, *, on: date) -> ExportFile:
    """Make the export's file as at the day, with the rights its maker has on it; older files go.

    What cannot be made leaves a file without content that says why: a scheduled one has nobody to tell at the time.
    """
    grants = grants_for(export.made_by, on)
    problem, content = LOST, b""
    if grants.may(Permission.EXPORT, export.programme_id):
        problem, content = _written(export, grants, on)
    what = export.table.replace("_", "-") or "workbook"
    made = ExportFile(
        export=export,
        on=on,
        file_name=f"{export.programme.key}-{what}-{on.isoformat()}.{export.format}",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        problem=problem,
    )
    with transaction.atomic(), acting(by=export.made_by, reason=f"File of the export “{export.name}”"):
        made.save()
        kept = export.files.order_by("-made_at", "-pk").values_list("pk", flat=True)[:FILES_KEPT]
        export.files.exclude(pk__in=list(kept)).delete()
    return made


def make_due(on: date) -> int:
    """Make the file of every export that is due on the day, and set its next day; how many were made."""
    due = list(
        SavedExport.objects.filter(next_on__lte=on).select_related("programme", "made_by").order_by("pk")
    )
    for export in due:
        make_file(export, on=on)
        with (
            transaction.atomic(),
            acting(by=export.made_by, reason=f"Export “{export.name}” made by the clock"),
        ):
            export.next_on = next_day(export.cadence, on)
            export.save()
    return len(due)


def next_day(cadence: str, on: date) -> date | None:
    """The next day after this on which a file is made; None where it is made only when asked for."""
    if cadence == Cadence.DAILY:
        return on + timedelta(days=1)
    if cadence == Cadence.WEEKLY:
        return on + timedelta(days=7 - on.weekday())
    if cadence == Cadence.MONTHLY:
        return (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def _written(export: SavedExport, grants: Grants, on: date) -> tuple[str, bytes]:
    """(problem, content)."""
    sight = Sight.for_person(export.made_by, grants, export.programme, on)
    material = Material(export.programme, on, QueryDict(export.query), lambda: sight)
    form = form_of(material, export.table) if export.table else None
    if form is not None and form.problems:
        return f"The filter cannot be read any more: {' '.join(form.problems)}", b""
    version = getattr(commissioning, "__version__", "")
    taken = Taken(
        ", ".join(grants.roles(export.programme_id)),
        now_in_database(),
        f"{settings.BRANDING['service_name']} {version}".strip(),
    )
    out = io.BytesIO()
    if not export.table:
        write_programme_workbook(out, material, taken)
    elif export.format == ExportFormat.XLSX:
        write_view_workbook(out, material, export.table, taken, view_words(material, export.table))
    elif export.format == ExportFormat.ZIP:
        write_csv_archive(out, material, export.table, taken, view_words(material, export.table))
    else:
        for chunk in csv_chunks(table(material, export.table)):
            out.write(chunk)
    return "", out.getvalue()


def _material(programme: Programme, query: str, by: User, grants: Grants, on: date) -> Material:
    return Material(
        programme, on, QueryDict(_plain(query)), lambda: Sight.for_person(by, grants, programme, on)
    )


def _unreadable(material: Material, name: str) -> str:
    """What is wrong with the filters of a table's list; "" where they can be read."""
    form = form_of(material, name) if name in TABLES else None
    return " ".join(form.problems) if form is not None else ""


def _plain(query: str) -> str:
    kept = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()[:2000]


def _require(grants: Grants, programme: Programme) -> None:
    if not grants.may(Permission.EXPORT, programme.pk):
        raise PermissionDenied(NOT_YOURS)
