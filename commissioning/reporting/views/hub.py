"""The joint team of a programme: its posts, its money and whom it answers to, on one side of A4."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Link
from commissioning.reporting.dashboards.hub import hub_page
from commissioning.reporting.selectors.hub import hub
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.rooms import rooms_of
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame

BESIDE = ("commissioners", "commissioning_models", "scope_lists", "risks", "discrepancies")


@require_safe
def hub_view(request: HttpRequest, key: str) -> HttpResponse:
    """Nothing on it depends on a day: the paper gives no dates of appointment."""
    found = programme_or_404(request, key)
    frame = programme_frame(request, found, "hub")
    team, to = hub(found), Addresses(found.key, frame["keep_day"])
    context = {
        **frame,
        **hub_page(team, to),
        "downloads": (
            *(whole_downloads(frame, to, posts="Every post") if team.posts else ()),
            *(whole_downloads(frame, to, funding="Every funding and contribution") if team.funding else ()),
        ),
        "beside": beside(found, frame["keep_day"]),
        "illustrative": any(post.illustrative for post in team.posts)
        or any(row.illustrative for row in team.funding),
    }
    return render(request, "reporting/hub.html", context)


def beside(programme: Programme, keep: str) -> list[Link]:
    """The open rooms that say more of what the team does: who commissions what, models, lists, later considerations."""
    words = {
        "scope_lists": "Scope lists and future considerations",
        "discrepancies": "Discrepancies of the paper",
    }
    return [
        Link(words.get(room.name, room.words), reverse(room.name, args=[programme.key]) + keep)
        for room in rooms_of(programme)
        if room.name in BESIDE
    ]
