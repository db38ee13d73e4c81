"""Every date of a programme: the register with its timeline, and the page of one milestone."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link, SummaryRow, Tag
from commissioning.core.tables import Cell, pagination_of, query_with
from commissioning.core.values_html import date_cell
from procurement.listing_milestones import milestone_listing
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.milestones_list import (
    DATED,
    MAYBE_ANY,
    OVERDUE,
    UNKNOWN_DATES,
    KindCounts,
    counts_of,
)
from procurement.selectors.milestones_page import ChangeRow, MilestonePage, milestone_page
from procurement.tables_milestones import (
    counts_table,
    fit_tag,
    fit_words,
    links_table,
    register_table,
    state_tag,
)
from procurement.timeline import milestone_figure
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Milestone
from programmes.rules_milestones import Fit, printed
from programmes.tables import day_words, source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry

PAGE_SIZE = 200  # a programme's whole register on one sheet: paper has no second page to turn to


@require_safe
def milestone_list(request: HttpRequest, key: str) -> HttpResponse:
    """In date order, undated last. A date that has passed without a recorded outcome is said to be just that."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = milestone_listing(programme, request.GET, on)
    every, form, rows = listing.every, listing.form, listing.rows
    frame = programme_frame(request, programme, "milestones", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    counted = counts_of(every, on)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Milestones and dates",
        "summary": summary_of(every, on),
        "summary_links": summary_links(counted[-1], to) if every else [],
        "counts": counts_table(counted, to) if every else None,
        "filter": filter_of(request, form),
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "figure": milestone_figure(rows, on, heading=figure_heading(rows, on)) if rows else None,
        "table": register_table(tuple(page.object_list), request.GET, on, to),
        "pagination": pagination_of(page, request.GET, "milestone" if len(rows) == 1 else "milestones"),
        "empty": None if rows else _empty(every, request),
        "downloads": downloads_of(programme, "milestones", request.GET)
        if may_take(frame, form) and every
        else (),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "procurement/milestones.html", context)


def summary_of(rows: tuple[MilestoneRow, ...], on: date) -> str:
    """ "47 dates and next steps: 24 passed without a recorded outcome, 11 undated." """
    passed = sum(row.is_overdue(on) for row in rows)
    undated = sum(not row.when.is_dated for row in rows)
    what = "date or next step" if len(rows) == 1 else "dates and next steps"
    return f"{len(rows)} {what}: {passed} passed without a recorded outcome, {undated} undated."


def summary_links(counts: KindCounts, to: Addresses) -> list[Link]:
    """Each count of the whole list that is not nothing, as a link to exactly its milestones."""
    words = {str(status.value): str(status.label) for status in UNKNOWN_DATES}
    said = [
        (counts.total, "in all", {}),
        (counts.dates[DATED], "dated", {"dates": DATED}),
        *((counts.dates[word], label, {"dates": word}) for word, label in words.items()),
        (counts.overdue, "passed and not done", {"dates": OVERDUE}),
        (counts.before, "before the start of what they belong to", {"fit": Fit.BEFORE.value}),
        (counts.after, "after the end of what they belong to", {"fit": Fit.AFTER.value}),
        (counts.may_be_outside, "maybe outside it", {"fit": MAYBE_ANY}),
    ]
    return [Link(f"{count} {label}", to.of("milestones", **query)) for count, label, query in said if count]


def figure_heading(rows: tuple[MilestoneRow, ...], on: date) -> str:
    """The finding of the chart: how many are passed, or else how many lie ahead."""
    passed = sum(row.is_overdue(on) for row in rows)
    dated = sum(row.when.is_dated for row in rows)
    if not dated:
        return "None of these has a date"
    if passed:
        return f"{passed} of {dated} dated have passed without a recorded outcome"
    return f"{dated} dated, none of them passed without an outcome"


def _empty(every: tuple[MilestoneRow, ...], request: HttpRequest) -> Empty:
    if not every:
        return Empty("No milestones yet", "Nothing that this programme is to do or reach has been recorded.")
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty("No milestone fits these filters", text, Link("Clear filters", clear))


# --- one milestone ----------------------------------------------------------------------------------------------


