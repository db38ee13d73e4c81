"""The populations that a review prints, side by side: only those counted alike may be summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.models import CareModelArea, PopulationFigure
from outcomes.selectors.figures import value_words
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class PopulationRow:
    reference: str
    area_key: str
    area: str
    place: str
    ages: str
    value: Decimal
    upper: Decimal | None
    printed: str
    basis: str
    in_table: bool
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class Populations:
    """The review's table with its sum, its comparator apart, and every other population that it prints."""

    table: tuple[PopulationRow, ...]
    comparators: tuple[PopulationRow, ...]
    others: tuple[PopulationRow, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the table's areas; comparators are no area and are left out."""
        return sum((row.value for row in self.table), Decimal(0))

    @property
    def largest(self) -> PopulationRow | None:
        return max(self.table, key=lambda row: row.value, default=None)

    @property
    def smallest(self) -> PopulationRow | None:
        return min(self.table, key=lambda row: row.value, default=None)

    @property
    def ratio(self) -> Decimal | None:
        """How many times the smallest goes into the largest, to two decimals; None without two areas."""
        largest, smallest = self.largest, self.smallest
        if largest is None or smallest is None or not smallest.value or largest == smallest:
            return None
        return (largest.value / smallest.value).quantize(Decimal("0.01"))


def population_rows(
    programme: Programme, *, areas: Sequence[CareModelArea] | None = None
) -> tuple[PopulationRow, ...]:
    """Every population of the programme, or of some areas, with its places; two queries."""
    rows = PopulationFigure.objects.filter(programme=programme).select_related("area")
    if areas is not None:
        rows = rows.filter(area__in=areas)
    found = list(rows)
    places = places_of([row.fact_id for row in found])
    return tuple(
        PopulationRow(
            reference=row.reference,
            area_key=row.area.key if row.area else "",
            area=row.area.short_name if row.area else "",
            place=row.place,
            ages=row.ages,
            value=row.value,
            upper=row.upper,
            printed=value_words(row.value, row.upper, "", row.qualifier),
            basis=row.basis,
            in_table=row.in_table,
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
        )
        for row in found
    )


def populations(programme: Programme) -> Populations:
    """The populations of the review's table, which may be summed, and the others, which count other people."""
    rows = population_rows(programme)
    return Populations(
        table=tuple(row for row in rows if row.in_table and row.area_key),
        comparators=tuple(row for row in rows if row.in_table and not row.area_key),
        others=tuple(row for row in rows if not row.in_table),
    )
