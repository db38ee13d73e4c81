"""Which figures of a programme no page, file or answer shows, whoever asks."""

from collections.abc import Collection

from django.db.models import F, Q

from outcomes.models import KPI, Measurement
from outcomes.models.kpis import MeasureKind
from outcomes.models.measurements import Missing
from programmes.models import Programme

from .series_flat import NAMED, hidden_with_superseded
from .series_read import COLUMNS


def hidden_figures(programme: Programme, kpi_ids: Collection[int] | None = None) -> frozenset[int]:
    """The keys of the measurements that are hidden, current and superseded; of these KPIs only where they are given.

    Two queries, and the rows of those KPIs alone that have a small or withheld figure: without one nothing is hidden.
    """
    rows = Measurement.objects.filter(programme=programme)
    if kpi_ids is not None:
        rows = rows.filter(kpi__in=kpi_ids)
    touched = set(rows.filter(_may_be_small()).values_list("kpi_id", flat=True).distinct())
    kpis = KPI.objects.in_bulk(touched)
    own: dict[int, list[object]] = {}
    found = rows.filter(kpi__in=touched).order_by(*NAMED).values_list(*COLUMNS, "is_current", named=True)
    for row in found.iterator(chunk_size=2_000):
        own.setdefault(row.kpi_id, []).append(row)
    return frozenset(key for pk, each in own.items() for key in hidden_with_superseded(kpis[pk], each))


def _may_be_small() -> Q:
    """What `suppression.is_small_figure` calls small, and what is withheld: the seeds of everything hidden."""
    below = F("kpi__suppress_below")
    rest = {"denominator__gt": F("numerator"), "denominator__lt": F("numerator") + below}
    return (
        Q(missing=Missing.SUPPRESSED)
        | Q(numerator__gt=0, numerator__lt=below)
        | Q(denominator__gt=0, denominator__lt=below)
        | Q(**rest)
        | Q(value__gt=0, value__lt=below, kpi__measure=MeasureKind.NUMBER)
    )
