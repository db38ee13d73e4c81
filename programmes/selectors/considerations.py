"""What may come into a programme later: on what condition, and when."""

from dataclasses import dataclass

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import FutureConsideration, Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class ConsiderationRow:
    """`condition` is empty where the paper states none; `services` are (reference, name) pairs of the register."""

    reference: str
    text: str
    condition: str
    date: FuzzyDate
    services: tuple[tuple[str, str], ...]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool


def considerations(programme: Programme) -> tuple[ConsiderationRow, ...]:
    """Future and further considerations in the paper's order; three queries."""
    found = list(FutureConsideration.objects.filter(programme=programme).prefetch_related("services"))
    places = places_of([row.fact_id for row in found])
    return tuple(
        ConsiderationRow(
            row.reference,
            row.text,
            row.condition,
            row.date,
            tuple((service.reference, service.name) for service in row.services.all()),
            row.fact_id,
            places.get(row.fact_id or 0, ()),
            row.illustrative,
        )
        for row in found
    )
