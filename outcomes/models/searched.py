"""Which records of this app search finds, and by which of their words."""

from programmes.models.search import Gathered, searched

from .areas import (
    AreaMitigation,
    AreaRisk,
    AreaRole,
    AreaStatement,
    AreaTarget,
    CareModelArea,
    LearningPoint,
    Theme,
    ThemePoint,
)
from .commitments import Commitment
from .figures import ImpactFigure, PopulationFigure
from .frameworks import HighImpactArea, Outcome, OutcomeDomain, OutcomesFramework, Strategy, StrategyAim
from .kpis import KPI

searched(OutcomesFramework, "r.name", ("r.state_as_printed", "r.kpi_approach"))
searched(Strategy, "r.name", ("r.owner", "r.note"))
searched(StrategyAim, "r.text")
searched(OutcomeDomain, "r.name")
searched(Outcome, "r.text")
searched(Commitment, "r.text", ("r.measurement_plan",))
searched(HighImpactArea, "r.name", ("r.origin", "r.measurement_plan"))
searched(
    KPI,
    "r.name",
    (
        "r.definition",
        "r.why_it_matters",
        "r.numerator",
        "r.denominator",
        "r.source",
        "r.related_to",
        "r.note",
    ),
)
searched(CareModelArea, "r.name", ("r.short_name", "r.place", "r.model_type"))
searched(
    AreaStatement,
    "r.text",
    ("r.label", "r.wave", "r.note"),
    gathers=(Gathered(AreaRole, "statement_id", "text"), Gathered(AreaTarget, "statement_id", "words")),
)
searched(LearningPoint, "r.text")
searched(AreaRisk, "r.text", ("r.label",))
searched(AreaMitigation, "r.text", ("r.note",))
searched(Theme, "r.text")
searched(ThemePoint, "r.text")
searched(
    ImpactFigure,
    "r.text",
    ("r.domain", "r.site", "r.money_text", "r.basis_as_printed", "r.comparator_label", "r.note"),
)
searched(PopulationFigure, "r.place", ("r.ages", "r.basis"))
