"""The position of a programme on a day, read once and shared by every figure on a page, in a workbook or a command."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commissioning.core.money import MoneyTotal, totals_by_basis
from governance.selectors.discrepancies import DiscrepancyView, discrepancies
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.milestones import MilestoneRow, milestones
from procurement.selectors.phases import PhaseSummary, phases_on
from procurement.selectors.runway import Runway, runway
from procurement.selectors.sealed import PUBLIC
from procurement.selectors.stated import Reading, StatedRow, headline, stated_rows
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow, scope_on


@dataclass(frozen=True)
class Position:
    """What is known of the programme on `on`. Stated values, and what data entry corrects, are those recorded now."""

    programme: Programme
    on: date
    scope: tuple[ScopeRow, ...]
    lines: tuple[LineRow, ...]
    stated: tuple[StatedRow, ...]
    phases: tuple[PhaseSummary, ...]
    milestones: tuple[MilestoneRow, ...]

    @cached_property
    def discrepancies(self) -> tuple[DiscrepancyView, ...]:
        return discrepancies(
            self.programme,
            self.on,
            scope=self.scope,
            lines=self.lines,
            stated=self.stated,
            phases=self.phases,
        )

    @cached_property
    def runway(self) -> Runway:
        """What covers each service and when buying must start; nothing in it is sealed."""
        return runway(self.programme, self.on, PUBLIC, scope=self.scope)

    @property
    def totals(self) -> tuple[MoneyTotal, ...]:
        """One total for each basis among the lines; several bases are never added here."""
        return totals_by_basis([line.money for line in self.lines])

    @property
    def heading(self) -> tuple[StatedRow, Reading] | None:
        """The value the paper states for the whole programme, with the comparison."""
        return headline(self.stated, None)

    @property
    def services(self) -> tuple[ScopeRow, ...]:
        """Services in scope, with those still to be confirmed."""
        return tuple(row for row in self.scope if row.is_counted)

    @property
    def services_tbc(self) -> tuple[ScopeRow, ...]:
        return tuple(row for row in self.scope if row.is_tbc)

    @property
    def services_added(self) -> tuple[ScopeRow, ...]:
        """Services in scope that were added after the programme's first scope, so that carry a date of addition."""
        return tuple(row for row in self.services if row.added.is_dated)

    @property
    def added_by_month(self) -> Mapping[str, int]:
        """Services added, by the month (or longer period) in which their addition begins, such as 2018-09."""
        return dict(sorted(Counter(_month(row) for row in self.services_added).items()))

    @property
    def services_by_lead(self) -> Mapping[str, int]:
        """Services in scope by lead commissioner's printed code; most first. “none recorded” where there is none."""
        counts = Counter(row.lead_code or row.lead_name or "none recorded" for row in self.services)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def position(programme: Programme, on: date) -> Position:
    """Read everything once: a fixed number of queries for any number of services, lines or phases."""
    scope = scope_on(programme, on)
    lines = budget_lines(programme, on)
    stated = stated_rows(programme, lines)
    phases = phases_on(programme, on, scope=scope, lines=lines, stated=stated)
    return Position(
        programme=programme,
        on=on,
        scope=scope,
        lines=lines,
        stated=stated,
        phases=phases,
        milestones=milestones(programme, on=on, phases=phases),
    )


def _month(row: ScopeRow) -> str:
    first = row.added.start or row.added.end
    return f"{first:%Y-%m}" if first else "undated"
