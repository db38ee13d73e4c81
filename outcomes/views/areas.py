"""Models of care in other places: the list, one area in full, and two to four side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms import CompareForm
from outcomes.models.areas import AreaStatementKind, CareModelArea
from outcomes.models.figures import FigureKind
from outcomes.selectors.area_values import AreaProfile, AreaRow
from outcomes.selectors.areas import area_profile, areas, compared
from outcomes.tables import area_table, heading_table, learning_table, measure_table, risk_table
from outcomes.tables_figures import figure_table
from outcomes.views.side_by_side import Side, sides_of
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.tables import source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry


@require_safe
def area_list(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "areas")
    rows, to = areas(programme), Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "summary": areas_summary(rows),
        "table": area_table(rows, request.GET, to),
        "downloads": whole_downloads(frame, to, areas="Every area") if rows else (),
        "compare_form": CompareForm(None, rows),
        "compare_url": reverse("areas_compare", args=[programme.key]),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "outcomes/areas.html", context)


def areas_summary(rows: Sequence[AreaRow]) -> str:
    """ "12 areas, 8 described in detail and 4 in summary. 16 interviewees in 8 areas, and 1 webinar."."""
    if not rows:
        return "No area is recorded yet."
    detailed = sum(row.depth == "detailed" for row in rows)
    asked = [row for row in rows if row.interviewees]
    people, webinars = sum(row.interviewees for row in asked), sum(row.webinars for row in rows)
    words = (
        f"{_count(len(rows), 'area')}, {detailed} described in detail and {len(rows) - detailed} in summary."
    )
    words += f" {_count(people, 'interviewee')} in {_count(len(asked), 'area')}"
    words += f", and {_count(webinars, 'webinar')}." if webinars else "."
    thin = [row.short_name for row in rows if row.is_thin]
    if thin:
        words += f" Interviewed, with neither learning nor impact reported: {', '.join(thin)}."
    return words


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@require_safe
def area_page(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Every heading of an area, those included of which the review says nothing: not said is not absent."""
    programme = programme_or_404(request, key)
    profile = area_profile(programme, slug)
    if profile is None:
        raise Http404("No such area.")
    trail = (Link("Areas", reverse("areas", args=[programme.key])),)
    frame = programme_frame(request, programme, "areas", trail=trail)
    to = Addresses(programme.key, frame["keep_day"])
    may_attach = grants_of(request).may(Permission.ATTACH_EVIDENCE)
    sections = [*_said(profile, to), *_others(profile, to, attach=may_attach)]
    context = {
        **frame,
        "area": profile.row,
        "summary_rows": _summary(profile, to),
        "sections": sections,
        "silent": [section.heading for section in sections if not section.count],
        "compare_url": f"{reverse('areas_compare', args=[programme.key])}?area={profile.row.key}",
        "recorded": recorded_entry(CareModelArea.objects.get(pk=profile.row.area_id)),
        "illustrative": profile.row.illustrative,
    }
    return render(request, "outcomes/area.html", context)


@dataclass(frozen=True)
class Section:
    """A heading of the page with its table; `count` is 0 where the review says nothing of it."""

    slug: str
    heading: str
    count: int
    table: Table
    note: str = ""


def _said(profile: AreaProfile, to: Addresses) -> list[Section]:
    sections = []
    for heading in profile.headings:
        if heading.is_optional and not heading.said:
            continue
        is_measure = heading.kind == AreaStatementKind.MEASURE
        table = measure_table(heading, to) if is_measure else heading_table(heading, to)
        sections.append(Section(heading.kind.replace("_", "-"), heading.label, len(heading.said), table))
    return sections


