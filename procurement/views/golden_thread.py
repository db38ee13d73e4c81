"""The golden thread: how far each aim reaches the services, drawn and listed, with every break and where to mend it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.charts import draw_one
from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.charts.thread import WIDTH, Branch
from outcomes.tables_framework import marks
from procurement.forms.thread import ThreadForm
from procurement.rules_thread import Break, BreakKind, Thread
from procurement.selectors.golden_thread import golden_thread
from procurement.thread_chart import MOST_UNFOLDED, branches_of, chart_of, drawn_part, thread_nodes
from procurement.thread_words import CAPTION, part_words, summary_words
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

# Where a break is mended in data entry: the page of its own record, or the list of the records that should name it.
OWN_RECORD = {
    "framework": "outcomes_outcomesframework",
    "outcome": "outcomes_outcome",
    "kpi": "outcomes_kpi",
    "contract": "procurement_contract",
    "commitment": "outcomes_commitment",
    "area": "outcomes_highimpactarea",
}
LISTED = {
    BreakKind.UNSERVED_STRATEGY: ("outcomes_outcomesframework", "frameworks"),
    BreakKind.UNSERVED_AIM: ("outcomes_outcome", "outcomes"),
    BreakKind.NO_OUTCOME: ("outcomes_outcome", "outcomes"),
    BreakKind.NO_CONTRACT: ("procurement_contract", "contracts"),
    BreakKind.SERVICE_NO_CONTRACT: ("procurement_contract", "contracts"),
    BreakKind.SERVICE_NO_KPI: ("outcomes_kpi", "KPIs"),
}


@dataclass(frozen=True)
class Drawing:
    """The drawing, which part it shows where not all, and the same thread as a nested list, always complete.

    `unfolded` where the list is short enough to stand open on phones and on paper, which have no drawing.
    """

    svg: str
    caption: str
    part: str
    branches: list[Branch]
    unfolded: bool


@require_safe
def golden_thread_page(request: HttpRequest, key: str) -> HttpResponse:
    """The thread on a day, narrowed by domain, outcome, owner or to what is broken."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    trail = (Link("Outcomes and KPIs", Addresses(programme.key).of("outcomes")),)
    frame = programme_frame(request, programme, "golden_thread", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    whole = golden_thread(programme, on=on)
    form = ThreadForm(request.GET, whole)
    shown = whole.narrowed(form.sides)
    context = {
        **frame,
        "thread": shown,
        "lede": summary_words(shown, part=bool(chips_of(form))),
        "filter": filter_of(request, form, also_id="finding"),
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "kinds": _kinds(shown),
        "tables": break_tables(shown, to, mends=mends(request, programme)),
        "drawing": drawing_of(shown, to),
        "downloads": _downloads(frame, to, whole),
        "illustrative": any(
            row.illustrative
            for rows in (shown.outcomes, shown.kpis, shown.contracts, shown.services)
            for row in rows
        ),
    }
    return render(request, "procurement/golden_thread.html", context)


def mends(request: HttpRequest, programme: Programme) -> bool:
    """Whether the reader may mend breaks in data entry; everyone else is led to the record's page."""
    return grants_of(request).may(Permission.EDIT_DATA, programme.pk)


def drawing_of(thread: Thread, to: Addresses) -> Drawing | None:
    part = drawn_part(thread)
    if part is None:
        return None
    return Drawing(
        draw_one(chart_of(part, to), WIDTH),
        CAPTION,
        part_words(thread, part),
        branches_of(thread_nodes(thread, to)),
        len(thread.kpis) <= MOST_UNFOLDED,
    )


def break_tables(thread: Thread, to: Addresses, *, mends: bool) -> list[Table]:
    """One table for each kind of break that there is, from the strategy to the service."""
    tables = []
    for kind in BreakKind:
        found = thread.breaks_of(kind)
        if found:
            tables.append(_break_table(kind, found, to, mends=mends))
    return tables


def _break_table(kind: BreakKind, found: tuple[Break, ...], to: Addresses, *, mends: bool) -> Table:
    detailed = any(each.detail for each in found)
    rows = [
        Row(
            (
                Cell(each.about[:1].upper() + each.about[1:], tags=marks(each.illustrative)),
                Cell(each.reference),
                *((Cell(each.detail or "–"),) if detailed else ()),
                Cell(links=_links(each, to, mends=mends)),
            )
        )
        for each in found
    ]
    columns = (
        Column("What"),
        Column("Reference"),
        *((Column("More"),) if detailed else ()),
        Column("Mend it" if mends else "See it"),
    )
    return Table(f"{kind.label} ({len(found)})", columns, tuple(rows), caption_size="s", id=_anchor(kind))


def _anchor(kind: BreakKind) -> str:
    return f"break-{kind.value.replace('_', '-')}"


def _kinds(thread: Thread) -> list[Link]:
    """How many breaks of each kind, each leading to its table."""
    counts = [(kind, len(thread.breaks_of(kind))) for kind in BreakKind]
    return [Link(f"{kind.label} ({count})", f"#{_anchor(kind)}") for kind, count in counts if count]


def _links(each: Break, to: Addresses, *, mends: bool) -> list[Link]:
    if mends:
        if each.kind in LISTED:
            name, noun = LISTED[each.kind]
            return [Link(f"Name it in one of the {noun}", reverse(f"admin:{name}_changelist"), each.about)]
        return [
            Link("Data entry", reverse(f"admin:{OWN_RECORD[each.record]}_change", args=[each.pk]), each.about)
        ]
    return [Link("Read it", _read_at(each, to), each.about)]


def _read_at(each: Break, to: Addresses) -> str:
    if each.record in ("service", "kpi"):
        return to.of(each.record, each.reference)
    if each.record in ("commitment", "area"):
        return f"{to.of('measurability')}#{each.reference}"
    if each.record == "contract":
        return f"{to.of('golden_thread')}#{_anchor(each.kind)}"
    return to.of("outcomes") + (f"#{each.reference}" if each.record == "outcome" else "")


def _downloads(frame: dict[str, Any], to: Addresses, whole: Thread) -> Any:
    """The tree only where there is a framework; breaks wherever there is a KPI that can be in none."""
    tables = {"framework": "Every line of the thread"} if whole.framework else {}
    if whole.kpis:
        tables["thread_breaks"] = "Every break"
    return whole_downloads(frame, to, **tables)
