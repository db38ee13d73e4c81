"""How this app's records are worded in a document's list of facts."""

from outcomes.models import (
    KPI,
    AreaMitigation,
    AreaRisk,
    AreaStatement,
    CareModelArea,
    HighImpactArea,
    ImpactFigure,
    LearningPoint,
    Measurement,
    Outcome,
    OutcomesFramework,
    PopulationFigure,
    Target,
    Theme,
    ThemePoint,
)

MODELS = (
    OutcomesFramework,
    Outcome,
    HighImpactArea,
    KPI,
    Target,
    Measurement,
    CareModelArea,
    AreaStatement,
    LearningPoint,
    AreaRisk,
    AreaMitigation,
    Theme,
    ThemePoint,
    ImpactFigure,
    PopulationFigure,
)
RELATED: dict[type, tuple[str, ...]] = {Target: ("kpi",), Measurement: ("kpi",)}