def _others(profile: AreaProfile, to: Addresses, *, attach: bool) -> list[Section]:
    """Population, figures, learning, risks and themes: the parts of an area that are no statements."""
    context = profile.of_kind(FigureKind.CONTEXT)
    impacts = profile.of_kind(FigureKind.IMPACT, FigureKind.MULTI_SITE)
    figures = figure_table(
        context, to, caption="Figures of its context", by_area=False, attach=attach, hidden=True
    )
    found = figure_table(
        impacts, to, caption="Impacts", by_area=False, basis=True, attach=attach, hidden=True
    )
    learning = learning_table(profile.learning, to, attach=attach)
    risks = risk_table(profile.risks, to)
    return [
        Section("populations", "Populations", len(profile.populations), _populations(profile, to)),
        Section("figures", "Figures of its context", len(context), figures),
        Section("impacts", "Impacts", len(impacts), found),
        Section("learning", "Learning", len(profile.learning), learning),
        Section("risks", "Risks", len(profile.risks), risks),
        Section("themes", "Themes that cite it", len(profile.themes), _themes(profile, to)),
    ]


def _populations(profile: AreaProfile, to: Addresses) -> Table:
    rows = [
        Row(
            (
                Cell(row.place),
                Cell(row.ages) if row.ages else Cell("ages not stated", unknown=True),
                Cell(row.printed),
                Cell(row.basis) if row.basis else Cell("basis not stated", unknown=True),
                source_cell(row.places, row.fact_id, to),
            )
        )
        for row in profile.populations
    ]
    columns = (
        Column("Place"),
        Column("Ages"),
        Column("People", numeric=True),
        Column("Basis"),
        Column("Printed in"),
    )
    return Table("Populations", columns, tuple(rows), caption_hidden=True)


def _themes(profile: AreaProfile, to: Addresses) -> Table:
    rows = [
        Row(
            (
                Cell(
                    theme.text[:1].upper() + theme.text[1:],
                    to.of("theme", theme.key, area=profile.row.key),
                ),
                Cell(f"as “{theme.headline}”" if theme.headline else "not cited"),
                Cell("; ".join(text for text, _ in theme.points)),
            )
        )
        for theme in profile.themes
    ]
    columns = (Column("Theme"), Column("Cited with the headline"), Column("Cited with these sub-points"))
    return Table("Themes", columns, tuple(rows), caption_hidden=True)


def _summary(profile: AreaProfile, to: Addresses) -> list[SummaryRow]:
    row = profile.row
    asked = _count(row.interviewees, "person", "people") if row.interviewees else "nobody"
    if row.webinars:
        asked += f", and {_count(row.webinars, 'webinar')} held"
    people = (
        Cell(f"{row.population:,}", note="children aged 0 to 18, in the review's own table")
        if row.population is not None
        else Cell("not stated", unknown=True)
    )
    return [
        SummaryRow("Place", Cell(row.place or "not stated apart from its name")),
        SummaryRow("Type of model", Cell(row.model_type[:1].upper() + row.model_type[1:])),
        SummaryRow("Described", Cell(f"{row.depth_label}, section {row.section}")),
        SummaryRow("Interviewed", Cell(asked)),
        SummaryRow("Population", people),
        SummaryRow("Printed in", source_cell(profile.places, row.fact_id, to)),
    ]


@require_safe
def areas_compare(request: HttpRequest, key: str) -> HttpResponse:
    """`?area=CC4C&area=GM`: two, three or four; any other number says so and shows the choice again."""
    programme = programme_or_404(request, key)
    trail = (Link("Areas", reverse("areas", args=[programme.key])),)
    frame = programme_frame(request, programme, "areas", trail=trail)
    every = areas(programme)
    form = CompareForm(request.GET if "area" in request.GET else None, every)
    profiles = compared(programme, form.cleaned_data["area"]) if form.is_valid() else ()
    sides: tuple[Side, ...] = sides_of(profiles)
    context = {
        **frame,
        "compare_form": form,
        "compare_url": request.path,
        "profiles": profiles,
        "sides": [side for side in sides if side.is_said],
        "silent": [side.heading for side in sides if not side.is_said],
        "illustrative": any(profile.row.illustrative for profile in profiles),
    }
    return render(request, "outcomes/compare.html", context)
