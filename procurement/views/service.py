"""One service: its scope and what is open about it, its phase and lead, what pays for it, its names, its history."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Citation, HistoryEntry, Link, SummaryRow
from commissioning.core.tables import Cell
from commissioning.core.values_html import date_cell
from procurement.selectors.register import RegisterRow, register
from procurement.selectors.service_page import PhaseDates, ServicePage, service_events, service_page
from procurement.tables import Addresses, added_cell, budget_cell, lead_cell, phase_cell, state_tag
from procurement.tables_service import aliases_table, own_lines_table
from procurement.words import tbc_sentences
from programmes.models import Programme, Service
from programmes.selectors.history import HistoryEntry as Recorded
from programmes.selectors.responsibilities import governing_lead
from programmes.selectors.sources import Place, places_of
from programmes.strips import leading
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame


@require_safe
def service(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The service as it stood on the day asked about."""
    programme = programme_or_404(request, key)
    found = record_or_404(
        request, Service.objects.select_related("scope"), programme=programme, reference=ref
    )
    on = as_at(request)
    trail = (Link("Services", reverse("services", args=[programme.key])),)
    frame = programme_frame(request, programme, "services", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    page = service_page(found, register(programme, on))
    context = {
        **frame,
        "service": found,
        "name": page.row.service.name if page.row else found.name,
        **_doors(request, programme, found, page),
        "previous": _neighbour(page.previous, to),
        "following": _neighbour(page.following, to),
        "aliases": aliases_table(page.aliases, to),
        **leading(page.responsibilities, on, to),
        "citations": citations(page.places, to),
        "fact_url": to.of("fact_sources", found.fact_id) if found.fact_id else "",
        "history": [_entry(entry, to) for entry in service_events(found)],
        "illustrative": found.illustrative or bool(page.row and page.row.service.illustrative),
        **(_position(page.row, page.phase, to) if page.row else {}),
    }
    return render(request, "procurement/service.html", context)


def _position(row: RegisterRow, phase: PhaseDates | None, to: Addresses) -> dict[str, Any]:
    """What the page says of a service that was recorded on the day."""
    lines = places_of([line.fact_id for line in row.lines])
    return {
        "row": row,
        "tag": state_tag(row),
        "open_points": tbc_sentences(row),
        "summary": _summary(row, phase, to),
        "lines": own_lines_table(row, to, lines),
    }


def _summary(row: RegisterRow, phase: PhaseDates | None, to: Addresses) -> list[SummaryRow]:
    rows = [
        SummaryRow("Reference", Cell(row.service.reference)),
        SummaryRow("State", Cell(tags=(state_tag(row),))),
        SummaryRow("Added to scope", added_cell(row.service.added)),
        SummaryRow("Lead commissioner", lead_cell(row)),
        SummaryRow("Phase", phase_cell(row, to)),
    ]
    if phase is not None:
        rows += [
            SummaryRow("Phase led by", Cell(phase.led_by or "not stated", unknown=not phase.led_by)),
            SummaryRow("Procurement starts", date_cell(phase.procurement_start)),
            SummaryRow("Goes live", date_cell(phase.go_live)),
        ]
        if phase.completion.is_dated:
            rows.append(SummaryRow("Completion", date_cell(phase.completion)))
    return [*rows, SummaryRow("Budget", budget_cell(row, to))]


def _doors(request: HttpRequest, programme: Programme, found: Service, page: ServicePage) -> dict[str, str]:
    """The addresses that change the scope and hand the lead over, for those who may today.

    Whoever leads today decides it: a lead of the day shown may have handed over since.
    """
    lead = governing_lead(page.responsibilities, request.today)  # type: ignore[attr-defined]
    if not grants_of(request).may_change_scope(programme.pk, lead.organisation_id if lead else None):
        return {"change_url": "", "handover_url": ""}
    args = [programme.key, found.reference]
    return {
        "change_url": reverse("service_change", args=args) if hasattr(found, "scope") else "",
        "handover_url": reverse("lead_handover", args=args),
    }


def _neighbour(row: RegisterRow | None, to: Addresses) -> Link | None:
    return Link(row.service.name, to.of("service", row.service.reference)) if row else None


def citations(places: Sequence[Place], to: Addresses) -> list[Citation]:
    """Each place with the words printed there, leading to its document."""
    return [
        Citation(
            place.document_title,
            place.locator,
            to.of("document", place.document_reference),
            place.extraction,
            place.label,
        )
        for place in places
    ]


def _entry(entry: Recorded, to: Addresses) -> HistoryEntry:
    """What a paper dates only loosely is dated by its sentence; a day stands beside what a person recorded."""
    when = entry.on if entry.who else None
    return HistoryEntry(entry.sentence, when, entry.who, entry.why, source=_source(entry.sources, to))


def _source(places: Iterable[Place], to: Addresses) -> Citation | None:
    found = tuple(places)
    if not found:
        return None
    locators = ", ".join(dict.fromkeys(place.locator for place in found))
    return Citation(found[0].document_title, locators, to.of("document", found[0].document_reference))
