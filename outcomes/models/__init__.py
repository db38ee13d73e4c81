from .frameworks import FrameworkDeveloper, HighImpactArea, Outcome, OutcomesFramework
from .kpis import KPI, Measurement, Target

__all__ = [
    "KPI",
    "FrameworkDeveloper",
    "HighImpactArea",
    "Measurement",
    "Outcome",
    "OutcomesFramework",
    "Target",
]
