"""The outcomes page: priorities, KPIs with their latest value and target, and what nothing measures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.selectors.framework import FrameworkView, KPIRow, framework_of
from programmes.models import Programme
from programmes.views.about import source_cell
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame


@require_safe
def outcomes(request: HttpRequest, key: str) -> HttpResponse:
    """What the programme is to change and how that is to be seen, with every gap named."""
    programme = programme_or_404(request, key)
    view = framework_of(programme)
    context = {
        **programme_frame(request, programme, "outcomes"),
        "view": view,
        "outcomes_table": _outcomes(view, programme),
        "kpi_table": _kpis(view, programme),
        "areas_table": _areas(view, programme),
        "illustrative": any(kpi.illustrative for kpi in view.kpis),
    }
    return render(request, "outcomes/outcomes.html", context)


def _outcomes(view: FrameworkView, programme: Programme) -> Table:
    unmeasured = {outcome.pk for outcome in view.outcomes_without_kpi}
    measures = {o.pk: [kpi for kpi in view.kpis if kpi.outcome == o.text] for o in view.outcomes}
    rows = [
        Row(
            (
                Cell(outcome.text[:1].upper() + outcome.text[1:]),
                Cell("No KPI yet", unknown=True)
                if outcome.pk in unmeasured
                else Cell(
                    "; ".join(f"{k.name} (proxy)" if k.is_proxy else k.name for k in measures[outcome.pk])
                ),
                source_cell(view.places.get(outcome.fact_id or 0, ()), outcome.fact_id, programme),
            )
        )
        for outcome in view.outcomes
    ]
    columns = (Column("Outcome"), Column("Measured by"), Column("Printed in"))
    return Table("Shared outcomes", columns, tuple(rows), empty="No outcome is recorded yet.")


def _kpis(view: FrameworkView, programme: Programme) -> Table:
    columns = (
        Column("KPI"),
        Column("For"),
        Column("Latest", numeric=True),
        Column("Target", numeric=True),
        Column("State"),
        Column("Printed in"),
    )
    return Table(
        "KPIs", columns, tuple(_kpi_row(kpi, programme) for kpi in view.kpis), empty="No KPI is recorded yet."
    )


def _kpi_row(kpi: KPIRow, programme: Programme) -> Row:
    tags = (Tag("Proxy", Tone.WARN),) if kpi.is_proxy else ()
    return Row(
        (
            Cell(kpi.name, note=kpi.note),
            Cell(
                kpi.outcome or kpi.area or "no outcome named",
                tags=tags,
                unknown=not (kpi.outcome or kpi.area),
            ),
            Cell(kpi.value_text) if kpi.value is not None else Cell("no value stated", unknown=True),
            Cell(kpi.target) if kpi.target else Cell("no target stated", unknown=True),
            Cell(kpi.state_label),
            source_cell(kpi.places, kpi.fact_id, programme),
        )
    )


def _areas(view: FrameworkView, programme: Programme) -> Table:
    rows = [
        Row(
            (
                Cell(a.name),
                Cell(a.origin),
                source_cell(view.places.get(a.fact_id or 0, ()), a.fact_id, programme),
            )
        )
        for a in view.areas
    ]
    columns = (Column("Area"), Column("Origin"), Column("Printed in"))
    return Table("High impact areas", columns, tuple(rows), empty="No high impact area is recorded yet.")
