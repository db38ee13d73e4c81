"""The programme and phase dashboards."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Download, Link
from commissioning.reporting.dashboards.phase import phase_dashboard
from commissioning.reporting.dashboards.programme import programme_dashboard
from commissioning.reporting.dashboards.start import start
from commissioning.reporting.selectors.plans import plans
from commissioning.reporting.selectors.position import Position, position
from governance.selectors.asks import asks
from programmes.selectors.paper_days import PaperDay, paper_days
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """The board's first page: what is wrong, what is asked, when, and for how much."""
    found = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, found, "programme", on=on)
    at = position(found, on)
    rooms = frame["open_rooms"]
    days = paper_days(found)
    context = {
        **frame,
        **programme_dashboard(
            at, asks(found) if "asks" in rooms else (), frame["keep_day"], plans(at, rooms)
        ),
        "start": start(grants_of(request), found, rooms, has_papers=bool(days)),
        "paper_days": _paper_days(at, days),
        "downloads": _downloads(at, frame["keep_day"]) if frame["may_export"] else [],
        "illustrative": any(row.illustrative for row in at.scope)
        or any(line.illustrative for line in at.lines),
    }
    return render(request, "reporting/programme.html", context)


@require_safe
def phase(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One phase on one or two sheets of A4."""
    found = programme_or_404(request, key)
    on = as_at(request)
    at = position(found, on)
    own = next((each for each in at.phases if each.number == number), None)
    if own is None:
        raise Http404("No such phase.")
    frame = programme_frame(request, found, "phase", trail=(), on=on)
    overview = Link(found.place, reverse("programme", args=[found.key]) + frame["keep_day"])
    context = {
        **frame,
        **phase_dashboard(at, own, frame["keep_day"]),
        "breadcrumbs": [frame["breadcrumbs"][0], overview],
        "illustrative": own.illustrative or any(line.illustrative for line in own.lines),
    }
    return render(request, "reporting/phase.html", context)


def _paper_days(at: Position, days: Sequence[PaperDay]) -> list[Link]:
    """A click to the position on the day of each dated paper, since a programme is most often read beside its paper."""
    return [
        Link(paper.said, f"{reverse('programme', args=[at.programme.key])}?on={paper.day.isoformat()}")
        for paper in days
        if paper.day != at.on
    ]


def _downloads(at: Position, keep: str) -> list[Download]:
    return [
        Download(
            "Programme workbook",
            reverse("workbook", args=[at.programme.key]) + keep,
            "Excel, with sources and what is unknown",
        )
    ]
