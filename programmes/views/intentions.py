"""The list of commissioning intentions with how complete each plan is, and the page of one intention."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, HistoryEntry, Link, SummaryRow
from commissioning.core.tables import Cell, query_with
from programmes.addresses import Addresses
from programmes.listing_intentions import intention_listing
from programmes.models import CommissioningIntention, Programme
from programmes.selectors.intentions import IntentionRow, completeness, intention_page
from programmes.selectors.intentions_completeness import Completeness, counted
from programmes.selectors.intentions_history import PlanChange, plan_history
from programmes.tables import source_cell
from programmes.tables_intentions import (
    completeness_table,
    dates_table,
    intentions_table,
    leads_cell,
    parts_table,
    progress_cell,
    projects_table,
    sentence,
)
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

EMPTY = "No intention matches these filters."
DATES_FOLLOW = "Deadlines and milestones stand as they were on that day; everything else is as recorded now."


@require_safe
def intention_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every intention that the address asks for, and the grid of all of them against the parts of a plan."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = plan_frame(request, programme, on)
    listing = intention_listing(programme, request.GET, on)
    every, form, rows = listing.every, listing.form, listing.rows
    grid = completeness(programme, on, rows=every)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Commissioning intentions",
        "counts": counts_sentence(grid),
        "grid_counts": grid_sentence(grid),
        "filter": filter_of(request, form) if every else None,
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "showing": _showing(rows, every) if every else "",
        "table": intentions_table(rows, request.GET, to, EMPTY),
        "grid": completeness_table(grid, to) if every else None,
        "downloads": _downloads(request, to) if every and frame["may_export"] and not form.problems else (),
        "empty": None if rows else _empty(every, request),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": any(row.illustrative for row in every),
    }
    return render(request, "programmes/intentions.html", context)


def plan_frame(
    request: HttpRequest, programme: Programme, on: date, trail: Sequence[Link] = ()
) -> dict[str, Any]:
    """The frame of a page of plans, which says of a past day what on the page follows it and what does not."""
    frame = programme_frame(request, programme, "intentions", trail=trail, on=on)
    if frame["as_at"].note:
        frame["as_at"] = replace(frame["as_at"], note=DATES_FOLLOW)
    return frame


def counts_sentence(grid: Completeness) -> str:
    """ "8 intentions: 4 have a project summary (5 summaries), 4 have none (2, 3, 5, 8)." """
    if not grid.rows:
        return "No commissioning intention is recorded."
    having, lacking = grid.with_summary, grid.without_summary
    which = f" ({', '.join(str(row.number) for row in lacking)})" if lacking else ""
    return (
        f"{counted(len(grid.rows), 'intention')}: {len(having)} with a project summary "
        f"({counted(grid.summary_count, 'summary', 'summaries')}), {len(lacking)} without{which}."
    )


def grid_sentence(grid: Completeness) -> str:
    """ "0 of 17 metrics have a target." """
    return f"{grid.metrics_with_target} of {counted(grid.metric_count, 'metric')} with a target."


def _downloads(request: HttpRequest, to: Addresses) -> tuple[Download, ...]:
    """The view of the list, filter and order and all; the project summaries whole, on the day of the page."""
    asked = query_with(request.GET)
    view = "" if asked == "?" else asked
    kinds = (("table_xlsx", "a workbook", "Excel"), ("table_csv", "CSV", "one table, UTF-8"))
    return (
        *(
            Download(f"This list as {kind}", reverse(name, args=[to.key, "intentions"]) + view, note)
            for name, kind, note in kinds
        ),
        *(
            Download(f"Every project summary as {kind}", to.of(name, "project_summaries"), note)
            for name, kind, note in kinds
        ),
    )


def _showing(rows: Sequence[IntentionRow], every: Sequence[IntentionRow]) -> str:
    if len(rows) == len(every):
        return f"Showing all {counted(len(every), 'intention')}"
    return f"Showing {len(rows)} of {counted(len(every), 'intention')}"


def _empty(every: Sequence[IntentionRow], request: HttpRequest) -> Empty:
    if not every:
        return Empty("No intentions yet", "This programme has no commissioning intention on record.")
    clear = Link("Clear filters", query_with(QueryDict(mutable=True), on=request.GET.get("on")))
    return Empty(EMPTY, "Nothing fits every filter at once. Take one away, or clear them all.", clear)


@require_safe
def intention(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One intention: who leads it, how far it is, its deadlines, its projects, and what its plan lacks."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    record: CommissioningIntention = record_or_404(
        request, CommissioningIntention.objects.all(), programme=programme, reference=ref
    )
    row = intention_page(programme, ref, on)
    if row is None:
        raise Http404("No such intention.")
    trail = (Link("Intentions", reverse("intentions", args=[programme.key])),)
    frame = plan_frame(request, programme, on, trail)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "row": row,
        "intention": record,
        "summary": _summary(row),
        "deadlines": dates_table(
            row.deadlines, to, caption="Deadlines", empty="The paper states no deadline for it."
        ),
        "projects": projects_table(row.summaries, to),
        "no_projects": "" if row.summaries else _planned(row),
        "parts": parts_table(completeness(programme, on, rows=[row]).rows[0]),
        "source": source_cell(row.places, row.fact_id, to),
        "history": history_entries(plan_history(record)),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": row.illustrative or any(each.illustrative for each in row.summaries),
    }
    return render(request, "programmes/intention.html", context)


def _summary(row: IntentionRow) -> list[SummaryRow]:
    def said(text: str, otherwise: str) -> Cell:
        return Cell(sentence(text)) if text else Cell(otherwise, unknown=True)

    return [
        SummaryRow("Leads", leads_cell(row)),
        SummaryRow("Group that works on it", said(row.group, "none named")),
        SummaryRow("How far it has got", progress_cell(row)),
        SummaryRow("Planned elsewhere", Cell(row.planned_elsewhere_label)),
        SummaryRow("Section 75 agreement", said(row.section_75, "not mentioned")),
        SummaryRow("Priorities", said("; ".join(row.priorities), "none stated")),
    ]


def _planned(row: IntentionRow) -> str:
    return f"{row.planned_elsewhere_label}." if row.is_planned_elsewhere else "No other plan is named."


def history_entries(changes: Sequence[PlanChange]) -> list[HistoryEntry]:
    return [
        HistoryEntry(each.sentence, timezone.localtime(each.at), each.who, each.why, tuple(each.details))
        for each in changes
    ]
