"""The list of discrepancies, one of them with its statements side by side, and how people handle it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from commissioning.core.tables import pagination_of, query_with
from governance.forms import HandlingForm
from governance.listing import DiscrepancyListing, discrepancy_listing
from governance.models.discrepancies import DiscrepancyKind, Handling
from governance.rules.words import counted
from governance.selectors.discrepancies import DiscrepancyView, Origin, by_kind, discrepancies, discrepancy_of
from governance.services.discrepancies import handle_discrepancy
from governance.tables import discrepancy_table, past_table
from governance.views.discrepancy_page import page_of
from governance.views.handling import conflict_of, form_of, kept
from procurement.views.register import downloads_of
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, require
from programmes.views.lists import filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 50
SAVED = "Handled: “%s” is now %s."


@require_safe
def discrepancy_list(request: HttpRequest, key: str) -> HttpResponse:
    """Open ones first, then by kind, unless a column is chosen; filter, search, sort and page stand in the address."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "discrepancies", on=on)
    every = discrepancies(programme, on, include_past=True)
    views = [view for view in every if view.is_current]
    past = [view for view in every if not view.is_current]
    listing = discrepancy_listing(views, request.GET)
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Discrepancies",
        "summary": summary_of(views),
        "kinds": _kind_links(by_kind(views), request),
        "filter": filter_of(request, listing.form),
        "table": discrepancy_table(list(page), request.GET, programme, frame["keep_day"]),
        "past_table": past_table(past, programme, frame["keep_day"]) if past else None,
        "pagination": pagination_of(
            page, request.GET, "discrepancy" if len(listing.rows) == 1 else "discrepancies"
        ),
        "downloads": _downloads(request, programme, frame, listing),
        "empty": None if listing.rows else _empty(views, request),
        "illustrative": any(view.illustrative for view in every),
    }
    return render(request, "governance/discrepancies.html", context)


def _downloads(
    request: HttpRequest, programme: Programme, frame: Mapping[str, Any], listing: DiscrepancyListing
) -> Sequence[Download]:
    """The view as files, for those who may take them; none while a filter cannot be read."""
    if not frame["may_export"] or listing.form.problems:
        return ()
    return downloads_of(programme, "discrepancies", request.GET)


def summary_of(views: Sequence[DiscrepancyView]) -> str:
    """ "26 discrepancies, 26 open: 14 computed and recorded, 4 recorded, 8 computed"."""
    origins = Counter(view.origin for view in views)
    named = (Origin.BOTH, Origin.RECORDED, Origin.COMPUTED)
    words = ", ".join(f"{origins[origin]} {origin.label.lower()}" for origin in named if origins[origin])
    is_open = sum(view.is_open for view in views)
    every = counted(len(views), "discrepancy", "discrepancies")
    return f"{every}, {is_open} open{f': {words}' if words else ''}."


def _kind_links(kinds: Mapping[DiscrepancyKind, int], request: HttpRequest) -> list[Link]:
    return [
        Link(
            f"{kind.label} {count}",
            query_with(request.GET, kind=kind.value, page=None),
            "discrepancy" if count == 1 else "discrepancies",
        )
        for kind, count in kinds.items()
    ]


def _empty(views: Sequence[DiscrepancyView], request: HttpRequest) -> Empty:
    if not views:
        return Empty(
            "No discrepancy is found", "No check finds one on this day, and no reader has recorded one."
        )
    clear = Link("Clear filters", query_with(QueryDict(mutable=True), on=request.GET.get("on")))
    return Empty(
        "No discrepancy fits", "Nothing fits every filter at once. Take one away, or clear them all.", clear
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discrepancy(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Both statements with their places, the arithmetic and the handling; POST handles it."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    if request.method == "POST":
        require(request, Permission.HANDLE_DISCREPANCY, programme)
        view = _view_or_404(programme, slug, on)
        return _handle(request, programme, view, on)
    view = _view_or_404(programme, slug, on)
    return _page(request, programme, view, on, form_of(view))


def _view_or_404(programme: Programme, slug: str, on: date) -> DiscrepancyView:
    view = discrepancy_of(discrepancies(programme, on, include_past=True), slug)
    if view is None:
        raise Http404("No such discrepancy on this day.")
    return view


def _page(
    request: HttpRequest,
    programme: Programme,
    view: DiscrepancyView,
    on: date,
    form: HandlingForm,
) -> HttpResponse:
    frame = programme_frame(request, programme, "discrepancies", on=on)
    trail = Link("Discrepancies", reverse("discrepancies", args=[programme.key]) + frame["keep_day"])
    context = {
        **frame,
        **page_of(view, programme, frame["keep_day"]),
        "breadcrumbs": [*frame["breadcrumbs"], trail],
        "form": form if grants_of(request).may(Permission.HANDLE_DISCREPANCY, programme.pk) else None,
    }
    return render(request, "governance/discrepancy.html", context)


def _handle(request: HttpRequest, programme: Programme, view: DiscrepancyView, on: date) -> HttpResponse:
    form = HandlingForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, view, on, form)
    given = kept(form.cleaned_data, request.POST, view)
    user: User = request.user  # type: ignore[assignment]
    try:
        row = handle_discrepancy(programme, view.slug, **given, by=user, on=on)
    except StaleEdit:
        return _conflict(request, programme, _view_or_404(programme, view.slug, on), on, form)
    messages.success(request, SAVED % (view.title, str(Handling(row.handling).label).lower()))
    address = reverse("discrepancy", args=[programme.key, view.slug])
    return redirect(address + programme_frame(request, programme, "discrepancies", on=on)["keep_day"])


def _conflict(
    request: HttpRequest, programme: Programme, view: DiscrepancyView, on: date, form: HandlingForm
) -> HttpResponse:
    """Somebody handled it after the form was opened: both versions by field, and the note kept for sending again."""
    frame = programme_frame(request, programme, "discrepancies", on=on)
    trail = Link("Discrepancies", reverse("discrepancies", args=[programme.key]) + frame["keep_day"])
    context: dict[str, Any] = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], trail],
        "view": view,
        "note": form.cleaned_data["note"],
        "conflict": conflict_of(view, form.cleaned_data, request.path + frame["keep_day"]),
    }
    return render(request, "governance/discrepancy_conflict.html", context, status=409)
