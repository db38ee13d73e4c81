"""One line of a return: as it was typed, as it was checked, and in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models.kpis import KPI, MeasureKind
from outcomes.models.measurements import Missing
from outcomes.printed import figure, number


@dataclass(frozen=True)
class Given:
    """One row as it was typed: texts only."""

    numerator: str = ""
    denominator: str = ""
    value: str = ""
    missing: str = ""
    provisional: str = ""
    comment: str = ""

    @property
    def is_blank(self) -> bool:
        """True where no box holds a figure or a reason; a comment or a tick alone sends nothing."""
        return not any(text.strip() for text in (self.numerator, self.denominator, self.value, self.missing))


@dataclass(frozen=True)
class Line:
    """One figure, checked: parts, a value, or a reason; exactly one of the three."""

    period: FuzzyDate
    member_id: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    missing: str = ""
    is_final: bool = True
    comment: str = ""

    @property
    def key(self) -> tuple[int | None, date | None, date | None]:
        """Whose figure it is, and of which period."""
        return self.member_id, self.period.start, self.period.end

    @property
    def figures(self) -> tuple[Decimal | None, Decimal | None, Decimal | None, str, bool]:
        """What makes two lines say the same; a comment does not."""
        return self.numerator, self.denominator, self.value, self.missing, self.is_final


@dataclass(frozen=True)
class Checked:
    """A line with what is to be told of it, or the problems by field that keep it from being one."""

    line: Line | None
    problems: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def worked_out(
    kpi: KPI, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> Fraction | None:
    """The exact value: numerator × factor ÷ denominator, else the value as given; None where there is neither."""
    if numerator is not None and denominator:
        return Fraction(numerator) * kpi.factor / Fraction(denominator)
    return None if value is None else Fraction(value)


def unit_of(kpi: KPI) -> str:
    """The KPI's unit as figures are printed; a percentage without one has its sign."""
    return kpi.unit or ("%" if kpi.measure == MeasureKind.PERCENTAGE else "")


def printed_value(kpi: KPI, value: Fraction | Decimal | None) -> str:
    """The value with its unit, to the KPI's decimals."""
    return figure(value, unit_of(kpi), kpi.decimals)


def line_words(kpi: KPI, line: Line) -> str:
    """“55.0 % (110/200), provisional”, or the reason why there is no figure."""
    if line.missing:
        said = str(Missing(line.missing).label)
    else:
        said = printed_value(kpi, worked_out(kpi, line.numerator, line.denominator, line.value))
        if line.numerator is not None and line.denominator is not None:
            said = f"{said} ({plain_number(line.numerator)}/{plain_number(line.denominator)})"
    return said if line.is_final else f"{said}, provisional"


def plain_number(value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(-exponent, 0) if isinstance(exponent, int) else 0)


def given_of(line: Line) -> Given:
    """A checked line as it would be typed: to fill a form with, and to check a line anew."""

    def typed(value: Decimal | None) -> str:
        return "" if value is None else f"{value.normalize():f}"

    return Given(
        typed(line.numerator),
        typed(line.denominator),
        typed(line.value),
        line.missing,
        "" if line.is_final else "yes",
        line.comment,
    )
