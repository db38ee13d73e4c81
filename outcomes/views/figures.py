"""The figures of a review sorted by what they rest on, the same measure side by side, and populations."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download
from commissioning.core.tables import Table
from outcomes.listing_figures import FigureListing, asks_for_figures, figure_listing
from outcomes.models.figures import FigureBasis, FigureKind
from outcomes.selectors.figures import FigureView
from outcomes.selectors.populations import Populations, populations
from outcomes.tables_figures import figure_table, population_table
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads, whole_downloads
from programmes.views.base import grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame


@require_safe
def impact_list(request: HttpRequest, key: str) -> HttpResponse:
    """Observed, assumed, projected, said in an interview, basis not stated: never mixed in one table."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "impacts")
    to = Addresses(programme.key, frame["keep_day"])
    listing, people = figure_listing(programme, request.GET), populations(programme)
    every, form, shown = listing.every, listing.form, listing.rows
    attach = grants_of(request).may(Permission.ATTACH_EVIDENCE)
    filtered = filter_of(request, form)
    context = {
        **frame,
        "summary": figures_summary(shown),
        "filter": filtered,
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "tables": _by_basis(shown, to, attach=attach),
        "same_measure": [] if filtered.applied else _same_measure(every, to),
        "populations": populations_words(people),
        "population_table": population_table(people, to),
        "downloads": _downloads(request, frame, to, listing),
        "population_downloads": whole_downloads(frame, to, populations="Every population")
        if people.table or people.others
        else (),
        "illustrative": any(row.illustrative for row in every),
    }
    return render(request, "outcomes/impacts.html", context)


def _downloads(
    request: HttpRequest, frame: dict[str, Any], to: Addresses, listing: FigureListing
) -> tuple[Download, ...]:
    """The figures that the filter leaves; without a filter all of them, of which the page leaves out the context."""
    if not listing.rows or listing.form.problems:
        return ()
    if asks_for_figures(request.GET):
        return filtered_downloads(frame, to, request.GET, "impact_figures", "These figures")
    return whole_downloads(frame, to, impact_figures="Every figure, context included,")


def figures_summary(rows: Sequence[FigureView]) -> str:
    """ "57 impacts, 33 with a number: 3 observed, …"."""
    if not rows:
        return "No figure fits."
    numbers = sum(row.is_quantified for row in rows)
    bases = {basis: sum(row.basis == basis for row in rows) for basis in FigureBasis}
    words = ", ".join(f"{count} {basis.label.lower()}" for basis, count in bases.items() if count)
    return f"{len(rows)} {'figure' if len(rows) == 1 else 'figures'}, {numbers} with a number: {words}."


def populations_words(found: Populations) -> str:
    """ "Largest: GM, 676,394; smallest: Cornwall, 114,813: 5.89 times as many."; "" for fewer than two areas."""
    largest, smallest = found.largest, found.smallest
    if largest is None or smallest is None or found.ratio is None:
        return ""
    return (
        f"Largest: {largest.area}, {largest.value:,}; smallest: {smallest.area}, {smallest.value:,}: "
        f"{found.ratio} times as many."
    )


def _by_basis(rows: Sequence[FigureView], to: Addresses, *, attach: bool) -> list[Table]:
    tables = []
    for basis in FigureBasis:
        of_basis = [row for row in rows if row.basis == basis]
        if of_basis:
            caption = f"{basis.label} ({len(of_basis)})"
            tables.append(figure_table(of_basis, to, caption=caption, attach=attach))
    return tables


def _same_measure(rows: Sequence[FigureView], to: Addresses) -> list[Table]:
    """Figures that an area gives for one thing, together, so that 39% and 81% are not read apart."""
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for row in rows:
        if row.measure and row.kind != FigureKind.CONTEXT:
            groups.setdefault((row.area, row.measure), []).append(row)
    return [
        figure_table(
            group,
            to,
            caption=f"{area}: {measure.replace('-', ' ')} ({len(group)} figures)",
            by_area=False,
            basis=True,
        )
        for (area, measure), group in groups.items()
        if len(group) > 1
    ]
