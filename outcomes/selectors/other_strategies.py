"""Strategies that the framework shown does not name: those of a paper without a framework, or a second one."""

from dataclasses import dataclass

from outcomes.models import Strategy
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class AimRow:
    """One aim, or a strategy of which no aim is recorded: then `text` is empty and the place is the strategy's own."""

    strategy: str
    said: str
    aim_id: int | None
    text: str
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool


def other_strategies(programme: Programme, shown: Strategy | None) -> tuple[AimRow, ...]:
    """Every aim of the programme's strategies but the one shown and those superseded; three queries for any number."""
    rows = Strategy.objects.filter(programme=programme).exclude(state="superseded").prefetch_related("aims")
    strategies = [row for row in rows if shown is None or row.pk != shown.pk]
    places = places_of([each.fact_id for row in strategies for each in (row, *row.aims.all())])
    found = []
    for row in strategies:
        said = "; ".join(filter(None, (row.get_state_display(), row.owner, row.period.printed, row.note)))
        for aim in row.aims.all() or [None]:
            fact_id = aim.fact_id if aim else row.fact_id
            found.append(
                AimRow(
                    strategy=str(row),
                    said=said,
                    aim_id=aim.pk if aim else None,
                    text=aim.text if aim else "",
                    fact_id=fact_id,
                    places=places.get(fact_id or 0, ()),
                    illustrative=row.illustrative,
                )
            )
    return tuple(found)
