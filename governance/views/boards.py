"""Boards and other bodies: the map of who answers to whom, the list, and who leads without a seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link, Panel, Tone
from governance.body_map import body_map, lines_said, proposed_said
from governance.rules.words import counted
from governance.selectors.bodies import BodyRow, board_seats, bodies
from governance.selectors.meetings import MeetingRow, meetings
from governance.tables import seat_table
from governance.tables_boards import area_body_table, body_table
from governance.views.asks import seats_summary
from outcomes.selectors.area_bodies import AreaBody, area_bodies
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def board_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every body on the day: the map, what the map says in words, the list, seats, and boards of reviewed areas."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "boards", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    rows = bodies(programme, on)
    seats = board_seats(programme, on, rows=rows)
    reviewed, met = area_bodies(programme), meetings(programme)
    context = {
        **frame,
        "summary": boards_summary(rows, has_reviewed=bool(reviewed)),
        "shows_bodies": bool(rows) or not reviewed,
        "map": body_map(rows, href=lambda reference: to.of("body", reference)) if rows else None,
        "lines": [_lines_panel(words) for words in lines_said(rows)],
        "proposed": proposed_said(rows),
        "bodies_table": body_table(rows, to),
        "meetings_words": meetings_words(met, on),
        "meetings_link": Link("All meetings", to.of("meetings")) if rows else None,
        "seats_summary": seats_summary(seats),
        "seats_table": seat_table(seats, programme, frame["keep_day"]),
        "has_seats": bool(seats),
        "shows_seats": bool(seats or rows),
        "area_summary": area_summary(reviewed),
        "area_table": area_body_table(reviewed, to) if reviewed else None,
        "downloads": _downloads(frame, to) if rows else (),
        **_may(request, programme),
        "illustrative": any(row.illustrative for row in rows) or any(row.illustrative for row in reviewed),
    }
    return render(request, "governance/boards.html", context)


def boards_summary(rows: Sequence[BodyRow], *, has_reviewed: bool = False) -> str:
    """ "7 bodies, 2 of which decide for their own organisation; no chair recorded for 3 on this day."

    What is not recorded is said to be not; a review without bodies of its own says whose stand below.
    """
    if not rows:
        below = " Those of the areas that it reviews stand below." if has_reviewed else ""
        return f"No board or other body is recorded.{below}"
    sovereign = sum(row.is_sovereign for row in rows)
    unchaired = sum(not row.chairs for row in rows)
    parts = [counted(len(rows), "body", "bodies")]
    if sovereign:
        whose = "decides for its own" if sovereign == 1 else "decide for their own"
        parts[0] += f", {sovereign} of which {whose} organisation"
    chairs = (
        "no chair is recorded for any" if unchaired == len(rows) else f"no chair recorded for {unchaired}"
    )
    return f"{parts[0]}{f'; {chairs} on this day' if unchaired else ''}."


def meetings_words(rows: Sequence[MeetingRow], on: Any) -> str:
    """How many meetings are recorded, how many are to come, and how many passed without word of whether they were."""
    if not rows:
        return "No meeting is recorded."
    coming = sum(row.is_to_come(on) for row in rows)
    unsettled = sum(row.is_unsettled(on) for row in rows)
    words = f"{counted(len(rows), 'meeting')} recorded, {coming or 'none'} still to come"
    return f"{words}; {unsettled} planned for a day that has passed." if unsettled else f"{words}."


def area_summary(rows: Sequence[AreaBody]) -> str:
    """How many boards of reviewed areas are named with their people; nothing where the programme reviews none."""
    if not rows:
        return ""
    areas = len({row.area_key for row in rows})
    return (
        f"{counted(len(rows), 'board or group', 'boards and groups')} of {counted(areas, 'area')}, "
        "whose chairs, members or superiors the review names. What else it says of governance stands on the "
        "page of each area."
    )


def _lines_panel(words: str) -> Panel:
    told = "Each is drawn and named below. Ask which directs the work and which the people."
    return Panel(words, told, Tone.WARN)


def _downloads(frame: dict[str, Any], to: Addresses) -> Any:
    return whole_downloads(frame, to, bodies="Every body", body_seats="Every seat", body_links="Every link")


def _may(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    may = {
        "may_act": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "may_keep": grants_of(request).may(Permission.KEEP_MEETINGS, programme.pk),
        "may_enter": grants_of(request).may(Permission.EDIT_DATA, programme.pk),
    }
    return {**may, "may_any": any(may.values()), "entry_url": reverse("admin:governance_body_changelist")}
