"""How this app's records are worded in a document's list of facts."""

from outcomes.models import KPI, HighImpactArea, Measurement, Outcome, OutcomesFramework, Target

MODELS = (OutcomesFramework, Outcome, HighImpactArea, KPI, Target, Measurement)
RELATED: dict[type, tuple[str, ...]] = {Target: ("kpi",), Measurement: ("kpi",)}
