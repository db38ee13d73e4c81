"""Budget lines: exactly the rows behind a figure, with the figure on top from the same selector."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link
from commissioning.core.tables import pagination_of, query_with
from procurement.forms.filters import LINE_SIDES
from procurement.listing import LineListing, line_listing
from procurement.selectors.register import register
from procurement.tables import Addresses
from procurement.tables_lines import line_table, total_basis
from procurement.views.money import basis_choice
from procurement.views.register import downloads_of
from programmes.selectors.sources import places_of
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 50
EMPTY = "No budget line matches these filters."


@require_safe
def budget_lines(request: HttpRequest, key: str) -> HttpResponse:
    """The lines that the address asks for, and what they come to over all pages."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    trail = (Link("Money", reverse("money", args=[programme.key])),)
    frame = programme_frame(request, programme, "money", trail=trail, on=on)
    listing = line_listing(register(programme, on), request.GET)
    to = Addresses(programme.key, frame["keep_day"])
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = tuple(page.object_list)
    may_export = frame["may_export"] and not listing.form.problems
    context = {
        **frame,
        "heading": "Budget lines",
        "total": total_sentence(listing),
        "filter": filter_of(request, listing.form, carried=LINE_SIDES),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "choice": basis_choice(listing.rows, request, combine=listing.combined),
        "table": line_table(
            shown,
            request.GET,
            to,
            places_of([line.fact_id for line in shown]),
            may_settle=grants_of(request).may(Permission.SETTLE_BUDGET, programme.pk),
            totals=listing.totals,
            empty=EMPTY,
        ),
        "pagination": pagination_of(page, request.GET, "line" if len(listing.rows) == 1 else "lines"),
        "downloads": downloads_of(programme, "budget_lines", request.GET) if may_export else (),
        "empty": None if listing.rows else _empty(listing, request),
        "illustrative": any(line.illustrative for line in listing.rows),
    }
    return render(request, "procurement/budget_lines.html", context)


def total_sentence(listing: LineListing) -> str:
    """What the chosen lines come to; with several bases one sum for each, and never one for all unless chosen."""
    totals = [each.total for each in listing.totals]
    if not totals:
        return "No lines."
    if len(totals) == 1:
        return f"{totals[0].printed[:1].upper()}{totals[0].printed[1:]}."
    return "; ".join(f"{total.printed} ({total_basis(total)})" for total in totals) + "."


def _empty(listing: LineListing, request: HttpRequest) -> Empty:
    if not listing.register.lines:
        return Empty("No budget lines yet", "No budget line is recorded for this programme.")
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    return Empty(
        EMPTY, text, Link("Clear filters", query_with(QueryDict(mutable=True), on=request.GET.get("on")))
    )
