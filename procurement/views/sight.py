"""What the reader of a page may see of sealed fields: the one way from a request to a sight."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest

from procurement.selectors.sealed import Sight
from programmes.models import Programme
from programmes.views.base import grants_of, user_of


def sight_of(request: HttpRequest, programme: Programme | Iterable[Programme]) -> Sight:
    """The reader's sight today, whatever day the page is asked about. What it opens to them is logged with the page."""
    sight = Sight.for_person(
        user_of(request),
        grants_of(request),
        programme,
        request.today,  # type: ignore[attr-defined]
    )
    return replace(sight, opened=getattr(request, "sealed_opened", None))
