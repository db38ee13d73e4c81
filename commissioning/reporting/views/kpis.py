"""The board of KPIs across programmes, to take away."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.reporting.exports.kpis import across_sheet
from commissioning.reporting.views.exports import day_asked
from commissioning.reporting.views.files import csv_response
from outcomes.listing_board import board_listing
from programmes.models import Programme
from programmes.views.base import grants_of


@require_safe
def all_kpis_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the view, of the programmes that the reader may take tables of; 403 for whoever may take none."""
    grants = grants_of(request)
    if not grants.may(Permission.EXPORT):
        raise PermissionDenied("Your role does not allow taking tables away.")
    on = day_asked(request)
    programmes = Programme.objects.visible_to(grants.limited_to(Permission.EXPORT))
    listing = board_listing(programmes, request.GET, on, across=True)
    if listing.form.problems:
        raise BadRequest(" ".join(listing.form.problems))
    return csv_response(across_sheet(listing.rows, on), f"kpis-as-at-{on.isoformat()}.csv")
