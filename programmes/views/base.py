"""What every page of a programme does first: find the programme its reader may see, and the day they ask about."""

from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date

from commissioning.core.access import Permission
from commissioning.core.models import User
from programmes.access import Grants
from programmes.models import Programme, ScopedQuerySet

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100  # counting what falls due by a day takes longer, the further off it is


def grants_of(request: HttpRequest) -> Grants:
    grants: Grants = request.grants  # type: ignore[attr-defined]
    return grants


def user_of(request: HttpRequest) -> User:
    """Who is signed in: the sign-in middleware lets nobody else reach a view."""
    return cast(User, request.user)


def programme_or_404(request: HttpRequest, key: str) -> Programme:
    """The programme, if the reader may see it; otherwise 404, the same as for one that does not exist."""
    programme = Programme.objects.visible_to(grants_of(request)).filter(key=key).first()
    if programme is None:
        raise Http404("No such programme.")
    return programme


def record_or_404(request: HttpRequest, rows: ScopedQuerySet, **lookup: Any) -> Any:
    """One row of a programme that the reader may see, else 404."""
    record = rows.visible_to(grants_of(request)).filter(**lookup).first()
    if record is None:
        raise Http404("No such record.")
    return record


def require(request: HttpRequest, permission: Permission, programme: Programme) -> None:
    """Refuse with 403 what a reader may see but not do."""
    if not grants_of(request).may(permission, programme.pk):
        raise PermissionDenied(f"Your role in {programme.place} does not allow this.")


def as_at(request: HttpRequest) -> date:
    """The day of `?on=2018-12-13`, else today. A day that cannot be read is said to be so, and today is shown."""
    today: date = request.today  # type: ignore[attr-defined]
    given = request.GET.get("on", "").strip()
    if not given:
        return today
    day, problem = read_day(given)
    if day is None:
        messages.warning(request, f"{problem} Today is shown instead.")
        return today
    return day


def read_day(given: str) -> tuple[date | None, str]:
    """(day, problem) of an address that asks about a day: one that can be read, and near enough to count from."""
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None:
        return None, f"“{given}” is not a date. Write it like 2018-12-13."
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None, f"“{given}” is not a day from {FIRST_YEAR} to {LAST_YEAR}. Write it like 2018-12-13."
    return day, ""
