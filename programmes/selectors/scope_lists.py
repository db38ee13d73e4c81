"""Lists of services that different places of a paper print, side by side, and what each has that another lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from programmes.models import Programme, ScopeList
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class ItemRow:
    """One entry in its own words; `services` are the (reference, name) pairs of the register that it means."""

    reference: str
    name: str
    includes: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    fact_id: int | None
    places: tuple[Place, ...]

    @property
    def meant(self) -> frozenset[str]:
        return frozenset(reference for reference, _ in self.services)


@dataclass(frozen=True)
class ListRow:
    """A printed list; `says` is what the paper says the list is."""

    reference: str
    name: str
    says: str
    items: tuple[ItemRow, ...]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool

    @cached_property
    def meant(self) -> frozenset[str]:
        """The references of every service that the list means."""
        return frozenset(reference for item in self.items for reference in item.meant)

    def items_for(self, service_reference: str) -> tuple[ItemRow, ...]:
        return tuple(item for item in self.items if service_reference in item.meant)


def scope_lists(programme: Programme) -> tuple[ListRow, ...]:
    """Every printed list in the paper's order, with its entries and the services they mean; four queries."""
    lists = list(ScopeList.objects.filter(programme=programme).prefetch_related("items__services"))
    items = [item for each in lists for item in each.items.all()]
    places = places_of([row.fact_id for row in (*lists, *items)])
    return tuple(
        ListRow(
            each.reference,
            each.name,
            each.says,
            tuple(
                ItemRow(
                    item.reference,
                    item.name,
                    tuple(item.includes.splitlines()),
                    tuple((service.reference, service.name) for service in item.services.all()),
                    item.fact_id,
                    places.get(item.fact_id or 0, ()),
                )
                for item in each.items.all()
            ),
            each.fact_id,
            places.get(each.fact_id or 0, ()),
            each.illustrative,
        )
        for each in lists
    )


def only_in(first: ListRow, second: ListRow) -> tuple[ItemRow, ...]:
    """The entries of the first list none of whose services the second names (domain rule, check 13).

    An entry that is tied to no service cannot be looked for, and is left out: see `untied`.
    """
    return tuple(item for item in first.items if item.meant and not item.meant & second.meant)


def untied(lists: Sequence[ListRow]) -> tuple[tuple[ListRow, ItemRow], ...]:
    """Entries that are tied to no service of the register, so that no comparison can reach them."""
    return tuple((each, item) for each in lists for item in each.items if not item.meant)


def services_named(lists: Sequence[ListRow]) -> tuple[tuple[str, str], ...]:
    """Every service that some list means, once, in the order in which the lists name them."""
    return tuple(dict.fromkeys(service for each in lists for item in each.items for service in item.services))
