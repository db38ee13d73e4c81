"""Publishing: what is published and when, what the checker finds, and publishing what has changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, HistoryEntry, Link
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.forms.publishing import PublishForm
from procurement.models import PublishedRelease
from procurement.publishing.standing import Process, Standing, standing_of
from procurement.services.publishing import publish
from procurement.tables_publishing import (
    left_out_words,
    prefix_rows,
    preview_links,
    problem_table,
    process_table,
)
from procurement.views.phase_pages import status_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame

CONTENT = "content-"  # before the slug of a process: the hash of what a person agreed to publish


@require_safe
def ocds(request: HttpRequest, key: str) -> HttpResponse:
    """What of the programme is open contracting data, and what could be."""
    programme = programme_or_404(request, key)
    standing = _standing(request, programme)
    to = Addresses(programme.key)
    frame = programme_frame(request, programme, "ocds", trail=_trail(to))
    may_publish = grants_of(request).may(Permission.PUBLISH, programme.pk)
    published = any(one.last for one in standing.processes)
    context = {
        **frame,
        "heading": "Open contracting data",
        "processes": process_table(standing.processes, to),
        "problems": problem_table(standing.processes),
        "faults": sum(len(one.faults) for one in standing.processes),
        "prefix": prefix_rows(standing),
        "left_out": left_out_words(standing),
        "downloads": _downloads(to, published=published) if frame["may_export"] else (),
        "published": published,
        "may_publish": may_publish,
        "can_publish": may_publish and standing.may_publish and _open(standing),
        "previews": preview_links(to) if may_publish else (),
        "illustrative": programme.illustrative,
    }
    return render(request, "procurement/ocds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ocds_publish(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what to publish, see it, confirm it."""
    programme = programme_or_404(request, key)
    require(request, Permission.PUBLISH, programme)
    standing = _standing(request, programme)
    data = request.POST if request.method == "POST" else None
    slugs = [one.slug for one in standing.processes if one.is_offered]
    form = PublishForm(data, processes=standing.processes, initial={"processes": slugs})
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "edit" or not form.is_valid():
        return _form(request, programme, form)
    chosen = [one for one in standing.processes if one.slug in form.cleaned_data["processes"]]
    try:
        made = _published(request, programme, chosen, confirm=step == "confirm")
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return _form(request, programme, form)
    if step != "confirm":
        return _summary(request, programme, chosen)
    count = len(made)
    messages.success(request, f"Published: {count} release{'' if count == 1 else 's'}.")
    return redirect(Addresses(programme.key).of("ocds"))


def _published(
    request: HttpRequest, programme: Programme, chosen: list[Process], *, confirm: bool
) -> list[PublishedRelease]:
    """All of them or none; for the summary written and taken back, so that what is refused is refused before it."""
    who: dict[str, Any] = {"by": user_of(request), "grants": grants_of(request), "on": _today(request)}
    at = timezone.now()
    with transaction.atomic():
        releases = [
            publish(
                one.phase or programme,
                at=at,
                expected=request.POST.get(f"{CONTENT}{one.slug}", "") if confirm else "",
                **who,
            )
            for one in chosen
        ]
        transaction.set_rollback(not confirm)
    return [release for release in releases if release]


def _form(request: HttpRequest, programme: Programme, form: PublishForm) -> HttpResponse:
    to = Addresses(programme.key)
    trail = (*_trail(to), Link("Open contracting data", to.of("ocds")))
    context = {
        **programme_frame(request, programme, "ocds", trail=trail),
        "caption": str(programme),
        "heading": "Publish open contracting data",
        "form": form if form.offers else None,
        "cancel_url": to.of("ocds"),
    }
    return render(request, "procurement/ocds_publish.html", context, status=status_of(form))


def _summary(request: HttpRequest, programme: Programme, chosen: list[Process]) -> HttpResponse:
    to = Addresses(programme.key)
    today = _today(request)
    context = {
        **programme_frame(request, programme, "ocds", trail=(Link("Open contracting data", to.of("ocds")),)),
        "caption": str(programme),
        "heading": "Check before you publish",
        "act": f"{len(chosen)} release{'' if len(chosen) == 1 else 's'} will be published",
        "later": "A release is for good, and a process keeps its identifier: a correction is a new release.",
        "changes": Table(
            "What will be published",
            (Column("Process"), Column("Identifier (ocid)"), Column("As"), Column("Holds")),
            tuple(_summary_row(one) for one in chosen),
        ),
        "entries": [
            HistoryEntry(f"Published: {one.name}, {one.ocid}.", today, str(user_of(request)))
            for one in chosen
        ],
        "hidden": [
            *(("processes", one.slug) for one in chosen),
            *((f"{CONTENT}{one.slug}", one.content) for one in chosen),
        ],
        "confirm_text": "Confirm and publish",
        "cancel_url": to.of("ocds"),
    }
    return render(request, "layouts/confirm_page.html", context)


def _summary_row(one: Process) -> Row:
    release, planning = one.release, one.release.get("planning", {})
    tender = release.get("tender", {})
    counts = (
        (len(planning.get("budget", {}).get("budgetBreakdown", ())), "budget line"),
        (len(tender.get("items", ())), "service"),
        (len(release.get("contracts", ())), "contract"),
        (len(release.get("parties", ())), "organisation"),
    )
    holds = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    return Row((Cell(one.name), Cell(one.ocid), Cell(", ".join(release["tag"])), Cell(holds or "its title")))


def _downloads(to: Addresses, *, published: bool) -> list[Download]:
    """Files of what was published, and the register, which is there without it."""
    files = [
        Download("Releases", to.of("ocds_releases"), "JSON, the latest release of each process"),
        Download("Records", to.of("ocds_records"), "JSON, every release and all of them merged"),
    ]
    register = Download("Contract register", to.of("contract_register"), "CSV for the Transparency Code")
    invitations = Download(
        "Invitations to tender", to.of("contract_invitations"), "CSV for the Transparency Code"
    )
    return [*(files if published else ()), register, invitations]


def _open(standing: Standing) -> bool:
    return any(one.is_offered for one in standing.processes)


def _trail(to: Addresses) -> tuple[Link, ...]:
    return (Link("Procurement", to.of("procurement")),)


def _standing(request: HttpRequest, programme: Programme) -> Standing:
    return standing_of(programme, _today(request), timezone.now())


def _today(request: HttpRequest) -> date:
    today: date = request.today  # type: ignore[attr-defined]
    return today
