"""What every page of an import does first: the programme, the act of its reader, the run they may read."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from commissioning.core.components import Link
from commissioning.exchange.access import PREVIEWING, may_read
from commissioning.exchange.models import ImportRun
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.registers.base import Act
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of


def act_in(
    request: HttpRequest,
    programme: Programme,
    register: str,
    *,
    reason: str = PREVIEWING,
    effective_on: date | None = None,
) -> Act:
    """The reader's act in a programme's register today."""
    own = programme if resource_class(register).of_programme else None
    today: date = request.today  # type: ignore[attr-defined]
    return Act(
        own,
        user_of(request),
        grants_of(request),
        today,
        effective_on or today,
        reason,
        sight_of(request, programme),
    )


def register_or_404(register: str) -> str:
    if register not in CLASSES:
        raise Http404("No such register.")
    return register


def run_or_404(request: HttpRequest, key: str, pk: Any) -> tuple[Programme, ImportRun, Act]:
    """The run, if the reader may read it; otherwise 404, the same as for one that does not exist."""
    programme = programme_or_404(request, key)
    rows = ImportRun.objects.defer("content").select_related(
        "programme", "made_by", "confirmed_by", "undone_by"
    )
    run: ImportRun = record_or_404(request, rows, programme=programme, pk=pk)
    act = act_in(request, programme, run.register, effective_on=run.effective_on)
    if not may_read(run, act):
        raise Http404("No such import.")
    return programme, run, act


def trail(programme: Programme, *more: Link) -> tuple[Link, ...]:
    return (Link("Imports", reverse("imports", args=[programme.key])), *more)
