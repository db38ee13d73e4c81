"""What the checks read of who commissions what: claims to a lead, models, lists, names, lines upwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.selectors.funding import FundingRow
from programmes.selectors.posts import PostRow

from .findings import ServiceName, Sourced


@dataclass(frozen=True)
class LeadClaim:
    """One printed claim that an organisation leads a service, from when to when (half-open)."""

    reference: str
    service: ServiceName
    organisation_id: int
    organisation: str
    standing: str
    governing: bool
    starts_on: date | None = None
    ends_on: date | None = None
    fact_id: int | None = None

    def overlaps(self, other: LeadClaim) -> bool:
        """Whether both hold on some one day; a period ends before its `ends_on`."""
        return _before(self.starts_on, other.ends_on) and _before(other.starts_on, self.ends_on)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end


@dataclass(frozen=True)
class GroupRow:
    """A group of services, or a component of one, with the model it is commissioned under."""

    reference: str
    name: str
    model: str
    level: int
    lacks_pooling: bool
    services: tuple[ServiceName, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class ListItem:
    name: str
    services: tuple[ServiceName, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class PrintedList:
    """A list of services that one place prints, in its own words."""

    reference: str
    name: str
    items: tuple[ListItem, ...] = ()

    @property
    def services(self) -> frozenset[str]:
        """The references of the services that it names."""
        return frozenset(service.reference for item in self.items for service in item.services)


@dataclass(frozen=True)
class ConsiderationRow:
    """What may come later; one with a date is a change already decided, not a possibility."""

    reference: str
    text: str
    date: FuzzyDate
    services: tuple[ServiceName, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class LinkRow:
    """A body's link to another, such as “reports to”. Proposed: a paper says that it may come, not that it is so."""

    source_reference: str
    source: str
    kind: str
    kind_label: str
    target: str
    fact_id: int | None = None
    is_proposed: bool = False


@dataclass(frozen=True)
class OtherNames:
    """A body, an organisation or an area with the other names printed for it, each with its fact if it has one."""

    reference: str
    name: str
    what: str
    fact_id: int | None = None
    others: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True)
class JoiningRow:
    """An organisation that takes a part in the programme from a day on."""

    reference: str
    organisation_id: int
    organisation: str
    part: str
    starts_on: date
    fact_id: int | None = None


@dataclass(frozen=True)
class RiskRow:
    reference: str
    title: str
    owner: str = ""
    mitigation: str = ""
    fact_id: int | None = None


@dataclass(frozen=True)
class CommissioningEvidence:
    """All of it; empty for a programme that has none."""

    claims: tuple[LeadClaim, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    lists: tuple[PrintedList, ...] = ()
    considerations: tuple[ConsiderationRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    named: tuple[OtherNames, ...] = ()
    joining: tuple[JoiningRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    funding: tuple[FundingRow, ...] = ()

    @property
    def fact_ids(self) -> Iterable[int | None]:
        """The facts whose places the findings name; posts and funding bring their own."""
        plain: tuple[Sourced, ...] = (
            *self.claims,
            *self.groups,
            *self.considerations,
            *self.links,
            *self.joining,
            *self.risks,
        )
        yield from (row.fact_id for row in plain)
        yield from (item.fact_id for each in self.lists for item in each.items)
        for thing in self.named:
            yield thing.fact_id
            yield from (fact_id for _, fact_id in thing.others)
