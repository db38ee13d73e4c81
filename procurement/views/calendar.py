"""The calendar of a programme: what is overdue, what comes by month, and the reader's private link to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commissioning.core.components import Empty, Link
from commissioning.core.tables import query_with
from procurement.listing_calendar import CalendarListing, calendar_listing
from procurement.runway_words import plural
from procurement.services.calendar_links import end_link, make_link, open_link
from procurement.tables_calendar import month_tables, overdue_table, undated_table
from procurement.views.calendar_feed import today_of
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import as_at, grants_of, programme_or_404, user_of
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame


@require_safe
def calendar_page(request: HttpRequest, key: str) -> HttpResponse:
    """Overdue first, whatever the window; then a year ahead unless the address asks otherwise."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "calendar", trail=_trail(programme, request), on=on)
    listing = calendar_listing(programme, request.GET, on, today=today_of(request))
    to = Addresses(programme.key, frame["keep_day"])
    begins, ends = listing.form.window
    context = {
        **frame,
        "heading": "Calendar",
        "lede": lede(listing),
        "window": f"{day_words(begins)} to {day_words(ends)}",
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "overdue": overdue_table(listing.overdue, on, to) if listing.overdue else None,
        "months": month_tables(listing.coming, on, to),
        "undated": undated_table(listing.undated, on, to) if listing.undated else None,
        "empty": None if listing.rows else _empty(listing, request),
        "file": reverse("calendar_file", args=[programme.key]) + _asked(request),
        "link": open_link(programme, user_of(request)),
        "downloads": downloads_of(programme, "calendar", request.GET)
        if may_take(frame, listing.form)
        else (),
        "illustrative": any(row.illustrative for row in listing.rows),
    }
    return render(request, "procurement/calendar.html", context)


@require_POST
def calendar_link(request: HttpRequest, key: str) -> HttpResponse:
    """Make the reader's link and show its address this once: only its hash is kept."""
    programme = programme_or_404(request, key)
    token = make_link(programme, by=user_of(request), grants=grants_of(request), at=timezone.now())
    feed = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    trail = (
        *_trail(programme, request),
        Link("Calendar", reverse("calendar", args=[programme.key])),
    )
    context = {
        **programme_frame(request, programme, "calendar", trail=trail),
        "heading": "Your private calendar link",
        "address": feed,
        "webcal": f"webcal://{feed.partition('://')[2]}",
    }
    return render(request, "procurement/calendar_link.html", context)


@require_POST
def calendar_link_end(request: HttpRequest, key: str) -> HttpResponse:
    """End the reader's link: the next request with it finds nothing."""
    programme = programme_or_404(request, key)
    ended = end_link(programme, by=user_of(request), grants=grants_of(request), at=timezone.now())
    if ended:
        messages.success(
            request, "Your calendar link is ended. Calendar programs that use it find nothing any more."
        )
    else:
        messages.info(request, "You have no calendar link to end.")
    return HttpResponseRedirect(reverse("calendar", args=[programme.key]))


def lede(listing: CalendarListing) -> str:
    """ "2 overdue, 5 to come, 1 without a date." """
    said = [
        f"{len(listing.overdue)} overdue" if listing.overdue else "nothing overdue",
        f"{plural(len(listing.coming), 'date')} to come",
        f"{len(listing.undated)} without a date" if listing.undated else "",
    ]
    words = ", ".join(filter(None, said))
    return f"{words[:1].upper()}{words[1:]}."


def _trail(programme: Programme, request: HttpRequest) -> tuple[Link, ...]:
    return (Link("Runway", reverse("runway", args=[programme.key]) + _day(request)),)


def _day(request: HttpRequest) -> str:
    on = request.GET.get("on", "")
    return query_with(QueryDict(mutable=True), on=on) if on else ""


def _asked(request: HttpRequest) -> str:
    query = query_with(request.GET, page=None)
    return "" if query == "?" else query


def _empty(listing: CalendarListing, request: HttpRequest) -> Empty:
    if not listing.every:
        text = "No phase, stage, notice or contract of this programme has a date yet."
        return Empty("Nothing is due", text)
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    text = "Nothing fits the filter in this window. Widen it, or clear the filters."
    return Empty("No date fits", text, Link("Clear filters", clear))
