"""Returns: what is due from the reader, what awaits their approval, what they sent; and the tracker of all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Download, Empty, Link
from commissioning.core.tables import pagination_of, query_with
from outcomes.listing_returns import (
    DEFAULT_SORT,
    TrackerListing,
    counted_words,
    summary_counts,
    summary_words,
    tracker_listing,
)
from outcomes.rules_due import Standing
from outcomes.selectors.returns_read import ReturnsFor, returns_for
from outcomes.tables_returns import due_table, sent_table, tracker_table
from programmes.addresses import Addresses
from programmes.views.base import as_at, grants_of, programme_or_404, user_of
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 100


@require_safe
def returns(request: HttpRequest, key: str) -> HttpResponse:
    """What the reader has to do, the most urgent first."""
    programme = programme_or_404(request, key)
    on = request.today  # type: ignore[attr-defined]
    found = returns_for(programme, user_of(request), grants_of(request), on)
    frame = programme_frame(request, programme, "returns")
    to = Addresses(programme.key)
    context = {
        **frame,
        "heading": "Returns",
        "found": found,
        "summary": _summary(found),
        "due": due_table(found.due, to) if found.due else None,
        "to_approve": sent_table("Awaiting your approval", found.to_approve, to, empty="Nothing.")
        if found.to_approve
        else None,
        "sent_back": sent_table("Sent back, for you to change", found.sent_back, to, empty="Nothing.")
        if found.sent_back
        else None,
        "sent": sent_table("What you sent", found.sent, to, empty="You have sent no return yet.")
        if found.may_submit
        else None,
        "today": on,
        "illustrative": any(row.kpi.illustrative for row in found.due),
    }
    return render(request, "outcomes/returns.html", context)


def _summary(found: ReturnsFor) -> str:
    if not (found.may_submit or found.may_approve):
        return "You neither send nor approve returns here. The tracker shows who is late and how old the data are."
    late = sum(bool(row.late) for row in found.due)
    said = []
    if found.may_submit:
        said.append(f"{_kpis(len(found.due))} waiting for figures from you, {late} of them late")
        said.append(f"{_returns(len(found.sent_back))} sent back")
    if found.may_approve:
        said.append(f"{_returns(len(found.to_approve))} awaiting your approval")
    return f"{'; '.join(said)}."


def _kpis(count: int) -> str:
    return f"{count:,} KPI" if count == 1 else f"{count:,} KPIs"


def _returns(count: int) -> str:
    return f"{count:,} return" if count == 1 else f"{count:,} returns"


@require_safe
def returns_tracker(request: HttpRequest, key: str) -> HttpResponse:
    """Every KPI: last period received, age of the data, what is owed, by whom, and since when approval is awaited."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    trail = (Link("Returns", reverse("returns", args=[programme.key])),)
    frame = programme_frame(request, programme, "returns", trail=trail, on=on)
    listing = tracker_listing(programme, request.GET, on)
    to = Addresses(programme.key, frame["keep_day"])
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Returns tracker",
        "summary": summary_words(listing.every),
        "counted": f"{len(listing.every):,} KPI{'' if len(listing.every) == 1 else 's'}",
        "summary_links": _links(listing, to),
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "table": tracker_table(tuple(page.object_list), request.GET, to, default=DEFAULT_SORT),
        "pagination": pagination_of(page, request.GET, "KPI" if len(listing.rows) == 1 else "KPIs"),
        "downloads": _downloads(programme.key, request.GET)
        if frame["may_export"] and listing.every and not listing.form.problems
        else (),
        "empty": None if listing.rows else _empty(listing, request),
        "illustrative": any(row.kpi.illustrative for row in listing.rows),
    }
    return render(request, "outcomes/returns_tracker.html", context)


def _downloads(key: str, params: QueryDict) -> tuple[Download, ...]:
    """Exactly the rows of the view, every page of it, as a workbook and as CSV."""
    query = query_with(params, page=None)
    asked = "" if query == "?" else query
    return (
        Download("This list as a workbook", reverse("table_xlsx", args=[key, "returns"]) + asked, "Excel"),
        Download("This list as CSV", reverse("table_csv", args=[key, "returns"]) + asked, "one table, UTF-8"),
    )


def _links(listing: TrackerListing, to: Addresses) -> list[Link]:
    """Each state that some KPI is in, as a link to exactly those KPIs."""
    counts = summary_counts(listing.every)
    return [
        Link(f"{counts[each]:,} {counted_words(each)}", to.of("returns_tracker", state=each.value))
        for each in Standing
        if counts[each]
    ]


def _empty(listing: TrackerListing, request: HttpRequest) -> Empty:
    if not listing.every:
        return Empty("No KPIs yet", "Returns are tracked once the programme has KPIs.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty("No KPI fits these filters", "Take one away, or clear them.", Link("Clear filters", clear))
