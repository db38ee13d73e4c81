"""Every date of a programme in one list: the rows behind “next milestone” and behind the timeline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.selectors.milestones import milestones
from procurement.tables import Addresses
from procurement.tables_milestones import milestone_table
from programmes.views.base import as_at, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def milestone_list(request: HttpRequest, key: str) -> HttpResponse:
    """In date order, undated last. A date that has passed without a recorded outcome is said to be just that."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    rows = milestones(programme)
    passed = sum(row.is_overdue(on) for row in rows)
    undated = sum(not row.when.is_dated for row in rows)
    frame = programme_frame(request, programme, "milestones", on=on)
    context = {
        **frame,
        "table": milestone_table(rows, on, Addresses(programme.key, frame["keep_day"])),
        "summary": f"{len(rows)} dates and next steps: {passed} passed without a recorded outcome, {undated} undated.",
    }
    return render(request, "procurement/milestones.html", context)
