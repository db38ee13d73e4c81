"""The programme as its papers describe it: vision, drivers, approach, partners, challenges, engagement."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from programmes.models import Programme
from programmes.selectors.about import AboutView, about
from programmes.selectors.sources import Place
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame


@require_safe
def programme_about(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    view = about(programme)
    context = {
        **programme_frame(request, programme, "about"),
        "tables": _tables(view, programme),
        "illustrative": any(row.illustrative for _, rows in view.statements for row in rows),
    }
    return render(request, "programmes/about.html", context)


def _tables(view: AboutView, programme: Programme) -> list[Table]:
    tables = [_targets(view, programme)]
    for kind, rows in view.statements:
        dated = any(row.when for row in rows)
        columns = (Column(kind), *((Column("When"),) if dated else ()), Column("Printed in"))
        body = [
            Row(
                (
                    Cell(capfirst(r.text)),
                    *((Cell(r.when),) if dated else ()),
                    source_cell(r.places, r.fact_id, programme),
                )
            )
            for r in rows
        ]
        tables.append(Table(kind, columns, tuple(body), row_header=False))
    return [*tables, _partners(view), _challenges(view, programme), _engagement(view, programme)]


def _targets(view: AboutView, programme: Programme) -> Table:
    columns = (Column("Stated as"), Column("When"), Column("Printed in"))
    rows = [
        Row((Cell(row.label), date_cell(row.date), source_cell(places, row.fact_id, programme)))
        for row, places in view.target_dates
    ]
    return Table("When it is to be complete", columns, tuple(rows), empty="No target date is stated.")


def _partners(view: AboutView) -> Table:
    rows = [Row((Cell(name), Cell("; ".join(roles)))) for name, roles in view.partners]
    return Table(
        "Partners", (Column("Organisation"), Column("Part")), tuple(rows), empty="No partner is recorded."
    )


def _challenges(view: AboutView, programme: Programme) -> Table:
    rows = [
        Row(
            (
                Cell(row.title),
                # A paper that only lists its challenges names each and says no more of it.
                Cell("no more is said", unknown=True) if row.text == row.title else Cell(capfirst(row.text)),
                Cell(capfirst(row.mitigation)) if row.mitigation else Cell("none stated", unknown=True),
                source_cell(places, row.fact_id, programme),
            )
        )
        for row, places in view.challenges
    ]
    columns = (Column("Challenge"), Column("What"), Column("What is to be done"), Column("Printed in"))
    return Table("Challenges", columns, tuple(rows), empty="No challenge is recorded.")


def _engagement(view: AboutView, programme: Programme) -> Table:
    rows = [
        Row(
            (
                Cell(row.kind),
                Cell(row.audience or "audience not stated", unknown=not row.audience),
                Cell(row.responses_text or "responses not stated", unknown=not row.responses_text),
                date_cell(row.date),
                source_cell(places, row.fact_id, programme),
            )
        )
        for row, places in view.engagement
    ]
    columns = (Column("How"), Column("Who"), Column("Responses"), Column("When"), Column("Printed in"))
    return Table("Engagement", columns, tuple(rows), empty="No engagement is recorded.")


def source_cell(places: Sequence[Place], fact_id: int | None, programme: Programme) -> Cell:
    """The places of a fact as one link to all of them; a fact without a source says so."""
    if not places or fact_id is None:
        return Cell("no source recorded", unknown=True)
    locators = ", ".join(dict.fromkeys(place.locator for place in places))
    return Cell(
        links=(Link(locators, reverse("fact_sources", args=[programme.key, fact_id]), "where it is printed"),)
    )
