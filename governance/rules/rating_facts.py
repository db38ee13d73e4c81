"""What a suggested rating is made from: the dimensions, their tolerances, and the facts of each as plain counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from commissioning.core.rag import ThreePointConfidence as Confidence


class Dimension:
    """What is rated, by code; `OVERALL` is the worst of the others that are rated."""

    TIME: Final = "time"
    COST: Final = "cost"
    SCOPE: Final = "scope"
    QUALITY: Final = "quality"
    BENEFIT: Final = "benefit"
    RISK: Final = "risk"
    OVERALL: Final = "overall"


DIMENSION_LABELS: Final = {
    Dimension.TIME: "Time",
    Dimension.COST: "Cost",
    Dimension.SCOPE: "Scope",
    Dimension.QUALITY: "Quality",
    Dimension.BENEFIT: "Benefit",
    Dimension.RISK: "Risk",
    Dimension.OVERALL: "Overall",
}


@dataclass(frozen=True)
class Tolerance:
    """From which measure a dimension is amber and from which it is red, both included; `words` say what is measured.

    Raises ValueError unless 0 < amber_from <= red_from.
    """

    amber_from: Decimal
    red_from: Decimal
    unit: str
    words: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "amber_from", Decimal(self.amber_from))
        object.__setattr__(self, "red_from", Decimal(self.red_from))
        if not 0 < self.amber_from <= self.red_from:
            raise ValueError("Amber begins above 0, and red begins where amber does or above it.")

    @property
    def printed(self) -> str:
        """ "Amber from 1 month, red from 3 months: how late the latest milestone is"."""
        amber, red = (f"{plain_number(each)}{self._units(each)}" for each in (self.amber_from, self.red_from))
        return f"Amber from {amber}, red from {red}: {self.words}"

    def rating(self, measure: Decimal | int) -> Confidence:
        """Red from `red_from`, amber from `amber_from`, green below."""
        if measure >= self.red_from:
            return Confidence.RED
        return Confidence.AMBER if measure >= self.amber_from else Confidence.GREEN

    def _units(self, number: Decimal) -> str:
        if self.unit in ("", "%"):
            return self.unit
        return f" {self.unit[:-1] if number == 1 and self.unit.endswith('s') else self.unit}"


# Suggestions of this product, stated by no standard: a programme sets its own.
DEFAULT_TOLERANCES: Final[Mapping[str, Tolerance]] = {
    Dimension.TIME: Tolerance(
        Decimal(1), Decimal(3), "months", "how late the latest milestone is, overdue or slipped"
    ),
    Dimension.COST: Tolerance(
        Decimal(2), Decimal(10), "%", "how far the forecast differs from the budget, either way"
    ),
    Dimension.SCOPE: Tolerance(
        Decimal(1), Decimal(5), "points", "services TBC, changes and change requests open"
    ),
    Dimension.QUALITY: Tolerance(Decimal(1), Decimal(25), "%", "KPIs in exception among those reported"),
    Dimension.BENEFIT: Tolerance(Decimal(1), Decimal(50), "%", "benefits behind target among those measured"),
    Dimension.RISK: Tolerance(Decimal(8), Decimal(15), "", "the highest current score of an open risk"),
}


@dataclass(frozen=True)
class TimeFacts:
    """Milestones not yet done. `worst_months` is how late the latest one is at least; None where nobody can say."""

    milestones: int
    overdue: int = 0
    slipped: int = 0
    undated: int = 0
    worst_months: int | None = None
    gates_missed: int = 0


@dataclass(frozen=True)
class CostFacts:
    """`variance` is the forecast against the budget in per cent of the budget, over lines where both are known."""

    lines: int
    unknown_lines: int = 0
    variance: Decimal | None = None


@dataclass(frozen=True)
class ScopeFacts:
    """Services in scope, those whose inclusion is TBC, and what moved: changes since the last report, requests open."""

    services: int
    services_tbc: int = 0
    changes_since: int = 0
    change_requests_open: int = 0


@dataclass(frozen=True)
class QualityFacts:
    """KPIs; those in exception are among those judged: reported, and neither without a target nor too short to read."""

    kpis: int
    in_exception: int = 0
    not_reported: int = 0
    not_judged: int = 0


@dataclass(frozen=True)
class BenefitFacts:
    """Benefits; one without a baseline, or without a measurement, can not be behind its target and is counted apart."""

    benefits: int
    behind_target: int = 0
    not_measurable: int = 0


@dataclass(frozen=True)
class RiskFacts:
    """Open risks. `highest_score` is on five by five, None where no risk is assessed; `band` is what it is called."""

    risks: int
    highest_score: int | None = None
    band: str = ""
    unassessed: int = 0
    overdue_reviews: int = 0


def plain_number(number: Decimal) -> str:
    """ "2", "2.5": without noughts that say nothing, rounded to one decimal place."""
    return f"{round(number, 1):f}".removesuffix(".0")
