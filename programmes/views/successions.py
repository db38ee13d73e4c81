"""Organisations that passed to others: every succession, its sources, and the responsibilities that it moved."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link, SummaryRow
from commissioning.core.tables import Cell, Column, Row, Table
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.responsibilities import ClaimRow
from programmes.selectors.successions import Body, SuccessionView, successions
from programmes.tables import day_words, period_words, source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def successions_page(request: HttpRequest, key: str) -> HttpResponse:
    """Every succession with its date, its source, and the responsibilities that moved in this programme."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "commissioners", trail=trail_of(programme))
    to = Addresses(programme.key, frame["keep_day"])
    found = successions(programme)
    context = {
        **frame,
        "successions": [_shown(view, to) for view in found],
        "empty": Empty("No succession yet", "No paper says that a commissioner passed to others."),
        "add_url": reverse("succession_add", args=[programme.key])
        if grants_of(request).may(Permission.CHANGE_SCOPE, programme.pk)
        else "",
        "illustrative": any(view.illustrative for view in found),
    }
    return render(request, "programmes/successions.html", context)


def trail_of(programme: Programme) -> tuple[Link, ...]:
    return (Link("Who commissions what", reverse("commissioners", args=[programme.key])),)


def _shown(view: SuccessionView, to: Addresses) -> dict[str, Any]:
    heading = f"{_names(view.predecessors)} → {_names(view.successors)}, {day_words(view.took_effect_on)}"
    decided = Cell(view.decision) if view.decision else Cell("not stated", unknown=True)
    rows = [
        SummaryRow("What happened", Cell(view.kind)),
        SummaryRow("Succeeded", Cell(_names(view.predecessors))),
        SummaryRow("Took over", Cell(_names(view.successors))),
        SummaryRow(
            "Took effect on",
            Cell(
                day_words(view.took_effect_on), note=f"printed “{view.as_printed}”" if view.as_printed else ""
            ),
        ),
        SummaryRow("Decided", decided),
        *([SummaryRow("Why", Cell(view.reason))] if view.reason else []),
        *([SummaryRow("Note", Cell("; ".join(view.notes)))] if view.notes else []),
        *([SummaryRow("Recorded by", Cell(view.made_by))] if view.made_by else []),
        SummaryRow("Printed in", source_cell(view.places, view.fact_id, to)),
        SummaryRow("Reference", Cell(view.reference)),
    ]
    return {
        "id": view.reference.lower(),
        "heading": heading,
        "text": view.text,
        "rows": rows,
        "moved": _moved_table(view, to),
        "began": _began_table(view, to) if view.began_then else None,
    }


def _names(bodies: Sequence[Body]) -> str:
    """Names may hold commas of their own, so semicolons part them."""
    return "; ".join(body.name for body in bodies)


def _moved_table(view: SuccessionView, to: Addresses) -> Table:
    rows = [_claim_row(claim, "Ended", to) for claim in view.closed]
    rows += [_claim_row(claim, "Began", to) for claim in view.opened]
    columns = (Column("Service"), Column("What"), Column("Organisation"), Column("Part"), Column("Holds"))
    return Table(
        "Responsibilities that it moved",
        columns,
        tuple(sorted(rows, key=lambda row: (row.cells[0].text, row.cells[1].text != "Ended"))),
        caption_size="s",
        empty="none is recorded in this programme.",
    )


def _began_table(view: SuccessionView, to: Addresses) -> Table:
    rows = tuple(
        Row(
            (
                Cell(claim.service_name, to.of("service", claim.service_reference)),
                Cell(claim.organisation, note=claim.role_label),
                Cell(period_words(claim.starts_on, claim.ends_on)),
            )
        )
        for claim in view.began_then
    )
    return Table(
        f"Began on {day_words(view.took_effect_on)} with those who took over",
        (Column("Service"), Column("Organisation"), Column("Holds")),
        rows,
        caption_size="s",
        caption_note="No source says which of them was passed on by this succession.",
        compact=True,
    )


def _claim_row(claim: ClaimRow, what: str, to: Addresses) -> Row:
    return Row(
        (
            Cell(claim.service_name, to.of("service", claim.service_reference)),
            Cell(what),
            Cell(claim.organisation),
            Cell(claim.role_label, note="" if claim.governing else "a claim that does not govern"),
            Cell(period_words(claim.starts_on, claim.ends_on)),
        )
    )
