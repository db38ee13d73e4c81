"""Work streams: all of them with what their record lacks, one with its history, and a new status."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from governance.forms_workstreams import StatusForm
from governance.models import StatusPoint, Workstream
from governance.rules.words import counted
from governance.selectors.workstreams import (
    WorkstreamRow,
    combined_words,
    score_words,
    workstream_of,
    workstream_rows,
)
from governance.services.workstreams import give_status
from governance.tables_workstreams import gaps_table, status_tag, statuses_table, workstreams_table
from procurement.views.scope_change import INVALID
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

OVERTAKEN = "Somebody gave a status while you had this page open"


@require_safe
def workstream_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every work stream with its status, for how long, and the gaps of its record by name."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    rows = workstream_rows(programme, on)
    frame = programme_frame(request, programme, "workstreams", on=on)
    complete = sum(row.is_complete for row in rows)
    silent = sum(row.status is None for row in rows)
    context = {
        **frame,
        "heading": "Work streams",
        "summary": f"{counted(len(rows), 'work stream')}: {complete} complete, {silent} without any status."
        if rows
        else "How each strand of the work stands, for how long, and what its record lacks.",
        "score": combined_words(rows),
        "table": workstreams_table(rows, Addresses(programme.key, frame["keep_day"])) if rows else None,
        "empty": None if rows else _empty(),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/workstreams.html", context)


def _empty() -> Empty:
    return Empty(
        "No work stream is recorded",
        "A programme manager enters them under Data entry, Workstreams: a name, a lead by role, a phase and a scale.",
    )


def _found(
    request: HttpRequest, key: str, ref: str, *, today: bool = False
) -> tuple[Programme, Workstream, Any]:
    """The work stream with its row on the day of the page, or today."""
    programme = programme_or_404(request, key)
    record: Workstream = record_or_404(
        request, Workstream.objects.select_related("scale"), programme=programme, reference=ref
    )
    on = request.today if today else as_at(request)  # type: ignore[attr-defined]
    row = workstream_of(workstream_rows(programme, on), ref)
    if row is None:
        raise Http404("No such work stream.")
    return programme, record, row


@require_safe
def workstream(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Where it stands, every status with the time spent there, and each gap of its record."""
    programme, _, row = _found(request, key, ref)
    on = as_at(request)
    context = {
        **programme_frame(request, programme, "workstreams", trail=[_up(programme)], on=on),
        "row": row,
        "tag": status_tag(row.status) if row.status else None,
        "facts": _facts(programme, row),
        "score": score_words(row.score),
        "gaps": gaps_table(row),
        "statuses": statuses_table(row),
        "may_write": grants_of(request).may(Permission.WRITE_REPORTS, programme.pk),
        "illustrative": row.illustrative,
    }
    return render(request, "governance/workstream.html", context)


def _up(programme: Programme) -> Link:
    return Link("Work streams", reverse("workstreams", args=[programme.key]))


def _facts(programme: Programme, row: WorkstreamRow) -> list[SummaryRow]:
    lead = Cell(row.lead_role) if row.lead_role else Cell("nobody named", unknown=True)
    scale = Cell(row.scale, reverse("status_scales", args=[programme.key]))
    phase = Cell(row.phase) if row.phase else Cell("of no phase")
    if row.phase_number is not None:
        phase = Cell(row.phase, reverse("phase", args=[programme.key, row.phase_number]))
    return [
        SummaryRow("Lead", lead),
        SummaryRow("Phase", phase),
        SummaryRow("Scale", scale),
        SummaryRow("A status is fresh for", Cell(counted(row.report_every_days, "day"))),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def workstream_status_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Say where it stands; 409 with what came meanwhile for who was overtaken, with everything as it was typed."""
    programme, record, row = _found(request, key, ref, today=True)
    require(request, Permission.WRITE_REPORTS, programme)
    form = _form(record, request.POST if request.method == "POST" else None)
    overtaken = ""
    if request.method == "POST" and form.is_valid():
        try:
            give_status(
                record,
                form.points[form.cleaned_data["point"]],
                by=user_of(request),
                grants=grants_of(request),
                on=request.today,  # type: ignore[attr-defined]
                **form.values(),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            record.refresh_from_db()
            data = request.POST.copy()
            data["version"] = str(record.version)
            form, overtaken = _form(record, data), OVERTAKEN
        else:
            messages.success(request, "Saved. The status stands beside those before it.")
            return redirect("workstream", programme.key, ref)
    status = CONFLICT if overtaken else INVALID if form.is_bound and form.errors else 200
    here = reverse("workstream", args=[programme.key, ref])
    context = {
        **programme_frame(
            request, programme, "workstreams", trail=[_up(programme), Link(row.reference, here)]
        ),
        "form": form,
        "row": row,
        "overtaken": overtaken,
        "heading": "Give a status",
        "caption": f"{programme.place}: {row.name}",
        "submit_text": "Save this status",
        "cancel_url": here,
        "illustrative": row.illustrative,
    }
    return render(request, "governance/workstream_status_add.html", context, status=status)


def _form(record: Workstream, data: Any) -> StatusForm:
    points = list(StatusPoint.objects.filter(scale=record.scale_id).order_by("position"))
    return StatusForm(data, points=points, initial={"version": record.version})
