"""The themes of a review: the matrix of themes and areas, and one theme with its citations and what was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.tables import query_with
from outcomes.selectors.themes import (
    Citation,
    MatrixCell,
    ThemeMatrix,
    learning_where_cited,
    theme_matrix,
    theme_of,
)
from outcomes.tables import learning_table
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.tables import source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame


@dataclass(frozen=True)
class Mark:
    """A cell of the matrix: a sign for the eye, words for everyone else. No `href`: the area is not cited."""

    sign: str
    words: str
    href: str = ""


@require_safe
def theme_list(request: HttpRequest, key: str) -> HttpResponse:
    """Themes by areas. A blank means that the review does not cite the area there, not that it lacks it."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "themes")
    matrix = theme_matrix(programme)
    to = Addresses(programme.key, frame["keep_day"])
    names = {area.key: area.short_name for area in matrix.areas}
    rows = [
        (
            row,
            to.of("theme", row.key),
            [_mark(cell, names[cell.area_key], to) for cell in row.cells],
        )
        for row in matrix.rows
    ]
    heads = [(area, to.of("area", area.key)) for area in matrix.areas]
    context = {
        **frame,
        "matrix": matrix,
        "rows": rows,
        "heads": heads,
        "summary": matrix_summary(matrix),
        "downloads": whole_downloads(frame, to, theme_citations="Every citation of an area") if rows else (),
    }
    return render(request, "outcomes/themes.html", context)


def matrix_summary(matrix: ThemeMatrix) -> str:
    """ "23 themes across 12 areas. Cited by most areas (7): …"."""
    words = f"{len(matrix.rows)} themes across {len(matrix.areas)} areas."
    most = matrix.most_cited
    if most:
        names = "; ".join(row.text for row in most)
        words += f" Cited by most areas, {most[0].headlines} each: {names}."
    silent = [area.short_name for area in matrix.areas if not area.touched]
    if silent:
        words += f" Cited nowhere: {', '.join(silent)}."
    return words


def _mark(cell: MatrixCell, area: str, to: Addresses) -> Mark:
    """The words name the area, since a link is read out without its column."""
    if not cell.is_cited:
        return Mark("", "not cited")
    href = to.of("theme", cell.theme_key, area=cell.area_key)
    points = f"{cell.points} sub-point{'' if cell.points == 1 else 's'}"
    if not cell.headline:
        return Mark("○", f"{area}: {points} only", href)
    return Mark(
        "●○" if cell.points else "●", f"{area}: headline{f' and {points}' if cell.points else ''}", href
    )


@require_safe
def theme_page(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """One theme; `?area=CC4C` narrows its citations and the learning points to that area."""
    programme = programme_or_404(request, key)
    theme = theme_of(programme, slug)
    if theme is None:
        raise Http404("No such theme.")
    trail = (Link("Themes", reverse("themes", args=[programme.key])),)
    frame = programme_frame(request, programme, "themes", trail=trail)
    to = Addresses(programme.key, frame["keep_day"])
    asked = request.GET.get("area", "")
    cited = {key: theme.of_area(key)[0].area for key in theme.area_keys}
    chosen = asked if asked in cited else ""
    learning = learning_where_cited(programme, [chosen] if chosen else theme.area_keys)
    points = [(point.text, _of(point.citations, chosen, to)) for point in theme.points]
    context = {
        **frame,
        "theme": theme,
        "chosen": cited.get(chosen, ""),
        "unknown_area": asked if asked and not chosen else "",
        "choices": [_choice(request, key, area, chosen) for key, area in cited.items()],
        "every_area": query_with(request.GET, area=None),
        "headline": _of(theme.headline, chosen, to),
        "points": [(text, citations) for text, citations in points if citations],
        "uncited": [text for text, citations in points if not citations],
        "learning_table": learning_table(
            learning,
            to,
            attach=grants_of(request).may(Permission.ATTACH_EVIDENCE),
            by_area=True,
            caption=f"What was learnt in {cited[chosen]}" if chosen else "What was learnt in the areas cited",
        ),
        "source": source_cell(theme.places, theme.fact_id, to),
        "illustrative": theme.illustrative,
    }
    return render(request, "outcomes/theme.html", context)


def _choice(request: HttpRequest, key: str, area: str, chosen: str) -> tuple[Link, bool]:
    return Link(area, query_with(request.GET, area=key)), key == chosen


def _of(citations: Sequence[Citation], chosen: str, to: Addresses) -> list[tuple[Link, str]]:
    """The areas cited, each with the name as printed where that differs from ours."""
    return [
        (
            Link(citation.area, to.of("area", citation.area_key)),
            citation.as_printed if citation.as_printed != citation.area else "",
        )
        for citation in citations
        if not chosen or citation.area_key == chosen
    ]
