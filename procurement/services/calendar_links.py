"""Private links to a programme's calendar: made, ended, and looked up by the hash of their token."""

import hashlib
import secrets
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import CalendarLink
from programmes.access import Grants, grants_for
from programmes.models import Programme

TOKEN_BYTES = 32
LONGEST_TOKEN = 100


def make_link(programme: Programme, *, by: User, grants: Grants, at: datetime, reason: str = "") -> str:
    """Make the person's link to the programme's calendar and give its token, which nothing keeps but its SHA-256.

    A person has one link to a programme: making another ends the one before. Raises PermissionDenied for whoever may
    not see the programme.
    """
    _require(programme, grants)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic(), acting(by=by, reason=reason or "Calendar link made"):
        _end_all(programme, by, at)
        CalendarLink.objects.create(user=by, programme=programme, token_hash=hash_of(token))
    return token


def end_link(programme: Programme, *, by: User, grants: Grants, at: datetime, reason: str = "") -> int:
    """End the person's link at once; how many were ended. Raises PermissionDenied as `make_link` does."""
    _require(programme, grants)
    with transaction.atomic(), acting(by=by, reason=reason or "Calendar link ended"):
        return _end_all(programme, by, at)


def open_link(programme: Programme, user: User) -> CalendarLink | None:
    """The person's link to the programme, if it is not ended."""
    return CalendarLink.objects.filter(programme=programme, user=user, ended_at__isnull=True).first()


def programme_behind(token: str, on: date) -> Programme | None:
    """The programme that a token opens on the day; None for one that never was, was ended, or whose owner lost it.

    The owner's account and roles are asked afresh each time, so that a role that ends takes the link with it.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = (
        CalendarLink.objects.filter(token_hash=hash_of(token), ended_at__isnull=True)
        .select_related("user", "programme")
        .first()
    )
    if found is None or not grants_for(found.user, on).may(Permission.VIEW, found.programme_id):
        return None
    return found.programme


def hash_of(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal: all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _require(programme: Programme, grants: Grants) -> None:
    if not grants.may(Permission.VIEW, programme.pk):
        raise PermissionDenied(f"Your role in {programme.place} does not allow this.")


def _end_all(programme: Programme, user: User, at: datetime) -> int:
    User.objects.select_for_update().get(pk=user.pk)  # two links made at once would otherwise both stay open
    found = list(CalendarLink.objects.filter(programme=programme, user=user, ended_at__isnull=True))
    for link in found:
        link.ended_at = at
        link.save()
    return len(found)
