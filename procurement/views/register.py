"""The service register: search, filters, sort and pages in the address, and the same view to take away."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Download, Empty, Link
from commissioning.core.forms.filters import ViewForm
from commissioning.core.tables import pagination_of, query_with
from procurement.listing import ServiceListing, service_listing
from procurement.selectors.register import ANY_STATE, Register, found_elsewhere, register
from procurement.tables import Addresses, register_table
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 25
SHOWN_ELSEWHERE = 5


@require_safe
def services(request: HttpRequest, key: str) -> HttpResponse:
    """Every service of the programme, in scope unless the address asks for another state."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "services", on=on)
    listing = service_listing(register(programme, on), request.GET)
    to = Addresses(programme.key, frame["keep_day"])
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Services",
        "counts": counts_sentence(listing.register),
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "table": register_table(tuple(page.object_list), request.GET, to, caption="Services", empty=EMPTY),
        "pagination": pagination_of(page, request.GET, "service" if len(listing.rows) == 1 else "services"),
        "downloads": downloads_of(programme, "services", request.GET)
        if may_take(frame, listing.form)
        else (),
        "elsewhere": _elsewhere(listing, to),
        "elsewhere_link": query_with(request.GET, state=ANY_STATE, page=None),
        "empty": None if listing.rows else _empty(listing, request),
        "may_add": grants_of(request).may_change_scope(programme.pk, None),
        "illustrative": any(row.service.illustrative for row in listing.rows),
    }
    return render(request, "procurement/services.html", context)


EMPTY = "No service matches these filters."


def counts_sentence(register: Register) -> str:
    """ "16 services in scope, 3 TBC, 8 added since September 2018", on the register's day.

    Where none is in scope, what the papers name instead: "No service in scope: 15 proposed, 4 named, scope not stated."
    """
    count = len(register.in_scope)
    if not count and register.rows:
        states = Counter(row.service.state_label for row in register.rows)
        each = "; ".join(f"{number} {label[:1].lower()}{label[1:]}" for label, number in states.most_common())
        return f"No service in scope: {each}."
    parts = [f"{count} {'service' if count == 1 else 'services'} in scope"]
    parts.append(f"{register.to_be_confirmed} TBC" if register.to_be_confirmed else "none TBC")
    if register.first_addition:
        first = register.first_addition
        since = f"{first:%B %Y}" if first.day == 1 else day_words(first)
        parts.append(f"{len(register.added_since(first))} added since {since}")
    return ", ".join(parts) + "."


def may_take(frame: dict[str, Any], form: ViewForm) -> bool:
    """A file of a view whose filter could not be read would hold other rows than those asked for."""
    return bool(frame["may_export"]) and not form.problems


def downloads_of(programme: Programme, table: str, params: QueryDict) -> tuple[Download, ...]:
    """The view as a workbook and as CSV: the address carries filter, sort and day; a file holds every page."""
    query = query_with(params, page=None)
    asked = "" if query == "?" else query
    return (
        Download(
            "This list as a workbook", reverse("table_xlsx", args=[programme.key, table]) + asked, "Excel"
        ),
        Download(
            "This list as CSV", reverse("table_csv", args=[programme.key, table]) + asked, "one table, UTF-8"
        ),
    )


def _elsewhere(listing: ServiceListing, to: Addresses) -> list[Link]:
    """Services that the search finds in a state the view leaves out, such as a former name of one out of scope."""
    found = found_elsewhere(listing.register, listing.chosen)
    return [
        Link(
            f"{row.service.name} ({row.service.state_label.lower()})", to.of("service", row.service.reference)
        )
        for row in found[:SHOWN_ELSEWHERE]
    ]


def _empty(listing: ServiceListing, request: HttpRequest) -> Empty:
    if not listing.register.rows:
        return Empty("No services yet", "This programme had no service recorded on this day.")
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    return Empty(
        EMPTY, text, Link("Clear filters", query_with(QueryDict(mutable=True), on=request.GET.get("on")))
    )
