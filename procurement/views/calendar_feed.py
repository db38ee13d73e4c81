"""The calendar as a file: to save, and as a feed that a calendar program fetches with a private link."""

from datetime import date, timedelta
from typing import Final

from allauth.core.internal import ratelimit
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.core.errors import too_many_requests
from procurement.ics import CONTENT_TYPE, calendar_of
from procurement.listing_calendar import calendar_listing
from procurement.rules_calendar import CalendarRow
from procurement.selectors.calendar import every_date
from procurement.services.calendar_links import programme_behind
from programmes.models import Programme
from programmes.views.base import as_at, programme_or_404

BEHIND: Final = timedelta(days=92)  # a feed tells of the last quarter and of the next three years
AHEAD: Final = timedelta(days=3 * 366)
# A program asks a few times a day, but a whole building may ask from one address.
RATES: Final = {"calendar_feed": "600/5m/ip"}


@require_safe
def calendar_file(request: HttpRequest, key: str) -> HttpResponse:
    """The dates of the view as a file to save. A filter that cannot be read is refused, as for every file."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = calendar_listing(programme, request.GET, on, today=today_of(request))
    if listing.form.problems:
        raise BadRequest(" ".join(listing.form.problems))
    response = _answer(request, programme, listing.dated, on)
    name = f"{programme.key}-calendar-as-at-{on.isoformat()}.ics"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed behind a private link. Whatever is wrong with the link, it answers as an address that does not exist.

    No account is asked for and no cookie is set: the token is all. What it opens is decided anew at each request.
    """
    if not ratelimit.consume(
        request, app="commissioning", action="calendar_feed", config=RATES, limit_get=True
    ):
        return too_many_requests(request)
    today = today_of(request)
    programme = programme_behind(token, today)
    if programme is None:
        raise Http404("No such calendar.")
    rows = [row for row in every_date(programme, today, today=today) if _is_told(row, today)]
    return _answer(request, programme, rows, today)


def today_of(request: HttpRequest) -> date:
    """The day of the request, whatever day its page is asked about."""
    today: date = request.today  # type: ignore[attr-defined]
    return today


def _is_told(row: CalendarRow, today: date) -> bool:
    if row.day is None:
        return False
    return row.is_overdue(today) or today - BEHIND <= row.day <= today + AHEAD


def _answer(
    request: HttpRequest, programme: Programme, rows: list[CalendarRow] | tuple[CalendarRow, ...], on: date
) -> HttpResponse:
    addresses = {
        row.key: request.build_absolute_uri(reverse(row.page, args=[programme.key, *row.args]))
        for row in rows
    }
    body = calendar_of(
        rows,
        key=programme.key,
        name=programme.place,
        on=on,
        address=request.build_absolute_uri(reverse("calendar", args=[programme.key])),
        addresses=addresses,
    )
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store, private"
    return response
