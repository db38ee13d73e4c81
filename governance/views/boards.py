"""Boards and other bodies: what each does, who sits on it, and whom it answers to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from governance.selectors.bodies import board_seats, bodies
from governance.tables import body_table, seat_table
from governance.views.asks import seats_summary
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def board_list(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "asks", on=on)
    asks = Link("Asks", reverse("asks", args=[programme.key]) + frame["keep_day"])
    rows, seats = bodies(programme, on), board_seats(programme, on)
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], asks],
        "bodies_table": body_table(rows, programme),
        "seats_summary": seats_summary(seats),
        "seats_table": seat_table(seats, programme, frame["keep_day"]),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk) and bool(rows),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/boards.html", context)
