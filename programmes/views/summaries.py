"""A project on one page, on screen and on one sheet of A4."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.tables import Cell
from commissioning.core.values_html import date_cell
from programmes.addresses import Addresses
from programmes.models import ProjectSummary
from programmes.models.intentions import SummaryLineKind
from programmes.rules_milestones import Fit, day_words
from programmes.selectors.intentions import summary_page
from programmes.selectors.intentions_completeness import counted
from programmes.selectors.intentions_dates import PlanDate
from programmes.selectors.intentions_history import plan_history
from programmes.selectors.intentions_summary import SummaryView
from programmes.tables import source_cell
from programmes.tables_intentions import (
    dates_table,
    funding_table,
    lead_cell,
    metrics_table,
    roles_cell,
    sentence,
)
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.intentions import history_entries, plan_frame


@require_safe
def project_summary(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The one page, as at the day asked about."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    record: ProjectSummary = record_or_404(
        request, ProjectSummary.objects.all(), programme=programme, reference=ref
    )
    view = summary_page(programme, ref, on)
    if view is None:
        raise Http404("No such project summary.")
    own = reverse("intention", args=[programme.key, view.intention_reference])
    trail = (
        Link("Intentions", reverse("intentions", args=[programme.key])),
        Link(f"Intention {view.intention_number}", own),
    )
    frame = plan_frame(request, programme, on, trail)
    to = Addresses(programme.key, frame["keep_day"])
    changes = plan_history(record)
    context = {
        **frame,
        **_page(view, to),
        "view": view,
        "history": history_entries(changes),
        "changed_since": any(not change.added for change in changes),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": view.illustrative or any(each.illustrative for each in view.dates),
    }
    return render(request, "programmes/project_summary.html", context)


def _page(view: SummaryView, to: Addresses) -> dict[str, Any]:
    linked = view.texts(SummaryLineKind.LINKED_PROJECT)
    return {
        "facts": _facts(view, to),
        "objectives": view.texts(SummaryLineKind.OBJECTIVE),
        "scope": view.texts(SummaryLineKind.SCOPE),
        "warnings": date_warnings(view),
        "metrics": metrics_table(view.metrics),
        "milestones": dates_table(
            view.milestones, to, caption="Milestones", empty="None stated.", compact=True
        ),
        "linked": [sentence(text) for text in linked],
        "linked_dates": dates_table(
            view.linked_dates, to, caption="Its dates", empty="No date is named.", compact=True
        )
        if view.linked_dates
        else None,
        "funding": funding_table(view.funding) if view.funding else None,
        "source": source_cell(view.places, view.fact_id, to),
    }


def _facts(view: SummaryView, to: Addresses) -> list[SummaryRow]:
    intention = Cell(
        f"{view.intention_number}. {view.intention_title}", href=to.of("intention", view.intention_reference)
    )
    return [
        SummaryRow("Senior responsible owner", roles_cell(view.sros)),
        SummaryRow("Lead", lead_cell(view)),
        SummaryRow("Start and end", date_cell(view.period, note=view.period.note)),
        SummaryRow("Carries out intention", intention),
    ]


def date_warnings(view: SummaryView) -> list[str]:
    """ "5 of 7 milestones fall after the end (31 March 2014)." Days are counted for one that is before the start."""
    found = []
    for fit, words, edge in (
        (Fit.BEFORE, "before the start", view.period.start),
        (Fit.AFTER, "after the end", view.period.end),
    ):
        rows = view.of_fit(fit)
        if not rows or edge is None:
            continue
        verb = "falls" if len(rows) == 1 else "fall"
        of_all = f"{len(rows)} of {counted(len(view.milestones), 'milestone')}"
        found.append(f"{of_all} {verb} {words} ({day_words(edge)}){_how_far(rows)}.")
    return found


def _how_far(rows: Sequence[PlanDate]) -> str:
    """ ": First meeting, 29 April, 2 days before" where it is one alone; for several the table says which they are."""
    if len(rows) != 1:
        return ""
    row = rows[0]
    side = "before" if row.place.fit == Fit.BEFORE else "after"
    return f": {sentence(row.text)}, {row.when.printed}, {counted(row.place.days, 'day')} {side}"
