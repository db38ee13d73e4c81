"""A programme's scales of status, and which of their points are in use."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from governance.models import StatusPoint, StatusScale
from programmes.models import Programme


@dataclass(frozen=True)
class PointRow:
    """One point. `used` counts the statuses that were given with it, by any work stream at any time."""

    pk: int
    code: str
    label: str
    position: int
    is_complete: bool
    is_stopped: bool
    used: int

    @property
    def means(self) -> str:
        return "Complete" if self.is_complete else "Stopped" if self.is_stopped else "Still to be done"


@dataclass(frozen=True)
class ScaleRow:
    pk: int
    reference: str
    name: str
    is_default: bool
    points: tuple[PointRow, ...]
    workstreams: int
    illustrative: bool
    version: int

    @property
    def after_complete(self) -> tuple[PointRow, ...]:
        """The points that follow one that is complete: a scale need not end there."""
        first = next((point.position for point in self.points if point.is_complete), None)
        return tuple(point for point in self.points if first is not None and point.position > first)


def scale_rows(programme: Programme) -> tuple[ScaleRow, ...]:
    """Every scale by name, its points in their order; two queries."""
    scales = StatusScale.objects.filter(programme=programme).annotate(users=Count("workstreams"))
    points: dict[int, list[PointRow]] = {}
    used = StatusPoint.objects.filter(scale__programme=programme).annotate(used=Count("statuses"))
    for row in used.order_by("scale", "position"):
        points.setdefault(row.scale_id, []).append(
            PointRow(row.pk, row.code, row.label, row.position, row.is_complete, row.is_stopped, row.used)
        )
    return tuple(
        ScaleRow(
            pk=scale.pk,
            reference=scale.reference,
            name=scale.name,
            is_default=scale.is_default,
            points=tuple(points.get(scale.pk, ())),
            workstreams=scale.users,
            illustrative=scale.illustrative,
            version=scale.version,
        )
        for scale in scales
    )


def scale_of(rows: tuple[ScaleRow, ...], reference: str) -> ScaleRow | None:
    return next((row for row in rows if row.reference == reference), None)
