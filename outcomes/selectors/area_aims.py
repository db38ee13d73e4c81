"""What the areas of a review set beside their figures: comparators and targets, and measures that have neither."""

from dataclasses import dataclass

from outcomes.models import CareModelArea
from outcomes.models.areas import AreaStatementKind
from outcomes.selectors.area_values import Said, TargetSum, target_sums
from outcomes.selectors.areas import statements_of
from outcomes.selectors.figures import FigureView, figures_of
from programmes.models import Programme


@dataclass(frozen=True)
class OfArea:
    """One thing that the review says of an area."""

    area_key: str
    area: str
    said: Said


@dataclass(frozen=True)
class AreaAims:
    """Figures with a comparator or a target, stated targets, their sums, and measures without baseline or target."""

    figures: tuple[FigureView, ...]
    targets: tuple[OfArea, ...]
    sums: tuple[tuple[str, TargetSum], ...]
    measures: tuple[OfArea, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.targets or self.measures)


NO_AIMS = AreaAims((), (), (), ())


def area_aims(programme: Programme) -> AreaAims:
    """Everything that areas of the review compare themselves with or mean to reach, in the review's order.

    One query where the programme describes no areas; a fixed number otherwise.
    """
    areas = list(CareModelArea.objects.filter(programme=programme))
    if not areas:
        return NO_AIMS
    by_area = statements_of(areas)
    said = [
        (kind, OfArea(area.key, area.short_name, row))
        for area in areas
        for kind, row in by_area.get(area.pk, [])
    ]
    objectives = {
        area.short_name: [
            row for kind, row in by_area.get(area.pk, []) if kind == AreaStatementKind.OBJECTIVE
        ]
        for area in areas
    }
    figures = figures_of(programme, areas=areas)
    return AreaAims(
        figures=tuple(row for row in figures if row.comparator or row.target),
        targets=tuple(row for _, row in said if row.said.targets),
        sums=tuple((name, found) for name, rows in objectives.items() for found in target_sums(rows)),
        measures=tuple(
            row for kind, row in said if kind == AreaStatementKind.MEASURE and not row.said.targets
        ),
    )
