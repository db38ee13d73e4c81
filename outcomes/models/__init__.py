from .areas import (
    AreaMitigation,
    AreaRisk,
    AreaRiskMitigation,
    AreaRole,
    AreaStatement,
    AreaTarget,
    CareModelArea,
    LearningPoint,
    Theme,
    ThemeCitation,
    ThemePoint,
)
from .figures import FigureDerivation, ImpactFigure, PopulationFigure
from .frameworks import FrameworkDeveloper, HighImpactArea, Outcome, OutcomesFramework
from .kpis import KPI, Measurement, Target

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "KPI",
    "AreaMitigation",
    "AreaRisk",
    "AreaRiskMitigation",
    "AreaRole",
    "AreaStatement",
    "AreaTarget",
    "CareModelArea",
    "FigureDerivation",
    "FrameworkDeveloper",
    "HighImpactArea",
    "ImpactFigure",
    "LearningPoint",
    "Measurement",
    "Outcome",
    "OutcomesFramework",
    "PopulationFigure",
    "Target",
    "Theme",
    "ThemeCitation",
    "ThemePoint",
]
