"""What the checks read of models of care elsewhere: how well each area is covered, its figures and its populations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money import Money

from .findings import Sourced


@dataclass(frozen=True)
class AreaCover:
    """How many people of an area a review asked, and whether it has anything to show for it."""

    reference: str
    name: str
    interviewees: int
    learning: bool
    governance: bool
    impacts: bool
    fact_id: int | None = None


@dataclass(frozen=True)
class FigureRow:
    """A figure of an area, in pounds or in a unit, with what it rests on and where it was measured."""

    figure_id: int
    reference: str
    text: str
    area_reference: str
    area: str
    measure: str
    site: str
    value: Decimal | None
    upper: Decimal | None
    unit: str
    qualifier: str
    money: Money
    basis: str
    basis_label: str
    period: str = ""
    fact_id: int | None = None


@dataclass(frozen=True)
class DerivationRow:
    """How a stated figure follows from two others."""

    result: FigureRow
    kind: str
    first: FigureRow
    second: FigureRow


@dataclass(frozen=True)
class PopulationRow:
    """A population of an area: who is counted, where, and on what basis."""

    reference: str
    area_reference: str
    area: str
    place: str
    ages: str
    value: Decimal
    upper: Decimal | None
    qualifier: str
    basis: str
    in_table: bool = False
    fact_id: int | None = None


@dataclass(frozen=True)
class AreaEvidence:
    """All of it; empty for a programme that reviews no area."""

    areas: tuple[AreaCover, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    derivations: tuple[DerivationRow, ...] = ()
    populations: tuple[PopulationRow, ...] = ()

    @property
    def fact_ids(self) -> Iterable[int | None]:
        plain: tuple[Sourced, ...] = (*self.areas, *self.figures, *self.populations)
        yield from (row.fact_id for row in plain)
        for row in self.derivations:
            yield from (figure.fact_id for figure in (row.result, row.first, row.second))
