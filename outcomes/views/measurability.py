"""How much of what was promised can be seen: commitments and high impact areas by the way they are measured."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.rules_measurability import Measured
from outcomes.selectors.measurability import Coverage, MeasurabilityView, measurability
from outcomes.tables_framework import promise_table
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame

DEFINITIONS = {
    Measured.DIRECT: "At least one KPI in use measures it directly. Retired KPIs do not count.",
    Measured.PROXY: "KPIs stand in for it and none measures it directly. A proxy is never counted as direct.",
    Measured.HARD_PLANNED: "Judged hard to measure; somebody has said how progress will be seen.",
    Measured.HARD_UNPLANNED: "Judged hard to measure; nobody has said how progress will be seen.",
    Measured.NO_KPI: "Judged possible to measure, and no KPI does.",
    Measured.NOT_ASSESSED: "No KPI, and nobody has judged whether it can be measured.",
}


@require_safe
def measurability_page(request: HttpRequest, key: str) -> HttpResponse:
    """Coverage by way of measuring, outcome and experience apart, and what is hard to measure without a plan."""
    programme = programme_or_404(request, key)
    trail = (Link("Outcomes and KPIs", Addresses(programme.key).of("outcomes")),)
    frame = programme_frame(request, programme, "measurability", trail=trail)
    to = Addresses(programme.key, frame["keep_day"])
    view = measurability(programme)
    context = {
        **frame,
        "view": view,
        "lede": measurability_words(view),
        "coverage": [
            table
            for table in (
                coverage_table("Commitments", view.commitments),
                coverage_table("High impact areas", view.areas),
            )
            if table is not None
        ],
        "unplanned_table": _unplanned(view, to) if view.unplanned else None,
        "definitions": [(how.label, words) for how, words in DEFINITIONS.items()],
        **_lists(view, to),
        "downloads": whole_downloads(frame, to, commitments="Every commitment")
        if view.commitments.total
        else (),
        "illustrative": any(
            promise.illustrative for each in (view.commitments, view.areas) for promise in each.promises
        ),
    }
    return render(request, "outcomes/measurability.html", context)


def measurability_words(view: MeasurabilityView) -> str:
    """The finding in two sentences; where nothing was promised it says so, since no share can be stated."""
    return (
        f"{_coverage_words(view.commitments, 'commitment')} {_coverage_words(view.areas, 'high impact area')}"
    )


def _coverage_words(coverage: Coverage, noun: str) -> str:
    if not coverage.total:
        return f"No {noun} is recorded, so there is no coverage to state."
    direct = coverage.words(Measured.DIRECT)
    proxies = len(coverage.of(Measured.PROXY))
    unplanned = len(coverage.of(Measured.HARD_UNPLANNED))
    return (
        f"{noun.capitalize()}s measured directly: {direct}; by a proxy only: {proxies}; "
        f"hard to measure and without a plan: {unplanned}."
    )


def coverage_table(caption: str, coverage: Coverage) -> Table | None:
    """Each way of measuring with its count and share; sorts, such as outcome and experience, side by side."""
    if not coverage.total:
        return None
    sorts = coverage.sorts if len(coverage.sorts) > 1 else ()
    columns = (
        Column("How it is measured"),
        Column("All", numeric=True),
        *(Column(label, numeric=True) for _, label in sorts),
    )
    rows = tuple(
        Row(
            (
                Cell(str(how.label)),
                Cell(coverage.words(how)),
                *(Cell(coverage.of_sort(sort).words(how)) for sort, _ in sorts),
            )
        )
        for how in Measured
    )
    return Table(f"{caption}: how they are measured", columns, rows)


def _unplanned(view: MeasurabilityView, to: Addresses) -> Table:
    return promise_table(
        view.unplanned,
        to,
        caption=f"Hard to measure, without a plan ({len(view.unplanned)})",
        noun="What was promised",
        sort="Kind or origin",
        empty="None.",
        how=False,
    )


def _lists(view: MeasurabilityView, to: Addresses) -> dict[str, Any]:
    """Everything promised, so that each count can be followed to its rows."""
    return {
        "commitments_table": promise_table(
            view.commitments.promises,
            to,
            caption="Every commitment",
            noun="Commitment",
            sort="Kind",
            empty="No commitment is recorded yet.",
        ),
        "areas_table": promise_table(
            view.areas.promises,
            to,
            caption="Every high impact area",
            noun="Area",
            sort="Origin",
            empty="No high impact area is recorded yet.",
        ),
    }
