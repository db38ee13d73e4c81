"""A KPI's figures as every page, export and interface reads them: frozen values, small numbers already hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models import KPI, Breakdown, ChartDecision, Target
from outcomes.models.kpis import MeasureKind, Polarity
from outcomes.models.measurements import MeasureQualifier, Missing
from outcomes.printed import NOT_KNOWN, figure, number
from outcomes.spc import Analysis
from outcomes.words import Wording

SIX_DECIMALS: Final = 6
SUPPRESSED_WORD: Final = "suppressed"
ABOUT: Final = {
    MeasureQualifier.APPROX: "about",
    MeasureQualifier.OVER: "over",
    MeasureQualifier.UNDER: "under",
}
IMPROVEMENT: Final = {Polarity.HIGHER: "up", Polarity.LOWER: "down"}


@dataclass(frozen=True)
class SeriesValue:
    """One figure of a KPI for a period, or the reason why there is none; a gap in the series is one too.

    `value` is exact: of parts numerator × factor ÷ denominator. It is None, with both parts, where the figure is
    missing (`missing`, a code of `Missing`) or hidden (`suppressed`, why). Show hidden figures alike, as “suppressed”:
    a reader told which of two is the small one may be able to tell both. `measurement_id` is None for a period that
    nobody reported on.
    """

    measurement_id: int | None
    reference: str
    period: FuzzyDate
    numerator: Decimal | None
    denominator: Decimal | None
    value: Fraction | None
    missing: str = ""
    suppressed: str = ""
    qualifier: str = MeasureQualifier.EXACT
    is_final: bool = True
    text: str = ""
    source: str = ""
    comment: str = ""
    is_ghost: bool = False
    is_point: bool = False
    supersedes: bool = False
    illustrative: bool = False
    return_id: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that is not shown, here or at its source."""
        return bool(self.suppressed)

    @property
    def has_parts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def rounded(self) -> Decimal | None:
        """The value as charts judge it and exports state it: to six decimals, halves to the even digit."""
        return None if self.value is None else six_decimals(self.value)

    @property
    def why_none(self) -> str:
        """In words why there is no value: “not reported”, “suppressed”; empty where there is one."""
        if self.value is not None:
            return ""
        if self.suppressed:
            return SUPPRESSED_WORD
        label = str(Missing(self.missing).label) if self.missing in Missing.values else NOT_KNOWN
        return f"{label[0].lower()}{label[1:]}"

    @property
    def start(self) -> date | None:
        return self.period.start


@dataclass(frozen=True)
class Series:
    """A KPI with every figure of the whole, oldest first and undated ones before them, and what its chart says.

    `targets` are those not withdrawn, the newest first, which is the order in which the chart asks them. `decisions`
    are those not withdrawn. `rebases` are (first day of the point, reason), as drawn.
    """

    kpi: KPI
    values: tuple[SeriesValue, ...]
    analysis: Analysis
    targets: tuple[Target, ...] = ()
    decisions: tuple[ChartDecision, ...] = ()
    rebases: tuple[tuple[date, str], ...] = ()

    @property
    def improvement(self) -> str:
        return improvement_of(self.kpi)

    @property
    def wording(self) -> Wording:
        return wording_of(self.kpi)

    @property
    def points(self) -> tuple[SeriesValue, ...]:
        """The figures that are points of the chart, by date, with or without a value."""
        return tuple(value for value in self.values if value.is_point)

    @property
    def latest(self) -> SeriesValue | None:
        """The figure that the icons speak of: the last point with a value that is no ghost.

        Without such a point it is the last figure there is, such as one that a paper prints without a date.
        """
        if self.analysis.latest is not None:
            return next(value for value in self.points if value.start == self.analysis.latest.date)
        known = [value for value in self.values if value.value is not None and not value.is_ghost]
        return known[-1] if known else None

    @property
    def newest_without(self) -> SeriesValue | None:
        """The newest period without a figure, where it comes after the latest one that has one."""
        last = self.values[-1] if self.values else None
        return last if last is not None and last.value is None else None

    def target_on(self, day: date | None) -> Target | None:
        """The target in force on a day; without a day the newest that has no end, else the newest of all."""
        if day is None:
            return next(
                (target for target in self.targets if target.ends_on is None), next(iter(self.targets), None)
            )
        return next((target for target in self.targets if _in_force(target, day)), None)


@dataclass(frozen=True)
class MemberSeries:
    """The figures of one place, service or group, oldest first."""

    member_id: int
    name: str
    position: int
    values: tuple[SeriesValue, ...]


@dataclass(frozen=True)
class BreakdownSeries:
    """A KPI broken down one way; `breakdown.covers_all` says whether the members make up the whole."""

    breakdown: Breakdown
    members: Sequence[MemberSeries] = field(default=())


def _in_force(target: Target, day: date) -> bool:
    return (target.starts_on is None or target.starts_on <= day) and (
        target.ends_on is None or day <= target.ends_on
    )


def six_decimals(value: Fraction) -> Decimal:
    """An exact number to six decimals, halves to the even digit: what is judged, stored and exported is one number."""
    return Decimal(round(value * 10**SIX_DECIMALS)).scaleb(-SIX_DECIMALS)


def improvement_of(kpi: KPI) -> str:
    """What the analysis is told: up, down or, where the paper does not say or neither is better, neither."""
    return IMPROVEMENT.get(Polarity(kpi.polarity), "neither")


def unit_of(kpi: KPI) -> str:
    """The unit that values are printed with: the KPI's own, else what its kind of measure implies."""
    if kpi.unit:
        return kpi.unit
    if kpi.measure == MeasureKind.PERCENTAGE:
        return "%"
    return f"per {kpi.per:,}" if kpi.measure == MeasureKind.RATE and kpi.per else ""


def wording_of(kpi: KPI) -> Wording:
    """How the KPI's values and rules are put into words, by its own settings."""
    return Wording(
        improvement=improvement_of(kpi),
        unit=unit_of(kpi),
        decimals=kpi.decimals,
        frequency=kpi.frequency,
        shift=kpi.spc_shift,
        trend=kpi.spc_trend,
        needed=kpi.spc_minimum_points,
    )


def parts_words(value: SeriesValue) -> str:
    """Numerator and denominator as read beside a value: “55 of 100”; empty for a figure without parts."""
    if value.suppressed:
        return SUPPRESSED_WORD
    if value.numerator is None or value.denominator is None:
        return ""
    return f"{_count(value.numerator)} of {_count(value.denominator)}"


def value_words(value: SeriesValue, kpi: KPI) -> str:
    """A figure as a table prints it, with its unit and its qualifier: “55 %”, “about 55 %”, “suppressed”."""
    if value.value is None:
        return value.why_none
    printed = figure(value.value, unit_of(kpi), kpi.decimals)
    about = ABOUT.get(MeasureQualifier(value.qualifier), "")
    return f"{about} {printed}".strip()


def _count(value: Decimal) -> str:
    return number(value, max(-int(value.normalize().as_tuple().exponent), 0))
