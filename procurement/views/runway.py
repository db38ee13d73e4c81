"""The runway: every service against time, what if a phase moved, and the same to take away."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Link
from commissioning.core.tables import query_with
from procurement.listing_runway import RunwayListing, runway_listing
from procurement.rules_what_if import PARTS
from procurement.runway_chart import runway_figure
from procurement.runway_words import finding, joined, summary
from procurement.tables_runway import phase_table, service_table
from procurement.views.register import downloads_of, may_take
from procurement.views.sight import sight_of
from programmes.addresses import Addresses
from programmes.views.base import as_at, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

FEW = 6  # rows that are shown at once; more of them unfold, as most say what their phase says


@require_safe
def runway_page(request: HttpRequest, key: str) -> HttpResponse:
    """What is supposed stands in the address alone: it can be sent to somebody, and nothing is written."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = runway_listing(programme, request.GET, on, sight_of(request, programme))
    frame = programme_frame(request, programme, "runway", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Runway",
        "lede": summary(listing.shown),
        "filter": filter_of(request, listing.form),
        "asked": listing.form,
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "what_if": joined(listing.shown.what_if.words) if listing.is_supposed else "",
        "what_if_clear": query_with(request.GET, **_without_what_if(request.GET)),
        "found": finding(listing.rows),
        "figure": runway_figure(listing.shown, listing.rows, heading=finding(listing.rows))
        if listing.rows
        else None,
        "phase_table": phase_table(listing, to) if listing.phases else None,
        "table": service_table(listing, to),
        "unfolded": len(listing.rows) <= FEW or not listing.phases,
        "steps": steps_of(listing),
        "unknowns": listing.shown.unknowns,
        "empty": None if listing.rows else _empty(listing, request),
        "downloads": downloads_of(programme, "runway", request.GET) if may_take(frame, listing.form) else (),
        "illustrative": any(row.illustrative for row in listing.rows),
    }
    return render(request, "procurement/runway.html", context)


def _without_what_if(params: QueryDict) -> dict[str, None]:
    return {name: None for name in params if name.startswith("go_live_") or name in PARTS}


def steps_of(listing: RunwayListing) -> list[dict[str, Any]]:
    """For each phase with a plan, the steps back from its go-live, the first to be done first, and their lengths."""
    found = []
    for phase in listing.phases:
        planned = phase.plan.first or phase.plan.last
        if planned is not None:
            lengths = phase.plan.durations
            parts = [
                f"{what.lower()} {getattr(lengths, name)} {unit}{'' if getattr(lengths, name) == 1 else 's'}"
                for name, (what, unit) in PARTS.items()
            ]
            found.append(
                {
                    "title": phase.title,
                    "words": planned.words,
                    "rules": phase.plan.regime_words,
                    "assumed": phase.plan.assumed,
                    "lengths": ", ".join(parts),
                }
            )
    return found


def _empty(listing: RunwayListing, request: HttpRequest) -> Empty:
    if not listing.shown.rows:
        text = "No service in scope, phase or contract is recorded on this day, so nothing can be drawn."
        return Empty("Nothing to procure yet", text)
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    return Empty("No service fits these filters", text, Link("Clear filters", clear))