@require_safe
def milestone(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Its state and forecast on the day, how both came about, what it waits for, and where it is printed."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    record: Milestone = record_or_404(request, Milestone.objects.all(), programme=programme, reference=ref)
    page = milestone_page(programme, record, on)
    trail = (Link("Milestones", reverse("milestones", args=[programme.key]) + _keep(request)),)
    frame = programme_frame(request, programme, "milestones", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "row": page.row,
        "tags": _tags(page.row, on),
        "summary_rows": summary_rows(page.row, record, to),
        "history": [*(_entry(change) for change in page.changes), *recorded_entry(record)],
        "unchanged": not page.changes,
        "needs_table": links_table("It waits for", page.needs, on, to, "It waits for no other milestone."),
        "needed_by_table": links_table(
            "Waiting for it", page.needed_by, on, to, "No milestone waits for it."
        ),
        "may_edit": grants_of(request).may(Permission.EDIT_PLAN, programme.pk),
        "illustrative": page.row.illustrative,
        "moved": moved_words(page),
    }
    return render(request, "procurement/milestone.html", context)


def _keep(request: HttpRequest) -> str:
    on = request.GET.get("on", "")
    return query_with(QueryDict(mutable=True), on=on) if on else ""


def _tags(row: MilestoneRow, on: date) -> list[Tag]:
    return [state_tag(row, on), *([fit_tag(row)] if fit_words(row) else [])]


def summary_rows(row: MilestoneRow, record: Milestone, to: Addresses) -> list[SummaryRow]:
    """What is known of it; what is not is said to be not known."""
    period = row.parent.period
    said = printed(period) if period is not None and (period.is_dated or period.text) else "not stated"
    belongs = Cell(row.parent.label, _parent_address(row, to), note=f"Its period: {said}")
    rows = [
        SummaryRow("Reference", Cell(row.reference)),
        SummaryRow("Kind", Cell(row.kind)),
        SummaryRow("Belongs to", belongs),
        SummaryRow("Forecast", date_cell(row.when, note=date_note(row))),
    ]
    if row.reforecasts and row.original is not None:
        rows.append(SummaryRow("First date", date_cell(row.original)))
    rows.append(SummaryRow("State", Cell(row.state_label)))
    owner = Cell(row.owner_role) if row.owner_role else Cell("not stated", unknown=True)
    rows.append(SummaryRow("Owner", owner))
    if record.note:
        rows.append(SummaryRow("Note", Cell(record.note)))
    rows.append(SummaryRow("Printed in", source_cell(row.places, row.fact_id, to)))
    return rows


def date_note(row: MilestoneRow) -> str:
    """The last day that the date can mean, and what was inferred about it; an undated one is never late."""
    if row.when.end is None:
        return "" if row.when.is_dated else "Without a date it is never counted as late"
    inferred = "; the year is inferred" if row.when.year_inferred else ""
    return f"at the latest {day_words(row.when.end)}{inferred}"


def _parent_address(row: MilestoneRow, to: Addresses) -> str:
    if row.parent.kind == "summary":
        return to.of("project_summary", row.parent.code)
    if row.parent.kind == "intention":
        return to.of("intention", row.parent.code)
    return to.of("phase", row.phase_number) if row.phase_number is not None else to.of("programme")


def moved_words(page: MilestonePage) -> str:
    """ "Re-forecast 2 times, later each time" in a sentence; "" where it stands as first printed."""
    row = page.row
    if not row.reforecasts:
        return ""
    times = "once" if row.reforecasts == 1 else f"{row.reforecasts} times"
    slips = "never later" if not row.slips else "once later" if row.slips == 1 else f"{row.slips} times later"
    first = printed(row.original) if row.original is not None else ""
    return f"Re-forecast {times}, {slips}. The first date was {first}."


def _entry(change: ChangeRow) -> HistoryEntry:
    details = ["It counts only after the day that this page stands on."] if change.is_ahead else []
    return HistoryEntry(
        f"From {day_words(change.effective_on)}: {change.sentence}",
        None,
        change.who,
        change.reason,
        [*(["A slip: its last day moved later."] if change.is_slip else []), *details],
    )
