"""The frame of every page of a programme: its sections, the trail back, the reader's role, the as-at day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from commissioning.core.access import Permission
from commissioning.core.components import AsAt, Link
from commissioning.core.context import NavItem
from commissioning.core.tables import query_with
from programmes.models import Programme
from programmes.rooms import Room, rooms_of
from programmes.views.base import grants_of, read_day

RECORDED_NOW = "Stated values and corrections made in data entry are those recorded now."


def programme_frame(
    request: HttpRequest,
    programme: Programme,
    section: str,
    *,
    trail: Sequence[Link] = (),
    on: date | None = None,
) -> dict[str, Any]:
    """Layout context for a page of the programme. `trail` is what stands between the programme and this page.

    Give `on` where the page's figures depend on a day: the page then has the as-at form, and every link of the frame
    keeps the day.
    """
    grants = grants_of(request)
    today: date = request.today  # type: ignore[attr-defined]
    kept = on or _asked_day(request)
    keep = f"?on={kept.isoformat()}" if kept is not None and kept != today else ""
    rooms = tuple(
        room
        for room in rooms_of(programme)
        if room.permission is None or grants.may(room.permission, programme.pk)
    )
    here = {section, *(room.within for room in rooms if room.name == section)}
    home = Link("Home", reverse("home"))
    overview = Link(programme.place, reverse("programme", args=[programme.key]) + keep)
    frame: dict[str, Any] = {
        "programme": programme,
        "section_nav": [
            NavItem(room.words, reverse(room.name, args=[programme.key]) + keep, current=room.name in here)
            for room in rooms
            if not room.within
        ],
        "room_tabs": _tabs(rooms, section, request.path, programme, keep),
        "breadcrumbs": [home, *([overview] if trail or section != "programme" else []), *trail],
        "account_role": role_words(request, grants.roles(programme.pk)),
        "account_links": account_links(request),
        "may_export": grants.may(Permission.EXPORT, programme.pk),
        "keep_day": keep,
        "open_rooms": frozenset(room.name for room in rooms),
    }
    if on is not None:
        hidden = tuple(
            (name, str(value)) for name, value in request.GET.items() if name not in {"on", "page"}
        )
        frame["on"] = on
        clear = query_with(request.GET, on=None, page=None)
        note = RECORDED_NOW if on < today else ""
        frame["as_at"] = AsAt(
            on=on, today=today, action=request.path, hidden=hidden, clear_url=clear, note=note
        )
    return frame


def _tabs(
    rooms: Sequence[Room], section: str, path: str, programme: Programme, keep: str
) -> tuple[NavItem, ...]:
    """The room with the rooms within it, on the first page of each; none on the pages further in."""
    own = next((room for room in rooms if room.name == section), None)
    parent = next((room for room in rooms if own and room.name == (own.within or own.name)), None)
    if own is None or parent is None or not parent.tabs or path != reverse(section, args=[programme.key]):
        return ()
    family = [parent, *(room for room in rooms if room.within == parent.name)]
    return tuple(
        NavItem(room.words, reverse(room.name, args=[programme.key]) + keep, current=room.name == section)
        for room in family
        if len(family) > 1
    )


def _asked_day(request: HttpRequest) -> date | None:
    """The day a reader came with, on a page whose own figures do not depend on it: it leads on to pages that do."""
    return read_day(request.GET.get("on", ""))[0]


def role_words(request: HttpRequest, roles: Sequence[str]) -> str:
    """The roles held, left out where the job title beside them already says so."""
    return ", ".join(role for role in roles if role != str(request.user))


def account_links(request: HttpRequest) -> list[NavItem]:
    """Links beside “Sign out”: data entry, for those who may enter it, and the reader's password."""
    grants = grants_of(request)
    links = [NavItem("Change password", reverse("account_change_password"))]
    if any(
        grants.may(p) for p in (Permission.EDIT_DATA, Permission.EDIT_MONEY_DATA, Permission.MANAGE_PEOPLE)
    ):
        links.insert(0, NavItem("Data entry", reverse("admin:index")))
    return links
