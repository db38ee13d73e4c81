"""Models of care elsewhere: areas, what is said of them, themes across them, and their figures."""

import factory

from outcomes.models import (
    AreaMitigation,
    AreaRisk,
    AreaRiskMitigation,
    AreaRole,
    AreaStatement,
    AreaTarget,
    CareModelArea,
    FigureDerivation,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
    Theme,
    ThemeCitation,
    ThemePoint,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme

HERE = "tests.factories.areas."
AREA = HERE + "CareModelAreaFactory"


class CareModelAreaFactory(ScopedFactory[CareModelArea]):
    class Meta:
        model = CareModelArea

    reference = reference("AREA")
    key = factory.Sequence(lambda number: f"AREA{number}")
    number = factory.Sequence(lambda number: number + 1)
    name = factory.Sequence(lambda number: f"Integrated care in area {number}")
    short_name = factory.Sequence(lambda number: f"Area {number}")
    depth = "detailed"


class AreaStatementFactory(ScopedFactory[AreaStatement]):
    class Meta:
        model = AreaStatement

    reference = reference("AST")
    area = same_programme(AREA)
    kind = "component"
    text = factory.Sequence(lambda number: f"Component {number}")


class AreaRoleFactory(ValueFactory[AreaRole]):
    class Meta:
        model = AreaRole

    statement = factory.SubFactory(AreaStatementFactory, kind="governance")
    part = "chair"
    text = "Chief officer of a trust"


class AreaTargetFactory(ValueFactory[AreaTarget]):
    class Meta:
        model = AreaTarget

    statement = factory.SubFactory(AreaStatementFactory, kind="objective")
    words = "fewer than the year before"


class LearningPointFactory(ScopedFactory[LearningPoint]):
    class Meta:
        model = LearningPoint

    reference = reference("LP")
    area = same_programme(AREA)
    text = factory.Sequence(lambda number: f"What was learnt {number}")


class AreaRiskFactory(ScopedFactory[AreaRisk]):
    class Meta:
        model = AreaRisk

    reference = reference("AR")
    area = same_programme(AREA)
    text = factory.Sequence(lambda number: f"Risk in an area {number}")


class AreaMitigationFactory(ScopedFactory[AreaMitigation]):
    class Meta:
        model = AreaMitigation

    reference = reference("AM")
    area = same_programme(AREA)
    text = factory.Sequence(lambda number: f"Mitigation {number}")


class AreaRiskMitigationFactory(ValueFactory[AreaRiskMitigation]):
    class Meta:
        model = AreaRiskMitigation

    risk = factory.SubFactory(AreaRiskFactory)
    mitigation = factory.SubFactory(
        AreaMitigationFactory,
        programme=factory.SelfAttribute("..risk.programme"),
        area=factory.SelfAttribute("..risk.area"),
    )


class ThemeFactory(ScopedFactory[Theme]):
    class Meta:
        model = Theme

    reference = reference("TH")
    key = factory.Sequence(lambda number: f"theme-{number}")
    number = factory.Sequence(lambda number: number + 1)
    text = factory.Sequence(lambda number: f"Theme {number}")


class ThemePointFactory(ScopedFactory[ThemePoint]):
    class Meta:
        model = ThemePoint

    reference = reference("TP")
    theme = same_programme(HERE + "ThemeFactory")
    text = factory.Sequence(lambda number: f"Sub-point {number}")


class ThemeCitationFactory(ValueFactory[ThemeCitation]):
    """Cited with the theme's headline; `point=…` for a citation with a sub-point."""

    class Meta:
        model = ThemeCitation

    theme = factory.SubFactory(ThemeFactory)
    area = factory.SubFactory(AREA, programme=factory.SelfAttribute("..theme.programme"))


class ImpactFigureFactory(ScopedFactory[ImpactFigure]):
    class Meta:
        model = ImpactFigure

    reference = reference("IMP")
    area = same_programme(AREA)
    kind = "impact"
    text = factory.Sequence(lambda number: f"Admissions fell {number}")
    value = 12
    unit = "%"


class FigureDerivationFactory(ValueFactory[FigureDerivation]):
    class Meta:
        model = FigureDerivation

    result = factory.SubFactory(ImpactFigureFactory)
    kind = "difference"
    first = factory.SubFactory(
        ImpactFigureFactory,
        programme=factory.SelfAttribute("..result.programme"),
        area=factory.SelfAttribute("..result.area"),
    )
    second = factory.SubFactory(
        ImpactFigureFactory,
        programme=factory.SelfAttribute("..result.programme"),
        area=factory.SelfAttribute("..result.area"),
    )


class PopulationFigureFactory(ScopedFactory[PopulationFigure]):
    """Of an area; `area=None` for a comparator."""

    class Meta:
        model = PopulationFigure

    reference = reference("POP")
    area = same_programme(AREA)
    place = factory.Sequence(lambda number: f"Population {number}")
    value = 250_000
