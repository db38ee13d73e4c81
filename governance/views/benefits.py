"""The register of benefits, with those that papers only name beneath it; the page of one benefit."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, HistoryEntry, Link, SummaryRow
from commissioning.core.history import changes_of
from commissioning.core.tables import Cell, query_with
from governance.benefit_chart import realised_figure
from governance.forms_benefits import WITHOUT_OWNER
from governance.listing_benefits import STATES, BenefitListing, benefit_listing
from governance.models import Benefit
from governance.models.benefits import BenefitAudience
from governance.rules.benefits import BenefitState
from governance.rules.words import counted, joined
from governance.selectors.benefits import BenefitView, benefit_of, benefits, number_words
from governance.selectors.benefits_named import NamedBenefit, counts_by_audience, named_benefits
from governance.tables_benefits import (
    audience_words,
    benefit_tables,
    level_cell,
    named_table,
    owner_cell,
    realised_cell,
    realised_table,
    state_note,
    state_tag,
)
from outcomes.models import KPI
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.summaries import rows_of
from outcomes.tables_board import latest_cell, target_cell, trend_cell, variation_cell
from procurement.views.register import may_take
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads, whole_downloads
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

COUNTED_AS = {
    BenefitState.REALISED: "realised",
    BenefitState.ON_THE_WAY: "on the way",
    BenefitState.BEHIND: "behind",
    BenefitState.TOO_EARLY: "too early to say",
    BenefitState.NO_BASELINE: "without a baseline",
    BenefitState.NO_TARGET: "without a target",
    BenefitState.WORDS_ONLY: "that cannot be worked out",
}
UNSAID = str(BenefitAudience.NOT_STATED.label)
NOTHING_PRINTED = "The papers print no owner, no baseline and no measure for {them}."


@require_safe
def benefit_list(request: HttpRequest, key: str) -> HttpResponse:
    """Benefits by audience with their state on the day; beneath, what papers name without saying who, from or to."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = benefit_listing(programme, request.GET, on)
    named = named_benefits(programme)
    form, rows = listing.form, listing.rows
    frame = programme_frame(request, programme, "benefits", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    shown = "all " if len(rows) == len(listing.every) else ""
    context = {
        **frame,
        "heading": "Benefits",
        "summary": summary_of(listing.every),
        "summary_links": summary_links(listing.every, to),
        "filter": filter_of(request, form) if listing.every else None,
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "shown": f"Showing {shown}{counted(len(rows), 'benefit')}",
        "tables": benefit_tables(rows, request.GET, to, sort=listing.sort),
        "empty": None if rows else _empty(listing, request),
        "downloads": _downloads(frame, to, listing, request.GET),
        "named_summary": named_summary(named),
        "named": named_table(named, to) if named else None,
        "may_edit": grants_of(request).may(Permission.EDIT_RISKS, programme.pk),
        "illustrative": any(view.illustrative for view in rows) or any(row.illustrative for row in named),
    }
    return render(request, "governance/benefits.html", context)


def summary_of(views: Sequence[BenefitView]) -> str:
    """ "3 benefits: 1 behind, 1 without a baseline, 1 realised." """
    if not views:
        return "No benefit is recorded with an owner, a baseline or a target."
    found = Counter(view.state for view in views)
    return f"{counted(len(views), 'benefit')}: {joined(f'{found[s]} {COUNTED_AS[s]}' for s in STATES if found[s])}."


def summary_links(views: Sequence[BenefitView], to: Addresses) -> list[Link]:
    """Each count as a link to exactly its benefits; those without an owner last."""
    found = Counter(view.state for view in views)
    links = [
        Link(f"{found[state]} {COUNTED_AS[state]}", to.of("benefits", state=state.value))
        for state in STATES
        if found[state]
    ]
    without = sum(not view.owner_role for view in views)
    if without:
        links.append(Link(f"{without} without an owner", to.of("benefits", owner=WITHOUT_OWNER)))
    return links


def named_summary(named: Sequence[NamedBenefit]) -> str:
    """How many the papers name for whom, and that they say no more of any; "" where they name none."""
    if not named:
        return ""
    counts = counts_by_audience(named)
    told = [f"{count} for {label[:1].lower()}{label[1:]}" for label, count in counts if label != UNSAID]
    told += [f"{count} without an audience" for label, count in counts if label == UNSAID]
    verb = "is" if len(named) == 1 else "are"
    them = "it" if len(named) == 1 else f"any of the {len(named)}"
    return (
        f"{counted(len(named), 'benefit')} {verb} named: {joined(told)}. {NOTHING_PRINTED.format(them=them)}"
    )


def _downloads(
    frame: dict[str, Any], to: Addresses, listing: BenefitListing, params: QueryDict
) -> tuple[Download, ...]:
    if not listing.every or not may_take(frame, listing.form):
        return ()
    entries = any(view.realised for view in listing.every)
    return (
        *filtered_downloads(frame, to, params, "benefits", "This list"),
        *(whole_downloads(frame, to, benefits_realised="Every realised value") if entries else ()),
    )


def _empty(listing: BenefitListing, request: HttpRequest) -> Empty:
    if not listing.every:
        return Empty(
            "No benefits yet",
            "A benefit is recorded here with its owner, what there was before and what is to be reached, so that "
            "somebody can later say whether it came.",
        )
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No benefit fits these filters", "Take one away, or clear them.", Link("Clear filters", clear)
    )


