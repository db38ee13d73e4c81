"""What is read of an area of a review: plain values for pages and exports.

What the review does not say is an empty list, and pages say so in words: not said is not absent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models.areas import AreaStatementKind
from outcomes.selectors.figures import FigureView
from outcomes.selectors.populations import PopulationRow
from programmes.selectors.sources import Place

HEADINGS = {
    AreaStatementKind.OTHER_NAME: "Other names",
    AreaStatementKind.PARTNER: "Partners",
    AreaStatementKind.LOCALITY: "Places and authorities within it",
    AreaStatementKind.COMPONENT: "Components of the model",
    AreaStatementKind.SEGMENT: "Population segments",
    AreaStatementKind.PRINCIPLE: "Principles and values",
    AreaStatementKind.PRIORITY: "Priorities",
    AreaStatementKind.OBJECTIVE: "Aims and objectives",
    AreaStatementKind.WORKSTREAM: "Work streams",
    AreaStatementKind.BUILDING_BLOCK: "Building blocks",
    AreaStatementKind.MEASURE: "Measures",
    AreaStatementKind.CONTRACT: "Contracts",
    AreaStatementKind.ENABLER: "Enablers",
    AreaStatementKind.CHALLENGE: "Challenges",
    AreaStatementKind.KEY_DATE: "Key dates",
    AreaStatementKind.GAP: "Gaps in the evidence",
    AreaStatementKind.NOTE: "Notes",
}  # of kinds whose own label is of one statement
PER_YEAR = "per year"
# Said of some areas only: their absence is no gap in the review.
ONLY_WHERE_SAID = {AreaStatementKind.OTHER_NAME, AreaStatementKind.GAP, AreaStatementKind.NOTE}


@dataclass(frozen=True)
class AreaRow:
    """One area in the list. `population` is that of the review's own table, None where it has none."""

    area_id: int
    key: str
    number: int
    name: str
    short_name: str
    place: str
    section: str
    depth: str
    depth_label: str
    model_type: str
    interviewees: int
    webinars: int
    population: Decimal | None
    partners: int
    learning: int
    impacts: int
    quantified: int
    themes: int
    fact_id: int | None
    illustrative: bool

    @property
    def learning_each(self) -> Decimal | None:
        """Learning points for each interviewee, to one decimal; None where nobody was interviewed."""
        if not self.interviewees:
            return None
        return (Decimal(self.learning) / self.interviewees).quantize(Decimal("0.1"))

    @property
    def is_thin(self) -> bool:
        """People were interviewed there, and the review holds neither learning nor impacts of it."""
        return bool(self.interviewees) and not self.learning and not self.impacts


@dataclass(frozen=True)
class TargetValue:
    """A target with a number: how many of what, by when as printed."""

    value: Decimal
    unit: str
    by: str


@dataclass(frozen=True)
class TargetSum:
    """Numbers of people to be reached in a year, by one date, which may be added: 10,615 + 464 = 11,079."""

    by: str
    parts: tuple[TargetValue, ...]

    @property
    def total(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def printed(self) -> str:
        """ "10,615 children per year and 464 young people per year, By 2023-24: 11,079 in all"."""
        parts = " and ".join(f"{part.value.normalize():,f} {part.unit}" for part in self.parts)
        return f"{parts}, {self.by}: {self.total.normalize():,f} in all"


@dataclass(frozen=True)
class Said:
    """One thing that the review says of an area, with who holds which part and what is to be reached by when."""

    reference: str
    text: str
    label: str
    wave: str
    number: int | None
    when: FuzzyDate
    note: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    targets: tuple[str, ...]
    target_values: tuple[TargetValue, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


def target_sums(said: Sequence[Said]) -> tuple[TargetSum, ...]:
    """Targets of one area that count people in a year, two or more by one date; percentages are never added."""
    by_date: dict[str, list[TargetValue]] = {}
    for row in said:
        for target in row.target_values:
            if target.unit.endswith(PER_YEAR):
                by_date.setdefault(target.by, []).append(target)
    return tuple(TargetSum(by, tuple(parts)) for by, parts in by_date.items() if len(parts) > 1)


@dataclass(frozen=True)
class Heading:
    """A kind of statement with everything said of it; pages show an empty one, unless it `is_optional`."""

    kind: str
    label: str
    said: tuple[Said, ...]

    @property
    def is_optional(self) -> bool:
        return self.kind in ONLY_WHERE_SAID


@dataclass(frozen=True)
class RiskRow:
    """A risk of an area; no mitigation means that the review names none."""

    reference: str
    text: str
    label: str
    mitigations: tuple[str, ...]
    shared: bool
    note: str
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class Learnt:
    learning_id: int
    reference: str
    text: str
    area_key: str
    area: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


@dataclass(frozen=True)
class CitedTheme:
    """A theme that cites the area: with its headline, with sub-points, or both, each as printed."""

    key: str
    number: int
    text: str
    headline: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AreaProfile:
    row: AreaRow
    headings: tuple[Heading, ...]
    learning: tuple[Learnt, ...]
    risks: tuple[RiskRow, ...]
    figures: tuple[FigureView, ...]
    populations: tuple[PopulationRow, ...]
    themes: tuple[CitedTheme, ...]
    places: tuple[Place, ...]

    def said(self, kind: str) -> tuple[Said, ...]:
        return next((heading.said for heading in self.headings if heading.kind == kind), ())

    @property
    def target_sums(self) -> tuple[TargetSum, ...]:
        """Targets that count people in a year, two or more by one date; percentages are never added."""
        return target_sums(self.said(AreaStatementKind.OBJECTIVE))

    def of_kind(self, *kinds: str) -> tuple[FigureView, ...]:
        """The area's figures of those kinds: its impacts, or the numbers of its context."""
        return tuple(figure for figure in self.figures if figure.kind in kinds)
