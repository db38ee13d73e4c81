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
from .commitments import Commitment, CommitmentMeasure
from .figures import FigureDerivation, ImpactFigure, PopulationFigure
from .frameworks import (
    FrameworkDeveloper,
    HighImpactArea,
    Outcome,
    OutcomeAim,
    OutcomeDomain,
    OutcomesFramework,
    Strategy,
    StrategyAim,
)
from .kpis import KPI, KPIService, OutcomeMeasure
from .measurements import Breakdown, BreakdownMember, KPISummary, Measurement
from .narrative import ExceptionReport, KPIComment
from .returns import KPIReturn, ReturnLine, ReturnStep
from .targets import ChartDecision, KPIChange, Target

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "KPI",
    "AreaMitigation",
    "AreaRisk",
    "AreaRiskMitigation",
    "AreaRole",
    "AreaStatement",
    "AreaTarget",
    "Breakdown",
    "BreakdownMember",
    "CareModelArea",
    "ChartDecision",
    "Commitment",
    "CommitmentMeasure",
    "ExceptionReport",
    "FigureDerivation",
    "FrameworkDeveloper",
    "HighImpactArea",
    "ImpactFigure",
    "KPIChange",
    "KPIComment",
    "KPIReturn",
    "KPIService",
    "KPISummary",
    "LearningPoint",
    "Measurement",
    "Outcome",
    "OutcomeAim",
    "OutcomeDomain",
    "OutcomeMeasure",
    "OutcomesFramework",
    "PopulationFigure",
    "ReturnLine",
    "ReturnStep",
    "Strategy",
    "StrategyAim",
    "Target",
    "Theme",
    "ThemeCitation",
    "ThemePoint",
]