# --- one benefit ------------------------------------------------------------------------------------------------


@require_safe
def benefit(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The profile, what was realised by the day as a table and a drawing, or the KPI that says so; its history."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    record: Benefit = record_or_404(
        request, Benefit.objects.select_related("kpi"), programme=programme, reference=ref
    )
    view = benefit_of(benefits(programme, on), ref)
    if view is None:
        raise Http404("No such benefit.")
    frame = programme_frame(request, programme, "benefits", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    board = rows_of(KPI.objects.filter(pk=record.kpi_id), on) if record.kpi_id else ()
    may_edit = grants_of(request).may(Permission.EDIT_RISKS, programme.pk)
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Benefits", to.of("benefits"))],
        "view": view,
        "tag": state_tag(view.standing),
        "why": state_note(view.standing),
        "profile": profile_rows(view, to),
        "kpi_rows": kpi_rows(board[0], to) if board else (),
        "newest": view.measured.newest_without if view.measured else "",
        "figure": realised_figure(view),
        "realised": realised_table(view, to, may_edit=may_edit) if view.realised or not board else None,
        "history": history_of(record),
        "may_edit": may_edit,
        "illustrative": view.illustrative,
    }
    return render(request, "governance/benefit.html", context)


def profile_rows(view: BenefitView, to: Addresses) -> list[SummaryRow]:
    """The benefit profile; what nobody has said is said to be not stated."""
    cash = {True: "Yes", False: "No", None: ""}[view.is_cash_releasing]
    phase = (
        Cell(view.phase_name, to.of("phase", view.phase)) if view.phase else Cell("The programme as a whole")
    )
    return [
        SummaryRow("For whom", stated(view.audience and audience_words(view))),
        SummaryRow("Owner", owner_cell(view)),
        SummaryRow("Part of", phase),
        SummaryRow("How it is measured", stated(view.measurement)),
        SummaryRow("Unit", stated(view.unit)),
        SummaryRow("Which way is better", stated(view.direction and view.direction_label)),
        SummaryRow(
            "Baseline",
            level_cell(both(view.baseline_text, view.baseline, view.unit), "no baseline", view.baseline_on),
        ),
        SummaryRow(
            "Target",
            level_cell(both(view.target_text, view.target, view.unit), "no target", view.target_by, "by "),
        ),
        SummaryRow("Realised so far", realised_cell(view)),
        SummaryRow("Releases cash", stated(cash)),
        SummaryRow("Printed in", source_cell(view.places, view.fact_id, to)),
    ]


def both(words: str, value: Decimal | None, unit: str) -> str:
    """Words and number together, where both are stated: “two in five families (40 %)”."""
    printed = number_words(value, unit)
    return f"{words} ({printed})" if words and printed and words != printed else words or printed


def stated(words: str) -> Cell:
    return Cell(words) if words else Cell("not stated", unknown=True)


def kpi_rows(row: BoardRow, to: Addresses) -> list[SummaryRow]:
    """The KPI's series as boards sum it up, read where it stands: small numbers are hidden there already."""
    return [
        SummaryRow("KPI", Cell(row.name, to.of("kpi", row.reference), row.reference)),
        SummaryRow("Latest figure", latest_cell(row)),
        SummaryRow("The KPI’s own target", target_cell(row)),
        SummaryRow("Change", variation_cell(row)),
        SummaryRow("Up to 24 periods", trend_cell(row)),
    ]


def history_of(record: Any) -> list[HistoryEntry]:
    """Every change of the record itself, newest first, with what was there before and why it changed."""
    entries = []
    for change in changes_of(record):
        added = change.label == "Added"
        if not added and not change.fields:
            continue
        details = () if added else [_changed(each.label, each.before, each.after) for each in change.fields]
        entries.append(
            HistoryEntry(
                "Recorded." if added else "Changed.",
                timezone.localtime(change.at),
                change.who,
                change.why,
                details,
            )
        )
    return entries


def _changed(label: str, before: str, after: str) -> str:
    return f"{label}: from “{before or '(blank)'}” to “{after or '(blank)'}”."
