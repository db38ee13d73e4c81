"""The runway as data: phases with the plans back from their go-live, and one row for each service."""

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate, MonthSpan
from procurement.rules_runway import Between, Cover, Plan, Standing, Where, worst
from procurement.rules_what_if import WhatIf

AS_RECORDED = WhatIf()


@dataclass(frozen=True)
class PhaseRunway:
    """A phase with its dates in force (`go_live` is what is supposed, where something is) and the plan back from it.

    `lead_time` runs from the procurement's start as printed to go-live; None where either is not stated. `is_over` once
    it is live or abandoned: what follows it is then another matter.
    """

    phase_id: int
    number: int
    name: str
    reference: str
    start: FuzzyDate
    stated: FuzzyDate
    go_live: FuzzyDate
    is_moved: bool
    plan: Plan
    lead_time: MonthSpan | None
    is_over: bool
    where: Where
    unknowns: tuple[str, ...]
    illustrative: bool = False

    @property
    def title(self) -> str:
        return f"Phase {self.number}: {self.name}"

    @property
    def starts_too_late(self) -> bool:
        """Whether the start that the paper prints lies after the last day to start, whatever the dates mean."""
        latest, first = self.plan.start_by_latest, self.start.start
        return latest is not None and first is not None and first > latest


@dataclass(frozen=True)
class RunwayRow:
    """One service, or what stands for services that nothing names: a phase, a contract, the contracts of a paper."""

    key: str
    name: str
    service: str
    lead: str
    phase: PhaseRunway | None
    covers: tuple[Cover, ...]
    betweens: tuple[Between, ...]
    plan: Plan | None
    where: Where
    unknowns: tuple[str, ...]
    illustrative: bool = False

    @property
    def widest(self) -> Between | None:
        """The gap that leaves most days uncovered."""
        return worst(self.betweens)

    @property
    def has_gap(self) -> bool:
        """Whether days may be left that nothing covers."""
        return any(each.is_gap for each in self.betweens)

    @property
    def is_conditional(self) -> bool:
        """Whether the widest gap rests on contracts that no paper says are those replaced."""
        return self.widest is not None and self.widest.cover.conditional

    @property
    def phase_number(self) -> int | None:
        return self.phase.number if self.phase else None

    @property
    def is_late(self) -> bool:
        return self.where.standing == Standing.LATE


@dataclass(frozen=True)
class Runway:
    """The rows, most urgent first, and the phases in their order; `what_if` is empty where all is as recorded."""

    on: date
    rows: tuple[RunwayRow, ...]
    phases: tuple[PhaseRunway, ...]
    what_if: WhatIf = AS_RECORDED

    @property
    def late(self) -> tuple[RunwayRow, ...]:
        return tuple(row for row in self.rows if row.is_late)

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Each thing not known once: phases first, then papers, then what services lack, with their names."""
        named = [words for phase in self.phases for words in phase.unknowns]
        covers = {cover.reference: cover for row in self.rows for cover in row.covers if cover.conditional}
        named += [
            f"No paper says which phase replaces the contracts of “{cover.name}”"
            f" ({cover.ends.printed if cover.ends else 'no end stated'})."
            for cover in covers.values()
        ]
        lacking: dict[str, list[str]] = {}
        for row in self.rows:
            for words in row.unknowns:
                lacking.setdefault(words, []).append(row.name)
        return (*named, *(_lacking(words, names) for words, names in lacking.items()))


def _lacking(words: str, names: list[str]) -> str:
    return f"{words[:1].upper()}{words[1:]}: {'; '.join(names)}."
