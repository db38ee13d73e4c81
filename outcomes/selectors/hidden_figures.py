"""Which figures of a programme no page, file or answer shows, whoever asks."""

from collections.abc import Collection, Iterator

from django.db.models import F, Q

from outcomes.models import KPI, Measurement
from outcomes.models.kpis import MeasureKind
from outcomes.models.measurements import Missing
from outcomes.suppression import Why
from programmes.models import Programme

from .series_flat import MORE, NAMED, FlatValue, figures_of, flat_value, hidden_with_superseded
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


def flat_of(programme: Programme, ids: Collection[int]) -> Iterator[FlatValue]:
    """Some figures as `flat_values` gives them; what is hidden is worked out beside every figure of their KPIs."""
    wanted = figures_of(programme).filter(pk__in=ids).order_by(*NAMED)
    rows = list(wanted.values_list(*COLUMNS, *MORE, named=True))
    kpis = KPI.objects.in_bulk({row.kpi_id for row in rows})
    hidden = dict.fromkeys(hidden_figures(programme, set(kpis)), Why.GIVES_AWAY)
    for row in rows:
        yield flat_value(row, kpis[row.kpi_id], hidden)


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
